"""Topics and places of records that came without them: guessed where sure, learnt from what came with labels."""

import csv
import sys

import pytest
import sqlalchemy as sa

from data import store
from data.store.tables import places, questions, records, topics
from etl.load import load
from etl.structure.topics import history, model_files
from tests.etl.conftest import HEADER, dump

pytestmark = pytest.mark.usefixtures("read_here")

SAID = [
    ("Отсутствие воды", "Третий день нет воды, водоснабжение отключили"),
    ("Ямы на дорогах", "На дороге ямы и выбоины, разбитый асфальт"),
    ("Безнадзорные животные", "Стая бродячих собак у дома"),
]


def write(path, rows):
    """Rows of (id, text, topic, place)."""
    with path.open("w", encoding="utf-8", newline="") as file:
        made = [
            (i, "01.02.2026 10:00", text, topic, "", "", "На исполнении", "", place, "", "")
            for i, text, topic, place in rows
        ]
        csv.writer(file, delimiter=";").writerows([HEADER, *made])
    return path


def questions_of(settings):
    with store.reading(settings) as connection:
        query = (
            sa.select(
                records.c.external_id, topics.c.code, questions.c.topic_method, records.c.place_status, places.c.oktmo
            )
            .select_from(records.join(questions).outerjoin(topics).outerjoin(places))
            .order_by(records.c.external_id)
        )
        return {row[0]: tuple(row[1:]) for row in connection.execute(query)}


def test_a_question_without_a_label_gets_a_topic_only_when_the_rules_are_sure(either, tmp_path):
    load(write(tmp_path / "a.csv", [("1", SAID[0][1], "", ""), ("2", "Спасибо за ответ", "", "")]), either)
    found = questions_of(either)
    assert found["1"][:2] == ("housing.no_water", "rule")
    assert found["2"][:2] == (None, None)


def test_a_label_that_is_not_known_waits_for_a_person_and_is_not_guessed(either, tmp_path):
    load(write(tmp_path / "a.csv", [("1", SAID[0][1], "Небывалая тема", "")]), either)
    assert questions_of(either)["1"][:2] == (None, None)


def test_a_text_gives_the_place_only_where_the_fields_name_none(either, tmp_path):
    rows = [
        ("1", "В Бельтирском темно", "", ""),
        ("2", "В Бельтирском темно", "", "с. Балыкса"),
        ("3", "В Бельтирском темно", "", "деревня Нигде"),
        ("4", "Бельтирский сельсовет не отвечает", "", ""),
        ("5", "В Аскизе темно", "", ""),
    ]
    load(write(tmp_path / "a.csv", rows), either)
    found = {key: value[2:] for key, value in questions_of(either).items()}
    assert found["1"] == ("text", "95608412101")
    assert found["2"] == ("found", "95608409101")
    assert found["3"] == ("none", None)
    assert found["4"] == ("text_municipality", None)
    assert found["5"] == ("none", None)


def test_a_history_is_learnt_and_then_answers_as_the_model(either, tmp_path):
    told = [(str(i), f"{SAID[i % 3][1]} {i}", SAID[i % 3][0], "") for i in range(60)]
    load(write(tmp_path / "a.csv", told), either)
    learnt = history.learn(either)
    assert (learnt.texts, learnt.topics) == (60, 3)
    assert model_files.newest(model_files.folder(either.var)) == learnt.path
    before = dump(either)
    load(write(tmp_path / "b.csv", [("900", "нет воды, водоснабжение", "", "")]), either)
    assert questions_of(either)["900"][:2] == ("housing.no_water", "model")
    assert len(dump(either)["records"]) == len(before["records"]) + 1


def test_guesses_are_not_learnt_from(either, tmp_path):
    load(write(tmp_path / "a.csv", [(str(i), SAID[0][1], "", "") for i in range(40)]), either)
    with store.reading(either) as connection:
        assert history.labelled_texts(connection) == ([], [])


def test_loading_records_does_not_import_the_learning_library(either, tmp_path):
    before = {name for name in sys.modules if name.startswith("sklearn")}
    load(write(tmp_path / "a.csv", [("1", SAID[0][1], "", "")]), either)
    assert {name for name in sys.modules if name.startswith("sklearn")} == before
