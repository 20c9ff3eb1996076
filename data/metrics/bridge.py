"""Why a number of an older snapshot is another one now: every record that came into it or fell out of it has one cause,
so that the number then and the causes make exactly the number now.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import sqlalchemy as sa

from data import store
from data.filters import Filters
from data.metrics import counted
from data.metrics.reader import Snapshot, open_snapshot
from data.scope import Scope
from data.settings import current
from data.snapshots.facts import day_number
from data.store import bulk
from data.store.tables import corrections, records

CAUSES = {
    "new": "новые",
    "late": "загружены с опозданием",
    "updated": "обновлены загрузкой",
    "corrected": "исправлены людьми",
    "reclassified": "отнесены иначе",
    "rule": "правила сроков",
    "linked": "связи с другими записями",
    "gone": "стёрты, отменены, спам",
}
"""new: of days that its source had not reached; late: of days that it had passed already."""
_TOLD = (
    "received_day", "received_time", "resolved_day", "resolved_time", "replied_day", "replied_time", "registered_day",
    "promised_day", "file_due_day", "kind_id", "status_id", "channel_id", "source_id", "rating", "transfers",
    "is_extended", "is_closed_undated", "questions",
)  # fmt: skip
"""What the file of a source says of a record."""
_PLACED = ("topic_id", "topic_group_id", "place_id", "municipality_id", "recipient_id")
_RULED = (
    "due_day", "due_time", "start_day", "rule_id", "gap", "reply_due_day", "reply_due_time", "reply_rule_id",
    "reply_gap", "registration_due_day", "transfer_due_day", "former_due_day", "moved_day", "is_late", "is_reply_late",
    "received_minute", "first_reply_minute",
)  # fmt: skip
_KEY = ["record_id", "question_no"]


@dataclass(frozen=True)
class Bridge:
    """before, after: how many records were counted and are. came, fell: cause → how many came in, fell out; only causes
    that occur.
    """

    before: int
    after: int
    came: Mapping[str, int]
    fell: Mapping[str, int]

    @property
    def net(self) -> dict[str, int]:
        """Cause → by how much it moved the number; before and all of them make after."""
        causes = [one for one in CAUSES if one in self.came or one in self.fell]
        return {one: self.came.get(one, 0) - self.fell.get(one, 0) for one in causes}


def share_parts(hits: Bridge, whole: Bridge) -> dict[str, int]:
    """Cause → by how many tenths of a percent it moved a share, of its hits and of all that they are a share of.

    A cause that brought records weighs by how far its own hits lie from the share, taken at the mean of then and now;
    so no order of the causes matters. Rounded together: the parts make exactly the change between the two shares as
    they are read, to a tenth of a percent. Empty where one of the two is unknown.
    """
    if not (whole.before and whole.after):
        return {}
    shares = hits.before / whole.before, hits.after / whole.after
    mean, size = sum(shares) / 2, (whole.before + whole.after) / 2
    known = [one for one in CAUSES if one in hits.net or one in whole.net]
    exact = {one: 1000 * (hits.net.get(one, 0) - mean * whole.net.get(one, 0)) / size for one in known}
    return _rounded(exact, _tenths(shares[1]) - _tenths(shares[0]))


def _tenths(share: float) -> int:
    return round(float(f"{share * 100:.1f}") * 10)


def _rounded(exact: Mapping[str, float], total: int) -> dict[str, int]:
    """Whole numbers that sum to the total; those that were cut most get what is missing."""
    made = {one: math.floor(value) for one, value in exact.items()}
    cut = sorted(exact, key=lambda one: made[one] - exact[one])
    for one in cut[: total - sum(made.values())]:
        made[one] += 1
    return made


def bridge(filters: Filters, scope: Scope, behind: str = "", *, is_base: bool = False) -> Bridge:
    """From the snapshot of the filters to the newest one, of what a metric counts (`counted.rows`).

    For askers who may open all records one by one: a cause is a fact of single records.
    """
    now = replace(filters, snapshot=None, snapshot_hash="")
    old, new = open_snapshot(filters.snapshot, filters.snapshot_hash), open_snapshot()
    before = _ids(old, filters, scope, behind, is_base)
    after = _ids(new, now, scope, behind, is_base)
    moved = before ^ after
    causes = _causes(old, new, sorted(moved)) if moved else {}
    came, fell = (Counter(causes[one] for one in part) for part in (after - before, before - after))
    return Bridge(len(before), len(after), dict(came), dict(fell))


def _ids(snapshot: Snapshot, filters: Filters, scope: Scope, behind: str, is_base: bool) -> set[int]:
    source, _ = counted.rows(snapshot, filters, scope, behind, is_base=is_base)
    found = snapshot.cursor().execute(f"SELECT record_id FROM {source}").fetchnumpy()
    return set(found["record_id"].tolist())


def _causes(old: Snapshot, new: Snapshot, ids: list[int]) -> dict[int, str]:
    was, now = (_facts(snapshot, ids) for snapshot in (old, new))
    mended = _corrected_since(old, ids)
    reached = {one.code: one.last_day for one in old.manifest.sources}
    sources = {number: member.code for number, member in new.by_id("source").items()}
    made: dict[int, str] = {}
    for one in ids:
        if one not in was.groups:
            row = now.get_group(one).iloc[0]
            until = reached.get(sources.get(int(row["source_id"]), ""))
            made[one] = "late" if until is not None and row["received_day"] <= day_number(until) else "new"
        elif one not in now.groups:
            made[one] = "gone"
        else:
            made[one] = _change(was.get_group(one), now.get_group(one), is_mended=one in mended)
    return made


def _change(was: pd.DataFrame, now: pd.DataFrame, *, is_mended: bool) -> str:
    """What differs between two looks of one record; a file tells of it first, then people, then names and rules."""
    if _differs(was, now, _TOLD):
        return "updated"
    if _differs(was, now, _PLACED):
        return "corrected" if is_mended else "reclassified"
    return "rule" if _differs(was, now, _RULED) else "linked"


def _differs(was: pd.DataFrame, now: pd.DataFrame, columns: Iterable[str]) -> bool:
    named = list(columns)
    return not was[named].reset_index(drop=True).equals(now[named].reset_index(drop=True))


def _facts(snapshot: Snapshot, ids: list[int]) -> Any:
    columns = ", ".join((*_KEY, *_TOLD, *_PLACED, *_RULED))
    listed = ", ".join(map(str, ids))
    statement = f"SELECT {columns} FROM facts WHERE record_id IN ({listed}) ORDER BY record_id, question_no"
    # One type for all: whether a column came with missing values must not look like a difference.
    return snapshot.cursor().execute(statement).df().astype(float).groupby("record_id", sort=False)


def _corrected_since(old: Snapshot, ids: list[int]) -> set[int]:
    r, c = records.c, corrections.c
    same = (r.source_id == c.source_id) & (r.external_id == c.external_id)
    asked = sa.select(r.record_id).join(corrections, same).where(c.made_at > old.manifest.published_at)
    found: set[int] = set()
    with store.reading(current()) as connection:
        for part in bulk.parts(ids):
            found |= set(connection.execute(asked.where(r.record_id.in_(part))).scalars())
    return found
