"""Who asks in this context: the part of the data that every question to the door is limited to.

A guard puts the scope of the signed-in person in force with `use`; screens, downloads and the API ask `current()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from data.scope import EVERYTHING, Scope

_current: ContextVar[Scope] = ContextVar("mcu_scope", default=EVERYTHING)


def current() -> Scope:
    """The scope in force here; outside `use`, everything."""
    return _current.get()


@contextmanager
def use(scope: Scope) -> Iterator[Scope]:
    """Put a scope in force for this context (a request, a command, a test)."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
