"""The engine of terms run on single records without a store, by the shipped rules and the zone of the source."""

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from data.snapshots import facts, moments
from data.store import reference, time_flags
from data.terms import calendar as calendars
from data.terms.calendar import EPOCH, Calendars, WorkingTime

HERE = ZoneInfo("Asia/Krasnoyarsk")
CALENDARS = Calendars(calendars.build(), {7: calendars.build(None, WorkingTime.parse("09:00-13:00 14:00-18:00"))})
MOMENTS = (*time_flags.MOMENTS, "resolved", "followed", "beside")


@cache
def _ids(name: str) -> dict[str, int]:
    table = reference.table(f"{name}s")
    return {code: number for number, code in enumerate(table[f"{name}_code"], start=1)}


@cache
def shipped_rules() -> pd.DataFrame:
    """Rows of data/store/reference/deadline_rules.csv as the engine takes them."""
    rules = reference.table("deadline_rules").reset_index(drop=True)
    keyed = {"channel": "channel_id", "kind": "kind_id", "topic_group": "topic_group_id", "topic": "topic_id"}
    made: dict[str, Any] = {}
    for name, key in keyed.items():
        known = _ids("topic" if "topic" in name else name)
        made[key] = [known.get(code) for code in rules[f"{name}_code"]]
    made |= {name: rules[name].fillna("") for name in ("extended_by", "file_term")}
    made |= {"rule_id": range(1, len(rules) + 1), "term": rules["term"].astype(int)}
    made |= {"valid_from_day": np.nan, "valid_to_day": np.nan}
    made["extension_limit_days"] = pd.to_numeric(rules["extension_limit_days"])
    return rules.assign(**made)


def rule(code: str, **changed: Any) -> pd.DataFrame:
    """The shipped rules with some columns of one rule changed."""
    rules = shipped_rules().copy()
    for name, value in changed.items():
        rules.loc[rules["rule_code"] == code, name] = value
    return rules


def pause(first: str, last: str, **concerned: Any) -> pd.DataFrame:
    """The shipped rules and a pause of these days."""
    blank = dict.fromkeys(shipped_rules().columns) | {"extended_by": "", "file_term": "", "term": 0, "rule_id": 999}
    row = blank | {"clock": "pause", "valid_from_day": number(first), "valid_to_day": number(last)} | concerned
    return pd.DataFrame([*shipped_rules().to_dict("records"), row])


def number(day: str) -> float:
    """Days since 1970-01-01."""
    return float((date.fromisoformat(day) - EPOCH).days)


def record(received: str, **said: Any) -> pd.Series:
    """One record with all its terms. Moments «2026-03-02» or «2026-03-02 10:00» by the clock of its source; channel,
    law, zone, topic, recipient, status, rules and columns of the engine beside them.
    """
    usual = {"channel": "letter", "law": "59fz", "zone": "Asia/Krasnoyarsk", "topic": "", "recipient": 0}
    said = {**usual, "status": None, "rules": None, **said}
    names = ("channel", "law", "zone", "topic", "recipient", "status", "rules")
    channel, law, zone, topic, recipient, status, rules = (said.pop(name) for name in names)
    told = {"received": received} | {name: value for name, value in said.items() if name in MOMENTS}
    if "answered" in told:
        told["resolved"] = told["answered"]
    at = {f"{name}_at": [_utc(told.get(name), zone)] for name in MOMENTS}
    bits = time_flags.bits(*(name for name, text in told.items() if name in time_flags.MOMENTS and len(text) > 10))
    group = topic.partition(".")[0]
    row: dict[str, Any] = {
        "channel_id": float(_ids("channel")[channel]), "law": law, "kind_id": np.nan, "priority": "", "time_zone": zone,
        "topic_id": float(_ids("topic").get(topic, np.nan)), "topic_group_id": float(_ids("topic").get(group, np.nan)),
        "recipient_id": float(recipient), "status_code": status, "source_code": "made", "timed": float(bits),
        "has_time": 1.0, "observes_answer": 1.0, "observes_first_reply": 1.0, "observes_registration": 1.0,
        "is_date_conflict": 0.0, "is_closed_undated": 0.0, "questions": 1.0, "record_id": 1.0,
    }  # fmt: skip
    row |= {name: value for name, value in said.items() if name not in MOMENTS}
    frame = pd.DataFrame({name: pd.Series(value, dtype="datetime64[us]") for name, value in at.items()}).assign(**row)
    frame = frame.assign(**moments.local(frame, HERE))
    return facts.with_terms(frame, CALENDARS, shipped_rules() if rules is None else rules).iloc[0]


def _utc(text: str | None, zone: str) -> datetime | None:
    if text is None:
        return None
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def end(found: pd.Series, name: str = "due") -> str:
    """The end of a term as «2026-03-02» or, to the minute, «2026-03-02 10:00»; «» where there is none."""
    day, time = found[f"{name}_day"], found.get(f"{name}_time", np.nan)
    if np.isnan(day):
        return ""
    minute = "" if np.isnan(time) else f" {int(time) // 60:02d}:{int(time) % 60:02d}"
    return f"{EPOCH + timedelta(days=int(day))}{minute}"
