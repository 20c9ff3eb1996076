"""The outcome of a term: one of six, told from three days."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.metrics.outcome import OUTCOMES, OUTSIDE, codes, expression

DAYS = st.one_of(st.none(), st.integers(95, 105))


CONNECTION = duckdb.connect()


def _code(due: int | None, resolved: int | None, as_of: int, *, is_stored: bool = False, **periods: str) -> int:
    row = "(SELECT ? AS due_day, ? AS resolved_day)"
    if is_stored:
        row = f"(SELECT *, {expression()} AS outcome FROM {row})"
    statement = f"SELECT {expression(is_stored=is_stored, **periods)} FROM {row}".replace("$as_of", str(as_of))
    found = CONNECTION.execute(statement, [due, resolved]).fetchone()
    assert found is not None
    return int(found[0])


def _by_hand(due: int | None, resolved: int | None, as_of: int) -> str:
    if due is None:
        return "no_clock"
    answered = resolved is not None and resolved <= as_of
    if due >= as_of:
        return "answered_ahead" if answered else "not_yet_due"
    if not answered:
        return "overdue_open"
    return "on_time" if resolved is not None and resolved <= due else "late"


@given(due=DAYS, resolved=DAYS)
def test_every_record_has_the_outcome_a_person_would_name(due: int | None, resolved: int | None) -> None:
    assert OUTCOMES[_code(due, resolved, 100) - 1] == _by_hand(due, resolved, 100)


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


@given(due=DAYS, resolved=DAYS, edge=st.integers(96, 104))
def test_the_stored_outcome_says_the_same_as_the_computed_one(due: int | None, resolved: int | None, edge: int) -> None:
    assert _code(due, resolved, 100, is_stored=True) == _code(due, resolved, 100)
    past, ahead = f"due_day >= {edge}", f"due_day <= {edge}"
    stored = _code(due, resolved, 100, is_stored=True, no_clock="FALSE", past=past, ahead=ahead)
    assert stored == _code(due, resolved, 100, no_clock="FALSE", past=past, ahead=ahead)
