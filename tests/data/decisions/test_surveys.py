"""Surveys, call-backs and control questions: read from a file, written down, taken back, never citizens' records."""

import pandas as pd
import pytest

from data import store
from data.decisions import flaws
from data.decisions.surveys import read, write
from data.decisions.surveys.table import Told
from data.errors import FilterError
from data.filters import Filters
from data.metrics import METRICS, query, register
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.snapshots import publish
from data.store.tables import edits, survey_answers, surveys
from etl.desk import survey_table
from tests.data import records
from tests.data.records import day, published

ROWS = (
    {"received": "2026-03-02", "answered": "2026-03-09", "channel": "im_vk", "recipient": "road_department",
     "rating": 5, "external_id": "П-7", "topic": "roads.potholes", "municipality": "95608405", "address": "h"},
    {"received": "2026-03-12", "answered": "2026-03-19", "channel": "pos_message", "recipient": "mcu", "rating": 1,
     "external_id": "П-8", "topic": "roads.potholes", "municipality": "95608151", "address": "h"},
)  # fmt: skip


def add(settings: Settings, kind: str, *told: Told) -> int:
    return write.add(settings, "petrov", kind, "Опрос весны", told)


def test_what_an_answer_does_not_name_its_record_says(settings: Settings) -> None:
    published(settings, *ROWS)
    on = day("2026-04-01")
    add(settings, "survey", Told(2, 4, on, number="П-7"), Told(3, 2, on, recipient="mcu", topic="roads.potholes"))
    first, second = read.answers(settings, EVERYTHING)
    assert (first["channel"], first["recipient"], first["topic_group"]) == ("im_vk", "road_department", "roads")
    assert (first["municipality"], first["value"], first["kind"]) == ("95608405", 4, "survey")
    assert (second["channel"], second["recipient"], second["municipality"]) == (None, "mcu", None)


def test_an_answer_may_name_a_record_that_is_loaded_later(settings: Settings) -> None:
    published(settings, {"received": "2026-03-02"})
    add(settings, "call_back", Told(0, 3, day("2026-04-01"), number="П-9", source="pos"))
    assert read.answers(settings, EVERYTHING)[0]["channel"] is None
    records.add(settings, ROWS[0] | {"external_id": "П-9"})
    assert read.answers(settings, EVERYTHING)[0]["channel"] == "im_vk"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Told(4, 5, day("2026-04-01")), "Строка 4: ответ ни к чему не относится"),
        (Told(4, 5, day("2026-04-01"), recipient="нет такого"), "ответственный «нет такого»: в списке такого нет"),
        (Told(4, 5, day("2026-04-01"), number="Ъ-1"), "записи с номером «Ъ-1» нет. Проверьте номер"),
        (Told(0, 5, day("2026-04-01"), source="телеграф", number="1"), "Источник «телеграф»: в списке такого нет"),
    ],
)
def test_of_a_survey_with_one_wrong_answer_nothing_is_written(settings: Settings, told: Told, said: str) -> None:
    published(settings, *ROWS)
    with pytest.raises(FilterError, match=said):
        add(settings, "survey", Told(2, 5, day("2026-04-01"), recipient="mcu"), told)
    assert read.listed(settings) == []


@pytest.mark.parametrize("kind", ["survey", "call_back", "secret"])
def test_an_answer_of_a_day_before_its_record_is_refused_in_words(settings: Settings, kind: str) -> None:
    published(settings, *ROWS)
    for source in ("", "pos"):
        with pytest.raises(FilterError, match=r"раньше самой записи, она поступила 12\.03\.2026\. Исправьте"):
            add(settings, kind, Told(2, 5, day("2020-03-11"), number="П-8", source=source))
    with pytest.raises(FilterError, match=r"^Ответ 11\.03\.2026 раньше"):
        add(settings, kind, Told(0, 5, day("2026-03-11"), number="П-8"))
    assert read.listed(settings) == []
    add(settings, kind, Told(0, 5, day("2026-03-12"), number="П-8"), Told(0, 5, day("2020-03-12"), recipient="mcu"))


def test_a_survey_is_taken_back_with_all_its_answers_at_once(settings: Settings) -> None:
    published(settings, *ROWS)
    on = day("2026-04-01")
    kept = add(settings, "call_back", Told(0, 1, on, recipient="mcu"))
    key = add(settings, "survey", *[Told(i, 5, on, recipient="mcu") for i in range(2, 9)])
    write.undo(settings, "petrov", write.group_of(settings, key))
    assert [one.key for one in read.listed(settings)] == [kept]
    assert [one["value"] for one in read.answers(settings, EVERYTHING)] == [1]


def test_an_answer_is_open_where_all_that_limits_the_asker_is_known_to_lie_within(settings: Settings) -> None:
    published(settings, *ROWS)
    on = day("2026-04-01")
    add(settings, "survey", Told(2, 4, on, number="П-7"), Told(3, 2, on, recipient="mcu"))

    def values(*grants: Grant) -> list[int]:
        return [one["value"] for one in read.answers(settings, Scope(grants))]

    assert values(Grant()) == [4, 2]
    assert values(Grant(recipients=("mcu",))) == [2]
    assert values(Grant(channels=("im_vk",))) == [4], "of the other nobody knows a channel"
    assert values(Grant(municipalities=("95608405",))) == [4]
    assert values(Grant(municipalities=("95608151",))) == []
    assert values(Grant(detail="totals")) == []
    assert values() == []


def everything_counted() -> pd.DataFrame:
    return query(list(METRICS), (), Filters(period="all"), EVERYTHING)


def test_no_metric_of_records_counts_a_control_question(settings: Settings) -> None:
    published(settings, ROWS[0])
    alone = everything_counted()
    records.add(settings, ROWS[1])
    publish.publish(settings)
    assert not everything_counted().equals(alone)
    key = add(settings, "secret", Told(2, 2, day("2026-04-01"), number="П-8"))
    publish.publish(settings)
    pd.testing.assert_frame_equal(everything_counted(), alone)
    assert register.page(Filters(period="all"), EVERYTHING).total == 1
    assert sum(flaws.methods(settings, EVERYTHING).values()) == 1
    assert [one["kind"] for one in read.answers(settings, EVERYTHING)] == ["secret"]
    write.undo(settings, "petrov", write.group_of(settings, key))
    publish.publish(settings)
    assert register.page(Filters(period="all"), EVERYTHING).total == 2


def test_a_survey_and_a_call_back_take_no_record_out_of_the_numbers(settings: Settings) -> None:
    published(settings, *ROWS)
    before = everything_counted()
    for kind in ("survey", "call_back"):
        add(settings, kind, Told(2, 2, day("2026-04-01"), number="П-8"))
    publish.publish(settings)
    pd.testing.assert_frame_equal(everything_counted(), before)


def test_a_file_given_twice_is_two_surveys_where_it_is_wanted_and_leaves_no_words_of_applicants(
    settings: Settings,
) -> None:
    published(settings, *ROWS)
    head = ["№ обращения", "Источник", "Дата звонка", "Балл", "Комментарий"]
    row = ["П-7", "pos", "03.04.2026", "5", "звонить Ивановой 89130000000"]
    told = survey_table.from_cells([head, row]).told
    for again in (False, True):
        write.add(settings, "petrov", "survey", "Опрос", told, again=again)
    assert [one.answers for one in read.listed(settings)] == [1, 1]
    with store.reading(settings) as connection:
        kept = [connection.execute(one.select()).all() for one in (surveys, survey_answers, edits)]
    assert "Ивановой" not in repr(kept)
