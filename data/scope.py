"""Who asks: the part of the data a person may see. Made by `access`, applied inside `data.metrics.query` and the
register.
"""

from dataclasses import dataclass
from typing import Any, Literal

from data.filters import MISSING

Detail = Literal["totals", "records", "contacts"]
_OF_MUNICIPALITY = 8
"""Digits of a place's 11-digit ОКТМО that name its municipality."""
_LEVELS: tuple[Detail, ...] = ("totals", "records", "contacts")


@dataclass(frozen=True)
class Grant:
    """One right to see: records that meet every limit, down to a detail.

    channels, recipients: codes; municipalities: 8-digit ОКТМО. `None` means no limit, an empty tuple nothing at all.
    detail: `totals` are aggregates only; `records` opens records; `contacts` may ask for contacts of applicants.
    """

    channels: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    municipalities: tuple[str, ...] | None = None
    detail: Detail = "records"

    @property
    def limits(self) -> dict[str, tuple[str, ...]]:
        """The limits that are set, by field name."""
        named = {"channels": self.channels, "recipients": self.recipients, "municipalities": self.municipalities}
        return {name: codes for name, codes in named.items() if codes is not None}


@dataclass(frozen=True)
class Scope:
    """All an asker may see: whatever any of the grants lets through. Without grants, nothing."""

    grants: tuple[Grant, ...] = ()

    @property
    def may_open_records(self) -> bool:
        """Whether some records may be shown one by one."""
        return bool(self.at_least("records").grants)

    @property
    def hides_small_cells(self) -> bool:
        """Whether some of it may be seen in totals only, so that small numbers would open what the detail closes."""
        return any(grant.detail == "totals" for grant in self.grants)

    @property
    def is_everything(self) -> bool:
        """Whether some grant has no limits."""
        return any(not grant.limits for grant in self.grants)

    @property
    def sees_everything(self) -> bool:
        """Whether figures counted over everything, exactly, may be shown."""
        return self.is_everything and not self.hides_small_cells

    def closes(self, filters: Any) -> bool:
        """Whether lists of `data.filters.Filters` ask for nothing but what lies outside every grant. An empty scope
        closes everything.
        """
        return not any(_meet(grant, filters) for grant in self.grants)

    def at_least(self, detail: Detail) -> "Scope":
        """What is left when only grants of this detail or a finer one count."""
        needed = _LEVELS.index(detail)
        return Scope(tuple(grant for grant in self.grants if _LEVELS.index(grant.detail) >= needed))


def _meet(grant: Grant, filters: Any) -> bool:
    """Whether a grant and each list of the filters have a member in common; a place lies in its municipality."""
    for name, codes in grant.limits.items():
        asked = getattr(filters, name)
        if asked and not set(asked) & set(codes):
            return False
    here = grant.municipalities
    return (
        here is None or not filters.places or any(p == MISSING or p[:_OF_MUNICIPALITY] in here for p in filters.places)
    )


EVERYTHING = Scope((Grant(detail="contacts"),))
NOTHING = Scope()
