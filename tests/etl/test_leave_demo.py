"""Demonstration and real data never meet, and the demonstration can be sent away."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import snapshots, store
from data.decisions import edits
from data.decisions.checks import marks
from data.decisions.notices import kept
from data.decisions.notices.state import Finding, fire
from data.errors import InputError
from data.settings import Settings, use
from data.snapshots import demonstration, publish, removal
from data.store import tables
from demo import bootstrap
from etl import leave_demo
from etl.load import load
from etl.structure.topics import model_files
from etl.undo import undo
from tests import stores
from tests.data.checks import FULL, planned
from tests.etl.conftest import HEADER, dump, rows

pytestmark = pytest.mark.usefixtures("read_here")

LEDGER = {"changes", "dirty_months"}
KEPT = LEDGER | {"installation", "used_numbers"}
"""What outlives the demonstration by design: whose the store is, and numbers that are never given twice."""
TITLE = "Выгрузка ПОС (демонстрационные данные)"
Write = Callable[..., Path]


@pytest.fixture
def own(sqlite_url: str, tmp_path: Path) -> Iterator[Settings]:
    """An empty installation on SQLite."""
    with use(Settings(var=tmp_path / "var", store_url=sqlite_url)) as made:
        stores.create(made)
        yield made


@pytest.fixture
def write(pos_file: Callable[..., Path]) -> Write:
    """Writes a ПОС export of so many rows; is_demo: its title says that it is invented."""

    def made(name: str, count: int = 2, *, is_demo: bool = False, first: int = 1, **more: str) -> Path:
        given = [(number + first - 1, *rest) for number, *rest in rows(count, **more)]
        path = pos_file(name, given)
        if is_demo:
            text = path.read_text(encoding="utf-8")
            path.write_text(f"{TITLE}{';' * (len(HEADER) - 1)}\n{text}", encoding="utf-8")
        return path

    return made


def test_a_real_file_is_not_taken_into_a_demonstration(own: Settings, write: Write) -> None:
    load(write("demo.csv", is_demo=True), own)
    before = dump(own, without=set())
    with pytest.raises(InputError, match="leave-demo"):
        load(write("real.csv", first=50), own)
    with pytest.raises(InputError, match="leave-demo"):
        load(write("real.csv", first=50), own, dry_run=True)
    assert dump(own, without=set()) == before


def test_a_demonstration_file_is_not_taken_beside_real_ones_nor_after_them(own: Settings, write: Write) -> None:
    report = load(write("real.csv"), own)
    for _ in range(2):
        with pytest.raises(InputError, match="настоящие"):
            load(write("demo.csv", is_demo=True, first=50), own)
        if report.import_id:
            undo(own, report.import_id)
            report.import_id = None
    assert not bootstrap.ensure_demo(own)
    with pytest.raises(InputError, match="настоящие"):
        bootstrap.load_demo(own)


def test_an_empty_store_beside_snapshots_of_another_kind_takes_nothing_of_its_own(own: Settings, write: Write) -> None:
    load(write("demo.csv", is_demo=True), own)
    publish.publish(own)
    another = replace(own, store_url=f"sqlite:///{own.var / 'another.sqlite'}")
    store.create(another)
    with pytest.raises(InputError, match="leave-demo"):
        load(write("real.csv"), another)
    assert demonstration.inventory(another).has_demo
    assert not demonstration.inventory(another).is_demonstration


def test_real_snapshots_alone_keep_the_demonstration_away(own: Settings, write: Write) -> None:
    load(write("real.csv"), own)
    publish.publish(own)
    another = replace(own, store_url=f"sqlite:///{own.var / 'another.sqlite'}")
    store.create(another)
    assert not bootstrap.ensure_demo(another)
    with pytest.raises(InputError, match="настоящие"):
        load(write("demo.csv", is_demo=True), another)


def test_a_setting_keeps_the_demonstration_away(own: Settings, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    off = replace(own, shows_demo=False)
    assert not bootstrap.ensure_demo(off)
    with pytest.raises(InputError, match="MCU_DEMO"):
        load(write("demo.csv", is_demo=True), off)
    load(write("real.csv"), off)


def test_a_snapshot_without_records_is_of_no_kind(own: Settings, write: Write) -> None:
    publish.publish(own)
    assert demonstration.inventory(own).snapshots == frozenset()
    load(write("demo.csv", is_demo=True), own)
    assert demonstration.inventory(own).is_demonstration


def test_a_snapshot_nobody_can_read_is_not_known_to_be_a_demonstration(own: Settings, write: Write) -> None:
    load(write("demo.csv", is_demo=True), own)
    number = publish.publish(own).number
    snapshots.manifest_path(own.snapshots, number + 1).write_text("{", encoding="utf-8")
    assert not demonstration.inventory(own).is_demonstration


def by_label(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Tables as dumped; of labels, which are put back, the numbers are left out."""
    return {name: [row[name.endswith("_labels") :] for row in rows] for name, rows in found.items()}


