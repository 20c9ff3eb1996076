"""«Обязанности»: the duties, what nobody answers for and what several do, the edits with their way back."""

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, moments, tables
from components.tables import Column
from words import format

_BUTTON = "duty-do"
CARD = "/recipient?code={}"


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button that does `action` with a duty or an edit; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def duties(frame: pd.DataFrame, *, may: bool) -> Component:
    """frame: of `answers.duties.rows`; may: whether the asker changes them."""
    count = format.plural(len(frame), "обязанность", "обязанности", "обязанностей")
    links: Any = [_link(*one) for one in zip(frame["recipient_code"], frame["recipient"], strict=True)]
    shown = frame.assign(recipient_link=links)
    columns = [
        Column("recipient_link", "Получатель", _as_is, order="recipient"),
        Column("name", "Обязанность"),
        Column("topics", "Тематики"),
        Column("document", "Документ", lambda text: text or "не указан"),
        Column("valid", "Действует"),
        Column("sure", "Достоверность"),
    ]
    if may:
        change: Any = [_small("Изменить", button("open", code)) for code in shown["code"]]
        shown = shown.assign(change=change)
        columns.append(Column("change", "", _as_is, order=None))
    note = "Обязанности действуют в названные дни; прошедшие и будущие показаны тоже."
    body = tables.data_table(shown, columns, "Обязанности получателей", row_header="name", max_height=640)
    return cards.card(f"Кто за что отвечает: {count}", body, note=note, wide=True)


def _link(code: str, name: str) -> Component:
    return dcc.Link(name, href=CARD.format(code))


def _as_is(shown: Any) -> Any:
    return shown


def _small(label: str, identity: dict[str, Any]) -> Component:
    return html.Button(label, id=identity, className="button", type="button")


def gaps(frame: pd.DataFrame, topics: int) -> Component:
    """Topics without anybody; topics: how many there are in all."""
    title = f"Никто не отвечает: {format.plural(len(frame), 'тематика', 'тематики', 'тематик')} из {topics}"
    if frame.empty:
        return cards.card(title, html.P("У каждой тематики есть получатель.", className="card__note"))
    columns = [Column("topic", "Тематика"), Column("where", "Где")]
    body = tables.data_table(frame, columns, title, row_header="topic", max_height=320, key="gaps")
    note = "Вопрос по такой тематике некому поручить по обязанностям."
    return cards.card(title, body, [_small("XLSX", button("file", "gaps"))], note=note)


def overlaps(frame: pd.DataFrame) -> Component:
    """Topics that several answer for in one territory."""
    title = f"Отвечают несколько: {format.plural(len(frame), 'тематика', 'тематики', 'тематик')}"
    if frame.empty:
        return cards.card(title, html.P("Пересечений нет.", className="card__note"))
    columns = [Column("topic", "Тематика"), Column("who", "Кто и по какой обязанности")]
    body = tables.data_table(frame, columns, title, row_header="topic", max_height=320, key="overlaps")
    note = "Поселение отвечает только у себя, остальные — во всём районе."
    return cards.card(title, body, [_small("XLSX", button("file", "overlaps"))], note=note)


def history(frame: pd.DataFrame, zone: ZoneInfo, title: str, undo: Any, file: Any = None) -> Component:
    """frame: of `answers.duties.edits`; undo: number of an edit → id of the button that takes it back; file: id of the
    button that takes the table away, where the screen has one.
    """
    ways_back: Any = [
        _small("Отменить", undo(str(number))) if can else ""
        for number, can in zip(frame["number"], frame["can_be_undone"], strict=True)
    ]
    shown = frame.assign(undo=ways_back)
    columns = [
        Column("at", "Когда", partial(moments.moment, zone=zone)),
        Column("who", "Кто"),
        Column("what", "Что"),
        Column("changes", "Что изменилось", lambda text: text or "—"),
        Column("reason", "Причина", lambda text: text or "—"),
        Column("undo", "", _as_is, order=None),
    ]
    note = "Сохранённое вместе отменяется вместе; отмена тоже попадает в историю."
    body = tables.data_table(shown, columns, title, max_height=360, key="history")
    return cards.card(title, body, [_small("XLSX", file)] if file else [], note=note, wide=True)
