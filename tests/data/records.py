"""Records written straight into the store's tables, so that tests of the numbers count what they can see."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from access import store as access_store
from data import store
from data.settings import Settings, use
from data.snapshots import Manifest, latest, publish, read_manifest
from data.store import bulk, keys, reference_rows, tables, time_flags
from data.store.search import index
from tests import stores

MOMENTS = (
    "received",
    "registered",
    "assigned",
    "answered",
    "closed",
    "first_reply",
    "file_due",
    "extended_to",
    "promised",
)
LOCAL = timedelta(hours=7)
"""Asia/Krasnoyarsk is UTC+7 all the year round."""


def at(text: str) -> datetime:
    """A local moment «2026-03-02 10:00» (or a bare date, then its noon) as stored: naive UTC."""
    moment = datetime.fromisoformat(text if len(text) > 10 else f"{text} 12:00")
    return moment - LOCAL


def add(settings: Settings, *rows: dict[str, Any]) -> None:
    """Write records.

    Keys: received, answered, first_reply, registered, file_due (local), channel, place, municipality, topic or
    questions (a list of topics, with recipients and texts beside it), recipient, status, rating, applicant, address,
    and any column of `records`.
    """
    if any(row.keys() & {"applicant", "address"} for row in rows) and not settings.pseudonym_key.exists():
        keys.create(settings.pseudonym_key)
    with store.writing(settings) as connection:
        known = {
            name: reference_rows.ids(connection, tables.metadata.tables[name], code)
            for name, code in (
                ("channels", "code"), ("topics", "code"), ("recipients", "code"), ("statuses", "code"),
                ("kinds", "code"), ("places", "oktmo"), ("municipalities", "oktmo"), ("sources", "code"),
            )
        }  # fmt: skip
        import_id = _import(connection)
        months = [_one(connection, known, import_id, dict(row)) for row in rows]
        store.note_change(connection, "import", set(months), import_id)


def published(settings: Settings, *rows: dict[str, Any]) -> Manifest:
    """Create the store, write the records and publish a snapshot; the third time the same are asked for in a new
    SQLite installation, it is a copy.
    """
    with stores.known(settings, repr((rows, settings.time_zone))) as is_made:
        if not is_made:
            stores.create(settings)
            add(settings, *rows)
            publish.publish(settings)
    return read_manifest(settings.snapshots, latest(settings.snapshots) or 0)


@contextmanager
def installed(var: Path, *rows: dict[str, Any]) -> Iterator[Settings]:
    """An installation in a folder, in force: its store, the records published, nobody signed in yet."""
    with use(Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")) as settings:
        published(settings, *rows)
        access_store.create(settings)
        yield settings


def _import(connection: sa.Connection) -> int:
    row = dict.fromkeys(("rows_in", "loaded", "updated", "unchanged", "rejected", "size_bytes"), 0) | {
        "source_id": 1, "file_name": "made.csv", "sha256": "0" * 64, "started_at": at("2026-03-01"),
        "imported_on": date(2099, 1, 1), "status": "committed", "is_demo": False, "seconds": 0.0, "unmapped": {},
    }  # fmt: skip
    made = connection.execute(sa.insert(tables.imports).values(**row).returning(tables.imports.c.import_id))
    return int(made.scalar_one())


def _one(connection: sa.Connection, known: dict[str, dict[str, int]], import_id: int, row: dict[str, Any]) -> int:
    record_id = row.pop("record_id", None) or bulk.next_id(connection, tables.records)
    timed_ones = [name for name in MOMENTS if len(row.get(name) or "") > len("2026-03-02")]
    if row.get("has_time") is False and "received" in timed_ones:
        timed_ones.remove("received")
    moments = {f"{name}_at": at(row.pop(name)) if row.get(name) else row.pop(name, None) for name in MOMENTS}
    place = known["places"].get(row.pop("place", ""))
    municipality = known["municipalities"].get(row.pop("municipality", ""))
    if place and municipality is None:
        owner = sa.select(tables.places.c.municipality_id).where(tables.places.c.place_id == place)
        municipality = connection.execute(owner).scalar()
    asked = row.pop("questions", None) or [row.pop("topic", None)]
    to = row.pop("recipients", None) or [row.pop("recipient", "")] * len(asked)
    texts = row.pop("texts", None) or [f"Текст {record_id}"] * len(asked)
    local = moments["received_at"] + LOCAL
    values = {
        "record_id": record_id, "external_id": f"r{record_id}", "source_id": known["sources"][row.pop("source", "pos")],
        "channel_id": known["channels"].get(row.pop("channel", "pos_message")), "kind_id": None, "priority": "",
        "status_id": known["statuses"].get(row.pop("status", "")), "place_id": place, "municipality_id": municipality,
        "place_status": "found" if place else "none", "has_time": True, "observes_first_reply": True,
        "timed": time_flags.bits(*timed_ones), "observes_answer": True, "is_repeat": False, "is_collective": False,
        "is_spam": False, "is_date_conflict": False,
        "applicant_key": row.pop("applicant", None), "address_key": row.pop("address", None), "content_hash": "x",
        "received_month": local.year * 100 + local.month, "import_id": import_id,
    }  # fmt: skip
    connection.execute(sa.insert(tables.records).values(**(values | moments | row)))
    for number, topic in enumerate(asked, start=1):
        question = {
            "question_id": bulk.next_id(connection, tables.questions), "record_id": record_id, "question_no": number,
            "topic_id": known["topics"].get(topic), "text": texts[number - 1],
            "recipient_id": known["recipients"].get(to[number - 1]),
        }  # fmt: skip
        connection.execute(sa.insert(tables.questions).values(**question))
        index.add(connection, [(record_id, number, texts[number - 1])])
    return int(values["received_month"])


def day(text: str) -> date:
    """A date from its ISO text."""
    return date.fromisoformat(text)
