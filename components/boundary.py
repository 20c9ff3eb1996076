"""The one boundary that errors of callbacks cross: logged with a code, a Russian notice for the reader.

The log gets the kind of the error and where it happened, never its words: they may quote a value from an appeal.
"""

import functools
import logging
import secrets
import traceback
from collections.abc import Callable
from typing import Any

import dash
from dash.development.base_component import Component

from components import conflicts, ids, received, states
from data.errors import EditConflictError, MCUError
from geo.errors import BoundaryError
from words import texts

_OF_A_SHAPE = (AttributeError, LookupError, TypeError, ValueError)
"""What code raises that was given a value of another kind than it is written for."""
LOG = logging.getLogger("mcu.screens")


def handle(error: Exception) -> None:
    """`Dash(on_error=…)`: leaves the callback's outputs as they are and writes the notice."""
    dash.set_props(ids.NOTICES, {"children": notice(error)})


def catch_errors(layout: Callable[..., Any]) -> Callable[..., Any]:
    """A page's layout that shows its own failure where the page would stand, instead of leaving the previous screen."""

    @functools.wraps(layout)
    def made(**query: Any) -> Any:
        try:
            return layout(**query)
        except Exception as error:  # noqa: BLE001  (the boundary: logged and shown)
            return notice(error)

    return made


def notice(error: Exception) -> Component:
    """The notice of an error: the program's own sentence, or a code that the log knows."""
    if isinstance(error, EditConflictError):
        return states.error(conflicts.keep(error))
    if isinstance(error, MCUError | BoundaryError):
        return states.error(str(error))
    code = record(error)
    if isinstance(error, _OF_A_SHAPE) and received.holds_odd_value():
        return states.error(received.FORGED)
    return states.error(texts.ERROR_UNKNOWN.format(code=code), code)


def record(error: BaseException) -> str:
    """Write an unexpected error to the log; gives its code."""
    code = secrets.token_hex(4)
    places = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    LOG.error("error %s: %s at %s", code, type(error).__name__, " < ".join(reversed(places[-8:])))
    return code
