"""What a person may see, counted in the store itself by plain Python: the door and the register are held against it."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from access.roles import Limits
from data import store
from data.settings import Settings
from data.store import tables


@dataclass(frozen=True)
class Question:
    """One question of a record and the codes by which people are limited; missing codes are None."""

    record_id: int
    channel: str | None
    municipality: str | None
    recipient: str | None


@cache
def everything(settings: Settings) -> list[Question]:
    """Every question of the store that is not spam; read once, nothing is loaded while the attacks go on."""
    r, q = tables.records.c, tables.questions.c
    joined = (
        tables.records.join(tables.questions, q.record_id == r.record_id)
        .outerjoin(tables.channels, tables.channels.c.channel_id == r.channel_id)
        .outerjoin(tables.municipalities, tables.municipalities.c.municipality_id == r.municipality_id)
        .outerjoin(tables.recipients, tables.recipients.c.recipient_id == q.recipient_id)
    )
    codes = (tables.channels.c.code, tables.municipalities.c.oktmo, tables.recipients.c.code)
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(r.record_id, *codes).select_from(joined).where(~r.is_spam))
        return [Question(*row) for row in rows]


def visible(found: list[Question], prefix: str, limits: Limits) -> list[Question]:
    """Those that a person may see whose role opens channels with this prefix, within the limits."""

    def within(code: str | None, codes: tuple[str, ...] | None) -> bool:
        return codes is None or code in codes

    return [
        one
        for one in found
        if (one.channel or "").startswith(prefix)
        and within(one.channel, limits.channels)
        and within(one.municipality, limits.municipalities)
        and within(one.recipient, limits.recipients)
    ]


def records(found: list[Question]) -> set[int]:
    """Numbers of the records behind questions."""
    return {one.record_id for one in found}


def by(found: list[Question], name: str) -> dict[str | None, int]:
    """Code of a dimension → how many records have a question there."""
    return dict(Counter(code for code, _ in {(getattr(one, name), one.record_id) for one in found}))
