"""A chunk of the canonical frame turned into rows of the store: ids of dimensions, masked texts, pseudonyms, hashes.

`read` looks at every record; `made` does the dear part, masking above all, only for those that are new or changed.
"""

import hmac
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from data.store import reference_rows, tables
from data.store.reference import label_key
from data.store.status_words import Statuses
from data.store.time_flags import bits
from etl.sources.known_rows import Fingerprints
from etl.structure.canonical import Columns, Letter, letters, pick, plain
from etl.structure.chunk import Chunk, StructuredRows, Texts
from etl.structure.labels import REMEMBERED
from etl.structure.people.masking import mask, pseudonym
from etl.structure.places.point import PointResolver
from etl.structure.places.resolver import NOWHERE, OUTSIDE, UNKNOWN, PlaceResolver, ResolvedPlace
from etl.structure.recipients.resolver import RecipientResolver
from etl.structure.texts import Knowledge, ReadTexts, TextReader, asked_of
from etl.structure.topics.from_labels import TopicResolver
from etl.structure.topics.suggest import digest_of_rules, suggest
from etl.structure.unmapped import Unmapped

_CODED = {"channel_id": "channel_code", "kind_id": "kind_code"}
_AS_RECEIVED = (
    "external_id", "received_at", "registered_at", "assigned_at", "first_reply_at", "answered_at", "closed_at",
    "promised_at", "extended_to_at", "file_due_at", "timed", "has_time", "observes_first_reply", "observes_answer",
    "observes_registration", "is_repeat", "is_collective", "is_spam", "is_date_conflict", "is_receipt_assumed",
    "latitude", "longitude", "transfers",
)  # fmt: skip
_SHORTENED = ("future_dates", "kind_raw", "status_raw", "municipality_raw", "place_raw", "postal_code", "street")
_MADE = (
    "content_hash", "priority", "municipality_id", "place_id", "place_status", "rating", "received_month",
    "applicant_key", "address_key",
)  # fmt: skip
RECORD = (*_CODED, "status_id", *_AS_RECEIVED, *_SHORTENED, *_MADE)
QUESTION = (
    "question_no", "topic_id", "topic_group_raw", "topic_raw", "topic_method", "recipient_id", "recipient_raw", "text",
    "answer",
)  # fmt: skip
ORIGINAL = ("text", "answer")
LABELS = ("topic_group_raw", "topic_raw", "recipient_raw")
IDENTITY = {
    "applicant_name": "applicant_name", "contact": "applicant_contact", "profile_url": "applicant_url",
    "post_url": "post_url", "house": "house", "address": "address_raw", "social_category": "social_category",
}  # fmt: skip
"""Column of the store → column of the canonical frame."""


