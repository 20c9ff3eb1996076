"""What an invented district has left undone in its duties: a topic nobody answers for any more, one that two do.

The end is written under `etl.demo_rows.PROGRAM`: the duty is the product's own and gets its days back.
"""

from datetime import date, timedelta

import sqlalchemy as sa

from data.decisions import edits
from data.decisions.duties import write
from data.settings import Settings
from data.store import tables
from etl.demo_rows import PROGRAM

KEEPER = "demo-kurator"
ENDED, DOUBLED = "railway.transport", "roads.snow_ice"
"""Code of the duty that ends; the topic that a second recipient takes."""
_SECOND = "settlement_askiz_urban"


def keep(settings: Settings, until: date) -> None:
    """End one duty three weeks before a day and add another two months before it."""
    _end(settings, until - timedelta(days=21))
    form = write.Form(
        _SECOND, "Уборка снега в посёлке", (DOUBLED,), "Распоряжение (вымышленное)", until - timedelta(days=60)
    )
    write.save(settings, KEEPER, "", 0, form, "посёлок убирает снег сам")


def _end(settings: Settings, day: date) -> None:
    with edits.editing(settings, PROGRAM, "соглашение закончилось, нового нет") as editor:
        d = tables.duties.c
        found = editor.connection.execute(sa.select(d.duty_id, d.version).where(d.code == ENDED)).first()
        if found is not None:
            editor.change(tables.duties, found.duty_id, found.version, {"valid_to": day})
