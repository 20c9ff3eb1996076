from typing import Any

from components.loading import reading
from etl.desk.job import Field

HEAD = {
    "readings": {
        "Created": {"formats": {"%d/%m/%Y": "03/04 — 3 апреля"}, "form": "%d/%m/%Y", "values": [], "known": {}},
        "State": {"formats": {}, "form": "", "values": ["Open", "Done"], "known": {"status": {"Open": "new"}}},
    },
    "choice": {"meanings": {"status": {"Done": "closed_solved"}}},
}
STATUS = Field("status", "Статус", meanings={"new": "Новое", "closed_solved": "Решено"})


def lists(parts: list[Any]) -> dict[str, Any]:
    """Value of each list of choices, by the received value or the header it is about."""
    found = [one for part in parts for one in [part, *part._traverse()] if getattr(one, "options", None)]
    return {one.id.get("value", one.id["header"]): one.value for one in found}


def test_a_column_of_dates_asks_for_its_format_with_the_likely_one_chosen():
    assert lists(reading.column_questions(HEAD, "Created", Field("received_at", "Дата"), "mapping")) == {
        "Created": "%d/%m/%Y"
    }


def test_a_column_of_statuses_asks_what_each_value_means_and_shows_what_is_known():
    assert lists(reading.column_questions(HEAD, "State", STATUS, "mapping")) == {"Open": "new", "Done": "closed_solved"}


def test_a_list_of_which_nothing_is_known_says_so():
    head = HEAD | {"choice": {}}
    assert lists(reading.column_questions(head, "State", STATUS, "mapping"))["Done"] == "-"


def test_nothing_is_asked_of_other_columns_and_of_known_sources():
    assert reading.column_questions(HEAD, "State", STATUS, "pos") == []
    assert reading.column_questions(HEAD, "State", Field("topic", "Тема"), "mapping") == []
    assert (
        reading.column_questions(HEAD, "Other", STATUS, "mapping") == []
        and reading.column_questions(HEAD, "State", None, "mapping") == []
    )


def test_what_is_chosen_is_told_by_header_and_what_is_left_as_it_is_says_nothing():
    ids = [{"header": "Created"}, {"header": "Closed"}]
    values = [{"header": "State", "value": "Open"}, {"header": "State", "value": "Done"}]
    told = reading.chosen_readings(["%d/%m/%Y", "-"], ids, ["-", "closed_solved"], values)
    assert told == ({"Created": "%d/%m/%Y"}, {"State": {"Done": "closed_solved"}})
