"""A person erased (152-ФЗ): nothing is left in store, snapshots, screens or logs; counts stay, copies are named."""

import gzip
import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from access import __main__ as command
from access import audit
from access import store as access_store
from access.person import Person
from access.person import use as as_person
from data import store
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import METRICS, query, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store import erasing as personal
from data.store import tables
from deeds import erasing
from etl.load import load
from etl.undo import undo
from tests import stores
from tests.etl.conftest import HEADER, dump

NAME, TELEPHONE, STREET, SECRET = "Тихонравова Евлампия", "79130001122", "Бабушкинский", "протекает сарай"
REASON = "отзыв согласия, заявление от 03.03.2026"
EVER = Filters(period="all")


def _file(path: Path, *, status: str = "На исполнении", more: str = "") -> Path:
    """Three messages, two of them of the person."""
    lines = [";".join(HEADER)]
    for number, who in ((1, NAME), (2, "Другой Человек"), (3, NAME)):
        text = f"У нас {SECRET}, телефон {TELEPHONE}{more}" if who == NAME else "Нет воды"
        place = f"село Бельтирское, пер. {STREET}, д. 5" if who == NAME else "село Бельтирское"
        lines.append(f"{number};0{number}.02.2026 10:00;{text};Отсутствие воды;Сообщение;МЦУ;{status};;{place};;{who}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")) as made:
        stores.create(made)
        access_store.create(made)
        load(_file(tmp_path / "a.csv"), made)
        load(_file(tmp_path / "b.csv", status="В работе"), made)  # the former selves are kept for an undo
        publish.publish(made)
        yield made
        store.engine(made.store_url).dispose()


def found_in(folder: Path) -> set[str]:
    """Files with anything of the person in them."""
    words = [form.encode() for one in (NAME, "Тихонравова", TELEPHONE, STREET, SECRET) for form in (one, one.lower())]
    escaped = [one.encode("unicode_escape") for one in (NAME, STREET, SECRET)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)) for path in files if any(w in path.read_bytes() for w in (*words, *escaped))}


def counts() -> str:
    """Every metric there is, by place and topic."""
    return query(list(METRICS), ["place", "topic"], EVER, EVERYTHING).to_csv()


def test_nothing_of_the_person_is_left_and_every_count_stays(home: Settings, caplog: pytest.LogCaptureFixture) -> None:
    before = counts()
    assert found_in(home.var), "the test looks at the right places"
    with caplog.at_level(logging.DEBUG):
        said = erasing.erase_person(home, 1, REASON)
    assert "записей 2" in said
    assert found_in(home.var) == set()
    assert not any(word in caplog.text for word in (NAME, TELEPHONE, STREET, SECRET))
    assert counts() == before
    assert [row.text for row in rows(home)] == [None, "Нет воды", None]
    shown = str(register.page(EVER, EVERYTHING, page=1, size=10).frame.to_dict()) + str(
        [register.card(number, EVER, EVERYTHING) for number in (1, 3)]
    )
    assert not any(word in shown for word in (NAME, TELEPHONE, STREET, SECRET))


def rows(settings: Settings) -> list[sa.Row]:
    q = tables.questions.c
    with store.reading(settings) as connection:
        return list(connection.execute(sa.select(q.record_id, q.text).order_by(q.record_id)).all())


def test_the_reason_is_in_the_log_and_the_person_is_not(home: Settings) -> None:
    erasing.erase_person(home, 3, REASON)
    entry = audit.page(1, 1, settings=home).entries[0]
    assert (entry.action, entry.reason, entry.details) == ("person_erased", REASON, {"records": 2})
    with pytest.raises(AccessError, match="причину"):
        erasing.erase_person(home, 2, "надо")
    assert len(rows(home)) == 3


def test_neither_an_undo_nor_a_newer_file_brings_the_person_back(home: Settings, tmp_path: Path) -> None:
    erasing.erase_person(home, 1, REASON)
    undo(home, 2)
    assert found_in(home.var) == set()
    load(_file(tmp_path / "c.csv", status="Решено", more=" и крыша"), home)
    publish.publish(home)
    assert dump(home)["identities"] == [row for row in dump(home)["identities"] if NAME not in str(row)]
    assert [row.text for row in rows(home)] == [None, "Нет воды", None]


def test_backups_are_named(home: Settings) -> None:
    (home.var / "backups").mkdir()
    copy = home.var / "backups" / "mcu-20260301.zip"
    copy.write_bytes(gzip.compress(b""))
    assert str(copy) in erasing.erase_person(home, 1, REASON)


@pytest.mark.parametrize("roles", [("curator",), ("administrator",), ("incident_officer",)])
def test_whose_task_it_is_not_may_not(home: Settings, roles: tuple[str, ...]) -> None:
    with as_person(Person(7, "petrov", "Петров", "", roles)), pytest.raises(AccessError):
        erasing.erase_person(home, 1, REASON)
    assert found_in(home.var)


def test_terms_of_keeping_are_rows_and_what_is_past_them_is_erased_at_once(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [(one.years, one.records) for one in personal.terms(home, date(2026, 4, 1))] == [(5, 0), (5, 0)]
    with store.writing(home) as connection:
        r = tables.records.c
        closed = sa.update(tables.records).where(r.record_id == 1).values(closed_at=r.received_at)
        connection.execute(closed)
    assert personal.past_terms(home, date(2031, 1, 31)) == []
    assert personal.past_terms(home, date(2031, 3, 1)) == [1], "an open record has no end to count from"
    monkeypatch.setattr(store, "today", lambda _: date(2031, 3, 1))
    monkeypatch.setenv("MCU_VAR", str(home.var))
    assert command.main(["erase", "--past-terms", "--reason", "истёк срок хранения"]) == 0
    assert [row.text is None for row in rows(home)] == [True, False, False]
    assert command.main(["erase", "--past-terms", "--reason", "истёк срок хранения"]) == 0
    capsys.readouterr()
    assert command.main(["erase", "--record", "999", "--reason", "истёк срок хранения"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_record_nobody_has_is_a_wrong_question(home: Settings) -> None:
    with pytest.raises(FilterError, match="999"):
        erasing.erase_person(home, 999, REASON)
