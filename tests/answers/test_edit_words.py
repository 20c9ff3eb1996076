"""What the history of a table says of one saving."""

from datetime import datetime

from answers import duties
from data.decisions.edits import Edit
from data.errors import Difference

AT = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001 naive UTC, as edits are kept


def told(before: dict[str, str] | None, after: dict[str, str] | None, *changes: Difference) -> str:
    edit = Edit(1, 1, "events", 1, 1, before, after, AT, "ivanova", "", None, stands=True)
    return str(duties.edits([(edit, "СБ-1", list(changes))])["changes"][0])


def test_what_was_added_or_removed_says_each_value_once() -> None:
    assert told(None, {"kind": "ремонт"}, Difference("вид", "", "ремонт")) == "добавлено: вид: «ремонт»"
    assert told({"kind": "ремонт"}, None, Difference("вид", "ремонт", "")) == "удалено: вид: «ремонт»"


def test_what_was_changed_says_both_values() -> None:
    changed = told({"kind": ""}, {"kind": "ремонт"}, Difference("вид", "", "ремонт"))
    assert changed == "изменено: вид: «пусто» → «ремонт»"
