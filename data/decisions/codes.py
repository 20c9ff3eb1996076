"""Numbers of papers that people call by: «П-2026-012»; one is never given twice, whatever was removed since."""

import sqlalchemy as sa

from data.store import bulk
from data.store.tables import used_numbers


def new(connection: sa.Connection, prefix: str, year: int, digits: int = 3) -> str:
    """The next code of a prefix and year. Runs inside a transaction of `data.store.writing`, so writers take turns."""
    name = f"code {prefix}-{year}"
    last = connection.execute(sa.select(used_numbers.c.last).where(used_numbers.c.name == name)).scalar() or 0
    bulk.keep_used(connection, name, last + 1)
    return f"{prefix}-{year}-{last + 1:0{digits}d}"
