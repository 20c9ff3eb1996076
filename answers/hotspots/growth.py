"""«Что дало рост»: the change between two periods in parts that sum to it exactly, and its main cause in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.growth import Growth, bridge, decompose, main_cause
from answers.heat_map.numbers import earlier, no_earlier
from answers.hotspots.weeks import MOST_HISTORY, history
from answers.table import Column
from data.filters import MISSING, Filters
from data.metrics import dimension, query
from data.scope import Scope
from words import format

PARTS = ("topic", "place", "channel")
SPLITS: dict[str, tuple[str, ...]] = {
    "topic": ("topic",),
    "place": ("place",),
    "channel": ("channel",),
    "pair": ("topic", "place"),
}
REST = "остальное"
MOST_NAMED = 3
NO_PLACE = "место не указано"
COLUMNS = (
    *(Column(f"{part}_label", dimension(part).label) for part in PARTS),
    Column("before", "Было записей", "count"),
    Column("after", "Стало записей", "count"),
    Column("change", "Изменение", "count", "Сумма по строкам равна изменению целого."),
    Column("points", "Пунктов", "number", "В процентах от всего, что было; пусто, если не было ничего."),
)


@dataclass(frozen=True)
class Change:
    """The change of one narrowing. labels: dimension → code → words; spans: of the two periods, inclusive."""

    growth: Growth
    labels: dict[str, dict[str, str]]
    now: tuple[date | None, date]
    before: tuple[date | None, date]


def change(filters: Filters, scope: Scope, as_of: date, against: str) -> Change | str:
    """What changed against the previous period («previous») or the same one a year before («year»).

    A letter with several topics counts in each of them, as everywhere by topic. A sentence instead when there is
    nothing to compare with, or when small counts are hidden from the asker: parts would not sum to the whole.
    """
    then = earlier(filters, against, as_of, scope)
    if then is None:
        return no_earlier(filters)
    if scope.hides_small_cells:
        return "Вам открыты только округлённые итоги, а слагаемые роста должны сходиться до единицы: разложения нет."
    if _begins_too_late(then, scope, as_of):
        return (
            "Данные начинаются позже, чем период для сравнения: чего не загружено, то не ноль. Выберите период короче."
        )
    frames = [query(["records"], PARTS, one, scope) for one in (filters, then)]
    counts = _side_by_side(*frames)
    if counts.empty:
        return "Ни в этом периоде, ни в том, с которым сравниваем, записей нет."
    labels = {d: _labels(d, frames) for d in PARTS}
    spread = _dispersion([filters, then], scope)
    return Change(decompose(counts, PARTS, dispersion=spread), labels, filters.span(as_of), then.span(as_of))


def _begins_too_late(then: Filters, scope: Scope, as_of: date) -> bool:
    """Whether the records begin inside the earlier period or after it; a first week without any is let pass."""
    first, last = then.span(as_of)
    needed = 0 if first is None else ((last - first).days + 1) // 7
    return history(then, scope, last) < min(max(needed - 1, 1), MOST_HISTORY)


def _side_by_side(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    rows = [
        frame[[*PARTS]]
        .fillna(MISSING)
        .assign(before=frame["records"] * is_then, after=frame["records"] * (1 - is_then))
        for frame, is_then in ((now, 0), (then, 1))
    ]
    return pd.concat(rows, ignore_index=True)


def _labels(dimension: str, frames: Sequence[pd.DataFrame]) -> dict[str, str]:
    rows = pd.concat([frame[[dimension, f"{dimension}_label"]] for frame in frames]).fillna({dimension: MISSING})
    return dict(zip(rows[dimension], rows[f"{dimension}_label"], strict=True))


def _dispersion(periods: Sequence[Filters], scope: Scope) -> float:
    """How many times the variance of weekly counts exceeds Poisson's around each period's own mean; at least 1."""
    squares, free = 0.0, 0
    for one in periods:
        daily = query(["records"], ["day"], one, scope, fill=True)["records"].to_numpy(dtype=float)
        weeks = daily[: len(daily) // 7 * 7].reshape(-1, 7).sum(axis=1)
        if len(weeks) > 1 and weeks.mean() > 0:
            squares += float(((weeks - weeks.mean()) ** 2).sum() / weeks.mean())
            free += len(weeks) - 1
    return max(1.0, squares / free) if free else 1.0


def steps(found: Change, split: str, *, most: int = 8) -> pd.DataFrame:
    """Steps of the bridge in words: columns of `analysis.growth.bridge` without keys, `label`, and the codes of the
    dimensions split by (missing in the last row, which holds the rest).
    """
    keys = SPLITS[split]
    made = bridge(found.growth, keys, most=most)
    return made.assign(label=[_label(found, keys, row) for row in made.to_dict("records")])


def _label(found: Change, keys: Sequence[str], row: dict[object, object]) -> str:
    if format.is_missing(row[keys[0]]):
        return f"{REST}: {format.plural(row['parts'], 'слагаемое', 'слагаемых', 'слагаемых')}"
    return " · ".join(name(found, key, str(row[key])) for key in keys)


def name(found: Change, dimension: str, code: str) -> str:
    """A member in words."""
    if code == MISSING and dimension == "place":
        return NO_PLACE
    return found.labels[dimension].get(code, code)


def table(found: Change) -> pd.DataFrame:
    """The parts themselves, topic × place × channel, as the file holds them: see `COLUMNS`."""
    parts = found.growth.parts
    labels: dict[str, list[str]] = {f"{d}_label": [name(found, d, str(code)) for code in parts[d]] for d in PARTS}
    return parts.assign(**labels)


def sentence(found: Change) -> str:
    """«Было 120, стало 168: +40 %. Главное: +31 п.п. — «Отсутствие воды»: Усть-Есь, Отты.»."""
    g = found.growth
    counts = f"Было {format.number(g.before)}, стало {format.number(g.after)}"
    if g.percent is None or g.change == 0:
        return f"{counts}: {'сравнить не с чем' if g.percent is None else 'число то же'}."
    topic, places, moved = main_cause(g, "topic", "place")
    points = signed(round(100 * moved / g.before))
    known = sorted(map(str, places), key=lambda code: code == MISSING)
    shown = [name(found, "place", code) for code in known[:MOST_NAMED]]
    more = len(places) - len(shown)
    where = ", ".join(shown) + (f" и ещё {format.number(more)}" if more else "")
    return f"{counts}: {signed(g.percent)} %. Главное: {points} п.п. — «{name(found, 'topic', str(topic))}»: {where}."


def certainty(found: Change) -> str:
    """Whether the change is more than chance, with its interval."""
    g = found.growth
    if not np.isfinite([g.ratio, g.low, g.high]).all():
        return "Интервал не считается: в одном из периодов записей нет или слишком мало."
    span = f"от {signed(round(100 * (g.low - 1)))} до {signed(round(100 * (g.high - 1)))} % (90 %)"
    verdict = "Это больше обычных колебаний" if g.is_sure else "Это может быть обычным колебанием"
    return f"{verdict}: {span}."


def signed(value: int) -> str:
    """«+12», «−5», «0»."""
    return f"+{format.number(value)}" if value > 0 else format.number(value)
