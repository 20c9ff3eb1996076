"""How things stand is held against everybody's notices: each position of the staff in its own circle of data.

Done when a screen is opened after a publication, on another day, or some minutes after the last look: no publication
waits for it. Hotspots are searched for elsewhere and only kept here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from access import people
from access.person import Person
from access.roles import Limits, Right, require_roles, rights_of, scope_of
from data import store
from data.decisions.notes.read import WITH_CENTRE_HEAD, WITH_CURATOR
from data.decisions.notes.read import listed as notes_listed
from data.decisions.notices import kept, rules
from data.decisions.notices import settings as notice_settings
from data.decisions.notices.audience import audience
from data.decisions.notices.kept import Revision
from data.decisions.notices.settings import KindSetting
from data.decisions.notices.state import Finding
from data.errors import StoreError
from data.filters import Filters
from data.metrics import stamp
from data.metrics.freshness import Freshness, freshness
from data.scope import Scope
from data.settings import Settings
from data.snapshots import latest
from data.store.tables.notices import EXPIRING, FAILED, HOTSPOT, NOTE, STALE
from etl.desk import typed_texts
from etl.desk.failures import Failure, failures
from etl.desk.job import Asker
from etl.desk.loadable import loadable

LOOKED_EVERY = timedelta(minutes=5)
LOOKED_AT = (EXPIRING, STALE, FAILED, NOTE)
"""Kinds that a look finds."""
_NOTE_RIGHTS = {WITH_CENTRE_HEAD: Right.APPROVE_NOTES, WITH_CURATOR: Right.ISSUE_NOTES}
_CALLED = frozenset({Right.IMPORT_FILES, Right.MANAGE_USERS, *_NOTE_RIGHTS.values()})


@dataclass(frozen=True)
class Position:
    """People of the same roles and limits."""

    roles: tuple[str, ...]
    limits: Limits

    @property
    def audience(self) -> str:
        """The code of their notices."""
        return audience(self.roles, asdict(self.limits))

    @property
    def scope(self) -> Scope:
        """Their circle of data."""
        return scope_of(self.roles, self.limits)

    def may(self, right: Right) -> bool:
        """Whether they have a right."""
        return right in rights_of(self.roles)

    @property
    def is_called(self) -> bool:
        """Whether there is anything they could be called to."""
        return self.scope.may_open_records or bool(_CALLED & rights_of(self.roles))


def position_of(who: Person) -> Position:
    """Where a person stands."""
    return Position(require_roles(who.roles), who.limits)


def positions(settings: Settings) -> list[Position]:
    """Everybody whose account is not switched off, colleagues once."""
    found = (Position(one.roles, one.limits) for one in people.everyone(settings) if one.is_active)
    return list({one.audience: one for one in found if one.is_called}.values())


def is_behind(settings: Settings, last: Revision | None, now: datetime) -> bool:
    """Whether it is time to look again. last: missing before the first look."""
    if last is None or (last.snapshot, last.day) != (latest(settings.snapshots), store.local_day(now, settings)):
        return True
    return not timedelta(0) <= now - last.made_at < LOOKED_EVERY


def now() -> datetime:
    """This moment, naive UTC, as moments of notices are."""
    return store.utc_now()


def look(settings: Settings, now: datetime) -> bool:
    """Hold everybody's notices against how things stand; False where somebody writes: it is left for the next time."""
    said, day = stamp(Filters()), store.local_day(now, settings)
    wanted, _ = notice_settings.read(settings)
    stand = _Stand(settings, wanted, freshness(said.sources, day), failures(settings))
    told = {one.audience: stand.findings(one) for one in positions(settings)}
    return _kept(settings, told, LOOKED_AT, Revision(said.snapshot, day, now), now)


def _kept(
    settings: Settings,
    told: Mapping[str, Sequence[Finding]],
    kinds: Sequence[str],
    last: Revision | None,
    now: datetime,
) -> bool:
    try:
        kept.look_again(settings, told, kinds, last, now)
    except StoreError:
        return False
    return True


@dataclass(frozen=True)
class _Stand:
    """How things stand. wanted: kinds as people have set them."""

    settings: Settings
    wanted: Mapping[str, KindSetting]
    sources: Sequence[Freshness]
    failed: Sequence[Failure]

    def findings(self, of: Position) -> list[Finding]:
        """What concerns people of a position, of the kinds that are switched on."""
        ways = {
            EXPIRING: partial(rules.expiring, of.scope, self.wanted[EXPIRING].days),
            STALE: partial(self._stale, of),
            FAILED: partial(self._failed, of),
            NOTE: partial(self._notes, of),
        }
        return [one for kind, find in ways.items() if self.wanted[kind].is_on for one in find()]

    def _stale(self, of: Position) -> list[Finding]:
        """Of the sources whose files they load; who keeps the program hears of all, and loads none."""
        found, loads = rules.stale(self.sources), of.may(Right.IMPORT_FILES)
        if of.may(Right.MANAGE_USERS):
            return found if loads else [replace(one, href="") for one in found]
        codes = [one.subject for one in found]
        may = loadable(codes, Asker("", of.scope), self.settings) if loads and found else set()
        return [one for one in found if one.subject in may]

    def _failed(self, of: Position) -> list[Finding]:
        """Of their own files, or of all for who sees everything; who keeps the program hears who has brought them."""
        mine = of.may(Right.IMPORT_FILES)
        made = []
        for one in self.failed:
            label = ""
            if mine and (of.scope.sees_everything or of.scope == one.scope):
                label = f"Файл «{typed_texts.without_people(one.name)[:200]}»"
            elif of.may(Right.MANAGE_USERS):
                label = f"Файл, который загружает {one.login}"
            made += [Finding(FAILED, one.key, label, "/loading" if mine else "", (one.key,))] if label else []
        return made

    def _notes(self, of: Position) -> list[Finding]:
        """Whose turn it is; notes are counted over the whole district."""
        turns = [status for status, right in _NOTE_RIGHTS.items() if of.may(right)]
        if not turns or not of.scope.sees_everything:
            return []
        return rules.waiting_notes(notes_listed(self.settings), turns)


def keep_hotspots(settings: Settings, own: Position, found: Sequence[Finding], now: datetime) -> bool:
    """New and growing hotspots that a search over all the data of a position has found; other ones have passed. False
    where somebody writes.
    """
    wanted, _ = notice_settings.read(settings)
    return _kept(settings, {own.audience: found if wanted[HOTSPOT].is_on else []}, (HOTSPOT,), None, now)
