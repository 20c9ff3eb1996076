"""What the structuring of the import says of texts and names: what the queues of unknown names may ask of it, without
knowing it.

`install` is called once by the wiring of the application. Where nobody has installed anything (the command line), names
alone suggest, and a mapped name settles its own spellings only.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import sqlalchemy as sa


class Structuring(Protocol):
    """The engines of the import as the store asks them."""

    def topics_of(self, texts: Sequence[str]) -> list[str]:
        """For each masked text the code of the topic it likely speaks of, '' where that is not clear."""

    def recipients_like(
        self, connection: sa.Connection, source_code: str, names: Sequence[str]
    ) -> list[dict[str, float]]:
        """For each name codes of the bodies it may mean with a likeness, 0–1: for a person to choose from."""

    def recipients_meant(
        self, connection: sa.Connection, source_code: str, names: Sequence[tuple[str, date]]
    ) -> list[int | None]:
        """For each name and day of receipt the id of the body an import would write, nothing when it knows none."""


_installed: list[Structuring] = []


def install(structuring: Structuring | None) -> None:
    """Name the structuring of this process; the last one holds, `None` takes it away."""
    _installed[:] = [structuring] if structuring else []


def current() -> Structuring | None:
    """The installed structuring."""
    return _installed[0] if _installed else None
