"""The report of a subscription: its filters on the first page, the sentences of its screen, figures, a chart, a table.

Nothing of single records, so no personal data; cells below `FEW` records are not told.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from access import scope as in_force
from answers import briefing, schedules
from answers.briefing import Asked
from answers.filter_words import describe
from answers.frames import interval_text
from answers.scope_words import in_words
from answers.table import columns_of
from data.decisions.subscriptions.read import CONDITIONS, Subscription
from data.errors import RefusedReportError
from data.metrics import METRICS
from data.metrics.enough import FEW
from data.settings import district
from reports import xlsx
from reports.documents.blocks import Bar, Bars, Block, Document, Heading, Number, Paragraph, Runs, Table, say
from words import format, texts

TABLES = {
    "/": ("topic", ("records",)),
    "/heat-map": ("municipality", ("records", "per_1000")),
    "/deadlines": ("recipient", ("overdue_now", "open_now", "on_time_share")),
    "/channels": ("channel", ("records", "on_time_share", "first_reply_median_hours")),
    "/recipients": ("recipient", ("records", "on_time_share", "overdue_now")),
    "/satisfaction": ("channel", ("rated", "satisfied_share", "rating_mean")),
}
"""Screen → what its table is by, and its columns; the first orders it."""
_FIGURES = ("records", "open_now", "overdue_now", "burning_now", "on_time_share", "satisfied_share")
_WEEKS, _MOST = 12, 15


@dataclass(frozen=True)
class Order:
    """A report that is due. due: the day it is due on."""

    one: Subscription
    asked: Asked
    due: date

    @property
    def filters_in_words(self) -> str:
        """Period and filters."""
        return describe(self.asked.filters, self.asked.stamp)

    @property
    def href(self) -> str:
        """The screen it was asked from, over the same snapshot."""
        address = self.asked.stamp.address
        number, own_hash = address.split("-") if "-" in address else (str(self.asked.stamp.snapshot), "")
        kept = replace(self.asked.filters, snapshot=int(number), snapshot_hash=own_hash)
        return f"{self.one.path}?{urlencode(kept.to_params(), safe=',')}"


def new_records(order: Order) -> tuple[int, int]:
    """Records since the letter before, and in as many days before those."""
    first, last = schedules.window(order.one, order.asked.stamp.as_of, order.due)
    now = replace(order.asked.filters, period="all", date_from=first, date_to=last)
    length = last - first + timedelta(days=1)
    earlier = replace(now, date_from=first - length, date_to=first - timedelta(days=1))
    counts = [order.asked.row("records", filters=each)["records"] for each in (now, earlier)]
    return tuple(0 if format.is_missing(one) else int(one) for one in counts)  # type: ignore[return-value]


def document(order: Order) -> Document:
    """The report as a document. RefusedReportError where its chart can't be drawn."""
    found = order.asked.stamp
    blocks: list[Block] = [
        *_asked(order),
        Heading("Коротко"),
        *(Paragraph((said,), "item") for said in briefing.sentences(order.one.path, order.asked)),
        Heading("Показатели"),
        _figures(order.asked),
        _flow(order.asked),
        Heading("Подробно"),
        _table(order),
    ]
    return Document(
        organisation=texts.PRODUCT_LONG.format(genitive=district().genitive),
        addressee="По подписке",
        title=order.one.title,
        heading=f"{briefing.title(order.one.path)}: {order.filters_in_words}",
        mark=texts.DEMO if found.is_demo else "Отчёт",
        approvals=(),
        basis=f"данные на {format.day(found.as_of)}, {format.snapshot(found.snapshot, found.address)}",
        snapshot=found.address,
        blocks=tuple(blocks),
        made_on=found.as_of.isoformat(),
    )


def workbook(order: Order) -> bytes:
    """The table of the report as XLSX, its filters and subscription on the second sheet."""
    dimension, names = TABLES[order.one.path]
    asked = order.asked
    words = f"{order.filters_in_words}. Подписка: {schedules.in_words(order.one)}; {CONDITIONS[order.one.condition]}"
    columns = columns_of(names, [dimension], as_of=asked.stamp.as_of)
    with in_force.use(asked.scope):
        return xlsx.workbook(_rows(order), columns, order.one.title, words, asked.stamp)


def _asked(order: Order) -> list[Block]:
    one = order.one
    return [
        Heading("Что выбрано"),
        Paragraph((f"Фильтры: {order.filters_in_words}.",), "item"),
        Paragraph((f"Круг данных: {in_words(order.asked.scope)}.",), "item"),
        Paragraph((f"Подписка: {schedules.in_words(one)}; {CONDITIONS[one.condition]}.",), "item"),
        Paragraph(say("{link}", link=Number("Открыть этот экран на том же срезе", href=order.href)), "item"),
    ]


def _figures(asked: Asked) -> Table:
    now = asked.row(*_FIGURES)
    earlier = asked.before
    was = None if earlier is None else asked.row(*_FIGURES, filters=earlier)
    rows = tuple(
        ((METRICS[name].label,), (_number(name, now),), (texts.NO_DATA if was is None else _number(name, was),))
        for name in _FIGURES
    )
    return Table("Сейчас и в предыдущем таком же периоде", ("Показатель", "Сейчас", "Прежде"), rows, (3, 2, 2))


def _number(name: str, row: dict[Any, Any]) -> Number:
    declared, value = METRICS[name], row[name]
    return Number(interval_text(declared, row), name, None if format.is_missing(value) else float(value))


def _flow(asked: Asked) -> Bars:
    """Whole weeks, or months for who sees totals; a chart without a single bar is a report without its chart."""
    step = "month" if asked.scope.hides_small_cells else "week"
    frame = asked.by(step, "records").sort_values(step).tail(_WEEKS)
    if frame.empty:
        raise RefusedReportError("График потока не построен: по шагам времени данных нет. Проверьте фильтры подписки.")
    rows = frame.to_dict("records")
    bars = tuple(
        Bar(str(row[f"{step}_label"]), float(row["records"]), format.number(row["records"]), row is rows[-1])
        for row in rows
        if not format.is_missing(row["records"])
    )
    return Bars(f"Записи по {texts.STEPS[step]}", bars, f"Столбцы: записи по {texts.STEPS[step]}, шагов — {len(bars)}")


def _rows(order: Order) -> pd.DataFrame:
    dimension, names = TABLES[order.one.path]
    found = order.asked.by(dimension, *names)
    if dimension == "topic":
        found = found[found[dimension].isin(briefing.told_topics(order.asked))]
    told = found[found[names[0]] >= FEW] if METRICS[names[0]].kind == "count" else found
    return told.sort_values(names[0], ascending=False, kind="stable")


def _table(order: Order) -> Block:
    dimension, names = TABLES[order.one.path]
    found = _rows(order)
    if found.empty:
        return Paragraph((f"Строк с {FEW} и более записями нет.",))
    rows: tuple[tuple[Runs, ...], ...] = tuple(
        ((str(row[f"{dimension}_label"]),), *((_number(name, row),) for name in names))
        for row in found.head(_MOST).to_dict("records")
    )
    head = ("", *(METRICS[name].short_label for name in names))
    more = len(found) - _MOST
    note = f"Строки меньше {FEW} записей не названы." + (f" И ещё строк: {more}." if more > 0 else "")
    return Table(order.one.title, head, rows, (3, *[1.6] * len(names)), note)
