"""Whether a file numbers anew: under most of its numbers the store holds other appeals."""

from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Any
from zoneinfo import ZoneInfo

from data.errors import InputError
from etl.structure.canonical import Columns

_ALIKE = 0.6
"""A single appeal whose text is so like the former one has been corrected, not replaced."""


class RenumberedError(InputError):
    """The file numbers anew; a person must say that this is meant."""


class RenumberingCheck:
    """Counts the known records of a file whose day of receipt and text are both others than in the store."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._met = self._others = 0
        self._are_unlike = True

    def met(self, count: int) -> None:
        """So many records of the file were known by their number."""
        self._met += count

    def compare(self, before: dict[str, Any], columns: Columns, at: int) -> None:
        """Look at a known record that changes. before: its former self; at: position of its first row."""
        if self.is_other(before, columns, at):
            self._others += 1
            ratio = SequenceMatcher(None, _text(before)[:400], str(columns["text"][at])[:400]).ratio()
            self._are_unlike &= ratio < _ALIKE

    def is_other(self, before: dict[str, Any], columns: Columns, at: int) -> bool:
        """Whether a row is an appeal of another day with another text."""
        was, now = _text(before), columns["text"][at]
        if not was or not now or was == now:
            return False
        return self._day(before["record"]["received_at"]) != self._day(columns["received_at"][at])

    def _day(self, moment: datetime) -> Any:
        return moment.replace(tzinfo=UTC).astimezone(self._zone).date()

    def refuse(self) -> None:
        """Raises RenumberedError when that is so of most of them; of a single one only where its text is quite
        another.
        """
        if self._others * 2 <= self._met or (self._others == 1 and not self._are_unlike):
            return
        anew = "Если система и правда начала нумеровать заново,"
        what = (
            f"Похоже на новую нумерацию: из {self._met} записей с известными номерами у {self._others} другие и день "
            "поступления, и текст. Проверьте столбец номера."
        )
        raise RenumberedError(
            f"{what} {anew} добавьте ключ --renumbered: прежние записи останутся под своими номерами с пометкой.",
            on_screen=f"{what} {anew} нажмите «Загрузить как новую нумерацию».",
        )


def _text(before: dict[str, Any]) -> str:
    """The text of the first question as it was received."""
    first = min(before["questions"], key=lambda one: one["question_no"], default=None)
    texts = {one["question_id"]: one["text"] for one in before["originals"]}
    return str(texts.get(first["question_id"]) or "") if first else ""
