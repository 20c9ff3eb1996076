"""The forms of a roadmap, a cause, a measure and a check point, and what they have been given."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from answers.roadmaps.kept import (
    MEASURE_STAGES,
    MONTHS,
    STAGES,
    TARGETS,
    CauseForm,
    CheckForm,
    Choices,
    MapForm,
    MeasureForm,
    Part,
    Promise,
    Roadmap,
    day,
)
from components.roadmaps import ids
from components.typed_form import labelled
from data.errors import FilterError
from words import format, texts

DAY = "Дата пишется так: 31.12.2026."
_AIM_HINT = "День, когда мера начинает работать: с его недели считается, что изменилось."
_VALUE_HINT = "На сколько меньше: процентов записей, дней медианы или процентных пунктов повторных."


def places(page: str, title: str = "", shown: Component | None = None) -> list[Component]:
    """The panel of a screen and the store of what is open in it; shown: the form it is opened with."""
    classes = "record-panel staff-panel"
    made = dbc.Offcanvas(
        shown or html.Div(), id=ids.panel(page), title=title, placement="end", is_open=shown is not None,
        scrollable=True, className=classes,
    )  # fmt: skip
    return [made, dcc.Store(id=ids.opened(page))]


def of_map(form: MapForm, choices: Choices, key: str) -> Component:
    """key: code of the roadmap, '' of a new one."""
    promise = form.promise
    value = "" if promise.value is None else format.number(promise.value, 1).removesuffix(",0")
    about = f"По проблеме № {form.problem}." if form.problem else "Карта может быть и без проблемы: тема и место."
    parts = [
        html.P(about, className="card__note"),
        labelled("Название", _text("title", form.title, 200)),
        labelled("Тематика или группа", _choice("topic", _topics(choices), form.topic, aim=True)),
        labelled("Территория", _choice("territory", _lands(choices), form.territory, aim=True)),
        labelled("Стадия", _choice("stage", _words(STAGES), form.stage)),
        labelled("Начало", _day("starts_on", form.starts_on, aim=True), f"{_AIM_HINT} {DAY}"),
        html.Div(className="roadmap-prospect", id=ids.prospect(key or "new"), role="status"),
        labelled("Цель", _choice("target_kind", _words(TARGETS), promise.kind or "", clearable=False)),
        labelled("Величина", _text("target_value", value, 10), _VALUE_HINT),
        labelled("Проверить через", _choice("target_months", _months(), str(promise.months or MONTHS[1]))),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]
    return _form(parts, "map", key)


def of_cause(form: CauseForm, roadmap: Roadmap, no: int | None) -> Component:
    """Why the problem, or another cause, is so."""
    options = [_option("", "Сама проблема"), *_causes(one for one in roadmap.causes if one.no != no)]
    parts = [
        labelled("Причина: почему?", _text("name", form.name, 400)),
        labelled("Почему — что именно", _choice("parent", options, str(form.parent or ""))),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]
    return _form(parts, "cause", str(no or ""))


def of_measure(form: MeasureForm, roadmap: Roadmap, choices: Choices, no: int | None) -> Component:
    """What is done, by whom, until when."""
    known = [_option(one.code, one.name) for one in choices.recipients]
    if form.recipient and form.recipient not in {one.code for one in choices.recipients}:
        known.append(_option(form.recipient, f"{form.recipient} (уже не действует)"))
    causes = [_option("", "Не названа"), *_causes(roadmap.causes)]
    parts = [
        labelled("Мероприятие", _text("name", form.name, 400)),
        labelled("Устраняет причину", _choice("cause", causes, str(form.cause or ""))),
        labelled("Ответственный", _choice("recipient", [_option("", "Не назван"), *known], form.recipient)),
        labelled("Должность", _text("post", form.post, 200), "Без фамилии: должность остаётся, люди меняются."),
        labelled("Начало", _day("starts_on", form.starts_on)),
        labelled("Срок", _day("due_on", form.due_on), DAY),
        labelled("Ресурс", _text("resource", form.resource, 200), "Деньги, техника, люди."),
        labelled("Документ", _text("document", form.document, 400)),
        labelled("Стадия", _choice("stage", _words(MEASURE_STAGES), form.stage)),
        labelled("Выполнено", _day("done_on", form.done_on), "Только у выполненного."),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]
    return _form(parts, "measure", str(no or ""))


def of_check(form: CheckForm, no: int | None) -> Component:
    """What is looked at, when, and what was seen."""
    parts = [
        labelled("Что проверить", _text("name", form.name, 400)),
        labelled("Когда", _day("on", form.on), DAY),
        labelled("Что оказалось", _text("fact", form.fact, 2000)),
        labelled("Когда проверено", _day("fact_on", form.fact_on)),
        labelled("Почему меняете", _text("reason", "", 300), "Останется в истории."),
    ]
    return _form(parts, "check", str(no or ""))


def told_map(given: Mapping[str, str], problem: int | None) -> MapForm:
    """What the form of a roadmap was given; the promise is completed by who knows the counts."""
    aim = Promise(given["target_kind"], _number(given["target_value"]), int(given["target_months"] or 0) or None)
    starts_on = day(given["starts_on"], "Начало")
    promise = aim if aim.kind else Promise()
    return MapForm(
        given["title"], given["topic"], given["territory"] or "district", given["stage"], starts_on, problem, promise
    )


def told_part(kind: str, given: Mapping[str, str]) -> Part:
    """What the form of a part was given."""
    if kind == "cause":
        return CauseForm(given["name"], _no(given["parent"]))
    if kind == "measure":
        dates = (day(given["starts_on"], "Начало"), day(given["due_on"], "Срок"))
        done = day(given["done_on"], "Выполнено")
        who, more = (given["name"], given["recipient"], given["post"]), (given["resource"], given["document"])
        return MeasureForm(*who, *dates, *more, given["stage"], done, _no(given["cause"]))
    return CheckForm(given["name"], day(given["on"], "Когда"), given["fact"], day(given["fact_on"], "Когда проверено"))


def _no(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _number(text: str) -> float | None:
    clean = text.replace(",", ".").replace("%", "").replace("−", "-").strip().lstrip("-")
    if not clean:
        return None
    if not clean.replace(".", "", 1).isdecimal() or len(clean) > 8:
        raise FilterError(f"«Величина»: «{text[:20]}» — не число. Напишите, на сколько меньше: 30.")
    return float(clean)


def _form(parts: Sequence[Component], kind: str, key: str) -> Component:
    save = html.Button("Сохранить", id=ids.button(f"save-{kind}", key), className="button button--main", type="button")
    remove = html.Button("Удалить", id=ids.button(f"remove-{kind}", key), className="button", type="button")
    return html.Div(
        [*parts, html.Div([save, remove if key else None], className="toolbar")], className="staff-form duty-form"
    )


def _text(name: str, value: str, longest: int) -> Component:
    return dcc.Input(
        id=ids.field(name), value=value, type="text", maxLength=longest, autoComplete="off", className="field__input"
    )


def _day(name: str, value: Any, *, aim: bool = False) -> Component:
    identity = ids.aim(name) if aim else ids.field(name)
    text = format.day(value) if value else ""
    return dcc.Input(
        id=identity, value=text, type="text", maxLength=10, autoComplete="off", className="field__input", debounce=aim
    )


def _choice(name: str, options: Any, value: str, *, aim: bool = False, clearable: bool = False) -> Component:
    identity = ids.aim(name) if aim else ids.field(name)
    return dcc.Dropdown(options, value, id=identity, labels=texts.DROPDOWN, maxHeight=280, clearable=clearable)


def _option(value: str, label: str) -> dict[str, str]:
    return {"value": value, "label": label}


def _words(words: Mapping[str, str]) -> Any:
    return [_option(code, label[:1].upper() + label[1:]) for code, label in words.items()]


def _months() -> Any:
    return [_option(str(months), f"{months} месяцев" if months > 3 else f"{months} месяца") for months in MONTHS]


def _topics(choices: Choices) -> Any:
    return [
        {"value": one.code, "label": one.name if one.group else f"Вся группа «{one.name}»", "search": one.name}
        for one in choices.topics
    ]


def _lands(choices: Choices) -> Any:
    return [_option(one.code, one.name) for one in choices.territories]


def _causes(found: Iterable[Any]) -> list[dict[str, str]]:
    return [_option(str(one.no), f"{one.no}. {one.name}") for one in found]
