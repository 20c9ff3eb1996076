"""Rows of the template: channels, numbers, questions, places, answers; hand-counted."""

import pytest

from data.store import reference
from etl.sources import by_hand as source
from etl.sources.detection import recognise
from etl.sources.registry import SOURCES
from tests.etl.sources.raw import local, one, tidy

BASE = dict.fromkeys(source.COLUMNS, "") | {
    "channel": "Телефон",
    "received_at": "02.03.2026 10:15",
    "text": "Нет воды",
}


@pytest.mark.trial
def test_every_channel_kind_and_status_is_known_by_its_name() -> None:
    for field, name, column in (("channel", "channels", "channel"), ("kind", "kinds", "kind")):
        for code, said in reference.table(name)[[f"{column}_code", "name"]].itertuples(index=False):
            assert one(source, BASE | {field: said})[f"{column}_code"] == code
    for code, said in reference.table("statuses")[["status_code", "name"]].itertuples(index=False):
        assert one(source, BASE | {"result": said})["status_code"] == code


def test_a_number_belongs_to_its_journal_and_year_but_one_of_the_program_stands_alone() -> None:
    assert one(source, BASE | {"number": "15"})["external_id"] == "15 (2026, Телефон)"
    assert one(source, BASE | {"number": "15", "channel": "Письменное обращение"})["external_id"] == "15 (2026, Письмо)"
    assert one(source, BASE | {"number": "ВР-15"})["external_id"] == "ВР-15"


def test_a_row_without_a_number_gets_one_that_repeats_on_the_next_load_and_may_be_used_to_change_it() -> None:
    first, again = tidy(source, BASE, BASE).frame["external_id"], tidy(source, BASE, BASE).frame["external_id"]
    assert first.nunique() == 2
    assert first.tolist() == again.tolist()
    assert one(source, BASE | {"number": first[0], "result": "Закрыто: решено"})["external_id"] == first[0]


def test_rows_with_one_number_are_questions_of_one_record_wherever_they_stand() -> None:
    rows = [BASE | {"number": "15", "text": text} for text in ("Вода", "Дорога", "Вода")]
    frame = tidy(source, rows[0], BASE | {"number": "16"}, rows[1], rows[2]).frame
    assert frame[["external_id", "question_no", "row_number"]].to_numpy().tolist() == [
        ["15 (2026, Телефон)", 1, 2],
        ["15 (2026, Телефон)", 1, 5],
        ["15 (2026, Телефон)", 2, 4],
        ["16 (2026, Телефон)", 1, 3],
    ]


def test_questions_are_counted_on_from_chunk_to_chunk() -> None:
    memory: dict = {}
    tidy(source, BASE | {"number": "15"}, memory=memory)
    second = tidy(source, BASE | {"number": "15", "text": "Дорога"}, memory=memory).frame
    assert second["question_no"].tolist() == [2]


def test_a_place_is_named_with_its_settlement_and_the_applicant_s_street_is_not_there() -> None:
    told = {"place": "Камышта (Пуланкольский сельсовет)", "address": "с. Аскиз, ул. Ленина, д. 5"}
    row = one(source, BASE | told)
    assert (row["place_raw"], row["municipality_raw"]) == ("Камышта", "Пуланкольский сельсовет")
    assert (row["address_raw"], row["street"], row["house"]) == (told["address"], "", "")
    assert one(source, BASE | {"address": told["address"]})["street"] == "ул. Ленина"


def test_a_promised_day_is_the_term_the_row_itself_names_and_an_open_record_is_new() -> None:
    row = one(source, BASE | {"promised_at": "05.03.2026"})
    assert local(row["promised_at"]) == local(row["file_due_at"]) == "2026-03-05 00:00:00"
    assert row["status_code"] == "new"
    assert one(source, BASE | {"answered_at": "04.03.2026"})["status_code"] == "", "answered, but nobody said how"


def test_a_row_without_a_day_is_rejected_and_nothing_else_costs_it() -> None:
    made = tidy(source, BASE | {"received_at": ""}, BASE | {"channel": "Голубиная почта", "kind": "Ода"})
    assert [(one["row"], one["column"]) for one in made.rejections] == [(2, "Когда поступило")]
    assert made.frame[["kind_code", "kind_raw"]].to_numpy().tolist() == [["", "Ода"]]


@pytest.mark.parametrize("other", [one for one in SOURCES if one.code != source.CODE], ids=lambda one: one.code)
def test_the_template_is_taken_for_no_other_source_nor_another_for_it(other) -> None:
    for code, columns in ((source.CODE, source.COLUMNS), (other.code, other.columns)):
        found = recognise([(1, [names[0] for names in columns.values()])])
        assert found is not None and found.source_code == code
