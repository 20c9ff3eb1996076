"""«Проблемы»: who sees groups, who decides, and that every decision is written down and can be taken back."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import deeds.problems
from access import audit, person, scope
from access import store as access_store
from access.roles import ROLES, Right
from data import store
from data.decisions import problems
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import stamp
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.store.tables import problem_proposals
from etl import proposals
from tests import signing
from tests.data.records import add, published
from tests.pages.asking import ask, pressed, shown
from tests.pages.test_screens import words

DECIDERS = [name for name, role in ROLES.items() if Right.CORRECT in role.rights]
TEXT = "Прорвало трубу на улице Нагорной, вода течёт по дороге"
PIPE = {"topic": "housing.no_water", "place": "95608151051", "street": "ул. Нагорная", "texts": [TEXT]}


def screen() -> Any:
    return importlib.import_module("pages.problems")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        published(made, *[PIPE | {"received": f"2026-03-{2 + i:02d}", "applicant": f"a{i % 5}"} for i in range(6)])
        proposals.refresh(made)
        publish(made)
        access_store.create(made)
        yield made


def seen(view: str = "proposed", **params: str) -> str:
    return words(screen().answer({"period": "all", "view": view} | params))


def test_a_card_says_both_counts_and_why(fresh: Settings) -> None:
    with person.use(signing.somebody("centre_head")):
        told = seen().replace("\xa0", " ")
    assert "6 сообщений — 1 проблема. " in told
    assert "5 заявителей, повторно от тех же: 1" in told
    assert "Почему вместе: одна тема, одна улица, один населённый пункт, за 6 дней, похожие слова." in told
    assert told.count(TEXT) == 6


@pytest.mark.parametrize("role", list(ROLES))
def test_who_may_not_decide_sees_no_button_and_who_opens_no_records_no_text(fresh: Settings, role: str) -> None:
    who = signing.somebody(role)
    with person.use(who), scope.use(who.scope):
        told = seen()
    assert (TEXT in told) == (role in ("head", "curator", "centre_head", "pos_officer")), told[:300]
    assert ("problem-do" in told) == (role in DECIDERS and TEXT in told)


@pytest.mark.whole
def test_deciding_and_taking_back_is_written_down_each_time(fresh: Settings) -> None:
    with person.use(signing.somebody("centre_head")):
        key = deeds.problems.groups("proposed", Filters(period="all"), stamp().as_of)[0].key
        deeds.problems.merge(key, "Прорыв на Нагорной")
        assert "Прорыв на Нагорной" in seen("made")
        assert "Похожих записей не нашлось" in seen()
        deeds.problems.split("p1")
        deeds.problems.mark_different(key, "6")
        assert "5 сообщений" in seen().replace("\xa0", " ")
        assert "6 записей: о разном" in seen("different").replace("\xa0", " ")
        deeds.problems.unmark_different("1")
        assert "6 сообщений" in seen().replace("\xa0", " ")
        deeds.problems.mark_different(key)
        assert "Похожих записей не нашлось" in seen()
        entries = audit.page(1, 20, settings=fresh).entries
        written = [(one.object_kind, one.object_id, one.reason) for one in reversed(entries)]
    assert written == [
        ("problem", key, ""), ("problem", "p1", "разъединить"), ("problem", key, "убрать запись 6"),
        ("problem", "s1", "снова похоже"), ("problem", key, "это разное"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [name for name in ROLES if name not in DECIDERS])
def test_nobody_else_decides(fresh: Settings, role: str) -> None:
    with person.use(signing.somebody(role)):
        for deed in (
            lambda: deeds.problems.merge("r1", "Прорыв"),
            lambda: deeds.problems.mark_different("r1"),
            lambda: deeds.problems.mark_different("r1", "2"),
            lambda: deeds.problems.split("p1"),
            lambda: deeds.problems.accept("p1"),
            lambda: deeds.problems.add_to("r1", "p1"),
            lambda: deeds.problems.return_accepted("p1"),
            lambda: deeds.problems.unmark_different("1"),
        ):
            with pytest.raises(AccessError):
                deed()
    assert len(problems.groups(fresh, EVERYTHING, "proposed", Filters(period="all"), stamp().as_of)) == 1


@pytest.mark.whole
def test_a_group_is_added_to_a_problem_made_before_and_taken_back(fresh: Settings) -> None:
    with person.use(signing.somebody("centre_head")):
        key = deeds.problems.groups("proposed", Filters(period="all"), stamp().as_of)[0].key
        deeds.problems.mark_different(key, "6")
        deeds.problems.merge(key, "Прорыв на Нагорной")
        again = [PIPE | {"received": f"2026-03-{20 + i}", "applicant": f"b{i}"} for i in range(2)]
        add(fresh, *again)
        proposals.refresh(fresh)
        with store.writing(fresh) as connection:  # far enough in time to be another group
            connection.execute(sa.delete(problem_proposals))
            connection.execute(sa.insert(problem_proposals), [{"record_id": i, "leader_id": 7} for i in (7, 8)])
        publish(fresh)
        assert "Это часть уже объединённой" in seen()
        assert "Прорыв на Нагорной (5 сообщений)" in seen().replace("\xa0", " ")
        with pytest.raises(FilterError, match="Выберите"):
            deeds.problems.add_to("r7", None)
        deeds.problems.add_to("r7", "p1")
        told = seen("made").replace("\xa0", " ")
        assert "7 сообщений — 1 проблема" in told
        assert "Вернуть принятые (2)" in told
        deeds.problems.return_accepted("p1")
        assert "5 сообщений — 1 проблема" in seen("made").replace("\xa0", " ")
        assert "2 сообщения" in seen().replace("\xa0", " ")


def test_each_message_leads_to_its_card_in_the_register(fresh: Settings) -> None:
    with person.use(signing.somebody("centre_head")):
        told = str(screen().answer({"period": "all", "view": "proposed"}))
    assert "/register?period=all&card=1" in told


@pytest.mark.parametrize("record", ["x", "-1", "1; DROP TABLE problems", "٣", "9" * 30])
def test_strange_numbers_are_refused_in_words(fresh: Settings, record: str) -> None:
    with person.use(signing.somebody("centre_head")):
        with pytest.raises(FilterError, match="Обновите"):
            deeds.problems.mark_different("r1", record)
        with pytest.raises(FilterError, match="Обновите"):
            deeds.problems.unmark_different(record)


def test_a_button_pressed_by_hand_does_what_the_right_allows(application: Any, filled: Settings) -> None:
    identity = {"type": "problem-do", "action": "different", "of": "r1", "record": ""}
    values = {"problem-do": [(identity, 1)], "problem-title": [], "problem-into": []}
    client = signing.client(application, signing.sign_in(filled, "curator"))
    assert "notices" in shown(ask(client, "problems-changed", values, pressed(identity)))
