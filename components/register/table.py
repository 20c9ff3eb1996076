"""Rows of single records and the card of one: what a screen shows of `data.metrics.register`."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import ids, sorting, tables, theme
from components.columns import as_is
from components.tables import Column
from data.filters import Filters
from data.metrics import METRICS, find, metric, record_order, register
from data.metrics.explain import Clock
from data.order import Order
from data.scope import Scope
from words import format, texts

PANEL = "record-card"
WANTED, SHOWN = "record-wanted", "record-shown"
"""Stores: the record that the address asks for, and the one whose card is open; assets/20-filters.js writes the URL."""
OPEN = "open-record"
"""Type of the id of a row's button; `index` is the record's id."""
ASK, REASON, CONTACTS = "contacts-ask", "contacts-reason", "contacts-shown"
"""Types of the ids of what contacts are asked with; `index` is the record's id."""
CHECK = "/answers/checks?record={}"
"""Where the answer to a question («record:question») is read."""
ACCEPT, ACCEPTED = "addressee-accept", "addressee-accepted"
"""Types of the ids of what a better addressee is accepted with; `index` is «record:question»."""


def outcome(code: Any) -> Component:
    """The words of an outcome with its mark."""
    mark = {"--mark": theme.outcome_colours()[code]} if code in theme.OUTCOMES else {}
    return html.Span(texts.OUTCOMES.get(code, texts.NO_DATA), className=f"outcome outcome--{code}", style=mark)


def panel(card: str = "") -> Component:
    """Where the card of a clicked record opens (the callback is `pages.register.open_card`).

    card: the URL's parameter of the same name, the record whose card the address holds open.
    """
    wanted = int(card) if card.isascii() and card.isdigit() and len(card) < 16 else None
    stores = [dcc.Store(id=WANTED, data=wanted), dcc.Store(id=SHOWN)]
    card_panel = dbc.Offcanvas(id=PANEL, placement="end", is_open=False, scrollable=True, className="record-panel")
    return html.Div([*stores, card_panel])


def after_count(filters: Filters, scope: Scope, total: int) -> str:
    """What stands behind the number of records: how the list differs from what was asked for."""
    return _no_longer_open(filters, scope) + (_similar_words(filters, scope) if total else "")


def _no_longer_open(filters: Filters, scope: Scope) -> str:
    """An older snapshot answers within today's rights: what has left them since is told, not shown."""
    count = register.no_longer_open(filters, scope) if filters.snapshot else 0
    return f" {format.records(count)} вам больше не открыты." if count else ""


def _similar_words(filters: Filters, scope: Scope) -> str:
    """Where no text has a typed word, the reader is told that words like it were taken."""
    return f" {texts.SEARCH_SIMILAR}." if find.is_similar(filters, scope) else ""


def narrowing_to_share(known: Sequence[str], value: str) -> Component:
    """Narrows the list to the records that a metric counts: a share of quality (known: their ids), or the one that led
    here; kept in the URL.
    """
    offered = [*known, *({value} & set(METRICS) - set(known))]
    options = [{"value": name, "label": metric(name).label} for name in offered]
    chosen = dcc.Dropdown(
        id=ids.param("behind"),
        options=options,
        value=value if value in offered else None,
        placeholder="Все записи",
        labels=texts.DROPDOWN,
        searchable=False,
    )
    return html.Div(chosen, className="register-behind", title="Только записи, которые считает этот показатель")


def rows(
    frame: pd.DataFrame,
    caption: str,
    control: Mapping[str, str],
    order: Order,
    *,
    max_height: int | None = None,
    extra: Sequence[Column] = (),
) -> Component:
    """A page of a list of records, whose first column opens the card of the record; a card each on a phone
    (assets/98-phone.css). control: id of what names the order; order: the one in force; extra: more columns after the
    term.
    """
    records = frame.to_dict("records")
    made: dict[str, Any] = {
        "opener": [_opener(row) for row in records],
        "term": [_term_cell(row) for row in records],
        "matter": [_two_lines(row["topic_label"], row["text"]) for row in records],
    }
    columns = [*_COLUMNS[:3], *extra, *_COLUMNS[3:]]
    ordered = sorting.Ordered(control, order.text, _ORDERS)
    shown = tables.data_table(
        frame.assign(**made), columns, caption, row_header="opener", max_height=max_height, ordered=ordered
    )
    return html.Div(shown, className="record-rows")


def _opener(row: Mapping[Any, Any]) -> Component:
    identity = {"type": OPEN, "index": int(row["record_id"])}
    words = row["external_id"] or f"№ {row['record_id']}"
    return _two_lines(html.Button(words, id=identity, className="link-button", type="button"), row["channel_label"])


def _term_cell(row: Mapping[Any, Any]) -> Component:
    if format.is_missing(row["due_on"]):
        return html.Span(outcome(row["outcome"]), title=row["gap"] or None)
    return _two_lines(format.day(row["due_on"]), outcome(row["outcome"]))


def _two_lines(first: Any, second: Any) -> Component:
    return html.Div([html.Div(first), html.Div(second, className="second-line")])


_COLUMNS: Sequence[Column] = (
    Column("opener", "Запись и канал", as_is, width="12%"),
    Column("received_on", "Поступило", format.day, width="8%"),
    Column("term", "Срок", as_is, width="16%"),
    Column("matter", "Тема и текст (имена и контакты скрыты)", as_is, width="32%"),
    Column("place_label", "Населённый пункт", width="12%"),
    Column("recipient_label", "Получатель"),
    Column("status_label", "Статус", width="9%"),
)


