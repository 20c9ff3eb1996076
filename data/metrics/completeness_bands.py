"""How complete an answer is by the program's own hints, in bands: a dimension made of 0–100 points.

What has no text of an answer has none; people's checks are no part of it: too few answers are read by people.
"""

BANDS = ((29, "до 29 баллов"), (59, "30–59 баллов"), (79, "60–79 баллов"), (None, "80–100 баллов"))
"""Last point of each band, and its name."""
COLUMN = (
    "CASE WHEN reply_hint IS NULL THEN NULL "
    + " ".join(
        f"WHEN reply_hint::INTEGER * 10 < {9 * (last + 1)} THEN {i}" for i, (last, _) in enumerate(BANDS, 1) if last
    )
    + f" ELSE {len(BANDS)} END"
)
"""SQL of a band's number, from 1. A hint has 90 points of 100: nobody knows yet whether the letter is repeated."""


def rows() -> list[dict[str, object]]:
    """The bands as rows of a dimension."""
    return [{"completeness_id": i, "code": str(i), "name": name} for i, (_, name) in enumerate(BANDS, start=1)]
