"""Facts of any size, made directly: a published snapshot multiplied, with no records behind them and no texts."""

import dataclasses
from pathlib import Path

from bench import synthetic
from data import publishing, store
from data.metrics.tiles import build
from data.settings import Settings
from data.snapshots import Manifest, files, latest, manifest_path, read_manifest
from data.store import territories
from etl.load import load
from geo import layers

_APART = {"place": 7919, "topic": 104_729, "recipient": 15_485_863}
"""Primes: which other row of the month each copy takes its place, topic and recipient from."""
_MINUTES = 241
"""By up to so many minutes the first reply of a copy comes later: otherwise all would take equally long."""
_OTHER = ", ".join(
    f"CASE WHEN is_multi THEN row_no ELSE (row_no + copy * {by}) % rows END AS {name}_row"
    for name, by in _APART.items()
)
_MULTIPLIED = f"""
WITH rows AS (SELECT *, row_number() OVER () - 1 AS row_no, count(*) OVER () AS rows FROM read_parquet(?)),
copies AS (SELECT rows.*, copy, {_OTHER} FROM rows, range($times) AS copies(copy))
SELECT copies.* EXCLUDE (row_no, rows, copy, place_row, topic_row, recipient_row) REPLACE (
    (copies.record_id * $times + copies.copy)::INTEGER AS record_id,
    (copies.first_reply_minute + CASE WHEN copies.copy > 0 THEN (copies.row_no * 31 + copies.copy * 17) % {_MINUTES}
        ELSE 0 END)::INTEGER AS first_reply_minute,
    p.place_id AS place_id, p.municipality_id AS municipality_id,
    t.topic_id AS topic_id, t.topic_group_id AS topic_group_id, r.recipient_id AS recipient_id)
FROM copies JOIN rows AS p ON p.row_no = place_row JOIN rows AS t ON t.row_no = topic_row
    JOIN rows AS r ON r.row_no = recipient_row ORDER BY received_day, record_id
"""


LOADED = 100_000
"""How many records are loaded as people load them; more are made of their facts."""


def published(settings: Settings, size: int) -> Manifest:
    """A new store of so many records, or of `LOADED` whose facts are multiplied, and its newest snapshot."""
    loaded = min(size, LOADED)
    file = settings.var / "bench.csv"
    synthetic.write(file, loaded)
    store.create(settings)
    layers.build(*territories.in_force(settings), settings.geo)
    load(file, settings)
    made = publishing.publish(settings)
    return made if size <= loaded else multiply(settings, size // loaded)


def multiply(settings: Settings, times: int) -> Manifest:
    """As `without_tiles`, with its tiles."""
    made = without_tiles(settings, times)
    build.build(settings, made)
    return made


def without_tiles(settings: Settings, times: int) -> Manifest:
    """The newest snapshot `times` times as large, published as the next one.

    Every record comes `times` times, each copy with the place, topic and recipient of other records of its month and a
    first reply somewhat later: combinations and durations are as many as so many different records would have. Letters
    with several questions keep theirs.
    """
    folder = settings.snapshots
    before = read_manifest(folder, latest(folder) or 0)
    months = {month: _month(folder, month, name, times) for month, name in sorted(before.months.items())}
    made = dataclasses.replace(
        before, number=before.number + 1, records=before.records * times, months=months, files={}
    )
    sums = {name: files.sum_of(folder / name) for name in made.parts}
    made = dataclasses.replace(made, files=sums)
    files.write(manifest_path(folder, made.number), made.to_json().encode())
    return made


def _month(folder: Path, month: int, name: str, times: int) -> str:
    made = f"{month}-{times}x{name.rpartition('-')[2]}"
    statement = _MULTIPLIED.replace("$times", str(int(times)))
    target = str(folder / "months" / made).replace("'", "''")
    with files.writer() as writer:
        writer.execute(
            f"COPY ({statement}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", [str(folder / "months" / name)]
        )
    return made
