"""The one clock of signing in and of the log, so that a test may set it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
