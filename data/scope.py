"""Who asks: the part of the data a person may see. Made by `access`, applied inside `data.metrics.query` and the
register.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Limits of one asker; `None` means no limit, an empty tuple means nothing at all.

    channels, recipients: codes; municipalities: 8-digit ОКТМО.
    detail: `records` may open single records in the register; `totals` sees aggregates only.
    """

    channels: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    municipalities: tuple[str, ...] | None = None
    detail: str = "records"

    @property
    def may_open_records(self) -> bool:
        """Whether single records may be shown."""
        return self.detail == "records"


EVERYTHING = Scope()
