"""The sheet of one recipient: a page to hand over, and its records as a workbook. No personal data in either."""

import pandas as pd

from access import scope
from answers.deadlines import LATER, OVERDUE, URGENCY, burning, most_urgent
from answers.table import Column
from data.filters import Filters
from data.order import Order
from reports import xlsx
from reports.documents.blocks import Block, Document, Heading, Number, Paragraph, Table
from reports.weekly import figures as fig
from reports.weekly.note import document
from reports.weekly.week import Weekly
from words import format, names, nouns

_SHOWN = ("records", "answered", "on_time_share", "open_now", "overdue_now", "satisfied_share")
_MOST = 25
COLUMNS = (
    Column("external_id", "Номер"),
    Column("received_on", "Поступила", "date"),
    Column("due_on", "Срок", "date"),
    Column("days_left", "Дней до срока", "count", "Меньше нуля — просрочено."),
    Column("topic_label", "Тема"),
    Column("place_label", "Населённый пункт"),
    Column("status_label", "Статус"),
    Column("channel_label", "Канал"),
)


def sheet(of: Weekly, recipient: str) -> Document:
    """A recipient's week: figures beside their norm, what is overdue and what burns."""
    own = of.of(recipient)
    told = fig.figures(own, _SHOWN)
    blocks: list[Block] = [
        fig.table("Неделя рядом с обычной", told),
        *_records(own),
    ]
    heading = f"Для {names.body(of.member('recipient', recipient), 'genitive')} за неделю {of.week.words}"
    return document(of, "Лист получателя", heading, blocks)


def _urgent(own: Weekly) -> pd.DataFrame:
    filters = own.filters()
    state = Filters(
        period="all", recipients=own.recipients, as_of=own.week.last,
        snapshot=filters.snapshot, snapshot_hash=filters.snapshot_hash,
    )  # fmt: skip
    urgent = most_urgent(state, own.scope)
    near = urgent[urgent["group"] != LATER]
    return near if near.empty else burning(urgent, state, own.scope, Order(URGENCY, is_down=False))


def _records(own: Weekly) -> list[Block]:
    found = _urgent(own)
    if found.empty:
        return [Paragraph(("Просроченных и истекающих в ближайшие три рабочих дня записей нет.",))]
    rows = tuple(
        (
            (Number(str(one["external_id"]), "", None, own.href("records", 1, {}) and _card(own, one["record_id"])),),
            (format.day(one["due_on"]),),
            (_left(one["days_left"]),),
            (str(one["topic_label"]),),
            (str(one["place_label"]),),
        )
        for one in found.head(_MOST).to_dict("records")
    )
    more = len(found) - _MOST
    note = f"И ещё {nouns.counted(more, nouns.RECORD)} — в файле XLSX." if more > 0 else ""
    overdue = int((found["group"] == OVERDUE).sum())
    title = f"Просрочено: {overdue}, истекает за 3 рабочих дня: {len(found) - overdue}"
    head = ("Номер", "Срок", "Осталось", "Тема", "Населённый пункт")
    return [Heading("Что нужно закрыть"), Table(title, head, rows, (1.4, 1.3, 1.5, 2.2, 2), note, words=(0, 2, 3, 4))]


def _card(own: Weekly, record_id: int) -> str:
    params = own.filters().to_params()
    return f"/register?record={record_id}&snapshot={params['snapshot']}"


def _left(days: int) -> str:
    return f"просрочено на {format.days(-days)}" if days < 0 else "сегодня" if days == 0 else format.days(days)


def workbook(of: Weekly, recipient: str) -> bytes:
    """All overdue and burning records of a recipient."""
    own = of.of(recipient)
    found = _urgent(own)
    frame = found if not found.empty else pd.DataFrame({column.name: [] for column in COLUMNS})
    about = f"{of.member('recipient', recipient)['label']}; на {format.day(of.week.last)}"
    with scope.use(of.scope):
        return xlsx.workbook(frame, COLUMNS, f"Что нужно закрыть, {of.week.words}", about, of.stamp)
