"""«Загрузка»: what would this file change, and who has loaded what? Asked by whoever answers for a channel."""

from functools import partial
from typing import Any

from dash import ALL, MATCH, Input, Output, State, callback, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from access.roles import Right
from components import buttons, cards, ids, shell
from components.loading import drop, form, plan, reading
from components.loading import ids as intake_ids
from components.loading import ledger as intake_ledger
from components.loading.ids import button
from data.settings import current
from deeds import files

PATH, TITLE, RIGHT = "/loading", "Загрузка", Right.IMPORT_FILES
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=80, icon="upload", section="data", right=RIGHT
)


Answer = tuple[Any, Any, Any, Any, Any, Any]
"""The job shown, whether the panel is open, its title, its body, what is repeated, notices."""


def layout(**_query: Any) -> Component:
    """The screen; a job that has not ended is shown again after a reload."""
    is_here = person.current() is not None  # nobody is, when Dash itself makes every layout
    job = files.latest() if is_here else None
    ledger = html.Div(
        intake_ledger.rows(files.ledger(), current().time_zone) if is_here else None, id=intake_ids.LEDGER
    )
    return shell.plain_screen(
        TITLE,
        "Что изменит этот файл — до того, как он записан. Любую загрузку можно отменить целиком.",
        [
            *drop.stores(job),
            drop.drop(files.MOST_MEGABYTES, files.KEPT_HOURS),
            html.Div(id=intake_ids.NOW),
            cards.card("Журнал загрузок", ledger, note="Номер загрузки открывает отмену, повтор и отклонённые строки."),
            intake_ledger.panel(),
        ],
    )


@callback(
    Output(intake_ids.NOW, "children"),
    Output(intake_ids.TICK, "disabled"),
    Output(intake_ids.LEDGER, "children"),
    Input(intake_ids.JOB, "data"),
    Input(intake_ids.TICK, "n_intervals"),
)
def watch(shown: dict[str, Any] | None, _ticks: int | None) -> tuple[Any, Any, Any]:
    """How far the job has come; the clock rests when nothing is at work."""
    who = person.require(RIGHT)
    if not isinstance(shown, dict) or not shown.get("key"):
        return None, True, no_update
    job = files.job_of(shown["key"])
    rows = no_update if job.is_running else intake_ledger.rows(files.ledger(), current().time_zone)
    return plan.job(job, partial(_editor, job), is_demo=who.is_demo), not job.is_running, rows


def _editor(job: files.Job, is_open: bool) -> Component:
    source = job.head.get("choice", {}).get("source") or form.MAPPING
    rows = _columns(job, source, job.head.get("choice", {}).get("columns"))
    return form.form(job.key, job.head, files.sources(), rows, is_open=is_open)


def _columns(job: files.Job, source: str, chosen: Any = None) -> Component:
    guessed = chosen if chosen is not None else files.guess(source, job.head.get("header", ()))
    return form.columns(job.head, files.fields(source), guessed, source)


@callback(Output(intake_ids.reading(MATCH), "children"), *reading.NAMED, prevent_initial_call=True)
def another_meaning(name: str, column: dict[str, str], shown: dict[str, Any], sources: list[str]) -> Any:
    """How the cells of a column may be read, after it was said what it is."""
    field = next((one for one in files.fields(sources[0]) if one.name == name), None)
    return reading.column_questions(files.job_of(str(shown.get("key"))).head, column["header"], field, sources[0])


@callback(
    Output(intake_ids.rows(MATCH), "children"),
    Output(intake_ids.other(MATCH), "hidden"),
    Input(intake_ids.setting("source", MATCH), "value"),
    State(intake_ids.setting("source", MATCH), "id"),
    prevent_initial_call=True,
)
def another_source(source: str, of: dict[str, str]) -> tuple[Any, bool]:
    """What columns may be, after another source was chosen."""
    job = files.job_of(of["of"])
    return _columns(job, source), source != form.MAPPING


@callback(
    Output(intake_ids.JOB, "data"),
    Output(intake_ids.PANEL, "is_open"),
    Output(intake_ids.PANEL, "title"),
    Output(intake_ids.PANEL, "children"),
    Output(intake_ids.AGAIN, "children"),
    Output(ids.NOTICES, "children", allow_duplicate=True),
    Input(button(ALL, ALL), "n_clicks"),
    State(intake_ids.column(ALL), "value"),
    State(intake_ids.column(ALL), "id"),
    *reading.SAID,
    *[State(intake_ids.setting(name, ALL), held) for name, held in intake_ids.SETTINGS.items()],
    prevent_initial_call=True,
)
def act(_clicks: Any, columns: Any, headers: Any, *told: Any) -> Answer:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    person.require(RIGHT)
    pressed = buttons.pressed()
    if pressed is None:
        return (no_update,) * 6
    action, of = pressed.id["action"], pressed.id["of"]
    if action == "choose":
        settings = {name: next(iter(values), None) for name, values in zip(intake_ids.SETTINGS, told[4:], strict=True)}
        files.understand(
            of, files.choice(settings, form.chosen_headers(columns, headers), *reading.chosen_readings(*told[:4]))
        )
    elif action in _WITH_JOB:
        _WITH_JOB[action](of)
    return _WITH_IMPORT[action](of) if action in _WITH_IMPORT else _turn_to_job(None if action == "drop" else of)


def _turn_to_job(key: str | None, again: Any = None) -> Answer:
    """The screen turns to a job, the panel closes. n: another press is another answer, though the job be the same."""
    pressed = buttons.pressed()
    return {"key": key, "n": pressed.clicks if pressed else 0}, False, no_update, no_update, again, None


def _open(number: str) -> Answer:
    row = files.import_of(int(number))
    body = intake_ledger.import_panel(row, files.reasons(row.import_id), current().time_zone)
    return no_update, True, f"Загрузка № {number}", body, no_update, None


def _repeat(number: str) -> Answer:
    if not number:
        return no_update, False, no_update, no_update, None, None
    row = files.import_of(int(number))
    return no_update, False, no_update, no_update, drop.repeating(row.import_id, row.file_name), None


_WITH_JOB = {
    "commit": files.commit,
    "retry": files.retry,
    "drop": files.drop,
    "forget": files.forget,
    "renumber": files.renumber,
}
_WITH_IMPORT = {
    "open": _open,
    "reopen": _open,
    "again": _repeat,
    "undo": lambda number: _turn_to_job(files.undo(int(number))),
}
