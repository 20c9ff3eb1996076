"""The whole column of due dates at once equals the same law applied to one record after another on a wall calendar."""

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from data.terms import calendar as calendars
from data.terms import due_dates, gaps
from data.terms.calendar import EPOCH

# A day off, a working Sunday, a short day and a day of three hours beside the federal calendar.
CALENDAR = calendars.build(
    {
        date(2024, 2, 28): ("off", None),
        date(2024, 3, 3): ("working", None),
        date(2024, 3, 7): ("short", None),
        date(2026, 4, 6): ("short", 3),
    }
)
TURNS = (date(2024, 2, 29), date(2024, 2, 27), date(2025, 10, 31), date(2025, 11, 1), date(2025, 12, 31))
CONDITIONS = {"channel_id": 32, "topic_id": 16, "topic_group_id": 8, "kind_id": 4, "priority": 2, "law": 1}
FIRST = {"channel_id": [1.0, 2.0], "topic_id": [5.0, 6.0], "topic_group_id": [3.0, 4.0], "kind_id": [7.0, 8.0]}
VALUES: dict[str, list[Any]] = {**FIRST, "priority": ["", "high"], "law": ["59fz", "message"]}

days = st.sampled_from(TURNS) | st.dates(date(2023, 11, 1), date(2026, 12, 31))
moments = st.builds(datetime.combine, days, st.times().map(lambda t: t.replace(second=0, microsecond=0)))


def records() -> st.SearchStrategy[dict[str, Any]]:
    described = {name: st.none() | st.sampled_from(values) for name, values in FIRST.items()}
    return st.fixed_dictionaries(
        described
        | {name: st.sampled_from(VALUES[name]) for name in ("priority", "law")}
        | {"received": moments, "registered": st.none() | moments, "assigned": st.none() | moments}
        | {"extended_to": st.none() | days, "promised": st.none() | days, "file_due": st.none() | days}
        | dict.fromkeys(("observes_answer", "is_date_conflict", "is_closed_undated"), st.booleans())
    )


def rules() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: st.none() | st.sampled_from(values) for name, values in VALUES.items()}
        | {
            "clock": st.sampled_from(["resolution", "resolution", "resolution", "first_reply"]),
            "term": st.integers(1, 45),
            "unit": st.sampled_from(["calendar_days", "working_days", "working_hours"]),
            "starts_from": st.sampled_from(["received", "registered", "assigned", "previous_step"]),
            "non_working_last_day": st.sampled_from(["preceding", "following", "as_is"]),
            "extended_by": st.sampled_from(["", "", "extended_to", "promised"]),
            "extension_limit_days": st.none() | st.integers(0, 60),
            "valid_from": st.none() | days,
            "valid_to": st.none() | days,
        }
    )


@given(st.lists(records(), min_size=1, max_size=12), st.lists(rules(), max_size=6))
def test_due_dates_of_a_column_equal_those_of_its_records(
    many: list[dict[str, Any]], law: list[dict[str, Any]]
) -> None:
    law = [rule | {"rule_id": number} for number, rule in enumerate(law, start=1)]
    due = due_dates.due_days(_columns(many), _rule_columns(law), CALENDAR)
    made = [
        (None if np.isnan(day) else EPOCH + timedelta(days=int(day)), int(rule_id), int(gap))
        for day, rule_id, gap in zip(due.day, due.rule_id, due.gap, strict=True)
    ]
    assert made == [_plain(record, law) for record in many]


