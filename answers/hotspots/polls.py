"""«Кандидат в опрос»: which problem to ask the people about first, in an order that anybody can recount.

A candidate is one topic in one municipality. What must not be polled is listed too, with the reason: a duty of the law
is not a matter of taste, and a sensitive topic is nobody else's.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.intervals import rate_ratio
from analysis.priority import DEFAULT_WEIGHTS, MEASURES, prioritise
from answers.hotspots.weeks import Window, history, weekly
from answers.table import Column
from data.decisions.polls import barred
from data.errors import AccessError
from data.filters import MISSING, Filters
from data.metrics import members
from data.metrics.enough import FEW
from data.scope import Scope

YEAR = 52
TOP = 5
BLIND = "Вам открыты только округлённые итоги, а список кандидатов построен на малых числах. Он не выгружается."
POWERS: Mapping[str, float] = {"own": 1.0, "settlement": 0.5, "republic": 0.0, "utility": 0.0, "federal": 0.0}
COMPETENCE: Mapping[str, str] = {
    "own": "район",
    "settlement": "поселение",
    "republic": "республика",
    "utility": "ресурсная организация",
    "federal": "федеральные органы",
}
COLUMNS = (
    Column("rank", "Место", "count", "1 — первый кандидат; пусто: мало данных или не выносится."),
    Column("best", "Место не выше", "count", "При 90 % сочетаний весов вокруг выбранных."),
    Column("worst", "Место не ниже", "count"),
    Column("topic_label", "Тема"),
    Column("municipality_label", "Поселение"),
    Column("records", "Записей", "count"),
    Column("people", "Жителей затронуто", "count", "Жители населённых пунктов, откуда писали."),
    Column("persistence", "Недель с записями", "share", "Доля недель окна, в которые об этом писали."),
    Column("ratio", "К тем же неделям прошлых лет, раз", "number"),
    Column("growth_low", "от (90 %)", "number", "Нижний край отношения: он и входит в оценку."),
    Column("competence_label", "Кто решает"),
    Column("powers", "Свои полномочия", "number", "1 — район, 0,5 — поселение, 0 — чужие."),
    Column("score", "Оценка 0–1", "number"),
    Column("in_top", f"Среди первых {TOP}", "share", "При какой доле сочетаний весов."),
    Column("excluded", "Почему не выносится"),
)


def weights(params: Mapping[str, str]) -> dict[str, float]:
    """Weights from URL parameters `w_<measure>`, 0–100; nonsense counts as the default, all zero as all defaults."""
    found = {name: _weight(params.get(f"w_{name}", ""), DEFAULT_WEIGHTS[name]) for name in MEASURES}
    return found if sum(found.values()) > 0 else dict(DEFAULT_WEIGHTS)


def _weight(text: str, default: float) -> float:
    return float(min(int(text), 100)) if text.isdecimal() and len(text) < 4 else default


def candidates(filters: Filters, scope: Scope, window: Window, weight: Mapping[str, float]) -> pd.DataFrame:
    """Candidates in their order, then those without enough data, then the excluded with `excluded` filled.

    Columns: those of `COLUMNS`, the codes topic and municipality, and `part_<measure>` (0–1). rank, best, worst, score
    and in_top are missing for the excluded and where a measure is missing. AccessError for who sees rounded totals
    only: an order by small counts would tell them.
    """
    if scope.hides_small_cells:
        raise AccessError(BLIND)
    frame = _measured(filters, scope, window)
    frame["excluded"] = [exclusion(row) for row in frame.to_dict("records")]
    open_ones, barred = frame[frame["excluded"] == ""], frame[frame["excluded"] != ""]
    order = prioritise(
        *(open_ones[n] for n in ("people", "persistence", "growth_low", "powers")), weights=weight, top=TOP
    )
    places = {name: _place(getattr(order, name)) for name in ("rank", "best", "worst")}
    parts = {f"part_{name}": order.parts[:, i] for i, name in enumerate(MEASURES)}
    ranked = open_ones.assign(**places, score=order.score, in_top=order.in_top, **parts)
    ranked = ranked.sort_values(["rank", "records"], ascending=[True, False], na_position="last", kind="stable")
    return pd.concat([ranked, barred.sort_values("records", ascending=False, kind="stable")], ignore_index=True)


def _place(values: Any) -> Any:
    return np.where(values > 0, values.astype(float), np.nan)


def exclusion(row: Mapping[Any, Any]) -> str:
    """Why a topic must not be polled; empty when it may be."""
    flags = {name: bool(row[name]) for name in ("is_sensitive", "is_pollable")}
    return barred.reason(str(row["topic"]), str(row["competence"]), **flags)


def _measured(filters: Filters, scope: Scope, window: Window) -> pd.DataFrame:
    """Topics in municipalities with at least `FEW` records in the window, and their four measures."""
    rows = weekly(["topic", "municipality"], filters, scope, window.last)
    rows = rows[(rows["topic"] != MISSING) & (rows["municipality"] != MISSING)]
    keys = ["topic", "topic_label", "municipality", "municipality_label"]
    known = history(filters, scope, window.last)
    grouped = rows[rows["ago"] < window.weeks].groupby(keys, sort=True)
    frame = grouped["records"].sum(min_count=1).reset_index()
    frame = frame.assign(persistence=grouped["ago"].nunique().to_numpy() / _weeks(window, known))
    frame = frame[frame["records"] >= FEW].reset_index(drop=True)
    frame = frame.assign(people=_people(frame, filters, scope, window))
    years = (known - window.weeks) // YEAR
    return with_powers(_with_growth(frame, rows, window, years), filters)


def _weeks(window: Window, known: int) -> int:
    """Weeks of the window in which anything could be known, the begun first one among them."""
    return min(window.weeks, known + 1)


def _people(frame: pd.DataFrame, filters: Filters, scope: Scope, window: Window) -> Any:
    told = weekly(["topic", "place"], filters, scope, window.last)
    told = told[(told["ago"] < window.weeks) & (told["place"] != MISSING)].drop_duplicates(["topic", "place"])
    return people(frame, told, filters)


def people(frame: pd.DataFrame, told: pd.DataFrame, filters: Filters) -> Any:
    """Residents of the places the records came from, by row of frame (topic, municipality); of the municipality where
    no place is told. told: topic and place, once each.
    """
    places = members("place", filters)[["code", "municipality", "population"]].rename(columns={"code": "place"})
    by_place = told.merge(places, on="place", how="left", validate="m:1")
    affected = by_place.groupby(["topic", "municipality"])["population"].sum(min_count=1).rename("people")
    found = frame[["topic", "municipality"]].merge(affected.reset_index(), how="left", validate="1:1")["people"]
    everybody = members("municipality", filters).set_index("code")["population"]
    return np.where(found.isna(), frame["municipality"].map(everybody).astype(float), found)


def _with_growth(frame: pd.DataFrame, rows: pd.DataFrame, window: Window, years: int) -> pd.DataFrame:
    """Records against the mean of the same weeks of the earlier years, so that winter is not held against summer."""
    past = [rows[rows["ago"].between(YEAR * k, YEAR * k + window.weeks - 1)] for k in range(1, years + 1)]
    if not past:
        return frame.assign(ratio=np.nan, growth_low=np.nan)
    before = pd.concat(past).groupby(["topic", "municipality"])["records"].sum().rename("past")
    joined = frame.merge(before.reset_index(), on=["topic", "municipality"], how="left", validate="1:1")
    past_records = joined.pop("past").fillna(0.0)
    low, _ = rate_ratio(joined["records"], past_records, exposure=1.0 / years)
    ratio = joined["records"] / (past_records / years).where(past_records > 0)
    return joined.assign(ratio=ratio, growth_low=low)


def with_powers(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Adds competence, is_sensitive, is_pollable, powers (0–1) and competence_label by the code of the topic."""
    known = members("topic", filters).set_index("code")[["competence", "is_sensitive", "is_pollable"]]
    found = frame.join(known, on="topic")
    labels = found["competence"].map(COMPETENCE)
    return found.assign(powers=found["competence"].map(POWERS), competence_label=labels)
