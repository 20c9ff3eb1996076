"""«Справочники», topics: kept as recipients and places are; one that ends gives way to what follows it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from access.roles import ROLES
from data import store
from data.decisions.reference import lists, table
from data.errors import EditConflictError, FilterError
from data.filters import Filters
from data.metrics import members, query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from deeds import reference
from etl.structure.topics.from_labels import TopicResolver
from tests import stores
from tests.data.records import add, installed
from tests.pages.test_reference import as_somebody, rows

WATER, QUALITY = "housing.no_water", "housing.water_quality"
NEW = {
    "topic_code": "housing.wells",
    "group_code": "housing",
    "name": "Колодцы",
    "competence": "settlement",
    "is_sensitive": "0",
    "is_pollable": "1",
    "default_recipient_code": "water_utility",
    "sort_order": "150",
    "valid_from": "",
    "valid_to": "",
    "successor_code": "",
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    told = [{"received": "2026-03-02", "topic": WATER}, {"received": "2026-02-02", "topic": QUALITY}]
    with installed(tmp_path_factory.mktemp("topics"), *told) as settings:
        stores.add_screens(settings)
        return settings


@pytest.fixture
def made(seeded: Settings, tmp_path: Path) -> Iterator[Settings]:
    with stores.copied(seeded, tmp_path) as settings, use(settings), as_somebody("centre_head"):
        yield settings


def change(code: str, **told: str) -> str:
    entry = reference.entry("topics", code)
    return reference.save("topics", dict(entry.texts) | told, entry.version, "проверка")


def by_group() -> dict[str, int]:
    found = query(["records"], ["topic_group"], Filters(period="all"), EVERYTHING)
    return dict(zip(found["topic_group"], found["records"], strict=True))


def test_a_topic_is_added_and_every_screen_knows_it(made: Settings) -> None:
    assert reference.save("topics", NEW, 0, "создана") == "housing.wells"
    known = members("topic", Filters()).set_index("code")
    assert known.loc["housing.wells", ["label", "group"]].tolist() == ["Колодцы", "housing"]
    shown = reference.entry("topics", "housing.wells").texts
    assert {name: shown[name] for name in NEW} == NEW


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"valid_to": "2026-06-01"}, "преемника нет"),
        ({"valid_to": "2026-06-01", "successor_code": "roads"}, "тематики — тематика"),
        ({"valid_to": "2026-06-01", "successor_code": "housing.wells"}, "по кругу"),
        ({"group_code": WATER}, "а не группа"),
        ({"group_code": "nothing"}, "нет в справочнике"),
        ({"competence": "village"}, "не годится"),
        ({"topic_code": "Колодцы"}, "не годится"),
        ({"topic_code": "a.b.c"}, "не годится"),
        ({"sort_order": ""}, "не указано"),
        ({"is_pollable": "да"}, "не годится"),
    ],
)
def test_what_cannot_be_is_refused_in_words(made: Settings, told: dict[str, str], said: str) -> None:
    with pytest.raises(FilterError, match=said):
        reference.save("topics", NEW | told, 0)


def test_a_group_does_not_become_a_topic_while_it_holds_some(made: Settings) -> None:
    with pytest.raises(FilterError, match="а не группа"):
        change("housing", group_code="roads")


def test_a_topic_that_moves_takes_its_records_to_the_other_group_and_back(made: Settings) -> None:
    before = rows(made, lists.TOPICS.table)
    assert by_group() == {"housing": 2}
    change(WATER, group_code="roads")
    assert by_group() == {"housing": 1, "roads": 1}
    reference.undo("topics", str(reference.history("topics")[0][0].number))
    assert by_group() == {"housing": 2}
    assert rows(made, lists.TOPICS.table) == before


def test_words_of_a_source_lead_to_the_successor_from_the_day_after_the_last(made: Settings) -> None:
    change(WATER, valid_to="2026-06-30", successor_code=QUALITY)
    with store.reading(made) as connection:
        ids = lists.ids(connection, "topics")
        topics = TopicResolver(connection, "pos")
        days = [date(2026, 6, 30), date(2026, 7, 1)]
        assert [topics.resolve("Отсутствие воды", "", day) for day in days] == [ids[WATER], ids[QUALITY]]
        assert [topics.in_force(ids[WATER], day) for day in days] == [ids[WATER], ids[QUALITY]]
        assert topics.in_force(ids[QUALITY], days[1]) == ids[QUALITY]
    assert by_group() == {"housing": 2}, "what has been loaded keeps its topic"


def test_the_second_of_two_editors_is_told_what_differs(made: Settings) -> None:
    seen = reference.entry("topics", WATER)
    change(WATER, name="Нет воды")
    with pytest.raises(EditConflictError) as refused:
        reference.save("topics", dict(seen.texts) | {"name": "Воды нет"}, seen.version)
    assert [(one.before, one.after) for one in refused.value.differences] == [("Нет воды", "Воды нет")]


def test_a_file_moves_topics_and_adds_groups_as_one_group_of_edits(made: Settings) -> None:
    before = rows(made, lists.TOPICS.table)
    listed, found = reference.listed("topics")
    group = NEW | {"topic_code": "wells", "group_code": "", "name": "Колодцы и скважины", "default_recipient_code": ""}
    told = [dict(one.texts) for one in found if one.texts["topic_code"] == WATER]
    told[0]["group_code"] = "wells"
    content = "\n".join([",".join(NEW), *(",".join(row[name] for name in NEW) for row in (group, *told))]).encode()
    plan = reference.plan("topics", "тематики.csv", content)
    assert ([one.code for one in plan.added], [one.code for one in plan.changed]) == (["wells"], [WATER])
    reference.replace("topics", "тематики.csv", content, plan)
    assert by_group() == {"housing": 1, "wells": 1}
    reference.undo("topics", str(reference.history("topics")[0][0].number))
    assert rows(made, lists.TOPICS.table) == before
    assert table.as_csv(listed, reference.listed("topics")[1]) == table.as_csv(listed, found)


def test_a_topic_that_records_have_is_not_undone_away(made: Settings) -> None:
    reference.save("topics", NEW, 0)
    add(made, {"received": "2026-03-03", "topic": "housing.wells"})
    publish.publish(made)
    with pytest.raises(FilterError, match="ссылаются"):
        reference.undo("topics", str(reference.history("topics")[0][0].number))


def test_a_release_overwrites_no_topic_that_people_have_changed(made: Settings) -> None:
    change(WATER, name="Нет воды")
    store.create(made)
    assert reference.entry("topics", WATER).texts["name"] == "Нет воды"


def test_topics_are_read_by_who_sees_data(made: Settings) -> None:
    for role in ROLES:
        with as_somebody(role):
            assert len(reference.listed("topics")[1]) > 100
