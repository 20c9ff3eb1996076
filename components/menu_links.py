"""Links of the menu carry the filters in force; without any, the last ones of the screen they lead to.

`flt` → `KEPT` (the program notes the filters of the screen) → links. The browser's half is assets/20-filters.js.
"""

from collections.abc import Callable
from typing import Any

import dash
from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from components import ids

Keep = Callable[[str, dict[str, str]], dict[str, str]]


def kept(keep: Keep, path: str | None, flt: dict[str, str]) -> Any:
    """What the store `KEPT` takes after the filters of the screen at `path` were set; nothing for an address that no
    screen has. keep: notes the filters of a screen, given with its address, and gives those of all screens.
    """
    known = {page["path"] for page in dash.page_registry.values()}
    return keep(path, flt) if path and path in known else no_update


def register(app: Dash) -> None:
    """Callbacks of the links, once per application. The browser writes into the links itself: thirty of them would be
    thirty steps of Dash at every click.
    """
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "links"),
        Input(ids.FLT, "data"),
        State(ids.LISTS, "data"),
        State(ids.LAST, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "carried"),
        Input(ids.PAGE_LOCATION, "search"),
        State(ids.URL_KEYS, "data"),
        State(ids.LAST, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("mcu_filters", "kept"),
        Output(ids.LAST, "data"),
        Input(ids.KEPT, "data"),
        State(ids.FLT, "data"),
        State(ids.LISTS, "data"),
        prevent_initial_call=True,
    )
