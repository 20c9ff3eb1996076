#!/usr/bin/env bash
# pyspark-client 4.2.0 (the client of Spark Connect without a JVM): in `python -c` importing the client ends the program with code 255 and
# «Could not find valid SPARK_HOME». `check_dependencies` of pyspark/sql/connect/utils.py takes a main module without `__file__` for its own
# doctests and imports pyspark.testing, which looks for a whole Spark and calls sys.exit. The same line in a file does what it says, and so
# it does when `__main__` is given a `__file__` first. What holds: ask from a file or a module (`python -m`).
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
"$room/v/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --no-binary pyspark-client pyspark-client==4.2.0 \
	pandas==3.1.1 numpy==2.4.6 pyarrow==26.0.1 grpcio==1.85.3 grpcio-status==1.85.3 googleapis-common-protos==1.76.0 zstandard==0.25.0
line='from pyspark.sql.connect.session import SparkSession; print("imported")'
printf '%s\n' "$line" >"$room/own.py"
tried() {
	code=0
	(cd "$room" && env -u SPARK_HOME "$@") >"$room/said" 2>&1 || code=$?
	echo "$code $(grep -m1 -oE 'imported|Could not find valid SPARK_HOME' "$room/said")"
}
file=$(tried "$room/v/bin/python" -W ignore own.py)
command=$(tried "$room/v/bin/python" -W ignore -c "$line")
named=$(tried "$room/v/bin/python" -W ignore -c "import __main__; __main__.__file__ = ''; $line")
printf '%s\n' "a file:          $file" "python -c:       $command" "with a __file__: $named"
[[ $file == "0 imported" && $command == "255 Could not find valid SPARK_HOME" && $named == "0 imported" ]]
# Output seen:
# a file:          0 imported
# python -c:       255 Could not find valid SPARK_HOME
# with a __file__: 0 imported
