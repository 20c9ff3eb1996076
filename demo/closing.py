"""One planted day on which a recipient closes at once everything whose term ends that very day."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from data.decisions.signals.declared import FEWEST_AT_ONCE
from demo.record import Record
from demo.stories import LATE_RECIPIENT, MENDED_RECIPIENT

_FLOWS = ("pos", "letter")
"""Those whose answer has one term, told by the day of receipt or registration."""
_LATE_DAYS, _WITHIN_DAYS = 14, 365
"""Answers up to so many days late are among them; the day is one of the last year."""
_NO_ANSWER = ("deferred", "forwarded")


@dataclass(frozen=True)
class Closing:
    """Who closes at once, and when."""

    recipient: str
    day: date


def busiest(flows: Mapping[str, list[Record]], until: date) -> Closing | None:
    """The recipient and day with the most terms that end, the earliest of equals; missing where there are too few of
    them for the signal. Recipients of other stories are left out.
    """
    ends = Counter(
        (one.handling.recipient, one.handling.due_on)
        for flow in _FLOWS
        for one in flows[flow]
        if _may_move(one, until) and one.handling.recipient not in (LATE_RECIPIENT, MENDED_RECIPIENT)
    )
    (recipient, day), count = min(ends.items(), key=lambda one: (-one[1], one[0][::-1]), default=(("", until), 0))
    return Closing(recipient, day) if count >= FEWEST_AT_ONCE else None


def _may_move(record: Record, until: date) -> bool:
    """Whether the record is closed for good, not long after its only term."""
    done = record.handling
    is_recent = until - timedelta(_WITHIN_DAYS) < done.due_on <= until
    is_near = done.answered_at.date() <= min(done.due_on + timedelta(_LATE_DAYS), until)
    return is_recent and is_near and done.extended_to is None and done.outcome not in _NO_ANSWER


def moved(record: Record, closing: Closing | None, until: date) -> Record:
    """The record as it is when the closing has taken place."""
    done = record.handling
    is_other = record.matter.flow not in _FLOWS or closing != Closing(done.recipient, done.due_on)
    if is_other or not _may_move(record, until):
        return record
    at = datetime.combine(done.due_on, done.answered_at.time())
    return replace(record, handling=replace(done, first_reply_at=at, answered_at=at))
