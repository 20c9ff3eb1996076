"""Received rows as discussions and comments: numbers, days, plain texts, what a comment is about; pure.

Names of authors are read only to be hidden in the texts; they are kept nowhere.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from etl.discussions.layouts import PORTAL, Layout
from etl.discussions.reading import Row
from etl.sources import moments
from etl.sources.cells import label
from etl.sources.declaration import zone_of
from etl.sources.headers import key
from etl.structure.text import clean_text

COMMENT = "comment"
_HOUR_ONLY = re.compile(r"(\d{4}-\d\d-\d\d \d\d)$")
_ABOUT = re.compile(r"/(proposals|debates|meetings|projects|results|posts|initiatives|sortitions)/([A-Za-z]?-?\d+)")
_PROFILE = re.compile(r"gid://\S+|(?<![\w@.])@[A-Za-z0-9_][\w.-]*")
_WORD = re.compile(r"\w+")
_WHOLE = re.compile(r"-?\d{1,9}")
_KINDS = (
    ("слушан", "hearing"), ("голосован", "poll"), ("опрос", "poll"), ("обсужден", "debate"), ("предложен", "proposal"),
    ("инициатив", "proposal"),
)  # fmt: skip
_COUNTS = ("supports", "opposes", "participants", "comments")
_PLAIN = {"investment": "project", "budgetinvestment": "project"}
_NAME_AT_LEAST = 2


@dataclass
class Tidied:
    """rows: field of the store → value, with `row` and `sheet` of the file; rejections, emptied: as in a report."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    rejections: list[dict[str, Any]] = field(default_factory=list)
    emptied: list[dict[str, Any]] = field(default_factory=list)
    rows_in: int = 0


def tidy(received: Iterable[Row], layout: Layout, last_day: date, own_zone: ZoneInfo) -> Tidied:
    """Rows ready for the store but for masking; `known_names` are of their authors.

    last_day: nothing is believed that happened after it. own_zone: of the days that are kept.
    """
    rows, made = list(received), Tidied()
    made.rows_in = len(rows)
    days = {name: _days(rows, name, layout, own_zone) for name in ("created", "ended", "written")}
    names = _Names(row.cells.get("author", "") for row in rows)
    read = _comment if layout.part == "comments" else _discussion
    for at, row in enumerate(rows):
        given = {name: found[at] for name, found in days.items()}
        if reason := _refusal(row, layout, given, last_day):
            made.rejections.append(_told(row, layout, *reason))
            continue
        values = read(row, layout, given)
        values |= _numbers(row, layout, made)
        for text in ("title", "body"):
            values |= {text: names.hidden(values[text])} if text in values else {}
        made.rows.append(values | {"row": row.number, "sheet": row.sheet, "author": row.cells.get("author", "")})
    return made


def _days(rows: Sequence[Row], name: str, layout: Layout, own_zone: ZoneInfo) -> list[tuple[date | None, bool]]:
    """The local day that each row says, and whether it says one that is none."""
    texts = pd.Series([_HOUR_ONLY.sub(r"\1:00", row.cells.get(name, "")) for row in rows], dtype="str")
    found = moments.parse(texts, zone_of(layout.platform.time_zone))
    local = found.utc.dt.tz_convert(own_zone)
    # A bare date is a day of its own zone, wherever the sun stands here.
    bare = found.utc.dt.tz_convert(zone_of(layout.platform.time_zone))
    return [
        (None if pd.isna(moment) else (moment if timed else day).date(), at in found.bad)
        for at, (moment, day, timed) in enumerate(zip(local, bare, found.timed, strict=True))
    ]


def _refusal(
    row: Row, layout: Layout, days: dict[str, tuple[date | None, bool]], last_day: date
) -> tuple[str, str] | None:
    """Field and reason why a row is none; nothing of a good row."""
    if not row.cells.get("number"):
        return "number", "нет номера"
    if layout.part == "comments" and not row.cells.get("parent"):
        return "parent", "не сказано, к чему относится комментарий"
    if layout.part == "discussions" and not (row.cells.get("title") or row.cells.get("body")):
        return "title", "нет ни названия, ни текста"
    for name, (day, is_bad) in days.items():
        if is_bad:
            return name, "нет такой даты или её вид не узнан"
        if day is not None and day > last_day and name != "ended":
            return name, "дата в будущем"
    return None


