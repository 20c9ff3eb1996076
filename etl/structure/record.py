"""A chunk of the canonical frame turned into rows of the store: ids of dimensions, masked texts, pseudonyms, hashes."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from data import seed, tables
from data.reference import label_key
from etl.structure.place import Located, PlaceResolver
from etl.structure.privacy import mask, pseudonym
from etl.structure.recipient import RecipientResolver
from etl.structure.topic import TopicResolver

MOMENTS = [
    "received_at",
    "registered_at",
    "assigned_at",
    "first_reply_at",
    "answered_at",
    "closed_at",
    "promised_at",
    "extended_to_at",
    "file_due_at",
]
NOT_CONTENT = ("sheet", "row_number")
"""Where a row stood in its file is not part of what it says."""


@dataclass(frozen=True)
class Made:
    """One record ready for the store: values by column name."""

    external_id: str
    content_hash: str
    rows: tuple[tuple[str, int], ...]
    record: dict[str, Any]
    identity: dict[str, Any] | None
    questions: list[dict[str, Any]]
    originals: list[dict[str, Any]]


@dataclass
class Unmapped:
    """Labels that no reference row knows, with the number of records or questions that carry them."""

    topics: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    recipients: dict[str, int] = field(default_factory=dict)

    def note(self, kind: str, label: str) -> None:
        """Count one more occurrence."""
        counts: dict[str, int] = getattr(self, kind)
        counts[label] = counts.get(label, 0) + 1


class Structurer:
    """Turns canonical rows of one source into records; reads the reference tables once per import."""

    def __init__(self, connection: sa.Connection, source: str, zone: ZoneInfo, key: bytes) -> None:
        self._zone, self._key = zone, key
        self._topics = TopicResolver(connection, source)
        self._recipients = RecipientResolver(connection, source)
        self._places = PlaceResolver(connection)
        self._channels = seed.ids(connection, tables.channels)
        self._kinds = seed.ids(connection, tables.kinds)
        self._statuses = seed.ids(connection, tables.statuses)
        self._located: dict[tuple[str, ...], Located] = {}
        self.unmapped = Unmapped()

    def records(self, frame: pd.DataFrame) -> Iterator[Made]:
        """Records of a canonical frame in the order of the file; rows with the same id and growing question_no are
        one.
        """
        rows: list[dict[str, Any]] = [
            {str(name): value for name, value in row.items()} for row in _plain(frame).to_dict("records")
        ]
        letter: list[dict[str, Any]] = []
        for row in rows:
            if letter and not _continues(letter, row):
                yield self._record(letter)
                letter = []
            if row["question_no"] not in {known["question_no"] for known in letter}:  # a question said twice is one
                letter.append(row)
        if letter:
            yield self._record(letter)

    def _record(self, letter: list[dict[str, Any]]) -> Made:
        first = letter[0]
        on = _local_day(first["received_at"], self._zone)
        located = self._locate(first)
        record: dict[str, Any] = {name: _naive(first[name]) for name in MOMENTS}
        record |= {
            "external_id": first["external_id"],
            "channel_id": self._channels.get(first["channel_code"]),
            "kind_id": self._kinds.get(first["kind_code"]),
            "status_id": self._statuses.get(first["status_code"]),
            "priority": first["priority"] or "",
            "municipality_id": located.municipality_id,
            "place_id": located.place_id,
            "place_status": located.status,
            "rating": None if first["rating"] is None else round(first["rating"]),
            "transfers": None if first["transfers"] is None else int(first["transfers"]),
            "received_month": on.year * 100 + on.month,
            "applicant_key": self._applicant(first),
            "address_key": self._address(first, located),
        }
        for name in ("kind_raw", "status_raw", "municipality_raw", "place_raw", "postal_code", "street"):
            record[name] = _short(first[name])
        for name in ("latitude", "longitude"):
            record[name] = first[name]
        for name in [
            "has_time",
            "observes_first_reply",
            "observes_answer",
            "is_repeat",
            "is_collective",
            "is_spam",
            "is_date_conflict",
        ]:
            record[name] = bool(first[name])
        questions, originals = self._questions(letter, on)
        return Made(
            first["external_id"],
            _content_hash(letter),
            tuple((row["sheet"] or "", int(row["row_number"])) for row in letter),
            record,
            _identity(first),
            questions,
            originals,
        )

    def _locate(self, row: dict[str, Any]) -> Located:
        fields = tuple(row[name] or "" for name in ("place_raw", "municipality_raw", "address_raw", "postal_code"))
        if fields not in self._located:
            self._located[fields] = self._places.resolve(*fields)
        located = self._located[fields]
        if located.status in ("none", "ambiguous") and (fields[0] or fields[1]):
            self.unmapped.note("places", (fields[0] or fields[1])[:200])
        return located

    def _questions(self, letter: list[dict[str, Any]], on: date) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        questions, originals = [], []
        for number, row in enumerate(letter, start=1):
            group, topic, recipient = row["topic_group_raw"] or "", row["topic_raw"] or "", row["recipient_raw"] or ""
            topic_id = self._topics.resolve(topic, group, on)
            recipient_id = self._recipients.resolve(recipient, on) if recipient else None
            if topic_id is None and (topic or group):
                self.unmapped.note("topics", " / ".join(filter(None, (group, topic)))[:200])
            if recipient_id is None and recipient:
                self.unmapped.note("recipients", mask(recipient)[:200])
            names = [row["applicant_name"]] if row["applicant_name"] else []
            questions.append(
                {
                    "question_no": number,
                    "topic_id": topic_id,
                    "topic_group_raw": _short(group),
                    "topic_raw": _short(topic),
                    "topic_method": None if topic_id is None else "label",
                    "recipient_id": recipient_id,
                    "recipient_raw": _short(recipient),
                    "text": mask(row["text"], names) if row["text"] else None,
                    "answer": mask(row["answer"], names) if row["answer"] else None,
                }
            )
            originals.append({"text": row["text"], "answer": row["answer"]})
        return questions, originals

    def _applicant(self, row: dict[str, Any]) -> str | None:
        """The profile tells a person best, then the contact, then the name with the address it came from."""
        if row["applicant_url"] or row["applicant_contact"]:
            return pseudonym(self._key, row["applicant_url"] or row["applicant_contact"])
        if not row["applicant_name"]:
            return None
        where = row["address_raw"] or row["place_raw"] or row["municipality_raw"] or ""
        return pseudonym(self._key, row["applicant_name"], where)

    def _address(self, row: dict[str, Any], located: Located) -> str | None:
        """Only a street makes an address: a whole village is not one."""
        if not row["street"] or located.place_id is None:
            return None
        text = "|".join((str(located.place_id), label_key(row["street"]), label_key(row["house"] or "")))
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Missing values of every kind as None."""
    plain = frame.astype(object)
    return plain.where(plain.notna(), None)


