#!/usr/bin/env bash
# A store as an earlier commit of this program made it: bash make.sh COMMIT PYTHON  ->  COMMIT.tar.xz beside this file
set -euo pipefail
commit=$1 python=$2
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git clone --quiet "${3:-$(git -C "$here" rev-parse --show-toplevel)}" "$scratch/program"
git -C "$scratch/program" checkout --quiet "$commit"
cd "$scratch/program"
export MCU_VAR="$scratch/var" PYTHONPATH=.
"$python" -m data create
"$python" -m etl load "$here/input.csv"
"$python" -m data publish
printf 'Образцовый-пароль-2026\n' | "$python" -m access create-admin obrazets --name "Образцов Образец" --password-stdin
cd "$MCU_VAR"
"$python" - <<'END'
import sqlite3
from pathlib import Path

import duckdb

for name in ("store.sqlite", "access.sqlite"):
    with sqlite3.connect(name, isolation_level=None) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM")
    connection.close()
(calendar,) = Path("snapshots/calendar").iterdir()
# The same rows in a fourteenth of the room; the name speaks of the rows, not of the bytes.
how = "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
duckdb.execute(f"COPY (SELECT * FROM read_parquet('{calendar}')) TO 'smaller' {how}")
Path("smaller").replace(calendar)
END
find . \( -name '*.lock' -o -name '*-wal' -o -name '*-shm' \) -delete
tar --sort=name --mtime=2026-11-24 --owner=0 --group=0 --numeric-owner -cf - . | xz -9e > "$here/$commit.tar.xz"
