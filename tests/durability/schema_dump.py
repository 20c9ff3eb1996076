"""A database's schema as sorted lines, by what the database itself says: two that are alike give equal lines."""

import re

import sqlalchemy as sa

_NAMED = re.compile(r"CONSTRAINT \"?(\w+)")
_OF_SQLITE = {
    "column": 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(:name)',
    "reference": 'SELECT "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(:name)',
    "index": (
        'SELECT list.name, list."unique", list.origin, part.seqno, part.name, part."desc" '
        "FROM pragma_index_list(:name) list, pragma_index_xinfo(list.name) part WHERE part.key"
    ),
}
_OF_POSTGRESQL = {
    "table": (
        "SELECT relname, obj_description(oid, 'pg_class') FROM pg_class "
        "WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace"
    ),
    "column": (
        "SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, "
        "pg_get_expr(adbin, adrelid), col_description(c.oid, attnum) FROM pg_attribute a JOIN pg_class c "
        "ON c.oid = attrelid LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum "
        "WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ),
    "constraint": (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    ),
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
}


def lines(connection: sa.Connection) -> list[str]:
    """Everything but the order of columns, which nothing depends on."""
    return sorted(_sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection))


def _postgresql(connection: sa.Connection) -> list[str]:
    found = [(what, connection.exec_driver_sql(query)) for what, query in _OF_POSTGRESQL.items()]
    return [f"{what} {tuple(row)}" for what, rows in found for row in rows]


def _sqlite(connection: sa.Connection) -> list[str]:
    made: list[str] = []
    tables = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all()
    others = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    made += [str(tuple(row)) for row in others]
    for name, sql in tables:
        made.append(f"table {name} {sorted(_NAMED.findall(sql))} {'AUTOINCREMENT' in sql}")
        for what, query in _OF_SQLITE.items():
            made += [f"{what} of {name} {tuple(row)}" for row in connection.execute(sa.text(query), {"name": name})]
    return made
