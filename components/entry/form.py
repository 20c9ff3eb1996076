"""The form of one record. Tab goes through it as it is read; the keys of saving are assets/82-entry.js."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import html_attributes
from components.entry import ids

_LISTS = {"topic": "entry-topics", "recipient": "entry-recipients", "place": "entry-places"}
_UNSAID = {"kind": "не указан", "result": "ещё рассматривается"}
_KEPT = ("channel", "day")
SAVE = "Записать"
NOTHING = "-"
"""Value of a list in which nothing has been chosen."""
LISTED = ("topic", "recipient", "place", "kind", "result")
KEYS = "Enter в строке или Ctrl+Enter где угодно — записать и перейти к следующей; канал и день останутся."


def form(channels: Mapping[str, str], lists: Mapping[str, Sequence[str]], today: str, most: int) -> Component:
    """The empty form. channels: code → name; lists: field → names; today: the day that stands there; most: questions
    of one record.
    """
    parts = [
        _part("Что поступило", [_channel(channels), *_receipt(today)], "entry-form__line entry-form__line--receipt"),
        *[_question(no, most) for no in range(most)],
        html.Button("+ ещё вопрос", id=ids.MORE, className="link-button entry-form__more", type="button"),
        _part("Где и от кого", _who()),
        _part("Срок и ответ", _answer(lists)),
        html.Div(id=ids.ANSWER, **html_attributes(aria_live="polite")),
        html.Div(_buttons(), className="entry-form__buttons"),
        *[_names(name, lists[field]) for field, name in _LISTS.items()],
    ]
    return html.Div(
        parts, id=ids.FORM, className="entry-form", role="form", **html_attributes(aria_label="Новая запись")
    )


def _part(title: str, fields: Sequence[Component], line: str = "entry-form__line") -> Component:
    return html.Fieldset([html.Legend(title), html.Div(list(fields), className=line)], className="entry-form__part")


def _channel(channels: Mapping[str, str]) -> Component:
    return _labelled("channel", "Канал *", _select("channel", [(code, name) for code, name in channels.items()]))


def _receipt(today: str) -> list[Component]:
    return [
        _labelled("number", "Номер", _line("number", "если пусто — даст программа", 60)),
        _labelled("day", "День *", _line("day", "дд.мм.гггг", 20, value=today)),
        _labelled("time", "Время", _line("time", "чч:мм", 5)),
    ]


def _who() -> list[Component]:
    return [
        _labelled("place", "Место", _line("place", "если пусто — по адресу", 200)),
        _labelled("applicant", "Имя заявителя", _line("applicant", "", 300)),
        _labelled("contact", "Телефон или почта", _line("contact", "", 300)),
        _labelled("address", "Адрес заявителя", _line("address", "", 400)),
    ]


def _answer(lists: Mapping[str, Sequence[str]]) -> list[Component]:
    return [
        _labelled("kind", "Вид", _select("kind", [(name, name) for name in lists["kind"]])),
        _labelled("promised", "Обещано ответить до", _line("promised", "дд.мм.гггг", 20)),
        _labelled("answered", "Ответ дан", _line("answered", "дд.мм.гггг", 20)),
        _labelled("result", "Итог", _select("result", [(name, name) for name in lists["result"]])),
    ]


def _question(no: int, most: int) -> Component:
    """Text, topic and recipient of one question; all but the first are hidden until somebody asks for more."""
    title = "О чём" if no == 0 else f"Вопрос {no + 1} из {most} возможных"
    text = dcc.Textarea(id=ids.field("text", no), className="field__input entry-form__text", rows=3, maxLength=20_000)
    topic = _labelled("topic", "Тема", _line("topic", "начните печатать", 200, no=no), no)
    recipient = _labelled("recipient", "Кому направлено", _line("recipient", "начните печатать", 300, no=no), no)
    fields = [
        _labelled("text", "Текст *" if no == 0 else "Текст", text, no),
        html.Div(id=ids.hint(no), className="entry-form__hint", **html_attributes(aria_live="polite")),
        html.Div([topic, recipient], className="entry-form__line"),
    ]
    return html.Fieldset(
        [html.Legend(title), *fields], id=ids.question(no), hidden=no > 0, className="entry-form__part"
    )


def _labelled(name: str, words: str, control: Component, no: int = 0) -> Component:
    """A field under its name, with the place where its flaw is told."""
    flaw = html.Span(id=ids.flaw(name, no), className="entry-form__flaw")
    return html.Label([html.Span(words, className="field__label"), control, flaw], className="field")


def _line(name: str, example: str, longest: int, *, value: str = "", no: int = 0) -> Component:
    more: Any = {"list": _LISTS[name]} if name in _LISTS else {}
    return dcc.Input(
        id=ids.field(name, no),
        type="text",
        value=value,
        maxLength=longest,
        placeholder=example,
        autoComplete="off",
        className="field__input",
        **more,
    )


def _select(name: str, options: Sequence[tuple[str, str]]) -> Component:
    """A list with nothing chosen, either a word that can't be chosen or one that can be gone back to."""
    listed = [{"value": value, "label": label} for value, label in options]
    if name not in _UNSAID:
        return dbc.Select(id=ids.field(name), options=listed, value="", placeholder="выберите")
    # Not '': Dash Bootstrap has an option of its own for that, and the arrow keys would not come past it.
    first = [{"value": NOTHING, "label": _UNSAID[name]}]
    return dbc.Select(id=ids.field(name), options=first + listed, value=NOTHING)


def field_text(value: str | None) -> str:
    """What a field says; '' when nothing."""
    return "" if value in (None, NOTHING) else str(value)


def next_value(name: str, value: str | None) -> str | None:
    """What stands in a field for the next record: channel and day stay."""
    if name in _KEPT:
        return value
    return NOTHING if name in _UNSAID else ""


def _names(name: str, names: Sequence[str]) -> Component:
    return html.Datalist([html.Option(value=one) for one in names], id=name)


def _buttons() -> list[Component]:
    return [
        html.Button(SAVE, id=ids.SAVE, className="button button--main", type="button"),
        html.Button("Записать всё равно", id=ids.ANYWAY, className="button", type="button", hidden=True),
        html.Button("Очистить", id=ids.CLEAR, className="button", type="button"),
        html.Span(KEYS, className="card__note"),
    ]
