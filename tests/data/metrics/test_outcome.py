"""The outcome of a term: one of seven, told from two days, whether the answer was late and whether it was an answer."""

from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.metrics.outcome import OUTCOMES, OUTSIDE, codes, expression

DAYS = st.one_of(st.none(), st.integers(95, 105))


CONNECTION = duckdb.connect()


def _code(
    due: int | None,
    resolved: int | None,
    as_of: int,
    *,
    is_stored: bool = False,
    is_late: bool | None = None,
    is_forwarded: bool = False,
    **periods: Any,
) -> int:
    late = (due is not None and resolved is not None and resolved > due) if is_late is None else is_late
    row = f"(SELECT ? AS due_day, ? AS resolved_day, {late} AS is_late, {is_forwarded} AS is_forwarded)"
    if is_stored:
        row = f"(SELECT *, {expression()} AS outcome FROM {row})"
    statement = f"SELECT {expression(is_stored=is_stored, **periods)} FROM {row}".replace("$as_of", str(as_of))
    found = CONNECTION.execute(statement, [due, resolved]).fetchone()
    assert found is not None
    return int(found[0])


def _by_hand(due: int | None, resolved: int | None, as_of: int, is_forwarded: bool) -> str:
    answered = resolved is not None and resolved <= as_of
    late = due is not None and resolved is not None and resolved > due
    if is_forwarded and answered and not late:
        return "forwarded"
    if due is None:
        return "no_clock"
    if due >= as_of:
        return "answered_ahead" if answered else "not_yet_due"
    if not answered:
        return "overdue_open"
    return "late" if late else "on_time"


@given(due=DAYS, resolved=DAYS, sent=st.booleans())
def test_every_record_has_the_outcome_a_person_would_name(due: int | None, resolved: int | None, sent: bool) -> None:
    assert OUTCOMES[_code(due, resolved, 100, is_forwarded=sent) - 1] == _by_hand(due, resolved, 100, sent)


def test_an_answer_an_hour_after_its_minute_is_late_on_the_same_day() -> None:
    assert [_code(99, 99, 100, is_late=late) for late in (False, True)] == codes(["on_time", "late"])


GOODNESS = {
    "no_clock": 0,
    "overdue_open": 1,
    "late": 1,
    "not_yet_due": 2,
    "answered_ahead": 2,
    "forwarded": 2,
    "on_time": 3,
}


@given(due=DAYS, resolved=st.integers(95, 105), by=st.integers(0, 8), sent=st.booleans())
def test_a_later_answer_never_improves_an_outcome(due: int | None, resolved: int, by: int, sent: bool) -> None:
    found = [OUTCOMES[_code(due, day, 100, is_forwarded=sent) - 1] for day in (resolved, resolved + by)]
    assert GOODNESS[found[1]] <= GOODNESS[found[0]]


@pytest.mark.parametrize(
    ("due", "resolved", "outcome"),
    [
        (99, 99, "on_time"),
        (99, 100, "late"),
        (99, 101, "overdue_open"),  # answered only after the day of the report: not answered yet
        (100, None, "not_yet_due"),  # the last day of the term is not over
        (100, 100, "answered_ahead"),
        (None, 98, "no_clock"),
    ],
)
def test_the_edges_of_the_day_of_the_report(due: int | None, resolved: int | None, outcome: str) -> None:
    assert [_code(due, resolved, 100)] == codes([outcome])


def test_a_row_outside_its_period_has_no_outcome() -> None:
    assert _code(90, 91, 100, past="due_day >= 95") == OUTSIDE
    assert _code(96, 91, 100, past="due_day >= 95") in codes(["on_time"])
    assert _code(None, None, 100, no_clock="FALSE") == OUTSIDE


@given(due=DAYS, resolved=DAYS, edge=st.integers(96, 104), sent=st.booleans())
def test_the_stored_outcome_says_the_same_as_the_computed_one(
    due: int | None, resolved: int | None, edge: int, sent: bool
) -> None:
    assert _code(due, resolved, 100, is_stored=True, is_forwarded=sent) == _code(due, resolved, 100, is_forwarded=sent)
    within: dict[str, Any] = {
        "no_clock": "FALSE",
        "past": f"due_day >= {edge}",
        "ahead": f"due_day <= {edge}",
        "forwarded": "FALSE",
    }
    stored = _code(due, resolved, 100, is_stored=True, is_forwarded=sent, **within)
    assert stored == _code(due, resolved, 100, is_forwarded=sent, **within)
