"""The lists as tables that people edit in a spreadsheet and bring back: what was exported changes nothing."""

from collections.abc import Sequence

from data.decisions.duties.write import plain
from data.decisions.reference.lists import CHOICE, FLAG, NO, YES, Entry, Field, Listed
from data.errors import FilterError
from data.store import csv_text


def headings(listed: Listed) -> dict[str, str]:
    """Name of each field → its heading."""
    return {one.name: one.label for one in listed.fields}


def as_csv(listed: Listed, found: Sequence[Entry]) -> str:
    """The list as a file: UTF-8 with commas, Russian headings."""
    named = [{one.label: entry.texts[one.name] for one in listed.fields} for entry in found]
    return csv_text.to_csv(named, list(headings(listed).values()))


def from_cells(listed: Listed, cells: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """Rows of a received table, the first of which is the header; a blank row stays, so that lines can be named.

    FilterError names a column that is missing: a column that is left out would empty its field in every row. A choice
    may be said by its code or by the word of the screen.
    """
    header = [cell.strip() for cell in cells[0]] if cells else []
    places = {one.name: _place(header, one.name, one.label) for one in listed.fields}
    rows = [{name: plain(row[at]) if at < len(row) else "" for name, at in places.items()} for row in cells[1:]]
    codes = {one.name: _codes(one) for one in listed.fields}
    return [{name: codes[name].get(text.casefold(), text) for name, text in row.items()} for row in rows]


def _codes(field: Field) -> dict[str, str]:
    """Word of the screen → what is kept."""
    if field.kind == FLAG:
        return {"да": YES, "нет": NO}
    return {word.casefold(): code for code, word in field.words.items()} if field.kind == CHOICE else {}


def _place(header: Sequence[str], *names: str) -> int:
    at = next((at for at, cell in enumerate(header) if cell in names), None)
    if at is None:
        raise FilterError(f"В файле нет столбца «{names[1]}». Возьмите за образец выгрузку с экрана.")
    return at
