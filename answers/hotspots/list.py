"""The list of hotspots: what was found, what is not proved, and of what too little is known. For screen and XLSX alike.

The search (`analysis.hotspots`) always goes through all topics and places of the asker; filters of topic and place only
leave out rows of its answer, so that the doubt told beside a row does not depend on what else is on the screen.
Sensitive topics are spoken of at the level of the district only, so no row names a place of theirs.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.hotspots import CHANGE, LABELS, LEAST, LEVEL, Hotspot, classify
from analysis.intervals import negative_binomial_interval
from answers.hotspots import searched
from answers.hotspots import weeks as hotspot_weeks
from answers.hotspots.counts import WeeklyCounts, everywhere, weekly_counts
from answers.hotspots.weeks import Window
from answers.table import Column
from data.errors import AccessError
from data.filters import Filters
from data.metrics import enough, members, stamp
from data.metrics.reader import Snapshot, open_snapshot
from data.scope import Scope
from words import format, texts

WEEKS = ("4", "12", "26", "52")
"""Windows of the switch; anything else is the period of the filters."""
WATCHED = 0.20
"""Doubt up to which a finding is watched."""
SHOWN_WEEKS = 104
SERIES_WEEKS = 52
HOTSPOT, FEW, WATCH = "hotspot", "few", "watch"
VERDICTS = {HOTSPOT: "проблемная точка", FEW: texts.FEW_DATA, WATCH: "не доказано"}
QUESTIONS = {
    LEVEL: "Больше, чем этим местам положено по тому, сколько они пишут о прочем.",
    CHANGE: "Больше, чем этим местам положено и чем они писали об этом прежде, сверх роста темы в районе.",
}
MEASURES = "не записаны"
BLIND = "Вам открыты только округлённые итоги, а проблемные точки ищутся по малым числам. Список не выгружается."
COLUMNS = (
    Column(
        "rank", "№", "count", "Сначала то, что продолжается, затем по убыванию уверенности; пусто у не доказанного."
    ),
    Column("verdict_label", "Вывод"),
    Column("kind_label", "Класс", "text", "По тому, как те же места стояли раньше."),
    Column("topic_label", "Тема"),
    Column("places_label", "Населённые пункты"),
    Column("first", "С", "date"),
    Column("last", "По", "date"),
    Column("state_label", "Сейчас", "text", "Закончилось — если затишье с тех пор вряд ли случайно (90 %)."),
    Column("records", "Записей", "count"),
    Column("expected", "Ожидалось", "number"),
    Column("ratio", "Отношение, раз", "number"),
    Column("low", "от (90 %)", "number"),
    Column("high", "до (90 %)", "number"),
    Column("p", "p поиска", "share", "Случайность такой находки в одной теме; за перебор мест и недель уплачено."),
    Column("q", "q", "share", "После поправки на все темы: доля ложных среди находок не сомнительнее этой."),
    Column("question_label", "Как найдено"),
    Column("measures", "Прежние меры"),
)


@dataclass(frozen=True)
class HotspotList:
    """frame: rows of the list, those that go on first, then the surest, see `hotspots`; everywhere: hotspots of all
    topics and places; searched: topics with enough records; ground: what they were searched in.
    """

    frame: pd.DataFrame
    everywhere: int
    searched: int
    ground: WeeklyCounts

    def rows(self, verdict: str) -> pd.DataFrame:
        """Rows of one verdict."""
        return self.frame[self.frame["verdict"] == verdict]


def window(filters: Filters, as_of: date, weeks: str) -> Window:
    """The window that the switch asks for; by default that of the filters' period."""
    asked = hotspot_weeks.window(filters, as_of)
    return replace(asked, weeks=int(weeks), is_cut=False) if weeks in WEEKS else asked


def by_default(scope: Scope) -> HotspotList:
    """What the screen shows without filters, over the newest snapshot."""
    usual = Filters()
    return hotspots(usual, scope, window(usual, stamp(usual).as_of, ""))


def hotspots(filters: Filters, scope: Scope, asked: Window) -> HotspotList:
    """What was found in the window, narrowed to the topics and places of the filters.

    Columns of the frame: those of `COLUMNS`, verdict (`VERDICTS`), kind (of `analysis.hotspots.LABELS`), topic and
    places (codes, the latter a tuple), key (names the row in an address), weeks (length of its period), quiet_weeks
    (since it ended, 0 when it goes on), is_over, series (records of the last weeks, the oldest first, at most
    `SERIES_WEEKS`). rank is its number among all hotspots of the district, missing for other verdicts. AccessError for
    who sees rounded totals only.
    """
    if scope.hides_small_cells:
        raise AccessError(BLIND)
    land = weekly_counts(filters, scope, asked)
    question = ("hotspots", everywhere(filters, land.window), scope, land.window, land.events)
    snapshot, beside = (
        open_snapshot(filters.snapshot, filters.snapshot_hash),
        searched.kept_beside(filters, scope, land),
    )
    found = snapshot.answer_once(question, lambda: _district_rows(land, beside))
    shown = found[_is_asked(found, filters)].reset_index(drop=True)
    return HotspotList(shown, int((found["verdict"] == HOTSPOT).sum()), int((land.totals >= LEAST).sum()), land)


