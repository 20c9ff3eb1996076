"""Checks of answers as deeds: who may, what is written down, what is blind, and when numbers follow."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from access import audit, person, scope
from access import store as access_store
from access.person import Person
from access.roles import ROLES, Limits
from data import store
from data.decisions.checks import plans
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.store.tables import (
    answer_checks,
    answer_plan_items,
    answer_plans,
    answer_reservations,
    edits,
    questions,
)
from deeds import checks
from tests.data.records import published

HOUSING, ROADS = "housing_department", "road_department"
GOOD = {"outcome": "solved", "is_complete": True, "is_definite": True, "has_proof": True}
BAD = {"outcome": "unsolved", "is_complete": False, "is_definite": False, "has_proof": False}
EVER = Filters(period="all")
WEEK = "2026-03-02"


class acting:  # noqa: N801  (reads as what it is)
    """Somebody of some roles, with the circle of data the roles give."""

    def __init__(self, *roles: str, login: str = "ivanova", **limits: tuple[str, ...]) -> None:
        self._person = Person(7, login, "Иванова Анна", "", roles, Limits(**limits))

    def __enter__(self) -> Person:
        self._uses = (person.use(self._person), scope.use(self._person.scope))
        for one in self._uses:
            one.__enter__()
        return self._person

    def __exit__(self, *told: Any) -> None:
        for one in self._uses:
            one.__exit__(*told)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Settings]:
    """Six answers of the housing department and three of the roads' in one week; the data go on to the next."""
    row = {"received": "2026-03-02", "answered": "2026-03-04", "status": "closed_solved"}
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        published(
            made,
            *[row | {"recipient": HOUSING, "channel": "im_vk"}] * 6,
            *[row | {"recipient": ROADS}] * 3,
            {"received": "2026-03-11"},
        )
        access_store.create(made)
        yield made


def _drawn(capacity: int = 5) -> None:
    with acting("curator"):
        checks.draw(WEEK, capacity)


def _read_all(marks: dict[str, Any]) -> int:
    count = 0
    while item := checks.next_item():
        checks.check(item.item_id, marks)
        count += 1
    return count


def _rows(settings: Settings, table: sa.Table) -> list[Any]:
    with store.reading(settings) as connection:
        return list(connection.execute(sa.select(table)).mappings())


def test_a_plan_keeps_its_seed_and_gives_the_same_choice_again(fresh: Settings) -> None:
    _drawn()
    first = {(row["record_id"], row["is_double"]) for row in _rows(fresh, answer_plan_items)}
    (plan,) = _rows(fresh, answer_plans)
    with acting("curator"):
        (shown,) = checks.plan_list()
        assert (shown.answers, shown.planned, shown.twice) == (9, 5, 2)
        checks.drop(str(plan["plan_id"]))
    plans.draw(fresh, EVERYTHING, plan["week_on"], 5, "petrova", seed=plan["seed"])
    assert {(row["record_id"], row["is_double"]) for row in _rows(fresh, answer_plan_items)} == first


@pytest.mark.parametrize(("week", "capacity"), [("2026-03-09", 5), ("2026-02-23", 5), (WEEK, 0), (WEEK, "много")])
def test_a_plan_is_refused_of_a_week_that_is_not_over_or_empty_and_of_no_answers(
    fresh: Settings, week: str, capacity: Any
) -> None:
    with acting("curator"), pytest.raises(FilterError):
        checks.draw(week, capacity)


def test_a_week_has_one_plan_and_one_that_was_begun_stays(fresh: Settings) -> None:
    _drawn()
    with acting("curator"):
        with pytest.raises(FilterError, match="уже есть план"):
            checks.draw(WEEK, 5)
        item = checks.next_item()
        assert item is not None
        checks.check(item.item_id, GOOD)
        with pytest.raises(FilterError, match="уже проверяли"):
            checks.drop(str(checks.plan_list()[0].plan_id))


