"""«Опросы» and one poll: who keeps them goes from a draft to a decision, everybody else reads what is open."""

import base64
import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openpyxl
import pytest

from access import person, scope
from access.person import Person
from access.roles import Limits
from components.polls import forms
from data.errors import AccessError, EditConflictError, FilterError
from data.settings import Settings, use
from deeds import polls
from tests.data.decisions.test_polls import ASKIZ, CARD, DECISION
from tests.data.records import installed
from tests.pages.test_screens import words


def screen(name: str = "poll") -> Any:
    return importlib.import_module(f"pages.{name}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    rows = [
        {"received": f"2026-02-{day:02d}", "topic": "roads.pavements", "place": "95608151051"} for day in (2, 9, 16)
    ]
    with installed(tmp_path_factory.mktemp("polls"), *rows, *rows) as settings:
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(*roles: str, **limits: tuple[str, ...]) -> Iterator[None]:
    who = Person(1, "somebody", "Кто-то", "", roles, limits=Limits(**limits))
    with person.use(who), scope.use(who.scope):
        yield


@pytest.fixture
def code() -> Iterator[str]:
    with as_somebody("curator"):
        made = polls.save("", 0, CARD)
    yield made
    with as_somebody("curator"):
        if made in {one.code for one in polls.listed()}:
            polls.remove(made, polls.one(made).version)


def opened(code: str) -> dict[str, Any]:
    return {"code": code, "version": polls.one(code).version}


def test_a_poll_goes_from_its_card_to_a_decision_and_back(code: str) -> None:
    one = screen()
    with as_somebody("pos_officer"):
        for form, said in (("card", "Что сделать первым"), ("results", "Остановку"), ("decision", "Исполнение")):
            is_open, title, shown, told = one._opened(form, polls.one(code))
            assert is_open and title
            assert said in words([shown])
            assert told == opened(code)
        given = {"votes-1": "60", "votes-2": "45", "votes-3": "10", "reason": "по протоколу"}
        assert one._done("save", "results", code, given, opened(code))[1] == code
        now = words(one._body(polls.one(code), dark=False))
        assert "Промолчали" in now
        assert "не представляет всех жителей" in now
        assert "±" not in now
        assert one._done("save", "decision", code, DECISION, opened(code))[0] == "Решение записано."
        now = words(one._body(polls.one(code), dark=True))
        assert "Сначала тротуар" in now
        assert "проверка просрочена" in now
        assert "голоса за «Тротуар»: «60»" in now
        assert "Ждут вас: 1 опрос" in words(screen("polls")._list())
        one._done("undo", str(polls.history(code)[0][0].number), code, {}, None)
        assert polls.one(code).said["decision"] == ""


def test_two_who_save_at_once_are_told_the_difference(code: str) -> None:
    with as_somebody("curator"):
        seen = opened(code)
        screen()._done("save", "card", code, CARD | {"title": "Иначе"}, seen)
        with pytest.raises(EditConflictError, match="Иначе"):
            screen()._done("save", "card", code, CARD | {"title": "По-моему"}, seen)


def test_a_new_poll_is_drafted_from_what_was_written_about(made: Settings) -> None:
    with as_somebody("curator"):
        shown = words([screen().layout(id="new", topic="roads.pavements", municipality=ASKIZ)])
        assert "Тротуары и пешеходные дорожки. Как поступить?" in shown
        assert "спрашивать нельзя" in words([screen().layout(id="new", topic="safety.floods")])
        for wrong in ("1" * 40, "x", "7"):
            assert "роблем" in words([screen().layout(id="new", problem=wrong)])
        said, code = screen()._done("save", "card", "new", CARD, None)
        assert said == "Сохранено."
        assert screen()._done("remove", "", code, {}, None) == ("Опрос удалён.", "")
    with as_somebody("head"):
        assert "Опросы ведут" in words([screen().layout(id="new")])


def test_a_file_of_results_is_taken_in_whole(code: str) -> None:
    with as_somebody("curator"):
        body = base64.b64encode("Ответ,Голосов\nТротуар,3\nУчастников,4\n".encode()).decode()
        _, done, is_open = screen().upload(f"data:;base64,{body}", "итоги.csv", opened(code), None)
        assert "участников 4" in words([done])
        assert is_open is False
        with pytest.raises(FilterError):
            screen().upload("data:;base64,x", "итоги.csv", opened(code), None)


@pytest.mark.parametrize("key", ["card", "votes", "places"])
def test_tables_of_a_poll_leave_as_workbooks(code: str, key: str) -> None:
    with as_somebody("curator"):
        saved = screen()._file(key, polls.one(code))
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(saved["content"])))
    assert book.sheetnames == ["Данные", "О данных"]


def test_what_a_hand_sends_instead_of_the_form_is_refused_in_words(code: str) -> None:
    one = screen()
    with as_somebody("curator"):
        nothing = forms.values([], [])
        for call in (
            lambda: one._done("save", "card", code, nothing, [1]),
            lambda: one._done("save", "results", code, nothing, {"version": "x"}),
            lambda: one._done("save", "decision", code, nothing, None),
            lambda: one._done("save", "passwords", code, nothing, {}),
            lambda: one._done("explode", "", code, nothing, {}),
            lambda: one._done("undo", "1e3", code, nothing, {}),
            lambda: one._done("remove", "", "ОП-1", nothing, {}),
            lambda: one._file("passwords", polls.one(code)),
        ):
            with pytest.raises(FilterError):
                call()
        assert forms.values([["a"], None], [{"name": "title"}, {"name": "kind"}]) == {"title": "['a']", "kind": ""}
    with as_somebody("head"), pytest.raises(AccessError):
        one._opened("card", polls.one(code))


def test_who_may_not_keep_polls_reads_them_without_buttons(code: str) -> None:
    with as_somebody("head"):
        shown = words(screen().show(code))
        assert code in shown
        assert "Изменить карточку" not in shown
        assert "Новый опрос" not in words(screen("polls")._list())


def test_what_is_not_open_is_not_there(code: str) -> None:
    with as_somebody("recipient", recipients=("police",)):
        assert "Такого опроса нет" in words([screen().show(code)])
        assert "Опросов пока нет" in words(screen("polls")._list())
    with as_somebody("head", municipalities=("95608165",)):
        assert "Такого опроса нет" in words([screen().show(code)])
    with as_somebody("auditor"):
        assert "Такого опроса нет" in words([screen().show(code)])
        assert "Опросов: 1" in words([screen("polls")._list()])
        assert "округлённые итоги" in words([screen("polls").answer({"view": "next"})[0]])
    with as_somebody("administrator"):
        assert "не открывает" in words([screen("polls")._list()])


def test_candidates_are_listed_with_a_way_to_ask(made: Settings) -> None:
    with as_somebody("curator"):
        body, is_hidden = screen("polls").answer({"view": "next", "period": "all"})
        shown = words(body)
        assert is_hidden is False
        assert "Тротуары и пешеходные дорожки" in shown
        assert "Спросить" in shown
        assert "разногласия" in shown
        assert "жителе-месяц" in shown
