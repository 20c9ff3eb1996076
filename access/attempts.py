"""Counting of failed sign-ins, in the store, so that every process sees the same: per account and per address.

After some free failures each next one is let through only after a wait that doubles up to a quarter of an hour. The
account counts whoever it is asked for from, the address whatever it asks for; success forgives its own account only.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from access import clock, keys, store
from access.tables import attempts
from data.errors import AccessError
from data.settings import Settings

_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(minutes=15)
_LONGEST_MEMORY = timedelta(hours=24)


@dataclass(frozen=True)
class Rule:
    """free: failures without a wait; memory: how long a failure counts."""

    free: int
    memory: timedelta


ACCOUNT = Rule(free=5, memory=_LONGEST_MEMORY)
ADDRESS = Rule(free=20, memory=timedelta(hours=1))


class TooManyAttemptsError(AccessError):
    """The next attempt must wait; nothing was checked."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(f"Слишком много неудачных попыток. Повторите через {_in_words(wait)}.")


@dataclass(frozen=True)
class Attempt:
    """An attempt already counted as failed; `forgive` takes it back. Numbers of its rows."""

    account: str
    rows: tuple[int, ...]


def begin(login: str, address: str, settings: Settings) -> Attempt:
    """Count an attempt before its password is looked at, so that parallel ones can't slip past the count.

    Raises TooManyAttemptsError when it comes too early; that isn't counted, or nobody could ever get in again.
    """
    named = {_key(settings, "account", login): ACCOUNT, _key(settings, "address", address): ADDRESS}
    moment = clock.now()
    with store.writing(settings) as connection:
        connection.execute(sa.delete(attempts).where(attempts.c.at < moment - _LONGEST_MEMORY))
        # A clock that ran ahead and was put right: what it counted is as new as now, and no newer.
        connection.execute(sa.update(attempts).where(attempts.c.at > moment).values(at=moment))
        wait = max(_wait(connection, key, rule, moment) for key, rule in named.items())
        made = [] if wait > timedelta() else [_count(connection, key, moment) for key in named]
    if wait > timedelta():
        raise TooManyAttemptsError(wait)
    return Attempt(next(iter(named)), tuple(made))


def forgive(attempt: Attempt, settings: Settings) -> None:
    """The attempt succeeded: take it back, and the account's earlier failures with it. The address keeps the others."""
    mine = attempts.c.attempt_id.in_(attempt.rows) | (attempts.c.key_hash == attempt.account)
    with store.writing(settings) as connection:
        connection.execute(sa.delete(attempts).where(mine))


def forgive_address(attempt: Attempt, settings: Settings) -> None:
    """The attempt got half way: the address is not to blame, the account goes on counting until the code is right."""
    mine = attempts.c.attempt_id.in_(attempt.rows) & (attempts.c.key_hash != attempt.account)
    with store.writing(settings) as connection:
        connection.execute(sa.delete(attempts).where(mine))


def forget(connection: sa.Connection, login: str, settings: Settings) -> int:
    """Take back every failure counted for an account, in a transaction of the caller; how many there were."""
    mine = attempts.c.key_hash == _key(settings, "account", login)
    return connection.execute(sa.delete(attempts).where(mine)).rowcount


def _count(connection: sa.Connection, key: str, moment: datetime) -> int:
    row = sa.insert(attempts).values(key_hash=key, at=moment).returning(attempts.c.attempt_id)
    return int(connection.execute(row).scalar_one())


def _wait(connection: sa.Connection, key: str, rule: Rule, moment: datetime) -> timedelta:
    found = connection.execute(
        sa.select(sa.func.count(), sa.func.max(attempts.c.at)).where(
            attempts.c.key_hash == key, attempts.c.at >= moment - rule.memory
        )
    ).one()
    count, last = found
    if count < rule.free:
        return timedelta()
    doubled = _FIRST_WAIT * 2 ** min(count - rule.free, 20)
    return max(last + min(doubled, _LONGEST_WAIT) - moment, timedelta())


def _key(settings: Settings, kind: str, value: str) -> str:
    key = keys.key_for(settings, "attempts")
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def _in_words(wait: timedelta) -> str:
    seconds = max(1, int(wait.total_seconds() + 0.999))
    return f"{seconds} с" if seconds < 60 else f"{(seconds + 59) // 60} мин"
