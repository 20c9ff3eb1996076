"""«Сигналы»: how many of each and how far to trust it, the records with their reasons, what was dismissed."""

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import cards, moments, states, tables
from components.columns import as_is
from components.question import Screen
from components.register.table import OPEN
from components.tables import Column
from words import format

REASON = "signal-reason"
"""Id of the field with the reason of the next dismissal."""
OVERVIEW, DISMISSED = "overview", "dismissed"
"""Keys of the «file» buttons that take the table of all signals and that of the dismissed ones."""
_BUTTON = "signal-do"


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button: «dismiss» a record, «restore» a dismissal, take the «file»; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def overview(frame: pd.DataFrame, screen: Screen, chosen: str) -> Component:
    """frame: of `answers.signals.overview`; chosen: the signal whose records are shown below."""
    rows = frame.to_dict("records")
    names: Any = [_name(row, screen, chosen) for row in rows]
    counts: Any = [_count(row, screen) for row in rows]
    right: Any = [html.Div([row["precision"], cards.more(row["measured"])]) for row in rows]
    left: Any = [html.Div([row["judged"], cards.more(row["left"])]) for row in rows]
    shown = frame.assign(name=names, found=counts, right=right, people=left)
    columns = [
        Column("name", "Сигнал", as_is, order="label"),
        Column("found", "Записей", as_is, align="right", order="count"),
        Column("why", "Почему на это смотреть"),
        Column("right", "Точность", as_is, order=None),
        Column("people", "Подтверждено людьми", as_is, order="kept"),
    ]
    note = (
        "Сигнал — повод посмотреть, а не вывод. Отклонённые в счёт не входят. «Подтверждено людьми» — какую долю "
        "названного за период не отклонили: не отклонённое могли и не смотреть, поэтому верных не больше."
    )
    body, file = tables.data_table(shown, columns, "Сигналы об ответах", row_header="name"), button("file", OVERVIEW)
    return cards.card("Сигналы", body, [_small("XLSX", file)], note=note, wide=True)


def _name(row: Any, screen: Screen, chosen: str) -> Any:
    if row["unknown"]:
        return row["label"]
    label = html.Strong(row["label"]) if row["code"] == chosen else row["label"]
    return dcc.Link(label, href=screen.href("/answers", signal=row["code"]), refresh=True)


def _count(row: Any, screen: Screen) -> Any:
    """The number; where a metric counts the same records, the way to them in the register."""
    words = format.number(row["count"])
    if format.is_missing(row["count"]):
        return html.Span(words, className="no-data")
    href = screen.records_href(row["metric"], row["count"], {}) if row["metric"] else ""
    return dcc.Link(words, href=href, refresh=True) if href else words


def records(frame: pd.DataFrame, total: int, pager: Component, title: str, code: str, *, may: bool) -> Component:
    """The records of one signal. frame: of `answers.signals.page`; may: whether the asker dismisses."""
    if frame.empty:
        return cards.card(title, states.empty("Записей с этим сигналом за период нет."), wide=True)
    rows = frame.to_dict("records")
    openers: Any = [_opener(row) for row in rows]
    shown = frame.assign(opener=openers)
    columns = [
        Column("opener", "Запись", as_is, order=None),
        Column("day", "День", format.day),
        Column("recipient_short", "Получатель"),
        Column("topic_label", "Тема"),
        Column("place_label", "Населённый пункт"),
        Column("reason", "Почему", width="30%"),
    ]
    if may:
        ways: Any = [
            _small("Отклонить", button("dismiss", f"{code}:{row['record_id']}:{row['question_no']}")) for row in rows
        ]
        shown = shown.assign(dismiss=ways)
        columns.append(Column("dismiss", "", as_is, order=None))
    file = _small("XLSX", button("file", code))
    body = [pager, tables.data_table(shown, columns, title, is_whole=False)]
    return cards.card(f"{title}: {format.records(total)}", body, [file], wide=True)


def _opener(row: Any) -> Component:
    identity = {"type": OPEN, "index": int(row["record_id"])}
    words = row["external_id"] or f"№ {row['record_id']}"
    return html.Button(words, id=identity, className="link-button", type="button")


def reason_field(*, may: bool) -> Component:
    """Where the reason of the next dismissal is typed; hidden from who dismisses nothing."""
    field = dcc.Input(
        id=REASON,
        type="text",
        maxLength=300,
        placeholder="Например: ответ дан по телефону, сверено",
        className="field__input",
    )
    hint = html.Span(
        "Напишите причину и нажмите «Отклонить» у записи. Причина останется в истории.", className="field__hint"
    )
    words = [html.Span("Причина отклонения", className="field__label"), field, hint]
    return html.Div(html.Label(words, className="field signal-reason"), hidden=not may)


def _small(label: str, identity: dict[str, Any]) -> Component:
    return html.Button(label, id=identity, className="button", type="button")


def dismissed(frame: pd.DataFrame, zone: ZoneInfo, *, may: bool) -> Component | None:
    """What people have dismissed, with the way back. frame: of `answers.signals.dismissed`."""
    if frame.empty:
        return None
    ways: Any = [_small("Вернуть", button("restore", str(key))) if may else "" for key in frame["key"]]
    openers: Any = [
        _opener({"record_id": one, "external_id": number})
        for one, number in zip(frame["record_id"], frame["number"], strict=True)
    ]
    shown = frame.assign(restore=ways, opener=openers)
    columns = [
        Column("at", "Когда", partial(moments.moment, zone=zone)),
        Column("who", "Кто"),
        Column("signal", "Сигнал"),
        Column("opener", "Запись", as_is, order="number"),
        Column("reason", "Причина"),
        Column("restore", "", as_is, order=None),
    ]
    body = tables.data_table(shown, columns, "Отклонённые сигналы", max_height=320, key="dismissed")
    return cards.card("Отклонённые сигналы", body, [_small("XLSX", button("file", DISMISSED))], wide=True)
