"""«Качество данных»: how far can these numbers be trusted, and what can be mended? Asked before a number is shown."""

from collections.abc import Sequence
from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import audit, mending, scope
from components import cards, freshness, ids, nothing, quality_ids, quality_panel, quality_tables, shell
from components.asked import Asked, read
from components.columns import link_column, metric_column, only_row
from components.quality_ids import button
from data import quality
from data.filters import MISSING, Filters, parse
from data.metrics import METRICS, query, register
from data.settings import current

PATH, TITLE = "/quality", "Качество данных"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=81, icon="quality")

SHARES = ("unmapped_share", "unplaced_share", "unaddressed_share", "undated_share", "date_conflict_share")
OPENED_BY = {"unmapped_share": "topic", "unplaced_share": "municipality", "unaddressed_share": "recipient"}
_SHOWN = 20
Answer = tuple[Any, Any, Any, Any, Any]
"""Whether the panel is open, its title, its body, a number that grows with every change, notices."""


def layout(**query_: Any) -> Component:
    """The screen; nothing is asked here."""
    body = [
        dcc.Store(id=quality_ids.CHANGED, data=0),
        html.Div(id=quality_ids.DONE),
        html.Div(id=quality_ids.BODY),
        quality_panel.panel(),
    ]
    question = "Чему в этих числах можно верить и что поправить. Исправления учитываются сразу и при каждой загрузке."
    return shell.screen(query_, TITLE, question, body, controls=("source", "channel"))


@callback(Output(quality_ids.BODY, "children"), Input(ids.FLT, "data"), Input(quality_ids.CHANGED, "data"))
def answer(flt: dict[str, str] | None, _changed: int | None) -> Any:
    """Everything on the screen."""
    asked = read(flt)
    if not scope.current().grants:
        return nothing.why(asked, scope.current(), PATH)
    fresh = quality.freshness(asked.stamp.sources, quality.today(current()))
    table = cards.card("Свежесть источников", freshness.table(fresh, counts=scope.current().sees_everything))
    late = [one.state.code for one in fresh if one.is_stale]
    blocks = [freshness.notice(fresh), _shares(asked), table, _by_source(asked, late)]
    blocks += _of_records() if scope.current().may_open_records else []
    return html.Div([block for block in blocks if block is not None], className="screen__body")


def _shares(asked: Asked) -> Component:
    row = only_row(query(SHARES, (), asked.filters, scope.current(), intervals=True))
    before = asked.before()
    former = only_row(query(SHARES, (), before, scope.current())) if before else None
    links = {name: asked.href("/register", **{OPENED_BY[name]: MISSING}) for name in OPENED_BY}
    return cards.kpi_row([cards.kpi(METRICS[name], row, former, links.get(name)) for name in SHARES])


def _by_source(asked: Asked, late: Sequence[str]) -> Component:
    question = (("records", *SHARES), ("source",))
    found = query(*question, asked.filters, scope.current())
    shown = asked.linked(found, "source", "source", "/register")
    columns = [link_column("source"), *map(metric_column, question[0])]
    table = freshness.greyed(shown, columns, [code in late for code in found["source"]])
    return asked.table("По источникам", *table, question, note="Название открывает записи источника.", wide=True)


def _of_records() -> list[Component]:
    here, who = current(), scope.current()
    counts = {name: quality.flawed(name, here, who, most=0)[0] for name in quality_tables.FLAWS}
    queues = {kind: quality.waiting(kind, here, who, _SHOWN) for kind in quality.KINDS}
    return quality_tables.blocks(queues, counts, quality.methods(here, who), quality.conflicts(here, who))


@callback(
    Output(quality_ids.PANEL, "is_open"),
    Output(quality_ids.PANEL, "title"),
    Output(quality_ids.PANEL, "children"),
    Output(quality_ids.CHANGED, "data"),
    Output(ids.NOTICES, "children", allow_duplicate=True),
    Input(button(ALL, ALL), "n_clicks"),
    State(quality_ids.field(ALL), "value"),
    State(quality_ids.field(ALL), "id"),
    State(quality_ids.day(ALL), "date"),
    State(quality_ids.target(ALL), "value"),
    State(quality_ids.target(ALL), "id"),
    State(quality_ids.CHANGED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, values: Any, names: Any, days: Any, targets: Any, kinds: Any, changed: int) -> Answer:
    """Open what was clicked, or do what was decided; buttons that were merely drawn ask for nothing."""
    pressed = ctx.triggered_id
    if len(ctx.triggered) != 1 or not ctx.triggered[0]["value"] or not isinstance(pressed, dict):
        return (no_update,) * 5
    given = {one["name"]: value for one, value in zip(names, values, strict=True)}
    given |= {one["kind"]: value for one, value in zip(kinds, targets, strict=True)} | {"days": days}
    opened = _OPENERS.get(pressed["action"])
    if opened:
        return (True, *opened(pressed["of"]), no_update, None)
    _decide(pressed["action"], pressed["of"], given)
    return False, no_update, None, (changed or 0) + 1, None


def _decide(action: str, of: str, given: dict[str, Any]) -> None:
    if action == "map":
        first, last = (parse({"from": day}).date_from for day in (*given["days"], None, None)[:2])
        kind, source, group, label = quality_ids.parts_of(of)
        mending.map_name(kind, source, group, label, given.get("target"), first, last)
    elif action == "withdraw":
        mending.withdraw(int(of))
    else:
        (record, number), kind = map(int, of.split("/")), action.removeprefix("correct-")
        mending.correct(record, number, kind, given.get(f"{kind}-{number}"), given.get("reason"))


def _name(of: str) -> tuple[str, Component]:
    kind, source, group, label = quality_ids.parts_of(of)
    here, who = current(), scope.current()
    found = quality.of_name((kind, source, group, label), here, who)
    options = quality.likely(kind, label, here)
    records = quality_tables.records(_cards(found), len(found))
    form = (quality.members(kind, here), options, records)
    return quality_tables.QUEUES[kind][0], quality_panel.name((kind, source, group, label), *form, may=mending.may())


def _flaw(of: str) -> tuple[str, Component]:
    total, found = quality.flawed(of, current(), scope.current(), _SHOWN)
    title, note = quality_tables.FLAWS[of]
    return title, quality_panel.listed(note, quality_tables.records(_cards(found), total))


def _cards(found: Sequence[int]) -> list[dict[str, Any]]:
    return [register.card(one, Filters(), scope.current()) for one in found[:_SHOWN]]


def _record(of: str) -> tuple[str, Component]:
    (found,) = _cards([int(of)])
    audit.note("record_opened", "record", of)
    choices = {kind: quality.members(kind, current()) for kind in quality.KINDS}
    body = quality_panel.record(found, mending.of_record(int(of)), choices, may=mending.may())
    return f"Запись {found['external_id']}", body


_OPENERS = {"name": _name, "flaw": _flaw, "record": _record}
