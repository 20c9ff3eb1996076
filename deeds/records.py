"""Single records, opened by a person: the log has who looked at which."""

from typing import Any

from access import scope
from data.filters import Filters
from data.metrics import register
from deeds import problem_card
from deeds.deed import deed


def open_card(record_id: int, filters: Filters) -> dict[str, Any]:
    """The card of a record (`data.metrics.register.card`) and `problems`, the number and title of the one it stands in.

    Raises AccessError, and writes nothing down, where the record is not open to the person.
    """
    found = register.card(record_id, filters, scope.current())
    with deed(None, "record_opened", "record", found["record_id"], publishes=False):
        return found | {"problems": problem_card.of_record(int(found["record_id"]))}
