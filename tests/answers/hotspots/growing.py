"""What tests of growth ask and count: the change between two periods, and what of it each cause moved."""

from analysis.growth import roll_up
from answers.hotspots import growth
from answers.hotspots.growth import Change
from data.filters import Filters
from data.scope import EVERYTHING


def change(filters: Filters, against: str = "previous") -> Change:
    """Of a period with a day of the report; a change that cannot be told fails the test."""
    assert filters.as_of is not None
    found = growth.change(filters, EVERYTHING, filters.as_of, against)
    assert not isinstance(found, str), found
    return found


def by_cause(found: Change) -> dict[object, int]:
    """Cause → records it moved; causes of nothing are left out."""
    parts = roll_up(found.growth, ["cause"]).parts
    return {cause: moved for cause, moved in zip(parts["cause"], parts["change"], strict=True) if moved}
