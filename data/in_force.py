"""A value that is in force for a context (a request, a command, a test): settings, the person, what they may see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

T = TypeVar("T")


class InForce(Generic[T]):
    """Whoever stands at an entrance asks `current()`; what `use` puts in force ends with its block.

    outside: what `current()` answers outside any `use`; it may raise.
    """

    def __init__(self, name: str, outside: Callable[[], T]) -> None:
        self._values: ContextVar[tuple[T] | None] = ContextVar(name, default=None)
        self._outside = outside

    def current(self) -> T:
        """The value in force here."""
        found = self._values.get()
        return self._outside() if found is None else found[0]

    @contextmanager
    def use(self, value: T) -> Iterator[T]:
        """Put a value in force for this context."""
        token = self._values.set((value,))
        try:
            yield value
        finally:
            self._values.reset(token)
