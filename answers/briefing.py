"""A screen told in a few plain sentences: for a messenger, a letter, the first page of a mailed report.

No markup and no personal data. What leaves the program names no cell below `FEW` records and no place beside a
sensitive topic. Every number is the door's answer for the asker.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from answers.filter_words import describe
from answers.frames import interval_text, is_few, is_told, only_row
from data.errors import QueryError
from data.filters import Filters
from data.metrics import METRICS, Stamp, lattice, members, query, stamp
from data.metrics.enough import FEW
from data.scope import Scope
from words import format, nouns, texts

_MOST_NAMED = 3
_NOBODY = "За период записей нет."


@dataclass(frozen=True)
class Asked:
    """What is told of. before: the preceding window of equal length; missing when the period has no beginning."""

    filters: Filters
    scope: Scope
    stamp: Stamp

    @property
    def before(self) -> Filters | None:
        """Seen from its own last day, as the screens compare."""
        if self.scope.hides_small_cells:
            return lattice.months_before(self.filters, self.stamp.as_of)
        earlier = self.filters.previous(self.stamp.as_of)
        return None if earlier is None else replace(earlier, as_of=earlier.date_to)

    def row(self, *metrics: str, filters: Filters | None = None) -> dict[str, Any]:
        """One row of the door, with intervals."""
        return only_row(query(metrics, (), filters or self.filters, self.scope, intervals=True))

    def by(self, dimension: str, *metrics: str) -> pd.DataFrame:
        """A row per known member, with intervals."""
        found = query(metrics, [dimension], self.filters, self.scope, intervals=True)
        return found.dropna(subset=[dimension])


def title(path: str) -> str:
    """The name of a screen that can be told. QueryError for another."""
    return _screen(path)[0]


def sentences(path: str, asked: Asked) -> list[str]:
    """What the screen says, a sentence each."""
    return _screen(path)[1](asked)


def text(path: str, filters: Filters, scope: Scope) -> str:
    """All of it as lines: which screen over which days and filters, the sentences, what they rest on."""
    asked = Asked(filters, scope, stamp(filters))
    when = describe(filters, asked.stamp)
    head = f"{title(path)}: {when[0].lower()}{when[1:]}."
    return "\n".join([head, *sentences(path, asked), basis(asked.stamp)]).replace(format.NBSP, " ")


def basis(found: Stamp) -> str:
    """«Данные на 29.11.2026, срез № 12 (12-3fa9c1d2).»"""
    demo = f" {texts.DEMO}." if found.is_demo else ""
    return f"Данные на {format.day(found.as_of)}, {format.snapshot(found.snapshot, found.address)}.{demo}"


def _screen(path: str) -> tuple[str, Callable[[Asked], list[str]]]:
    if path not in SCREENS:
        raise QueryError("Этот экран коротко не пересказывается. Откройте «Сводку».")
    return SCREENS[path]


def _summary(asked: Asked) -> list[str]:
    return [*_flow(asked), *_late(asked), *_shares(asked, "on_time_share", "satisfied_share"), *_topics(asked)]


def _heat_map(asked: Asked) -> list[str]:
    return [*_flow(asked), *_places(asked), *_topics(asked, "topic_group")]


def _deadlines(asked: Asked) -> list[str]:
    return [
        *_shares(asked, "on_time_share", "resolution_median_days"),
        *_late(asked),
        *_most(asked, "recipient", "overdue_now", "Больше всего просрочено"),
    ]


def _recipients(asked: Asked) -> list[str]:
    return [
        *_most(asked, "recipient", "records", "Больше всего записей"),
        *_most(asked, "recipient", "overdue_now", "Больше всего просрочено"),
        *_worst(asked, "recipient", "on_time_share"),
    ]


def _channels(asked: Asked) -> list[str]:
    return [
        *_flow(asked),
        *_most(asked, "channel", "records", "По каналам"),
        *_shares(asked, "first_reply_median_hours", "on_time_share"),
    ]


def _satisfaction(asked: Asked) -> list[str]:
    return [
        *_shares(asked, "satisfied_share", "rating_mean", "rated_share"),
        *_worst(asked, "channel", "satisfied_share"),
    ]


SCREENS: dict[str, tuple[str, Callable[[Asked], list[str]]]] = {
    "/": ("Сводка", _summary),
    "/heat-map": ("Тепловая карта", _heat_map),
    "/deadlines": ("Сроки", _deadlines),
    "/channels": ("Каналы", _channels),
    "/recipients": ("Получатели", _recipients),
    "/satisfaction": ("Удовлетворённость", _satisfaction),
}
"""Address → name and sentences of the screens that can be told."""


def _flow(asked: Asked) -> list[str]:
    now = asked.row("records")["records"]
    if format.is_missing(now):
        return [f"Записей: {texts.NO_DATA}."]
    if not now:
        return [_NOBODY]
    verb = nouns.agreeing(now, "Поступила", "Поступили", "Поступило")
    said = f"{verb} {nouns.counted(now, nouns.RECORD)} (обращения и сообщения)"
    earlier = asked.before
    was = None if earlier is None else asked.row("records", filters=earlier)["records"]
    known = was is not None and not format.is_missing(was)
    return [f"{said}, в предыдущем таком же периоде — {format.number(was)}." if known else f"{said}."]


def _late(asked: Asked) -> list[str]:
    names = ("open_now", "overdue_now", "burning_now")
    words = ("в работе", "просрочено", "срок истекает в ближайшие три рабочих дня")
    now = asked.row(*names)
    told = [f"{word} — {format.value(METRICS[name], now[name])}" for name, word in zip(names, words, strict=True)]
    return [f"На дату данных: {', '.join(told)}."]


def _shares(asked: Asked, *names: str) -> list[str]:
    now = asked.row(*names)
    return [f"{METRICS[name].label}: {interval_text(METRICS[name], now)}." for name in names]


def _topics(asked: Asked, dimension: str = "topic") -> list[str]:
    """The most frequent topics; sensitive ones only of the whole district."""
    found = asked.by(dimension, "records")
    told = found[found[dimension].isin(told_topics(asked, dimension))]
    return _named(told, dimension, "records", "Чаще всего пишут")


def told_topics(asked: Asked, dimension: str = "topic") -> list[str]:
    """Codes of the topics that may be named under these filters."""
    known = members(dimension, asked.filters)
    is_of_place = bool(asked.filters.places or asked.filters.municipalities)
    return list(known["code"][~known["is_sensitive"].astype(bool)] if is_of_place else known["code"])


def _places(asked: Asked) -> list[str]:
    """The municipalities that wrote most; none beside a topic that may not be told of a place."""
    topics, groups = asked.filters.topics, asked.filters.topic_groups
    for dimension, codes in (("topic", topics), ("topic_group", groups)):
        known = members(dimension, asked.filters).set_index("code")["is_sensitive"].astype(bool)
        if any(known.get(code, True) for code in codes):
            return ["По местам чувствительные темы не называются."]
    return _most(asked, "municipality", "records", "Больше всего записей")


def _most(asked: Asked, dimension: str, metric: str, lead: str) -> list[str]:
    return _named(asked.by(dimension, metric), dimension, metric, lead)


def _named(found: pd.DataFrame, dimension: str, metric: str, lead: str) -> list[str]:
    """The members with most, each with at least `FEW` records."""
    top = found[found[metric] >= FEW].sort_values(metric, ascending=False, kind="stable").head(_MOST_NAMED)
    told = [f"{row[f'{dimension}_label']} — {format.number(row[metric])}" for row in top.to_dict("records")]
    return [f"{lead}: {'; '.join(told)}."] if told else []


def _worst(asked: Asked, dimension: str, metric: str) -> list[str]:
    """The members with the lowest share of those with enough records."""
    declared = METRICS[metric]
    rows: Sequence[dict[Any, Any]] = asked.by(dimension, metric).to_dict("records")
    sure = [row for row in rows if is_told(declared, row) and not is_few(row[f"{metric}_n"])]
    low = sorted(sure, key=lambda row: row[metric])[:_MOST_NAMED]
    told = [f"{row[f'{dimension}_label']} — {interval_text(declared, row)}" for row in low]
    return [f"{declared.label}, ниже всех: {'; '.join(told)}."] if told else []