_ORDERS = {
    "opener": record_order.NUMBER,
    "received_on": "received",
    "term": "due",
    "chance": "chance",
    "matter": "topic",
    "place_label": "place",
    "recipient_label": "recipient",
    "status_label": "status",
}
"""What each heading sorts by (`data.metrics.record_order`)."""


def record_card(
    record: Mapping[str, Any], *, may_ask_contacts: bool = False, may_correct: bool = False, may_check: bool = False
) -> Component:
    """One record in full: what it is about, its clock explained, its questions with answers, a way to the contacts."""
    number = int(record["record_id"])
    asking = [_contacts_asked(number)] if may_ask_contacts else []
    checks = may_check and not format.is_missing(record["resolved_on"])
    asked = [_question(question, number, may_correct=may_correct, checks=checks) for question in record["questions"]]
    return html.Div([_facts(record), _problem(record), _clock(record), *asked, *asking], className="record")


def _problem(record: Mapping[str, Any]) -> Component | None:
    """The way to all that is known of the problem that the record stands in."""
    links = [problem_link(*one) for one in record.get("problems", ())]
    return html.P(["Часть проблемы: ", *links]) if links else None


def problem_link(number: int, title: str) -> Component:
    """The way to the card of a problem."""
    return dcc.Link(f"№ {number} «{title}»", href=f"/problem?id={number}", refresh=True)


def _contacts_asked(record_id: int) -> Component:
    """The question for a reason; contacts themselves come only when it is answered."""
    reason = dcc.Input(
        id={"type": REASON, "index": record_id},
        type="text",
        placeholder="Зачем: например, уточнить адрес у заявителя",
        maxLength=500,
        className="field__input",
    )
    button = html.Button("Показать", id={"type": ASK, "index": record_id}, className="button", type="button")
    note = html.P("Персональные данные. Причина и ваше имя останутся в журнале.", className="card__note")
    label = html.Label(["Причина", reason], className="field")
    shown = html.Div(id={"type": CONTACTS, "index": record_id})
    return html.Section([html.H3("Контакты заявителя"), note, html.Div([label, button], className="ask"), shown])


def contacts(found: Mapping[str, Any]) -> Component:
    """Contacts that were asked for; found: fields of `deeds.contacts.Contacts`."""
    return _pairs([(label, found[name] or format.NO_DATA) for name, label in _CONTACTS.items()])


_CONTACTS = {
    "applicant_name": "Заявитель",
    "contact": "Связь",
    "address": "Адрес",
    "house": "Дом, квартира",
    "social_category": "Категория",
    "profile_url": "Страница",
    "post_url": "Сообщение",
}


def record_title(record: Mapping[str, Any]) -> str:
    """Heading of the card."""
    return f"Запись {record['external_id'] or record['record_id']}"


def _facts(record: Mapping[str, Any]) -> Component:
    rating = format.NO_DATA if format.is_missing(record["rating"]) else format.number(record["rating"])
    rows = (
        ("Источник", record["source_label"]),
        ("Канал", record["channel_label"]),
        ("Вид", record["kind_label"]),
        ("Статус", record["status_label"]),
        ("Поселение", record["municipality_label"]),
        ("Населённый пункт", record["place_label"]),
        ("Оценка заявителя", rating),
    )
    return _pairs(rows)


def _clock(record: Mapping[str, Any]) -> Component:
    """Each clock with how its date came about, so that a person can check it."""
    rows = (
        ("Поступило", format.day(record["received_on"])),
        ("Закрыто", format.day(record["resolved_on"])),
        ("Срок из файла источника", format.day(record["file_due_on"])),
        ("Исполнение", outcome(record["outcome"])),
    )
    return html.Section([html.H3("Сроки"), _pairs(rows), *map(_one_clock, record["clocks"])])


def _one_clock(clock: Clock) -> Component:
    done = f"Сделано {format.day(clock.done_on)} " if clock.done_on else ""
    second = html.Div([done, outcome(clock.state) if clock.due_on else ""], className="second-line")
    return html.Div([html.Strong(clock.label), html.P(clock.sentence), second], className="clock")


def _question(question: Mapping[str, Any], record_id: int, *, may_correct: bool, checks: bool) -> Component:
    index = f"{record_id}:{question['number']}"
    asked = [_addressee(question, index, may_correct)] if question.get("better") else []
    parts = [
        html.H3(f"Вопрос {question['number']}: {question['topic']}"),
        html.Div([_responsible(question["recipient"]), *asked], id={"type": ACCEPTED, "index": index}),
        html.Blockquote(question["text"] or "Текста в выгрузке нет."),
    ]
    answer = [html.H3("Ответ"), html.Blockquote(question["answer"])] if question["answer"] else []
    check = dcc.Link("Проверить ответ вне плана", href=CHECK.format(index), refresh=True) if checks else None
    return html.Section([*parts, *answer, check])


def _addressee(question: Mapping[str, Any], index: str, may_correct: bool) -> Component:
    """A better addressee, why, and for who may correct, the button that accepts it."""
    said = html.P(f"Похоже, не наше: {question['why']}. Предлагаем: {question['better']}.")
    button = html.Button("Передать", id={"type": ACCEPT, "index": index}, className="button", type="button")
    return html.Div([said, *([button] if may_correct else [])], className="ask")


def accepted(recipient: str) -> list[Component]:
    """In place of the former addressee and the question about it."""
    return [_responsible(recipient), html.P(f"Передано: {recipient}. Срез пересчитан.", role="status")]


def _responsible(recipient: str) -> Component:
    return html.P(["Получатель: ", recipient])


def _pairs(rows: Sequence[tuple[str, Any]]) -> Component:
    return html.Dl([item for name, value in rows for item in (html.Dt(name), html.Dd(value))], className="facts")
