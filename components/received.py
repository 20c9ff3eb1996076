"""What the browser has sent for a callback, and whether any control of ours could have sent it.

Callbacks trust the shape of what they get: a text is a text, a click is a number, the filters are a dictionary. A
request made by hand may hold anything; it gets a sentence here, once for all screens, before a callback sees it. What a
callback takes, its annotations say: a dictionary, a list or a text comes only where one is named; a number is let
through for a text, because a choice may be one.
"""

import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import flask
from dash import Dash
from plotly.utils import PlotlyJSONEncoder

from components import ids, states
from data.errors import FilterError

FORGED = "Страница прислала не то, что заполняют на ней. Обновите её и повторите."
_PATH = "/_dash-update-component"
_NUMBERS = frozenset(("n_clicks", "n_submit", "n_intervals", "n_blur", "n_clicks_timestamp"))
_TEXTS = frozenset(("contents", "date", "start_date", "end_date", "search", "pathname", "hash", "href"))
_PLAIN = (str, int, float, bool, type(None))
Slot = dict[str, Any]


def install(application: Dash) -> None:
    """Answer what no control could have sent with a notice, before any callback runs."""
    kinds: dict[str, list[_Kind]] = {}

    def refuse() -> flask.Response | None:
        if flask.request.method != "POST" or not flask.request.path.endswith(_PATH):
            return None
        body = flask.request.get_json(silent=True)
        output = str(body.get("output")) if isinstance(body, dict) else ""
        if output not in kinds:
            kinds[output] = _kinds(application.callback_map.get(output, {}).get("callback"))
        return None if _is_possible(body, kinds[output]) else _notice()

    application.server.before_request(refuse)


def _notice() -> flask.Response:
    shown = {"multi": True, "sideUpdate": {ids.NOTICES: {"children": states.error(FORGED)}}}
    return flask.Response(json.dumps(shown, cls=PlotlyJSONEncoder), mimetype="application/json")


class _Kind(NamedTuple):
    """Which shapes an argument of a callback has; what is not annotated may have any."""

    dictionaries: bool
    lists: bool
    texts: bool
    numbers: bool


_ANY = _Kind(True, True, True, True)


def _kinds(callback: Callable[..., Any] | None) -> list[_Kind]:
    """Of the arguments of a callback, in their order."""
    if callback is None:
        return []
    own = inspect.unwrap(callback)
    hints = get_type_hints(own)
    return [_kind(hints.get(name, Any)) for name in inspect.signature(own).parameters]


def _kind(hint: Any) -> _Kind:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    bare = {get_origin(one) or one for one in parts}
    if Any in bare or not bare <= _KNOWN:
        return _ANY
    plain = bool(bare & {str, int, float, bool})
    return _Kind(bool(bare & {dict, Mapping}), bool(bare & {list, Sequence}), str in bare, plain)


_KNOWN = {str, int, float, bool, NoneType, dict, Mapping, list, Sequence}


def holds_odd_value() -> bool:
    """Whether the callback in force was given a list, a number or a yes where nearly every control gives a text."""
    if not flask.has_request_context():
        return False
    told = _slots(flask.request.get_json(silent=True))
    return any(one.get("property") in ("value", "filename") and _is_odd(one.get("value")) for one in told)


def require(holds: bool) -> None:
    """FilterError where what was received is none of what the page holds."""
    if not holds:
        raise FilterError(FORGED)


def text(value: Any) -> str:
    """What was typed or chosen, '' for nothing. FilterError for a list or an object."""
    require(value is None or isinstance(value, str | int | float))
    return "" if value is None else str(value)


def numbers(told: object, count: int) -> tuple[int, ...]:
    """Numbers that an id of ours carries, «12:3». FilterError for anything else."""
    parts = str(told).split(":")
    require(len(parts) == count and all(one.isascii() and one.isdigit() and len(one) < _LONGEST for one in parts))
    return tuple(map(int, parts))


_LONGEST = 16


def _is_odd(value: Any) -> bool:
    return value is not None and not isinstance(value, str | dict)


def _slots(body: Any) -> Iterator[Any]:
    """Everything that a request gives a callback; of a pattern one after another."""
    if isinstance(body, dict):
        for one in _arguments(body):
            yield from one if isinstance(one, list) else [one]


def _arguments(body: Mapping[str, Any]) -> list[Any]:
    return [one for told in ("inputs", "state") for one in body.get(told) or ()]


def _is_possible(body: Any, kinds: Sequence[_Kind]) -> bool:
    if not all(isinstance(one, dict) and _can_be_sent(one) for one in _slots(body)):
        return False
    arguments = _arguments(body) if isinstance(body, dict) else []
    if len(arguments) != len(kinds):
        return True  # the callback takes them grouped
    pairs = zip(arguments, kinds, strict=True)
    return all(_fits(one.get("value"), kind) for one, kind in pairs if isinstance(one, dict))


def _fits(value: Any, kind: _Kind) -> bool:
    if value is None:
        return True
    if isinstance(value, dict):
        return kind.dictionaries
    if isinstance(value, list):
        return kind.lists
    return kind.texts if isinstance(value, str) else kind.numbers


def _can_be_sent(slot: Slot) -> bool:
    """Whether a browser sends such a value for the property, whatever the callback."""
    name, value = slot.get("property"), slot.get("value")
    if name in _NUMBERS:
        return value is None or (isinstance(value, int) and not isinstance(value, bool))
    if name == "pathname":
        return value is None or (isinstance(value, str) and value.startswith("/"))
    if name in _TEXTS:
        return value is None or isinstance(value, str)
    if slot.get("id") == ids.FLT and name == "data":
        return value is None or isinstance(value, dict)
    if name == "id":
        return bool(value == slot.get("id"))
    if name in ("value", "filename"):
        return all(isinstance(one, _PLAIN) for one in (value if isinstance(value, list) else [value]))
    return True
