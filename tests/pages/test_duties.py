"""«Обязанности»: everybody with data reads them, two roles change them, a recipient's person sees his own only."""

import base64
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from access import audit
from access.roles import ROLES, Right
from components.duties import form
from data.decisions.duties.write import Form
from data.errors import AccessError, FilterError
from data.settings import Settings, use
from deeds import duties
from tests.data.records import installed
from tests.pages.test_screens import words
from tests.signing import as_somebody

KEEPERS = [name for name, role in ROLES.items() if Right.EDIT_DUTIES in role.rights]
FORM = Form("road_department", "Содержание мостов", ("roads.bridges",), "=Положение № 5")


def screen() -> Any:
    return importlib.import_module("pages.duties")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("duties")
    with installed(var, {"received": "2026-03-02"}) as settings:
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def test_two_roles_keep_the_duties() -> None:
    assert KEEPERS == ["curator", "centre_head"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_changes_duties_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role, recipients=("mcu",) if role == "recipient" else None):
        if role not in KEEPERS:
            for call in (
                lambda: duties.save("", 0, FORM),
                lambda: duties.remove("water_utility.housing", 1),
                lambda: duties.undo("1"),
                lambda: duties.replace("x.csv", b"x"),
            ):
                with pytest.raises(AccessError):
                    call()
            return
        code = duties.save("", 0, FORM, "по положению")
        assert audit.page(1, 1, settings=made).entries[0].action == "duties_changed"
        duties.undo(str(duties.history()[0][0].number))
        assert code not in {one.code for one in duties.listed()}


@pytest.mark.parametrize("role", ["head", "curator", "auditor"])
def test_the_screen_shows_duties_gaps_and_overlaps_and_the_form_to_keepers_only(role: str) -> None:
    with as_somebody(role):
        shown = words(screen().layout())
    assert "Водоканал" in shown
    assert "Никто не отвечает: 0" in shown
    assert "Пересечений нет" in shown
    assert ("Загрузить исправленный файл" in shown) == (role in KEEPERS)
    assert ("Изменить" in shown) == (role in KEEPERS)


def test_a_recipient_sees_own_duties_and_nothing_of_others() -> None:
    with as_somebody("recipient", recipients=("water_utility",)):
        shown = words(screen().layout())
    assert "Водоканал" in shown
    assert "Электросети" not in shown
    assert "Никто не отвечает" not in shown


def test_the_workbook_that_is_taken_away_changes_nothing_when_it_is_brought_back() -> None:
    with as_somebody("centre_head"):
        code = duties.save("", 0, FORM)
        saved = screen()._file("xlsx")
        body, done = screen().upload("data:;base64," + saved["content"], saved["filename"], None)
        assert "добавлено 0, изменено 0, без изменений" in words([done])
        one = next(one for one in duties.listed() if one.code == code)
        assert one.document == FORM.document
        duties.remove(code, one.version)
        sent = base64.b64encode(screen()._file("csv")["content"].encode()).decode()
        body, done = screen().upload(f"data:;base64,{sent}", "обязанности.csv", None)
        assert "добавлено 0, изменено 0" in words([done])
    assert "История правок" in words(body)


GIVEN = {
    "recipient": "water_utility", "name": "Вода", "topics": ["housing.no_water"], "document": "Договор",
    "valid_from": "01.02.2026", "valid_to": "", "confidence": "H", "reason": "сверено",
}  # fmt: skip


def test_a_form_is_opened_filled_and_saved() -> None:
    with as_somebody("curator"):
        is_open, title, panel, opened = screen()._opened("water_utility.housing")
        assert (is_open, title, opened["code"]) == (True, "ЖКХ", "water_utility.housing")
        assert "Водоканал" in words([panel])
        assert screen()._done("save", "water_utility.housing", GIVEN, opened) == "Сохранено."
        now = words([screen()._body("water_utility")])
        assert "с 01.02.2026" in now
        assert "обязанность: «ЖКХ» → «Вода»" in now
        assert screen()._done("undo", str(duties.history()[0][0].number), GIVEN, opened) == "Правка отменена."


def test_what_a_hand_sends_instead_of_the_form_is_refused_in_words() -> None:
    with as_somebody("curator"):
        nothing = form.values([], [])
        for call in (
            lambda: screen()._done("save", "", nothing, {"version": "x"}),
            lambda: screen()._done("remove", "nobody", nothing, {}),
            lambda: screen()._done("undo", "1e3", nothing, {}),
            lambda: screen()._done("explode", "", GIVEN, {}),
            lambda: screen()._done("save", "", nothing, [1]),
            lambda: screen()._file("passwords"),
            lambda: screen()._opened("nobody"),
        ):
            with pytest.raises(FilterError):
                call()
