"""What the person in force is called to look at: the bell, what it rings for, what is acknowledged.

A notice concerns people of the same roles and limits: one of them acknowledges it for all.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from access import person, scope
from data.decisions import edit_words
from data.decisions.notices import kept, state
from data.decisions.notices.state import Call, Finding, Notice
from data.errors import MCUError
from data.settings import Settings, current
from deeds.deed import deed
from deeds.notice_looks import is_behind, keep_hotspots, look, now, position_of


def bell(moment: datetime | None = None) -> Call | None:
    """What rings for the person in force; nothing for whom nothing can ring, and without a store. moment: naive UTC, by
    default this one.
    """
    who = person.current()
    if who is None or not position_of(who).is_called:
        return None
    try:
        return _call(current(), position_of(who).audience, moment or now())
    except MCUError:
        return None


def _call(settings: Settings, own: str, now: datetime) -> Call:
    found = kept.bell(settings, own)
    if is_behind(settings, found.last, now):
        look(settings, now)
        found = kept.bell(settings, own)
    until = found.quiet.end_of(edit_words.local(now, settings.time_zone))
    return Call(0 if until else found.waiting, until)


def look_now() -> None:
    """Look at how things stand after a deed that others wait for; where it can't be, the next screen looks."""
    with suppress(MCUError):
        look(current(), now())


def keep_found(found: Sequence[Finding]) -> None:
    """Hotspots that the person in force has just seen searched for over all of his data."""
    who = person.current()
    if who is not None:  # a picture made for a document has nobody to call
        keep_hotspots(current(), position_of(who), found, now())


def listed() -> list[Notice]:
    """Notices of the person in force and of colleagues, the one that fired last first."""
    return kept.listed(current(), position_of(person.signed_in()).audience)


def sees_totals() -> bool:
    """Whether the person in force sees nothing but how many notices there are: of everybody, without what they say."""
    seen = scope.current()
    return seen.hides_small_cells and not seen.may_open_records


def totals() -> dict[tuple[str, str], int]:
    """Kind and state → how many notices of everybody; for who sees totals only."""
    return kept.totals(current()) if sees_totals() else {}


def acknowledge(keys: Collection[int], shown_until: int) -> None:
    """Take note of notices as they were shown: none that has fired since. shown_until: the latest `moment_of` shown."""
    chosen = [one for one in listed() if one.key in keys and moment_of(one) <= shown_until]
    moment = now()
    with deed(None, "notice_acknowledged", "notice", _numbers(chosen), publishes=False) as who:
        changed = [state.acknowledge(one, who.login, moment) for one in chosen]
        kept.save(current(), position_of(who).audience, changed)


def reopen(keys: Collection[int]) -> None:
    """Take back that notices were acknowledged."""
    chosen = [one for one in listed() if one.key in keys]
    with deed(None, "notice_returned", "notice", _numbers(chosen), publishes=False) as who:
        kept.save(current(), position_of(who).audience, [state.take_back(one) for one in chosen])


def moment_of(one: Notice) -> int:
    """When a notice fired last, in milliseconds since 1970."""
    return int(one.fired_at.replace(tzinfo=UTC).timestamp() * 1_000)


def _numbers(chosen: Sequence[Notice]) -> str:
    return ", ".join(str(one.key) for one in chosen)[:100]
