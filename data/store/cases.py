"""Cases of the names in the reference lists, for stores that are older than those."""

import sqlalchemy as sa

from data.store import reference
from data.store.tables import metadata

CASES = ("genitive", "dative", "prepositional")
_NAMED = (("municipalities", "oktmo", CASES), ("places", "oktmo", CASES), ("recipients", "code", CASES[:2]))


def fill(connection: sa.Connection) -> None:
    """Give names their cases where a row has none; only while nobody has edited the row, and its name is
    the one that was declined.
    """
    for name, key, columns in _NAMED:
        table = metadata.tables[name]
        without = sa.select(table.c[key], table.c.name).where(*(table.c[case].is_(None) for case in columns))
        if "version" in table.c:
            without = without.where(table.c.version == 1)
        lacking = {tuple(row) for row in connection.execute(without)}
        if lacking:
            _declined(connection, table, key, columns, lacking)


def _declined(
    connection: sa.Connection, table: sa.Table, key: str, columns: tuple[str, ...], lacking: set[tuple[str, ...]]
) -> None:
    for row in reference.table(table.name).rename(columns={"recipient_code": "code"}).to_dict("records"):
        if (row[key], row["name"]) in lacking:
            forms = {case: row[case] for case in columns}
            connection.execute(sa.update(table).where(table.c[key] == row[key]).values(forms))
