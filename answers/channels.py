"""The channels that one person answers for: which they are, the clock they are held to, what their report counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.filters import Filters
from data.metrics import members
from data.scope import Scope


@dataclass(frozen=True)
class Family:
    """Channels whose codes begin alike.

    share, speed: the metrics of their own clock; clock: that clock in words; counts: behind the share, the first of
    them what it is a share of.
    """

    code: str
    label: str
    prefix: str
    clock: str
    share: str
    speed: str
    counts: tuple[str, ...]

    @property
    def kpis(self) -> tuple[str, ...]:
        """The figures of its page."""
        return ("records", self.share, self.speed, *self.counts[1:], "open_now", "overdue_now", "satisfied_share")

    @property
    def report(self) -> tuple[str, ...]:
        """The columns of its report by steps of time."""
        return ("records", *self.counts, self.share, self.speed, "satisfied_share")


FAMILIES: Mapping[str, Family] = {
    one.code: one
    for one in (
        Family(
            "im",
            "Инцидент менеджмент",
            "im_",
            "первый ответ",
            "reply_on_time_share",
            "first_reply_median_hours",
            ("reply_due", "reply_late", "reply_missing"),
        ),
        Family(
            "pos",
            "ПОС",
            "pos_",
            "решение",
            "on_time_share",
            "resolution_median_days",
            ("due", "late", "overdue_open"),
        ),
    )
}


def of_family(family: Family, filters: Filters, scope: Scope) -> Filters | None:
    """The filters narrowed to the family's channels; nothing where they exclude all of these or the asker sees none."""
    codes = [str(code) for code in members("channel", filters)["code"] if str(code).startswith(family.prefix)]
    chosen = tuple(sorted(set(codes) & set(filters.channels or codes)))
    narrowed = replace(filters, channels=chosen)
    return None if not chosen or scope.closes(narrowed) else narrowed
