"""Reference rows of the product put into an empty or older store.

Only missing codes are added: what the district has edited is never overwritten.
"""

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from data import settings
from data.store import cases, tables
from data.store.reference_rows import ids, insert, link, rows_of


def add_missing(connection: sa.Connection) -> int:
    """Add reference rows whose code (or whole label) the store lacks; returns how many were added."""
    added = 0
    added += _sources(connection)
    added += _coded(connection, "channels", tables.channels, ["name", "short_name", "law", "sort_order"])
    added += _coded(connection, "kinds", tables.kinds, ["name"])
    added += _coded(connection, "statuses", tables.statuses, ["name", "is_open", "is_final", "sort_order"])
    added += _territories(connection)
    added += _recipients(connection)
    added += _topics(connection)
    added += _labels(connection)
    added += _laws(connection)
    added += _rules(connection)
    added += _overrides(connection)
    added += _keeping_terms(connection)
    added += _profiles(connection)
    added += _duties(connection)
    added += _recommendation_rules(connection)
    cases.fill(connection)
    return added


def _coded(connection: sa.Connection, name: str, table: sa.Table, columns: list[str]) -> int:
    known = ids(connection, table)
    code = f"{name[:-2] if name == 'statuses' else name[:-1]}_code"
    rows = [{"code": row[code]} | {c: row[c] for c in columns} for row in rows_of(name) if row[code] not in known]
    return insert(connection, table, rows)


def _sources(connection: sa.Connection) -> int:
    """Sources whose files carry local time get the zone of the district."""
    known, local = ids(connection, tables.sources), settings.district().time_zone
    rows = [
        {
            "code": row["source_code"],
            "name": row["name"],
            "time_zone": local if row["time_zone"] == "local" else row["time_zone"],
        }
        for row in rows_of("sources")
        if row["source_code"] not in known
    ]
    return insert(connection, tables.sources, rows)


def _territories(connection: sa.Connection) -> int:
    known = ids(connection, tables.municipalities, "oktmo")
    missing = [row for row in rows_of("municipalities") if row["oktmo"] not in known]
    rows = [
        {k: row[k] for k in ("oktmo", "name", "kind", "centre", "valid_from", "valid_to", *cases.CASES)}
        | {"population": row["population_sum_of_places"]}
        for row in missing
    ]
    added = insert(connection, tables.municipalities, rows)
    link(connection, tables.municipalities, "oktmo", missing, "successor_id", "successor_oktmo")
    owner = ids(connection, tables.municipalities, "oktmo")
    known = ids(connection, tables.places, "oktmo")
    missing = [row for row in rows_of("places") if row["oktmo"] not in known]
    same = ("oktmo", "name", "kind", "is_centre", "population", "population_as_of", "postal_code", "note")
    rows = [
        {k: row[k] for k in (*same, "valid_from", "valid_to", *cases.CASES)}
        | {"municipality_id": owner[row["municipality_oktmo"]], "latitude": row["lat"], "longitude": row["lon"]}
        for row in missing
    ]
    added += insert(connection, tables.places, rows)
    link(connection, tables.places, "oktmo", missing, "successor_id", "successor_oktmo")
    return added


def _recipients(connection: sa.Connection) -> int:
    known = ids(connection, tables.recipients)
    owner = ids(connection, tables.municipalities, "oktmo")
    missing = [row for row in rows_of("recipients") if row["recipient_code"] not in known]
    rows = [
        {"code": row["recipient_code"], "municipality_id": owner.get(row["municipality_oktmo"])}
        | {k: row[k] for k in ("name", "short_name", "kind", "valid_from", "valid_to", *cases.CASES[:2])}
        for row in missing
    ]
    added = insert(connection, tables.recipients, rows)
    for column, key in (("parent_id", "parent_code"), ("successor_id", "successor_code")):
        link(connection, tables.recipients, "recipient_code", missing, column, key, code="code")
    return added


def _default_recipients() -> dict[str | None, str]:
    """Topic or group → the body it comes to, as another district's own list of bodies says it."""
    return {
        code.strip(): row["recipient_code"]
        for row in rows_of("recipients")
        for code in (row.get("topics") or "").split(";")
        if code.strip()
    }


def _shipped_default(row: Mapping[str, str | None]) -> str | None:
    """The body a topic comes to in the district that is shipped; another district has no such bodies."""
    return row["default_recipient_code"] if settings.district().is_shipped else None


def _topics(connection: sa.Connection) -> int:
    recipients, own = ids(connection, tables.recipients), _default_recipients()
    added = 0
    for is_group in (True, False):  # groups first: topics refer to them
        known = ids(connection, tables.topics)
        rows = [
            {
                "code": row["topic_code"],
                "group_id": None if is_group else known[row["group_code"]],
                "default_recipient_id": recipients.get(
                    own.get(row["topic_code"]) or own.get(row["group_code"]) or _shipped_default(row) or ""
                ),
            }
            | {k: row[k] for k in ("name", "competence", "is_sensitive", "is_pollable", "sort_order")}
            for row in rows_of("topics")
            if row["topic_code"] not in known and (row["group_code"] is None) == is_group
        ]
        added += insert(connection, tables.topics, rows)
    return added


_LABELS = (
    # reference table, table, its foreign key column, reference key column, the keyed table, its code column, extra
    # columns
    (
        "topic_labels",
        "topic_id",
        "topic_code",
        "topics",
        "code",
        ("source_code", "group_label", "weight", "valid_from", "valid_to"),
    ),
    ("recipient_labels", "recipient_id", "recipient_code", "recipients", "code", ("source_code",)),
    ("place_labels", "place_id", "place_oktmo", "places", "oktmo", ()),
    ("municipality_labels", "municipality_id", "municipality_oktmo", "municipalities", "oktmo", ()),
)


