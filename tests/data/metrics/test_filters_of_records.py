"""Filters that pick single records: by status, outcome, rating, kind, without a place, without a term."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.errors import FilterError
from data.filters import LISTS, Filters, names, parse
from data.metrics import members, query, register
from data.metrics.outcome import OUTCOMES
from data.metrics.reader import open_snapshot
from data.metrics.sql import FILTERED
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data.records import day, published

EVER = Filters(period="all", as_of=day("2026-04-30"))
LETTER = {"channel": "letter", "received": "2026-02-02", "registered": "2026-02-02"}  # the term ends on 04.03
ROWS = (
    LETTER | {"answered": "2026-02-20", "rating": 5, "place": "95608405101", "status": "closed_solved"},  # in time
    LETTER | {"answered": "2026-03-20", "rating": 1, "place": "95608405101"},  # late
    LETTER | {"answered": "2026-03-20", "status": "closed_solved"},  # late, without a place and a rating
    LETTER | {"status": "in_work"},  # overdue
    LETTER | {"received": "2026-04-20", "registered": "2026-04-20"},  # not yet due
    {"channel": "media", "received": "2026-03-02"},  # no term is known of such a message
)

FIELD = {dimension: name for name, dimension in FILTERED.items()}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Six records, published and in force."""
    folder: Path = tmp_path_factory.mktemp("few")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, *ROWS)
        yield made


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"outcome": "late"}, [2, 3]),
        ({"outcome": "late,overdue_open"}, [2, 3, 4]),
        ({"outcome": "on_time", "rating": "1"}, []),
        ({"outcome": "no_clock"}, [6]),
        ({"due": "none"}, [6]),
        ({"due": "known"}, [1, 2, 3, 4, 5]),
        ({"due": "known,none"}, [1, 2, 3, 4, 5, 6]),
        ({"rating": "1,2"}, [2]),
        ({"rating": "none"}, [3, 4, 5, 6]),
        ({"place": "none"}, [3, 4, 5, 6]),
        ({"place": "none", "outcome": "late"}, [3]),
        ({"status": "closed_solved"}, [1, 3]),
        ({"status": "none", "due": "none"}, [6]),
        ({"kind": "none", "channel": "media"}, [6]),
    ],
)
def test_the_register_lists_what_the_door_counts(few: Settings, asked: dict[str, str], expected: list[int]) -> None:
    filters = parse({"period": "all", "as_of": "2026-04-30", **asked})

    assert sorted(register.page(filters, EVERYTHING).frame["record_id"]) == expected
    assert register.numbers(filters, EVERYTHING) == set(expected)
    assert query(["records"], (), filters, EVERYTHING)["records"].tolist() == [len(expected)]


@pytest.mark.parametrize("name", ["outcome", "rating", "has_term", "status"])
def test_the_members_of_a_list_and_what_is_not_known_are_all_records(few: Settings, name: str) -> None:
    every = [*members(name)["code"], "none"]
    counted = [
        register.page(replace(EVER, **{FIELD[name]: (code,)}), EVERYTHING).total  # type: ignore[arg-type]
        for code in every
    ]
    assert sum(counted) == len(ROWS)
    assert query(["records"], [name], EVER, EVERYTHING)["records"].sum() == len(ROWS)


def test_the_outcome_and_the_rating_are_those_of_the_day_of_the_report(few: Settings) -> None:
    then = replace(EVER, as_of=day("2026-03-10"))  # the late answers of 20.03 have not come yet

    assert sorted(register.page(replace(then, outcomes=("overdue_open",)), EVERYTHING).frame["record_id"]) == [2, 3, 4]
    assert register.page(replace(then, ratings=("1",)), EVERYTHING).total == 0
    assert register.page(replace(then, outcomes=("late",)), EVERYTHING).total == 0


def test_every_outcome_has_a_code_in_the_filter(few: Settings) -> None:
    assert set(members("outcome")["code"]) == set(OUTCOMES)


def test_a_code_that_is_no_outcome_is_refused_and_not_ignored(few: Settings) -> None:
    with pytest.raises(FilterError, match=r"«solved».*исполнение"):
        register.page(parse({"outcome": "solved"}), EVERYTHING)


@pytest.mark.parametrize(("key", "code"), [("outcome", "late"), ("rating", "none"), ("due", "none")])
def test_a_person_with_totals_only_is_refused_in_words(few: Settings, key: str, code: str) -> None:
    totals = Scope((Grant(detail="totals"),))
    with pytest.raises(FilterError, match="сводные показатели"):
        query(["records"], (), parse({"period": "all", key: code}), totals)
    with pytest.raises(FilterError, match="сводные показатели"):
        query(["records"], [FILTERED[LISTS[key]]], parse({"period": "all"}), totals)


@pytest.mark.parametrize("code", ["none", "1"])
def test_a_snapshot_that_does_not_know_ratings_says_so_and_counts_no_zero(
    few: Settings, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(open_snapshot(), "lacks", frozenset(("rating",)))
    with pytest.raises(FilterError, match=r"Срез № 1 .*оценка заявителя"):
        register.page(parse({"period": "all", "rating": code}), EVERYTHING)
    with pytest.raises(FilterError, match="оценка заявителя"):
        query(["due"], ["rating"], EVER, EVERYTHING)


def test_the_url_says_every_filter_and_is_read_back() -> None:
    lists = dict.fromkeys(LISTS, ("1", "none"))
    told = Filters(**{LISTS[key]: codes for key, codes in lists.items()})  # type: ignore[arg-type]
    assert parse(told.to_params()) == told
    assert set(told.to_params()) == set(LISTS) <= set(names())
