"""The channels that one person answers for: which they are, the clock they are held to, what their report counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.filters import Filters
from data.metrics import members, query
from data.scope import Scope
from words import format


@dataclass(frozen=True)
class Family:
    """Channels whose codes begin alike.

    what: what counts as written there, whatever file it came in; share, speed: the metrics of their own clock; clock:
    that clock in words; counts: behind the share, the first of them what it is a share of.
    """

    code: str
    label: str
    prefix: str
    what: str
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
            "написанное в соцсетях и мессенджерах",
            "первый ответ",
            "reply_on_time_share",
            "first_reply_median_hours",
            ("reply_due", "reply_late", "reply_missing"),
        ),
        Family(
            "pos",
            "ПОС",
            "pos_",
            "поданное через Платформу обратной связи",
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


def origins(family: Family, filters: Filters, scope: Scope) -> str:
    """What the channel counts and from which sources its records came, for one may be named like the other.

    filters: narrowed to the family's channels. Empty where there is nothing.
    """
    found = query(["records"], ["source"], filters, scope)
    found = found[found["records"].fillna(0) > 0].sort_values(["records", "source"], ascending=[False, True])
    if found.empty:
        return ""
    counted = [
        f"«{name}» — {format.number(n)}" for name, n in zip(found["source_label"], found["records"], strict=True)
    ]
    which = "источника" if len(counted) == 1 else "источников"
    return f"Канал — {family.what}, из какого бы файла оно ни пришло; из {which}: {', '.join(counted)}."
