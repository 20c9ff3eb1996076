"""«Журнал»: who did what, when and why, and has anybody touched the record of it? Asked by the auditor."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import audit, people, person
from access.actions import ACTIONS
from access.roles import ROLES, Right
from components import address, buttons, ids, moments, shell, tables, typed_words
from components.audit import table
from data.filters import parse
from data.order import or_default
from data.settings import current
from deeds import audit_log

PATH, TITLE, RIGHT = "/audit", "Журнал", Right.SEE_AUDIT
register_page(
    __name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=91, icon="audit", section="data", right=RIGHT
)

SIZE = 50
typed_words.follow(table.ABOUT, "about")
_ROLES = {role.code: role.label for role in ROLES.values()}
_NOBODY = {"программа": "программа", "вход": "вход (неудачные попытки)"}
"""Who stands in the log beside people."""


@address.reads(
    actor=address.ANY,
    action=address.choice(ACTIONS, "все действия"),
    about=address.ANY,
    since=address.day("без этого дня"),
    until=address.day("без этого дня"),
    sort=address.order(audit.SORTS, "сначала новые"),
    page=address.PAGE,
)
def layout(page: str = "", **query: Any) -> Component:
    """The screen; opening it is an action of its own, so it is written down first."""
    asked = table.screen_params(query)
    known: dict[str, str] = {}
    if person.current() is not None:  # nobody is, when Dash itself makes every layout to know its ids
        audit_log.open_screen(asked)
        known = {one.login: f"{one.login} · {one.full_name}" for one in people.everyone(current())}
    turned = table.page_params(table.page_of(page), table.search(asked))
    check = html.Button("Проверить цепочку", id="audit-verify", className="button", type="button")
    return shell.plain_screen(
        TITLE,
        "Кто входил, видел контакты, выгружал и менял — и не тронул ли кто-нибудь сами эти строки.",
        [
            dcc.Location(id="audit-address", refresh=False),
            dcc.Store(id="audit-turned", data=turned),
            html.Div([html.Div(id="audit-verdict", className="staff-note"), check], className="toolbar"),
            table.controls(asked, known | _NOBODY, ACTIONS),
            html.P(id="audit-days", className="card__note"),
            html.Section(id="audit-rows", className="card staff-list staff-list--log"),
        ],
    )


@callback(
    output=(
        Output("audit-rows", "children"),
        Output("audit-days", "children"),
        Output("audit-address", "search"),
        Output(ids.NOTICES, "children", allow_duplicate=True),
    ),
    inputs={
        "given": {
            "actor": Input("audit-actor", "value"),
            "action": Input("audit-action", "value"),
            "about": Input(table.ABOUT, "value"),
            "since": Input("audit-dates", "start_date"),
            "until": Input("audit-dates", "end_date"),
            "sort": Input(table.SORT, "value"),
        },
        "turned": Input("audit-turned", "data"),
        "address": State("audit-address", "search"),
    },
    prevent_initial_call="initial_duplicate",
)
def answer(given: Mapping[str, Any], turned: Any = None, address: str | None = None) -> tuple[Any, Any, Any, Any]:
    """One page of the log."""
    person.require(RIGHT)
    asked = table.screen_params(given)
    number, narrowed = table.page_in(turned, asked), _filters_of(asked)
    order = or_default(asked.get("sort", ""), audit.SORTS, audit.NEWEST)
    found = audit_log.read_page(number, SIZE, narrowed, order, asked)
    number = tables.reached(number, found.total, SIZE)
    pages = [table.pager(found.total, number, SIZE, asked)] if found.total else []
    shown = [*pages, table.rows(found.entries, _ROLES, current().time_zone, order.text)]
    new = no_update if table.is_said(address, asked, number) else table.search(asked, number)
    return shown, _days(narrowed), new, None


def _filters_of(asked: Mapping[str, str]) -> audit.LogFilters:
    days = parse({"from": asked.get("since"), "to": asked.get("until")})
    about = asked.get("about", "")
    kind = "" if not about else "record" if about.isdecimal() else "user"
    who, action = asked.get("actor", ""), asked.get("action", "")
    return audit.LogFilters(who, action, kind, about.lower(), days.date_from, days.date_to)


def _days(narrowed: audit.LogFilters) -> str:
    day: date | None = narrowed.since or narrowed.until
    if day is None:
        return ""
    return f"Сутки журнала начинаются в {moments.first_hour(day, current().time_zone)} (00:00 по всемирному времени)."


@callback(
    Output("audit-turned", "data"),
    Input({"type": table.TURN, "page": ALL, "of": ALL, "way": ALL}, "n_clicks"),
    prevent_initial_call=True,
)
def turn(_clicks: list[int | None]) -> Any:
    """Another page of the same question; buttons that were merely drawn turn nothing."""
    person.require(RIGHT)
    pressed = buttons.pressed()
    return no_update if pressed is None else table.page_params(pressed.id["page"], pressed.id["of"])


@callback(
    Output("audit-verdict", "children"),
    Input("audit-verify", "n_clicks"),
    running=[(Output("audit-verify", "disabled"), True, False)],
    prevent_initial_call=True,
)
def check(clicks: int | None) -> Any:
    """The verdict on the chain, written down too."""
    person.require(RIGHT)
    if not clicks:
        return no_update
    found = audit_log.verify()
    return table.verdict(found.sentence, is_intact=found.is_intact)
