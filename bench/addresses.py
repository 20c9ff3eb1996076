"""Addresses of all screens over what a store holds, one of each kind of card among them."""

from collections.abc import Iterable

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import tables

VIEWS = ("/deadlines?view=burning", "/polls?view=next", "/recommendations?view=decided")
"""Other sides of a screen, which are drawn by other code."""
_CARDS = (
    ("/roadmap?id=", tables.roadmaps.c.code),
    ("/poll?id=", tables.polls.c.code),
    ("/meeting?id=", tables.meetings.c.code),
    ("/problem?id=", tables.problems.c.problem_id),
    ("/recipient?code=", tables.recipients.c.code),
)


def every(screens: Iterable[str], settings: Settings) -> list[str]:
    """screens: paths of the pages, which stay in their order; views and cards come last. A card of which the store has
    none is left out.
    """
    with store.reading(settings) as connection:
        firsts = [(path, connection.scalar(sa.select(sa.func.min(column)))) for path, column in _CARDS]
    cards = [f"{path}{first}" for path, first in firsts if first is not None]
    alone = {path.partition("?")[0] for path, _ in _CARDS}
    return [*(path for path in screens if path not in alone), *VIEWS, *cards]
