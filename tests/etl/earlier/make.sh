#!/usr/bin/env bash
# A store into which an earlier commit has loaded every file of this folder: bash make.sh COMMIT PYTHON [REPOSITORY]
set -euo pipefail
commit=$1 python=$2
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git clone --quiet "${3:-$(git -C "$here" rev-parse --show-toplevel)}" "$scratch/program"
git -C "$scratch/program" checkout --quiet "$commit"
cd "$scratch/program"
export MCU_VAR="$scratch/var" PYTHONPATH=.
load() { "$python" -m etl load "$here/$1" --source "${@:2}"; }
load incident_management.csv incident_management
for name in heat_map ecur; do load $name.csv heat_map; done
for name in pos dobrodel; do load $name.csv pos; done
for name in register journal; do load $name.csv register_59fz; done
load table.csv mapping --mapping "$here/table.yml"
cd "$MCU_VAR"
"$python" - <<'END'
import sqlite3

with sqlite3.connect("store.sqlite", isolation_level=None) as connection:
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("VACUUM")
connection.close()
END
tar --mtime=2026-11-28 --owner=0 --group=0 --numeric-owner -cf - store.sqlite pseudonym.key | xz -9e > "$here/$commit.tar.xz"
