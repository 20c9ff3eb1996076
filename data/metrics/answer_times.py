"""How long the answer took, in bands: a dimension made from two days; what is not answered yet has none."""

BANDS = (
    (3, "до 3 дней"),
    (10, "4–10 дней"),
    (20, "11–20 дней"),
    (30, "21–30 дней"),
    (None, "больше 30 дней"),
)
"""Last day of each band, and its name; days from receipt to the answer."""
COLUMN = (
    "CASE WHEN resolved_day > $as_of OR resolved_day IS NULL OR is_date_conflict THEN NULL "
    + " ".join(f"WHEN resolved_day - received_day <= {last} THEN {i}" for i, (last, _) in enumerate(BANDS, 1) if last)
    + f" ELSE {len(BANDS)} END"
)
"""SQL of a band's number, from 1."""


def rows() -> list[dict[str, object]]:
    """The bands as rows of a dimension."""
    return [{"answered_in_id": i, "code": str(i), "name": name} for i, (_, name) in enumerate(BANDS, start=1)]
