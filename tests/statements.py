"""Statements are compiled once for all stores of a process.

SQLAlchemy keeps what it has compiled with the engine. The program has one; here nearly every test has a store and an
engine of its own, and compiling anew took longer than asking.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, util

KEPT = 2_000


class _Statements(util.LRUCache[Any, Any]):
    """Compiled statements of one kind of database, whichever engine asks: the key begins with the engine's dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        if not isinstance(value.statement, sa.TextClause):  # `SELECT *` means other columns in a store of another age
            super().__setitem__(key[1:], value)


_COMPILED: dict[str, _Statements] = {}


def share() -> None:
    """From now on every engine of this process uses what any other of its kind has compiled."""
    event.listen(sa.Engine, "engine_connect", _connected)


def _connected(connection: sa.Connection) -> None:
    connection.engine._compiled_cache = _COMPILED.setdefault(connection.dialect.name, _Statements(KEPT))
