"""Letters that are due: what a person has asked for is handed over at most once, and the log of actions has it.

The command `python -m reports deliver` does this, in nobody's name; every report is made in the circle of data that its
subscriber has at that moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from access import people
from access.roles import Right, rights_of
from data import store
from data.decisions import edit_words
from data.decisions.notices import kept
from data.decisions.notices import settings as notice_settings
from data.decisions.notices.state import Notice
from data.decisions.subscriptions import deliveries, read
from data.decisions.subscriptions.deliveries import Outcome
from data.decisions.subscriptions.read import Subscription
from data.scope import Scope
from data.settings import Settings
from deeds.deed import upkeep
from deeds.notice_looks import Position, look


@dataclass(frozen=True)
class Reader:
    """To whom a report goes. position, scope: of the moment; address: as the administrator has named it."""

    login: str
    name: str
    position: Position
    address: str

    @property
    def scope(self) -> Scope:
        """The circle of data."""
        return self.position.scope


def readers(settings: Settings) -> dict[str, Reader]:
    """Login → who may be mailed now: an account that is not switched off, may export, and has an address."""
    known = read.addresses(settings)
    return {
        one.login: Reader(one.login, one.full_name, Position(one.roles, one.limits), known[one.login].address)
        for one in people.everyone(settings)
        if one.is_active and one.login in known and Right.EXPORT in rights_of(one.roles)
    }


def is_quiet(settings: Settings, now: datetime) -> bool:
    """Whether nobody is to be called now. now: naive UTC."""
    _, quiet = notice_settings.read(settings)
    return quiet.end_of(edit_words.local(now, settings.time_zone)) is not None


def notices_of(settings: Settings, reader: Reader, now: datetime) -> list[Notice]:
    """What a reader is called to, as things stand now."""
    look(settings, now)
    return kept.listed(settings, reader.position.audience)


def due(
    settings: Settings, now: datetime, day: Callable[[Subscription], date | None]
) -> list[tuple[Subscription, date]]:
    """Subscriptions whose letter is still to be made, with its day. day: when one was due last; now: naive UTC."""
    found = ((one, day(one)) for one in read.listed(settings) if one.is_active)
    return [(one, on) for one, on in found if on and deliveries.is_waited_for(settings, one, on, now)]


def give_up_left_behind(settings: Settings, now: datetime, day: Callable[[Subscription], date | None]) -> int:
    """Call unclear what an earlier run has left in hand, and drop what waits though the next letter is due; how many.
    day: when one was due last.
    """
    days = {one.key: on for one in read.listed(settings) if one.is_active and (on := day(one))}
    left, late = deliveries.left_behind(settings, now), deliveries.overtaken(settings, days)
    if not (left or late):
        return 0
    count = len(left) + len(late)
    with upkeep("mail_given_up", settings=settings, details={"letters": str(count)}, publishes=False):
        deliveries.give_up(settings, left)
        deliveries.drop(settings, late)
    return count


def moment(settings: Settings) -> tuple[date, datetime]:
    """Today in the district, and now in UTC without its zone."""
    return store.today(settings), store.utc_now()


def attempt(
    settings: Settings, one: Subscription, due_on: date, message_id: str, now: datetime, work: Callable[[], Outcome]
) -> Outcome | None:
    """Claim a letter, do the work, say how it ended; None where somebody else has claimed it."""
    details = {"due": due_on.isoformat(), "login": one.login}
    with upkeep("report_mailed", "subscription", one.key, settings=settings, details=details, publishes=False):
        key = deliveries.claim(settings, one, due_on, message_id, now)
        if key is None:
            return None
        outcome = work()
        deliveries.settle(settings, key, outcome, now)
        return outcome
