"""The report of a channel as a document: the main thing, figures beside their bases, the clock, who lags, what grew."""

from collections.abc import Mapping
from typing import Any

from answers.frames import is_few
from data.filters import Filters
from data.metrics import METRICS
from data.metrics.enough import FEW_GENITIVE
from reports.channel import causes, ranking
from reports.channel.question import Question
from reports.documents.blocks import Bar, Bars, Block, Document, Heading, Paragraph, Runs, Table, joined, say
from reports.weekly.note import DRAFT
from words import format, nouns, texts

TITLE = "Отчёт по каналу"
_WIDTHS = (3.0, 1.5, 1.5, 1.5)
_BARS_OF = {"week": "по дням", "month": "по неделям", "quarter": "по неделям"}
_TREND_OF = {"week": "по неделям", "month": "по месяцам", "quarter": "по кварталам"}


def report(of: Question) -> Document:
    """The draft of a period."""
    before, ago = (of.ask(of.family.kpis, each) if of.knows(each.date_from) else None
                   for each in (of.before, of.year_ago))  # fmt: skip
    now = of.ask(of.family.kpis)
    blocks: list[Block] = [
        Heading("Главное"),
        Paragraph(joined([*_came(of, now, before, ago), " ", *_clock(of, now)])),
        Heading("Показатели"),
        _figures(of, now, before, ago),
        *_flow(of),
        *_trend(of),
        *ranking.section(of),
        *causes.section(of),
        *_method(of),
    ]
    mark = f"{DRAFT}. {texts.DEMO}" if of.stamp.is_demo else DRAFT
    return Document(
        organisation="Муниципальный центр управления",
        addressee="Куратору МЦУ",
        title=f"{TITLE} «{of.family.label}»",
        heading=f"О сообщениях и обращениях канала за {of.span.words}",
        mark=mark,
        approvals=("Руководитель МЦУ ____________",),
        basis=f"данные на {format.day(of.span.last)}, {format.snapshot(of.stamp.snapshot, of.stamp.address)}",
        snapshot=of.stamp.address,
        blocks=tuple(blocks),
        made_on=of.span.last.isoformat(),
    )


def file_name(of: Question) -> str:
    """«отчёт-im-2026-10», without an ending."""
    return f"отчёт-{of.family.code}-{of.span.code}"


Row = Mapping[str, Any]


def _came(of: Question, now: Row, before: Row | None, ago: Row | None) -> Runs:
    records = now["records"]
    if not records:
        return (f"За {of.span.words} в канал «{of.family.label}» не поступило ни одной записи.",)
    verb = nouns.agreeing(records, "поступила", "поступили", "поступило")
    n = of.number("records", records, {})
    noun = nouns.counted(records, nouns.RECORD).partition(format.NBSP)[2]
    against = [
        _against(records, before, "за столько же дней до этого"),
        _against(records, ago, "за то же время год назад"),
    ]
    told = ", и ".join(filter(None, against)) or "сравнить не с чем: данных за прежнее время нет"
    return say(f"За {of.span.words} {verb} {{n}}{format.NBSP}{noun}: {told}.", n=n)


def _against(records: Any, other: Row | None, when: str) -> str:
    if other is None:
        return ""
    base = other["records"]
    change = int(records - base)
    if not change:
        return f"столько же, сколько {when}"
    how_many = nouns.counted(abs(change), nouns.RECORD, "accusative")
    return f"на {how_many} {'больше' if change > 0 else 'меньше'}, чем {when} ({format.number(base)})"


def _clock(of: Question, now: Row) -> Runs:
    """Is the channel's own clock kept: of how many, and how many were late."""
    family = of.family
    share, n = now[family.share], now[f"{family.share}_n"]
    if format.is_missing(share):
        return (f"Свой срок канала — {family.clock}: за период ни у одной записи он не истёк.",)
    if is_few(n):
        return (f"Свой срок канала — {family.clock}: {texts.FEW_DATA}, он истёк у {format.number(n)}.",)
    late = of.number(family.counts[1], now[family.counts[1]], {})
    open_late = of.number(family.counts[2], now[family.counts[2]], {})
    labels = [METRICS[one].label.lower() for one in family.counts[1:]]
    return say(
        f"Свой срок канала — {family.clock}: в срок {format.value(METRICS[family.share], share)} "
        f"из {format.number(n)}; {labels[0]} — {{late}}, {labels[1]} — {{open_late}}.",
        late=late,
        open_late=open_late,
    )


