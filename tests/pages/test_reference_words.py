"""«Справочники», words of sources: what they mean is kept by people, and the next import knows it."""

import importlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from access.roles import ROLES
from data import store
from data.decisions.reference import lists, table
from data.errors import AccessError, EditConflictError, FilterError
from data.settings import Settings, use
from deeds import reference
from etl.structure.recipients.resolver import RecipientResolver
from etl.structure.topics.from_labels import TopicResolver
from tests import stores
from tests.data.records import installed
from tests.pages.test_reference import as_somebody, rows
from tests.pages.test_screens import words

TAP = {
    "number": "",
    "label": "Кран без воды",
    "group_label": "",
    "source_code": "pos",
    "topic_code": "housing.no_water",
    "valid_from": "",
    "valid_to": "",
}
BODY = {"number": "", "label": "Водный отдел", "source_code": "", "recipient_code": "water_utility"}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("words"), {"received": "2026-03-02"}) as settings:
        stores.add_screens(settings)
        return settings


@pytest.fixture
def made(seeded: Settings, tmp_path: Path) -> Iterator[Settings]:
    with stores.copied(seeded, tmp_path) as settings, use(settings), as_somebody("centre_head"):
        yield settings


def topic_of(settings: Settings, label: str, day: str = "2026-06-01", source: str = "pos") -> str | None:
    with store.reading(settings) as connection:
        codes = {key: code for code, key in lists.ids(connection, "topics").items()}
        found = TopicResolver(connection, source).resolve(label, "", date.fromisoformat(day))
        return None if found is None else codes[found]


def test_a_word_is_taught_changed_for_some_days_and_taken_out(made: Settings) -> None:
    before = rows(made, lists.TOPIC_WORDS.table)
    assert topic_of(made, "Кран без воды") is None
    number = reference.save("topic_labels", TAP, 0, "новое слово портала")
    assert topic_of(made, "кран без воды") == "housing.no_water"
    assert topic_of(made, "Кран без воды", source="incident_management") is None
    reference.save("topic_labels", TAP | {"number": number, "valid_to": "2026-06-30"}, 1)
    later = TAP | {"topic_code": "housing.water_quality", "valid_from": "2026-07-01"}
    second = reference.save("topic_labels", later, 0)
    assert second != number
    days = ["2026-06-30", "2026-07-01"]
    assert [topic_of(made, "Кран без воды", day) for day in days] == ["housing.no_water", "housing.water_quality"]
    reference.remove("topic_labels", second, 1, "передумали")
    assert topic_of(made, "Кран без воды", days[1]) is None
    for _ in range(4):
        standing = next(edit for edit, _, _ in reference.history("topic_labels") if edit.stands and not edit.undoes)
        reference.undo("topic_labels", str(standing.number))
    assert rows(made, lists.TOPIC_WORDS.table) == before


def test_a_body_is_known_by_another_name(made: Settings) -> None:
    reference.save("recipient_labels", BODY, 0)
    with store.reading(made) as connection:
        found = RecipientResolver(connection, "pos").resolve("Водный отдел", date(2026, 6, 1))
        assert found == lists.ids(connection, "recipients")["water_utility"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"label": "Отсутствие воды", "source_code": ""}, "уже есть смысл"),
        ({"label": ""}, "не указано"),
        ({"topic_code": ""}, "не указано"),
        ({"topic_code": "nothing"}, "нет в справочнике"),
        ({"source_code": "nothing"}, "нет в справочнике"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "раньше начала"),
        ({"number": "999999"}, "нет"),
        ({"label": "я" * 401}, "не годится"),
    ],
)
def test_what_cannot_be_is_refused_in_words(made: Settings, told: dict[str, str], said: str) -> None:
    with pytest.raises(FilterError, match=said):
        reference.save("topic_labels", TAP | told, 0)


def test_the_second_of_two_editors_is_told_what_differs(made: Settings) -> None:
    number = reference.save("topic_labels", TAP, 0)
    reference.save("topic_labels", TAP | {"number": number, "label": "Кран сухой"}, 1)
    with pytest.raises(EditConflictError):
        reference.save("topic_labels", TAP | {"number": number, "label": "Сухой кран"}, 1)
    with pytest.raises(EditConflictError):
        reference.remove("topic_labels", number, 1)


@pytest.mark.parametrize("code", ["topic_labels", "recipient_labels", "place_labels"])
def test_a_file_of_new_words_is_planned_and_written_and_changes_nothing_the_second_time(
    made: Settings, code: str
) -> None:
    listed, found = reference.listed(code)
    texts = dict(found[0].texts) | {listed.key.name: ""}
    new = [texts | {"label": f"Новое слово {number}"} for number in (1, 2)]
    kept = [dict(one.texts) for one in found[:3]]
    heads = [one.label for one in listed.fields]

    def file(told: list[dict[str, str]]) -> bytes:
        lines = [",".join(f'"{row[one.name]}"' for one in listed.fields) for row in told]
        return "\n".join([",".join(heads), *lines]).encode()

    plan = reference.plan(code, "слова.csv", file([*kept, *new]))
    assert ([one.name for one in plan.added], plan.same) == (["Новое слово 1", "Новое слово 2"], 3)
    reference.replace(code, "слова.csv", file([*kept, *new]), plan)
    assert len(reference.listed(code)[1]) == len(found) + 2
    with pytest.raises(FilterError, match="уже есть смысл"):
        reference.plan(code, "слова.csv", file(new))
    again = reference.plan(code, "слова.csv", table.as_csv(*reference.listed(code)).encode())
    assert again.rows == ()


def test_rows_with_codes_are_not_removed(made: Settings) -> None:
    with pytest.raises(FilterError, match="не удаляются"):
        reference.remove("topics", "1", 1)


@pytest.mark.parametrize("role", list(ROLES))
def test_who_keeps_the_lists_changes_words_and_others_read_them(role: str, made: Settings) -> None:
    page = importlib.import_module("pages.reference")
    may = role in ("centre_head", "administrator")
    with as_somebody(role):
        shown = words(page.layout(list="topic_labels", find="отсутствие ВОДЫ"))
        assert "Отсутствие воды" in shown
        assert "Автобус" not in shown
        assert ("Изменить" in shown) == may
        assert "сузьте поиском" in words(page.layout(list="topic_labels"))
        if not may:
            with pytest.raises(AccessError):
                reference.save("topic_labels", TAP, 0)
            with pytest.raises(AccessError):
                reference.remove("topic_labels", "1", 1)
