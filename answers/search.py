"""What a typed text finds: records, topics, places, recipients, screens; each with the filters that show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from answers.filter_words import choices
from data.filters import Filters, typed
from data.metrics import find
from data.scope import Scope
from words import format, texts

_MOST_RECORDS, _MOST_NAMES = 5, 4
LISTED = ("group", "topic", "municipality", "place", "recipient")
"""Filters (URL keys) whose members are looked for by name."""


@dataclass(frozen=True)
class Hit:
    """One thing found. params: parameters of the address that shows it; more: a second line."""

    label: str
    params: Mapping[str, str] = field(default_factory=dict)
    more: str = ""


@dataclass(frozen=True)
class Hits:
    """Everything found for one text. total: records in all, missing where the asker may open none."""

    text: str
    records: list[Hit]
    total: int | None
    is_similar: bool
    names: dict[str, list[Hit]]
    screens: list[Hit]


def look(text: str, scope: Scope, screens: Mapping[str, str]) -> Hits:
    """All that a text finds for this asker. screens: path → name of those that are open to them; their path is the
    parameter `path` of the hit. Raises FilterError for a text that nothing can be found by.
    """
    asked = typed(text)
    found = find.records(asked, scope, _MOST_RECORDS) if scope.may_open_records else None
    rows = [] if found is None else found.frame.to_dict("records")
    return Hits(
        asked,
        [_record(asked, {str(k): v for k, v in row.items()}) for row in rows],
        None if found is None else found.total,
        found is not None and found.is_similar and found.total > 0,
        {key: _named(asked, key) for key in LISTED} if scope.grants else {},
        [Hit(screens[path], {"path": path}) for path in find.named(asked, screens, _MOST_NAMES)],
    )


def everything(hits: Hits) -> dict[str, str]:
    """Parameters of the address that lists all records found."""
    return Filters(period="all", text=hits.text).to_params()


def _record(text: str, row: Mapping[str, object]) -> Hit:
    number = str(row["external_id"] or f"№ {row['record_id']}")
    params = Filters(period="all", text=text).to_params() | {"card": str(row["record_id"])}
    return Hit(f"{number} · {format.day(row['received_on'])} · {row['topic_label']}", params, str(row["text"] or ""))


def _named(text: str, key: str) -> list[Hit]:
    known = {member.code: member.label for member in choices(key)}
    label = texts.FILTER_LABELS[key]
    return [Hit(known[code], {key: code}, label) for code in find.named(text, known, _MOST_NAMES)]
