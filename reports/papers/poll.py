"""The card of a poll as ПОС asks for it: what is asked of whom, what came back, what was decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from answers.polls import card, outcome
from data.decisions.polls.read import Poll
from data.decisions.polls.terms import FREE, RANDOM
from data.metrics import Stamp
from data.metrics.enough import FEW_GENITIVE
from reports.documents.blocks import Bar, Bars, Block, Document, Heading, Paragraph, Table
from reports.papers import sheet
from words import format, texts

TITLE = "Карточка опроса"


def document(poll: Poll, populations: Mapping[str, int | None], of: Stamp, day: date) -> Document:
    """The card on a day. populations: residents of places by 11-digit ОКТМО."""
    blocks: list[Block] = [
        sheet.facts("Карточка для ПОС", card.asked(poll, day)),
        *_before(poll),
        *_results(poll, populations),
        *_decision(poll),
    ]
    heading = f"{poll.said['title']} ({poll.territory})"
    return sheet.document(
        f"{TITLE} {poll.code}", heading, sheet.CURATOR, ("Куратор МЦУ ____________",), blocks, of, day
    )


def _before(poll: Poll) -> list[Block]:
    """How many to ask and what the answer is worth, while nobody has answered."""
    if poll.said["participants"] is not None:
        return []
    told = [*card.wording_faults(poll), *card.design(poll), *card.value(poll)]
    return [Heading("До опроса"), *(Paragraph((one,), "item") for one in told)]


def _results(poll: Poll, populations: Mapping[str, int | None]) -> list[Block]:
    if poll.said["participants"] is None:
        return []
    votes = outcome.votes(poll)
    rows = votes.to_dict("records")
    return [
        Heading("Итоги"),
        *(Paragraph((one,)) for one in outcome.sentences(poll)),
        *_bars(rows),
        _votes(poll, rows),
        *_places(poll, populations),
    ]


def _bars(rows: list[dict[Any, Any]]) -> list[Block]:
    if not any(row["votes"] for row in rows):
        return []
    most = max(row["votes"] for row in rows)
    bars = tuple(Bar(str(row["answer"]), float(row["votes"]), _said(row), row["votes"] == most) for row in rows[:12])
    return [Bars("Как ответили", bars, "Столбцы: сколько голосов у каждого ответа; тёмный — больше всего.")]


def _said(row: dict[Any, Any]) -> str:
    share = "" if format.is_missing(row["share"]) else f" ({format.percent(row['share'])})"
    return f"{format.number(row['votes'])}{share}"


def _votes(poll: Poll, rows: list[dict[Any, Any]]) -> Table:
    made = tuple(
        ((str(row["answer"]),), (format.number(row["votes"]),), (_share(row["share"]),), (_interval(row),))
        for row in rows
    )
    random = poll.said["design"] == RANDOM
    note = "В скобках — 95 % для всех жителей." if random else outcome.NOT_ALL if poll.said["design"] == FREE else ""
    return Table("Голоса", ("Ответ", "Голосов", "Доля участников", "Доля жителей"), made, (3, 1, 1.4, 1.6), note)


def _share(value: Any) -> str:
    return "—" if format.is_missing(value) else format.percent(value)


def _interval(row: dict[Any, Any]) -> str:
    if format.is_missing(row["low"]):
        return "—"
    return f"{format.percent(row['low'])} – {format.percent(row['high'])}"


def _places(poll: Poll, populations: Mapping[str, int | None]) -> list[Block]:
    """Who took part by place; fewer than five are not told."""
    rows = outcome.participation(poll, populations).to_dict("records")
    if not rows:
        return []
    made = tuple(
        (
            (str(row["place_label"]),),
            ("скрыто" if format.is_missing(row["participants"]) else format.number(row["participants"]),),
            (texts.NO_DATA if format.is_missing(row["population"]) else format.number(row["population"]),),
        )
        for row in rows
    )
    note = f"Меньше {FEW_GENITIVE} участников и то, по чему их можно вычислить, не называется."
    return [Table("Кто участвовал", ("Населённый пункт", "Участников", "Жителей"), made, (3, 1, 1), note)]


def _decision(poll: Poll) -> list[Block]:
    rows = card.decision(poll)
    if not rows:
        return [Heading("Решение"), Paragraph(("Решение по итогам ещё не записано.",))]
    return [Heading("Решение"), sheet.facts("Что решили и сделали", rows)]
