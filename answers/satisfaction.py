"""What ratings tell and what they do not: who keeps silent, and whether a quick answer is rated better."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.shares import against_the_rest
from answers.frames import is_told
from data.metrics import METRICS
from words import format

SHARE, RATED = "satisfied_share", "rated_share"
TOTALS = (SHARE, "rating_mean", "rated", RATED)
MOST_NAMED = 3
FALSE_SHARE = 0.1
"""Of members said to differ, how many may be so by chance."""
_FEWEST_COMPARED = 2
NOT_A_CAUSE = (
    "Это связь, а не причина: на простое отвечают и скорее, и полнее, и у каналов разные заявители — отберите один "
    "канал."
)


def silence(row: Mapping[str, Any]) -> str:
    """How many of those answered have not rated, and between what their silence leaves the share of the satisfied.

    row: `TOTALS` of the door with intervals. Nothing where nobody was answered or rated.
    """
    n, rated, share = row[f"{RATED}_n"], row["rated"], row[SHARE]
    if format.is_missing(n) or not n or format.is_missing(rated) or format.is_missing(share):
        return ""
    silent = int(n) - int(rated)
    if not silent:
        return ""
    ends = share * rated / n, (share * rated + silent) / n
    low, high = (format.percent(end, 0) for end in ends)
    words = format.plural(silent, "отвеченная запись", "отвеченные записи", "отвеченных записей")
    return (
        f"Без оценки — {words} из {format.number(n)}. Что думают эти заявители, неизвестно: если бы все они были "
        f"недовольны, довольных было бы {low}, если бы все довольны — {high}."
    )


def who_keeps_silent(frame: pd.DataFrame, dimension_id: str) -> str:
    """Members whose applicants rate less or more often than all the others', the quietest first, and those of whom no
    rating is known: whether they were asked is not known either.

    frame: `TOTALS` by the dimension with intervals.
    """
    if frame.empty:
        return ""
    is_none = frame["rated"].eq(0) & frame[f"{RATED}_n"].gt(0)
    lower, higher = _different(frame[~is_none], RATED, dimension_id)
    never = frame[is_none & frame[dimension_id].notna()].sort_values(f"{RATED}_n", ascending=False, kind="stable")
    words = [f"«{label}»" for label in never[f"{dimension_id}_label"]]
    said = [("Реже оценивают", _with_shares(lower, RATED, dimension_id))]
    said += [("Чаще", _with_shares(higher, RATED, dimension_id)), ("Ни одной оценки", words)]
    return _sentences(said)


def by_band(frame: pd.DataFrame, dimension_id: str) -> str:
    """After which answers — how soon, how complete — applicants are satisfied more or less often than after all others.

    frame: `SHARE` by the dimension with intervals.
    """
    if sum(is_told(METRICS[SHARE], row) for row in frame.to_dict("records")) < _FEWEST_COMPARED:
        return "Сравнить нечего: оценок мало."
    lower, higher = _different(frame, SHARE, dimension_id)
    said = [("Довольны чаще остальных", higher), ("Реже", lower)]
    found = _sentences([(head, _with_shares(rows, SHARE, dimension_id)) for head, rows in said])
    return f"{found} {NOT_A_CAUSE}" if found else "Разницы между группами, которую не объяснить случайностью, нет."


def _different(frame: pd.DataFrame, metric_id: str, dimension_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Members whose share is lower, and those whose share is higher than all the others' (the highest first). All are
    compared at once: of those named `FALSE_SHARE` may be so by chance.
    """
    told = [is_told(METRICS[metric_id], row) for row in frame.to_dict("records")]
    rows = frame.loc[np.array(told, dtype=bool)]
    if rows.empty:
        return rows, rows
    n = rows[f"{metric_id}_n"].to_numpy(dtype=float)
    hits = rows[metric_id].to_numpy(dtype=float) * n
    differs = (against_the_rest(hits, n) < FALSE_SHARE) & rows[dimension_id].notna().to_numpy()
    named = rows[differs].sort_values(metric_id, kind="stable")
    is_low = named[metric_id] < hits.sum() / n.sum()
    return named[is_low], named[~is_low].iloc[::-1]


def _with_shares(rows: pd.DataFrame, metric_id: str, dimension_id: str) -> list[str]:
    pairs = zip(rows[f"{dimension_id}_label"], rows[metric_id], strict=True)
    return [f"«{label}» ({format.percent(share, 0)})" for label, share in pairs]


def _sentences(said: Sequence[tuple[str, Sequence[str]]]) -> str:
    """«Реже: «ВК» (5 %), «ОК» (7 %) и ещё 4. Чаще: …»; a head without members is left out."""
    made = []
    for head, names in said:
        more = f" и ещё {format.number(len(names) - MOST_NAMED)}" if len(names) > MOST_NAMED else ""
        made += [f"{head}: {', '.join(names[:MOST_NAMED])}{more}."] if names else []
    return " ".join(made)
