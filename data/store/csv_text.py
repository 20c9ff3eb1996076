"""Small tables of the reference as text that people edit in a spreadsheet and bring back: UTF-8 with commas."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence


def to_csv(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> str:
    """The rows under a header of these columns."""
    made = io.StringIO()
    writer = csv.DictWriter(made, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue()


def rows_of(text: str, columns: Sequence[str], needed: Sequence[str]) -> tuple[list[dict[str, str]], list[str]]:
    """Rows cut down to these columns, cells without spaces around them, missing ones «»; and the needed columns that
    the header lacks.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in needed if name not in (reader.fieldnames or ())]
    return [{name: (row.get(name) or "").strip() for name in columns} for row in ([] if missing else reader)], missing
