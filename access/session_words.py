"""A session in words, as its owner reads it: what device, from where, since when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from access.person import Person
from access.sessions import SessionSummary

_BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionLine:
    """One session as its owner reads it."""

    key: str
    device: str
    address: str
    since: str
    last_seen: str
    is_this: bool


def in_words(seen: SessionSummary, who: Person, zone: ZoneInfo) -> SessionLine:
    """A session in words: what device, from where, since when, in local time."""
    return SessionLine(
        key=seen.key,
        device=device(seen.user_agent),
        address=seen.address or "адрес неизвестен",
        since=_moment(seen.created_at, zone),
        last_seen=_moment(seen.last_seen_at, zone),
        is_this=seen.key == who.session,
    )


def device(user_agent: str) -> str:
    """«Firefox, Windows» from what a browser calls itself."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "неизвестный браузер")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser}, {system}" if system else browser


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.replace(tzinfo=UTC).astimezone(zone).strftime("%d.%m.%Y %H:%M")
