"""The two ways to write answers down: a file whose columns a person names, and the result of one call-back."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import cards, received
from components.typed_form import labelled
from words import texts

UPLOAD, COLUMNS = "surveys-upload", "surveys-columns"
_FIELD, _BUTTON = "survey-field", "survey-do"
_REPEAT = "again"
_MEANING = "meaning-"
DAY = "Дата пишется так: 31.12.2026."
_MOST_MEANINGS = 20
"""Values of a file that a person is asked about; who has more of them has chosen another column."""


def field(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a survey; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Values of the fields by name; an empty field is an empty text."""
    return {one["name"]: received.text(value) for one, value in zip(identities, given, strict=True)}


def may_repeat(told: Mapping[str, str], name: str) -> bool:
    """Whether the person has asked to write down what is there already."""
    return told.get(name) == _REPEAT


def of_file(kinds: Mapping[str, str]) -> Component:
    """The card of a file; its columns are asked for once it is chosen."""
    body = [
        labelled("Что это", _dropdown("kind", _choices(kinds), next(iter(kinds)))),
        labelled("Название", _text("title"), "Например: опрос в апреле. Пусто — имя файла."),
        labelled("День опроса", _text("day", 10), f"Для строк без своего дня. {DAY}"),
        dcc.Upload(["Выбрать файл CSV или XLSX"], id=UPLOAD, className="drop", accept=".csv,.xlsx"),
        html.Div(id=COLUMNS),
    ]
    note = "Строка — один ответ: оценка 1–5 или словами; номер записи или получатель, тематика, место."
    return cards.card("Загрузить опрос", html.Div(body, className="staff-form surveys-form"), note=note)


def meanings(told: Mapping[str, str]) -> dict[str, str]:
    """Value of the file that is no usual mark → what the person says of it, '' where nothing."""
    return {name.removeprefix(_MEANING): said for name, said in told.items() if name.startswith(_MEANING)}


def columns_of(
    header: Sequence[str], found: Mapping[str, str], fields: Mapping[str, str], unclear: Sequence[Component] = ()
) -> Component:
    """Which column says what. found: field → heading that is usual for it; fields: their names; unclear: of
    `meanings_of`, to be asked for too.
    """
    options: Any = [{"value": cell, "label": cell} for cell in dict.fromkeys(header) if cell]
    asked = [
        labelled(label, _dropdown(f"column-{name}", options, found.get(name), is_optional=True))
        for name, label in fields.items()
    ]
    asked += [*unclear, _again("again")]
    save = html.Button("Загрузить", id=button("load", ""), className="button button--main", type="button")
    return html.Div(
        [html.P("Какой столбец что говорит:", className="card__note"), *asked, save], className="surveys-form"
    )


def meanings_of(values: Mapping[str, str], marks: Mapping[str, str]) -> list[Component]:
    """What each value that is no usual mark means. values: each → what has been said of it, '' where nothing; marks:
    what may be said, in words.
    """
    return [
        labelled(f"Что значит «{value[:60]}»", _dropdown(f"{_MEANING}{value}", _choices(marks), said or None))
        for value, said in list(values.items())[:_MOST_MEANINGS]
    ]


def of_call(recipients: Sequence[tuple[str, str]]) -> Component:
    """The card of one call-back."""
    known: Any = [{"value": code, "label": name} for code, name in recipients]
    save = html.Button("Записать звонок", id=button("call", ""), className="button button--main", type="button")
    body = [
        labelled("Номер записи", _text("call-number", 100), "Или выберите получателя."),
        labelled("Получатель", _dropdown("call-recipient", known, None, is_optional=True)),
        labelled("День звонка", _text("call-day", 10), DAY),
        labelled("Оценка заявителя", _text("call-mark", 40), "От 1 до 5 или словами: «скорее доволен»."),
        _again("call-again"),
        save,
    ]
    note = "Имя и слова заявителя не записываются: только оценка и к чему она относится."
    return cards.card("Записать обзвон", html.Div(body, className="staff-form surveys-form"), note=note)


def _again(name: str) -> Component:
    options: Any = [{"value": "", "label": "Не вносить"}, {"value": _REPEAT, "label": "Внести, даже если уже есть"}]
    control = dcc.Dropdown(options, "", id=field(name), labels=texts.DROPDOWN, clearable=False)
    return labelled("Если такие ответы уже есть", control)


def _text(name: str, longest: int = 200) -> Component:
    return dcc.Input(id=field(name), type="text", maxLength=longest, autoComplete="off", className="field__input")


def _dropdown(name: str, options: Any, value: Any, *, is_optional: bool = False) -> Component:
    return dcc.Dropdown(options, value, id=field(name), labels=texts.DROPDOWN, clearable=is_optional, maxHeight=280)


def _choices(words: Mapping[str, str]) -> Any:
    return [{"value": code, "label": label} for code, label in words.items()]
