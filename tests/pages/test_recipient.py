"""The card of a recipient: its duties with their numbers, what burns, what is proposed; one's own for its person."""

import base64
import importlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openpyxl
import pytest

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits
from data.errors import UnknownObjectError
from data.settings import Settings, use
from tests import serving
from tests.data.records import installed
from tests.pages.test_screens import words
from tests.pages.walking import inside

WATER, GRID = {"period": "all", "code": "water_utility"}, {"period": "all", "code": "power_grid"}


def screen() -> Any:
    return importlib.import_module("pages.recipient")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of the water utility: two records of its duty «ЖКХ», one of them overdue, one of a topic of no duty."""
    var = tmp_path_factory.mktemp("card")
    whose = {"recipient": "water_utility", "status": "in_work"}
    with installed(
        var,
        whose | {"received": "2026-01-12", "topic": "housing.no_water"},
        whose | {"received": "2026-03-30", "topic": "housing.no_water"},
        whose | {"received": "2026-03-30", "topic": "roads.potholes"},
        {"received": "2026-04-01", "topic": "energy.outages", "recipient": "power_grid"},
    ) as settings:
        return settings


@contextmanager
def as_somebody(role: str, recipients: tuple[str, ...] | None = None) -> Iterator[None]:
    who = Person(1, "somebody", "Кто-то", "", (role,), limits=Limits(recipients=recipients))
    with person.use(who), scope.use(who.scope):
        yield


@pytest.fixture
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@pytest.mark.usefixtures("_in_force")
def test_the_card_has_duties_with_numbers_and_what_is_outside_them() -> None:
    with as_somebody("curator"):
        asked = screen().read_screen(WATER, scope.current())
        one = next(known for known in screen().duties.recipients() if known.code == "water_utility")
        own = asked.over(screen().replace(asked.filters, recipients=("water_utility",)))
        found = {each.name: each.now for each in screen()._numbers(own, one)}
        shown = words(screen().answer(WATER))
    assert {name: (now["records"], now["overdue_now"]) for name, now in found.items()} == {
        "ЖКХ": (2, 1), "Благоустройство": (0, 0), "Вне обязанностей": (1, 0),
    }  # fmt: skip
    for part in (
        "Водоканал · ресурсные организации",
        "Назначить день закрытия просроченного",
        "Просрочено и горит",
        "Подтвердить",
        "/export/burning.xlsx?period=all&recipient=water_utility",
    ):
        assert part in shown


@pytest.mark.usefixtures("_in_force")
@pytest.mark.parametrize("role", [name for name, role in ROLES.items() if role.detail == "contacts"])
def test_a_recipient_sees_the_own_card_and_nothing_of_others(role: str) -> None:
    is_bound = role == "recipient"
    with as_somebody(role, ("water_utility",) if is_bound else None):
        assert "Водоканал" in words(screen().answer(WATER))
        if is_bound:
            assert "карточка вам не открыта" in (closed := words(screen().answer(GRID)))
            assert "Обязанности" not in closed
            assert [one.code for one in screen().duties.recipients()] == ["water_utility"]
            assert "по району" not in words(screen().answer(WATER))
        else:
            assert "Электросети" in words(screen().answer(GRID))


@pytest.mark.usefixtures("_in_force")
@pytest.mark.parametrize("code", ["power_grid", "nonsense"])
def test_an_address_of_a_card_that_is_not_open_is_kept_and_answered_in_words(code: str) -> None:
    """A choice that is no option would be taken out of the address, and the screen would ask to choose."""
    with as_somebody("recipient", ("water_utility",)):
        drawn: list[Any] = list(inside(screen().layout(code=code, period="all")))
        (chosen,) = (one for one in drawn if getattr(one, "value", None) == code)
        assert code in [one["value"] for one in chosen.options]


@pytest.mark.usefixtures("_in_force")
def test_the_card_is_closed_to_who_opens_no_records() -> None:
    with as_somebody("auditor"):
        assert "Обязанности и их тематики" not in words(screen().answer(WATER))
    with as_somebody("administrator"):
        assert screen().duties.recipients() == []


@pytest.mark.usefixtures("_in_force")
def test_the_duties_leave_as_a_workbook_of_the_own_card_only(made: Settings) -> None:
    with as_somebody("recipient", ("water_utility",)):
        saved = screen().save(1, WATER)
        with pytest.raises(UnknownObjectError):
            screen().save(1, GRID)
    assert audit.page(1, 1, settings=made).entries[0].action == "export"
    rows = list(openpyxl.load_workbook(io.BytesIO(base64.b64decode(saved["content"])))["Данные"].values)
    assert [(row[0], row[4]) for row in rows[1:]] == [("ЖКХ", 2), ("Благоустройство", 0), ("Вне обязанностей", 1)]


@pytest.mark.usefixtures("_in_force")
def test_a_card_of_nobody_asks_to_choose_and_an_unknown_code_is_refused() -> None:
    with as_somebody("curator"):
        assert "Выберите получателя" in words(screen().answer({"period": "all"}))
        assert "Такого получателя нет" in words(screen().answer({"code": "nobody"}))


@pytest.mark.parametrize("period", ["52w", "all"])
def test_on_paper_the_card_is_one_upright_sheet(period: str, page: Any, address: str) -> None:
    page.goto(f"{address}/recipient?code=housing_department&period={period}")
    page.wait_for_selector(".recipient-card .kpi")
    serving.until_at_rest(page)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1
    assert re.findall(rb"/MediaBox\s*\[0 0 (\d+)", printed) == [b"594"]
