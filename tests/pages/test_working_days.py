"""«Рабочие дни»: everybody sees the calendar, two roles may change a day, and every change is written down."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access import audit, person
from access.roles import ROLES, Right
from data.errors import AccessError, FilterError
from data.settings import Settings
from data.terms import working_days
from tests import signing
from tests.data.records import installed
from tests.pages.test_screens import words


def screen() -> Any:
    return importlib.import_module("pages.working_days")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    with installed(tmp_path, {"received": "2026-03-02", "recipient": "mcu"}) as settings:
        yield settings


@pytest.mark.parametrize("role", list(ROLES))
def test_everybody_reads_the_calendar_and_keepers_see_the_form(fresh: Settings, role: str) -> None:
    with person.use(signing.somebody(role)):
        shown = words(screen().layout())
    assert "Местных дней нет" in shown
    assert "Своё время никому не задано" in shown
    assert "07–09.03.2026" in shown  # Monday 9 is off after the Sunday of 8 March
    assert "нерабочие, 3 дня" in shown
    assert ("days-change" in shown) == (Right.MANAGE_RULES in ROLES[role].rights)


def test_a_day_is_entered_shown_written_down_and_taken_back(fresh: Settings) -> None:
    with person.use(signing.somebody("centre_head")):
        body, done = screen().change(1, "2026-03-23", "short", "4", "Чыл Пазы")
        assert "День записан" in words([done])
        assert "короткий, 4 часа" in words(body)
        written = audit.page(1, 1, settings=fresh).entries[0]
        assert (written.action, written.object_id) == ("rules_changed", "2026-03-23")
        screen().change(1, "2026-03-23", "usual", "", "")
        with pytest.raises(FilterError, match="Ничего не меняется"):
            screen().change(1, "2026-03-23", "usual", "", "")
    assert working_days.local_days(fresh) == []


@pytest.mark.parametrize("values", [(None, "off", "", ""), ("2026-03-23", None, "", ""), ("2026-03-02", "off", "", ""),
                                    ("завтра", "off", "", ""), ("2026-03-23", "off", "8", "")])  # fmt: skip
def test_what_is_missing_or_wrong_is_said(fresh: Settings, values: tuple[Any, ...]) -> None:
    with person.use(signing.somebody("administrator")), pytest.raises(FilterError):
        screen().change(1, *values)
    assert working_days.local_days(fresh) == []


def test_nobody_else_changes_a_day(fresh: Settings) -> None:
    for role in (name for name, found in ROLES.items() if Right.MANAGE_RULES not in found.rights):
        with person.use(signing.somebody(role)), pytest.raises(AccessError):
            screen().change(1, "2026-03-23", "off", "", "")
    assert working_days.local_days(fresh) == []


def test_hours_of_their_own_are_shown(fresh: Settings) -> None:
    working_days.set_hours(fresh, "mcu", "10:00-13:00 14:00-19:00")
    with person.use(signing.somebody("curator")):
        assert "10:00–13:00 14:00–19:00" in words(screen().layout())
