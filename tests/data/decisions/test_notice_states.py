"""Notices go fired → acknowledged → passed, and only something new fires one again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.decisions.notices.settings import QuietHours
from data.decisions.notices.state import Finding, Notice, acknowledge, fire, follow, look, take_back
from data.store.tables.notices import ACKNOWLEDGED, EXPIRING, FIRED, PASSED, STALE


def at(day: int, clock: int, minute: int = 0) -> datetime:
    """A moment of March 2026; the 7th is a Saturday."""
    return datetime(2026, 3, day, clock, minute, tzinfo=UTC)


START = at(2, 3)


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def found(*marks: str, subject: str = "terms") -> Finding:
    return Finding(EXPIRING, subject, f"записи {len(marks)}", "/register?state=burning", marks, len(marks))


def test_a_notice_fires_is_acknowledged_with_who_and_when_and_passes() -> None:
    fired = fire(found("1", "2"), hour(0))
    known = acknowledge(fired, "anna", hour(1))
    passed = follow(known, None, hour(2))

    assert (fired.state, fired.since, fired.fired_at, fired.records) == (FIRED, hour(0), hour(0), 2)
    assert (known.state, known.acknowledged_by, known.acknowledged_at) == (ACKNOWLEDGED, "anna", hour(1))
    assert (passed.state, passed.until, passed.acknowledged_by) == (PASSED, hour(2), "anna")


def test_the_same_records_do_not_call_twice_and_one_new_record_does() -> None:
    known = acknowledge(fire(found("1", "2"), hour(0)), "anna", hour(1))

    assert follow(known, found("1", "2"), hour(2)) == known
    assert follow(known, found("2"), hour(2)).state == ACKNOWLEDGED
    again = follow(known, found("2", "3"), hour(3))
    assert (again.state, again.since, again.fired_at, again.records) == (FIRED, hour(0), hour(3), 2)
    assert (again.acknowledged_by, again.acknowledged_at) == (None, None)
    assert again.marks == {"1", "2", "3"}


def test_what_has_passed_and_comes_back_as_it_was_stays_acknowledged_and_with_something_new_is_another_notice() -> None:
    passed = follow(acknowledge(fire(found("1", "2"), hour(0)), "anna", hour(1)), None, hour(2))

    back = follow(passed, found("1"), hour(3))
    assert (back.state, back.until, back.acknowledged_by) == (ACKNOWLEDGED, None, "anna")
    other = follow(passed, found("1", "9"), hour(3))
    assert (other.state, other.since, other.key) == (FIRED, hour(3), 0)


def test_an_acknowledgement_is_taken_back_and_what_has_passed_cannot_be_acknowledged() -> None:
    fired = fire(found("1"), hour(0))
    passed = follow(fired, None, hour(1))

    assert take_back(acknowledge(fired, "anna", hour(1))) == fired
    assert acknowledge(passed, "anna", hour(2)) == passed
    assert take_back(passed) == passed


def test_subjects_and_kinds_are_looked_at_apart() -> None:
    first, second = fire(found("1"), hour(0)), fire(found("1", subject="other"), hour(0))
    stale = Finding(STALE, "terms", "ПОС", "/", ("2026-03-01",))

    changed = look([first, second], [found("1"), stale], hour(1))

    assert [(one.kind, one.subject, one.state) for one in changed] == [
        (EXPIRING, "other", PASSED),
        (STALE, "terms", FIRED),
    ]


_RECORDS = st.sets(st.sampled_from("12345"), max_size=4)
_STEPS = st.lists(st.one_of(st.just("acknowledge"), st.just("take back"), _RECORDS), max_size=14)


@given(_STEPS)
def test_what_was_acknowledged_never_calls_again_for_the_same_records(steps: list[str | set[str]]) -> None:
    """However looks and people take turns: one notice of a subject is open at a time, it is open as long as its
    condition holds, and after an acknowledgement only a record never told before fires it again.
    """
    notice: Notice | None = None
    told: set[str] = set()
    for number, step in enumerate(steps):
        before = notice
        if isinstance(step, set):
            known = [notice] if notice else []
            changed = look(known, [found(*sorted(step))] if step else [], hour(number))
            assert len(changed) <= 1
            notice = changed[0] if changed else notice
            assert (notice is not None and notice.is_open) == bool(step)
            if notice and notice.state == FIRED and (before is None or before.state != FIRED):
                was_taken_note_of = before is not None and before.acknowledged_at is not None
                assert step - told or not was_taken_note_of
            told |= step
        elif notice:
            notice = acknowledge(notice, "anna", hour(number)) if step == "acknowledge" else take_back(notice)
        if notice:
            assert (notice.until is not None) == (notice.state == PASSED)
            assert notice.state != ACKNOWLEDGED or notice.acknowledged_at


def quiet(starts: int, ends: int, *, weekends: bool = False) -> QuietHours:
    return QuietHours(1, starts, ends, weekends)


def test_quiet_hours_end_in_the_morning_and_after_the_weekend() -> None:
    friday_evening = at(6, 21, 40)

    assert quiet(20, 8).end_of(friday_evening) == at(7, 8)
    assert quiet(20, 8, weekends=True).end_of(friday_evening) == at(9, 8)
    assert quiet(20, 8).end_of(at(6, 19, 59)) is None
    assert quiet(20, 8).end_of(at(6, 8)) is None
    assert quiet(12, 14).end_of(at(6, 13, 5)) == at(6, 14)
    assert quiet(0, 0).end_of(friday_evening) is None


@given(st.integers(0, 23), st.integers(0, 23), st.booleans(), st.integers(0, 14 * 24 * 60))
def test_quiet_ends_within_three_days_and_is_over_then(starts: int, ends: int, weekends: bool, minutes: int) -> None:
    hours, moment = quiet(starts, ends, weekends=weekends), START + timedelta(minutes=minutes)
    end = hours.end_of(moment)
    if end is not None:
        assert moment < end <= moment + timedelta(days=4)
        assert hours.end_of(end) is None
