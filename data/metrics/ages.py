"""How long a record has been waiting on the day of the report, in bands: a dimension made from two days."""

from datetime import date, timedelta

BANDS = (
    (3, "до 3 дней"),
    (10, "4–10 дней"),
    (30, "11–30 дней"),
    (60, "31–60 дней"),
    (180, "61–180 дней"),
    (None, "больше 180 дней"),
)
"""Last day of each band, and its name; days since receipt."""
COLUMN = (
    "CASE "
    + " ".join(f"WHEN $as_of - received_day <= {last} THEN {i}" for i, (last, _) in enumerate(BANDS, start=1) if last)
    + f" ELSE {len(BANDS)} END"
)
"""SQL of a band's number, from 1."""


def days(band: int, as_of: date) -> tuple[date | None, date]:
    """First and last day of receipt of a band, seen from a day; the last band has no first day."""
    oldest, youngest = BANDS[band - 1][0], 0 if band == 1 else int(BANDS[band - 2][0] or 0) + 1
    return None if oldest is None else as_of - timedelta(days=oldest), as_of - timedelta(days=youngest)


def rows() -> list[dict[str, object]]:
    """The bands as rows of a dimension."""
    return [{"age_id": i, "code": str(i), "name": name} for i, (_, name) in enumerate(BANDS, start=1)]
