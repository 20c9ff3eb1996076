"""«Качество данных»: how far can these numbers be trusted, and what can be mended? Asked before a number is shown."""

from collections.abc import Sequence
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import scope
from answers.frames import only_row
from components import cards, empty_reason, freshness, ids, kpis, received, shell
from components.quality import ids as quality_ids
from components.quality import panel, tables
from components.question import Screen, read_screen
from data.decisions import contradictions, flaws, waiting_names
from data.filters import Filters, parse
from data.metrics import register
from data.metrics.freshness import freshness_today
from data.settings import current
from deeds import corrections, records

PATH, TITLE = "/quality", "Качество данных"
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=81, icon="quality", section="data", needs="data"
)

SHARES = register.BEHIND
_NAMES, _RECORDS = 50, 200
Answer = tuple[Any, Any, Any, Any, Any]
"""Whether the panel is open, its title, its body, a number that grows with every change, notices."""


def layout(**query_: Any) -> Component:
    """The screen; nothing is asked here."""
    stores = [dcc.Store(id=quality_ids.PRESSED), dcc.Store(id=quality_ids.CHANGED, data=0)]
    body = [*stores, html.Div(id=quality_ids.BODY), panel.panel()]
    question = "Чему в этих числах можно верить и что поправить. Исправления учитываются сразу и при каждой загрузке."
    return shell.screen(query_, TITLE, question, body, controls=("source", "channel"))


@callback(Output(quality_ids.BODY, "children"), Input(ids.FLT, "data"), Input(quality_ids.CHANGED, "data"))
def answer(flt: dict[str, str] | None, _changed: int | None) -> Any:
    """Everything on the screen."""
    screen = read_screen(flt, scope.current())
    if screen.scope.closes(screen.filters):
        return empty_reason.why(screen, PATH)
    fresh = freshness_today(screen.stamp.sources, current())
    table = cards.card("Свежесть источников", freshness.table(fresh, screen.scope, screen.filters))
    late = [one.state.code for one in fresh if one.is_stale]
    told = empty_reason.not_yet(screen, PATH) or _shares(screen)
    blocks = [freshness.notice(fresh, screen.filters), told, table, _by_source(screen, late)]
    blocks += _of_records() if screen.scope.may_open_records else []
    return html.Div([block for block in blocks if block is not None], className="screen__body")


def _shares(screen: Screen) -> Component:
    row = only_row(screen.query(SHARES, intervals=True))
    return kpis.row(screen, SHARES, row)


def _by_source(screen: Screen, late: Sequence[str]) -> Component:
    question = (("records", *SHARES), ("source",))
    found = screen.query(*question)
    return tables.by_source(screen, found, question, late, opens=screen.opens_records)


def _of_records() -> list[Component]:
    here, who = current(), scope.current()
    counts = {name: flaws.records_with_flaw(name, here, who, most=0)[0] for name in tables.FLAWS}
    waiting = {kind: corrections.names_of_kind(kind, _NAMES) for kind in flaws.KINDS}
    return tables.blocks(waiting, counts, flaws.methods(here, who), contradictions.conflicts(here, who))


@callback(
    Output(quality_ids.PANEL, "is_open"),
    Output(quality_ids.PANEL, "title"),
    Output(quality_ids.PANEL, "children"),
    Output(quality_ids.CHANGED, "data"),
    Output(ids.NOTICES, "children", allow_duplicate=True),
    Input(quality_ids.PRESSED, "data"),
    State(quality_ids.field(ALL), "value"),
    State(quality_ids.field(ALL), "id"),
    State(quality_ids.day(ALL), "date"),
    State(quality_ids.target(ALL), "value"),
    State(quality_ids.target(ALL), "id"),
    State(quality_ids.CHANGED, "data"),
    prevent_initial_call=True,
)
def act(pressed: Any, values: Any, names: Any, days: Any, targets: Any, kinds: Any, changed: int) -> Answer:
    """Open what was clicked, or do what was decided."""
    if not pressed:
        return (no_update,) * 5
    received.require(isinstance(pressed, dict) and {"action", "of"} <= pressed.keys())
    given = {one["name"]: value for one, value in zip(names, values, strict=True)}
    given |= {one["kind"]: value for one, value in zip(kinds, targets, strict=True)} | {"days": days}
    opened = _OPENERS.get(pressed["action"])
    if opened:
        return (True, *opened(pressed["of"]), no_update, None)
    done = panel.outcome_note(pressed["action"], _decide(pressed["action"], pressed["of"], given))
    return False, no_update, None, (changed or 0) + 1, done


def _decide(action: str, of: str, given: dict[str, Any]) -> int:
    """Do it; how many records, or corrections taken back, that was."""
    if action == "map":
        first, last = (parse({"from": day}).date_from for day in (*given["days"], None, None)[:2])
        kind, name = quality_ids.name_of(of)
        return corrections.map_name(kind, *name, given.get("target"), first, last)
    if action == "withdraw":
        return corrections.withdraw(int(of))
    (record, number), kind = map(int, of.split("/")), action.removeprefix("correct-")
    corrections.correct(record, number, kind, given.get(f"{kind}-{number}"), given.get("reason"))
    return 1


def _name(of: str) -> tuple[str, Component]:
    kind, name = quality_ids.name_of(of)
    options = corrections.likely(kind, name)
    form = (waiting_names.members(kind, current()), options, _records_of_name(of)[1])
    return tables.QUEUES[kind][0], panel.name(kind, name, *form, may=corrections.may_correct())


def _records_of_name(of: str) -> tuple[str, Component]:
    kind, name = quality_ids.name_of(of)
    return name[2], _list(*waiting_names.of_name(kind, name, current(), scope.current(), _RECORDS))


def _flaw(of: str) -> tuple[str, Component]:
    title, note = tables.FLAWS[of]
    return title, _list(*flaws.records_with_flaw(of, current(), scope.current(), _RECORDS), note)


def _method(of: str) -> tuple[str, Component]:
    found = flaws.records_by_method(of or None, current(), scope.current(), _RECORDS)
    return "Как определены темы", _list(*found, tables.METHODS[of or None])


def _list(total: int, found: Sequence[int], note: str = "") -> Component:
    return tables.records(register.rows_of(found, Filters(), scope.current()), total, note)


def _record(of: str) -> tuple[str, Component]:
    found = records.open_card(int(of), Filters())
    choices = {kind: waiting_names.members(kind, current()) for kind in flaws.KINDS}
    made = corrections.of_record(int(of))
    return f"Запись {found['external_id']}", panel.record(found, made, choices, may=corrections.may_correct())


_OPENERS = {"name": _name, "named": _records_of_name, "flaw": _flaw, "method": _method, "record": _record}
