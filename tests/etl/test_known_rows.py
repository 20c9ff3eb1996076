"""Rows that say nothing new are passed over, and nothing else comes of it than when all of them are read."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.settings import Settings, use
from data.store import erasing, tables
from etl.load import load
from etl.report import Report
from etl.sources import known_rows
from etl.undo import undo
from tests import stores
from tests.etl.conftest import WriteFile, dump, pos_writer

COUNT = 12
LATER = date(2026, 3, 20)
CLOCKS = {"imports", "changes", "installation", "row_fingerprints"}
TOLD = (
    "rows_in", "loaded", "updated", "unchanged", "rejected", "repeated", "rejections", "unmapped_topics",
    "unknown_places", "unknown_recipients", "unknown_statuses", "future_dates", "emptied_cells", "notes",
)  # fmt: skip

Row = tuple[Any, ...]


def _rows() -> list[Row]:
    """Rows with all that a report tells of: an unknown topic, place and status, an unread rating, a bare date."""
    made: list[Row] = [
        (i, f"{i:02d}.02.2026 10:00", "Отсутствие воды", "Закрыта", f"{i:02d}.02.2026 12:00", "село Бельтирское", "5")
        for i in range(1, COUNT + 1)
    ]
    made[1] = (*made[1][:2], "Полёты на Марс", *made[1][3:])
    made[2] = (*made[2][:3], "Отправлена в космос", *made[2][4:])
    made[3] = (*made[3][:5], "село Небывалое", "5")
    made[4] = (*made[4][:6], "неплохо")
    made[5] = (6, "06.02.2026", *made[5][2:])
    made[6] = (7, "07.02.2026 00:00", *made[6][2:])
    return made


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that has loaded the rows once."""
    folder = tmp_path_factory.mktemp("known")
    with use(_settings(folder)) as made:
        stores.create(made)
        load(pos_writer(folder)("first.csv", _rows()), made, imported_on=LATER)
        store.engine(made.store_url).dispose()
    return folder


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk of one row is worth a look."""
    monkeypatch.setattr(known_rows, "ENOUGH", 1)


@pytest.fixture
def own(loaded: Path, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the installation."""
    yield from _copy(loaded, tmp_path / "var")


def _settings(folder: Path) -> Settings:
    return Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")


def _copy(loaded: Path, folder: Path) -> Iterator[Settings]:
    shutil.copytree(loaded, folder)
    with use(_settings(folder)) as made:
        yield made
        store.engine(made.store_url).dispose()


def _passed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each chunk to come passes over."""
    made: list[int] = []
    among = known_rows.KnownRows.among

    def watch(*given: Any) -> set[int]:
        made.append(len(among(*given)))
        return among(*given)

    monkeypatch.setattr(known_rows.KnownRows, "among", watch)
    return made


def _told(report: Report) -> dict[str, Any]:
    return {name: getattr(report, name) for name in TOLD}


CHANGES = st.one_of(
    st.tuples(st.just("status"), st.integers(0, COUNT - 1)),
    st.tuples(st.just("received"), st.integers(0, COUNT - 1)),
    st.tuples(st.just("gone"), st.integers(0, COUNT - 1)),
    st.tuples(st.just("twice"), st.integers(0, COUNT - 1)),
    st.tuples(st.just("other beside"), st.integers(0, COUNT - 1)),
)


def _changed(rows: list[Row], changes: list[tuple[str, int]]) -> list[Row]:
    """The rows with some of them changed, left out, said twice, or followed by another version of themselves."""
    made = [[row] for row in rows]
    for what, at in changes:
        first = made[at][0] if made[at] else rows[at]
        other = (*first[:3], "На исполнении", "", *first[5:])
        late = (first[0], f"{1 + at:02d}.02.2026 00:00", *first[2:])
        made[at] = {
            "status": [other], "received": [late], "gone": [], "twice": [first, first], "other beside": [first, other],
        }[what]  # fmt: skip
    return [row for some in made for row in some]


@hypothesis_settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CHANGES, max_size=3))
@example([])
@example([("other beside", 7)])
@example([("twice", 8), ("received", 9)])
def test_passing_over_known_rows_changes_neither_the_store_nor_what_is_told(
    loaded: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("changed")
    path = pos_writer(folder)("second.csv", _changed(_rows(), changes) or _rows())
    seen = []
    for name, enough in (("passing", 1), ("reading", 10**6)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(known_rows, "ENOUGH", enough)
            for made in _copy(loaded, folder / name):
                report = load(path, made, imported_on=LATER)
                seen.append((_told(report), dump(made, without=CLOCKS)))
    assert seen[0] == seen[1]


def test_a_file_met_again_is_read_only_where_there_is_something_to_say(
    own: Settings, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = _passed(monkeypatch)
    report = load(loaded / "first.csv", own, imported_on=LATER)
    assert (report.unchanged, passed) == (COUNT, [COUNT - 4])


def test_an_earlier_day_of_import_reads_everything(
    own: Settings, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = _passed(monkeypatch)
    report = load(loaded / "first.csv", own, imported_on=date(2026, 2, 10))
    assert passed == [0]
    assert report.rejected == 2


def test_another_word_in_the_reference_tables_reads_everything_once(
    own: Settings, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = _passed(monkeypatch)
    with store.writing(own) as connection:
        t = tables.topic_labels
        other = sa.select(sa.func.max(t.c.topic_label_id)).scalar_subquery()
        connection.execute(sa.update(t).where(t.c.topic_label_id == other).values(label="другое слово"))
    for _ in range(2):
        load(loaded / "first.csv", own, imported_on=LATER)
    assert passed == [0, COUNT - 4]


def test_undoing_a_change_brings_back_what_was_known_before_it(
    own: Settings, loaded: Path, pos_file: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = _passed(monkeypatch)
    changed = load(pos_file("second.csv", _changed(_rows(), [("status", 8)])), own, imported_on=LATER)
    assert changed.updated == 1
    undo(own, changed.import_id or 0)
    report = load(loaded / "first.csv", own, imported_on=LATER)
    assert (report.unchanged, passed) == (COUNT, [COUNT - 5, COUNT - 4])


def test_an_older_file_met_after_a_newer_one_is_a_change_again(
    own: Settings, loaded: Path, pos_file: WriteFile
) -> None:
    load(pos_file("second.csv", _changed(_rows(), [("status", 8)])), own, imported_on=LATER)
    assert load(loaded / "first.csv", own, imported_on=LATER).updated == 1


def test_a_withdrawn_correction_has_its_row_read_again(own: Settings, loaded: Path) -> None:
    with store.writing(own) as connection:
        r = tables.records.c
        connection.execute(sa.update(tables.records).where(r.external_id == "9").values(content_hash=""))
    assert load(loaded / "first.csv", own, imported_on=LATER).updated == 1


def test_nothing_is_kept_of_the_row_of_who_was_erased(own: Settings, loaded: Path) -> None:
    erasing.erase(own, [9], "director")
    load(loaded / "first.csv", own, imported_on=LATER)
    with store.reading(own) as connection:
        kept = set(connection.execute(sa.select(tables.row_fingerprints.c.record_id)).scalars())
    assert 9 not in kept
    assert 10 in kept


def test_a_column_chosen_by_a_person_is_another_reading(
    own: Settings, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = _passed(monkeypatch)
    load(loaded / "first.csv", own, imported_on=LATER, received_on=date(2026, 2, 1))
    assert passed == [0]
