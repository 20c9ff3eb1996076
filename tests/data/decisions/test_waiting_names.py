"""Suggestions for unknown topic names: by the likeness of names, by what the texts under them say, and why."""

from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import waiting_names
from data.decisions.waiting_names import Suggestion
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests import stores
from tests.data import records

WATER, POTHOLES, ANIMALS = "housing.no_water", "roads.potholes", "safety.wild_animals"
NAME = ("pos", "", "Жалоба")
LIKE_WATER = ("pos", "", "Отсутствие воды в доме")


class Plain:
    """The topic is the first word of a text; the housing department is meant by every name with a «ж»."""

    def topics_of(self, texts: Sequence[str]) -> list[str]:
        return [text.split()[0] if text.split()[0] in (WATER, POTHOLES, ANIMALS) else "" for text in texts]

    def recipients_like(
        self, connection: sa.Connection, source_code: str, names: Sequence[str]
    ) -> list[dict[str, float]]:
        return [{"housing_department": 0.5} if "ж" in name else {} for name in names]


class Silent(Plain):
    """Says nothing of texts and names."""

    def topics_of(self, texts: Sequence[str]) -> list[str]:
        return [""] * len(texts)

    def recipients_like(
        self, connection: sa.Connection, source_code: str, names: Sequence[str]
    ) -> list[dict[str, float]]:
        return [{}] * len(names)


PLAIN, SILENT = Plain(), Silent()


def fill(settings: Settings, label: str, texts: Sequence[str], channel: str = "pos_message") -> None:
    """A record a day under a name that nobody knows, the last text the newest."""
    stores.create(settings)
    made = [
        {"received": f"2026-03-{day:02d}", "texts": [text], "channel": channel} for day, text in enumerate(texts, 1)
    ]
    records.add(settings, *made)
    with store.writing(settings) as connection:
        q = waiting_names.tables.questions
        connection.execute(q.update().where(q.c.topic_raw.is_(None)).values(topic_raw=label))


def why(
    settings: Settings, name: waiting_names.Name, scope: Scope = EVERYTHING, reading: waiting_names.ImportReader = PLAIN
) -> list[tuple[str, bool, int, int]]:
    found = waiting_names.likely("topic", name, settings, scope, reading)
    return [(one.code, one.likeness > 0, one.texts, one.read) for one in found]


def test_texts_suggest_what_a_name_does_not_say(either: Settings) -> None:
    fill(either, "Жалоба", [f"{WATER} три дня"] * 8 + [f"{ANIMALS} на улице", "просто жалоба"])
    assert why(either, NAME) == [(WATER, False, 8, 10)]  # one of ten is chance
    total, (waiting,) = waiting_names.names_of_kind("topic", either, EVERYTHING, PLAIN)
    assert total == 1
    assert waiting.options == tuple(waiting_names.likely("topic", NAME, either, EVERYTHING, PLAIN))


def test_name_and_texts_are_weighed_together(either: Settings) -> None:
    fill(either, "Отсутствие воды в доме", [f"{POTHOLES} у школы"] * 3 + [f"{WATER} нет"])
    found = why(either, LIKE_WATER)
    assert found[0] == (WATER, True, 1, 4)
    assert (POTHOLES, False, 3, 4) in found[1:]


def test_only_the_newest_ten_texts_are_read(either: Settings) -> None:
    fill(either, "Жалоба", [f"{WATER} давно"] * 12 + [f"{ANIMALS} теперь"] * 10)
    assert why(either, NAME) == [(ANIMALS, False, 10, 10)]


def test_texts_that_the_asker_may_not_open_say_nothing(either: Settings) -> None:
    fill(either, "Жалоба", [f"{WATER} три дня"] * 3, channel="im_vk")
    fill(either, "Жалоба", [f"{ANIMALS} на улице"] * 2)
    only_pos = Scope((Grant(channels=("pos_message",), detail="records"),))
    assert why(either, NAME, only_pos) == [(ANIMALS, False, 2, 2)]
    assert why(either, NAME) == [(WATER, False, 3, 5), (ANIMALS, False, 2, 5)]
    assert [one.may_map for one in waiting_names.names_of_kind("topic", either, only_pos, PLAIN)[1]] == [False]
    assert [one.may_map for one in waiting_names.names_of_kind("topic", either, EVERYTHING, PLAIN)[1]] == [True]


def test_where_texts_say_nothing_names_alone_suggest(either: Settings) -> None:
    fill(either, "Отсутствие воды в доме", [f"{POTHOLES} у школы"] * 5)
    found = why(either, LIKE_WATER, reading=SILENT)
    assert found[0][:2] == (WATER, True)
    assert {texts for _, _, texts, _ in found} == {0}
    assert why(either, NAME, reading=SILENT) == []


def test_a_target_that_is_not_known_is_never_suggested(either: Settings) -> None:
    class Wrong(Plain):
        def topics_of(self, texts: Sequence[str]) -> list[str]:
            return ["no.such_topic"] * len(texts)

    fill(either, "Жалоба", ["что угодно"] * 3)
    assert why(either, NAME, reading=Wrong()) == []


def test_a_recipient_is_suggested_by_the_reading_of_the_import_too(either: Settings) -> None:
    stores.create(either)
    name = ("pos", "", "Служба жилфонда")
    assert "housing_department" in [
        one.code for one in waiting_names.likely("recipient", name, either, EVERYTHING, PLAIN)
    ]
    found = waiting_names.likely("recipient", ("pos", "", "Отдел жкх"), either, EVERYTHING, PLAIN)
    (known,) = [one for one in found if one.likeness > 0.6]
    assert (known.code, known.likeness) == ("housing_department", 0.75)  # the same letters, and half alike by words
    by_letters = waiting_names.likely("recipient", name, either, EVERYTHING, SILENT)
    assert "housing_department" not in [one.code for one in by_letters]


def test_records_of_a_name_are_all_counted_and_the_newest_come_first(either: Settings) -> None:
    fill(either, "Жалоба", ["раз", "два", "три"])
    total, newest = waiting_names.of_name("topic", NAME, either, EVERYTHING, most=2)
    assert (total, newest) == (3, [3, 2])


def test_a_name_waits_since_a_local_day(either: Settings) -> None:
    fill(either, "Жалоба", ["раз", "два"])
    with store.writing(either) as connection:
        r = waiting_names.tables.records
        for record_id, moment in ((1, "2026-03-02 00:30"), (2, "2026-03-05 06:00")):  # the evening before by UTC
            row = r.update().where(r.c.record_id == record_id)
            connection.execute(row.values(received_at=records.at(moment)))
    (waiting,) = waiting_names.names_of_kind("topic", either, EVERYTHING, PLAIN)[1]
    assert (waiting.first_on, waiting.last_on) == (records.day("2026-03-02"), records.day("2026-03-05"))


def test_weight_is_likeness_and_share_together() -> None:
    assert Suggestion("a", "A", 0.5, 8, 10).weight == pytest.approx(1.3)
    assert Suggestion("a", "A", 0.5).weight == 0.5
