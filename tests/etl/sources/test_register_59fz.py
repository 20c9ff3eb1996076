import pandas as pd
import pytest

from etl.sources import register_59fz as source
from tests.etl.sources.raw import local, one, tidy

BASE = {
    "number": "А-15",
    "received_at": "02.03.2026",
    "registered_at": "03.03.2026 г.",
    "author": "Петров П. П.",
    "questions": "Вода [0005.0005.0056.1160]",
    "content": "Просит провести воду",
    "result": "На рассмотрении",
}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", [("", "")]),
        ("Вода", [("Вода", "")]),
        ("0005.0005.0056.1160 Вода", [("0005.0005.0056.1160", "Вода")]),
        ("Вода [0005.0005]; Дороги [0003.0009]", [("0005.0005", "Вода"), ("0003.0009", "Дороги")]),
        ("Вода\nДороги", [("Вода", ""), ("Дороги", "")]),
        ("1) Вода 2) Дороги", [("Вода", ""), ("Дороги", "")]),
        ("1. Вода\n2. Дороги", [("Вода", ""), ("Дороги", "")]),
        ("[0005.0005]; [0003.0009]", [("0005.0005", ""), ("0003.0009", "")]),
        ("0005.0005 Вода 0003.0009 Дороги", [("0005.0005", "Вода"), ("0003.0009", "Дороги")]),
        ("Ремонт дома 5, кв. 3", [("Ремонт дома 5, кв. 3", "")]),
    ],
)
def test_questions_of_a_cell_are_told_apart(cell, expected):
    assert source.questions(cell) == expected


def test_a_letter_with_several_questions_becomes_several_rows_of_one_letter():
    made = tidy(source, BASE | {"questions": "Вода [0005.0005]; Дороги [0003.0009]"}, BASE | {"number": "16"})
    assert made.frame["external_id"].tolist() == ["А-15 (2026)", "А-15 (2026)", "16 (2026)"]
    assert made.frame["question_no"].tolist() == [1, 2, 1]
    assert made.frame["topic_raw"].tolist() == ["0005.0005", "0003.0009", "0005.0005.0056.1160"]
    assert (made.rows_in, made.frame["row_number"].tolist()) == (2, [2, 2, 3])


def test_several_rows_of_one_number_are_questions_of_one_letter():
    made = tidy(source, BASE, BASE | {"number": "16"}, BASE | {"questions": "Дороги"})
    assert made.frame["external_id"].tolist() == ["А-15 (2026)", "А-15 (2026)", "16 (2026)"]
    assert made.frame["question_no"].tolist() == [1, 2, 1]


def test_a_row_without_number_and_date_goes_on_with_the_letter_above():
    empty = dict.fromkeys(BASE, "") | {"questions": "Дороги"}
    made = tidy(source, BASE, empty)
    assert not made.rejections
    assert made.frame["external_id"].nunique() == 1
    assert made.frame["applicant_name"].tolist() == ["Петров П. П."] * 2


def test_the_same_question_again_keeps_its_number():
    assert tidy(source, BASE, BASE).frame["question_no"].tolist() == [1, 1]


def test_a_part_of_a_letter_said_again_does_not_become_its_last_word():
    whole = BASE | {"questions": "Вода [0005.0005]; Дороги [0003.0009]"}
    part = BASE | {"questions": "Вода [0005.0005]"}
    assert tidy(source, whole, part).frame["row_number"].tolist() == [3, 2, 2]
    assert tidy(source, whole, whole).frame["row_number"].tolist() == [2, 2, 3, 3]


def test_numbers_start_again_every_year():
    made = tidy(source, BASE, BASE | {"received_at": "02.03.2025"})
    assert made.frame["external_id"].tolist() == ["А-15 (2026)", "А-15 (2025)"]


def test_the_answer_is_dated_by_the_outgoing_letter():
    row = one(source, BASE | {"outgoing": "15-1023 от 20.03.2026", "result": "Меры приняты"})
    assert local(row["answered_at"])[:10] == "2026-03-20"
    assert row["observes_answer"] and row["status_code"] == "closed_solved"


def test_a_term_in_days_counts_from_registration():
    assert local(one(source, BASE | {"due_at": "30 дней"})["file_due_at"])[:10] == "2026-04-02"
    assert local(one(source, BASE | {"due_at": "02.04.2026"})["file_due_at"])[:10] == "2026-04-02"


def test_an_extension_names_its_day_or_nothing():
    assert local(one(source, BASE | {"extension": "продлено до 02.05.2026"})["extended_to_at"])[:10] == "2026-05-02"
    assert one(source, BASE | {"extension": "нет"})["extended_to_at"] is not None


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Да", True), ("Да (12 подписей)", True), ("Нет", False), ("", False), ("Коллективное", True)],
)
def test_a_collective_letter_is_told_by_the_first_word(value, expected):
    assert one(source, BASE | {"is_collective": value})["is_collective"] == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Письмо", "letter"),
        ("Прокуратура района", "prosecutor"),
        ("Личный прием граждан главой", "personal_reception"),
        ("Голубиная", ""),
        ("", ""),
    ],
)
def test_the_channel_is_told_by_its_label_and_an_unknown_one_stays_unknown(value, code):
    assert one(source, BASE | {"channel": value})["channel_code"] == code


def test_a_letter_without_number_is_rejected():
    made = tidy(source, BASE | {"number": ""})
    assert made.rejections[0]["column"] == "№"
    assert made.frame.empty


@pytest.mark.parametrize("empty", ["01.01.0001 0:00:00", ".  .", "30.12.1899", "31.12.9999", "0"])
def test_the_empty_date_of_an_accounting_program_keeps_a_letter_open(empty):
    row = one(source, BASE | {"answered_at": empty, "extension": empty})
    assert row["answered_at"] is pd.NaT and row["extended_to_at"] is pd.NaT


def test_an_extension_that_names_no_day_is_told():
    made = tidy(source, BASE | {"extension": "да"}, BASE | {"extension": "не продлевался"})
    assert [(told["row"], told["value"]) for told in made.emptied] == [(2, "да")]


@pytest.mark.parametrize("extension", ["до 2 мая 2026 г.", "02.05.2026", "приказ № 5 от 02.05.26"])
def test_an_extension_is_read_however_its_day_is_written(extension):
    assert local(one(source, BASE | {"extension": extension})["extended_to_at"])[:10] == "2026-05-02"
