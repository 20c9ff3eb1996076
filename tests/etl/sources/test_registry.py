"""A source is declared once, at the foot of its module; whatever names sources reads the declaration."""

import re
from pathlib import Path

import pytest

from data.store import reference
from etl.sources.declaration import LOCAL, Source, zone_of
from etl.sources.registry import BY_CODE, SOURCES

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("source", SOURCES, ids=[one.code for one in SOURCES])
def test_a_declaration_speaks_of_fields_it_has(source: Source) -> None:
    fields = set(source.columns)
    named = {name for group in (*source.keys, *source.layouts) for name in group}
    assert named | set(source.content) | source.long <= fields
    assert source.time_zone in (LOCAL, zone_of(source.time_zone).key)
    assert source.stale_days > 0


def test_codes_and_names_are_not_repeated() -> None:
    assert len(BY_CODE) == len({one.name for one in SOURCES}) == len(SOURCES)


def test_the_code_of_a_source_is_written_in_its_own_module_only() -> None:
    """The generator of the demonstration lays out the files of each source and takes the code from its module."""
    written = re.compile(r"([\"'])(incident_management|register_59fz)\1")
    found = {
        str(path.relative_to(ROOT))
        for room in ("access", "components", "data", "etl", "pages", "reports")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts and written.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"etl/sources/incident_management.py", "etl/sources/register_59fz.py"}


def test_the_list_that_the_store_starts_with_is_the_list_of_declarations() -> None:
    declared = [
        [one.code, one.name, one.time_zone, str(one.stale_days), str(int(one.observes_registration))] for one in SOURCES
    ]
    assert reference.table("sources").to_numpy().tolist() == declared, "перепишите data/store/reference/sources.csv"
