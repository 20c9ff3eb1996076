"""Due dates counted with a wall calendar."""

from datetime import date

import numpy as np
import pytest

from data.terms import calendar as calendars
from data.terms.calendar import EPOCH


def _day(text: str) -> np.ndarray:
    return np.array([(date.fromisoformat(text) - EPOCH).days])


def _text(day: np.ndarray) -> str:
    return str(np.datetime64(int(day[0]), "D"))


CALENDAR = calendars.build()


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-02-02", 10, "2026-02-16"),  # two plain weeks
        ("2026-02-16", 10, "2026-03-03"),  # 23.02 is a holiday
        ("2025-10-31", 1, "2025-11-01"),  # the working Saturday of 2025
        ("2025-12-30", 1, "2026-01-12"),  # 31.12.2025 and the New Year holidays up to 11.01.2026
        ("2024-02-28", 1, "2024-02-29"),  # leap day
    ],
)
def test_working_days_are_counted_with_transfers_and_holidays(start: str, count: int, expected: str) -> None:
    assert _text(CALENDAR.add_working_days(_day(start), count)) == expected


@pytest.mark.parametrize(
    ("day", "rule", "expected"),
    [
        ("2026-03-08", "preceding", "2026-03-06"),
        ("2026-03-08", "following", "2026-03-10"),
        ("2026-03-08", "as_is", "2026-03-08"),
        ("2026-03-06", "preceding", "2026-03-06"),
        ("2026-03-06", "following", "2026-03-06"),
    ],
)
def test_a_last_day_that_is_not_working_moves_as_the_rule_says(day: str, rule: str, expected: str) -> None:
    assert _text(CALENDAR.move_to_working(_day(day), rule)) == expected


def test_a_local_day_off_a_working_sunday_and_a_short_day_change_the_calendar() -> None:
    local = calendars.build(
        {
            date(2026, 6, 16): ("off", None),
            date(2026, 6, 21): ("working", None),
            date(2026, 6, 22): ("short", None),
            date(2026, 6, 23): ("short", 3),
        }
    )
    lengths = [int(local.length[_day(f"2026-06-{d}")[0] - calendars.FIRST_DAY]) for d in (16, 21, 22, 23, 24)]
    assert lengths == [0, 480, 420, 180, 480]


def test_working_minutes_skip_lunch_night_and_weekend() -> None:
    def minutes(a: tuple[str, int], b: tuple[str, int]) -> int:
        first, last = (CALENDAR.minute_index(_day(d), np.array([m])) for d, m in (a, b))
        return int((last - first)[0])

    assert minutes(("2026-04-06", 8 * 60), ("2026-04-06", 17 * 60)) == 480
    assert minutes(("2026-04-06", 11 * 60 + 30), ("2026-04-06", 13 * 60 + 30)) == 60
    assert minutes(("2026-04-03", 16 * 60), ("2026-04-06", 9 * 60)) == 120
    assert minutes(("2026-04-04", 0), ("2026-04-05", 1439)) == 0


def test_a_day_off_holds_no_working_minute_and_the_last_minute_belongs_to_its_day() -> None:
    friday_end = CALENDAR.minute_index(_day("2026-04-03"), np.array([17 * 60]))
    assert _text(CALENDAR.day_of_minute(friday_end)) == "2026-04-03"
    assert _text(CALENDAR.day_of_minute(friday_end + 1)) == "2026-04-06"
