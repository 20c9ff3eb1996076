"""Weeks that seldom come: one record, every kind of gap; and no sentence of any note is broken."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from data.scope import EVERYTHING
from data.settings import Settings, use
from reports import weekly
from reports.documents.blocks import Bars, Document, Heading, Paragraph, Table, text_of
from tests.data.records import published
from words import nouns
from words.format import NBSP

MONDAY = date(2026, 5, 11)
GAPS: tuple[dict[str, object], ...] = (
    {"topic": None, "recipient": ""},
    {"place": "", "topic": "roads.snow_ice"},
    {"status": "", "topic": "housing.no_water"},
    {"status": "closed_solved", "topic": "housing.no_water", "recipient": "water_utility"},
    {"status": "closed_solved", "answered": "2026-05-14 12:00", "rating": 1},
    {"status": "forwarded", "answered": "2026-05-13"},
    {"status": "in_work", "topic": "health.queues", "recipient": "health_ministry"},
    {"channel": "letter", "source": "register_59fz"},
)
"""A record each: of no topic and nobody, of no place, of an unknown status, closed without a date, rated once, sent on,
of a sensitive topic, a letter nobody has registered.
"""


def record(day: date, **more: object) -> dict[str, object]:
    return {"received": f"{day} 10:00", "place": "95608410111", "recipient": "road_department"} | more


def note(folder: Path, week: str, *rows: dict[str, object]) -> Document:
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *rows)
        return weekly.note(weekly.open_week(week, None, EVERYTHING, made))


def sentences(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield text_of(block.runs)
        elif isinstance(block, Table):
            yield from (block.title, block.note, *block.head)
            yield from (text_of(cell) for row in block.rows for cell in row)
        elif isinstance(block, Bars):
            yield from (block.title, block.alt, *(f"{bar.label} {bar.text}" for bar in block.bars))
        else:
            assert isinstance(block, Heading)
            yield block.text


_BROKEN = re.compile(
    r"None|nan\b|\{|\}|  | [,.;:)]|[,;:]\.|\.\.|,,|\( |:[^:]*«[^»]*»: [^:]*: |: \.|—\s*[.;]|\bв в\b|\bу у\b"
)
_COUNTED = re.compile(r"(?P<n>\d+(?:,\d+)?) (?P<word>запис[а-я]+|ответ(?:ов|а|)\b|мероприяти[а-я]+)")
_ONE = {"запись", "записи", "ответ", "ответа", "мероприятие", "мероприятия", "мероприятию"}
_FEW = {"записи", "записей", "записям", "записях", "ответа", "ответов", "мероприятия", "мероприятий"}
_MANY = {"записей", "записям", "записях", "ответов", "мероприятий"}


def faults(document: Document) -> list[str]:
    """Sentences that no person would write."""
    told = [one.replace(NBSP, " ") for one in sentences(document)]
    found = [one for one in told if _BROKEN.search(one)]
    found += [
        one
        for one in told
        for each in _COUNTED.finditer(one)
        if each["word"] not in _agreeing(float(each["n"].replace(",", ".")))
    ]
    ends = [text_of(b.runs) for b in document.blocks if isinstance(b, Paragraph)]
    return found + [one for one in ends if not one.endswith((".", ":"))]


def _agreeing(n: float) -> set[str]:
    return _FEW if not n.is_integer() else nouns.form(int(n), _ONE, _FEW, _MANY)  # type: ignore[arg-type, return-value]


def test_a_week_of_one_record_is_told_in_the_singular(tmp_path: Path) -> None:
    made = note(tmp_path, "2026-W20", record(date(2026, 4, 1)), record(MONDAY), record(date(2026, 5, 20)))
    told = " ".join(sentences(made)).replace(NBSP, " ")

    assert "За неделю 11–17.05.2026 поступила 1 запись (обращения и сообщения)" in told
    assert faults(made) == []


def test_a_week_with_every_kind_of_gap_is_told_whole(tmp_path: Path) -> None:
    days = [MONDAY + timedelta(days=number % 7) for number in range(len(GAPS))]
    rows = [record(day, **gap) for day, gap in zip(days, GAPS, strict=True)]
    made = note(tmp_path, "2026-W20", record(date(2026, 4, 1)), *rows, record(date(2026, 5, 20)))
    told = " ".join(sentences(made)).replace(NBSP, " ")

    assert "поступило 8 записей" in told
    assert "мало данных" in told
    assert faults(made) == []


@pytest.mark.parametrize("count", [1, 2, 11, 21])
def test_any_number_of_overdue_records_makes_whole_sentences(count: int, tmp_path: Path) -> None:
    late = [record(date(2026, 3, 2) + timedelta(days=n % 7), status="in_work") for n in range(count)]
    made = note(tmp_path, "2026-W20", *late, record(MONDAY), record(date(2026, 5, 20)))
    told = " ".join(sentences(made)).replace(NBSP, " ")

    assert f"({count}) до 22.05.2026" in told
    assert ("на просроченную запись" in told) == (count % 10 == 1 and count != 11)
    assert faults(made) == []


def test_who_does_not_answer_to_the_district_is_asked_and_not_ordered(tmp_path: Path) -> None:
    rows = [
        record(date(2026, 3, 2), status="in_work", recipient=one) for one in ("water_utility", "housing_department")
    ]
    made = note(tmp_path, "2026-W20", *rows, record(MONDAY), record(date(2026, 5, 20)))
    asked = [one for one in sentences(made) if "ответить на" in one]

    assert [("просить ответить" in one, "доложить МЦУ" in one) for one in sorted(asked)] == [
        (True, False),
        (False, True),
    ]


def test_a_record_of_two_topics_counts_once_among_those_that_are_not_named(tmp_path: Path) -> None:
    named = ("roads.snow_ice", "roads.potholes", "roads.lighting", "housing.no_water", "waste.bulky")
    rows = [record(MONDAY, topic=one) for one in named for _ in range(3)]
    rows.append(record(MONDAY, questions=["energy.outages", "health.medicines"]))
    made = note(tmp_path, "2026-W20", record(date(2026, 4, 1)), *rows, record(date(2026, 5, 20)))
    told = " ".join(sentences(made)).replace(NBSP, " ")

    assert "И ещё 2 темы: 1 запись." in told
