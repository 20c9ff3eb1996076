"""A file of survey answers as people make it: titled, with marks in words, and what cannot be told is told in full."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.decisions.surveys.table import Told
from data.errors import FilterError
from etl.desk import survey_table
from etl.desk.survey_table import UNRATED, UnclearMarksError
from tests.data.records import day

HEAD = ["№ обращения", "Источник", "Исполнитель", "Тема", "Село", "Дата звонка", "Балл", "Комментарий"]


def cells(*rows: list[str]) -> list[list[str]]:
    return [HEAD, *rows]


def of_marks(*marks: str, **given: Any) -> survey_table.Answers:
    rows = [["Балл"], *[[mark] if mark else ["", "x"] for mark in marks]]
    return survey_table.from_cells(rows, None, day("2026-04-01"), **given)


def test_usual_headings_are_found_and_a_mark_may_be_a_word() -> None:
    found = survey_table.from_cells(
        cells(
            ["П-7", "pos", "", "", "", "03.04.2026", "5", "спасибо"],
            ["", "", "Отдел ЖКХ", "", "", "2026-04-04", "Скорее недовольна.", ""],
            ["", "", "", "", "", "", "", ""],
        )
    )
    assert found.told == [
        Told(2, 5, day("2026-04-03"), number="П-7", source="pos"),
        Told(3, 2, day("2026-04-04"), recipient="Отдел ЖКХ"),
    ]


@pytest.mark.parametrize("number", ["Номер обращения", "№ сообщения", "Номер", "ID"])
def test_a_column_that_counts_the_rows_is_no_number_of_a_record(number: str) -> None:
    for header in (["№", number, "Балл"], [number, "№", "Балл"]):
        assert survey_table.columns(header)["number"] == number
    assert survey_table.columns(["№", "Балл"], [["17", "5"], ["4", "2"]])["number"] == "№"
    assert "number" not in survey_table.columns(["№", "Балл"], [["1", "5"], ["2", "2"], ["3", "4"]])


def test_a_person_says_which_column_is_which() -> None:
    odd = [["A", "B", "C"], ["2", "дорожники", "x"]]
    mapping = {"value": "A", "recipient": "B", "day": "", "place": ""}
    assert survey_table.from_cells(odd, mapping, day("2026-04-01")).told == [
        Told(2, 2, day("2026-04-01"), recipient="дорожники")
    ]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("не доволен", 1), ("недоволен", 1), ("НЕ ДОВОЛЬНА!", 1), ("не удовлетворён", 1), ("совсем не доволен", 1),
        ("скорее не довольна", 2), ("скорее недоволен", 2), ("неудовлетворительно", 2),
        ("скорее доволен", 4), ("скорее довольна", 4), ("доволен", 5), ("полностью удовлетворена", 5),
        ("частично доволен", 3), ("нормально", 3), ("отлично", 5), ("Хорошо.", 4), ("плохо", 2), ("ужасно", 1),
        ("5 из 5", 5), ("4/5", 4), ("3 балла", 3), ("5 (отлично)", 5), ("отлично - 5", 5), ("5,0", 5), ("★★★★☆", 4),
        ("Оценка: 2", 2), ("пятёрка", 5), ("скорее устраивает", 4), ("не устраивает", 1), ("скорее не устраивает", 2),
        ("полностью устраивает", 5),
    ],
)  # fmt: skip
def test_a_mark_is_read_as_people_write_it(text: str, mark: int) -> None:
    assert survey_table.mark_of(text) == mark


def test_all_that_was_not_understood_is_named_with_its_count_and_first_row_and_nothing_is_taken() -> None:
    with pytest.raises(UnclearMarksError) as caught:
        of_marks("5", "да", "да", "7 из 10", "5 (плохо)", "да", "4,5")
    said = str(caught.value).replace("\u00a0", " ")
    assert "Оценка не понята в 6 строках: «да» — 3 (строка 3); «7 из 10» — 1 (строка 5)" in said
    assert "«4,5» — 1" in said and "«5 (плохо)» — 1" in said
    assert "Не внесено ничего" in said
    assert caught.value.values == {"да": 3, "7 из 10": 1, "5 (плохо)": 1, "4,5": 1}


def test_a_person_says_what_such_a_value_means_or_that_it_is_no_mark() -> None:
    found = of_marks("5", "да", "нет", "хз", meanings={"да": "5", "нет": "1", "хз": UNRATED})
    assert [one.value for one in found.told] == [5, 5, 1]
    assert found.unrated == 1
    with pytest.raises(UnclearMarksError):
        of_marks("да", meanings={"да": "может быть"})


def test_rows_without_a_mark_are_counted_and_never_an_answer() -> None:
    found = of_marks("5", "", "нет оценки", "4")
    assert ([one.value for one in found.told], found.unrated) == ([5, 4], 2)
    with pytest.raises(FilterError, match="ни одного ответа с оценкой"):
        of_marks("", "не оценено")


@given(st.lists(st.sampled_from(["5", "4", "не доволен", "", "да", "7", "без оценки", "хорошо"]), min_size=1))
def test_every_row_is_an_answer_unrated_or_named(marks: list[str]) -> None:
    try:
        found = of_marks(*marks)
    except UnclearMarksError as error:
        assert sum(error.values.values()) == sum(mark in ("да", "7") for mark in marks) > 0
    except FilterError as error:
        assert "ни одного ответа" in str(error)
    else:
        assert len(found.told) + found.unrated == len(marks)


@pytest.mark.parametrize(
    ("rows", "mapping", "said"),
    [
        ([["a"], ["5"]], None, "в каком столбце оценка"),
        ([["Балл"], ["5"]], None, "Строка 2: нет дня ответа"),
        ([["Балл", "Дата"], ["6", "01.04.2026"]], None, "Строка 2: оценка «6» не понята"),
        ([["Балл", "Дата"], ["да", "01.04.2026"]], None, "оценка «да» не понята"),
        ([["Балл", "Дата"], ["5", "32.04.2026"]], None, "Строка 2: «32.04.2026» — не дата"),
        ([["Балл"], ["5"]], {"value": "Оценка"}, "нет столбца «Оценка»"),
        ([["Балл"]], None, "ни одного ответа"),
        ([], None, "в каком столбце оценка"),
    ],
)
def test_a_file_that_does_not_say_enough_is_refused_with_its_row(rows: Any, mapping: Any, said: str) -> None:
    with pytest.raises(FilterError, match=said):
        survey_table.from_cells(rows, mapping)


@given(st.text(max_size=30))
def test_whatever_stands_for_a_mark_is_one_to_five_or_refused(text: str) -> None:
    try:
        assert survey_table.mark_of(text) in (1, 2, 3, 4, 5)
    except FilterError as error:
        assert "не понята" in str(error)


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize(
    ("above", "heading"),
    [
        ([], "Балл"),
        (["Опрос заявителей, апрель 2026"], "Балл"),
        (["Опрос заявителей; апрель 2026", "", "Администрация района"], "Балл"),
        (["Опрос"], "Что скажете?"),
    ],
)
def test_a_header_is_found_under_a_title_and_a_row_keeps_the_line_of_the_file(above: list[str], heading: str) -> None:
    lines = [*above, f"Кто отвечал на письмо;Когда звонили;{heading}", ";01.04.2026;5", "mcu;32.04.2026;4"]
    found = survey_table.cells("опрос.csv", "\n".join(lines).encode())
    assert found[0] == ["Кто отвечал на письмо", "Когда звонили", heading]
    mapping = {"value": heading, "day": "Когда звонили", "recipient": "Кто отвечал на письмо"}
    with pytest.raises(FilterError, match=f"Строка {len(above) + 3}: «32.04.2026» — не дата"):
        survey_table.from_cells(found, mapping)
