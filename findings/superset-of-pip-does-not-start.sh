#!/usr/bin/env bash
# Apache Superset 6.1.0 from pip, in a new environment, by its own steps of installation. No command of it starts: `superset/cli/test_db.py`
# imports `rich`, which the package does not ask for. With `rich` in place every command ends in «SupersetMetastoreCache.__init__() got an
# unexpected keyword argument 'ignore_delete_many_errors'»: the package allows flask-caching below 3, and from 2.5 on that one hands the
# argument to every cache. With flask-caching 2.3.1 it starts, and no database can be connected, DuckDB or any other («Connection failed,
# please check your connection settings»): `db_engine_specs/aws_iam.py` imports `cachetools`, which nobody asks for either.
# What holds: rich, cachetools and flask-caching==2.3.1 beside it.
set -euo pipefail
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/v"
add() { "$room/v/bin/pip" install --quiet --disable-pip-version-check "$@" 2>/dev/null; }
add apache-superset==6.1.0 flask-caching==2.5.1
cat >"$room/config.py" <<PY
SECRET_KEY = "of this trial alone, 0123456789 0123456789"
SQLALCHEMY_DATABASE_URI = "sqlite:///$room/superset.db"
PY
cat >"$room/connects.py" <<'PY'
from superset.app import create_app

with create_app().app_context():
    from superset.models.core import Database

    print(Database(database_name="own", sqlalchemy_uri="sqlite:////tmp/any.db").db_engine_spec.engine)
PY
export SUPERSET_CONFIG_PATH="$room/config.py" FLASK_APP=superset
last() { "$@" >"$room/said" 2>&1 && echo "works" || tail -1 "$room/said"; }
told=("$(last "$room/v/bin/superset" db current)")
add rich==15.0.0
told+=("$(last "$room/v/bin/superset" db current)")
add flask-caching==2.3.1
told+=("$(last "$room/v/bin/superset" db current)" "$(last "$room/v/bin/python" "$room/connects.py")")
add cachetools==8.0.2
told+=("$(last "$room/v/bin/python" "$room/connects.py")")
printf '%s\n' "as installed:        ${told[0]}" "with rich:           ${told[1]}" "flask-caching 2.3.1: ${told[2]}" \
	"a database:          ${told[3]}" "with cachetools:     ${told[4]}"
[[ ${told[0]} == *"No module named 'rich'" && ${told[1]} == *"ignore_delete_many_errors'" && ${told[2]} == works &&
	${told[3]} == *"No module named 'cachetools'" && ${told[4]} == works ]]
# Output seen:
# as installed:        ModuleNotFoundError: No module named 'rich'
# with rich:           TypeError: SupersetMetastoreCache.__init__() got an unexpected keyword argument 'ignore_delete_many_errors'
# flask-caching 2.3.1: works
# a database:          ModuleNotFoundError: No module named 'cachetools'
# with cachetools:     works
