"""A button in a list was pressed: the one way a callback over a pattern of buttons learns which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import ctx


@dataclass(frozen=True)
class Press:
    """id: of the button, its pattern filled in; clicks: how often it has been pressed since it was drawn."""

    id: Mapping[str, Any]
    clicks: int


def pressed() -> Press | None:
    """The button whose press has called this callback.

    None when the list was merely drawn (Dash calls back then too, without a number of clicks), when something else has
    called, and when more than one button says so, which no person does.
    """
    told = [(ctx.triggered_prop_ids[one["prop_id"]], one["value"]) for one in ctx.triggered if one["value"]]
    found = [Press(identity, clicks) for identity, clicks in told if isinstance(identity, dict)]
    return found[0] if len(found) == 1 else None
