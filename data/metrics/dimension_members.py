"""Members of the dimensions as a snapshot knows them: codes, labels, order and the facts that filters read."""

from dataclasses import dataclass, field
from typing import Any

from data.metrics import ages, answer_times, completeness_bands, outcome

_CASES = ("genitive", "dative", "prepositional")
"""Of names, for sentences; a snapshot made before they were written down has none."""


@dataclass(frozen=True)
class Member:
    """One value of a dimension: its id in the facts, its code in filters and URLs, its label and what else is known."""

    id: int
    code: str
    label: str
    position: int
    extra: dict[str, Any] = field(default_factory=dict)


def members_of(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[Member]]:
    """Members of every dimension that is not time, in the dimension's own order. rows: of the snapshot's lists."""
    topics = rows["topic"]
    groups = [row for row in topics if row["group_id"] is None]
    code_of = {row["topic_id"]: row["code"] for row in topics}
    area = {row["municipality_id"]: row["oktmo"] for row in rows["municipality"]}
    return {
        "channel": _members(rows["channel"], "channel_id", extra=("law", "short_name")),
        "source": _members(rows["source"], "source_id"),
        "kind": _members(rows["kind"], "kind_id"),
        "age": _members(ages.rows(), "age_id"),
        "answered_in": _members(answer_times.rows(), "answered_in_id"),
        "hint_band": _members(completeness_bands.rows(), "completeness_id"),
        "outcome": _members(outcome.rows(), "outcome_id"),
        "rating": _members([{"rating": i, "code": str(i), "name": str(i)} for i in range(1, 6)], "rating"),
        "has_term": _members([{"has_term": 1, "code": "known", "name": "Срок есть"}], "has_term"),
        "meaning": _members(
            [row | {"topic": code_of.get(row["topic_id"])} for row in rows.get("meaning", [])],
            "meaning_id",
            extra=("name_no", "position", "topic"),
        ),
        "topic_rules": _members(rows.get("topic_rules", []), "topic_rules_id"),
        "ruling": _members(
            [
                row | {"topic": code_of.get(row["topic_id"]), "ruled": code_of.get(row["ruled_id"])}
                for row in rows.get("ruling", [])
            ],
            "ruling_id",
            extra=("topic", "ruled"),
        ),
        "status": _members(rows["status"], "status_id", extra=("is_open", "is_final")),
        "topic_group": _members(groups, "topic_id", extra=("is_sensitive",)),
        "topic": _members(
            [row | {"group": code_of.get(row["group_id"])} for row in topics],
            "topic_id",
            extra=("group", "competence", "is_sensitive", "is_pollable"),
        ),
        "municipality": _members(
            rows["municipality"], "municipality_id", "oktmo", ("population", "centre", "kind", "name", *_CASES)
        ),
        "place": _members(
            [row | {"municipality": area[row["municipality_id"]], "label": _place_label(row)} for row in rows["place"]],
            "place_id",
            "oktmo",
            ("municipality", "latitude", "longitude", "population", "kind", "name", *_CASES),
        ),
        "recipient": _members(
            [row | {"municipality": area.get(row["municipality_id"])} for row in rows["recipient"]],
            "recipient_id",
            extra=("kind", "short_name", "municipality", "name", *_CASES[:2]),
        ),
    }


def _members(rows: list[dict[str, Any]], key: str, code: str = "code", extra: tuple[str, ...] = ()) -> list[Member]:
    return [
        Member(row[key], row[code], row.get("label") or row["name"], position, {name: row.get(name) for name in extra})
        for position, row in enumerate(rows)
    ]


def _place_label(row: dict[str, Any]) -> str:
    """Name with its kind: names of places collide (a settlement and a village may share one)."""
    return f"{row['name']} ({row['kind']})"
