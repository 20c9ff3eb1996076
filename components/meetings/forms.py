"""Panels of a meeting, of an item of its agenda, of an order."""

from collections.abc import Sequence
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from answers.meetings import CHAIRS, Item, Meeting, Order, OrderForm
from components import typed_form
from components.meetings.tables import LIST, ONE, tool
from components.typed_form import DAY_HINT, area, choice, day_text, line

Names = Sequence[tuple[str, str]]


def meeting(one: Meeting | None, today: date, on: str = LIST) -> Component:
    """A meeting's requisites; None: of a new one."""
    parts = [
        line("title", "Название", one.title if one else "Оперативное совещание по обращениям", 300),
        choice("chair", "У кого", list(CHAIRS.items()), one.chair if one else "curator"),
        line("held_on", "Дата", day_text(one.held_on if one else today + timedelta(days=3)), 10, DAY_HINT),
        line("starts_at", "Время", one.starts_at if one else "09:00", 5, "Например, 09:00."),
        line("place", "Место", one.place if one else "", 300),
        area("attendees", "Участники", one.attendees if one else "", 2000, "Должности и органы, без фамилий."),
        area("conclusion", "Итог", one.conclusion, 4000) if one else None,
    ]
    code = one.code if one else ""
    remove = tool("Удалить совещание", "remove_meeting", code, on=on) if one else None
    return typed_form.form(parts, [tool("Сохранить", "save_meeting", code, on=on, is_main=True), remove])


def item(one: Item | None) -> Component:
    """An item of an agenda; None: a new one, by hand."""
    parts = [
        line("subject", "Вопрос", one.subject if one else "", 500),
        area("reason", "Почему", one.reason if one else "", 1000),
        line("speaker", "Докладывает", one.speaker if one else "", 200, "Должность или орган, без фамилий."),
        area("decision", "Решили", one.decision if one else "", 4000),
    ]
    key = str(one.key) if one else ""
    remove = tool("Убрать из повестки", "remove_item", key, on=ONE) if one else None
    return typed_form.form(parts, [tool("Сохранить", "save_item", key, on=ONE, is_main=True), remove])


def order(one: Order | None, new: OrderForm, recipients: Names, topics: Names, on: str = LIST) -> Component:
    """An order; one: that is changed, None for a new one, which begins as `new`."""
    told = one or new
    parts = [
        area("text", "Что поручено", told.text, 2000),
        choice("recipient", "Кому", recipients, told.recipient),
        line("official", "Должность исполнителя", told.official, 200, "Без фамилий."),
        line("given_on", "Дано", day_text(told.given_on), 10, DAY_HINT),
        line("due_on", "Срок", day_text(told.due_on), 10),
        choice("topic", "Тематика", topics, told.topic, "Не обязательно."),
    ]
    if one:
        parts += [
            line("done_on", "Исполнено", day_text(one.done_on), 10, "Пусто — не исполнено."),
            area("result", "Результат", one.result, 2000),
            choice("withdrawn", "Контроль", [("", "на контроле"), ("yes", "снято")], "yes" if one.is_withdrawn else ""),
            line("reason", "Почему меняете", "", 300, "Останется в истории."),
        ]
    code = one.code if one else ""
    remove = tool("Удалить поручение", "remove_order", code, on=on) if one else None
    return typed_form.form(parts, [tool("Сохранить", "save_order", code, on=on, is_main=True), remove])


def done(one: Order, today: date) -> Component:
    """That an order is done, and what came of it."""
    parts = [
        html.P(one.text, className="card__note"),
        line("done_on", "Исполнено", day_text(today), 10, DAY_HINT),
        area("result", "Результат", one.result, 2000, "Что сделано: одно предложение."),
    ]
    return typed_form.form(parts, [tool("Исполнено", "save_done", one.code, is_main=True)])
