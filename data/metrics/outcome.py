"""What became of a record's term on the day of the report: exactly one of six outcomes, each told from three days.

Comparing days is what a scan spends its time on, so all metrics of terms are counted by this one partition instead of a
condition of their own each: a third of the time on a million facts.
"""

from collections.abc import Iterable

OUTCOMES = ("no_clock", "on_time", "late", "overdue_open", "answered_ahead", "not_yet_due")
PAST = ("on_time", "late", "overdue_open")
"""The last day of the term lies before the day of the report."""
AHEAD = ("answered_ahead", "not_yet_due")
OUTSIDE = 0
"""The code of a row that lies in no period; outcome number i of OUTCOMES has the code i + 1."""


def codes(names: Iterable[str]) -> list[int]:
    """Codes of outcomes as `expression` tells them."""
    return [OUTCOMES.index(name) + 1 for name in names]


def expression(no_clock: str = "TRUE", past: str = "TRUE", ahead: str = "TRUE") -> str:
    """SQL of the outcome's code; the arguments are the conditions that a row of that branch lies in its period."""
    code = dict(zip(OUTCOMES, codes(OUTCOMES), strict=True))
    over = (
        f"CASE WHEN resolved_day <= due_day THEN {code['on_time']} "
        f"WHEN resolved_day <= $as_of THEN {code['late']} ELSE {code['overdue_open']} END"
    )
    coming = f"CASE WHEN resolved_day <= $as_of THEN {code['answered_ahead']} ELSE {code['not_yet_due']} END"
    return (
        f"CASE WHEN due_day IS NULL THEN {_inside(no_clock, str(code['no_clock']))} "
        f"WHEN due_day < $as_of THEN {_inside(past, over)} ELSE {_inside(ahead, coming)} END"
    )


def _inside(condition: str, found: str) -> str:
    if condition == "FALSE":
        return str(OUTSIDE)
    return found if condition == "TRUE" else f"CASE WHEN {condition} THEN ({found}) ELSE {OUTSIDE} END"
