"""Words of people in the note: their numbers are looked up among those of the note."""

import pytest

from reports.documents.blocks import Number, Paragraph, text_of
from reports.weekly.own_words import MARK, known, numbers_in, paragraphs, unknown
from words.format import NBSP

RECORDS = Number(f"1{NBSP}234 записи", "records", 1234.0, "/register?from=1")
LATE = Number("7", "overdue_now", 7.0, "/register?state=overdue")
KNOWN = known([Paragraph(("Поступило ", RECORDS, ", норма 46; доля 65,5 %; просрочено ", LATE, "."))])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Поступило 1 234 записи и 46", ["1234", "46"]),
        ("до 25.12.2026, в 14:05, 23–29.11.2026 и 2026-W47", []),
        ("59-ФЗ, ст. 12, № 5/2 и № З-2026-001, за 2026 год, 25 декабря", []),
        ("65,5 % и 1,5 дня", ["65,5", "1,5"]),
        ("в 1.5 раза, 12.5 дня, 45.12 балла, 10.10 %", ["1,5", "12,5", "45,12", "10,10"]),
        ("к 5.12, 05.12.26 и 1–7.11", []),
        ("12 записей, 12 ответов", ["12", "12"]),
        ("ИМ2 и Т4 — не числа", []),
        ("", []),
    ],
)
def test_numbers_are_told_from_dates_and_numbers_of_documents(text: str, found: list[str]) -> None:
    assert numbers_in(text) == found


def test_a_number_of_the_note_leads_to_its_records_and_another_one_is_marked() -> None:
    body = "Из 1 234 просрочено 7.\n- Норма 46, по словам главы 99."

    first, second, warning = paragraphs(body, KNOWN)

    assert [run for run in first.runs if isinstance(run, Number)] == [
        Number("1 234", "records", 1234.0, RECORDS.href), Number("7", "overdue_now", 7.0, LATE.href),
    ]  # fmt: skip
    assert (second.style, text_of(second.runs)) == ("item", f"Норма 46, по словам главы 99{MARK}.")
    assert text_of(warning.runs).startswith(MARK)
    assert unknown(body, KNOWN) == ["99"]


def test_a_decimal_point_is_a_decimal_comma() -> None:
    assert unknown("Доля 65.5 %, стало в 1.5 раза больше", KNOWN) == ["1,5"]


def test_a_number_that_two_things_answer_to_leads_nowhere() -> None:
    both = known([Paragraph((LATE, LATE, Number("7", "records", 7.0, "/register?other=1")))])

    (only,) = paragraphs("Просрочено 7.", both)

    assert only.runs == ("Просрочено 7.",)
