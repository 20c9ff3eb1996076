"""What has come of a recipient's duties: the numbers of each, and of what it answers though no duty names it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from answers.frames import only_row
from answers.table import Column, columns_of
from data.decisions.duties.read import Duty
from data.filters import MISSING, Filters
from data.metrics import members, query
from data.scope import Scope
from words import format

QUALITY = ("completeness_hint", "satisfied_share", "repeat_share")
METRICS = ("records", "due", "on_time_share", "overdue_now", "resolution_median_days", *QUALITY)


@dataclass(frozen=True)
class DutyNumbers:
    """Numbers of one duty in the period. duty: missing for the topics that no duty names; topics: their codes.

    now: a row of the door's answer to METRICS with intervals; before: records of the period before, missing without
    one.
    """

    duty: Duty | None
    topics: tuple[str, ...]
    now: dict[str, Any]
    before: int | None

    @property
    def name(self) -> str:
        """For people."""
        return "Вне обязанностей" if self.duty is None else self.duty.name


def numbers(duties: Sequence[Duty], filters: Filters, earlier: Filters | None, scope: Scope) -> list[DutyNumbers]:
    """Numbers of every duty, the most records first; what no duty names stands last, where there is any.

    filters: of the one recipient; earlier: the same over the period before. A letter with several questions counts in
    each duty that one of them belongs to.
    """
    groups = topics_by_group(filters)
    named = [(duty, _codes(duty, groups)) for duty in duties]
    covered = {code for _, codes in named for code in codes}
    received = query(["records"], ["topic"], replace(filters, topics=()), scope)
    outside = tuple(
        MISSING if format.is_missing(code) else str(code)
        for code, count in zip(received["topic"], received["records"], strict=True)
        if code not in covered and not format.is_missing(count) and count
    )
    found = [_of(duty, codes, filters, earlier, scope) for duty, codes in named if codes]
    found.sort(key=lambda one: -_count(one))
    return found + ([_of(None, outside, filters, earlier, scope)] if outside else [])


def _count(one: DutyNumbers) -> int:
    count = one.now["records"]
    return 0 if format.is_missing(count) else int(count)


def file_rows(found: Sequence[DutyNumbers]) -> pd.DataFrame:
    """The same as a table: duty, topics, document, before, and the columns of the door's answer to METRICS."""
    return pd.DataFrame(
        [
            {
                "duty": one.name,
                "topics": ", ".join(topic.name for topic in one.duty.topics) if one.duty else "",
                "document": one.duty.document if one.duty else "",
                "before": one.before,
            }
            | one.now
            for one in found
        ]
    )


def file_columns(as_of: date) -> tuple[Column, ...]:
    """How `file_rows` is typed and headed."""
    before = Column("before", "Записей за предыдущий такой же период", "count")
    texts = Column("duty", "Обязанность"), Column("topics", "Тематики"), Column("document", "Документ")
    return (*texts, before, *columns_of(METRICS, as_of=as_of, intervals=True))


def topics_by_group(filters: Filters) -> dict[str, list[str]]:
    """Codes of the topics of each group."""
    known = members("topic", filters)
    made: dict[str, list[str]] = {}
    for code in known["code"]:
        made.setdefault(str(code).partition(".")[0], []).append(str(code))
    return made


def _codes(duty: Duty, groups: dict[str, list[str]]) -> tuple[str, ...]:
    """The topics of a duty, those of its groups among them."""
    found = [code for one in duty.topics for code in ([one.code] if one.group else groups.get(one.code, []))]
    known = {code for codes in groups.values() for code in codes}
    return tuple(code for code in dict.fromkeys(found) if code in known)


def _of(
    duty: Duty | None, codes: tuple[str, ...], filters: Filters, earlier: Filters | None, scope: Scope
) -> DutyNumbers:
    now = only_row(query(METRICS, [], replace(filters, topics=codes), scope, intervals=True))
    before = None
    if earlier is not None:
        before = only_row(query(["records"], [], replace(earlier, topics=codes), scope))["records"]
    return DutyNumbers(duty, codes, now, None if format.is_missing(before) else int(before or 0))
