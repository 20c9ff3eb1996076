"""How a notice goes from state to state: fired → acknowledged → passed; only something new fires it again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from data.store.tables.notices import ACKNOWLEDGED, EXPIRING, FIRED, HOTSPOT, KINDS, PASSED, STATES

__all__ = [
    "ACKNOWLEDGED", "EXPIRING", "FIRED", "HOTSPOT", "KINDS", "PASSED", "STATES", "Call", "Finding", "Notice", "look",
]  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """A condition that holds now. subject: what of its kind, the same from day to day; marks: numbers of its records,
    or one mark of how things stand where it is not about records; records: how many, missing there.
    """

    kind: str
    subject: str
    label: str
    href: str
    marks: tuple[str, ...]
    records: int | None = None


@dataclass(frozen=True)
class Notice:
    """One notice. Moments are naive UTC: since — it fired first, fired_at — last, until — it passed.

    key: 0 before it is kept; marks: all that it and those of its subject before it have fired for.
    """

    kind: str
    subject: str
    label: str
    href: str
    marks: frozenset[str]
    records: int | None
    state: str
    since: datetime
    fired_at: datetime
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    until: datetime | None = None
    key: int = 0

    @property
    def is_open(self) -> bool:
        """Whether its condition holds."""
        return self.state != PASSED


@dataclass(frozen=True)
class Call:
    """What the bell shows. waiting: notices that nobody of an audience has acknowledged; quiet_until: local, in quiet
    hours: nothing is shown until then.
    """

    waiting: int
    quiet_until: datetime | None


def fire(found: Finding, moment: datetime) -> Notice:
    """The first notice of a subject."""
    told = (found.kind, found.subject, found.label, found.href, frozenset(found.marks), found.records)
    return Notice(*told, FIRED, moment, moment)


def follow(known: Notice, found: Finding | None, moment: datetime) -> Notice:
    """What a notice is once its subject has been looked at again. found: missing where the condition no longer holds.

    Another notice (key 0) where one that has passed comes back with something new. What comes back as it was opens the
    old one, acknowledged if it was: the same records never call twice.
    """
    if found is None:
        return replace(known, state=PASSED, until=moment) if known.is_open else known
    is_new = not known.marks.issuperset(found.marks)
    if not known.is_open and is_new:
        return replace(fire(found, moment), marks=known.marks | set(found.marks))
    seen = replace(known, label=found.label, href=found.href)
    if is_new:
        again = {"state": FIRED, "fired_at": moment, "acknowledged_at": None, "acknowledged_by": None}
        return replace(seen, marks=known.marks | set(found.marks), records=found.records, **again)  # type: ignore[arg-type]
    if known.is_open:
        return seen
    return replace(seen, state=ACKNOWLEDGED if known.acknowledged_at else FIRED, until=None)


def acknowledge(known: Notice, who: str, moment: datetime) -> Notice:
    """Somebody has taken note of it; what is acknowledged or has passed stays as it is."""
    if known.state != FIRED:
        return known
    return replace(known, state=ACKNOWLEDGED, acknowledged_at=moment, acknowledged_by=who)


def take_back(known: Notice) -> Notice:
    """Nobody has taken note of it after all."""
    if known.state != ACKNOWLEDGED:
        return known
    return replace(known, state=FIRED, acknowledged_at=None, acknowledged_by=None)


def look(known: Iterable[Notice], found: Iterable[Finding], moment: datetime) -> list[Notice]:
    """All that differs after a look: known — the last notice of each subject; found — conditions that hold."""
    left = {(one.kind, one.subject): one for one in found}
    made = []
    for one in known:
        after = follow(one, left.pop((one.kind, one.subject), None), moment)
        made += [after] if after != one else []
    return [*made, *(fire(one, moment) for one in left.values())]
