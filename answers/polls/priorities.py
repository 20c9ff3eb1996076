"""What to ask residents about first: every topic in every municipality by eight measures on fixed scales.

What cannot be measured is «нет данных»: its weight is spread over the rest, and the share that is known is shown. The
value of a poll is counted for one and the same poll everywhere, whose assumptions are `ASSUMED`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from analysis.intervals import rate_ratio
from analysis.polls.sample import sample_size
from analysis.polls.scales import DEFAULT_WEIGHTS, MEASURES, parts
from analysis.polls.smaa import DRAWS, standing
from analysis.polls.value import Inquiry, worth
from answers.hotspots import polls as candidates_of
from answers.hotspots.weeks import Window, history
from answers.table import Column
from data.errors import AccessError
from data.filters import Filters
from data.metrics import members, query
from data.metrics.enough import FEW
from data.scope import Scope

YEAR = candidates_of.YEAR

ERROR, MINUTES, MONTHS, DELAY = 0.07, 15, 12, 1
"""Of the poll that candidates are compared by: error of a share, minutes of work an answer, months with the decision,
months of delay. An hour of work counts as a resident-month.
"""
ASSUMED = (
    "Ценность и затраты — для одинакового опроса: случайная выборка, ошибка до 7 пунктов, 15 минут работы на ответ, "
    "решение на 12 месяцев, задержка на месяц, до опроса неизвестно ничего, сегодняшнее решение подходит половине; час "
    "работы — один жителе-месяц."
)
COLUMNS = (
    Column("rank", "Место", "count", "1 — первый; пусто: мало данных или не выносится."),
    Column("first", "Первый в весах", "share", f"Доля из {DRAWS} случайных наборов весов, в которых он первый."),
    Column("first_error", "± (ошибка розыгрыша)", "share"),
    Column("topic_label", "Тема"),
    Column("municipality_label", "Поселение"),
    Column("records", "Записей", "count"),
    Column("people", "Жителей затронуто", "count", "Жители населённых пунктов, откуда писали."),
    Column("persistence", "Недель с записями", "share"),
    Column("growth", "К прошлым годам, не меньше, раз", "number"),
    Column("disagreement", "Довольны ответом", "share", "Ближе к половине — больше разногласий; пусто: мало оценок."),
    Column("powers", "Свои полномочия", "number", "1 — район, 0,5 — поселение, 0 — чужие."),
    Column("cost", "Затраты, часов", "number"),
    Column("silence", "Пишут от ожидаемого", "share", "Записи поселения / ожидаемые по числу жителей."),
    Column("value", "Ценность опроса, жителе-месяцев", "number", ASSUMED),
    Column("score", "Оценка 0–1", "number"),
    Column("known", "Известно веса", "share", "Вес неизвестных мер разделён между известными."),
    Column("excluded", "Почему не выносится"),
)


def weights(params: Mapping[str, str]) -> dict[str, float]:
    """Weights from URL parameters `w_<measure>`, 0–100; nonsense counts as the default, all zero as all defaults."""
    found = {name: _weight(params.get(f"w_{name}", ""), DEFAULT_WEIGHTS[name]) for name in MEASURES}
    return found if sum(found.values()) > 0 else dict(DEFAULT_WEIGHTS)


def _weight(text: str, default: float) -> float:
    return float(min(int(text), 100)) if text.isascii() and text.isdigit() and len(text) < 4 else default


def candidates(filters: Filters, scope: Scope, window: Window, weight: Mapping[str, float]) -> pd.DataFrame:
    """Candidates in their order, those without enough data, then the excluded with `excluded` filled.

    Columns: those of `COLUMNS`, the codes topic and municipality, dominated, and `part_<measure>` (0–1). AccessError
    for who sees rounded totals only: an order by small counts would tell them.
    """
    if scope.hides_small_cells:
        raise AccessError(candidates_of.BLIND)
    frame = _measured(filters, scope, window)
    open_ones, barred = frame[frame["excluded"] == ""], frame[frame["excluded"] != ""]
    ranked = _ranked(open_ones.reset_index(drop=True), weight)
    return pd.concat([ranked, barred.sort_values("records", ascending=False, kind="stable")], ignore_index=True)


def _ranked(frame: pd.DataFrame, weight: Mapping[str, float]) -> pd.DataFrame:
    part = parts(frame)
    found = standing(part, [weight[name] for name in MEASURES])
    made = {
        "rank": np.where(found.rank > 0, found.rank.astype(float), np.nan),
        "first": found.first,
        "first_error": found.first_error,
        "dominated": found.dominated,
        "score": found.score,
        "known": found.known,
        **{f"part_{name}": part[:, i] for i, name in enumerate(MEASURES)},
    }
    ranked = frame.assign(**made)
    return ranked.sort_values(["rank", "records"], ascending=[True, False], na_position="last", kind="stable")


def _measured(filters: Filters, scope: Scope, window: Window) -> pd.DataFrame:
    """Topics in municipalities with at least `FEW` records in the window; what is measured only of those that may be
    asked about, so that a large store is not read for the rest.
    """
    asked = ["records", "rated", "satisfied_share"]
    frame = _known(query(asked, _PAIR, window.of(filters), scope))
    frame = frame[frame["records"] >= FEW].reset_index(drop=True)
    frame = candidates_of.with_powers(frame, filters)
    frame["excluded"] = [candidates_of.exclusion(row) for row in frame.to_dict("records")]
    open_ones = frame["excluded"] == ""
    narrow = replace(filters, topics=tuple(sorted(frame.loc[open_ones, "topic"].unique())))
    made = {name: np.full(len(frame), np.nan) for name in ("people", "persistence", "growth", "silence")}
    if open_ones.any():
        found = frame.loc[open_ones, _PAIR]
        made["people"][open_ones] = candidates_of.people(found, _told(narrow, scope, window), filters)
        made["persistence"][open_ones] = _persistence(found, narrow, scope, window)
        made["growth"][open_ones] = _growth(frame[open_ones], narrow, scope, window)
        made["silence"][open_ones] = _heard(found, filters, scope, window)
    polled = [_poll(people) for people in made["people"]]
    satisfied = frame["satisfied_share"].where(frame["rated"] >= FEW)
    costs = {"cost": [hours for hours, _ in polled], "value": [net for _, net in polled]}
    return frame.assign(**made, disagreement=satisfied, **costs)


_PAIR = ["topic", "municipality"]


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.dropna(subset=[name for name in (*_PAIR, "place") if name in frame])


def _told(filters: Filters, scope: Scope, window: Window) -> pd.DataFrame:
    """Places that have written about a topic in the window."""
    return _known(query(["records"], ["topic", "place"], window.of(filters), scope).dropna(subset=["topic", "place"]))


def _persistence(found: pd.DataFrame, filters: Filters, scope: Scope, window: Window) -> Any:
    """Share of the calendar weeks of the window in which there were records."""
    weekly = _known(query(["records"], [*_PAIR, "week"], window.of(filters), scope))
    counted = weekly.groupby(_PAIR).size().rename("weeks").reset_index()  # a row a week
    first = window.first - timedelta(days=window.first.weekday())
    weeks = min((window.last - first).days // 7 + 1, history(filters, scope, window.last) + 1)
    joined = found.merge(counted, on=_PAIR, how="left", validate="1:1")
    return np.minimum(joined["weeks"].fillna(0).to_numpy() / weeks, 1.0)


def _growth(frame: pd.DataFrame, filters: Filters, scope: Scope, window: Window) -> Any:
    """Lower end of the ratio to the mean of the same weeks of earlier years; missing without one."""
    years = (history(filters, scope, window.last) - window.weeks) // YEAR
    if years < 1:
        return np.full(len(frame), np.nan)
    past = pd.concat([_past(filters, scope, window, year) for year in range(1, years + 1)])
    before = past.groupby(_PAIR)["records"].sum().rename("past").reset_index()
    joined = frame[_PAIR].merge(before, on=_PAIR, how="left", validate="1:1")["past"].fillna(0.0)
    return rate_ratio(frame["records"], joined, exposure=1.0 / years)[0]


def _past(filters: Filters, scope: Scope, window: Window, year: int) -> pd.DataFrame:
    back = timedelta(days=7 * YEAR * year)
    shifted = replace(filters, period="all", date_from=window.first - back, date_to=window.last - back)
    return _known(query(["records"], _PAIR, shifted, scope))


def _poll(people: float) -> tuple[float, float]:
    """Hours of work and net value of the assumed poll; missing where nobody knows how many people it is about."""
    if not people > 0:
        return np.nan, np.nan
    answers = sample_size(int(people), ERROR)
    hours = answers * MINUTES / 60
    return hours, worth(Inquiry(people, MONTHS, 0.5, (1, 1), answers, DELAY, hours)).net


def _heard(frame: pd.DataFrame, filters: Filters, scope: Scope, window: Window) -> Any:
    """Records of a municipality against what its residents would send at the rate of all together; of any topic."""
    anything = replace(window.of(filters), topics=(), topic_groups=(), municipalities=(), places=())
    counts = query(["records"], ["municipality"], anything, scope).dropna(subset=["municipality"])
    people = members("municipality", filters).set_index("code")["population"].astype(float)
    records = counts.set_index("municipality")["records"].astype(float)
    lived = people.reindex(records.index)
    rate = records[lived > 0].sum() / lived[lived > 0].sum() if (lived > 0).any() else np.nan
    return (frame["municipality"].map(records) / (frame["municipality"].map(people) * rate)).to_numpy()
