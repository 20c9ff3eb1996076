"""A whole table of roadmaps written down, all or nothing, as one group of edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data import store
from data.decisions.edits import Editor, editing
from data.decisions.roadmaps import read, table, write
from data.decisions.roadmaps.forms import CauseForm, MapForm, MeasureForm
from data.decisions.roadmaps.read import Cause, Check, Measure, Roadmap
from data.decisions.roadmaps.table import Told
from data.errors import FilterError
from data.settings import Settings


@dataclass(frozen=True)
class Outcome:
    """How many rows a table added, changed and left."""

    added: int
    changed: int
    same: int


def apply(settings: Settings, who: str, told: Sequence[Told], known: Mapping[str, Roadmap], reason: str) -> Outcome:
    """Do what a table says. known: the roadmaps that the person sees, by code; a code of another's is refused."""
    with editing(settings, who, reason) as editor:
        counts = {"added": 0, "changed": 0, "same": 0}
        codes: dict[int, str] = {}
        for one in told:
            try:
                counts[_row(editor, one, known, codes, store.today(settings))] += 1
            except FilterError as error:
                raise FilterError(f"Строка {one.line}. {error}") from None
        return Outcome(**counts)


def _row(editor: Editor, one: Told, known: Mapping[str, Roadmap], codes: dict[int, str], today: date) -> str:
    before = known.get(one.code)
    if isinstance(one.form, MapForm):
        _refuse_hidden(editor, one.code, before)
        codes[one.of] = one.code
        if before is not None and table.form_of(before) == one.form:
            return "same"
        codes[one.of] = write.put(editor, one.code, before.version if before else 0, one.form, today)
        return "changed" if before else "added"
    part = _part(before, one)
    if part is not None and table.form_of(part) == one.form:
        return "same"
    roadmap = read.required(editor.connection, codes[one.of])
    write.put_part(editor, roadmap, one.form, one.no, part.version if part else 0, today)
    return "changed" if part else "added"


def _refuse_hidden(editor: Editor, code: str, before: Roadmap | None) -> None:
    if code and before is None and read.of(editor.connection, code):
        raise FilterError(f"Карта {code} вам не открыта. Уберите её строки из файла.")


def _part(before: Roadmap | None, one: Told) -> Cause | Measure | Check | None:
    if before is None or one.no is None:
        return None
    parts: Sequence[Cause | Measure | Check] = before.checks
    if isinstance(one.form, CauseForm):
        parts = before.causes
    elif isinstance(one.form, MeasureForm):
        parts = before.measures
    return next((part for part in parts if part.no == one.no), None)
