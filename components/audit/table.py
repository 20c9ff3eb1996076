"""The log of actions on the screen: what narrows it, its rows, its pager, the verdict on its chain.

The state of the screen is a mapping of URL parameters, `KEYS` and «page»; `screen_params` takes it out of any address.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from components import moments, sorting, states, tables, typed_words
from components.attributes import html_attributes
from components.audit import words as audit_words
from components.columns import as_is
from components.people.limits import Names
from components.tables import Column
from words import format, texts

KEYS = ("actor", "action", "about", "since", "until", "sort")
SORT = "audit-sort"
ABOUT = "audit-about"
"""What has been asked of a record's number or a login."""
TURN = "audit-turn"
_LONGEST = 120

Entry = Any
"""One row as `access.audit.page` gives it: this room doesn't know that one."""


def screen_params(params: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of this screen, in their order, without empty ones and unprintable characters."""
    cleaned = {key: "".join(c for c in str(params.get(key) or "") if c.isprintable()).strip() for key in KEYS}
    cut = {key: text[: 10 if key in ("since", "until") else _LONGEST] for key, text in cleaned.items()}
    return {key: text for key, text in cut.items() if text}


def search(asked: Mapping[str, str], page: int = 1) -> str:
    """The part of the address after the path."""
    params = {**asked, **({"page": str(page)} if page > 1 else {})}
    return f"?{urlencode(params)}" if params else ""


def is_said(address: str | None, asked: Mapping[str, str], page: int) -> bool:
    """Whether the address says that already; what else stands in it doesn't matter. A missing one does: it was read."""
    if address is None:
        return True
    params = dict(parse_qsl(address.removeprefix("?")))
    return screen_params(params) == asked and page_of(params.get("page")) == page


def page_of(text: Any) -> int:
    """A page number from an address; nonsense is the first page."""
    return max(1, int(text)) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 8 else 1


def controls(asked: Mapping[str, str], people: Mapping[str, str], actions: Mapping[str, str]) -> Component:
    """The controls in the state of `asked`. people: who may stand in the log → how they are named; actions: likewise.

    What is asked for stays among the choices, even when no list knows it.
    """
    items = [
        _item("Кто", _choice("actor", asked, people)),
        _item("Действие", _choice("action", asked, actions)),
        _item("Номер записи или логин", _number(asked)),
        html.Div(_item("Период", _dates(asked)), className="staff-filters__dates"),
    ]
    reset = dcc.Link(texts.RESET, href="/audit", className="staff-filters__reset")
    order = dcc.Input(type="hidden", id=SORT, value=asked.get("sort", ""))
    return html.Section([*items, reset, order], className="staff-filters", **html_attributes(aria_label=texts.FILTERS))


def _item(label: str, control: Component) -> Component:
    return html.Div([html.Span(label, className="filters__label"), control], className="filters__item")


def _choice(key: str, asked: Mapping[str, str], known: Mapping[str, str]) -> Component:
    value = asked.get(key)
    every = {**({value: value} if value else {}), **known}
    return dcc.Dropdown(
        id=f"audit-{key}",
        options=[{"value": code, "label": label} for code, label in every.items()],
        value=value,
        placeholder=texts.ALL,
        labels=texts.DROPDOWN,
        maxHeight=360,
    )


def _number(asked: Mapping[str, str]) -> Component:
    value = asked.get("about", "")
    return html.Div(typed_words.field(ABOUT, "about", value, maxLength=64, className="field__input"))


def _dates(asked: Mapping[str, str]) -> Component:
    return dcc.DatePickerRange(
        id="audit-dates",
        start_date=asked.get("since"),
        end_date=asked.get("until"),
        display_format="DD.MM.YYYY",
        month_format="MMMM YYYY",
        first_day_of_week=1,
        start_date_placeholder_text=texts.DATE_FROM,
        end_date_placeholder_text=texts.DATE_TO,
        clearable=True,
        minimum_nights=0,
        number_of_months_shown=1,
    )


def rows(entries: Iterable[Entry], roles: Mapping[str, str], zone: ZoneInfo, order: str) -> Component:
    """A table of rows of the log in the given order. roles: code → label; order: the one in force, «seq.desc»."""
    names = Names(role=roles)
    made = [
        {
            "seq": format.number(one.seq),
            "made_at": moments.moment(one.made_at, zone),
            "who": _who(one, roles),
            "action": one.label,
            "what": audit_words.about(one.object_kind, one.object_id),
            "why": _why(one, names),
        }
        for one in entries
    ]
    if not made:
        return states.empty("Таких действий в журнале нет.", "Уберите часть условий.")
    ordered = sorting.Ordered(SORT, order, _ORDERS)
    return tables.data_table(pd.DataFrame(made), _COLUMNS, "Журнал действий", row_header="seq", ordered=ordered)


_COLUMNS = (
    Column("seq", "№", as_is, "right", width="5%"),
    Column("made_at", "Когда", as_is, width="11%"),
    Column("who", "Кто", as_is, width="17%"),
    Column("action", "Действие", as_is, width="17%"),
    Column("what", "Над чем", as_is, width="16%"),
    Column("why", "Причина и подробности", as_is),
)


_ORDERS = {"seq": "seq", "made_at": "time", "who": "actor", "action": "action", "what": "object"}
"""What each heading sorts by (`access.audit.SORTS`)."""


def _who(one: Entry, roles: Mapping[str, str]) -> Component:
    said = ", ".join(roles.get(code, code) for code in one.actor_roles)
    link = dcc.Link(one.actor, href=f"/audit{search(screen_params({'actor': one.actor}))}", title="Только его действия")
    return html.Div([html.Div(link), html.Div(said, className="second-line")])


def _why(one: Entry, names: Names) -> Component:
    reason = [html.Div(["Причина: ", html.Q(one.reason)])] if one.reason else []
    found = audit_words.details(one.details, names)
    told = [html.Div([html.Span(f"{label}: ", className="staff-key"), text]) for label, text in found]
    return html.Div([*reason, *told], className="staff-details")


def pager(total: int, page: int, size: int, asked: Mapping[str, str]) -> Component:
    """«1–50 из 9 012» and buttons of pages; each says to which question its page belongs."""
    last = max(1, -(-total // size))
    first_row, last_row = (page - 1) * size + 1, min(page * size, total)
    span = f"{format.number(first_row)}–{format.number(last_row)} из{format.NBSP}{format.number(total)}"
    numbers: Sequence[int | None] = tables.shown_pages(page, last)
    buttons = [
        _turn(texts.PREVIOUS, page - 1, asked, "back", is_on=page > 1),
        *(_page(number, page, asked) for number in numbers),
        _turn(texts.NEXT, page + 1, asked, "on", is_on=page < last),
    ]
    return html.Nav(
        [html.Span(span, className="pager__span"), html.Div(buttons, className="pager__buttons")],
        className="pager",
        **html_attributes(aria_label=texts.PAGES),
    )


def _page(number: int | None, page: int, asked: Mapping[str, str]) -> Component:
    if number is None:
        return html.Span("…", className="pager__gap")
    words = format.number(number)
    if number == page:
        return html.Span(words, className="pager__button is-current", **html_attributes(aria_current="page"))
    return _turn(words, number, asked, "", is_on=True)


def _turn(label: str, page: int, asked: Mapping[str, str], way: str, *, is_on: bool) -> Component:
    if not is_on:
        return html.Span(label, className="pager__button is-off")
    identity = {"type": TURN, "page": page, "of": search(asked), "way": way}
    return html.Button(label, id=identity, className="pager__button", type="button")


def page_params(page: int, of: str) -> dict[str, Any]:
    """The page somebody has turned to, and the question it belongs to: another question starts from the beginning."""
    return {"page": page, "of": of}


def page_in(kept: Mapping[str, Any] | None, asked: Mapping[str, str]) -> int:
    """The page to show of a question; kept: what `page_params` gave."""
    return max(1, int(kept["page"])) if kept and kept.get("of") == search(asked) else 1


def verdict(sentence: str, *, is_intact: bool) -> Component:
    """What the check of the chain has found."""
    return html.Div(sentence, className="staff-done" if is_intact else "staff-broken", role="status")
