"""Requests of callbacks as no control of ours sends them: an object, a list, a number for a text, in each place."""

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dash import Dash

SHAPES: tuple[Any, ...] = ({"a": 1}, ["x", 5], 12345, "вера")
_CHOICE = re.compile(r'(?:action|kind|pressed\["action"\]) == "(\w+)"|^    "(\w+)": ?[\w(]|[{,] ?"(\w+)": _\w+', re.M)
_CLICKS = ("n_clicks", "n_submit", "n_intervals", "n_blur")


def requests(application: Dash) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every callback with one value forged at a time: what is forged, and the body of the request.

    A pattern of buttons is pressed once for each thing its page can do.
    """
    for output, told in application.callback_map.items():
        if "callback" not in told:
            continue  # runs in the browser
        module = inspect.getmodule(inspect.unwrap(told["callback"]))
        for action in _actions(module, told):
            yield from _of_callback(output, told, action)


def _actions(module: Any, told: Mapping[str, Any]) -> list[str]:
    if not any('"action":["ALL"]' in one["id"] for one in told["inputs"]):
        return [""]
    found = _CHOICE.findall(inspect.getsource(module))
    return sorted({name for groups in found for name in groups if name}) or ["do"]


def _of_callback(output: str, told: Mapping[str, Any], action: str) -> Iterator[tuple[str, dict[str, Any]]]:
    slots = [*told["inputs"], *told["state"]]
    pressed = next((one for one in slots if one["property"] in _CLICKS), slots[0])
    for forged in range(len(slots)):
        for shape in SHAPES:
            given = [_given(one, action, shape if at == forged else None) for at, one in enumerate(slots)]
            inputs, state = given[: len(told["inputs"])], given[len(told["inputs"]) :]
            body = {
                "output": output, "outputs": _outputs(output), "inputs": inputs, "state": state,
                "changedPropIds": [_changed(pressed, action)],
            }  # fmt: skip
            yield f"{output[:60]} {action} {slots[forged]['id'][:60]}.{slots[forged]['property']} = {shape!r}", body


def _given(slot: Mapping[str, str], action: str, shape: Any) -> Any:
    name, identity = slot["property"], _identity(slot["id"], action)
    value = shape if shape is not None else 1 if name in _CLICKS else identity if name == "id" else _usual(slot["id"])
    one = {"id": identity, "property": name, "value": value}
    return [one] if '"ALL"' in slot["id"] else one


def _usual(name: str) -> Any:
    return {} if name == "flt" else None


def _identity(id: str, action: str) -> Any:
    if not id.startswith("{"):
        return id
    parts = json.loads(id)
    return {
        key: value if isinstance(value, str) else action if key == "action" and action else "1"
        for key, value in parts.items()
    }


def _changed(slot: Mapping[str, str], action: str) -> str:
    identity = _identity(slot["id"], action)
    name = identity if isinstance(identity, str) else json.dumps(identity, sort_keys=True, separators=(",", ":"))
    return f"{name}.{slot['property']}"


def _outputs(text: str) -> Any:
    is_many = text.startswith("..")
    parts = text.strip(".").split("...") if is_many else [text]
    made = []
    for part in parts:
        id, name = part.rsplit(".", 1)
        made.append({"id": _identity(id, ""), "property": name.split("@")[0]})
    return made if is_many else made[0]
