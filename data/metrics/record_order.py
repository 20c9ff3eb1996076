"""SQL of the orders in which a list of records stands."""

from collections.abc import Mapping
from typing import Any

from data.metrics.catalogue import DIMENSIONS
from data.metrics.reader import Snapshot
from data.order import Order, alphabetical, or_default

_OPEN = "(resolved_day IS NULL OR resolved_day > $as_of)"
URGENT = "urgent"
"""What burns: open with a term, the longest overdue first; everything else after it."""
NUMBER = "number"
"""By the number at the source, which only the store knows."""
_COLUMNS = {"received": "received_day", "due": "due_day", "resolved": "resolved_day", "rating": "rating"}
_WORDS = ("channel", "topic", "municipality", "place", "recipient", "status", "kind")
SORTS = (*_COLUMNS, *_WORDS, NUMBER, URGENT)
DOWN_AT_FIRST = ("received", "resolved")
"""Names that alone mean the new ones first."""
NEWEST = Order("received", is_down=True)


def of_screen(text: str) -> Order:
    """The order that an address of the register means; the new ones first where it says nothing that makes sense."""
    return or_default(text, SORTS, NEWEST, DOWN_AT_FIRST)


def expression(order: Order, snapshot: Snapshot) -> str:
    """SQL after ORDER BY, with `$as_of`; records of equal places stand in the order of the program's own numbers."""
    way = "DESC" if order.is_down else "ASC"
    if order.name == URGENT:
        return f"(due_day IS NOT NULL AND {_OPEN}) DESC, due_day NULLS LAST, record_id"
    column = _COLUMNS.get(order.name) or _alphabetical(order.name, snapshot)
    return f"{column} {way} NULLS LAST, record_id {way}"


def _alphabetical(dimension: str, snapshot: Snapshot) -> str:
    """The place of a dimension's member in the alphabet, missing for «не определено»."""
    labels = {member.id: member.label for member in snapshot.members[dimension]}
    places = {number: i for i, number in enumerate(sorted(labels, key=lambda n: alphabetical(labels[n])))}
    width = len(str(max(places.values(), default=0)))
    listed = "".join(f"{places.get(number, 0):0{width}d}" for number in range(max(places, default=0) + 1))
    # A slice of one text: looked up as fast as a list, and written the same for DuckDB and Spark.
    return f"substr('{listed}', {DIMENSIONS[dimension].column} * {width} + 1, {width})"


def by_number(numbers: Mapping[int, Any], order: Order) -> list[int]:
    """Ids of records by their numbers at the source, those without one last."""
    told = sorted((i for i, number in numbers.items() if number), key=lambda i: (alphabetical(numbers[i]), i))
    return [*(reversed(told) if order.is_down else told), *sorted(i for i, number in numbers.items() if not number)]