class Structurer:
    """Turns canonical rows of one source into records; reads the reference tables once per import."""

    def __init__(
        self,
        connection: sa.Connection,
        source: str,
        zone: ZoneInfo,
        own_zone: ZoneInfo,
        key: bytes,
        maps: Path,
        var: Path,
    ) -> None:
        """zone: of the district; own_zone: of the source, to whose day there a bare date belongs.
        maps: folder of the map layers, for records with coordinates; var: of the installation.
        """
        self.zone, self.own_zone, self._key = zone, own_zone, key
        self._topics = TopicResolver(connection, source)
        self._recipients = RecipientResolver(connection, source)
        self._places = PlaceResolver(connection)
        self._points = PointResolver(connection, maps)
        self.channels = reference_rows.ids(connection, tables.channels)
        self._ids = {"channel_id": self.channels, "kind_id": reference_rows.ids(connection, tables.kinds)}
        self._statuses = Statuses(connection, source)
        self._spam_id = reference_rows.ids(connection, tables.statuses)["spam"]
        self._topic_ids = reference_rows.ids(connection, tables.topics)
        self.reader = TextReader(Knowledge.in_force(self._places.texts.known, var), self._places.texts)
        self.topic_rules = digest_of_rules(self.reader.knowledge.model)
        self.texts: Texts = self.reader.read
        self._pseudonym = lru_cache(maxsize=REMEMBERED)(partial(pseudonym, key))
        self.unmapped = Unmapped()

    def read(
        self,
        frame: pd.DataFrame,
        texts: Sequence[ReadTexts] | None = None,
        fingerprints: Fingerprints | None = None,
    ) -> Chunk:
        """The records of a canonical frame in the order of the file; counts what the reference tables do not know.

        texts: what those of all its rows say, where that has been asked already. fingerprints: of its rows.
        """
        columns = plain(frame)
        days = self._days(frame)
        asked = zip(_texts(columns["topic_raw"]), _texts(columns["topic_group_raw"]), days, strict=True)
        named = zip(_texts(columns["recipient_raw"]), days, strict=True)
        found = letters(columns)
        chunk = Chunk(
            columns,
            found,
            days,
            [self._topics.resolve(topic, group, day) for topic, group, day in asked],
            [self._recipients.resolve(name, day) if name else None for name, day in named],
            self._located(columns, [letter.at[0] for letter in found]),
            self._of_words(columns),
            texts,
            fingerprints or {},
        )
        self._note_unmapped(chunk)
        return chunk

    def _days(self, frame: pd.DataFrame) -> list[date]:
        """Local days of receipt; a bare date is the day the source has written, whatever its zone."""
        local = frame["received_at"].dt.tz_convert(self.zone).dt.date
        own = frame["received_at"].dt.tz_convert(self.own_zone).dt.date
        return local.where((frame["timed"] & bits("received")) > 0, own).tolist()

    def _of_words(self, columns: Columns) -> list[int | None]:
        told = list(zip(_texts(columns["status_raw"]), _texts(columns["status_code"]), strict=True))
        known = {one: self._statuses.resolve(*one) for one in set(told)}
        return [known[one] for one in told]

    def _located(self, columns: Columns, firsts: list[int]) -> dict[int, ResolvedPlace]:
        told = [_texts(columns[name]) for name in ("place_raw", "municipality_raw", "address_raw", "postal_code")]
        rows = list(zip(*told, strict=True))
        places = {i: self._places.resolve(*rows[i]) for i in firsts}
        lat, lon = columns["latitude"], columns["longitude"]
        known = [i for i in firsts if lat[i] is not None and lon[i] is not None]
        points = self._points.locate(pick(lat, known), pick(lon, known))
        places |= {i: self._places.combine(places[i], point) for i, point in zip(known, points, strict=True)}
        return places

    def _note_unmapped(self, chunk: Chunk) -> None:
        columns = chunk.columns

        def note(at: int, kind: str, label: str) -> None:
            self.unmapped.note(kind, label)
            chunk.remarked.add(at)

        for i, located in chunk.places.items():
            label = columns["place_raw"][i] or columns["municipality_raw"][i]
            if located.status == OUTSIDE:
                label = label or "координаты вне района"
            if located.status in UNKNOWN and label:
                note(i, "places", label[:200])
        for letter in chunk.letters:
            word = columns["status_raw"][letter.at[0]]
            if word and chunk.statuses[letter.at[0]] is None:
                note(letter.at[0], "statuses", mask(word)[:200])
        rows = _rows(chunk.letters)
        for i, group, topic, name, topic_id, recipient_id in zip(
            rows,
            *(pick(columns[name], rows) for name in LABELS),
            pick(chunk.topics, rows),
            pick(chunk.recipients, rows),
            strict=True,
        ):
            if topic_id is None and (topic or group):
                note(i, "topics", " / ".join(filter(None, (group, topic)))[:200])
            if recipient_id is None and name:
                note(i, "recipients", mask(name)[:200])

    def rows_of(self, chunk: Chunk, chosen: Sequence[Letter]) -> StructuredRows:
        """Rows of the store for some letters of a chunk, in their order."""
        rows = _rows(chosen)
        told = pick(chunk.texts, rows) if chunk.texts else self.texts(asked_of(chunk.columns, rows))
        read = dict(zip(rows, told, strict=True))
        return StructuredRows(
            self._records(chunk, chosen, read),
            _identities(chunk.columns, [letter.at[0] for letter in chosen]),
            [owner for owner, letter in enumerate(chosen) for _ in letter.at],
            self._questions(chunk, chosen, told),
            {name: pick(chunk.columns[name], rows) for name in ORIGINAL},
            [one.reply for one in told],
            [one.words for one in told],
        )

    def _records(self, chunk: Chunk, chosen: Sequence[Letter], read: dict[int, ReadTexts]) -> Columns:
        firsts = [letter.at[0] for letter in chosen]
        columns = {name: pick(values, firsts) for name, values in chunk.columns.items()}
        days, statuses = pick(chunk.days, firsts), pick(chunk.statuses, firsts)
        places = [read[i].place if chunk.places[i] is NOWHERE else chunk.places[i] for i in firsts]
        columns |= {name: _shortened(columns[name]) for name in _SHORTENED}
        columns |= {name: [ids.get(code) for code in columns[_CODED[name]]] for name, ids in self._ids.items()}
        columns |= {
            "content_hash": [letter.content_hash for letter in chosen],
            "status_id": statuses,
            "is_spam": [told or one == self._spam_id for told, one in zip(columns["is_spam"], statuses, strict=True)],
            "priority": _texts(columns["priority"]),
            "municipality_id": [place.municipality_id for place in places],
            "place_id": [place.place_id for place in places],
            "place_status": [place.status for place in places],
            "rating": [None if rating is None else round(rating) for rating in columns["rating"]],
            "received_month": [day.year * 100 + day.month for day in days],
            "applicant_key": self._applicants(columns),
            "address_key": self._addresses(columns, places),
        }
        return {name: columns[name] for name in RECORD}

    def _questions(self, chunk: Chunk, chosen: Sequence[Letter], read: Sequence[ReadTexts]) -> Columns:
        rows = _rows(chosen)
        topics = pick(chunk.topics, rows)
        methods: list[str | None] = [None if topic is None else "label" for topic in topics]
        for i, (one, day) in enumerate(zip(read, pick(chunk.days, rows), strict=True)):
            guessed = self._guessed(one.topic[0], day) if one.topic and topics[i] is None else None
            if one.topic and guessed is not None:
                topics[i], methods[i] = guessed, one.topic[1]
        columns: Columns = {name: _shortened(pick(chunk.columns[name], rows)) for name in LABELS}
        columns |= {
            "text": [one.text for one in read],
            "answer": [one.answer for one in read],
            "question_no": [number for letter in chosen for number in range(1, len(letter.at) + 1)],
            "topic_id": topics,
            "topic_method": methods,
            "recipient_id": pick(chunk.recipients, rows),
        }
        return {name: columns[name] for name in QUESTION}

    def _guessed(self, code: str, day: date) -> int | None:
        """The topic of a code that a text has led to, or who has followed it by the day of receipt."""
        topic_id = self._topic_ids.get(code)
        return None if topic_id is None else self._topics.in_force(topic_id, day)

    def guess(self, texts: Sequence[str], received: Sequence[datetime]) -> list[int | None]:
        """Topics of masked texts by the rules in force; None where these are not sure. received: naive UTC."""
        answers = suggest(texts, self.reader.knowledge.model).answers
        days = [one.replace(tzinfo=UTC).astimezone(self.zone).date() for one in received]
        told = zip(answers.labels, answers.is_sure, days, strict=True)
        return [self._guessed(codes[0], day) if is_sure else None for codes, is_sure, day in told]

    def _applicants(self, columns: Columns) -> list[str | None]:
        """The profile tells a person best, then the contact, then the name with the address it came from."""
        names = ("applicant_url", "applicant_contact", "applicant_name", "address_raw", "place_raw", "municipality_raw")
        return [
            self._pseudonym(url or contact)
            if url or contact
            else self._pseudonym(name, address or place or area or "")
            if name
            else None
            for url, contact, name, address, place, area in zip(*(columns[name] for name in names), strict=True)
        ]

    def _addresses(self, columns: Columns, places: list[ResolvedPlace]) -> list[str | None]:
        """Only a street makes an address: a whole village is not one."""
        told = zip(places, columns["street"], columns["house"], strict=True)
        return [
            None if not street or place.place_id is None else self._address(place.place_id, street, house or "")
            for place, street, house in told
        ]

    def _address(self, place_id: int, street: str, house: str) -> str:
        text = "|".join((str(place_id), label_key(street), label_key(house)))
        return hmac.digest(self._key, text.encode(), "sha256").hex()[:32]


def _rows(chosen: Iterable[Letter]) -> list[int]:
    return [i for letter in chosen for i in letter.at]


def _texts(values: list[str | None]) -> list[str]:
    return [value or "" for value in values]


def _shortened(values: list[str | None], limit: int = 400) -> list[str | None]:
    return [value[:limit] if value else None for value in values]


def _identities(columns: Columns, firsts: list[int]) -> Columns:
    told = {name: pick(columns[received], firsts) for name, received in IDENTITY.items()}
    for name in ("applicant_name", "contact", "social_category"):
        told[name] = _shortened(told[name])
    return told | {"house": _shortened(told["house"], 200)}
