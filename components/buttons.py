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
    called = [(ctx.triggered_prop_ids.get(one["prop_id"]), one["value"]) for one in ctx.triggered]
    told = [(identity, value or _clicks(identity)) for identity, value in called if isinstance(identity, dict)]
    found = [Press(identity, clicks) for identity, clicks in told if clicks]
    return found[0] if len(found) == 1 else None


def _clicks(identity: Mapping[str, Any]) -> int:
    """Clicks as the browser sent them: Dash loses them where an id holds letters that JSON escapes («П-2026-012»)."""
    flat = [item for one in ctx.inputs_list or [] for item in (one if isinstance(one, list) else [one])]
    return max((item.get("value") or 0 for item in flat if item.get("id") == identity), default=0)
