"""Each clock of a record as a sentence a person can check: «30 дней от регистрации 02.03.2026 (59-ФЗ, ст. 12 ч. 1) →
01.04.2026, среда». Read from the snapshot, so that the sentence always speaks of the number that was counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.metrics.words import form
from data.terms.calendar import EPOCH, confirmed_until
from data.terms.gaps import GAPS

LABELS = {
    "resolution": "Ответ",
    "first_reply": "Первый ответ",
    "registration": "Регистрация",
    "transfer": "Направление по компетенции",
    "promise": "Обещание",
}
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
STARTS = {
    "received": "от поступления",
    "registered": "от регистрации",
    "registration_due": "от последнего дня регистрации (не зарегистрировано)",
    "assigned": "от назначения",
    "interim_answer": "от промежуточного ответа",
    "previous_step": "от конца предыдущего этапа",
    "resolution_due": "от основного срока",
}
UNITS = {
    "calendar_days": ("день", "дня", "дней"),
    "working_days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "working_hours": ("рабочий час", "рабочих часа", "рабочих часов"),
}
_NOT_COMPUTED = "не вычисляется: "


@dataclass(frozen=True)
class Clock:
    """One clock of a record on the day of the report.

    code: key of LABELS. due_on, done_on: missing when unknown. state: on_time, late, overdue_open, not_yet_due,
    forwarded (by competence, instead of an answer) or no_clock. sentence: how the date came about, or why there is
    none.
    """

    code: str
    label: str
    sentence: str
    due_on: date | None
    done_on: date | None
    state: str


def clocks(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]], as_of: date) -> list[Clock]:
    """The clocks of one record, the answer first; steps that do not concern it are left out.

    facts: a row of `data.snapshots.facts`; rules: by id, as the snapshot holds them.
    """
    found = [
        _resolution(facts, rules), _first_reply(facts, rules), _registration(facts, rules), _transfer(facts, rules),
        _promise(facts),
    ]  # fmt: skip
    seen = [_known_by_day(*one, as_of) for one in found if one]
    if facts["is_forwarded"] and seen[0].state == "on_time":
        return [replace(seen[0], state="forwarded"), *seen[1:]]
    return seen


Found = tuple[str, str, date | None, date | None, bool]
"""Code, sentence, due day, day of the deed, whether the deed came too late."""


def _known_by_day(code: str, sentence: str, due: date | None, done: date | None, is_late: bool, as_of: date) -> Clock:
    """What is known on the day of the report: a later deed has not happened yet."""
    done = done if done and done <= as_of else None
    if due is None:
        state = "no_clock"
    elif done:
        state = "late" if is_late else "on_time"
    else:
        state = "overdue_open" if due < as_of else "not_yet_due"
    return Clock(code, LABELS[code], sentence, due, done, state)


def _resolution(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]]) -> Found:
    due, done = _day(facts, "due_day"), _day(facts, "resolved_day")
    if due is None:
        return "resolution", _NOT_COMPUTED + GAPS[int(facts["gap"])], None, done, False
    is_late = bool(facts["is_late"])
    said = _why_of_file(facts, rules) if facts["is_due_from_file"] else _why_of_rule(facts, rules)
    return "resolution", f"{said} → {_until(due, _number(facts, 'due_time'))}{_unconfirmed(due)}", due, done, is_late


def _why_of_rule(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]]) -> str:
    rule, start, due = rules[int(facts["rule_id"])], _day(facts, "start_day"), _day(facts, "due_day")
    is_unregistered = rule["starts_from"] == "registered" and _day(facts, "registered_day") is None
    counted = _term({**rule, "starts_from": "registration_due"} if is_unregistered else rule, start)
    if not facts["is_extended"]:
        return f"{counted}{'' if due is None else _moved(rule, start, due)}"
    return f"{counted}, {_put_off(rule, _day(facts, 'former_due_day'))}"


def _why_of_file(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]]) -> str:
    """Whose the term is, and why it counts before the rule's."""
    rule = rules.get(_number(facts, "rule_id") or 0)
    if rule is None:
        return "из файла источника: своего правила нет"
    if rule.get("file_term") == "own":
        return "из файла источника: действует названный в нём срок"
    if rule.get("file_term") == "earlier" and _day(facts, "start_day") is not None:
        return f"из файла источника: раньше, чем {_term(rule, _day(facts, 'start_day'))}"
    return f"из файла источника: нет даты, от которой считаются {_with_noun(int(rule['term']), *UNITS[rule['unit']])}"


