"""What became of a record's term on the day of the report: exactly one of seven outcomes, each told from two days and
whether the answer came after the term (`is_late`: to the minute where both sides have one).

Comparing days is what a scan spends its time on, so all metrics of terms are counted by this one partition instead of a
condition of their own each: a third of the time on a million facts.
"""

from collections.abc import Iterable

OUTCOMES = ("no_clock", "on_time", "late", "overdue_open", "answered_ahead", "not_yet_due", "forwarded")
LABELS = {
    "on_time": "В срок",
    "answered_ahead": "Отвечено, срок не наступил",
    "not_yet_due": "Срок не наступил",
    "late": "С опозданием",
    "overdue_open": "Просрочено, не закрыто",
    "forwarded": "Направлено по компетенции",
    "no_clock": "Срок не вычисляется",
}
"""In the order of lists."""
PAST = ("on_time", "late", "overdue_open")
"""The last day of the term lies before the day of the report."""
AHEAD = ("answered_ahead", "not_yet_due")
FORWARDED = "forwarded"
"""Sent on by competence within its term: no answer, so neither in time nor late with one (59-ФЗ, ст. 8 ч. 3–4). What
lay longer than the term of the answer stays late: sending it on improves nothing.
"""
OUTSIDE = 0
"""The code of a row that lies in no period; outcome number i of OUTCOMES has the code i + 1."""


def rows() -> list[dict[str, object]]:
    """The outcomes as rows of a dimension, ids as `expression` tells them."""
    return [{"outcome_id": OUTCOMES.index(code) + 1, "code": code, "name": name} for code, name in LABELS.items()]


def codes(names: Iterable[str]) -> list[int]:
    """Codes of outcomes as `expression` tells them."""
    return [OUTCOMES.index(name) + 1 for name in names]


def expression(
    no_clock: str = "TRUE", past: str = "TRUE", ahead: str = "TRUE", forwarded: str = "TRUE", *, is_stored: bool = False
) -> str:
    """SQL of the outcome's code; the arguments are the conditions that a row of that branch lies in its period.

    is_stored: the open snapshot holds the code of this very day of the report in its column `outcome`.
    """
    sent, none = codes([FORWARDED, "no_clock"])
    if is_stored:
        found = ("outcome",) * 4
        tests = (f"outcome = {sent}", f"outcome = {none}", f"outcome <= {max(codes(PAST))}")
    else:
        found = (str(sent), str(none), _when("resolved_day <= $as_of AND NOT is_late", PAST), _when("", AHEAD))
        tests = ("is_forwarded AND NOT is_late AND resolved_day <= $as_of", "due_day IS NULL", "due_day < $as_of")
    within = (forwarded, no_clock, past, ahead)
    branches = [_inside(condition, code) for condition, code in zip(within, found, strict=True)]
    if set(branches) == {"outcome"}:
        return "outcome"
    cases = " ".join(f"WHEN {test} THEN {branch}" for test, branch in zip(tests, branches, strict=False))
    return f"CASE {cases} ELSE {branches[-1]} END"


def _when(first: str, names: Iterable[str]) -> str:
    """The first outcome where `first`, the next where the answer was given by the day of the report, else the last."""
    conditions = [condition for condition in (first, "resolved_day <= $as_of") if condition]
    *told, other = codes(names)
    cases = " ".join(f"WHEN {condition} THEN {code}" for condition, code in zip(conditions, told, strict=True))
    return f"CASE {cases} ELSE {other} END"


def _inside(condition: str, found: str) -> str:
    if condition == "FALSE":
        return str(OUTSIDE)
    return found if condition == "TRUE" else f"CASE WHEN {condition} THEN ({found}) ELSE {OUTSIDE} END"
