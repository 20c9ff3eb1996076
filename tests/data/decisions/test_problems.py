"""Problems: both counts, who sees which, decisions that can be taken back to the letter."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from data import store
from data.decisions import problems
from data.decisions.problems import MADE, PROPOSED, Problem, decide
from data.errors import AccessError, FilterError
from data.filters import MISSING, Filters
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.store.tables import problem_entries, problem_exits, problem_proposals, problem_splits, record_problems
from tests import stores
from tests.data.records import add

AS_OF = date(2026, 4, 1)
ALL = Filters(period="all")
TABLES = (problem_proposals, problem_splits, record_problems, problems.problems, problem_entries, problem_exits)


def fill(settings: Settings) -> None:
    """Fourteen records of one burst (two applicants wrote twice, one is not known) and two of another village."""
    burst: dict[str, Any] = {"topic": "housing.no_water", "place": "95608151051", "street": "ул. Нагорная"}
    writers: list[str | None] = [*"abcdefghijk", "a", "b", None]
    add(settings, *[burst | {"received": f"2026-03-{2 + i:02d}", "applicant": who} for i, who in enumerate(writers)])
    other = {"topic": "roads.snow_ice", "place": "95608165051", "channel": "im_vk", "source": "incident_management"}
    add(settings, *[other | {"received": "2026-02-10"}] * 2)
    with store.writing(settings) as connection:
        rows = [{"record_id": i, "leader_id": 1 if i < 15 else 15} for i in range(1, 17)]
        connection.execute(sa.insert(problem_proposals), rows)


@pytest.fixture(scope="module", params=stores.ENGINES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The burst on both engines, made once: every test has a copy."""
    with stores.installation(request.param, tmp_path_factory.mktemp("burst")) as settings:
        fill(settings)
        yield settings


@pytest.fixture
def burst(made: Settings, tmp_path: Path) -> Iterator[Settings]:
    with stores.copied(made, tmp_path) as settings, use(settings):
        yield settings


def listed(
    settings: Settings, kind: str = PROPOSED, filters: Filters = ALL, scope: Scope = EVERYTHING
) -> list[Problem]:
    return problems.groups(settings, scope, kind, filters, AS_OF)


def state(settings: Settings) -> list[Any]:
    """The tables of problems without the numbers and moments of decisions."""
    with store.reading(settings) as connection:
        return [sorted(map(repr, connection.execute(sa.select(table)).all())) for table in TABLES]


def test_fourteen_messages_are_one_burst_and_both_counts_are_kept(burst: Settings) -> None:
    first, second = listed(burst)
    assert (first.key, first.messages, first.applicants, first.repeats, first.unnamed) == ("r1", 14, 11, 2, 1)
    assert [one.record_id for one in first.members if one.is_repeat] == [12, 13]
    assert [one.applicant for one in first.members][-3:] == [1, 2, None]
    assert first.common == ("topic", "street", "place")
    assert (second.key, second.messages, second.unnamed) == ("r15", 2, 2)
    number = decide.merge(burst, EVERYTHING, "r1", " Прорыв на Нагорной ", "ivanova")
    (done,) = listed(burst, MADE)
    assert (done.key, done.title, done.messages, done.made_by) == (f"p{number}", "Прорыв на Нагорной", 14, "ivanova")
    assert [one.key for one in listed(burst)] == ["r15"]


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        (Filters(period="all", places=("95608151051",)), ["r1"]),
        (Filters(period="all", topic_groups=("roads",)), ["r15"]),
        (Filters(period="all", topics=("housing.no_water",)), ["r1"]),
        (Filters(period="all", channels=("im_vk",)), ["r15"]),
        (Filters(period="all", recipients=(MISSING,)), ["r1", "r15"]),
        (Filters(date_from=date(2026, 3, 15), date_to=date(2026, 3, 20)), ["r1"]),
        (Filters(date_from=date(2026, 2, 10), date_to=date(2026, 2, 10)), ["r15"]),
        (Filters(date_from=date(2026, 3, 16), date_to=date(2026, 3, 20)), []),
    ],
)
def test_the_filters_of_the_screen_choose_groups(burst: Settings, filters: Filters, keys: list[str]) -> None:
    assert [one.key for one in listed(burst, PROPOSED, filters)] == keys


