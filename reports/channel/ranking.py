"""Who answers in the channel: places among those of the same kind, as far as the numbers tell them apart."""

from typing import Any

import pandas as pd

from answers import ranks
from answers.frames import interval_text, is_few
from data.metrics import METRICS
from data.metrics.enough import FEW_GENITIVE
from reports.channel.question import Question
from reports.documents.blocks import Block, Heading, Paragraph, Runs, Table
from words import format, nouns, texts

_MOST = 20
NONE = f"Ни у одного получателя срок канала не истёк у {FEW_GENITIVE} записей и больше: сравнивать рано."


def section(of: Question) -> list[Block]:
    """The recipients of the channel by its own clock; a sentence where there are none."""
    family = of.family
    found = of.ask_by(["records", *family.counts, family.share], ["recipient"])
    found = found[found["records"].fillna(0).gt(0) | found[family.counts[0]].fillna(0).gt(0)]
    heading = Heading("Получатели в канале")
    if found.empty:
        return [heading, Paragraph(("Записей с получателем за период нет.",))]
    placed = ranks.with_ranks(found, "recipient", METRICS[family.share], ranks.kinds(of.filters()))
    known = placed[placed["best"] < ranks.LAST]
    if known.empty:
        return [heading, Paragraph((NONE,))]
    short = ranks.short_names(of.filters())
    rows = tuple(_row(of, short, one) for one in known.head(_MOST).to_dict("records"))
    head = (
        "Получатель",
        "Место",
        *(METRICS[one].short_label for one in ("records", *family.counts[1:])),
        format.heading(METRICS[family.share]),
    )
    title = f"Место — по показателю «{METRICS[family.share].label.lower()}» среди получателей того же вида"
    note = _note(placed.iloc[len(rows) :])
    return [heading, Table(title, head, rows, (2.3, 2.1, 1, 1, 1.1, 2.1), note, words=(0, 1, 5))]


def _note(others: pd.DataFrame) -> str:
    how = "В скобках — где истинное значение в девяти случаях из десяти; кого не различить, тем место общее."
    if others.empty:
        return how
    whose = nouns.counted(len(others), nouns.RECIPIENT, "genitive")
    records = format.records(others["records"].sum())
    return f"{how} Ещё у {whose} мало данных, чтобы сравнивать ({records} на всех): они на экране «Каналы»."


def _row(of: Question, short: dict[str, str], one: dict[Any, Any]) -> tuple[Runs, ...]:
    code = one["recipient"]
    counts = ((of.number(name, one[name], {"recipient": code}),) for name in ("records", *of.family.counts[1:]))
    name = one["recipient_label"] if format.is_missing(code) else short.get(code, code)
    return (name,), (_place(one),), *counts, (_share(of, one),)


def _place(one: dict[Any, Any]) -> str:
    words = one["rank_text"]
    return f"{words}, {one['peers_text']}" if words[:1].isdigit() and one["peers_text"] else words


def _share(of: Question, one: dict[Any, Any]) -> str:
    declared, n = METRICS[of.family.share], one[f"{of.family.share}_n"]
    if not format.is_missing(one[declared.id]) and is_few(n):
        return f"{texts.FEW_DATA}: {format.number(n)}"
    return interval_text(declared, one, is_headed=True).rpartition(", по")[0] or texts.NO_DATA
