"""The day of an import: nothing later has happened yet, whatever a file says."""

import re
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd

_PRINTED = re.compile(
    r"(?:по состоянию на|сформирован\w*|выгружен\w*|выгрузка|дата (?:формирования|выгрузки|отч[её]та|печати)"
    r"|отч[её]т на|данные на)\D{0,20}?(\d{1,2})\.(\d{1,2})\.(20\d\d)(?!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ImportDay:
    """A local day of the district."""

    day: date
    zone: ZoneInfo

    def printed(self, titles: str) -> "ImportDay":
        """This day, or an earlier one that the lines above a table print as their own."""
        found = _PRINTED.search(titles)
        try:
            told = date(*map(int, reversed(found.groups()))) if found else self.day
        except ValueError:
            return self
        return ImportDay(min(told, self.day), self.zone)

    def is_later(self, moments: pd.Series, zone: ZoneInfo) -> pd.Series:
        """Which moments lie behind this day. zone: of the file; tomorrow must have come neither there nor here."""
        there, here = (moments.dt.tz_convert(one).dt.tz_localize(None) for one in (zone, self.zone))
        end = pd.Timestamp(self.day) + pd.Timedelta(days=1)
        return (there >= end) & (here >= end)