def _is_asked(found: pd.DataFrame, filters: Filters) -> pd.Series:
    """Rows of the topics of the filters with at least one of their places."""
    kept = pd.Series(True, index=found.index)
    if filters.topics:
        kept &= found["topic"].isin(filters.topics)
    if filters.topic_groups:
        known = members("topic", filters)
        group = dict(zip(known["code"], known["group"].fillna(known["code"]), strict=True))
        kept &= found["topic"].map(group).isin(filters.topic_groups)
    if filters.municipalities or filters.places:
        places = _chosen_places(filters)
        kept &= pd.Series([not places.isdisjoint(own) for own in found["places"]], index=found.index, dtype=bool)
    return kept


def _chosen_places(filters: Filters) -> set[str]:
    known = members("place", filters)
    inside = pd.Series(True, index=known.index)
    if filters.municipalities:
        inside &= known["municipality"].isin(filters.municipalities)
    if filters.places:
        inside &= known["code"].isin(filters.places)
    return set(known.loc[inside, "code"])


def _district_rows(land: WeeklyCounts, beside: Snapshot | None) -> pd.DataFrame:
    """All rows of the district, hotspots first, then findings of few records, then what is not proved. beside: the
    snapshot that the search is kept with.
    """
    if not land.counts.size or not land.window.weeks:
        return pd.DataFrame(_rows(land, []))
    found = searched.found(land, WATCHED, beside)
    # Searched with the others, for what a place usually writes is learned from all; but never named by place.
    told = [(one, _verdict(one)) for one in found if not land.topics["is_sensitive"].iloc[one.topic]]
    return pd.DataFrame(_rows(land, sorted(told, key=lambda pair: (HOTSPOT, FEW, WATCH).index(pair[1]))))


def _verdict(one: Hotspot) -> str:
    if not one.is_named:
        return WATCH
    return HOTSPOT if one.count >= enough.FEW else FEW


def _rows(land: WeeklyCounts, told: list[tuple[Hotspot, str]]) -> dict[str, Any]:
    """Columns of the frame; typed also when there is nothing."""
    rows = [_row(land, one, verdict, number) for number, (one, verdict) in enumerate(told, start=1)]
    return {name: pd.Series([row[name] for row in rows], dtype=kind) for name, kind in _TYPES.items()}


_OBJECTS = (
    "verdict verdict_label kind kind_label topic topic_label places places_label key question_label measures "
    "first last state_label is_over series"
)
_WHOLE = "weeks quiet_weeks records"
_REAL = "rank expected ratio low high p q"
_TYPES: dict[str, Any] = {
    name: kind
    for names, kind in ((_OBJECTS, "object"), (_WHOLE, "int64"), (_REAL, "float64"))
    for name in names.split()
}


def _row(land: WeeklyCounts, one: Hotspot, verdict: str, number: int) -> dict[str, Any]:
    topic, places = land.topics.iloc[one.topic], land.places.iloc[list(one.places)]
    codes, kind = tuple(places["code"]), classify(one, land.usual)
    quiet = land.counts.shape[2] - one.end
    last = land.window.last_day(quiet)
    return {
        "rank": number if verdict == HOTSPOT else np.nan,
        "verdict": verdict,
        "verdict_label": VERDICTS[verdict],
        "kind": kind,
        "kind_label": LABELS[kind] if verdict == HOTSPOT else VERDICTS[verdict],
        "topic": topic["code"],
        "topic_label": topic["label"],
        "places": codes,
        "places_label": ", ".join(places["label"]),
        "key": f"{topic['code']}-{min(codes)}",
        "first": land.window.day(land.counts.shape[2] - 1 - one.start),
        "last": last,
        "is_over": quiet > 0,
        "state_label": f"закончилось {format.day_and_month(last)}" if quiet else "продолжается",
        "weeks": one.end - one.start,
        "quiet_weeks": quiet,
        "records": one.count,
        "series": tuple(land.counts[one.topic][list(one.places)].sum(axis=0)[-SERIES_WEEKS:].tolist()),
        "question_label": QUESTIONS[one.question],
        "measures": MEASURES,
        **{name: getattr(one, name) for name in ("expected", "ratio", "low", "high", "p", "q")},
    }


def timeline(land: WeeklyCounts, row: dict[Any, Any]) -> pd.DataFrame:
    """Weeks of one row of the list, the oldest first, as `components.figures.hotspot_timeline.weeks` takes them.

    expected: the records the topic had in the district that week, in the proportion in which the search expected them
    in the row's weeks, so that these sum to the row's expected. low, high: 90 % of such weeks by Poisson.
    """
    topic = land.topics.index[land.topics["code"] == row["topic"]][0]
    inside = land.counts[topic][land.places["code"].isin(row["places"]).to_numpy()].sum(axis=0)
    whole = land.counts[topic].sum(axis=0)
    ago = np.arange(len(inside))[::-1]
    is_own = (ago >= row["quiet_weeks"]) & (ago < row["quiet_weeks"] + row["weeks"])
    expected = whole * (row["expected"] / whole[is_own].sum())
    low, high = negative_binomial_interval(expected, 0.0)
    days = [land.window.day(week) for week in ago]
    made = {
        "day": days,
        "records": inside,
        "expected": expected,
        "low": low,
        "high": high,
        "inside": is_own,
    }
    return pd.DataFrame(made).tail(SHOWN_WEEKS).reset_index(drop=True)