def _continues(letter: list[dict[str, Any]], row: dict[str, Any]) -> bool:
    """Whether a row is one more question of the letter: of the same file row, or numbered on from the last one."""
    last = letter[-1]
    if row["external_id"] != last["external_id"]:
        return False
    same_row = (row["sheet"], row["row_number"]) == (last["sheet"], last["row_number"])
    return same_row or row["question_no"] > last["question_no"]


def _local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _naive(moment: datetime | None) -> datetime | None:
    """As stored: naive UTC, a plain datetime."""
    if moment is None:
        return None
    return pd.Timestamp(moment).tz_convert(UTC).tz_localize(None).to_pydatetime()


def _short(text: str | None, limit: int = 400) -> str | None:
    return text[:limit] if text else None


def _identity(row: dict[str, Any]) -> dict[str, Any] | None:
    made = {
        "applicant_name": _short(row["applicant_name"]),
        "contact": _short(row["applicant_contact"]),
        "profile_url": row["applicant_url"],
        "post_url": row["post_url"],
        "house": _short(row["house"], 200),
        "address": row["address_raw"],
        "social_category": _short(row["social_category"]),
    }
    return made if any(made.values()) else None


def _content_hash(letter: list[dict[str, Any]]) -> str:
    """Of all received values: equal hashes mean that a repeated row says nothing new."""
    digest = hashlib.sha1(usedforsecurity=False)
    for row in letter:
        for name, value in row.items():
            if name not in NOT_CONTENT:
                digest.update(repr(value).encode())
                digest.update(b"\x1f")
    return digest.hexdigest()
