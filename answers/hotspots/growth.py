"""«Что дало рост»: the change between two periods in parts that sum to it exactly; what explains it is named first, and
only the rest is called growth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.causes import (
    AGAIN,
    CAUSES,
    EVENT,
    GROWTH,
    LATE,
    MEANING,
    RULES,
    SEASON,
    SOURCE,
    WRITTEN_AGAIN,
    changes,
)
from analysis.growth import Growth, bridge, decompose, main_cause, roll_up
from answers.events import names
from answers.heat_map.numbers import earlier, no_earlier
from answers.hotspots.causes import Causes, causes
from answers.hotspots.weeks import MOST_HISTORY, history
from answers.season import weeks_before
from answers.table import Column
from data.filters import MISSING, Filters
from data.metrics import dimension, query
from data.scope import Scope
from words import format

PARTS = ("topic", "place", "channel")
SPLITS: dict[str, tuple[str, ...]] = {
    "cause": ("cause",),
    "topic": ("topic",),
    "place": ("place",),
    "channel": ("channel",),
    "pair": ("topic", "place"),
}
REST = "остальное"
CAUSE_LABELS = {
    SOURCE: "Новые и закончившиеся источники",
    EVENT: "Дни событий",
    LATE: "Загружено с опозданием",
    AGAIN: "Следующие сообщения об одной проблеме",
    WRITTEN_AGAIN: "Повторы тех же заявителей",
    MEANING: "Те же записи под другой темой",
    RULES: "Сменились правила темы",
    SEASON: "Сезон",
    GROWTH: "Рост: остальное",
}
NOT_APART = "Опоздания и повторы не выделены: срез сделан раньше, чем программа стала их считать."
MOST_NAMED = 3
NO_PLACE = "место не указано"
COLUMNS = (
    *(Column(f"{part}_label", dimension(part).label) for part in PARTS),
    Column("before", "Было записей", "count"),
    Column("after", "Стало записей", "count"),
    Column("change", "Изменение", "count", "Сумма по строкам равна изменению целого."),
    Column("points", "Пунктов", "number", "В процентах от всего, что было; пусто, если не было ничего."),
    Column(SOURCE, CAUSE_LABELS[SOURCE], "count", "Записи источников, известных лишь в одном из двух периодов."),
    Column(EVENT, CAUSE_LABELS[EVENT], "count", "В месте и по теме события, за его дни против тех же дней."),
    Column(LATE, CAUSE_LABELS[LATE], "count", "Позже двух недель, когда эти дни источника уже были загружены."),
    Column(AGAIN, CAUSE_LABELS[AGAIN], "count", "Записи, которые люди объединили с более ранними."),
    Column(WRITTEN_AGAIN, CAUSE_LABELS[WRITTEN_AGAIN], "count", "О той же теме в 30 дней после предыдущей записи."),
    Column(MEANING, CAUSE_LABELS[MEANING], "count", "Перешло из темы в тему: название источника стало значить другое."),
    Column(RULES, CAUSE_LABELS[RULES], "count", "Другие слова или модель дают другую тему тем же текстам."),
    Column(SEASON, CAUSE_LABELS[SEASON], "count", "Изменение в те же недели прошлых лет; пусто, если не известно."),
    Column(GROWTH, CAUSE_LABELS[GROWTH], "count", "Изменение за вычетом причин слева."),
)


@dataclass(frozen=True)
class Change:
    """The change of one narrowing. growth: its parts by `PARTS` and `cause`; spans: of the two periods, inclusive.

    beside: what the other comparison is called, and the records then (missing when they are not known).
    """

    growth: Growth
    causes: Causes
    beside: tuple[str, int | None]
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
    found = causes(filters, then, scope, as_of, PARTS)
    if found.rows.empty:
        return "Ни в этом периоде, ни в том, с которым сравниваем, записей нет."
    whole = decompose(found.rows, [*PARTS, "cause"], dispersion=_dispersion([filters, then], scope))
    return Change(whole, found, _beside(filters, scope, as_of, against), filters.span(as_of), then.span(as_of))


def _beside(filters: Filters, scope: Scope, as_of: date, against: str) -> tuple[str, int | None]:
    """The comparison that the bridge does not show: the same weeks a year ago, or the preceding window."""
    is_year = against == "year"
    other = earlier(filters, "previous", as_of, scope) if is_year else weeks_before(filters, as_of)
    words = "В предыдущем таком же периоде" if is_year else "Год назад в те же недели"
    if other is None or _begins_too_late(other, scope, as_of):
        return words, None
    return words, int(query(["records"], ["topic"], other, scope)["records"].sum())


def _begins_too_late(then: Filters, scope: Scope, as_of: date) -> bool:
    """Whether the records begin inside the earlier period or after it; a first week without any is let pass."""
    first, last = then.span(as_of)
    needed = 0 if first is None else ((last - first).days + 1) // 7
    return history(then, scope, last) < min(max(needed - 1, 1), MOST_HISTORY)


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
    made = bridge(found.growth, keys, most=most, order=CAUSES if split == "cause" else ())
    made = made[made["change"] != 0] if split == "cause" else made
    return made.assign(label=[_label(found, keys, row) for row in made.to_dict("records")])


def _label(found: Change, keys: Sequence[str], row: dict[object, object]) -> str:
    if format.is_missing(row[keys[0]]):
        return f"{REST}: {format.plural(row['parts'], 'слагаемое', 'слагаемых', 'слагаемых')}"
    return " · ".join(name(found, key, str(row[key])) for key in keys)


def name(found: Change, dimension: str, code: str) -> str:
    """A member in words."""
    if code == MISSING and dimension == "place":
        return NO_PLACE
    labels = CAUSE_LABELS if dimension == "cause" else found.causes.labels[dimension]
    return labels.get(code, code)


def table(found: Change) -> pd.DataFrame:
    """The parts themselves, topic × place × channel, as the file holds them: see `COLUMNS`."""
    cells = changes(found.growth.parts, PARTS)
    labels: dict[str, list[str]] = {f"{d}_label": [name(found, d, str(code)) for code in cells[d]] for d in PARTS}
    unknown = {} if found.causes.years else {SEASON: None}
    unknown |= {} if found.causes.tells_apart else dict.fromkeys((LATE, AGAIN, WRITTEN_AGAIN))
    return cells.assign(**labels, **unknown)


def moved(found: Change, by: str) -> pd.DataFrame:
    """Members of one dimension with `before`, `after` and `change`, the farthest moved first."""
    parts = roll_up(found.growth, [by]).parts
    return parts.loc[parts["change"].abs().sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


def main_topic(found: Change) -> str:
    """The topic that holds most of what no other cause explains; empty without such."""
    parts = found.growth.parts
    rest = parts[parts["cause"] == GROWTH]
    return str(main_cause(rest, "topic", "place")[0]) if _moved(found, GROWTH) else ""


def sentence(found: Change, *, names_places: bool = True) -> str:
    """«Было 120, стало 168: +40 %. Год назад в те же недели было 150: +12 %. Объяснимое: сезон (по прошлому году)
    +10. Рост сверх этого: +38 (+32 п.п.). Главное: +37 — «Отсутствие воды»: Усть-Есь.»

    names_places: False leaves the places out: of a sensitive topic none is named on paper.
    """
    g = found.growth
    counts = f"Было {format.number(g.before)}, стало {format.number(g.after)}"
    verdict = "сравнить не с чем" if g.percent is None else "число то же" if g.change == 0 else _percent(g.percent)
    return " ".join(
        filter(None, [f"{counts}: {verdict}.", _other(found), _explained(found), _rest(found, names_places)])
    )


def _other(found: Change) -> str:
    words, records = found.beside
    if records is None:
        return f"{words}: данных нет."
    change = f": {_percent(round(100 * (found.growth.after - records) / records))}" if records else ""
    return f"{words} было {format.number(records)}{change}."


def _explained(found: Change) -> str:
    """The causes that are split off, and why the season is not."""
    by = {cause: _moved(found, cause) for cause in CAUSES}
    sources = [
        *(f"новый «{one}»" for one in found.causes.began),
        *(f"закончился «{one}»" for one in found.causes.ended),
    ]
    years = "по двум прошлым годам" if found.causes.years > 1 else "по прошлому году"
    words = {
        SOURCE: f"источники ({', '.join(sources)})",
        EVENT: f"дни событий вне нормы ({names(found.causes.taken)})",
        LATE: "загруженное с опозданием",
        AGAIN: "следующие сообщения об одной проблеме",
        WRITTEN_AGAIN: "повторы тех же заявителей",
        MEANING: "те же записи под другой темой",
        RULES: "сменились правила темы",
        SEASON: f"сезон ({years})",
    }
    said = [f"{words[cause]} {signed(by[cause])}" for cause in words if by[cause]]
    unknown = f"Сезон не выделен: {found.causes.no_season}." if found.causes.no_season else ""
    unknown += "" if found.causes.tells_apart else f" {NOT_APART}"
    explained = f"Объяснимое: {', '.join(said)}." if said else ""
    moves = f"То же самое стали относить к другой теме: {found.causes.moves}." if found.causes.moves else ""
    ruled = f"По новым правилам у тех же текстов другая тема: {found.causes.ruled}." if found.causes.ruled else ""
    return " ".join(filter(None, [explained, moves, ruled, unknown.strip()]))


def _rest(found: Change, names_places: bool) -> str:
    """What remains, and the topic and the places that hold most of it."""
    moved, whole = _moved(found, GROWTH), roll_up(found.growth, ["cause"]).parts
    if not moved:
        return "Сверх этого изменения нет."
    points = whole.loc[whole["cause"] == GROWTH, "whole_points"].iloc[0]  # as the bridge rounds it
    words = "" if format.is_missing(points) else f" ({signed(int(points))}{format.NBSP}п.п.)"
    head = f"{'Рост' if moved > 0 else 'Снижение'} сверх этого: {signed(moved)}{words}."
    parts = found.growth.parts
    topic, places, records = main_cause(parts[parts["cause"] == GROWTH], "topic", "place")
    known = sorted(map(str, places), key=lambda code: code == MISSING)
    shown = [name(found, "place", code) for code in known[:MOST_NAMED]]
    more = len(places) - len(shown)
    where = ": " + ", ".join(shown) + (f" и ещё {format.number(more)}" if more else "") if names_places else ""
    return f"{head} Главное: {signed(records)} — «{name(found, 'topic', str(topic))}»{where}."


def _moved(found: Change, cause: str) -> int:
    parts = found.growth.parts
    return int(parts.loc[parts["cause"] == cause, "change"].sum())


def _percent(value: int) -> str:
    return f"{signed(value)}{format.NBSP}%"


def certainty(found: Change) -> str:
    """Whether the whole change is more than chance."""
    if not _is_bounded(found):
        return "Случайно ли изменение, сказать нельзя: в одном из периодов записей нет или слишком мало."
    usual = "больше обычных колебаний" if found.growth.is_sure else "может быть обычным колебанием"
    return f"Всё изменение {usual}."


def bounds(found: Change) -> str:
    """Between what the change lies, empty where nothing can be said."""
    if not _is_bounded(found):
        return ""
    low, high = (signed(round(100 * (end - 1))) for end in (found.growth.low, found.growth.high))
    return f"С вероятностью 90 % изменение от {low} до {high} %."


def _is_bounded(found: Change) -> bool:
    g = found.growth
    return bool(np.isfinite([g.ratio, g.low, g.high]).all())


def signed(value: int) -> str:
    """«+12», «−5», «0»."""
    return f"+{format.number(value)}" if value > 0 else format.number(value)
