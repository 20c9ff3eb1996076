"""Polls are kept by three roles, on their own territory, and stand in the log without anybody's name."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from access import audit, person, scope
from access import store as access_store
from access.person import Person
from access.roles import ROLES, Limits, Right
from data.errors import AccessError, FilterError
from data.settings import Settings, use
from deeds import duties, polls
from tests import stores
from tests.data.decisions.test_polls import ASKIZ, CARD

KEEPERS = [name for name, role in ROLES.items() if Right.EDIT_POLLS in role.rights]
OTHER = "95608165"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path_factory.mktemp("polls")) as settings, use(settings):
        access_store.create(settings)
        yield settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(*roles: str, municipalities: tuple[str, ...] | None = None) -> Iterator[None]:
    bound = ("mcu",) if roles == ("recipient",) else None
    who = Person(1, "somebody", "Кто-то", "", roles, limits=Limits(recipients=bound, municipalities=municipalities))
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


def test_three_roles_keep_polls() -> None:
    assert KEEPERS == ["curator", "centre_head", "pos_officer"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_keeps_polls_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role):
        if role not in KEEPERS:
            for call in (
                lambda: polls.save("", 0, CARD),
                lambda: polls.record("ОП-2026-001", 1, {}),
                lambda: polls.load("ОП-2026-001", 1, "x.csv", b"x"),
                lambda: polls.decide("ОП-2026-001", 1, {}),
                lambda: polls.remove("ОП-2026-001", 1),
                lambda: polls.undo("1"),
            ):
                with pytest.raises(AccessError):
                    call()
            assert polls.history() == []
            return
        code = polls.save("", 0, CARD, "по решению совещания")
        assert audit.page(1, 1, settings=made).entries[0].action == "polls_changed"
        polls.undo(str(polls.history()[0][0].number))
        assert code not in {one.code for one in polls.listed()}


def test_what_is_typed_is_masked(made: Settings) -> None:
    with as_somebody("curator"):
        code = polls.save("", 0, CARD | {"title": "Спросить Иванова Петра, тел. 8-913-123-45-67"}, "просил Иванов Пётр")
        kept = polls.one(code)
        assert "Иванов" not in kept.said["title"]
        assert "913" not in kept.said["title"]
        assert "Иванов" not in polls.history(code)[0][0].reason
        assert "Иванов" not in audit.page(1, 1, settings=made).entries[0].reason
        polls.remove(code, kept.version)


def test_results_come_from_a_file_and_are_taken_back_whole(code: str) -> None:
    with as_somebody("pos_officer"):
        body = "Ответ;Голосов;Населённый пункт\nТротуар;30;Аскиз\nОсвещение;20;\nУчастников;60;\n".encode()
        assert polls.load(code, polls.one(code).version, "итоги.csv", body) == 60
        assert len(polls.one(code).results) == 3
        wrong = "Ответ;Голосов\nТротуар;30\nМост;1\n".encode()
        with pytest.raises(FilterError, match="Строка 3"):
            polls.load(code, polls.one(code).version, "итоги.csv", wrong)
        assert polls.one(code).said["participants"] == 60
        polls.undo(str(polls.history(code)[0][0].number))
        assert polls.one(code).results == ()


def test_who_is_limited_to_a_territory_keeps_polls_of_it_only(code: str) -> None:
    with as_somebody("pos_officer", municipalities=(OTHER,)):
        with pytest.raises(AccessError, match="не на вашей территории"):
            polls.save("", 0, CARD)
        with pytest.raises(AccessError, match="не на вашей территории"):
            polls.save("", 0, CARD | {"municipality": ""})
        with pytest.raises(FilterError, match="нет"):
            polls.remove(code, 1)
        assert polls.history(code) == []
        assert [one.oktmo for one in polls.choices()[1]] == [OTHER]
    with as_somebody("pos_officer", municipalities=(ASKIZ,)):
        number = str(polls.history(code)[0][0].number)
        assert polls.one(code).code == code
    with as_somebody("pos_officer", municipalities=(OTHER,)), pytest.raises(AccessError):
        polls.undo(number)


def test_who_sees_totals_is_told_how_many_there_are_and_no_more(code: str) -> None:
    with as_somebody("auditor"):
        assert polls.listed() == []
        assert polls.totals() == {
            "draft": 0, "planned": 0, "running": 0, "no_results": 1, "no_decision": 0, "decided": 0, "carried": 0,
        }  # fmt: skip
        with pytest.raises(FilterError):
            polls.one(code)
    with as_somebody("curator"):
        assert polls.totals() is None
    with as_somebody("administrator"):
        assert (polls.listed(), polls.totals()) == ([], None)


def test_what_waits_for_somebody_is_named(code: str) -> None:
    with as_somebody("curator"):
        assert [one.code for one in polls.due(date(2026, 3, 15))] == []
        assert [one.code for one in polls.due(date(2026, 3, 16))] == [code]
        assert polls.of_problem(1) == []


def test_an_edit_of_other_matters_is_not_taken_back_by_who_keeps_polls(made: Settings) -> None:
    with as_somebody("curator"):
        one = duties.listed()[0]
        duties.remove(one.code, one.version)
        number = str(duties.history()[0][0].number)
        for wrong in (number, "999999", "1e3", ""):
            with pytest.raises(FilterError):
                polls.undo(wrong)
        duties.undo(number)