def _labels(connection: sa.Connection) -> int:
    """Labels are added only to an empty table: a label that a person removed must not come back."""
    added = 0
    for name, column, key, keyed, code, extra in _LABELS:
        table = tables.metadata.tables[name]
        if connection.execute(sa.select(sa.func.count()).select_from(table)).scalar():
            continue
        known = ids(connection, tables.metadata.tables[keyed], code)
        rows = [{"label": row["label"], column: known[row[key]]} | {k: row[k] for k in extra} for row in rows_of(name)]
        added += insert(connection, table, rows)
    return added


def _laws(connection: sa.Connection) -> int:
    """Laws of the channels that have none in the store: what a person has written of a channel stands."""
    channels, laws = ids(connection, tables.channels), tables.channel_laws
    known = set(connection.execute(sa.select(laws.c.channel_id)).scalars())
    rows = [
        {"channel_id": channels[row["channel_code"]]}
        | {name: row[name] for name in ("law", "valid_from", "valid_to", "legal_basis", "confidence", "note")}
        for row in rows_of("channel_laws")
        if channels[row["channel_code"]] not in known
    ]
    return insert(connection, laws, rows)


def _rules(connection: sa.Connection) -> int:
    known = ids(connection, tables.deadline_rules)
    keyed = {t.name: ids(connection, t) for t in (tables.channels, tables.kinds, tables.topics)}
    same = (
        "law", "priority", "clock", "term", "unit", "starts_from", "non_working_last_day", "extended_by",
        "extension_limit_days", "file_term", "legal_basis", "confidence",
    )  # fmt: skip
    rows = [
        {
            "code": row["rule_code"],
            "channel_id": keyed["channels"].get(row["channel_code"]),
            "kind_id": keyed["kinds"].get(row["kind_code"]),
            "topic_group_id": keyed["topics"].get(row["topic_group_code"]),
            "topic_id": keyed["topics"].get(row["topic_code"]),
        }
        | {k: row[k] for k in (*same, "valid_from", "valid_to", "note")}
        for row in rows_of("deadline_rules")
        if row["rule_code"] not in known
    ]
    return insert(connection, tables.deadline_rules, rows)


def _keeping_terms(connection: sa.Connection) -> int:
    known = set(connection.execute(sa.select(tables.keeping_terms.c.code)).scalars())
    rows = [row for row in rows_of("keeping_terms") if row["code"] not in known]
    return insert(connection, tables.keeping_terms, rows)


def _profiles(connection: sa.Connection) -> int:
    """Indicators come with a new profile only: one that the district has taken out must not come back."""
    new = [
        row for row in rows_of("rating_profiles") if row["profile_code"] not in ids(connection, tables.rating_profiles)
    ]
    profiles = [
        {"code": row["profile_code"], "source_document": row["source_document"] or ""}
        | {name: row[name] for name in ("name", "valid_from", "valid_to")}
        for row in new
    ]
    added = insert(connection, tables.rating_profiles, profiles)
    known, wanted = ids(connection, tables.rating_profiles), {row["profile_code"] for row in new}
    rows = [
        {"profile_id": known[row["profile_code"]], "number": row["number"], "weight": row["weight"]}
        | {name: row[name] or "" for name in ("metric", "direction")}
        for row in rows_of("rating_indicators")
        if row["profile_code"] in wanted
    ]
    return added + insert(connection, tables.rating_indicators, rows)


def _duties(connection: sa.Connection) -> int:
    """Only where nobody has ever kept duties: one that a person removed must not come back."""
    d, t = tables.duties, tables.duty_topics
    edited = sa.select(tables.edits.c.edit_no).where(tables.edits.c.table_name.in_([d.name, t.name]))
    if any(connection.execute(query.limit(1)).first() for query in (sa.select(d.c.duty_id), edited)):
        return 0
    recipients, topics = ids(connection, tables.recipients), ids(connection, tables.topics)
    told = [row for row in rows_of("duties") if row["recipient_code"] in recipients]
    same = ("name", "document", "valid_from", "valid_to", "confidence")
    rows = [
        {"code": row["duty_code"], "recipient_id": recipients[row["recipient_code"]]} | {k: row[k] for k in same}
        for row in told
    ]
    added = insert(connection, d, rows)
    known = ids(connection, d)
    of_duties = [(known[row["duty_code"]], code) for row in told for code in row["topic_codes"].split("; ")]
    made = [{"duty_id": duty, "topic_id": topics[code]} for duty, code in of_duties if code in topics]
    return added + insert(connection, t, made)


def _recommendation_rules(connection: sa.Connection) -> int:
    known, topics = ids(connection, tables.recommendation_rules), ids(connection, tables.topics)
    same = ("signal", "threshold", "least", "decision", "powers", "source", "confidence", "quiet_days")
    rows = [
        {"code": row["rule_code"], "topic_id": topics.get(row["topic_code"])} | {name: row[name] for name in same}
        for row in rows_of("recommendation_rules")
        if row["rule_code"] not in known
    ]
    return insert(connection, tables.recommendation_rules, rows)


def _overrides(connection: sa.Connection) -> int:
    known = {day for (day,) in connection.execute(sa.select(tables.calendar_overrides.c.day))}
    rows = [row for row in rows_of("calendar_overrides") if date.fromisoformat(row["day"]) not in known]
    return insert(connection, tables.calendar_overrides, rows)
