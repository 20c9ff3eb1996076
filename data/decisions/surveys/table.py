"""Answers of a survey before they are written down: what each may say, and one of them in words."""

from dataclasses import dataclass
from datetime import date

FIELDS = {
    "value": "Оценка",
    "day": "День ответа",
    "number": "Номер записи",
    "source": "Источник записи",
    "recipient": "Получатель",
    "topic": "Тематика",
    "place": "Населённый пункт",
}
"""Field → its usual heading."""


@dataclass(frozen=True)
class Told:
    """One answer as a file or a person says it; '' is what nobody has said. line: of the file, for refusals."""

    line: int
    value: int
    day: date
    number: str = ""
    source: str = ""
    recipient: str = ""
    topic: str = ""
    place: str = ""