@pytest.mark.whole
def test_numbers_follow_when_the_plan_is_read_and_when_somebody_asks(fresh: Settings) -> None:
    _drawn(4)
    with acting("curator"):
        item = checks.next_item()
        assert item is not None
        checks.check(item.item_id, GOOD)
        assert query(["checked"], [], EVER, EVERYTHING)["checked"].tolist() == [0]
        assert not checks.is_counted()
        checks.count_in()
        assert checks.is_counted()
        assert query(["checked"], [], EVER, EVERYTHING)["checked"].tolist() == [1]
        assert _read_all(GOOD) == 3
    told = query(["completeness", "checked"], [], EVER, EVERYTHING).iloc[0]
    assert (told["completeness"], told["checked"]) == (100, 4)


def test_the_second_reader_is_another_and_sees_nothing_of_the_first(fresh: Settings) -> None:
    _drawn(5)
    with acting("curator"):
        assert _read_all(GOOD) == 5
    with acting("centre_head", login="petrova"):
        before = checks.next_item()
        assert before is not None
        assert not {"marks", "reading", "checks"} & set(vars(before))
        assert checks.latest() == []
        assert _read_all(BAD) == 2
        pairs, readers = checks.double_readings()
    assert (len(pairs), readers) == (2, 2)
    assert all(one == GOOD and other == BAD for one, other in pairs)
    told = query(["completeness", "checked"], [], EVER, EVERYTHING).iloc[0]
    assert (told["completeness"], told["checked"]) == (100, 5), "the estimate is told from the first reading"


READERS = {"ivanova": "curator", "petrova": "centre_head", "sidorov": "curator"}


def _open_item(login: str) -> Any:
    with acting(READERS[login], login=login):
        return checks.next_item()


def test_two_readers_at_once_are_given_different_answers_and_each_keeps_the_own_one(fresh: Settings) -> None:
    _drawn(9)
    one, other = _open_item("ivanova"), _open_item("petrova")
    assert one.item_id != other.item_id
    assert (one.left, other.left) == (9, 9)
    assert _open_item("ivanova") == one, "the page is opened again"
    with acting("centre_head", login="petrova"):
        checks.check(other.item_id, GOOD)
        assert checks.next_item().item_id not in (one.item_id, other.item_id)


def test_of_readers_at_once_nobody_reads_in_vain_and_the_second_reading_is_another_s(fresh: Settings) -> None:
    _drawn(9)
    while opened := {login: item for login in READERS if (item := _open_item(login))}:
        for login, item in opened.items():
            with acting(READERS[login], login=login):
                checks.check(item.item_id, GOOD)
    items = {row["item_id"]: row["is_double"] for row in _rows(fresh, answer_plan_items)}
    made: dict[int, list[tuple[int, str]]] = {number: [] for number in items}
    for row in _rows(fresh, answer_checks):
        made[row["item_id"]].append((row["reading"], row["made_by"]))
    assert {number: sorted(reading for reading, _ in told) for number, told in made.items()} == {
        number: [1, 2] if is_double else [1] for number, is_double in items.items()
    }
    assert all(len({who for _, who in told}) == len(told) for told in made.values())
    assert sum(items.values()) >= 0.05 * len(items)


def test_the_last_answers_that_others_have_open_come_free_when_they_are_read_or_left_open_too_long(
    fresh: Settings,
) -> None:
    _drawn(9)
    with acting("curator"):
        for _ in range(8):
            checks.check(checks.next_item().item_id, GOOD)
    last = _open_item("ivanova")
    doubles = {row["item_id"] for row in _rows(fresh, answer_plan_items) if row["is_double"]}
    with acting("centre_head", login="petrova"):
        while (item := checks.next_item()) and item.item_id in doubles - {last.item_id}:
            checks.check(item.item_id, GOOD)
        assert (item is None) == (last.item_id not in doubles)
        assert checks.left() == 1
        with store.writing(fresh) as connection:
            before = store.utc_now() - timedelta(minutes=1)
            connection.execute(sa.update(answer_reservations).values(until=before))
        assert checks.next_item().item_id == last.item_id


def test_an_answer_is_shown_while_a_long_import_holds_the_store(fresh: Settings) -> None:
    _drawn(9)
    with store.writing(fresh):
        shown = _open_item("ivanova")
    assert shown is not None
    assert _rows(fresh, answer_reservations) == []
    assert _open_item("ivanova").item_id == shown.item_id


