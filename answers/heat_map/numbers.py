"""The numbers of the heat map, for the screen and for its XLSX alike: the door's answers and what is derived from them.

Smoothed: analysis.smoothing, its prior learned from all territories of the level, the silent ones too.
Growth a/b − 1: the interval of the ratio of two Poisson counts comes from Wilson's interval for a / (a + b).
Difference x − y: MOVER (Zou, Donner 2008) joins the two intervals, low = d − √((x − lx)² + (uy − y)²),
high = d + √((ux − x)² + (y − ly)²).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.smoothing import smooth
from answers.heat_map.measures import MEASURES, VALUES, Answer, MapView, Measure, difference, text
from answers.heat_map.territories import LEVELS, territories, with_silent, with_zeros
from answers.table import Column, Kind, dimension_column
from data.filters import Filters
from data.metrics import lattice, metric, query
from data.metrics.intervals import wilson
from data.scope import Scope
from words import format, texts

TOPICS = ("topic_group", "topic")
SMOOTHED = "per_1000_smoothed"


def topic_level(filters: Filters) -> str:
    """What topics are broken down by: groups, or the topics of the one chosen group."""
    return "topic" if filters.topics or len(filters.topic_groups) == 1 else "topic_group"


def dimensions(look: MapView, filters: Filters) -> tuple[str, ...]:
    """What the map of this look is broken down by."""
    if look.mode == "topics":
        return ("municipality", topic_level(filters))
    return (look.cells, look.step) if look.mode == "time" else (look.cells,)


def earlier(filters: Filters, against: str, as_of: date, who: Scope) -> Filters | None:
    """The period compared with, seen from its own last day; missing when the period has no beginning."""
    if who.hides_small_cells:
        return lattice.months_before(filters, as_of, back=12 if against == "year" else 0)
    first, last = filters.span(as_of)
    if first is None:
        return None
    if against == "year":
        first, last = ((pd.Timestamp(day) - pd.DateOffset(years=1)).date() for day in (first, last))
        return replace(filters, date_from=first, date_to=last, as_of=last)
    before = filters.previous(as_of)
    return None if before is None else replace(before, as_of=before.date_to)


def no_earlier(filters: Filters) -> str:
    """Why there is nothing to compare with, and what helps: a state asks for no period of the list."""
    if filters.state and not (filters.date_from or filters.date_to):
        state = f"Условие «{texts.STATES[filters.state]}» берёт записи любого периода"
        return f"{state}: предыдущего нет, сравнивать не с чем. Задайте свои даты или уберите условие."
    return "У периода «За всё время» нет предыдущего, сравнивать не с чем. Выберите период с началом."


def answer(look: MapView, filters: Filters, as_of: date, who: Scope) -> Answer:
    """What the map shows: every step of the time axis in the mode `time`, every group in `topics`."""
    return answer_by(look, dimensions(look, filters), filters, as_of, who)


def answer_by(look: MapView, by: tuple[str, ...], filters: Filters, as_of: date, who: Scope) -> Answer:
    """The measure of a look by any dimensions; territories without records are there too, where they come first."""
    measure = MEASURES[look.measure]
    if look.mode == "compare" or (measure.is_change and look.mode != "time"):
        return _compared(look, measure, by, filters, as_of, who)
    frame = _values_of(measure, by, filters, who)
    if measure.declared.id != SMOOTHED:
        days = list(steps(look, filters, as_of, who)["day"]) if look.mode == "time" else []
        frame = with_silent(frame, by, metric(measure.asked), filters, who, days)
    if measure.declared.id == SMOOTHED:
        return Answer(measure, by, smoothed_rates(frame, by, territories(by[0], filters, who)))
    if measure.is_change:
        return Answer(measure, by, _step_to_step(look, frame, by, filters, as_of, who))
    return Answer(measure, by, frame)


def places(look: MapView, filters: Filters, as_of: date, who: Scope) -> Answer:
    """The circles: the same answer by place, with `records` beside the value."""
    found = answer(
        replace(look, cells="place", mode="map" if look.mode == "topics" else look.mode), filters, as_of, who
    )
    counts = query(["records"], found.by, filters, who)[[*found.by, "records"]]
    return replace(found, frame=_joined(found.frame, counts, found.by))


def steps(look: MapView, filters: Filters, as_of: date, who: Scope) -> pd.DataFrame:
    """The time axis: `day` (first of the step), `records`, `is_whole` (the period holds the step whole)."""
    counts = query(["records"], [look.step], filters, who, fill=True)
    first, last = filters.span(as_of)
    days = list(counts[look.step])
    whole = [(first is None or day >= first) and end_of_step(day, look.step) <= last for day in days]
    return pd.DataFrame({"day": days, "records": counts["records"], "is_whole": whole})


def current_step(look: MapView, axis: pd.DataFrame) -> date | None:
    """The step the map stands at: the one that holds `look.at`, else the last whole one; None without steps."""
    days = list(axis["day"])
    try:
        wanted = pd.Timestamp(look.at).date() if look.at else None
    except ValueError:
        wanted = None
    # The last step is nearly always cut by the day of the report: shown first, it would look like a sudden calm.
    held = [day for day in days if wanted and day <= wanted <= end_of_step(day, look.step)]
    whole = [day for day, is_whole in zip(days, axis["is_whole"], strict=True) if is_whole]
    return (held or whole or days or [None])[-1]


def end_of_step(day: date, step: str) -> date:
    """Last day of the step that begins on `day`."""
    offset = pd.DateOffset(months=1) if step == "month" else pd.DateOffset(weeks=1)
    return (pd.Timestamp(day) + offset - pd.Timedelta(days=1)).date()


def title(look: MapView, found: Answer, filters: Filters, as_of: date, who: Scope) -> str:
    """What a picture of this look is called."""
    label = found.measure.declared.label
    if look.mode == "topics":
        return f"По группам тем: {label}"
    if look.mode == "compare":
        before = earlier(filters, look.against, as_of, who)
        return f"Карта района: {label}{'' if before is None else both_periods(filters, before, as_of)}"
    if look.mode == "time" and look.at:
        return f"Карта района: {label} · {look.at}"
    return f"Карта района: {label}"


def both_periods(filters: Filters, before: Filters, as_of: date) -> str:
    """« · 01.12.2025–29.11.2026, сравнение с 02.12.2024–30.11.2025»."""
    now, then = (format.period(*one.span(as_of)) for one in (filters, before))
    return f" · {now}, сравнение с {then}"


def _compared(
    look: MapView, measure: Measure, by: tuple[str, ...], filters: Filters, as_of: date, who: Scope
) -> Answer:
    before = earlier(filters, look.against, as_of, who)
    if before is None:
        return Answer(difference(measure), by, _empty(by), no_earlier(filters))
    now, then = (
        with_silent(_values_of(measure, by, one, who), by, metric(measure.asked), one, who) for one in (filters, before)
    )
    if measure.is_change:
        return Answer(measure, by, growth(now, then, by))
    is_count = measure.declared.kind in ("count", "rate")
    if measure.declared.id == SMOOTHED:
        everywhere = territories(by[0], filters, who)
        now, then = (smoothed_rates(frame, by, everywhere) for frame in (now, then))
    elif is_count:
        people = territories(by[0], filters, who) if measure.declared.kind == "rate" and by[0] in LEVELS else None
        if measure.declared.kind == "count" or people is not None:
            now, then = with_zeros(now, then, by, people)
    return Answer(difference(measure), by, differences(now, then, by, is_count=is_count))


def _values_of(measure: Measure, by: Sequence[str], filters: Filters, who: Scope) -> pd.DataFrame:
    """The door's answer with values by their common names, shares in percent."""
    code = measure.asked
    frame = query([code], by, filters, who, intervals=True)
    named = {code: "value", **{f"{code}_{end}": end for end in VALUES[1:]}}
    k = 100.0 if measure.declared.is_share else 1.0
    made = frame.rename(columns=named)
    return made.assign(**{end: made[end].astype(float) * k for end in ("value", "low", "high")})


