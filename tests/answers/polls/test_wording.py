"""Leading questions: rules measured on a labelled set, and on a second one labelled before the rules had seen it."""

import csv
from pathlib import Path

import pytest

from answers.polls import wording

HERE = Path(__file__).parent


def labelled(name: str) -> list[tuple[bool, str, list[str]]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return [
            (row["is_leading"] == "1", row["question"], [one for one in row["options"].split("|") if one])
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(("name", "count", "recall"), [("questions.csv", 80, 0.97), ("more_questions.csv", 30, 0.9)])
def test_the_rules_find_what_leads_and_leave_the_rest_alone(name: str, count: int, recall: float) -> None:
    rows = labelled(name)
    found = [(leading, wording.leads(question, options)) for leading, question, options in rows]

    assert len(rows) == count
    assert sum(said for leading, said in found if leading) >= recall * sum(leading for leading, _ in found)
    assert not any(said for leading, said in found if not leading)


def test_every_fault_says_why_in_a_sentence_and_names_what_it_is_about() -> None:
    found = wording.faults("Согласны ли вы, что ужасную дорогу пора чинить?", ["Да", "Нет", "Да, но позже"])

    assert [one.code for one in found] == ["agree", "loaded", "uneven", "no_way_out"]
    assert all(one.why.endswith(".") for one in found)
    assert "«ужасную»" in found[1].why
    assert not found[-1].leads


@pytest.mark.parametrize(
    ("question", "options", "codes"),
    [
        ("Поддерживаете ли вы ремонт моста или его закрытие?", ["Ремонт", "Закрытие", "Затрудняюсь ответить"], []),
        ("Какие детские и спортивные площадки обновить?", [], []),
        ("", [], []),
        ("слово " * 31, [], ["long"]),
        ("Оцените дорогу.", ["1", "2", "3"], []),
    ],
)
def test_what_is_told_of_a_question(question: str, options: list[str], codes: list[str]) -> None:
    assert [one.code for one in wording.faults(question, options)] == codes
