"""«События»: four roles mark what happened, everybody with data reads it, a chart of time names it."""

import base64
import importlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from access import audit
from access import store as access_store
from access.roles import ROLES, Right
from components.events import form
from components.question import read_screen
from data import store
from data.decisions import edits
from data.decisions.events import table
from data.decisions.events.write import Form
from data.errors import AccessError, EditConflictError, FilterError
from data.scope import EVERYTHING
from data.settings import Settings, use
from deeds import events
from tests.data.records import day, published
from tests.pages.test_screens import words
from tests.signing import as_somebody

KEEPERS = [name for name, role in ROLES.items() if Right.EDIT_EVENTS in role.rights]
FORM = Form("accident", "Авария на водоводе", "housing.no_water", "", day("2026-03-02"), day("2026-03-05"))


def screen() -> Any:
    return importlib.import_module("pages.events")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("events")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(settings):
        published(settings, *({"received": f"2026-03-{at:02d}"} for at in (2, 9, 16)))
        access_store.create(settings)
    return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def test_four_roles_mark_events() -> None:
    assert KEEPERS == ["curator", "centre_head", "incident_officer", "pos_officer"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_marks_events_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role, recipients=("mcu",) if role == "recipient" else None):
        if role not in KEEPERS:
            for call in (
                lambda: events.save("", 0, FORM),
                lambda: events.remove("СБ-2026-001", 1),
                lambda: events.undo("1"),
                lambda: events.replace("x.csv", b"x"),
            ):
                with pytest.raises(AccessError):
                    call()
            assert events.history() == []
            return
        before = _state(made)
        code = events.save("", 0, FORM, "по акту")
        assert audit.page(1, 1, settings=made).entries[0].action == "events_changed"
        assert code in words(screen().layout()) and "Авария на водоводе" in words(screen().layout())
        events.undo(str(events.history()[0][0].number))
        assert _state(made) == before


def _state(settings: Settings) -> list[Any]:
    return list(events.listed()) if settings else []


def test_who_may_not_mark_an_event_is_not_told_to() -> None:
    assert "Отметьте" in str(form.listed([], may=True))
    assert "Отметьте" not in str(form.listed([], may=False))


def test_who_keeps_one_settlement_marks_nothing_for_the_district() -> None:
    with as_somebody("curator", municipalities=("95608425",)):
        assert not events.may_edit()
        with pytest.raises(AccessError, match="все поселения"):
            events.save("", 0, FORM)


def test_two_who_save_at_once_are_told_the_difference() -> None:
    with as_somebody("curator"):
        code = events.save("", 0, FORM)
        events.save(code, 1, replace(FORM, title="Авария на сетях"))
        with pytest.raises(EditConflictError, match="Авария на сетях"):
            events.save(code, 1, replace(FORM, title="Авария в селе"))
        events.remove(code, 2)
        assert events.save("", 0, FORM) != code, "a number is never given twice"
        events.undo(str(events.history()[0][0].number))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "x"}, "вид события"),
        ({"title": " "}, "Назовите событие"),
        ({"title": "а" * 201}, "Слишком длинно"),
        ({"topic": "x"}, "Тематики"),
        ({"territory": "x"}, "Территории"),
        ({"started_on": None}, "день начала"),
        ({"ended_on": day("2026-01-01")}, "раньше, чем началось"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(change: dict[str, Any], said: str) -> None:
    with as_somebody("curator"), pytest.raises(FilterError, match=said):
        events.save("", 0, replace(FORM, **change))


def test_a_table_that_comes_back_as_it_left_changes_nothing(made: Settings) -> None:
    with as_somebody("curator"):
        first = events.save("", 0, replace(FORM, leaves_norm=True, document="=Акт № 5"))
        events.save("", 0, replace(FORM, title="Смена порядка", kind="rules", topic="", ended_on=None))
        left = table.rows(events.listed())
        file = _csv([list(table.HEADINGS.values()), *(list(row.values()) for row in left)])
        assert events.replace("события.csv", file) == table.Outcome(0, 0, 2)
        new = dict.fromkeys(table.HEADINGS, "") | {"kind": "ремонт", "title": "Ремонт", "started_on": "05.03.2026"}
        changed = [row | {"title": "Другое"} if row["code"] == first else row for row in left]
        file = _csv([list(table.HEADINGS.values()), *(list(row.values()) for row in [*changed, new])])
        assert events.replace("события.csv", file) == table.Outcome(1, 1, 1)
        events.undo(str(events.history()[0][0].number))
        assert table.rows(events.listed()) == left
        for bad, said in (("kind", "Строка 2"), ("leaves_norm", "Строка 2"), ("code", "не известен")):
            file = _csv([list(table.HEADINGS.values()), list((left[0] | {bad: "вера"}).values())])
            with pytest.raises(FilterError, match=said):
                events.replace("события.csv", file)
        for one in events.listed():
            events.remove(one.code, one.version)


def _csv(cells: list[list[str]]) -> bytes:
    return "\n".join(";".join(f'"{cell}"' for cell in row) for row in cells).encode()


def test_the_file_of_the_screen_is_a_workbook() -> None:
    with as_somebody("curator"):
        told = screen()._file()
    assert base64.b64decode(told["content"]).startswith(b"PK") and told["filename"] == "события.xlsx"


def test_every_chart_of_time_names_an_event_of_its_days(made: Settings) -> None:
    from pages import channels, summary

    with as_somebody("curator"):
        code = events.save("", 0, FORM)
        flt = {"from": "2026-03-01", "to": "2026-03-31"}
        asked = read_screen(flt, EVERYTHING)
        said = "1. Авария на водоводе: авария; весь район; Отсутствие воды; 02–05.03.2026."
        figure = summary._flow(asked)
        assert figure.layout.meta["events"] == [said] and len(figure.layout.shapes) == 1
        assert "Авария на водоводе" in words(channels._flow(asked))
        elsewhere = summary._flow(read_screen(flt | {"topic": "roads.potholes"}, EVERYTHING))
        assert elsewhere.layout.meta["events"] == []
        events.remove(code, 1)


def test_history_only_grows(made: Settings) -> None:
    with as_somebody("curator"), store.reading(made) as connection:
        before = len(edits.recent(connection, [table_of()], 10_000))
    with as_somebody("curator"):
        code = events.save("", 0, FORM)
        events.remove(code, 1)
    with store.reading(made) as connection:
        assert len(edits.recent(connection, [table_of()], 10_000)) == before + 2


def table_of() -> Any:
    from data.store.tables import events as kept

    return kept