def _first_reply(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]]) -> Found | None:
    """Nothing where no norm of a first reply concerns the record."""
    rule = rules.get(_number(facts, "reply_rule_id") or 0)
    if rule is None:
        return None
    due, done = _day(facts, "reply_due_day"), _day(facts, "replied_day")
    if due is None:
        return "first_reply", _NOT_COMPUTED + GAPS[int(facts["reply_gap"])], None, done, False
    time = _number(facts, "reply_due_time")
    until = _until(due, time)
    start = _day(facts, f"{rule['starts_from']}_day")
    received = _number(facts, "received_time") if rule["starts_from"] == "received" and time is not None else None
    sentence = f"{_term(rule, start, received)} → {until}"
    return "first_reply", sentence, due, done, bool(facts["is_reply_late"])


def _registration(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]]) -> Found | None:
    """Only where the law knows a registration; an export that does not tell it gives no clock."""
    due, done, start = (_day(facts, name) for name in ("registration_due_day", "registered_day", "received_day"))
    law = _in_force(rules, "registration", start)
    if due is None or law is None:
        return None
    if not facts["observes_registration"]:
        return "registration", f"{_NOT_COMPUTED}в выгрузке нет даты регистрации", None, None, False
    sentence = f"{_term(law, start)}{_moved(law, start, due)} → {_dated(due)}"
    return "registration", sentence, due, done, done is not None and done > due


def _transfer(facts: Mapping[str, Any], rules: Mapping[int, Mapping[str, Any]]) -> Found | None:
    """Only of what was sent on by competence."""
    due, done, start = (_day(facts, name) for name in ("transfer_due_day", "resolved_day", "registered_day"))
    law = _in_force(rules, "transfer", _day(facts, "received_day"))
    if not facts["is_forwarded"] or due is None or done is None or law is None:
        return None
    sentence = f"{_term(law, start)}{_moved(law, start, due)} → {_dated(due)}"
    return "transfer", sentence, due, done, done > due


def _in_force(rules: Mapping[int, Mapping[str, Any]], clock: str, day: date | None) -> Mapping[str, Any] | None:
    """The last rule of a clock in force on a day."""
    found = [rule for rule in rules.values() if rule["clock"] == clock and _holds(rule, day)]
    return found[-1] if found else None


def _holds(rule: Mapping[str, Any], day: date | None) -> bool:
    """Whether a version of a rule is in force on a day; validity comes as ISO text."""
    at = "" if day is None else day.isoformat()
    return (rule["valid_from"] or "") <= at and (rule["valid_to"] is None or at <= rule["valid_to"])


def _promise(facts: Mapping[str, Any]) -> Found | None:
    """The day named to the citizen in an interim answer."""
    due, done = _day(facts, "promised_day"), _day(facts, "resolved_day")
    if due is None:
        return None
    return "promise", f"названа заявителю → {_dated(due)}", due, done, done is not None and done > due


def _term(rule: Mapping[str, Any], start: date | None, time: int | None = None) -> str:
    at = "" if start is None else f" {start:%d.%m.%Y}"
    clock = "" if time is None else f" {_clock(time)}"
    event = STARTS.get(rule["starts_from"], "от начала")
    return f"{_with_noun(int(rule['term']), *UNITS[rule['unit']])} {event}{at}{clock} ({rule['legal_basis']})"


def _moved(rule: Mapping[str, Any], start: date | None, due: date) -> str:
    """Why the last day is not the one that plain counting gives."""
    if start is None or rule["unit"] != "calendar_days":
        return ""
    plain = start + timedelta(days=int(rule["term"]))
    if plain == due:
        return ""
    which = "предыдущий" if due < plain else "следующий"
    return f"; {plain:%d.%m.%Y} — нерабочий день, взят {which} рабочий"


def _put_off(rule: Mapping[str, Any], first: date | None) -> str:
    if not rule.get("extended_by"):
        return f"отложено до срока, названного в файле{'' if first is None else f' (по правилу {first:%d.%m.%Y})'}"
    limit = rule.get("extension_limit_days")
    most = "" if limit is None else f" (не больше чем на {_with_noun(int(limit), *UNITS['calendar_days'])})"
    return f"продлено{most}"


def _until(day: date, time: int | None) -> str:
    return f"{_dated(day)}{'' if time is None else f', {_clock(time)}'}"


def _unconfirmed(due: date) -> str:
    """Days of a year whose transfers no decree has confirmed may still move."""
    return f" (переносы {due.year} года постановлением ещё не утверждены)" if due.year > confirmed_until() else ""


def _dated(day: date) -> str:
    return f"{day:%d.%m.%Y}, {_WEEKDAYS[day.weekday()]}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _with_noun(n: int, one: str, few: str, many: str) -> str:
    return f"{n} {form(n, one, few, many)}"


def _number(facts: Mapping[str, Any], name: str) -> int | None:
    value = facts.get(name)
    return None if value is None or pd.isna(value) else int(value)


def _day(facts: Mapping[str, Any], name: str) -> date | None:
    value = _number(facts, name)
    return None if value is None else EPOCH + timedelta(days=value)
