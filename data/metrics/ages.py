"""How long a record has been waiting on the day of the report, in bands: a dimension made from two days."""

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


def rows() -> list[dict[str, object]]:
    """The bands as rows of a dimension."""
    return [{"age_id": i, "code": str(i), "name": name} for i, (_, name) in enumerate(BANDS, start=1)]
