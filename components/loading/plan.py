"""What a screen shows of a job: how far it has come, what the import would change, what has been done."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import states, tables
from components.attributes import html_attributes
from components.loading import changes, ids
from components.tables import Column
from words import format, texts

_STAGES = {
    "waiting": "Ждём: другая загрузка ещё идёт",
    "reading": "Читаем файл",
    "trying": "Сверяем строки с хранилищем",
    "counting": "Считаем, что станет с показателями",
    "committing": "Записываем",
    "undoing": "Отменяем",
    "publishing": "Обновляем срез данных",
}
_DEMO = (
    "Вы вошли с демонстрационным входом, поэтому записи станут частью демонстрации: их увидит каждый, кто откроет "
    "страницу входа. Перед настоящими обращениями демонстрацию нужно убрать."
)


_MAY_STOP = ("waiting", "reading", "trying", "counting")


def progress_card(key: str, name: str, stage: str, done: int, total: int | None) -> Component:
    """The bar of a long work; without a total it only says that it goes on. A trial may be given up meanwhile."""
    share = min(100, round(100 * done / total)) if total else None
    words = _STAGES.get(stage, texts.LOADING)
    counted = f"{format.number(done)} из {format.number(total)}" if total else format.number(done) if done else ""
    bar = html.Div(style={"width": f"{share}%"} if share is not None else {}, className="progress-line__done")
    attributes = html_attributes(aria_label=words, aria_valuemin="0", aria_valuemax="100")
    if share is not None:
        attributes |= html_attributes(aria_valuenow=str(share))
    kind = "progress-line" if share is not None else "progress-line progress-line--endless"
    return html.Section(
        [
            html.H2(name, className="card__title"),
            html.Div([html.Span(words), html.Span(counted, className="card__note")], className="toolbar"),
            html.Div(bar, className=kind, role="progressbar", **attributes),
            html.P("Страницу можно закрыть: работа идёт на сервере и не прервётся.", className="card__note"),
            _drop(key, "Прервать проверку") if stage in _MAY_STOP else None,
        ],
        className="card intake-card",
    )


def refusal_card(
    key: str,
    name: str,
    message: str,
    editor: Component | None,
    *,
    is_renumbered: bool = False,
    has_file: bool = False,
) -> Component:
    """Why a file was refused, with the way to understand it otherwise where there is one. is_renumbered: its numbers
    stand for other appeals than in the store, which a person may say is meant. has_file: it is still kept, so that it
    may be tried again.
    """
    words = "Загрузить как новую нумерацию"
    anew = html.Button(words, id=ids.button("renumber", key), className="button", type="button")
    again = html.Button(
        "Проверить ещё раз", id=ids.button("retry", key), className="button button--main", type="button"
    )
    offered = [anew if is_renumbered else None, again if has_file else None, _drop(key, "Убрать файл")]
    tools = html.Div(offered, className="card__actions")
    return html.Section(
        [html.H2(name, className="card__title"), states.error(message), editor, tools],
        className="card intake-card",
    )


def question_card(key: str, name: str, message: str, editor: Component) -> Component:
    """A file that a person must explain first."""
    note = html.Div([html.Strong("Нужна ваша помощь. "), message], className="intake-ask", role="status")
    return html.Section(
        [html.H2(name, className="card__title"), note, editor, _drop(key, "Отказаться")], className="card intake-card"
    )


def why_nothing(plan: Mapping[str, Any]) -> str:
    """Why there is nothing to write: what was refused is not «nothing new»."""
    if plan["rejected"] and not plan["unchanged"]:
        return "Ни одна строка не принята. Исправьте причины ниже и проверьте ещё раз."
    return "Нового в файле нет, записывать нечего."


def ready(
    key: str, name: str, plan: Mapping[str, Any], editor: Component, *, has_file: bool, is_demo: bool
) -> Component:
    """The whole preview."""
    changing = changes.written(plan)
    write = html.Button(
        f"Записать {format.records(changing)}" if changing else "Записать",
        id=ids.button("commit", key),
        className="button button--main",
        type="button",
        disabled=not changing,
    )
    nothing = None if changing else html.Span(why_nothing(plan), className="card__note")
    head = html.Header(
        [
            html.Div(
                [
                    html.H2(name, className="card__title"),
                    html.P(
                        f"{plan['source_name']} · строк {format.number(plan['rows_in'])}. Пока ничего не записано.",
                        className="card__note",
                    ),
                ]
            ),
            html.Div([nothing, write, _drop(key, "Отказаться")], className="card__actions"),
        ],
        className="card__head",
    )
    parts: list[Component | None] = [
        head,
        *_warnings(plan, is_demo),
        changes.fates(plan),
        changes.figures(plan["figures"]),
        editor,
    ]
    parts += [changes.records(plan), _rejections(key, plan, has_file), _emptied(plan), _unmapped(plan)]
    return html.Section([part for part in parts if part is not None], className="card intake-card")


def outcome_card(key: str, name: str, result: Mapping[str, Any], *, has_file: bool) -> Component:
    """What has been written, or undone."""
    file = _file(key) if has_file else None
    undo = None
    if result.get("import_id") and "loaded" in result:
        undo = html.Button(
            "Отменить загрузку…",
            id=ids.button("reopen", str(result["import_id"])),  # the ledger below has an «open» of its own
            className="button",
            type="button",
        )
    words = html.Div(str(result.get("sentence", "")), className="staff-done", role="status")
    tools = html.Div([undo, file, _drop(key, "Убрать")], className="card__actions")
    return html.Section([html.H2(name, className="card__title"), words, tools], className="card intake-card")


def job(one: Any, editor: Callable[[bool], Component], *, is_demo: bool) -> Component:
    """A job at its stage. one: `etl.desk.job.Job`; editor: how its file is understood, unfolded or not."""
    if one.is_running:
        return progress_card(one.key, one.name, one.stage, one.done, one.total)
    if one.stage == "done":
        return outcome_card(one.key, one.name, one.result, has_file=one.has_rejected_file)
    if one.stage == "choice":
        return question_card(one.key, one.name, one.message, editor(True))
    if one.stage == "failed":
        editing = editor(False) if one.head else None
        return refusal_card(
            one.key, one.name, one.message, editing, is_renumbered=one.is_renumbered, has_file=one.has_file
        )
    return ready(one.key, one.name, one.plan, editor(False), has_file=one.has_rejected_file, is_demo=is_demo)


def _warnings(plan: Mapping[str, Any], is_demo: bool) -> list[Component]:
    told = []
    if plan.get("was_counted"):
        told.append("Пока вы смотрели, загружено другое. Проверка сделана заново: посмотрите, что изменилось.")
    if plan["same_as"]:
        numbers = ", ".join(f"№ {one['import_id']}{_undone(one)}" for one in plan["same_as"])
        told.append(f"Этот самый файл уже загружали: {numbers}.")
    told += plan["notes"]
    future = plan.get("future_dates", ())
    late = html.Div(_future(future), className="intake-note intake-note--bad", role="alert") if future else None
    made: list[Component] = [html.Div(words, className="intake-note") for words in told]
    made = [late, *made] if late else made
    return [html.Div(_DEMO, className="intake-note intake-note--warn", role="note"), *made] if is_demo else made


def _future(found: Sequence[Mapping[str, Any]]) -> str:
    """Dates that are not believed, in one sentence."""
    rows = "; ".join(f"строка {one['row']}, «{one['column']}»: {one['value']}" for one in found[:10])
    more = f" и ещё {format.number(len(found) - 10)}" if len(found) > 10 else ""
    return f"Даты в будущем — позже дня загрузки — не приняты и оставлены пустыми: {rows}{more}."


def _undone(one: Mapping[str, Any]) -> str:
    return " (отменена)" if one["status"] == "undone" else ""


def _rejections(key: str, plan: Mapping[str, Any], has_file: bool) -> Component | None:
    if not plan["rejections"]:
        return None
    return changes.block(
        f"Отклонено строк: {format.number(plan['rejected'])}",
        reasons(plan["rejections"]),
        "Заберите их таблицей, исправьте указанный столбец и перетащите эту таблицу сюда же.",
        _file(key) if has_file else None,
    )


def _emptied(plan: Mapping[str, Any]) -> Component | None:
    if not plan.get("emptied"):
        return None
    return changes.block(
        f"Ячеек не прочитано: {format.number(plan['emptied_count'])}",
        reasons(plan["emptied"], "Нечитаемые ячейки"),
        "Их записи загрузятся, сами ячейки останутся пустыми.",
    )


def reasons(rows: Sequence[Mapping[str, Any]], title: str = "Отклонённые строки") -> Component:
    """Refused rows or unread cells: where, what stood there (masked), why."""
    frame = pd.DataFrame(rows).rename(columns={"row_number": "row", "column_name": "column"})
    columns = (
        Column("row", "Строка", format.number, "right", "9%"),
        Column("column", "Столбец", width="22%"),
        Column("value", "Значение", lambda value: value or "пусто", width="26%"),
        Column("reason", "Причина"),
    )
    return tables.data_table(frame, columns, title, max_height=320)


_UNKNOWN = {
    "topics": "Темы без соответствия",
    "places": "Неизвестные места",
    "recipients": "Неизвестные получатели",
    "statuses": "Неизвестные статусы",
}


def _unmapped(plan: Mapping[str, Any]) -> Component | None:
    parts = []
    for (name, heading), count in zip(_UNKNOWN.items(), plan["unmapped_counts"], strict=True):
        if count:
            items = [html.Li(f"{label} — {format.number(n)}") for label, n in plan["unmapped"][name].items()]
            parts.append(html.Details([html.Summary(f"{heading}: {format.number(count)}"), html.Ul(items)]))
    note = "Записи загрузятся; эти названия будут ждать на экране «Качество данных»."
    return (
        changes.block("Чего нет в справочниках", html.Div(parts, className="intake-unknown"), note) if parts else None
    )


def _file(key: str) -> Component:
    return html.A("Отклонённые строки XLSX", href=f"/export/rejected/{key}.xlsx", className="button")


def _drop(key: str, words: str) -> Component:
    return html.Button(words, id=ids.button("drop", key), className="button", type="button")