def test_what_was_read_is_taken_back_by_its_reader_alone_and_every_step_is_kept(fresh: Settings) -> None:
    _drawn()
    with acting("curator"):
        item = checks.next_item()
        assert item is not None
        number = checks.check(item.item_id, BAD)
    with acting("centre_head", login="petrova"), pytest.raises(FilterError, match="Такой проверки у вас нет"):
        checks.withdraw(number)
    with acting("curator"):
        checks.withdraw(number)
        again = checks.next_item()
        assert again is not None and again.item_id == item.item_id
        checks.check(item.item_id, GOOD)
        (one,) = checks.latest()
    assert one.marks == GOOD
    kept = [(row["before"] is None, row["after"] is None) for row in _rows(fresh, edits)]
    assert kept == [(True, False), (False, True), (True, False)]


@pytest.mark.parametrize("gap", list(GOOD))
def test_every_mark_is_asked_for(fresh: Settings, gap: str) -> None:
    _drawn()
    with acting("curator"):
        item = checks.next_item()
        assert item is not None
        with pytest.raises(FilterError, match="Отметьте все четыре"):
            checks.check(item.item_id, GOOD | {gap: None})


def test_an_officer_reads_the_answers_of_the_own_channel_only_and_draws_no_plan(fresh: Settings) -> None:
    _drawn(9)
    with acting("incident_officer"):
        assert not checks.may_plan()
        with pytest.raises(AccessError, match="всего района"):
            checks.draw(WEEK, 5)
        foreign = next(row["item_id"] for row in _rows(fresh, answer_plan_items) if row["record_id"] > 6)
        with pytest.raises(AccessError):
            checks.check(foreign, GOOD)
        assert _read_all(GOOD) == 6


def test_nobody_reads_the_answers_of_the_own_body(fresh: Settings) -> None:
    _drawn(9)
    with acting("curator", "recipient", recipients=(ROADS,)):
        assert checks.next_item() is None
        own = next(row["item_id"] for row in _rows(fresh, answer_plan_items) if row["record_id"] > 6)
        with pytest.raises(AccessError, match="Свои ответы не проверяют"):
            checks.check(own, GOOD)
        with pytest.raises(AccessError, match="Свои ответы не проверяют"):
            checks.check_outside(7, 1, GOOD)


def test_an_answer_checked_outside_the_plan_is_kept_and_counts_for_nothing(fresh: Settings) -> None:
    with acting("curator"):
        checks.check_outside(1, 1, GOOD)
        checks.count_in()
        assert len(checks.latest()) == 1
    told = query(["completeness", "checked"], [], EVER, EVERYTHING).iloc[0]
    assert told["checked"] == 0
    assert told["completeness"] != told["completeness"]


def test_answers_without_a_text_are_in_the_frame(fresh: Settings) -> None:
    with store.writing(fresh) as connection:
        connection.execute(sa.update(questions).where(questions.c.record_id > 6).values(answer="Сделано 4 марта"))
    _drawn(9)
    with acting("curator"):
        texts = []
        while item := checks.next_item():
            texts.append(item.answer)
            checks.check(item.item_id, GOOD)
    assert sorted(texts) == [""] * 6 + ["Сделано 4 марта"] * 3


@pytest.mark.parametrize("role", [name for name, one in ROLES.items() if checks.RIGHT not in one.rights])
def test_who_may_not_check_is_refused_everything_and_nothing_is_written(fresh: Settings, role: str) -> None:
    with acting(role, recipients=(HOUSING,)):
        for refused in (
            lambda: checks.draw(WEEK, 5),
            lambda: checks.drop("1"),
            checks.next_item,
            lambda: checks.check(1, GOOD),
            lambda: checks.check_outside(1, 1, GOOD),
            lambda: checks.withdraw(1),
            checks.count_in,
            checks.latest,
        ):
            with pytest.raises(AccessError):
                refused()
    assert _rows(fresh, answer_plans) == []


def test_the_log_has_every_step_and_no_marks(fresh: Settings) -> None:
    _drawn()
    with acting("curator"):
        item = checks.next_item()
        assert item is not None
        checks.withdraw(checks.check(item.item_id, GOOD))
        checks.count_in()
    told = audit.page(settings=fresh).entries
    assert [one.action for one in reversed(told)] == [
        "answers_planned", "answer_checked", "check_withdrawn", "checks_counted",
    ]  # fmt: skip
    assert not any(word in str(one.details) for one in told for word in ("solved", "has_proof"))
