"""Tables of one roadmap: why it is so, what is done, what is looked at; each row with its way to be changed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from answers.roadmaps.kept import Cause, Roadmap
from components import cards, tables
from components.roadmaps import ids
from components.roadmaps.listed import mark
from components.tables import Column
from words import format

_NOTHING = {
    "cause": "Спросите «почему?» пять раз: каждая причина — ответ на вопрос о предыдущей.",
    "measure": "Назовите, что сделать, кто и когда: без мероприятий карта ничего не меняет.",
    "check": "Назначьте, когда посмотреть, что изменилось: через 3, 6 и 12 месяцев.",
}


def causes(one: Roadmap, *, may: bool) -> Component:
    """The tree of «почему» as a list in lists."""
    title = f"Почему: {format.plural(len(one.causes), 'причина', 'причины', 'причин')}"
    body = _tree(one, None, may=may) if one.causes else _nothing("cause")
    return cards.card(title, body, [_add("Добавить причину", "cause")] if may else [])


def _tree(one: Roadmap, parent: int | None, *, may: bool) -> Component | None:
    own = [cause for cause in one.causes if cause.parent == parent]
    items = [html.Li([_cause(one, cause, may=may), _tree(one, cause.no, may=may)]) for cause in own]
    return html.Ul(items, className="short-list roadmap-causes") if items else None


def _cause(one: Roadmap, cause: Cause, *, may: bool) -> Component:
    is_last = all(other.parent != cause.no for other in one.causes)
    is_open = is_last and all(step.cause != cause.no for step in one.measures)
    said = html.Span(" мероприятия нет", className="second-line") if is_open else None
    return html.Div(
        [html.Span(cause.name), said, _change("cause", cause.no) if may else None], className="roadmap-cause"
    )


def measures(frame: pd.DataFrame, *, may: bool) -> Component:
    """frame: of `answers.roadmaps.frames.measures`, overdue ones first."""
    burns = int(frame["is_overdue"].sum())
    count = format.plural(len(frame), "мероприятие", "мероприятия", "мероприятий")
    title = f"Что делаем: {count}" + (f", просрочено {burns}" if burns else "")
    actions = [_file("measures"), *([_add("Добавить мероприятие", "measure")] if may else [])]
    if frame.empty:
        return cards.card(title, _nothing("measure"), actions[1:], wide=True)
    rows: list[Any] = frame.to_dict("records")
    due: Any = [_due(row) for row in rows]
    columns = [
        Column("no", "№"),
        Column("name", "Мероприятие"),
        Column("cause", "Причина", _dash),
        Column("who", "Ответственный"),
        Column("due", "Срок", _as_is, order="due_on"),
        Column("stage", "Стадия"),
        Column("resource", "Ресурс", _dash),
        Column("document", "Документ", _dash),
    ]
    shown = _with_change(frame.assign(due=due), columns, "measure", may=may)
    return cards.card(title, tables.data_table(shown, columns, title, row_header="name"), actions, wide=True)


def _due(row: Mapping[str, Any]) -> Any:
    if not format.is_missing(row["done_on"]):
        return f"выполнено {format.day(row['done_on'])}"
    if format.is_missing(row["due_on"]):
        return "не назван"
    return mark(f"горит: {format.day(row['due_on'])}", "bad") if row["is_overdue"] else format.day(row["due_on"])


def checks(frame: pd.DataFrame, today: Any, *, may: bool) -> Component:
    """frame: of `answers.roadmaps.frames.checks`."""
    title = f"Контрольные точки: {len(frame)}"
    actions = [_add("Добавить проверку", "check")] if may else []
    if frame.empty:
        return cards.card(title, _nothing("check"), actions)
    rows: list[Any] = frame.to_dict("records")
    words: Any = [_seen(row, today) for row in rows]
    columns = [
        Column("on", "Когда", format.day),
        Column("name", "Что проверить"),
        Column("seen", "Что оказалось", _as_is, order=None),
    ]
    shown = _with_change(frame.assign(seen=words), columns, "check", may=may)
    return cards.card(title, tables.data_table(shown, columns, title, row_header="name", key="checks"), actions)


def _seen(row: Mapping[str, Any], today: Any) -> Any:
    if row["fact"]:
        return f"{row['fact']} ({format.day(row['fact_on'])})"
    return mark("пора проверить", "bad") if row["on"] <= today else "рано судить"


def _with_change(frame: pd.DataFrame, columns: list[Column], kind: str, *, may: bool) -> pd.DataFrame:
    if not may:
        return frame
    columns.append(Column("change", "", _as_is, order=None))
    ways: Any = [_change(kind, no) for no in frame["no"]]
    return frame.assign(change=ways)


def _change(kind: str, no: int) -> Component:
    identity = ids.button(f"open-{kind}", str(no))
    return html.Button("Изменить", id=identity, className="link-button", type="button")


def _add(words: str, kind: str) -> Component:
    return html.Button(words, id=ids.button(f"open-{kind}", ""), className="button", type="button")


def _file(kind: str) -> Component:
    return html.Button("XLSX", id=ids.button("file", kind), className="button", type="button")


def _nothing(kind: str) -> Component:
    return html.P(_NOTHING[kind], className="card__note")


def _dash(text: Any) -> Any:
    return text or "—"


def _as_is(shown: Any) -> Any:
    return shown
