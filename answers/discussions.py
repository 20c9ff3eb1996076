"""Public discussions as frames: what is discussed, by topic, by place. No metric of records counts them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from answers.table import Column
from data.decisions.discussions import read
from data.decisions.discussions.read import COLUMNS, KINDS
from data.filters import MISSING, Filters
from data.scope import Scope
from data.settings import Settings
from words import format

NO_CATEGORY, NO_TOPIC, NO_PLACE = "Без категории", "Категория не сопоставлена", "Место не названо"
_LISTS = {
    "topics": "topic",
    "topic_groups": "topic_group",
    "municipalities": "municipality",
    "places": "place",
}
"""Filters that a discussion can meet; channels and recipients are of records alone."""
_SUMS = ("supports", "comments")
SUMMARY = {
    "topic": "Тематика",
    "topic_group": "Группа тематик",
    "place": "Населённый пункт",
    "municipality": "Поселение",
}
"""By what discussions are summed up → its heading."""


def of(settings: Settings, scope: Scope, filters: Filters, last_day: date) -> pd.DataFrame:
    """Discussions that are open to the asker and meet the filters; see `frame`."""
    return frame(read.listed(settings, scope), filters, last_day)


def frame(rows: Sequence[Mapping[str, Any]], filters: Filters, last_day: date) -> pd.DataFrame:
    """Discussions that meet the period (by the day they began; one without a day meets only all time) and the lists.

    rows: of `data.decisions.discussions.read.listed`; last_day: of the data. Adds kind_label, topic_words, place_words.
    """
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    first, last = filters.span(filters.as_of or last_day)
    if first is not None or filters.date_to is not None:
        is_within = [day is not None and (first or day) <= day <= (last or day) for day in found["created_on"]]
        found = found[pd.Series(is_within, index=found.index, dtype=bool)]
    for name, column in _LISTS.items():
        if asked := getattr(filters, name):
            found = found[found[column].fillna(MISSING).isin(asked)]
    return found.assign(
        kind_label=found["kind"].map(lambda kind: KINDS.get(kind, kind)),
        topic_words=_topics(found),
        place_words=found["place_label"]
        .fillna(found["municipality_label"])
        .fillna(found["place_told"])
        .replace("", NO_PLACE),
    )


def _topics(found: pd.DataFrame) -> list[str]:
    told = zip(found["topic_label"], found["category"], strict=True)
    return [label if isinstance(label, str) else (NO_TOPIC if category else NO_CATEGORY) for label, category in told]


def totals(found: pd.DataFrame) -> dict[str, int | None]:
    """Counts over the discussions; supports are missing where no file says any."""
    supports = found["supports"].dropna()
    return {
        "discussions": len(found),
        "supports": int(supports.sum()) if len(supports) else None,
        "comments": int(found["comments"].sum()),
        "no_category": int((found["topic_words"] == NO_CATEGORY).sum()),
        "no_topic": int((found["topic_words"] == NO_TOPIC).sum()),
    }


def summary(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """One row per member: label, discussions, supports (missing where none is told), comments; the most first.

    What has no category, no topic or no place has rows of its own, so the parts sum to the whole.
    """
    columns = ["label", "discussions", *_SUMS]
    if found.empty:
        return pd.DataFrame(columns=columns)
    grouped = found.assign(label=_label(found, by)).groupby("label", sort=True)
    made = grouped.agg(discussions=("key", "size"), comments=("comments", "sum"))
    made["supports"] = grouped["supports"].sum(min_count=1)
    return made.reset_index().sort_values(["discussions", "comments"], ascending=False, kind="stable")[columns]


def _label(found: pd.DataFrame, by: str) -> Any:
    if by == "topic":
        return found["topic_words"]
    if by == "topic_group":
        return found["topic_group_label"].fillna(found["topic_words"])
    return found["place_words"] if by == "place" else found["municipality_label"].fillna(NO_PLACE)


def summary_columns(by: str) -> tuple[Column, ...]:
    """Of the summary as a file holds it."""
    return (
        Column("label", SUMMARY[by]),
        Column("discussions", "Обсуждений", "count"),
        Column("supports", "Поддержек", "count", "Пусто — источник их не сообщает."),
        Column("comments", "Комментариев", "count", "Загруженных; у источника их может быть больше."),
    )


LIST_COLUMNS = (
    Column("created_on", "Начато", "date"),
    Column("kind_label", "Вид"),
    Column("title", "Название"),
    Column("topic_words", "Тематика"),
    Column("category", "Категория источника"),
    Column("place_words", "Место"),
    Column("supports", "Поддержек", "count"),
    Column("opposes", "Против", "count"),
    Column("participants", "Участников", "count"),
    Column("comments", "Комментариев загружено", "count"),
    Column("comments_told", "Комментариев по данным источника", "count"),
    Column("status", "Состояние"),
    Column("ended_on", "Закончено", "date"),
    Column("source_name", "Источник"),
    Column("number", "Номер в источнике"),
)
"""Of the list as a file holds it."""


def with_links(found: pd.DataFrame, link: Callable[[int, str], Any]) -> pd.DataFrame:
    """Adds `title_link`. link: key and title → what is shown."""
    links: Any = [link(int(key), title) for key, title in zip(found["key"], found["title"], strict=True)]
    return found.assign(title_link=links)


def sentence(told: Mapping[str, int | None]) -> str:
    """«80 обсуждений, 5 633 комментария; без категории 28.»"""
    words = [
        format.plural(told["discussions"], "обсуждение", "обсуждения", "обсуждений"),
        format.plural(told["comments"], "комментарий", "комментария", "комментариев"),
    ]
    rest = [
        f"{label} {format.number(told[name])}"
        for name, label in (("no_category", "без категории"), ("no_topic", "категория не сопоставлена"))
        if told[name]
    ]
    return f"{', '.join(words)}{'; ' + '; '.join(rest) if rest else ''}."
