"""The agenda of a meeting before it is held, its minutes after: decisions, orders, what became of earlier ones."""

from datetime import date

from answers.meetings import DONE, ORDER_STATES, Order, Paper, Point
from data.metrics import Stamp
from reports.documents.blocks import Block, Document, Heading, Number, Paragraph, Runs, Table
from reports.papers import sheet
from words import format

_HEAD = ("Номер", "Поручение", "Кому", "Срок", "Состояние")
_WIDTHS = (1.3, 2.5, 1.8, 1.3, 2.2)


def document(shown: Paper, of: Stamp, day: date) -> Document:
    """What the meeting prints, orders as they stand on a day."""
    one = shown.meeting
    rows = [("Когда", shown.when), ("Где", one.place), ("Проходит", shown.chair), ("Участники", one.attendees)]
    blocks: list[Block] = [
        sheet.facts("Совещание", rows),
        Heading("Повестка и решения" if one.is_held else "Повестка"),
        *_points(shown, day),
        *_orders("Другие поручения совещания", shown.loose, day),
        *_earlier(shown, day),
    ]
    blocks += [Heading("Итог"), Paragraph((one.conclusion,))] if one.conclusion else []
    approvals = ("Председатель ____________", "Протокол вёл ____________") if one.is_held else ()
    return sheet.document(shown.heading, one.title, "", approvals, blocks, of, day)


def _points(shown: Paper, day: date) -> list[Block]:
    if not shown.points:
        return [Paragraph(("Вопросов в повестке нет.",))]
    return [block for point in shown.points for block in _point(point, shown, day)]


def _point(point: Point, shown: Paper, day: date) -> list[Block]:
    item = point.item
    made: list[Block] = [Heading(f"{point.no}. {item.subject}", 2)]
    if item.reason:
        # A link leads to the numbers the item was put on for.
        link = (" ", Number("Числа", "", None, item.link)) if item.link.startswith("/") else ()
        made.append(Paragraph((item.reason, *link)))
    if item.speaker:
        made.append(Paragraph((f"Докладывает: {item.speaker}",)))
    if item.decision:
        made.append(Paragraph((f"Решили: {item.decision}",), "lead"))
    elif shown.meeting.is_held:
        made.append(Paragraph(("Решение не записано.",)))
    return [*made, *_table(f"Поручения по вопросу {point.no}", point.orders, day)]


def _table(title: str, orders: tuple[Order, ...], day: date) -> list[Block]:
    if not orders:
        return []
    rows: tuple[tuple[Runs, ...], ...] = tuple(
        ((one.code,), (one.text,), (_whom(one),), (format.day(one.due_on),), (_state(one, day),)) for one in orders
    )
    return [Table(title, _HEAD, rows, _WIDTHS, words=tuple(range(5)))]


def _orders(title: str, orders: tuple[Order, ...], day: date) -> list[Block]:
    return [Heading(title), *_table("Поручения", orders, day)] if orders else []


def _earlier(shown: Paper, day: date) -> list[Block]:
    heading = Heading("Что стало с прежними поручениями")
    if not shown.earlier:
        return [heading, Paragraph(("Прежних поручений на контроле нет.",))]
    ordered = tuple(sorted(shown.earlier, key=lambda one: (one.due_on, one.code)))
    return [heading, *_table("Прежние поручения", ordered, day)]


def _whom(one: Order) -> str:
    return f"{one.recipient_name}{f' ({one.official})' if one.official else ''}"


def _state(one: Order, day: date) -> str:
    state = one.state(day)
    if state == DONE and one.done_on:
        result = f": {one.result}" if one.result else ""
        return f"исполнено {format.day(one.done_on)}{result}"
    late = one.days_late(day)
    return f"{ORDER_STATES[state]}{f', {format.days(late)}' if late else ''}"
