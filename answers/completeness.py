"""How far the estimate of completeness may be trusted, and what stands in the tables of «Проверка ответов»."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.agreement import FEWEST_PAIRS, Agreement, agreement
from answers.table import Column
from data.decisions.checks import MARKS
from words import format

LABELS = {
    "outcome": "Решён ли вопрос",
    "is_complete": "Отвечено на все вопросы",
    "is_definite": "Названы срок и ответственный",
    "has_proof": "Есть подтверждение",
}
"""What a reader says of an answer; the order of the checklist."""
UNREAD, ONE_READER, UNCHECKED, PROVISIONAL, AGREED = "unread", "one_reader", "unchecked", "provisional", "agreed"
Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Trust:
    """state: UNREAD, ONE_READER, UNCHECKED, PROVISIONAL or AGREED, and the sentence that says so; marks: by name."""

    state: str
    sentence: str
    marks: Mapping[str, Agreement]


def trust(pairs: Sequence[Pair], readers: int) -> Trust:
    """What the double readings allow to say. pairs: marks of both readers; readers: how many people read by plan."""
    marks = {name: _agreement(pairs, name) for name in MARKS}
    return Trust(*_state(marks, len(pairs), readers), marks)


def _agreement(pairs: Sequence[Pair], name: str) -> Agreement:
    first, second = ([str(pair[side][name]) for pair in pairs] for side in (0, 1))
    return agreement(first, second, [str(value) for value in MARKS[name]])


def _state(marks: Mapping[str, Agreement], pairs: int, readers: int) -> tuple[str, str]:
    if readers == 0:
        return UNREAD, "Ещё никто не проверял ответы: полнота — «нет данных»."
    if readers == 1:
        return ONE_READER, "Предварительно, читает один человек."
    if pairs < FEWEST_PAIRS:
        said = f"дважды прочитано {format.number(pairs)} из {FEWEST_PAIRS} ответов, по которым видно согласие читателей"
        return UNCHECKED, f"Ещё не проверено: {said}."
    bad = [LABELS[name].lower() for name, one in marks.items() if not one.is_good]
    if bad:
        return PROVISIONAL, f"Предварительно: читатели расходятся ({'; '.join(bad)})."
    return AGREED, f"Читатели согласны: дважды прочитано {format.number(pairs)}."


AGREEMENT_COLUMNS = (
    Column("label", "Отметка"),
    Column("pairs", "Прочитано дважды", "count"),
    Column("share", "Совпало", "share"),
    Column("kappa", "κ Коэна", "number"),
    Column("ac1", "AC1 Гвета", "number", "Не падает, когда почти все отметки одинаковы."),
)
PLAN_COLUMNS = (
    Column("week_on", "Неделя с", "date"),
    Column("answers", "Ответов", "count", "Данных за неделю, сколько их было в срезе, когда план составили."),
    Column("planned", "В плане", "count"),
    Column("read", "Прочитано", "count"),
    Column("twice", "Прочитать дважды", "count"),
    Column("read_twice", "Прочитано дважды", "count"),
    Column("seed", "Зерно", "text", "С ним тот же план составляется снова."),
    Column("made_by", "Составил"),
)


def agreement_rows(found: Trust) -> pd.DataFrame:
    """label, pairs, share (0–1), kappa and ac1 of every mark; missing where not defined."""
    rows = [
        {"label": LABELS[name], "pairs": one.pairs, "share": one.share, "kappa": one.kappa, "ac1": one.ac1}
        for name, one in found.marks.items()
    ]
    return pd.DataFrame(rows, columns=["label", "pairs", "share", "kappa", "ac1"])


def plan_rows(plans: Sequence[Any]) -> pd.DataFrame:
    """One row per plan (`data.decisions.checks.plans.Plan`), as it is given."""
    names = ("plan_id", "week_on", "answers", "planned", "read", "twice", "read_twice", "seed", "made_by")
    rows = [{name: getattr(one, name) for name in names} | {"seed": str(one.seed)} for one in plans]
    return pd.DataFrame(rows, columns=list(names))
