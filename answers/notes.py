"""Weekly notes as rows for the screen: which week, how far it has come, what people did with it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from answers import duties
from data.decisions.edits import Edit
from data.decisions.notes.read import DRAFT, STATUSES, WITH_CENTRE_HEAD, WITH_CURATOR, Note
from data.errors import Difference
from words import format

STEPS = tuple(STATUSES.items())
"""Status and its words, in the order of the way."""
TURNS = {
    DRAFT: (("send", "Передать руководителю МЦУ"), ("recount", "Пересчитать по последнему срезу")),
    WITH_CENTRE_HEAD: (("approve", "Согласовать"), ("back", "Вернуть")),
    WITH_CURATOR: (("issue", "Выпустить"), ("back", "Вернуть")),
}
"""Status → what the one whose turn it is can do: action and its words, the main thing first."""
FILES = (("docx", "Скачать DOCX"), ("pdf", "Скачать PDF"))
KEPT = "Сохранены при выпуске и не меняются."
OF_ISSUED = (("since", "Что изменилось с выпуска"),)
OF_DRAFT = (("pages", "Показать страницы"), ("say", "Замечание ко всей записке"))


def rows(found: Sequence[Note], weeks: Mapping[str, str]) -> pd.DataFrame:
    """A note a row: week (code), words, status, number, issued, by. weeks: code → its days."""
    made = [
        {
            "week": one.week,
            "words": weeks[one.week],
            "status": STATUSES[one.status],
            "number": one.issue.number if one.issue else "",
            "issued": format.day(one.issue.issued_on) if one.issue else "",
            "by": one.issue.issued_by if one.issue else "",
        }
        for one in found
    ]
    return pd.DataFrame(made, columns=["week", "words", "status", "number", "issued", "by"])


def history(
    found: Sequence[tuple[Edit, str, list[Difference]]], titles: Mapping[str, str], *, may_undo: bool
) -> pd.DataFrame:
    """As `answers.duties.edits`; only words of people can be taken back, and only while the note is a draft. titles:
    key of a section → its heading.
    """
    named = [(edit, titles.get(section, "вся записка"), changes) for edit, section, changes in found]
    frame = duties.edits(named)
    steps = {edit.number for edit, _, _ in found if edit.table == "notes"}
    return frame.assign(can_be_undone=may_undo & frame["can_be_undone"] & ~frame["number"].isin(steps))
