"""Which button of a list was pressed, as Dash tells it."""

import json
from typing import Any

import pytest
from dash._callback_context import context_value
from dash._utils import AttributeDict

from components import buttons

OPEN = {"type": "row", "index": 7}
OTHER = {"type": "row", "index": 8}


def told(*changes: tuple[Any, Any]) -> buttons.Press | None:
    """What the helper says when these (id, value) have changed."""
    named = [(json.dumps(identity) if isinstance(identity, dict) else identity, value) for identity, value in changes]
    inputs = [{"prop_id": f"{name}.n_clicks", "value": value} for name, value in named]
    token = context_value.set(AttributeDict({"triggered_inputs": inputs}))
    try:
        return buttons.pressed()
    finally:
        context_value.reset(token)


def test_the_one_button_with_a_click_was_pressed() -> None:
    assert told((OPEN, 2)) == buttons.Press(OPEN, 2)
    assert told((OTHER, None), (OPEN, 1)) == buttons.Press(OPEN, 1)


@pytest.mark.parametrize(
    "changes",
    [[], [(OPEN, None)], [(OPEN, 0)], [(OPEN, None), (OTHER, None)], [("address", "7")], [(OPEN, 1), (OTHER, 1)]],
)
def test_a_list_that_was_merely_drawn_asks_for_nothing(changes: list[tuple[Any, Any]]) -> None:
    assert told(*changes) is None


def test_a_button_whose_id_json_escapes_was_pressed_too() -> None:
    """Dash finds no value for «П-2026-012»; the browser has sent it."""
    order = {"type": "row", "index": "П-2026-012"}
    name = f"{json.dumps(order, ensure_ascii=False)}.n_clicks"
    sent = [[{"id": order, "property": "n_clicks", "value": 1}, {"id": OPEN, "property": "n_clicks"}]]
    token = context_value.set(
        AttributeDict({"triggered_inputs": [{"prop_id": name, "value": None}], "inputs_list": sent})
    )
    try:
        assert buttons.pressed() == buttons.Press(order, 1)
    finally:
        context_value.reset(token)