def _discussion(row: Row, layout: Layout, days: dict[str, tuple[date | None, bool]]) -> dict[str, Any]:
    said = row.cells
    body = "\n".join(filter(None, (clean_text(said.get(name, "")) for name in ("summary", "body"))))
    title = label(said.get("title", "")) or body
    zone = said.get("geozone", "")
    return {
        "kind": _kind(said, layout),
        "number": said["number"][:100],
        "title": title[:400],
        "body": body,
        "category": label(said.get("category", ""))[:400],
        "place": (label(said.get("place", "")) or (f"район {zone}" if zone else ""))[:400],
        "status": label(said.get("status", ""))[:100],
        "created_on": days["created"][0],
        "ended_on": days["ended"][0],
    }


def _kind(said: Any, layout: Layout) -> str:
    if layout.platform.code == PORTAL:
        words = said.get("kind", "").lower() or said.get("title", "").lower()
        return next((kind for part, kind in _KINDS if part in words), layout.kind)
    about = _about(said.get("url", ""))
    return about[0] if about else layout.kind


def _comment(row: Row, layout: Layout, days: dict[str, tuple[date | None, bool]]) -> dict[str, Any]:
    said = row.cells
    kind, number = _type(said.get("parent_kind", ""), layout), said["parent"][:100]
    root = _about(said.get("url", "")) or (("", "") if kind == COMMENT else (kind, number))
    above = [part for part in said.get("ancestry", "").split("/") if part]
    if above:  # Consul says in one column what the thread is about and in another which comments are above
        kind, number = COMMENT, above[-1][:100]
    text = "\n".join(filter(None, (clean_text(said.get(name, "")) for name in ("subject", "body"))))
    return {
        "number": _own_number(said, layout),
        "parent_kind": kind,
        "parent_number": number,
        "root_kind": root[0],
        "root_number": root[1][:100],
        "depth": len(above) or (_whole(said.get("depth", "")) or 0),
        "alignment": _alignment(said.get("alignment")),
        "body": text,
        "written_on": days["written"][0],
    }


def _own_number(said: Any, layout: Layout) -> str:
    """The portal numbers opinions anew in each hearing."""
    return (f"{said['parent']}/{said['number']}" if layout.platform.code == PORTAL else said["number"])[:100]


def _type(text: str, layout: Layout) -> str:
    """«Decidim::Proposals::Proposal» → proposal; of the portal any kind, '' being one."""
    if layout.platform.code == PORTAL:
        return next((kind for part, kind in _KINDS if part in text.lower()), "")
    last = re.sub(r"\W", "", text.rsplit("::", 1)[-1]).lower()
    return _PLAIN.get(last, last or "proposal")[:20]


def _about(url: str) -> tuple[str, str] | None:
    found = _ABOUT.findall(url)
    return (found[-1][0].removesuffix("s"), found[-1][1]) if found else None


def _numbers(row: Row, layout: Layout, made: Tidied) -> dict[str, int | None]:
    counts: dict[str, int | None] = {}
    names = _COUNTS if layout.part == "discussions" else _COUNTS[:2]
    for name in names:
        text = row.cells.get(name, "") or (row.cells.get("likes", "") if name == "supports" else "")
        counts[name] = _whole(text)
        if text and counts[name] is None:
            made.emptied.append(_told(row, layout, name, f"«{text[:40]}» — не число"))
    return counts


def _whole(text: str) -> int | None:
    plain = text.replace("\u00a0", "").replace(" ", "").removesuffix(".0")
    return int(plain) if _WHOLE.fullmatch(plain) else None


def _alignment(text: str | None) -> int | None:
    number = _whole(text or "")
    return None if number is None else max(-1, min(1, number))


def _told(row: Row, layout: Layout, name: str, reason: str) -> dict[str, Any]:
    title = layout.titles.get(name, layout.titles.get("title", name))
    value = row.cells.get(name, "") if name not in ("author", "title", "body") else ""
    return {"sheet": row.sheet, "row": row.number, "column": title, "value": value[:400], "reason": reason}


class _Names:
    """Names of the authors of a file, found in its texts: people answer one another by name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        for name in set(names):
            words = tuple(key(name).split())
            if len(words) >= _NAME_AT_LEAST:
                self._by_first.setdefault(words[0], set()).add(words)

    def hidden(self, text: str) -> str:
        """The text without profiles and without names of authors."""
        text = _PROFILE.sub("[профиль]", text)
        for start, end in reversed(list(self._spans(text) if self._by_first else ())):
            text = f"{text[:start]}[имя]{text[end:]}"
        return text

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        words = [(found.start(), found.end(), key(found.group())) for found in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            length = max(
                (len(one) for one in self._by_first.get(words[at][2], ()) if _is_here(words, at, one)), default=0
            )
            if length:
                yield words[at][0], words[at + length - 1][1]
            at += length or 1


def _is_here(words: Sequence[tuple[int, int, str]], at: int, name: Sequence[str]) -> bool:
    return tuple(word for *_, word in words[at : at + len(name)]) == tuple(name)
