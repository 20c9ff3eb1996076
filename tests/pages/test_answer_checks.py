"""«Проверка ответов»: who sees what, and that a minute at the keyboard does what it says."""

import base64
import importlib
import io
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from access import audit
from components.answers_quality import checklist
from components.register import table
from data import store
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import register as register_door
from data.settings import Settings
from data.store.tables import records
from deeds import checks
from tests import signing
from tests.data.records import at
from tests.deeds.test_checks import GOOD, HOUSING, WEEK, acting, fresh
from tests.pages.asking import ask, pressed, shown
from tests.pages.test_screens import words

__all__ = ["fresh"]
ALL = {"period": "all"}


def screen() -> Any:
    return importlib.import_module("pages.answer_checks")


def test_before_anything_is_read_completeness_is_unknown_and_a_plan_is_offered(fresh: Settings) -> None:
    with acting("curator"):
        said = words(screen().answer(ALL))
        assert "Ещё никто не проверял ответы" in said
        assert "нет данных" in said
        assert "Составить план" in said
        assert "Все ответы плана прочитаны" in words(screen().form())


def test_the_checklist_shows_the_texts_or_where_to_read_them(fresh: Settings) -> None:
    with acting("curator"):
        checks.draw(WEEK, 9)
        said = words(screen().form(0, ALL))
        item = checks.next_item()
        assert item is not None
        assert f"Прочитайте в СЭД: № {item.external_id}, ответ от 04.03.2026" in said
        assert "Осталось вам: 9 ответов" in said


def test_what_one_reader_found_is_preliminary_and_can_be_taken_back_on_the_screen(fresh: Settings) -> None:
    with acting("curator"):
        checks.draw(WEEK, 9)
        while item := checks.next_item():
            checks.check(item.item_id, GOOD)
        said = words(screen().answer(ALL))
        assert "Предварительно, читает один человек" in said
        assert "100" in said
        assert "Отозвать" in words(screen().form())


def test_who_finds_all_that_is_left_open_before_others_is_told_so() -> None:
    assert "Остальное читают другие: 1 ответ открыт" in words(checklist.card(None, held=1)).replace("\u00a0", " ")
    assert "Все ответы плана прочитаны" in words(checklist.card(None))


def test_an_officer_reads_but_draws_no_plan(fresh: Settings) -> None:
    with acting("curator"):
        checks.draw(WEEK, 9)
    with acting("pos_officer", login="petrov"):
        assert "Составить план" not in words(screen().answer(ALL))
        assert "Осталось вам: 3 ответа" in words(screen().form())


def test_a_recipient_sees_the_own_estimate_and_no_checklist(fresh: Settings) -> None:
    with acting("recipient", recipients=(HOUSING,)):
        assert screen().form() is None
        said = words(screen().answer(ALL))
        assert "Отдел жилищно-коммунального хозяйства" in said
        assert "дорожной" not in said
        assert "План проверок" not in said


def test_the_tables_leave_as_workbooks_and_that_is_written_down(fresh: Settings) -> None:
    with acting("curator"):
        checks.draw(WEEK, 9)
        for what, heading in (("plans", "Неделя с"), ("agreement", "Отметка")):
            made = screen()._file(screen().read_screen(ALL, checks.scope.current()), what)
            sheet = load_workbook(io.BytesIO(base64.b64decode(made["content"])))["Данные"]
            assert sheet["A1"].value == heading
        assert [one.action for one in audit.page(settings=fresh).entries][:2] == ["export", "export"]
    with acting("recipient", recipients=(HOUSING,)), pytest.raises(AccessError):
        checks.write_down_file("Планы проверок.xlsx")


def test_a_click_by_who_may_not_is_refused_by_the_server(application: Any, settings: Settings) -> None:
    client = signing.client(application, signing.sign_in(settings, "head"))
    identity = {"type": "check-do", "action": "count", "key": ""}
    values = {"check-do": [(identity, 1)], "check-mark": [], "check-field": []}
    told = shown(ask(client, "checks-changed", values, pressed(identity)))
    assert "notices" in told
    assert "checks-done" not in told


@pytest.mark.parametrize("number", ["x", "-1", "1; DROP TABLE answer_plans", "٣", "9" * 30, "", None])
def test_strange_numbers_are_refused_in_words(fresh: Settings, number: Any) -> None:
    with acting("curator"):
        for refused in (checks.withdraw, checks.drop, lambda text: checks.check(text, GOOD)):
            with pytest.raises(FilterError, match="Обновите"):
                refused(number)


def test_an_answer_is_read_outside_the_plan_from_its_card(fresh: Settings) -> None:
    with acting("curator"):
        said = words(screen().form(None, ALL | {"record": "1:1"}))
        assert "Вне плана" in said
        assert "r1" in said
        assert "вне плана" in screen()._mark("save", "1:1", GOOD)
        assert "Все ответы плана прочитаны" in words(screen().form(1, ALL | {"record": "1:1"}))
        assert [one.record_id for one in checks.latest()] == [1]
        odd = words(screen().form(None, ALL | {"record": "999:1"}))
        assert "В адресе непонятно «record=999:1»: показано следующий ответ плана" in odd


@pytest.mark.parametrize(
    ("answered", "said"), [(None, "ещё не ответили: проверять нечего"), ("2099-03-04", "этот день не наступил")]
)
def test_what_nobody_has_answered_by_today_is_not_checked(fresh: Settings, answered: str | None, said: str) -> None:
    moment = at(answered) if answered else None
    with store.writing(fresh) as connection:
        mine = records.c.record_id == 10  # of the next week, not answered
        connection.execute(sa.update(records).where(mine).values(answered_at=moment))
    with acting("curator"):
        for call in (checks.outside_item, lambda record, question: checks.check_outside(record, question, GOOD)):
            with pytest.raises(FilterError, match=said):
                call(10, 1)
        assert "следующий ответ плана" in words(screen().form(None, ALL | {"record": "10:1"}))
        assert checks.latest() == []


def test_the_card_of_an_answered_record_leads_to_its_check_for_who_may(fresh: Settings) -> None:
    for role, leads in (("curator", True), ("head", False)):
        with acting(role):
            found = register_door.card(1, Filters(period="all"), checks.scope.current())
            shown_card = str(table.record_card(found, may_check=checks.may_check()))
            assert ("/answers/checks?record=1:1" in shown_card) == leads


@pytest.mark.parametrize("sent", [{"a": 1}, [1], 10**30, "да"])
def test_what_a_hand_sends_instead_of_a_mark_is_refused_in_words(fresh: Settings, sent: Any) -> None:
    with acting("curator"):
        checks.draw(WEEK, 9)
        item = checks.next_item()
        assert item is not None
        for name in GOOD:
            typed = {one: sent if one == name else "solved" if one == "outcome" else "yes" for one in GOOD}
            marks = checklist.marks(list(typed.values()), [{"name": one} for one in typed])
            with pytest.raises(FilterError, match="Отметьте все четыре"):
                checks.check(item.item_id, marks)


def test_a_deed_or_a_file_that_the_screen_does_not_have_is_refused_in_words(fresh: Settings) -> None:
    with acting("curator"):
        for call in (
            lambda: screen()._mark("explode", "1:1", GOOD),
            lambda: screen()._file(screen().read_screen(ALL, checks.scope.current()), "passwords"),
        ):
            with pytest.raises(FilterError):
                call()