def _columns(many: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame({name: [record[name] for record in many] for name in many[0]})
    for name in FIRST:
        frame[name] = frame[name].astype(float)
    for name in ("received", "registered", "assigned", "extended_to", "promised", "file_due"):
        frame[f"{name}_day"] = [_number(record[name]) for record in many]
        frame[f"{name}_time"] = [_minute(record[name]) for record in many]
    return frame


def _rule_columns(law: list[dict[str, Any]]) -> pd.DataFrame:
    names = (*VALUES, "rule_id", "clock", "term", "unit", "starts_from", "non_working_last_day")
    names += ("extended_by", "extension_limit_days")
    made: dict[str, list[Any]] = {name: [rule[name] for rule in law] for name in names}
    made |= {f"{name}_day": [_number(rule[name]) for rule in law] for name in ("valid_from", "valid_to")}
    return pd.DataFrame(made)


def _number(day: date | datetime | None) -> float:
    return np.nan if day is None else float((_date(day) - EPOCH).days)


def _minute(moment: date | datetime | None) -> float:
    return float(moment.hour * 60 + moment.minute) if isinstance(moment, datetime) else np.nan


def _date(day: date | datetime) -> date:
    return day.date() if isinstance(day, datetime) else day


def _plain(record: dict[str, Any], law: list[dict[str, Any]]) -> tuple[date | None, int, int]:
    """The law as a person applies it: one record, one rule, one day after another."""
    rule = max((rule for rule in law if _fits(record, rule)), key=_precedence, default=None)
    counted = _last_day(record.get(rule["starts_from"]), rule) if rule else None
    day = counted or record["file_due"]  # the file's own term wherever the rules compute none
    gap = 0 if day else (gaps.NO_START if rule else gaps.NO_RULE)
    by = (rule["extended_by"] if rule else "extended_to") or "nothing"
    if day and record.get(by):
        day = max(day, min(record[by], _limit(record, rule, counted, day)))
    if record["is_date_conflict"]:
        gap = gaps.DATE_CONFLICT
    if record["is_closed_undated"]:
        gap = gaps.CLOSED_UNDATED
    if not record["observes_answer"]:
        gap = gaps.NOT_OBSERVED
    return (None if gap else day, rule["rule_id"] if rule else 0, gap)


def _limit(record: dict[str, Any], rule: dict[str, Any] | None, counted: date | None, day: date) -> date:
    """So many days after the term before it was moved from a non-working day, moved as it was."""
    more = 30 if rule is None else rule["extension_limit_days"]
    if more is None:
        return date.max
    if rule is None or rule["unit"] != "calendar_days":
        return day + timedelta(days=more)
    plain = _date(record[rule["starts_from"]]) + timedelta(days=rule["term"]) if counted else day
    return max(_moved(plain + timedelta(days=more), rule), day)


def _fits(record: dict[str, Any], rule: dict[str, Any]) -> bool:
    received = record["received"].date()
    return (
        rule["clock"] == "resolution"
        and all(rule[name] in (None, record[name]) for name in CONDITIONS)
        and (rule["valid_from"] or date.min) <= received <= (rule["valid_to"] or date.max)
    )


def _precedence(rule: dict[str, Any]) -> tuple[int, date, int]:
    weight = sum(points for name, points in CONDITIONS.items() if rule[name] is not None)
    return weight, rule["valid_from"] or date.min, rule["rule_id"]


def _last_day(start: datetime | None, rule: dict[str, Any]) -> date | None:
    if start is None:
        return None
    if rule["unit"] == "working_hours":
        return _after_minutes(start, rule["term"] * 60)
    day, left = start.date(), rule["term"]
    if rule["unit"] == "working_days":
        while left:
            day += timedelta(days=1)
            left -= bool(_worked(day))
        return day
    return max(_moved(day + timedelta(days=left), rule), start.date())


def _moved(day: date, rule: dict[str, Any]) -> date:
    step = {"preceding": -1, "following": 1, "as_is": 0}[rule["non_working_last_day"]]
    while step and not _worked(day):
        day += timedelta(days=step)
    return day


def _after_minutes(start: datetime, left: int) -> date:
    """Minutes are spent from eight to twelve and from thirteen on, as long as the day is."""
    day, since = start.date(), start.hour * 60 + start.minute
    while True:
        worked = _worked(day)
        spans = ((8 * 60, 8 * 60 + min(worked, 240)), (13 * 60, 13 * 60 + max(worked - 240, 0)))
        left -= sum(max(end - max(begin, since), 0) for begin, end in spans)
        if left <= 0:
            return day
        day, since = day + timedelta(days=1), 0


def _worked(day: date) -> int:
    return int(CALENDAR.length[(day - EPOCH).days - calendars.FIRST_DAY])
