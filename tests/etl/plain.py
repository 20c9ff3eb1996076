"""The same work done plainly: one row after another, every value by itself, nothing remembered and nothing skipped.

Slow and obvious, it says what the fast path of `etl.structure` must come to. Records with coordinates are
not its matter.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import reference_rows, tables
from data.store.reference import label_key
from data.store.tables import identities, question_originals, questions, records
from etl.sources.opening import open_file
from etl.structure.canonical import NOT_CONTENT, READING
from etl.structure.people import address_rules, identifier_rules, masking, name_runs, names, small_names
from etl.structure.people.identifier_rule import Rule
from etl.structure.people.masking import load_or_create_key, pseudonym
from etl.structure.places.resolver import PlaceResolver, ResolvedPlace
from etl.structure.recipients.resolver import RecipientResolver
from etl.structure.topics.from_labels import TopicResolver
from etl.structure.topics.suggest import suggest

Row = dict[str, Any]
_LONG = re.compile(r"\d(?:[ \u00a0.()\-–—‑_/]{0,4}\d){4}|\d{2} ?(?:№|n)")
_KEYS = {"record_id", "question_id", "source_id", "import_id", "updated_import_id"}


def hide(text: str) -> str:
    """Every rule is tried that one of its words allows."""
    lower = text.lower()
    is_long = _LONG.search(lower) is not None
    for rule in address_rules.WITHOUT_DIGITS:
        text = _apply(rule, lower, is_long, text)
    text = address_rules.NICKNAME.sub(r"\1[профиль]", text)
    text = address_rules.ORDINAL_FLAT.sub("[квартира]", text)
    for rule in identifier_rules.WITH_DIGITS:
        text = _apply(rule, lower, is_long, text)
    return text


def _apply(rule: Rule, lower: str, is_long: bool, text: str) -> str:
    has_word = not rule.words or rule.hint or any(word in lower for word in rule.words)
    return rule.pattern.sub(rule.replacement, text) if has_word and (is_long or not rule.is_long) else text


def known(text: str, name: str) -> list[tuple[int, int]]:
    """Words of a name in any case form, by one pattern made for this name."""
    stems = sorted({stem for stem, _ in names._stems(name)})
    letters = "А-ЯЁа-яё"
    pattern = rf"(?<![{letters}A-Za-z])(?:{'|'.join(map(re.escape, stems))})[{letters}]{{0,3}}(?![{letters}])"
    found = re.finditer(pattern, text, re.IGNORECASE) if stems else ()
    return [match.span() for match in found if len(match[0]) > 4 or match[0][0].isupper()]


def mask(text: str | None, name: str | None) -> str | None:
    """All searches for names are made in every text."""
    if not text:
        return None
    text = hide(text)
    spans = [*known(text, name or ""), *names._introduced(text), *names._with_father(text)]
    spans += [*small_names.single_words(text), *small_names.with_initials(text)]
    for run in name_runs.runs(text, name_runs.tokens(text)):
        spans += names._of_run(text, run)
    for start, end in reversed(
        masking.without_places(text, names._joined_spans(text, names._outside_streets(text, spans)), [name or ""])
    ):
        text = f"{text[:start]}[имя]{text[end:]}"
    return text


def letters(frame: pd.DataFrame) -> Iterator[list[Row]]:
    """Rows of each record of a canonical frame; missing values are None."""
    plain = frame.astype(object)
    letter: list[Row] = []
    for found in plain.where(plain.notna(), None).to_dict("records"):
        row = {str(name): value for name, value in found.items()}
        if letter and not _continues(letter[-1], row):
            yield letter
            letter = []
        if row["question_no"] not in [one["question_no"] for one in letter]:
            letter.append(row)
    if letter:
        yield letter


def _continues(last: Row, row: Row) -> bool:
    is_same_row = (row["sheet"], row["row_number"]) == (last["sheet"], last["row_number"])
    return row["external_id"] == last["external_id"] and (is_same_row or row["question_no"] > last["question_no"])


class Plain:
    """Turns letters into rows of the store."""

    def __init__(self, connection: sa.Connection, source: str, zone: ZoneInfo, own_zone: ZoneInfo, key: bytes) -> None:
        self.zone, self.own_zone, self.key = zone, own_zone, key
        self.topics, self.recipients = TopicResolver(connection, source), RecipientResolver(connection, source)
        self.places = PlaceResolver(connection)
        self.topic_ids = reference_rows.ids(connection, tables.topics)
        self.ids = {
            "channel_id": ("channel_code", reference_rows.ids(connection, tables.channels)),
            "kind_id": ("kind_code", reference_rows.ids(connection, tables.kinds)),
            "status_id": ("status_code", reference_rows.ids(connection, tables.statuses)),
        }

    def letter(self, letter: list[Row]) -> Row:
        """A record, its identity, its questions and their originals."""
        first = letter[0]
        day = first["received_at"].astimezone(self.zone if first["has_time"] else self.own_zone).date()
        asked = [self._question(number, row, day) for number, row in enumerate(letter, start=1)]
        originals = [{"text": row["text"], "answer": row["answer"]} for row in letter]
        return {
            "record": self._record(first, day) | {"content_hash": _hash(letter)},
            "identity": _identity(first),
            "questions": asked,
            "originals": originals,
        }

    def _record(self, row: Row, day: date) -> Row:
        fields = (row[name] or "" for name in ("place_raw", "municipality_raw", "address_raw", "postal_code"))
        located = self.places._resolve(*fields)
        if located.status == "none" and not row["place_raw"] and not row["municipality_raw"]:
            located = self.places.texts.of(row["text"] or "")
        made: Row = {name: ids.get(row[code]) for name, (code, ids) in self.ids.items()}
        for column in records.columns:
            if column.name in row and column.name not in made:
                made[column.name] = _stored(row[column.name], column)
        return made | {
            "priority": row["priority"] or "",
            "municipality_id": located.municipality_id,
            "place_id": located.place_id,
            "place_status": located.status,
            "rating": None if row["rating"] is None else round(row["rating"]),
            "received_month": day.year * 100 + day.month,
            "applicant_key": self._applicant(row),
            "address_key": self._address(row, located),
        }

    def _question(self, number: int, row: Row, day: date) -> Row:
        group, topic, name = (row[column] or "" for column in ("topic_group_raw", "topic_raw", "recipient_raw"))
        topic_id = self.topics._resolve(topic, group, day)
        method = None if topic_id is None else "label"
        text = mask(row["text"], row["applicant_name"])
        if text and not (topic or group):
            topic_id, method = self._guessed(text)
        return {
            "question_no": number,
            "topic_id": topic_id,
            "topic_group_raw": group[:400] or None,
            "topic_raw": topic[:400] or None,
            "topic_method": method,
            "recipient_id": self.recipients._resolve(name, day) if name else None,
            "recipient_raw": name[:400] or None,
            "text": text,
            "answer": mask(row["answer"], row["applicant_name"]),
        }

    def _guessed(self, text: str) -> tuple[int | None, str | None]:
        found = suggest([text])
        topic_id = self.topic_ids.get(found.answers.labels[0][0])
        return (topic_id, found.methods[0]) if found.answers.is_sure[0] else (None, None)

    def _applicant(self, row: Row) -> str | None:
        if row["applicant_url"] or row["applicant_contact"]:
            return pseudonym(self.key, row["applicant_url"] or row["applicant_contact"])
        where = row["address_raw"] or row["place_raw"] or row["municipality_raw"] or ""
        return pseudonym(self.key, row["applicant_name"], where) if row["applicant_name"] else None

    def _address(self, row: Row, located: ResolvedPlace) -> str | None:
        if not row["street"] or located.place_id is None:
            return None
        text = "|".join((str(located.place_id), label_key(row["street"]), label_key(row["house"] or "")))
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _stored(value: Any, column: sa.Column[Any]) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.tz_convert("UTC").tz_localize(None).to_pydatetime()
    return value[:400] or None if isinstance(value, str) and column.name != "external_id" else value


def _identity(row: Row) -> Row | None:
    made = {
        "applicant_name": (row["applicant_name"] or "")[:400],
        "contact": (row["applicant_contact"] or "")[:400],
        "profile_url": row["applicant_url"],
        "post_url": row["post_url"],
        "house": (row["house"] or "")[:200],
        "address": row["address_raw"],
        "social_category": (row["social_category"] or "")[:400],
    }
    return {name: value or None for name, value in made.items()} if any(made.values()) else None


def _hash(letter: list[Row]) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    for row in letter:
        for name, value in row.items():
            if name not in NOT_CONTENT:
                digest.update(repr(value).encode() + b"\x1f")
    return f"{READING}:{digest.hexdigest()[:38]}"


def expected(path: Path, settings: Settings) -> dict[str, Row]:
    """External id → what the store must hold of it once the file is loaded; a later row of the file wins."""
    key = load_or_create_key(settings.pseudonym_key)
    with store.reading(settings) as connection, open_file(path) as opened:
        plain = Plain(connection, opened.source_code, settings.time_zone, ZoneInfo(opened.time_zone), key)
        return {
            letter[0]["external_id"]: plain.letter(letter) for tidy in opened.chunks for letter in letters(tidy.frame)
        }


def stored(settings: Settings, import_id: int) -> dict[str, Row]:
    """External id → what the store holds of the records an import has loaded or changed, without its own keys."""
    with store.reading(settings) as connection:
        mine = sa.or_(records.c.import_id == import_id, records.c.updated_import_id == import_id)
        found = connection.execute(sa.select(records).where(mine)).mappings().all()
        made = {row["record_id"]: _without_keys(row) for row in found}
        content: dict[int, Row] = {
            i: {"record": row, "identity": None, "questions": [], "originals": []} for i, row in made.items()
        }
        for row in connection.execute(sa.select(identities)).mappings():
            if row["record_id"] in content:
                content[row["record_id"]]["identity"] = {k: v or None for k, v in _without_keys(row).items()}
        asked = sa.select(
            questions, question_originals.c.text.label("first"), question_originals.c.answer.label("last")
        )
        for row in connection.execute(asked.join(question_originals).order_by(questions.c.question_no)).mappings():
            if row["record_id"] in content:
                plain = _without_keys(row)
                content[row["record_id"]]["originals"].append({"text": plain.pop("first"), "answer": plain.pop("last")})
                content[row["record_id"]]["questions"].append(plain)
    return {one["record"]["external_id"]: one for one in content.values()}


def _without_keys(row: Any) -> Row:
    return {name: value for name, value in row.items() if name not in _KEYS}
