"""Duties of recipients as frames: the table, topics that nobody answers for, topics that several do, edits."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from answers.table import Column
from data.decisions.duties import table
from data.decisions.duties.coverage import Coverage
from data.decisions.duties.read import Duty
from data.decisions.duties.write import CONFIDENCE
from data.decisions.edits import ADDED, CHANGED, REMOVED, Edit
from data.errors import Difference
from words import format

KINDS = {
    "district_department": "Отделы администрации",
    "settlement": "Поселения",
    "institution": "Учреждения",
    "utility": "Ресурсные организации",
    "republic": "Республика и федерация",
}
FILE_COLUMNS = tuple(Column(name, heading) for name, heading in table.HEADINGS.items())
GAP_COLUMNS = (Column("topic", "Тематика"), Column("where", "Где"))
OVERLAP_COLUMNS = (Column("topic", "Тематика"), Column("who", "Кто и по какой обязанности"))
EDIT_COLUMNS = (
    Column("at", "Когда"),
    Column("who", "Кто"),
    Column("what", "Что"),
    Column("changes", "Что изменилось"),
    Column("reason", "Причина"),
)
_DONE = {ADDED: "добавлено", CHANGED: "изменено", REMOVED: "удалено"}
_EVERYWHERE = "нигде"


def rows(found: Sequence[Duty], day: date) -> pd.DataFrame:
    """A duty a row: code, recipient, recipient_code, name, topics, document, valid, sure, is_in_force on the day."""
    made = [
        {
            "code": one.code,
            "recipient": one.recipient.name,
            "recipient_code": one.recipient.code,
            "kind": one.recipient.kind,
            "name": one.name,
            "topics": ", ".join(topic.name for topic in one.topics),
            "document": one.document,
            "valid": validity(one),
            "sure": CONFIDENCE[one.confidence],
            "is_in_force": one.is_in_force(day),
        }
        for one in found
    ]
    return pd.DataFrame(made, columns=_ROW)


_ROW = (
    "code", "recipient", "recipient_code", "kind", "name", "topics", "document", "valid", "sure", "is_in_force",
)  # fmt: skip


def file_rows(found: Sequence[Duty]) -> pd.DataFrame:
    """The table that is taken away and brought back: texts under the columns of FILE_COLUMNS."""
    return pd.DataFrame(table.rows(found), columns=list(table.HEADINGS))


def validity(duty: Duty) -> str:
    """«всегда», «с 01.01.2024»."""
    if duty.valid_from is None and duty.valid_to is None:
        return "всегда"
    return format.period(duty.valid_from, duty.valid_to)


def gaps(coverage: Coverage) -> pd.DataFrame:
    """topic, where: the municipalities without anybody."""
    made = [
        {"topic": one.topic.name, "where": _EVERYWHERE if not one.places else f"нет в: {', '.join(one.places)}"}
        for one in coverage.gaps
    ]
    return pd.DataFrame(made, columns=["topic", "where"])


def overlaps(coverage: Coverage) -> pd.DataFrame:
    """topic, who: the recipients with the duties by which they answer for it."""
    made = [
        {"topic": one.topic.name, "who": "; ".join(f"{duty.recipient.name} — {duty.name}" for duty in one.duties)}
        for one in coverage.overlaps
    ]
    return pd.DataFrame(made, columns=["topic", "who"])


def edits(found: Sequence[tuple[Edit, str, list[Difference]]]) -> pd.DataFrame:
    """A saving a row, the newest first: number of its last edit, at, who, what, changes, reason, can_be_undone."""
    groups: dict[int, list[tuple[Edit, str, list[Difference]]]] = {}
    for one in found:
        groups.setdefault(one[0].group, []).append(one)
    columns = ["number", "at", "who", "what", "changes", "reason", "can_be_undone"]
    return pd.DataFrame([_saving(group) for group in groups.values()], columns=columns)


def _told(edit: Edit, changes: list[Difference]) -> str:
    """What was added had nothing before, what was removed has nothing after: one of the two is said."""
    if edit.kind == CHANGED:
        return "; ".join(map(str, changes))
    return "; ".join(f"{one.field}: «{one.after or one.before or 'пусто'}»" for one in changes)


def _saving(group: list[tuple[Edit, str, list[Difference]]]) -> dict[str, object]:
    last = group[0][0]
    names = list(dict.fromkeys(name for _, name, _ in group if name))
    told = [f"{_DONE[edit.kind]}: {_told(edit, changes)}" for edit, _, changes in group if changes]
    return {
        "number": last.number,
        "at": last.at,
        "who": last.who,
        "what": ", ".join(names[:3]) + (f" и ещё {len(names) - 3}" if len(names) > 3 else ""),
        "changes": " · ".join(told[:6]) + (f" · и ещё {len(told) - 6}" if len(told) > 6 else ""),
        "reason": "отмена правки" if last.undoes and not last.reason else last.reason,
        "can_be_undone": all(edit.stands for edit, _, _ in group),
    }
