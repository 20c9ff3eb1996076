"""Rules of deadlines in words: tables by whom they concern, and the form that changes one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import tables
from components.tables import Column
from data.metrics.explain import STARTS, UNITS
from words import format

READ_ONLY = "Менять правила могут руководитель МЦУ и администратор."
CLOCKS = {
    "resolution": "Ответ",
    "first_reply": "Первый ответ",
    "registration": "Регистрация",
    "transfer": "Направление по компетенции",
    "unclear_text": "Текст непонятен: уведомить",
    "extension": "Продление",
    "moderation": "Модерация",
    "coordination": "Координация",
    "approval": "Согласование ответа",
    "interim_answer": "Ответ после промежуточного",
    "pause": "Пауза: эти дни в срок не идут",
}
MOVES = {"preceding": "предыдущий рабочий", "following": "следующий рабочий", "as_is": "не переносится"}
CONFIDENCE = {"H": "достоверно", "M": "косвенно, проверьте", "L": "проверьте"}
GROUPS = {"59fz": "59-ФЗ", "pos_": "Платформа обратной связи", "im_": "Инцидент менеджмент"}
_KINDS = {"added": "новое правило", "version": "новая версия", "ended": "закрыта прежняя версия", "altered": "изменено"}
Row = Mapping[str, str]


def groups(rows: Sequence[Row], names: Mapping[str, str]) -> list[tuple[str, Component]]:
    """Title and table of each law or system that has rules; names: code of channel, kind or topic to Russian."""
    made: dict[str, list[Row]] = {}
    for row in rows:
        made.setdefault(_group(row), []).append(row)
    return [(name, _table(name, made[name], names)) for name in (*GROUPS.values(), "Прочие") if name in made]


def _group(row: Row) -> str:
    if row["law"] == "59fz":
        return GROUPS["59fz"]
    return next((name for prefix, name in GROUPS.items() if row["channel_code"].startswith(prefix)), "Прочие")


def _table(name: str, rows: Sequence[Row], names: Mapping[str, str]) -> Component:
    order = {clock: place for place, clock in enumerate(CLOCKS)}
    in_order = sorted(rows, key=lambda row: (order.get(row["clock"], len(order)), _what(row, names), row["valid_from"]))
    frame = pd.DataFrame([_words(row, names) for row in in_order])
    columns = (
        Column("what", "Что считается"),
        Column("term", "Срок"),
        Column("move", "Нерабочий последний день"),
        Column("basis", "Основание"),
        Column("sure", "Достоверность"),
        Column("valid", "Действует"),
    )
    return tables.data_table(frame, columns, name, row_header="what")


def _words(row: Row, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "what": _what(row, names),
        "term": "" if _is_pause(row) else f"{term(row)} {STARTS[row['starts_from']]}{_put_off(row)}{_of_file(row)}",
        "move": "" if _is_pause(row) else MOVES[row["non_working_last_day"]],
        "basis": row["legal_basis"],
        "sure": CONFIDENCE[row["confidence"]],
        "valid": _validity(row),
    }


def _what(row: Row, names: Mapping[str, str]) -> str:
    narrow = [row[name] for name in ("channel_code", "kind_code", "topic_group_code", "topic_code") if row[name]]
    said = [names.get(code, code) for code in narrow] + (["приоритетные"] if row["priority"] == "high" else [])
    return " · ".join([CLOCKS.get(row["clock"], row["clock"]), *said])


def _put_off(row: Row) -> str:
    limit = row["extension_limit_days"]
    said = {"extended_to": "; продлевается", "promised": "; до обещанного дня"}.get(row["extended_by"], "")
    return said + (f" не больше чем на {format.days(int(limit))}" if said and limit else "")


def _of_file(row: Row) -> str:
    said = {"earlier": "; или раньше, если файл называет более ранний срок", "own": "; если файл не называет своего"}
    return said.get(row["file_term"], "")


def _is_pause(row: Row) -> bool:
    return row["clock"] == "pause"


def term(row: Row) -> str:
    """«30 дней», «9 рабочих часов»."""
    return format.plural(int(row["term"]), *UNITS[row["unit"]])


def _validity(row: Row) -> str:
    first, last = (date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to"))
    return "всегда" if first is None and last is None else format.period(first, last)


def form(rows: Sequence[Row], names: Mapping[str, str], free: date | None) -> Component:
    """Fields of a new version, and the place where a file is dropped; free: the first day it may begin on."""
    number = dcc.Input(id="rules-term", type="text", maxLength=6, className="field__input", placeholder="Например, 20")
    controls = {
        "Правило": dcc.Dropdown(_choices(rows, names), id="rules-code", placeholder="Выберите правило"),
        "Новый срок (в тех же единицах)": number,
        "Действует с": _since(free),
    }
    fields = [html.Label([name, control], className="field") for name, control in controls.items()]
    button = html.Button("Ввести новую версию", id="rules-change", className="button button--main", type="button")
    said = "Или перетащите сюда исправленный CSV правил"
    drop = html.Div(dcc.Upload([said], id="rules-upload", className="drop", accept=".csv"), className="rules-drop")
    return html.Div([*fields, button, drop], className="rules-form")


def _choices(rows: Sequence[Row], names: Mapping[str, str]) -> Any:
    last = {row["rule_code"]: row for row in rows if not _is_pause(row)}
    return [{"value": code, "label": f"{_what(row, names)}: сейчас {term(row)}"} for code, row in last.items()]


def _since(free: date | None) -> Component:
    first = free.isoformat() if free else None
    return dcc.DatePickerSingle(
        id="rules-since", min_date_allowed=first, date=first, display_format="DD.MM.YYYY", first_day_of_week=1
    )


def how(free: date | None) -> str:
    """What a change may touch."""
    if free is None:
        return "Записей ещё нет: правила можно менять свободно."
    return f"Новая версия — не раньше {format.day(free)}: для поступивших записей срок остаётся прежним."


def outcome_sentence(changes: Sequence[Any]) -> str:
    """What was done, in one sentence."""
    return "Сделано: " + "; ".join(f"{_KINDS[one.kind]} «{one.code}»" for one in changes) + ". Срез пересчитан."
