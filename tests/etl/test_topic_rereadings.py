"""Other rules of telling topics are no growth of a topic: files read by two lexicons, counted by hand."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from answers.hotspots import growth
from answers.hotspots.growth import Change
from data import store
from data.decisions.assignment import BY_PERSON, assign, target_of
from data.filters import MISSING, Filters
from data.settings import Settings, use
from data.snapshots import publish, rulings
from data.store import tables
from etl.load import load
from etl.structure.topics import model_files, rules, suggest
from etl.undo import undo
from tests import stores
from tests.answers.hotspots import growing
from tests.answers.hotspots.growing import by_cause

ROADS, LIGHTS, WATER = "roads.potholes", "roads.lighting", "housing.no_water"
LAMP, PUMP, KERB = "Не светит фонарь", "Не качает колонка", "Где обочина"
FORMER = [(ROADS, "фонар", 9.0), (WATER, "колонк", 9.0)]
NEWER = [(LIGHTS, "фонар", 9.0), (WATER, "колонк", 9.0), (ROADS, "обочин", 9.0)]
LAST = date(2026, 3, 29)


@contextmanager
def lexicon(rows: list[tuple[str, str, float]]) -> Iterator[None]:
    """The program comes with these rules while the context lasts."""
    with pytest.MonkeyPatch.context() as patch:
        made = rules.Rules(rows)
        patch.setattr(rules, "shipped_rules", lambda: made)
        patch.setattr(rules, "digest", lambda: repr(rows))
        yield


def letters(folder: Path, name: str, *told: tuple[int, str, str]) -> Path:
    """A file without topics: rows of (how many, day, text)."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("id", "Дата создания", "Текст Сообщения", "Тематика", "Статус", "Населенный пункт"))
        for count, day, text in told:
            for i in range(count):
                place = "село Бельтирское"
                writer.writerow((f"{name}-{day}-{text}-{i}", f"{day}.2026 10:00", text, "", "На исполнении", place))
    return path


@pytest.fixture(scope="module", params=stores.ENGINES)
def read_twice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """February read by the former lexicon, March and April by the newer one; a person has decided of one lamp."""
    folder = tmp_path_factory.mktemp("letters")
    winter = [(2, "20.01", PUMP), (5, "10.02", LAMP), (2, "10.02", PUMP), (3, "10.02", KERB)]
    with stores.installation(request.param, folder / "var") as made:
        with lexicon(FORMER):
            load(letters(folder, "a.csv", *winter), made, source="pos")
        with store.writing(made) as connection:
            q = tables.questions.c
            lamps = sa.select(q.question_id).where(q.text == LAMP).order_by(q.question_id)
            first = connection.execute(lamps).scalars().first()
            assert first is not None
            assign(connection, "topic", target_of(connection, "topic", LIGHTS), [first], by=BY_PERSON)
        with lexicon(NEWER):
            spring = [(7, "10.03", LAMP), (2, "10.03", PUMP), (4, "10.03", KERB)]
            load(letters(folder, "b.csv", *spring), made, source="pos")
            load(letters(folder, "c.csv", (1, "05.04", LAMP), (1, "20.04", PUMP)), made, source="pos")
        publish.publish(made)
        yield made


def change(*topics: str, last: date = LAST) -> Change:
    return growing.change(Filters(period="4w", as_of=last, topics=topics))


def test_what_other_rules_moved_between_topics_is_no_growth_of_them(read_twice: Settings) -> None:
    # As read: roads 4 → 4, lights 1 → 7, none 3 → 0. By the newer rules: roads 3 → 4, lights 5 → 7, none 0 → 0.
    with use(read_twice):
        found = change()
        cells = growth.table(found).set_index("topic")
        text = growth.sentence(found).replace("\u00a0", " ")

    assert (found.growth.before, found.growth.after) == (10, 13)
    assert cells[["change", "rules", "growth"]].to_dict("index") == {
        ROADS: {"change": 0, "rules": -1, "growth": 1},
        LIGHTS: {"change": 6, "rules": 4, "growth": 2},
        MISSING: {"change": -3, "rules": -3, "growth": 0},
        WATER: {"change": 0, "rules": 0, "growth": 0},
    }
    told = "По новым правилам у тех же текстов другая тема: «без темы» → «Ямы на дорогах» 3, "
    assert told + "«Ямы на дорогах» → «Освещение улиц и дорог» 4." in text
    assert "Рост сверх этого: +3" in text


def test_of_one_topic_it_is_a_cause_with_its_number(read_twice: Settings) -> None:
    with use(read_twice):
        lights, roads = change(LIGHTS), change(ROADS)
        text = growth.sentence(lights).replace("\u00a0", " ")

    assert (by_cause(lights), by_cause(roads)) == ({"rules": 4, "growth": 2}, {"rules": -1, "growth": 1})
    assert "Объяснимое: сменились правила темы +4." in text


def test_periods_read_by_the_same_rules_have_no_such_cause(read_twice: Settings) -> None:
    with use(read_twice):
        assert by_cause(change(last=date(2026, 4, 26))) == {"growth": -11}


def test_a_store_read_by_one_lexicon_knows_of_no_other(own: Settings, tmp_path: Path) -> None:
    with lexicon(FORMER):
        load(letters(tmp_path, "a.csv", (2, "10.02", LAMP)), own, source="pos")
        with lexicon(NEWER):
            later = load(letters(tmp_path, "b.csv", (1, "10.03", LAMP)), own, source="pos")
        with store.reading(own) as connection:
            told = connection.execute(sa.select(tables.topic_rereadings.c.question_no)).scalars().all()
            both = rulings.read(connection)
        undo(own, later.import_id or 0)
        with store.reading(own) as connection:
            left = rulings.read(connection)

    assert (len(told), len(both.rules), left) == (2, 2, rulings.NONE)


def _digest(models: Path) -> str:
    return suggest.digest_of_rules(model_files.newest(models))


def test_rules_are_others_when_the_lexicon_or_the_model_is(tmp_path: Path) -> None:
    digests = [_digest(tmp_path)]
    with lexicon(NEWER):
        digests.append(_digest(tmp_path))
    for name in ("topics-0001-aaaa.npz", "topics-0002-bbbb.npz"):
        (tmp_path / name).touch()
        digests.append(_digest(tmp_path))
    (tmp_path / "topics-0003-aaaa.npz").touch()

    assert len(set(digests)) == 4
    assert _digest(tmp_path) == digests[2], "learnt anew, and the same"
