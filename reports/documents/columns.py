"""How wide the columns of a table on paper are: as they were asked for, but no head and no number is broken in two."""

from reports.documents.blocks import Table, text_of
from reports.documents.profile import Profile

_SIGN, _STRONG_SIGN = 0.19, 0.21
"""Millimetres that a sign takes of a point of its size, and a bold one."""
_SIDES = 4.0
"""Millimetres at both sides of what stands in a cell."""


def widths(table: Table, page: Profile) -> list[float]:
    """Millimetres, together the width of the text. Where the words of all don't fit, as was asked for."""
    asked = [page.width * part / sum(table.widths) for part in table.widths]
    least = [_least(table, at, page.table_size) for at in range(len(table.head))]
    missing = sum(max(need - told, 0) for need, told in zip(least, asked, strict=True))
    spare = sum(max(told - need, 0) for need, told in zip(least, asked, strict=True))
    if not missing or spare < missing:
        return asked
    return [
        need if told < need else told - (told - need) * missing / spare for need, told in zip(least, asked, strict=True)
    ]


def _least(table: Table, at: int, size: float) -> float:
    """Of the longest word of the head and the longest number, date or code."""
    head = max(map(len, table.head[at].split(" ")))
    told = (word for row in table.rows for word in text_of(row[at]).split(" "))
    numbers = max((len(word) for word in told if any(sign.isdigit() for sign in word)), default=0)
    return max(head * _STRONG_SIGN, numbers * _SIGN) * size + _SIDES
