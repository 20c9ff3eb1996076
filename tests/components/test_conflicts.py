"""What a form knows of versions is brought to what is saved now, for each way a form knows it; nothing else is."""

from datetime import UTC, datetime

import pytest

from components import conflicts
from data.errors import Difference, EditConflictError

SAVED = (Difference("срок", "5", "7", name="due"),)


def _error(version: int | None) -> EditConflictError:
    return EditConflictError(
        "anna", datetime(2026, 3, 2, 12, 5, tzinfo=UTC), SAVED, is_gone=False, version=version, key=8
    )


@pytest.mark.parametrize(
    ("data", "now"),
    [
        ({"code": "a", "version": 2}, {"code": "a", "version": 5}),
        (["a", 2], ["a", 5]),
        (["a", {"7": 1, "8": 1}], ["a", {"7": 1, "8": 5}]),
        (["a", {"7": 1}], None),
        ({"code": "a", "version": 0}, None),
        ({"period": "12w"}, None),
        (None, None),
    ],
)
def test_a_form_gets_the_version_that_is_saved_now(data: object, now: object) -> None:
    assert conflicts.renewed(data, _error(5)) == now
    assert conflicts.renewed(data, _error(None)) is None


def test_without_an_open_form_the_sentence_says_how_to_begin_again() -> None:
    said = conflicts.keep(_error(5))
    assert said == str(_error(5)) and said.endswith("Обновите страницу и внесите своё ещё раз.")
