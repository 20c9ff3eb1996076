"""The first start: demonstration exports written as real files and loaded by the real import."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from tqdm import tqdm

import demo
from data import publishing, store
from data.errors import InputError
from data.settings import Settings
from data.snapshots import demonstration
from demo import checks, duties, meetings, notices, polls, roadmaps, surveys, talk
from etl import proposals
from etl.load import load

KEPT_BY_PEOPLE: tuple[Callable[[Settings, date], None], ...] = (
    checks.read,
    duties.keep,
    roadmaps.keep,
    polls.hold,
    meetings.write,
    talk.keep,
    surveys.ask,
    notices.ring,
)
"""What people would have written beside the records, in this order, once they are loaded and before the snapshot; the
day is the last one of the demonstration. Rows are written by `data.decisions.edits` under a login of the demonstration:
`etl.demo_rows` finds them by it and takes them away again, and gives back what `demo_rows.PROGRAM` has changed.
"""


def ensure_demo(settings: Settings) -> bool:
    """Load demonstration data when nothing has ever been imported and nothing speaks against it; says whether it
    did.
    """
    if demonstration.inventory(settings).imports or demonstration.why_never(settings):
        return False
    load_demo(settings)
    return True


def load_demo(settings: Settings, until: date | None = None) -> None:
    """Write three years of synthetic exports into `var/demo`, load them and publish a snapshot.

    Refused with the reason where demonstration has no place: it must never mix with real records.
    """
    reason = demonstration.why_never(settings)
    if reason:
        raise InputError(reason)
    until = until or store.today(settings) - timedelta(days=1)
    with tqdm(desc="Демонстрационные выгрузки", unit=" зап.", disable=None) as bar:

        def advance(stage: str, done: int, total: int) -> None:
            bar.set_description(f"Демонстрационные выгрузки: {stage}")
            bar.total = total
            bar.update(done - bar.n)

        files = demo.write(settings.var / "demo", until=until, progress=advance)
    for path in tqdm(files, desc="Загрузка выгрузок", unit=" файл", disable=None):
        load(path, settings, is_demo=True)
    proposals.refresh(settings)
    for write in KEPT_BY_PEOPLE:
        write(settings, until)
    with tqdm(desc="Срез данных", unit=" мес.", disable=None) as bar:
        publishing.publish(settings, progress=lambda done, total: _step(bar, done, total))


def _step(bar: "tqdm[Any]", done: int, total: int) -> None:
    bar.total = total
    bar.update(done - bar.n)
