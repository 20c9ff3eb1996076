"""The tables of an open snapshot lie packed in memory, and a cursor of any thread finds them."""

from concurrent.futures import ThreadPoolExecutor

from data.metrics.reader import open_snapshot
from data.settings import use
from tests.data.records import published

_STORED = "SELECT DISTINCT compression FROM pragma_storage_info('facts') WHERE segment_type NOT IN ('VALIDITY')"


def test_facts_are_held_packed_and_every_thread_reads_them(settings):
    with use(settings):
        published(settings, *({"received": f"2026-03-{1 + i % 28:02d} 10:00", "channel": "letter"} for i in range(30)))
        tables = open_snapshot()._tables
        kinds = {kind for (kind,) in tables.cursor().execute(_STORED).fetchall()}
        with ThreadPoolExecutor(1) as other:
            counted = other.submit(lambda: tables.cursor().execute("SELECT count(*) FROM facts").fetchall()).result(30)
    assert "Uncompressed" not in kinds, kinds
    assert counted == [(30,)]