def _empty(by: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(columns=[*(c for d in by for c in (d, f"{d}_label")), *VALUES])


def growth(now: pd.DataFrame, before: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Change of a count in percent; missing where there was nothing before. n: records of both periods together."""
    both = _side_by_side(now, before, by)
    a, b = both["now"].fillna(0).to_numpy(dtype=float), both["before"].fillna(0).to_numpy(dtype=float)
    low, high = (ends / np.where(ends < 1, 1 - ends, np.nan) for ends in wilson(a, a + b))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(b > 0, a / b, np.nan)
    low, high = (np.where(b > 0, end, np.nan) for end in (low, high))
    value, low, high = (100 * (values - 1) for values in (ratio, low, high))
    return both.assign(now=a, before=b, value=value, low=low, high=high, n=a + b)


def differences(now: pd.DataFrame, before: pd.DataFrame, by: Sequence[str], *, is_count: bool) -> pd.DataFrame:
    """`now` − `before` with the MOVER interval; missing where either is. n: the smaller one, of counts the sum."""
    both = _side_by_side(now, before, by)
    x, y = both["now"], both["before"]
    low = x - y - np.sqrt((x - both["now_low"].fillna(x)) ** 2 + (both["before_high"].fillna(y) - y) ** 2)
    high = x - y + np.sqrt((both["now_high"].fillna(x) - x) ** 2 + (y - both["before_low"].fillna(y)) ** 2)
    n = both["now_n"] + both["before_n"] if is_count else both[["now_n", "before_n"]].min(axis=1, skipna=False)
    return both.assign(value=x - y, low=low, high=high, n=n)


def _side_by_side(now: pd.DataFrame, before: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Members of either period: `now`, `now_low`, … and `before`, `before_low`, …"""
    keys = [c for d in by for c in (d, f"{d}_label")]
    parts = [
        frame[[*keys, *VALUES]].rename(columns={"value": name, **{end: f"{name}_{end}" for end in VALUES[1:]}})
        for name, frame in (("now", now), ("before", before))
    ]
    return _joined(parts[0], parts[1], keys)


def _joined(one: pd.DataFrame, other: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Rows of either, one for each combination of keys: codes, all of which may be «не определено» in one of them."""
    codes = dict.fromkeys(keys, object)
    return one.astype(codes).merge(other.astype(codes), on=list(keys), how="outer", validate="1:1", sort=False)


def _step_to_step(
    look: MapView, frame: pd.DataFrame, by: tuple[str, ...], filters: Filters, as_of: date, who: Scope
) -> pd.DataFrame:
    """Growth against the step before; unknown where the period cuts either of the two."""
    grown = growth(frame, _step_before(frame, look.step), by)
    axis = steps(look, filters, as_of, who)
    whole = [False, *axis["is_whole"]]
    cut = {day for i, day in enumerate(axis["day"]) if not (whole[i] and whole[i + 1])}
    grown.loc[grown[look.step].isin(cut), ["value", "low", "high"]] = np.nan
    return grown


def _step_before(frame: pd.DataFrame, step: str) -> pd.DataFrame:
    """The same counts moved one step on: what stood there one step earlier."""
    offset = pd.DateOffset(months=1) if step == "month" else pd.Timedelta(weeks=1)
    moved = [(pd.Timestamp(day) + offset).date() for day in frame[step]]
    last = max(frame[step], default=None)
    steps_on: Any = {step: moved, f"{step}_label": [str(day) for day in moved]}
    shifted = frame.assign(**steps_on)
    return shifted[[day <= last for day in moved]] if last is not None else shifted


def columns(found: Answer) -> tuple[Column, ...]:
    """Columns of the XLSX: dimensions, both periods where there are two, the value with its interval and n.

    Shares and their differences are percent and points, as on the map.
    """
    d = found.measure.declared
    unit = "" if d.unit in ("шт.", "") or d.unit in d.label else f", {d.unit}"
    # What is compared is not what comes of it: shares differ in points, and a growth is of counts.
    of_period = {", п.п.": ", %", ", %": ""}.get(unit, unit)
    kind: Kind = "count" if found.measure.is_exact else "number"
    periods = (("now", "За период"), ("before", "В прошлом периоде"))
    return (
        *(dimension_column(one) for one in found.by),
        *(Column(name, f"{label}{of_period}", "number") for name, label in periods if name in found.frame),
        Column("value", f"{d.label}{unit}", kind, d.note),
        Column("low", "от (90 %)", "number"),
        Column("high", "до (90 %)", "number"),
        Column("n", "n", "count", "Сколько записей стоит за значением."),
        Column("said", "Словами", note="То же, что на экране: «нет данных» — не ноль."),
    )


def with_words(found: Answer) -> pd.DataFrame:
    """The frame with `said`: each value as the map tells it."""
    return found.frame.assign(said=[text(found.measure, row) for row in found.frame.to_dict("records")])  # type: ignore[arg-type]


def smoothed_rates(counts: pd.DataFrame, by: Sequence[str], everywhere: pd.DataFrame) -> pd.DataFrame:
    """Rates per 1000 residents drawn towards the district's.

    counts: records by `by`, the territory first; everywhere: see `territories`. The prior is learned from one topic at
    a time, but from all steps of time together: an animation must not breathe with its prior. Where nobody lives, or
    nobody knows how many do, there is no rate; «не определено» is left out.
    """
    if counts.empty or everywhere.empty:
        return _empty(by)
    keys = [name for d in by for name in (d, f"{d}_label")]
    rest = counts[keys[2:]].drop_duplicates()
    named = everywhere.rename(columns={"code": by[0], "label": f"{by[0]}_label"})
    grid = named.merge(rest, how="cross") if len(keys) > 2 else named
    grid = grid.merge(counts[[*by, "value"]], on=list(by), how="left", validate="1:1")
    topics = [d for d in by[1:] if d in TOPICS]
    parts = [part for _, part in grid.groupby(topics, sort=False, dropna=False)] if topics else [grid]
    made = [_smoothed(part) for part in parts if len(part)]
    return pd.concat(made, ignore_index=True)[[*keys, *VALUES]] if made else _empty(by)


def _smoothed(part: pd.DataFrame) -> pd.DataFrame:
    n = part["value"].fillna(0.0)
    people = part["population"].to_numpy(dtype=float) / 1000.0
    if not (people > 0).any():
        return part.assign(value=np.nan, low=np.nan, high=np.nan, n=n)
    found = smooth(n, np.where(people > 0, people, np.nan))
    return part.assign(value=found.rate, low=found.low, high=found.high, n=n)
