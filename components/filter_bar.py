"""Filter controls, chips of what is active, the `flt` store and the URL.

One direction: controls → `flt` (dict of URL parameters) → page callbacks. Everything else that narrows the screen (a
chip's ×, «Сбросить всё», a click on a chart) only sets a control's value. `flt` and the URL say the same; Back and
Forward draw the screen anew from the URL.

    page:  layout(**query)          -> shell.screen(query, title, question, body)   # holds the bar and the store
           @callback(..., Input(ids.FLT, "data"), Input(ids.THEME, "data"))
           click_to_filter("map", ["municipality"])                                  # at module level, beside the
           callbacks
    app:   register(app)

The browser's half is assets/20-filters.js.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component

from answers.filter_words import Active, Member, active, choices, describe, is_default_period
from components import filter_fields, filter_more, ids, typed_words
from components.attributes import html_attributes
from data.filters import DEFAULT_PERIOD, LISTS, MISSING, Filters, names
from data.metrics import Stamp
from words import texts

__all__ = ["CONTROLS", "OF_RECORDS", "chips", "click_to_filter", "describe", "filter_bar", "register"]

CONTROLS = ("group", "topic", "municipality", "place", "channel", "recipient")
OF_RECORDS = (*CONTROLS, "state", "status", "outcome", "due", "rating", "kind", "text")
"""Controls of a screen that lists single records."""
_PARENT = {"topic": "group", "place": "municipality"}
_UNDEFINED_TOO = ("group", "topic", "municipality", "place", "recipient", "status", "kind", "rating", "due")
_CUSTOM = "custom"
_LIVE = html_attributes(aria_live="polite")


def filter_bar(
    filters: Filters,
    controls: Sequence[str] | None = CONTROLS,
    params: Mapping[str, str] | None = None,
    stamp: Stamp | None = None,
) -> Component:
    """Controls in the state of `filters`, chips and the `flt` store. Lists come from `data.metrics.members` at each
    call.

    controls: URL keys to offer, the period with them; None where nothing narrows the screen: the bar is hidden;
    params: URL parameters of the screen itself, kept in `flt` beside the filters;
    stamp: what the numbers are counted from; without it the lists stay empty and nothing is asked (Dash checks
    layouts before there is anybody to answer).
    """
    offers = controls or ()
    lists = {key: _choices(key) if stamp else [] for key in offers if key in LISTS}
    offered = {*offers, "period", "from", "to"}
    rest = {key: value for key, value in filters.to_params().items() if key not in offered}
    seen, behind = filter_more.split(offers)
    more = [filter_more.button(filters, behind)] if behind else []
    return html.Section(
        [
            dcc.Store(id=ids.FLT, data={**filters.to_params(), **(params or {})}),
            dcc.Store(id=ids.REST, data=rest),
            dcc.Store(id=ids.KEPT),
            dcc.Store(id=ids.LISTS, data={**_browser_lists(lists), "behind": behind}),
            _toggle(),
            html.Div(
                [_period(filters), *(_control(key, filters, lists) for key in seen), *more], className="filters__grid"
            ),
            *([filter_more.box([_control(key, filters, lists) for key in behind])] if behind else []),
            html.Div(
                chips(filters, stamp) if stamp else [_reset(filters)], id=ids.CHIPS, className="filters__chips", **_LIVE
            ),
        ],
        className="filters",
        id=ids.PANEL,
        hidden=controls is None,
        **html_attributes(aria_label=texts.FILTERS),
    )


def chips(filters: Filters, stamp: Stamp) -> list[Component]:
    """One chip per narrowing with its × and «Сбросить всё»; the default period stands without a ×."""
    found = [_chip(item, filters) for item in active(filters, stamp.as_of)]
    return [html.Span(texts.ACTIVE_FILTERS, className="filters__lead"), *found, _reset(filters)]


def register(app: Dash) -> None:
    """Callbacks of the bar, once per application; all of them run in the browser."""
    lists = {"type": "flt-list", "key": ALL}
    params = {"type": "url-param", "key": ALL, "default": ALL}
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "write"),
        Output(ids.FLT, "data"),
        Input(ids.PERIOD, "value"),
        Input(ids.DATES, "start_date"),
        Input(ids.DATES, "end_date"),
        Input(lists, "value"),
        Input(params, "value"),
        Input({"type": "flt-step", "key": ALL, "value": ALL}, "n_clicks"),
        Input(ids.REST, "data"),
        State(lists, "id"),
        State(params, "id"),
        State(ids.LISTS, "data"),
        State(ids.FLT, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "drop"),
        Input({"type": "flt-chip", "key": ALL, "code": ALL}, "n_clicks"),
        Input(ids.RESET, "n_clicks"),
        State(lists, "value"),
        State(lists, "id"),
        State(ids.REST, "data"),
        State(ids.LISTS, "data"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "dates"),
        Output(ids.DATES_BOX, "hidden"),
        Input(ids.PERIOD, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "toggle"),
        Output(ids.PANEL, "className"),
        Output(ids.TOGGLE, "aria-expanded"),
        Input(ids.TOGGLE, "n_clicks"),
        State(ids.PANEL, "className"),
        prevent_initial_call=True,
    )
    typed_words.follow(ids.param("text"), "text")
    filter_more.register(app)
    _register_dependent_lists(app)


def click_to_filter(graph_id: str, keys: Sequence[str]) -> None:
    """A click on a point of the graph sets the filters `keys` from the point's `customdata` (codes in the same order;
    the rest ignored).

    Writes only the filter controls; a second click on the same point takes the filter back. None or "" as a code
    leaves that filter alone. Called at a page's module level, beside its callbacks.
    """
    lists = {"type": "flt-list", "key": ALL}
    clientside_callback(
        f"(click, ...state) => dash_clientside.mcu_filters.click(click, {json.dumps(list(keys))}, ...state)",
        Output(graph_id, "clickData"),
        Input(graph_id, "clickData"),
        State(lists, "value"),
        State(lists, "id"),
        State(ids.REST, "data"),
        prevent_initial_call=True,
    )


def _register_dependent_lists(app: Dash) -> None:
    for child, parent in _PARENT.items():
        app.clientside_callback(
            ClientsideFunction("mcu_filters", "options"),
            Output(ids.control(child), "options"),
            Output(ids.control(child), "value"),
            Input(ids.control(parent), "value"),
            State(ids.control(child), "value"),
            State(ids.control(child), "id"),
            State(ids.LISTS, "data"),
            prevent_initial_call=True,
        )


def _choices(key: str) -> list[Member]:
    found = [m for m in choices(key) if key not in _PARENT or m.parent]
    return [*found, Member(MISSING, texts.WITHOUT[key])] if key in _UNDEFINED_TOO else found


def _browser_lists(lists: Mapping[str, Sequence[Member]]) -> dict[str, Any]:
    """What the browser needs to narrow a list by its parent, and the keys that go along to other screens."""
    parents = {key: {m.code: m.parent for m in lists[key]} for key in _PARENT if key in lists}
    options = {key: [_option(m) for m in lists[key]] for key in parents}
    return {
        "parents": parents,
        "options": options,
        "keys": list(names()),
        "order": [key for key in names() if key not in ("period", "from", "to")],
        "default": DEFAULT_PERIOD,
    }


def _option(member: Member) -> dict[str, str]:
    return {"value": member.code, "label": member.label}


def _control(key: str, filters: Filters, lists: Mapping[str, Sequence[Member]]) -> Component:
    return filter_fields.FIELDS[key](filters) if key in filter_fields.FIELDS else _list(key, filters, lists[key])


def _list(key: str, filters: Filters, found: Sequence[Member]) -> Component:
    dropdown = dcc.Dropdown(
        id=ids.control(key),
        options=[_option(m) for m in _narrowed(key, filters, found)],
        value=list(getattr(filters, LISTS[key])),
        multi=True,
        placeholder=texts.ALL,
        labels=texts.DROPDOWN,
        maxHeight=360,
        debounce=True,
        closeOnSelect=False,
    )
    return _labelled(texts.FILTER_LABELS[key], dropdown)


def _narrowed(key: str, filters: Filters, found: Sequence[Member]) -> list[Member]:
    """A dependent list holds the children of the chosen parents; what is chosen stays whatever its parent."""
    chosen = set(getattr(filters, LISTS[_PARENT[key]])) if key in _PARENT else set()
    kept = set(getattr(filters, LISTS[key]))
    return [m for m in found if not chosen or m.parent in chosen or m.code in kept or m.code == MISSING]


def _period(filters: Filters) -> Component:
    own = bool(filters.date_from or filters.date_to)
    options = [{"value": k, "label": v} for k, v in (*texts.PERIODS.items(), (_CUSTOM, texts.CUSTOM_PERIOD))]
    preset = dcc.Dropdown(
        id=ids.PERIOD,
        options=options,
        value=_CUSTOM if own else filters.period,
        clearable=False,
        searchable=False,
        labels=texts.DROPDOWN,
        maxHeight=400,
    )
    return html.Div([_labelled(texts.PERIOD, preset), _dates(filters, hidden=not own)], className="filters__period")


def _dates(filters: Filters, *, hidden: bool) -> Component:
    picker = dcc.DatePickerRange(
        id=ids.DATES,
        start_date=_iso(filters.date_from),
        end_date=_iso(filters.date_to),
        display_format="DD.MM.YYYY",
        month_format="MMMM YYYY",
        first_day_of_week=1,
        start_date_placeholder_text=texts.DATE_FROM,
        end_date_placeholder_text=texts.DATE_TO,
        clearable=True,
        minimum_nights=0,
        number_of_months_shown=1,
        updatemode="bothdates",
    )
    return html.Div(_labelled(texts.CUSTOM_PERIOD, picker), id=ids.DATES_BOX, className="filters__dates", hidden=hidden)


def _labelled(label: str, control: Component) -> Component:
    return html.Div([html.Span(label, className="filters__label"), control], className="filters__item")


def _toggle() -> Component:
    attributes = html_attributes(aria_expanded="false", aria_controls=ids.PANEL)
    return html.Button(texts.FILTERS, id=ids.TOGGLE, className="filters__toggle", type="button", **attributes)


def _chip(item: Active, filters: Filters) -> Component:
    if item.key == "period" and is_default_period(filters):
        return html.Span(_days_and_name(item.text), className="chip chip--plain")
    remove = html.Button(
        "×",
        id=ids.chip(item.key, item.code),
        className="chip__remove",
        type="button",
        **html_attributes(aria_label=f"{texts.REMOVE}: {item.text}"),
    )
    return html.Span([item.text, remove], className="chip")


def _days_and_name(words: str) -> list[Any]:
    """The days of a period and, apart from them, the name of its length."""
    days, bracket, name = words.partition(" (")
    return [days, html.Span(bracket + name, className="chip__preset")] if bracket else [words]


def _reset(filters: Filters) -> Component:
    return html.Button(texts.RESET, id=ids.RESET, className="link-button", type="button", hidden=filters.is_default())


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
