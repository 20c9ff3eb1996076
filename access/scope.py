"""Who asks in this context: the part of the data that every question to the door is limited to.

A guard puts the scope of the signed-in person in force with `use`; screens, downloads and the API ask `current()`.
Nobody has one by default: a command that may see all says `EVERYTHING` itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from data.errors import AccessError
from data.scope import Scope

_current: ContextVar[Scope] = ContextVar("mcu_scope")


def current() -> Scope:
    """The scope in force here. Raises AccessError outside `use`: whoever forgot to say who asks sees nothing."""
    found = _current.get(None)
    if found is None:
        raise AccessError("Не сказано, чьи данные показывать: круг данных не задан. Войдите в программу заново.")
    return found


@contextmanager
def use(scope: Scope) -> Iterator[Scope]:
    """Put a scope in force for this context (a request, a command, a test)."""
    token = _current.set(scope)
    try:
        yield scope
    finally:
        _current.reset(token)
