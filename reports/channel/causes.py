"""What made the channel grow or shrink: the causes that explain it first, then topics and territories that moved."""

from typing import Any

import pandas as pd

from answers.hotspots import growth
from data.filters import MISSING
from data.metrics import members
from reports.channel.question import Question
from reports.documents.blocks import Block, Heading, Paragraph, Run, Table
from words import format

_MOST = 6
_BY = {"topic": ("Темы", "Тема"), "place": ("Населённые пункты", "Населённый пункт")}


def section(of: Question) -> list[Block]:
    """The change against as many days before, in parts that sum to it; a sentence why there is none."""
    heading = Heading("Причины и факторы роста")
    found = growth.change(of.filters(), of.scope, of.span.last, "previous")
    if isinstance(found, str):
        return [heading, Paragraph((found,))]
    said = growth.sentence(found, names_places=not _is_sensitive(of, growth.main_topic(found)))
    return [
        heading,
        Paragraph((f"{format.period(*found.before)} и {format.period(*found.now)}. {said}",)),
        Paragraph((f"{growth.certainty(found)} {growth.bounds(found)}".strip(),)),
        _causes(found),
        *(_moved(of, found, by) for by in _BY),
    ]


def _is_sensitive(of: Question, topic: str) -> bool:
    known = members("topic", of.filters())
    return bool(known.loc[known["code"] == topic, "is_sensitive"].any())


def _causes(found: growth.Change) -> Table:
    rows = [
        ((str(row["label"]),), (growth.signed(int(row["change"])),))
        for row in growth.steps(found, "cause").to_dict("records")
    ]
    rows.append((("Всё изменение",), (growth.signed(found.growth.change),)))
    return Table("Из чего сложилось изменение", ("Причина", "Записей"), tuple(rows), (4, 1))


def _moved(of: Question, found: growth.Change, by: str) -> Table:
    """The members that moved most, then all others in one row: the rows sum to the whole."""
    parts = growth.moved(found, by)
    shown, rest = parts.head(_MOST), parts.iloc[_MOST:]
    rows: list[tuple[tuple[Run, ...], ...]] = [
        (
            (growth.name(found, by, str(one[by])),),
            (format.number(one["before"]),),
            (of.number("records", one["after"], {by: _code(one[by])}),),
            (growth.signed(int(one["change"])),),
        )
        for one in shown.to_dict("records")
    ]
    rows += [] if rest.empty else [_rest(rest)]
    plural, single = _BY[by]
    title = f"{plural}: что изменилось больше всего"
    return Table(title, (single, "Было", "Стало", "Изменение"), tuple(rows), (3.4, 1, 1, 1.2))


def _code(code: Any) -> Any:
    return None if code == MISSING else code


def _rest(rest: pd.DataFrame) -> tuple[tuple[str], ...]:
    before, after, change = (int(rest[name].sum()) for name in ("before", "after", "change"))
    return (
        (f"остальные: {format.number(len(rest))}",), (format.number(before),), (format.number(after),),
        (growth.signed(change),),
    )  # fmt: skip
