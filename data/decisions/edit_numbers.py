"""Edits by the number that a button of a history carries: read, and taken back where they are the screen's own."""

from collections.abc import Iterable

import sqlalchemy as sa

from data.decisions.edits import editing, one
from data.errors import FilterError
from data.settings import Settings

_LONGEST_NUMBER = 16


_ANOTHER_SCREEN = "Это правка другого экрана. Обновите страницу и выберите правку ещё раз."


def undo_of(
    settings: Settings, who: str, number: int, tables: Iterable[sa.Table], refused: str = _ANOTHER_SCREEN
) -> None:
    """Take back an edit of these tables only, with what was saved together with it: a right to one kind of rows takes
    back no edit of another. refused: what is said of others.
    """
    with editing(settings, who) as editor:
        if one(editor.connection, number).table not in {table.name for table in tables}:
            raise FilterError(refused)
        editor.undo(number)


def number_of(text: str) -> int:
    """The number of an edit as a button carries it. FilterError for what no button carries."""
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER):
        raise FilterError("Обновите страницу и выберите правку ещё раз.")
    return int(text)