def test_a_group_with_a_record_that_is_closed_to_the_asker_is_not_there(burst: Settings) -> None:
    mine = Scope((Grant(municipalities=("95608165",)),))
    assert [one.key for one in listed(burst, scope=mine)] == ["r15"]
    with store.writing(burst) as connection:
        connection.execute(sa.update(problem_proposals).where(problem_proposals.c.record_id == 14).values(leader_id=15))
    assert listed(burst, scope=mine) == []
    for act in (
        lambda: decide.merge(burst, mine, "r15", "Снег", "x"),
        lambda: decide.mark_different(burst, mine, "r15", "x"),
        lambda: decide.mark_different(burst, mine, "r15", "x", 16),
    ):
        with pytest.raises(AccessError):
            act()
    with pytest.raises(AccessError):
        listed(burst, scope=Scope((Grant(detail="totals"),)))


@pytest.mark.parametrize(
    "act",
    [
        lambda s: decide.merge(s, EVERYTHING, "r2", "Прорыв", "x"),
        lambda s: decide.merge(s, EVERYTHING, "r1", "  ", "x"),
        lambda s: decide.merge(s, EVERYTHING, "p1", "Прорыв", "x"),
        lambda s: decide.merge(s, EVERYTHING, "r1; DROP", "Прорыв", "x"),
        lambda s: decide.merge(s, EVERYTHING, "", "Прорыв", "x"),
        lambda s: decide.accept(s, EVERYTHING, "p7", "x"),
        lambda s: decide.split(s, EVERYTHING, "r1"),
        lambda s: decide.return_accepted(s, EVERYTHING, "p7"),
        lambda s: decide.add_to(s, EVERYTHING, "r1", "p7", "x"),
        lambda s: decide.add_to(s, EVERYTHING, "r1", "r15", "x"),
        lambda s: decide.mark_different(s, EVERYTHING, "r1", "x", 15),
        lambda s: decide.unmark_different(s, EVERYTHING, 5),
        lambda s: problems.groups(s, EVERYTHING, "all", ALL, AS_OF),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_changed(burst: Settings, act: Callable[[Settings], Any]) -> None:
    before = state(burst)
    with pytest.raises(FilterError):
        act(burst)
    assert state(burst) == before


def test_a_record_leaves_a_made_problem_but_not_the_last_two(burst: Settings) -> None:
    number = decide.merge(burst, EVERYTHING, "r15", "Снег", "x")
    with pytest.raises(FilterError, match="Разъединить"):
        decide.mark_different(burst, EVERYTHING, f"p{number}", "x", 15)
    with pytest.raises(FilterError, match="Разъединить"):
        decide.mark_different(burst, EVERYTHING, f"p{number}", "x")
    big = decide.merge(burst, EVERYTHING, "r1", "Прорыв", "x")
    split = decide.mark_different(burst, EVERYTHING, f"p{big}", "x", 14)
    assert [one.messages for one in listed(burst, MADE)] == [13, 2]
    (told,) = problems.differences(burst, EVERYTHING)
    assert (told.number, len(told.records), told.made_by) == (split, 14, "x")
    assert (told.title, len(told.numbers)) == ("Отсутствие воды, Аскиз", 14)
    decide.unmark_different(burst, EVERYTHING, split)
    assert [(one.messages, one.joining) for one in listed(burst, MADE)] == [(14, 0), (2, 0)]


def test_a_problem_taken_apart_is_proposed_as_before_with_those_that_would_join(burst: Settings) -> None:
    before = state(burst)
    number = decide.merge(burst, EVERYTHING, "r1", "Прорыв", "x")
    add(burst, {"topic": "housing.no_water", "place": "95608151051", "received": "2026-03-16", "applicant": "z"})
    with store.writing(burst) as connection:
        connection.execute(sa.insert(problem_proposals).values(record_id=17, leader_id=1))
    assert [(one.messages, one.joining) for one in listed(burst, MADE)] == [(14, 1)]
    decide.mark_different(burst, EVERYTHING, f"p{number}", "x", 17)
    decide.split(burst, EVERYTHING, f"p{number}")
    assert [state(burst)[i] for i in (0, 2, 3)] == [before[i] for i in (0, 2, 3)]


def one_would_join(settings: Settings) -> None:
    """«Снег» made of the two records, and a third that would join it."""
    decide.merge(settings, EVERYTHING, "r15", "Снег", "x")
    add(settings, {"topic": "roads.snow_ice", "place": "95608165051", "received": "2026-02-12"})
    with store.writing(settings) as connection:
        connection.execute(sa.insert(problem_proposals).values(record_id=17, leader_id=15))


def test_a_taking_in_is_taken_back_as_it_came(burst: Settings) -> None:
    one_would_join(burst)
    history = [state(burst)]
    assert decide.accept(burst, EVERYTHING, "p1", "petrova") == 1
    history.append(state(burst))
    assert decide.add_to(burst, EVERYTHING, "r1", "p1", "petrova") == 14
    (one,) = listed(burst, MADE)
    assert (one.messages, one.joining, one.taken_in, listed(burst)) == (17, 0, 14, [])
    assert decide.return_accepted(burst, EVERYTHING, "p1") == 14
    assert state(burst) == history.pop()
    assert listed(burst, MADE)[0].taken_in == 1
    assert decide.return_accepted(burst, EVERYTHING, "p1") == 1
    assert state(burst) == history.pop()
    assert [(one.messages, one.joining, one.taken_in) for one in listed(burst, MADE)] == [(2, 1, 0)]
    with pytest.raises(FilterError, match="ничего не добавляли"):
        decide.return_accepted(burst, EVERYTHING, "p1")


def test_what_was_told_apart_is_not_put_into_one_problem(burst: Settings) -> None:
    decide.mark_different(burst, EVERYTHING, "r1", "x", 14)
    number = decide.merge(burst, EVERYTHING, "r1", "Прорыв", "x")
    with store.writing(burst) as connection:
        connection.execute(sa.insert(problem_proposals).values(record_id=14, leader_id=15))
    with pytest.raises(FilterError, match="о разном"):
        decide.add_to(burst, EVERYTHING, "r15", f"p{number}", "x")


def test_a_forgotten_decision_does_not_bring_together_what_another_still_tells_apart(burst: Settings) -> None:
    first = decide.mark_different(burst, EVERYTHING, "r1", "x", 14)
    decide.mark_different(burst, EVERYTHING, "r1", "x", 13)
    decide.unmark_different(burst, EVERYTHING, first)
    (group,) = [one for one in listed(burst) if one.key == "r1"]
    assert [one.record_id for one in group.members] == [*range(1, 13), 14]


def test_a_problem_shares_only_what_each_of_its_records_says(burst: Settings) -> None:
    add(burst, {"topic": "housing.no_water", "place": "95608151051", "received": "2026-03-16", "street": None})
    with store.writing(burst) as connection:
        connection.execute(sa.insert(problem_proposals).values(record_id=17, leader_id=1))
    assert listed(burst)[0].common == ("topic", "place")


def test_the_last_two_of_those_put_together_stay(burst: Settings) -> None:
    one_would_join(burst)
    decide.accept(burst, EVERYTHING, "p1", "x")
    decide.add_to(burst, EVERYTHING, "r1", "p1", "x")
    decide.mark_different(burst, EVERYTHING, "p1", "x", 15)
    decide.return_accepted(burst, EVERYTHING, "p1")
    with pytest.raises(FilterError, match="Разъединить"):
        decide.return_accepted(burst, EVERYTHING, "p1")


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["together", "apart", "one out", "in", "into"]),
        st.sampled_from(["r1", "r15", "p1", "p2"]),
        st.integers(1, 17),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """What `one_would_join` leaves, on SQLite."""
    with stores.installation("sqlite", tmp_path_factory.mktemp("joined")) as settings:
        fill(settings)
        one_would_join(settings)
        yield settings


@effort(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(DEEDS)
def test_decisions_taken_back_in_turn_leave_the_tables_as_they_were(
    joined: Settings, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, str, int]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("problems")
    with stores.copied(joined, folder) as settings, use(settings):
        history = [state(settings)]
        back: list[Callable[[], Any]] = []
        for what, key, record in deeds:
            try:
                if what == "together":
                    number = decide.merge(settings, EVERYTHING, key, "Проблема", "x")
                    back.append(lambda n=number: decide.split(settings, EVERYTHING, f"p{n}"))  # type: ignore[misc]
                elif what in ("in", "into"):
                    number = key if what == "in" else ("p1", "p2")[record % 2]  # type: ignore[assignment]
                    if what == "in":
                        decide.accept(settings, EVERYTHING, key, "x")
                    else:
                        decide.add_to(settings, EVERYTHING, key, str(number), "x")
                    back.append(lambda n=number: decide.return_accepted(settings, EVERYTHING, n))  # type: ignore[misc]
                else:
                    one = record if what == "one out" else None
                    split = decide.mark_different(settings, EVERYTHING, key, "x", one)
                    back.append(lambda n=split: decide.unmark_different(settings, EVERYTHING, n))  # type: ignore[misc]
            except FilterError:
                assert state(settings) == history[-1]
                continue
            history.append(state(settings))
        for undo, before in zip(reversed(back), reversed(history[:-1]), strict=True):
            undo()
            assert state(settings) == before
