"""The forms of a poll: its card, what came back, what was decided."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from answers.polls.fields import CARD, CARRIED_OUT, DECISION, DESIGNS, KINDS
from components import typed_form
from components.polls.lists import press
from words import texts

PANEL, OPENED, UPLOAD = "poll-panel", "poll-opened", "poll-upload"
_FIELD = "poll-field"
_LONG = ("question", "options", "decision", "follow_up", "themes")
NOBODY = "Опросы ведут куратор, руководитель МЦУ и ответственный за ПОС."
DAY = "Дата пишется так: 31.12.2026."
HINTS = {
    "problem": "Номер с экрана «Проблемы»; пусто — опрос не об одной проблеме.",
    "question": "Одно предложение без оценок. Проверка слов появится на карточке.",
    "options": "Каждый вариант с новой строки; для шкалы и свободного ответа не нужны.",
    "most_options": "Только для нескольких ответов.",
    "scale_top": "Только для шкалы: от 2 до 10, обычно 5.",
    "residents": "Пусто — все жители территории, справочно.",
    "age_from": "ПОС спрашивает с 14 лет; пусто — без ограничения.",
    "starts_on": DAY,
    "planned_answers": "Сколько ответов собираетесь получить.",
    "option_now": "Что сделаете, если не спрашивать. Поля ниже нужны, чтобы посчитать, стоит ли спрашивать.",
    "threshold": "Сколько процентов жителей им довольны.",
    "prior_for": "Что известно до опроса, в голосах: 1 и 1 — ничего.",
    "work": "Час работы считайте за один жителе-месяц.",
    "called": "Только для свободного участия: без этой доли ценность не считается.",
    "called_for_other": "Пусто — 50 %.",
    "follow_up_on": "До исполнения: когда проверить, что сделано.",
}
_BEFORE = {"title": "О чём", "design": "Кого и когда", "option_now": "Стоит ли спрашивать"}
"""Field → heading that stands before it."""


def fields(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Values of the fields by name; an empty field is ''. What is no text (a forged list) counts as its words."""
    return {str(one["name"]): "" if value is None else str(value) for one, value in zip(identities, given, strict=True)}


def places() -> list[Component]:
    """The closed panel and the store of what is opened in it."""
    classes = "record-panel staff-panel"
    panel = dbc.Offcanvas(html.Div(), id=PANEL, placement="end", is_open=False, scrollable=True, className=classes)
    return [panel, dcc.Store(id=OPENED)]


def card(now: Mapping[str, str], topics: Sequence[Any], territories: Sequence[Any], *, district: bool) -> Component:
    """now: texts by field; topics (code, name, group, barred), territories (oktmo, name); district: whether the asker
    may hold a poll of the whole district.
    """
    where = ([{"value": "", "label": "Весь район"}] if district else []) + [
        {"value": one.oktmo, "label": one.name} for one in territories
    ]
    chosen = {
        "topic": [_topic(one) for one in topics],
        "municipality": where,
        "kind": _choices(KINDS),
        "design": _choices(DESIGNS),
    }
    parts: list[Any] = []
    for name, label in CARD.items():
        parts += [html.H3(_BEFORE[name])] if name in _BEFORE else []
        parts.append(_labelled(name, label, _control(name, now, chosen)))
    return _form(parts, press("Сохранить", "save", "card", main=True))


def results(now: Mapping[str, str], answers: Sequence[tuple[int, str]], *, own_words: bool, points: bool) -> Component:
    """By hand, a number an answer, or a file. now: `votes-<n>`, `participants`, `themes`; points: of an ordering."""
    unit = "баллов Борда" if points else "голосов"
    parts: list[Any] = [_labelled("themes", "Темы ответов", _text("themes", now))] if own_words else [
        _labelled(f"votes-{n}", f"{words}: {unit}", _text(f"votes-{n}", now)) for n, words in answers
    ]  # fmt: skip
    hint = "Тема, точка с запятой и число, каждая с новой строки: «освещение; 12». Сами ответы не вносите."
    more = [html.P(hint, className="field__hint")] if own_words else []
    people = _labelled("participants", "Участников", _text("participants", now))
    return _form([*more, *parts, people], press("Сохранить итоги", "save", "results", main=True), file_of_results())


def file_of_results() -> Component:
    """Where a file of results is dropped."""
    words = "Или загрузите файл CSV или XLSX: «Ответ», «Голосов», «Населённый пункт»"
    return dcc.Upload([words], id=UPLOAD, className="drop", accept=".csv,.xlsx")


def decision(now: Mapping[str, str]) -> Component:
    """What was decided and what became of it."""
    chosen = {"carried_out": _choices(CARRIED_OUT)}
    parts = [_labelled(name, label, _control(name, now, chosen)) for name, label in DECISION.items()]
    return _form(parts, press("Сохранить решение", "save", "decision", main=True))


def _form(parts: Sequence[Any], save: Component, *more: Component) -> Component:
    reason = _labelled("reason", "Почему меняете", _text("reason", {}), "Останется в истории.")
    return html.Div([*parts, reason, html.Div([save], className="toolbar"), *more], className="staff-form poll-form")


def _control(name: str, now: Mapping[str, str], chosen: Mapping[str, Any]) -> Component:
    if name in chosen:
        return dcc.Dropdown(chosen[name], now.get(name, ""), id=fields(name), labels=texts.DROPDOWN, maxHeight=280,
                            clearable=False)  # fmt: skip
    return _text(name, now)


def _text(name: str, now: Mapping[str, str]) -> Component:
    value = now.get(name, "")
    if name in _LONG:
        return dcc.Textarea(id=fields(name), value=value, maxLength=4000, rows=4, className="field__input")
    return dcc.Input(
        id=fields(name), value=value, type="text", maxLength=300, autoComplete="off", className="field__input"
    )


def _labelled(name: str, label: str, control: Component, hint: str = "") -> Component:
    return typed_form.labelled(label, control, hint or HINTS.get(name, ""), wide=name in (*_LONG, "title"))


def _choices(words: Mapping[str, str]) -> Any:
    return [{"value": code, "label": label} for code, label in words.items()]


def _topic(one: Any) -> Any:
    label = f"{one.name} · {one.group}"
    return {"value": one.code, "label": f"{label} — нельзя" if one.barred else label, "disabled": bool(one.barred)}