def _figures(of: Question, now: Row, before: Row | None, ago: Row | None) -> Table:
    rows = tuple(
        ((METRICS[one].label,), told(of, one, now), told(of, one, before, of.before), told(of, one, ago, of.year_ago))
        for one in of.family.kpis
    )
    earlier = format.period(*of.before.span(of.span.last))
    head = ("Показатель", of.span.short, f"Столько же дней до этого: {earlier}", f"Год назад: {of.span.year_ago.short}")
    return Table("Период рядом с предыдущим и с тем же год назад", head, rows, _WIDTHS)


def told(of: Question, name: str, row: Row | None, filters: Filters | None = None, **cell: Any) -> Runs:
    """A cell of a table: a count with its records, a share or a median with what it is of, or why nothing is said."""
    if row is None or format.is_missing(row[name]):
        return (texts.NO_DATA,)
    declared, n = METRICS[name], row.get(f"{name}_n")
    if declared.kind == "count":
        return (of.number(name, row[name], cell, filters),)
    if is_few(n):
        return (f"{texts.FEW_DATA}: {format.number(n)}",)
    return (of.number(name, row[name], cell, filters), f" из {format.number(n)}")


def _flow(of: Question) -> list[Block]:
    by = of.ask_by(["records"], ["day"])
    counts = dict(zip(by["day"], by["records"], strict=True))
    if not sum(counts.values()):
        return []
    bars = []
    for first, last in of.span.parts:
        n = sum(count for day, count in counts.items() if first <= day <= last)
        bars.append(Bar(format.period(first, last), float(n), format.number(n)))
    most = max(bar.value for bar in bars)
    shown = tuple(Bar(bar.label, bar.value, bar.text, bar.value == most) for bar in bars)
    title = f"Записей {_BARS_OF[of.span.step]}"
    return [Bars(title, shown, f"Столбцы: {title.lower()} за {of.span.words}; тёмный — больше всего.")]


def _trend(of: Question) -> list[Block]:
    """The clock of the channel by steps that lead to the period, the newest first; of unknown ones nothing."""
    known = [one for one in reversed(of.span.trend) if of.knows(one.first)]
    names = ("records", of.family.counts[0], of.family.share, of.family.speed)
    rows = []
    for one in known:
        filters = of.filters(one.first, one.last)
        row = of.ask(names, filters)
        rows.append(((one.short,), *(told(of, name, row, filters) for name in names)))
    head = ("Период", *(METRICS[name].short_label for name in names))
    title = f"Свой срок канала {_TREND_OF[of.span.step]}: {of.family.clock}"
    return [Heading("Сроки канала"), Table(title, head, tuple(rows), (2, 1, 1.2, 1.6, 2))] if len(rows) > 1 else []


def _method(of: Question) -> list[Block]:
    sources = "; ".join(f"{one.state.name} — по {format.day(one.state.last_day)}" for one in of.sources())
    narrow = () if of.sees_all else ("Отчёт составлен по той части канала, которая открыта составителю.",)
    said = (
        *narrow,
        f"Данные среза {of.stamp.address}: {sources or 'источников с записями нет'}. Запись стоит в том периоде, в "
        "который поступила, истёк её срок, дан ответ или оценка.",
        f"Рядом с долей и медианой сказано, из скольких записей они; меньше {FEW_GENITIVE} — «мало данных». "
        "Подчёркнутые числа открывают свои записи в программе тому, кому они открыты.",
    )
    return [Heading("Как посчитано"), *(Paragraph((one,), "note") for one in said)]
