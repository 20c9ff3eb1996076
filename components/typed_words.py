"""A field for words, which are asked for when whoever types pauses, presses Enter or leaves the field.

`dcc.Input` with `debounce` mixes up letters typed faster than a slow machine draws them (findings/). So what is typed
stands in a field without it, and a hidden one takes it over once it has settled: that one the callbacks and the address
read. The browser's half is assets/25-words.js.
"""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, dcc
from dash.development.base_component import Component

Id = str | dict[str, str]


def typed(key: str) -> dict[str, str]:
    """Id of the field that is typed into."""
    return {"type": "typed-words", "key": key}


def field(settled: Id, key: str, value: str, **look: Any) -> tuple[Component, Component]:
    """The field and the hidden one, whose id is `settled`. look: of the field, as `dcc.Input` takes it."""
    return (
        dcc.Input(id=typed(key), type="search", value=value, autoComplete="off", **look),
        dcc.Input(id=settled, type="hidden", value=value),
    )


def follow(settled: Id, key: str) -> None:
    """Let the hidden field follow the typed one; once per pair, when the screen or the bar is declared."""
    clientside_callback(
        ClientsideFunction("mcu_words", "settle"),
        Output(settled, "value"),
        Input(typed(key), "value"),
        Input(typed(key), "n_submit"),
        Input(typed(key), "n_blur"),
        State(settled, "value"),
        prevent_initial_call=True,
    )
