import re

import pytest

from data.errors import MappingError
from etl.desk import header as head
from etl.desk import readings
from etl.desk.job import Choice, choice_of
from etl.sources import mapping_file

SLASHES = ["03/04/2026 10:00", "03/25/2026 10:00"]
HIDDEN = re.compile("ФИО")


def test_only_formats_that_fit_every_date_are_offered_with_what_they_make_of_it():
    assert readings.formats(SLASHES) == {"%m/%d/%Y %H:%M": "03/04/2026 10:00 — 4 марта 2026"}
    assert list(readings.formats(SLASHES[:1])) == ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]
    assert readings.formats(["вода", "дорога"]) == {} and readings.formats([]) == {}


def test_a_format_is_proposed_only_where_the_program_cannot_read_and_one_format_can():
    found = readings.of_columns(
        {"A": SLASHES, "B": SLASHES[:1], "C": ["02.03.2026", "25.03.2026"], "D": ["текст " * 20]}, HIDDEN
    )
    assert {title: one["form"] for title, one in found.items()} == {"A": "%m/%d/%Y %H:%M", "B": "", "C": ""}


def test_values_are_listed_where_they_are_few_and_hold_nothing_personal():
    found = readings.of_columns(
        {
            "S": ["Открыто", "Закрыто", "Открыто"],
            "ФИО": ["Иванов"],
            "T": ["+7 900 000-11-22"],
            "N": list(map(str, range(99))),
        },
        HIDDEN,
    )
    assert {title: one["values"] for title, one in found.items()} == {"S": ["Открыто", "Закрыто"]}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("Номер", "Дата", "Описание"), {"external_id": "Номер", "received_at": "Дата", "text": "Описание"}),
        (("№", "Дата и время", "Раздел"), {"external_id": "№", "received_at": "Дата и время", "topic_group": "Раздел"}),
        (("ID", "Created", "State"), {"external_id": "ID", "received_at": "Created", "status": "State"}),
        (("Цвет", "Размер"), {}),
    ],
)  # fmt: skip
def test_columns_of_an_unknown_table_are_guessed_by_usual_names(header, expected):
    assert head.guess(head.MAPPING, header) == expected


def test_every_field_that_is_guessed_is_a_field_of_mapping_files_and_no_name_serves_two():
    names = [name.casefold() for several in readings.SYNONYMS.values() for name in several]
    assert set(readings.SYNONYMS) <= set(mapping_file.FIELDS) and len(names) == len(set(names))


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("rating", "отлично", "5"),
        ("rating", "неплохо", ""),
        ("status", "Закрыто", "closed_explained"),
        ("text", "5", ""),
    ],
)
def test_what_the_program_knows_of_a_value_is_filled_in(field, value, code):
    assert readings.known_meaning(field, value) == code


def test_what_is_said_becomes_a_mapping_file_and_is_remembered(tmp_path):
    choice = Choice(
        head.MAPPING,
        {"external_id": "N", "received_at": "Created", "status": "State"},
        code="city",
        channel="site",
        time_zone="Europe/Moscow",
        formats={"received_at": "%m/%d/%Y %H:%M"},
        meanings={"status": {"Done": "closed_solved"}},
    )
    assert choice_of(choice.to_dict()) == choice
    columns = mapping_file.load_mapping(head.mapping_file(tmp_path / "m.yml", choice)).columns
    assert columns["received_at"].format == "%m/%d/%Y %H:%M" and columns["status"].words == {"Done": "closed_solved"}


@pytest.mark.parametrize(
    ("code", "columns", "said"),
    [
        ("", {"text": "Суть"}, "Впишите строчные латинские буквы"),
        ("Город", {"text": "Суть"}, "«Город» не годится"),
        ("pos", {"text": "Суть"}, "занят встроенным источником"),
        ("gorod", {}, "Загружать нечего"),
        ("gorod", {"received_at": "Дата"}, "Загружать нечего"),
    ],
)
def test_what_is_missing_in_the_form_is_told_in_its_own_words(tmp_path, code, columns, said):
    choice = Choice("mapping", columns, code=code, channel="phone", time_zone="Asia/Krasnoyarsk")
    with pytest.raises(MappingError, match=said) as told:
        head.mapping_file(tmp_path / "mapping.yml", choice)
    assert not re.search("source|columns|external_id|кавычках", str(told.value))


def test_a_table_without_topics_is_not_said_to_need_one():
    needed = {one.name for one in head.fields("mapping") if one.is_required}
    assert "received_at" in needed and "topic" not in needed
