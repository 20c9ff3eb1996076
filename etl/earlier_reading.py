"""Rows that an earlier release has read: whether their file says the same as then.

What counts as changed is what the file says, not how much of it is understood. A record that an earlier release has
stored is compared value by value with its row: each value is the stored one, or the one that the earlier release would
have read (`former` of the canonical frame). A date of the future that was not believed then and has come since is no
news of the file either.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from etl.sources.columns import MOMENTS
from etl.sources.numbering import TOTAL
from etl.structure.canonical import Columns, Letter
from etl.structure.record import IDENTITY, LABELS, ORIGINAL

_VALUES = (
    "priority", "kind_raw", "status_raw", "municipality_raw", "place_raw", "postal_code", "street", "latitude",
    "longitude", "transfers", "is_repeat", "is_collective", "is_spam",
)  # fmt: skip
_OF_PERSON = ("municipality_raw", "place_raw", "postal_code", "street", "latitude", "longitude")
"""What is taken out of a record whose person is erased, like its identity and its texts."""
_LONGEST = 400


class EarlierReading:
    """Compares records of one source with the rows of a file."""

    def __init__(self, zone: ZoneInfo, channels: Mapping[str, int]) -> None:
        """zone: of the source; channels: code → id."""
        self._zone, self._channels = zone, channels

    def says_the_same(self, before: Mapping[str, Any], columns: Columns, letter: Letter, *, is_erased: bool) -> bool:
        """Whether a row says what was received of a record. before: as `former_selves` gives it."""
        record, first = before["record"], _Row(columns, letter.at[0])
        asked = [_Row(columns, at) for at in letter.at]
        names = [name for name in _VALUES if not (is_erased and name in _OF_PERSON)]
        return (
            all(first.may_be(name, record[name]) for name in names)
            and first.may_be("rating", record["rating"], round)
            and first.may_be("channel_code", record["channel_id"], self._channels.get)
            and all(self._is_moment(name, record, first) for name in MOMENTS)
            and (is_erased or _same_identity(before["identity"] or {}, first))
            and _same_questions(before, asked, is_erased=is_erased)
        )

    def _is_moment(self, name: str, record: Mapping[str, Any], row: "_Row") -> bool:
        if row.may_be(name, record[name]):
            return True
        now = row.value(name)
        if record[name] is not None or now is None:
            return False
        day = now.replace(tzinfo=UTC).astimezone(self._zone).date()
        return f"{name}={day.isoformat()}" in (record["future_dates"] or "").split("; ")


class _Row:
    """One row of the file: its values, and what an earlier release read instead."""

    def __init__(self, columns: Columns, at: int) -> None:
        self._columns, self._at = columns, at
        self._former: Mapping[str, Any] = columns["former"][at] or {}

    def value(self, name: str) -> Any:
        """As it is read today."""
        return self._columns[name][self._at]

    def may_be(self, name: str, stored: Any, as_stored: Any = None) -> bool:
        """Whether a value of the store has been read from this row. as_stored: what the store makes of a value."""
        read = [self.value(name), *([self._former[name]] if name in self._former else [])]
        known = [_plain(value) for value in read]
        return _plain(stored) in [as_stored(value) if as_stored and value is not None else value for value in known]


def _plain(value: Any) -> Any:
    """A value as it can be compared: nothing is None, moments are naive UTC, texts as long as the store keeps them."""
    if value is None or value is pd.NA or value is pd.NaT or value == "" or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.tz_convert("UTC").tz_localize(None).to_pydatetime() if value.tzinfo else value.to_pydatetime()
    if isinstance(value, datetime):
        return value
    return value[:_LONGEST] if isinstance(value, str) else value


def _same_identity(identity: Mapping[str, Any], row: _Row) -> bool:
    return all(row.may_be(received, identity.get(name)) for name, received in IDENTITY.items())


def _same_questions(before: Mapping[str, Any], asked: Sequence[_Row], *, is_erased: bool) -> bool:
    """Labels and texts of all questions; a row of sums that was once taken for one more is none."""
    texts = {one["question_id"]: one for one in before["originals"]}
    told = [one for one in before["questions"] if not _is_total(one)] if len(before["questions"]) > len(asked) else []
    told = told or before["questions"]
    if len(told) != len(asked):
        return False
    pairs = [(one, texts.get(one["question_id"], {}), row) for one, row in zip(told, asked, strict=True)]
    return all(row.may_be(name, one[name]) for one, _, row in pairs for name in LABELS) and (
        is_erased or all(row.may_be(name, text.get(name)) for _, text, row in pairs for name in ORIGINAL)
    )


def _is_total(question: Mapping[str, Any]) -> bool:
    return bool(TOTAL.match(question["topic_raw"] or question["text"] or ""))
