"""The lists as frames: the rows of a screen, the table that is taken away, the plan of a file."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from answers.table import Column
from data.decisions.reference import table
from data.decisions.reference.change import Plan
from data.decisions.reference.lists import DAY, FLAG, LISTS, NO, YES, Entry, Field, Listed
from words import format

__all__ = [
    "DAY", "FLAG", "LISTS", "NO", "YES", "Entry", "Field", "Listed", "file_rows", "plan", "rows",
    "shown_day", "validity", "words",
]  # fmt: skip

_PLAN = ["code", "name", "what", "changes"]


def rows(listed: Listed, found: Sequence[Entry], names: Mapping[str, Sequence[tuple[str, str]]]) -> pd.DataFrame:
    """A row of the list a row: its texts, references and choices in words, code, valid; references also under the name
    of what they lead to (successor, municipality, group). names: what codes are called.
    """
    known = {
        field: {code: words.rpartition(" · ")[0] or words for code, words in told} for field, told in names.items()
    }
    made = [_row(listed, entry, known) for entry in found]
    columns = [*(one.name for one in listed.fields), "code", "valid", *map(_led, _references(listed))]
    return pd.DataFrame(made, columns=columns)


def _row(listed: Listed, entry: Entry, known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    texts = dict(entry.texts)
    shown = texts | {name: words.get(texts[name], texts[name]) for name, words in known.items()}
    led = {_led(one): shown[one.name] for one in _references(listed)}
    return {**shown, "code": texts[listed.key.name], "valid": validity(entry), **led}


def _references(listed: Listed) -> list[Field]:
    return [one for one in listed.fields if one.of]


def _led(field: Field) -> str:
    """«successor_id» → «successor», «source_code» → «source»."""
    return field.stored.removesuffix("_id").removesuffix("_code")


def validity(entry: Entry) -> str:
    """«всегда», «с 01.01.2024»."""
    since, until = (
        date.fromisoformat(text) if (text := entry.texts.get(name)) else None for name in ("valid_from", "valid_to")
    )
    return format.period(since, until) if since or until else "всегда"


def matching(frame: pd.DataFrame, words: str) -> pd.DataFrame:
    """Rows of the list in whose words all of these stand, however they are written."""
    told = frame.agg(" ".join, axis=1).str.casefold() if len(frame) else pd.Series(dtype=str)
    kept = [all(word in text for word in words.casefold().split()) for text in told]
    return frame[pd.Series(kept, index=frame.index, dtype=bool)]


def file_rows(listed: Listed, found: Sequence[Entry]) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """The table that is taken away and brought back: texts, and its columns."""
    named = table.headings(listed)
    frame = pd.DataFrame([entry.texts for entry in found], columns=list(named))
    return frame, tuple(Column(name, heading) for name, heading in named.items())


def plan(found: Plan) -> pd.DataFrame:
    """A row that would be written a row: code, name, what, changes."""
    made = [
        {
            "code": one.code,
            "name": one.name,
            "what": "изменится" if one.key else "добавится",
            "changes": "; ".join(map(str, one.changes)),
        }
        for one in found.rows
    ]
    return pd.DataFrame(made, columns=_PLAN)


def shown_day(text: str) -> str:
    """A day of a row as a form shows it."""
    return format.day(date.fromisoformat(text)) if text else ""


def words(field: Field, texts: Mapping[str, str]) -> str:
    """A text of a row as a form shows it; of a new row missing."""
    text = texts.get(field.name, "")
    return shown_day(text) if field.kind == DAY else text
