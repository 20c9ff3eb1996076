"""What a metric and a dimension are. Declared once; screens, exports, API and documents read the declaration.

SQL fragments speak of the columns of a snapshot's facts (`data.snapshots.facts`) and of `$as_of`, the day the numbers
are counted for (days since 1970-01-01). They are written here, never built from what a user types.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, get_args

from data.errors import QueryError

_WORD = re.compile(r"[a-z_0-9]+")
Kind = Literal["count", "share", "mean", "rate", "quantile", "assisted_mean"]
Basis = Literal["received", "due", "resolved", "reply_due", "promised"]
BASES: tuple[Basis, ...] = get_args(Basis)
"""Dates that can place a record in a period; the facts hold each as `<basis>_day`."""


@dataclass(frozen=True)
class Metric:
    """One number.

    kind: `count` counts rows where `where`; `share` divides them by the rows where `among`; `mean` averages `value`
    among `among`; `rate` is a count per 1000 residents; `quantile` is the Kaplan–Meier `quantile` of `value` (a whole
    number of `per_unit`-ths of the unit) among `among`, where `event` tells that the end was seen; other rows are
    censored at `waited`; `assisted_mean` is the mean of `value` over all rows `among`, told from those where people
    have read it and from the `hint` of all (`analysis.sampling_estimate`); `weight`: how many rows one that was read
    stands for, in thousandths, missing where it was not. scale: limits of what a mean is of.
    outcomes: counted are the rows with one of these outcomes of their term (`data.metrics.outcome`) instead of `where`;
    a share divides them by the rows with one of `outcomes_among`.
    basis: the date that places a record in the period. grain: a record counts once however many questions it holds.
    better: the direction that is good, or missing when neither is. interval: how the uncertainty is computed.
    state: one of `data.filters.STATES`, of a metric of state: it counts the records that stand so on the day of the
    report, whatever the period; empty for a metric of flow, which follows the period. untold: rows that a state
    cannot be told of; where there are any, the answer is missing.
    looks_ahead: a preset period does not cut off what is still to come.
    counted: of a share of few of the records, which ones it is of: «у которых срок наступил».
    derived_from: the metric of the door it is counted from; the door itself does not answer such a one.
    """

    id: str
    label: str
    short_label: str
    unit: str
    kind: Kind
    basis: Basis
    note: str
    where: str = "TRUE"
    among: str = "TRUE"
    value: str = ""
    waited: str = ""
    event: str = ""
    outcomes: tuple[str, ...] = ()
    outcomes_among: tuple[str, ...] = ()
    hint: str = ""
    weight: str = ""
    scale: tuple[float, float] = (1.0, 5.0)
    quantile: float = 0.5
    per_unit: int = 1
    better: Literal["lower", "higher"] | None = None
    interval: str = ""
    legal_basis: str = ""
    state: str = ""
    untold: str = ""
    looks_ahead: bool = False
    grain: str = "record"
    counted: str = ""
    derived_from: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """Words of its fragments, columns of the facts among them."""
        fragments = (self.where, self.among, self.value, self.waited, self.event, self.untold, self.hint, self.weight)
        told = " ".join((*fragments, f"{self.basis}_day"))
        return frozenset(_WORD.findall(told)) | (
            frozenset(("due_day", "resolved_day")) if self.outcomes else frozenset()
        )

    @property
    def length(self) -> str:
        """SQL of a duration as a histogram counts it: twice the whole number of `per_unit`-ths, plus one where the end
        was not seen: one whole number to group by instead of two columns.
        """
        return f"(CASE WHEN {self.event} THEN ({self.value}) * 2 ELSE ({self.waited}) * 2 + 1 END)::INTEGER"

    @property
    def is_share(self) -> bool:
        """Whether the value lies between 0 and 1 and is drawn as percent."""
        return self.kind == "share"


@dataclass(frozen=True)
class Dimension:
    """What numbers are broken down by.

    column: the facts' column, or the calendar unit for time. per_question: a record may have several values of it.
    """

    id: str
    label: str
    column: str
    is_time: bool = False
    per_question: bool = False

    @property
    def reads(self) -> frozenset[str]:
        """Words of its fragment, columns of the facts among them."""
        return frozenset(_WORD.findall(self.column))


def closest(kind: str, unknown: str, known: tuple[str, ...]) -> QueryError:
    """The error for an id that does not exist, with the nearest that does."""
    near = get_close_matches(unknown, known, n=1)
    hint = f" Возможно, имелось в виду «{near[0]}»." if near else f" Есть: {', '.join(known)}."
    return QueryError(f"{kind} «{unknown[:60]}» не существует.{hint}")
