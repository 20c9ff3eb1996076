"""«Тихо — не значит хорошо»: places that write less than places of their size, or than they used to, and how many
problems are probably told by nobody.

Two expectations for every place: by its residents (the rate of all places together, drawn to the place's own by
nothing: a place is held against the others) and by its own past. The chance of so few records is Poisson's; the many
places are paid for by Benjamini–Hochberg.
"""

from typing import Any

import numpy as np
import pandas as pd

from analysis.hotspots import FALSE_DISCOVERIES
from analysis.multiple import q_values
from analysis.reporting import Reporting, reporting, silence
from answers.heat_map.territories import territories
from answers.hotspots.weeks import Window, history, series, weekly
from answers.table import Column
from data.errors import AccessError
from data.filters import MISSING, Filters
from data.metrics import members
from data.scope import Scope
from words import texts

LEAST_PAST = 26
"""Weeks before the window from which a place has a past to be held against."""
VERDICTS = ("silent", "quiet", "long", "maybe", "usual", "few_data")
"""From what needs a look most. «long»: too small for the window to say anything, but silent for longer than its size
explains; «maybe»: unusual by itself, but not after the correction for many places.
"""
WORDS = {
    "silent": "молчит",
    "quiet": "пишет мало",
    "long": "давно молчит",
    "maybe": "возможно, случайно",
    "usual": "как обычно",
    "few_data": texts.FEW_DATA,
}
COLUMNS = (
    Column("place_label", "Населённый пункт"),
    Column("said", "Вывод"),
    Column("people", "Жителей", "count", "Справочно, около 2020–2021."),
    Column("records", "Записей", "count"),
    Column("by_people", "Ждали по жителям", "number", "По общей доле записей на жителя."),
    Column("by_past", "Ждали по прошлому", "number", "Столько же, сколько село писало прежде."),
    Column("quiet_weeks", "Недель без записей", "count", "С последней записи; пусто, если не было ни одной."),
    Column("q", "Случайно, q", "share", "После поправки на число сёл (Бенджамини — Хохберг)."),
)


def places(filters: Filters, scope: Scope, window: Window) -> pd.DataFrame:
    """Every place the asker may see, those that need a look first.

    Columns: place, place_label, people (missing when unknown), records (of the window), by_people, by_past (expected
    records, missing when they can't be known), chance (of so few by accident, the smaller of both), q (after
    correction), verdict (`VERDICTS`), quiet_weeks (since the last record; missing when there was never one),
    known_weeks, said (the verdict in words). AccessError for who sees rounded totals only: a hidden count is not a
    silence.
    """
    if scope.hides_small_cells:
        raise AccessError("Вам открыты только округлённые итоги: по ним не видно, молчит ли село.")
    seen = territories("place", filters, scope)
    known = history(filters, scope, window.last)
    rows = weekly(["place"], filters, scope, window.last)
    counts = np.array([series(rows[rows["place"] == code], known) for code in seen["code"]]).reshape(len(seen), known)
    past = max(known - window.weeks, 0)
    inside = counts[:, past:].sum(axis=1)
    people = seen["population"].to_numpy(dtype=float)
    by_people = _by_people(inside, people)
    by_past = counts[:, :past].sum(axis=1) * (window.weeks / past) if past >= LEAST_PAST else np.full(len(seen), np.nan)
    made: dict[str, Any] = {"records": inside, "by_people": by_people, "by_past": by_past}
    frame = pd.DataFrame({"place": seen["code"], "place_label": seen["label"], "people": people, **made})
    frame = frame.assign(**_judged(inside, by_people, by_past), quiet_weeks=_quiet(counts), known_weeks=known)
    return _ordered(_with_long_silence(frame, _by_people(counts.sum(axis=1), people) / max(known, 1)))


def _with_long_silence(frame: pd.DataFrame, per_week: Any) -> pd.DataFrame:
    """Places too small for the window: the chance e^(−rate · weeks) of a silence as long as theirs, corrected among
    them. per_week: records a week that their residents promise.
    """
    weeks = frame["quiet_weeks"].fillna(frame["known_weeks"]).to_numpy(dtype=float)
    small = (frame["verdict"] == "few_data").to_numpy()
    q = q_values(np.where(small, np.exp(-per_week * weeks), np.nan))
    found = small & (np.nan_to_num(q, nan=1.0) <= FALSE_DISCOVERIES)
    return frame.assign(verdict=np.where(found, "long", frame["verdict"]), q=np.where(small, q, frame["q"]))


def _by_people(records: Any, people: Any) -> Any:
    """What the rate of all places together promises each; missing where nobody knows how many live."""
    known = people > 0
    total = people[known].sum()
    return np.where(known, people * (records[known].sum() / total), np.nan) if total else np.full(len(people), np.nan)


def _judged(records: Any, by_people: Any, by_past: Any) -> dict[str, Any]:
    """The worse of the two verdicts; each chance is doubled, since two were looked at."""
    words, chances = zip(*(silence(records, expected) for expected in (by_people, by_past)), strict=True)
    known = np.array(chances)
    nothing = np.isnan(known).all(axis=0)
    looked = (~np.isnan(known)).sum(axis=0)
    chance = np.where(nothing, np.nan, np.minimum(1.0, looked * np.nanmin(np.where(nothing, 1.0, known), axis=0)))
    q = q_values(chance)
    unusual = np.isin(np.array(words), ("silent", "quiet")).any(axis=0)
    verdict = np.where(records == 0, "silent", "quiet")
    verdict = np.where(unusual, np.where(q <= FALSE_DISCOVERIES, verdict, "maybe"), "usual")
    return {"chance": chance, "q": q, "verdict": np.where(nothing, "few_data", verdict)}


def _quiet(counts: Any) -> Any:
    """Weeks since the last record, 0 when the last week has one; missing when there was none at all."""
    weeks = counts.shape[1]
    last = np.where(counts > 0, np.arange(weeks), -1).max(axis=1, initial=-1)
    return np.where(last >= 0, weeks - 1 - last, np.nan)


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    rank = frame["verdict"].map({code: i for i, code in enumerate(VERDICTS)})
    order = np.lexsort([frame["place"], -frame["people"].fillna(0), frame["q"].fillna(1.0), rank])
    return frame.iloc[order].reset_index(drop=True).assign(said=lambda found: found["verdict"].map(WORDS))


def signal(filters: Filters, scope: Scope, window: Window) -> pd.DataFrame:
    """How much of what goes wrong is told at all, by municipality and for the whole (`municipality` missing).

    A problem is here one topic in one place in one week; its records stand for its reporters: who writes twice counts
    twice, so the told share is rather too high. Columns: municipality, municipality_label, and the fields of
    `analysis.reporting.Reporting`.
    """
    rows = weekly(["place", "topic"], filters, scope, window.last)
    rows = rows[(rows["ago"] < window.weeks) & (rows["place"] != MISSING) & (rows["topic"] != MISSING)]
    owner = members("place", filters).set_index("code")["municipality"]
    labels = members("municipality", filters).set_index("code")["label"]
    rows = rows.assign(owner=rows["place"].map(owner))
    parts = [_estimate_row(str(code), str(labels[str(code)]), part) for code, part in rows.groupby("owner")]
    return pd.DataFrame([_estimate_row(None, "Все вместе", rows), *parts])


def _estimate_row(code: str | None, label: str, rows: pd.DataFrame) -> dict[str, Any]:
    found: Reporting = reporting(rows["records"].dropna().to_numpy(dtype=float))
    return {"municipality": code, "municipality_label": label, **vars(found)}