def test_nothing_of_the_demonstration_is_left(either: Settings, write: Write) -> None:
    untouched = by_label(dump(either, without=KEPT))
    load(write("demo.csv", 5, is_demo=True), either)
    load(write("newer.csv", 3, is_demo=True, status="Решено", answered="20.02.2026"), either)
    planned(either, "2026-02-16", {"": 3}, [(1, "", FULL), (2, "", FULL)])
    marks.withdraw(either, "reader", 1)
    with store.writing(either) as connection:
        terms = Finding("expiring", "terms", "До конца срока", "/register", ("1",), 1)
        kept.put(connection, "curator", [fire(terms, store.utc_now())])
    last = publish.publish(either).number
    model_files.folder(either.var).mkdir()
    (either.var / "demo").mkdir()
    left = leave_demo.leave(either)
    assert (left.records, left.snapshots) == (5, 1)
    assert by_label(dump(either, without=KEPT)) == untouched
    (number,) = snapshots.numbers(either.snapshots)
    assert number > last, "numbers never start again"
    assert not snapshots.read_manifest(either.snapshots, number).is_demo
    assert not list((either.snapshots / "months").iterdir())
    assert not model_files.folder(either.var).exists()
    assert not leave_demo.is_here(either)


def test_rows_added_by_the_demonstration_go_and_those_of_real_people_stay(either: Settings, write: Write) -> None:
    load(write("demo.csv", is_demo=True), either)
    answer = {"answered_on": date(2026, 3, 2), "value": 4}
    with edits.editing(either, "demo-kurator") as editor:
        invented = editor.insert(tables.surveys, {"kind": "survey", "title": "Придуман"})
        editor.insert(tables.survey_answers, {"survey_id": invented, **answer})
        editor.change(tables.surveys, invented, 1, {"title": "Придуман дважды"})
        gone = editor.insert(tables.surveys, {"kind": "survey", "title": "Убран"})
        editor.remove(tables.surveys, gone, 1)
    with edits.editing(either, "anna") as editor:
        editor.insert(tables.survey_answers, {"survey_id": invented, **answer})
        kept = editor.insert(tables.surveys, {"kind": "survey", "title": "Настоящий"})
        own_answer = editor.insert(tables.survey_answers, {"survey_id": kept, **answer})
        duty = first_row(editor.connection, tables.duties)
    with edits.editing(either, "demo-kurator") as editor:
        editor.change(tables.duties, duty["duty_id"], duty["version"], {"name": "Названа иначе"})
    leave_demo.leave(either)
    with store.reading(either) as connection:
        assert list(connection.execute(sa.select(tables.surveys.c.title)).scalars()) == ["Настоящий"]
        assert list(connection.execute(sa.select(tables.survey_answers.c.survey_answer_id)).scalars()) == [own_answer]
        e = tables.edits.c
        left = {tuple(row) for row in connection.execute(sa.select(e.table_name, e.row_key))}
    assert left == {("surveys", kept), ("survey_answers", own_answer), ("duties", duty["duty_id"])}


def first_row(connection: sa.Connection, table: sa.Table) -> dict[str, Any]:
    return dict(connection.execute(sa.select(table).limit(1)).mappings().one())


def test_real_files_are_welcome_afterwards_and_the_demonstration_is_not(own: Settings, write: Write) -> None:
    load(write("demo.csv", is_demo=True), own)
    leave_demo.leave(own)
    assert not bootstrap.ensure_demo(own)
    with pytest.raises(InputError, match="убрана"):
        load(write("demo.csv", is_demo=True), own)
    assert load(write("real.csv"), own).loaded == 2
    assert leave_demo.leave(own).records == 0
    assert demonstration.inventory(own).imports == {False}


def test_a_run_that_was_killed_half_way_is_finished_by_the_next(
    own: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(write("demo.csv", is_demo=True), own)
    publish.publish(own)
    with monkeypatch.context() as broken:
        broken.setattr(removal, "remove", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            leave_demo.leave(own)
    assert leave_demo.is_here(own)
    assert leave_demo.leave(own).snapshots == 2
    assert not leave_demo.is_here(own)


def statuses(settings: Settings) -> dict[str, str]:
    """Number at the source → status, of every record of the store."""
    r = tables.records.c
    with store.reading(settings) as connection:
        return {row.external_id: row.status_raw for row in connection.execute(sa.select(r.external_id, r.status_raw))}


def test_what_an_older_version_mixed_is_parted_again(
    either: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "require_alike", lambda *_, **__: None)
    load(write("real.csv", 2), either)  # 1, 2
    load(write("demo.csv", 3, is_demo=True, first=2, status="Отклонено"), either)  # changes 2, brings 3, 4
    load(write("more.csv", 2, first=3, status="В работе"), either)  # changes 3, 4
    newest = load(write("newest.csv", 2, first=1, status="Решено", answered="20.02.2026"), either)  # changes 1, 2
    load(write("late.csv", 1, is_demo=True, first=4, status="Отклонено"), either)  # changes 4
    left = leave_demo.leave(either)
    assert left.records == 0, "every record that a demonstration file brought is a real one by now"
    assert statuses(either) == {"1": "Решено", "2": "Решено", "3": "В работе", "4": "В работе"}
    assert newest.import_id
    undo(either, newest.import_id)
    assert statuses(either) == {"1": "На исполнении", "2": "На исполнении", "3": "В работе", "4": "В работе"}
    undo(either, newest.import_id - 1)
    assert set(statuses(either)) == {"1", "2"}
