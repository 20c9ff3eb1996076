"""After edits of single records the files of months are the same, byte by byte, as of whole months."""

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import corrections
from data.decisions.flaws import Kind
from data.decisions.problems import decide
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import Manifest, edited_months, publish
from data.store import tables
from data.store.tables import problem_proposals
from etl.load import load
from etl.undo import undo
from tests import stores

pytestmark = pytest.mark.usefixtures("read_here")

HEADER = (
    "id", "Дата создания", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо", "Статус", "Дата ответа",
    "Населенный пункт", "Оценка", "Заявитель", "Ответ",
)  # fmt: skip
TOPICS = ("Отсутствие воды", "Ямы во дворах", "")
KINDS: tuple[Kind, ...] = ("topic", "recipient", "place")
REPLIES = ("", "Работы выполнены 12.03.2026, яма заделана.", "Ваше обращение рассмотрено, меры будут приняты.")
EDITS = ("load", "correct", "problem", "load", "correct", "withdraw", "load", "split", "undo")
WHY = "в тексте названо другое"
Row = list[Any]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Months whose file was made of the one before."""
    months: list[int] = []
    write = edited_months.write_all

    def watched(*given: Any) -> list[Any]:
        made = write(*given)
        months.extend(one.month for one in made)
        return made

    monkeypatch.setattr(edited_months, "write_all", watched)
    return months


def rows(chance: random.Random, count: int = 48) -> list[Row]:
    """Appeals of three months, of a few people who write again and get the same answers."""
    return [
        [
            number, f"{chance.randint(1, 28):02d}.0{chance.randint(1, 3)}.2026 1{chance.randint(0, 9)}:00",
            f"Просим помочь. Обращение {number}", chance.choice(TOPICS), "Сообщение",
            "Администрация Аскизского района", *_answered(chance), "село Бельтирское", "",
            f"Заявитель {chance.randint(1, 9)}", chance.choice(REPLIES),
        ]
        for number in range(1, count + 1)
    ]  # fmt: skip


def _answered(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.4:
        return "На исполнении", ""
    return "Закрыта", f"{chance.randint(1, 28):02d}.0{chance.randint(3, 4)}.2026"


def changed(chance: random.Random, row: Row) -> Row:
    """The appeal with another answer, topic, person or day of receipt."""
    new = list(row)
    other = rows(chance, 1)[0]
    for at in {1: (1,), 2: (3,), 3: (10,), 4: (11,)}.get(chance.randint(1, 9), (6, 7)):
        new[at] = other[at]
    return new


def put(settings: Settings, name: str, told: list[Row]) -> int:
    path = settings.var / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *told])
    made = load(path, settings).import_id
    assert made
    return made


def correct(settings: Settings, chance: random.Random, record_id: int) -> None:
    kind = chance.choice(KINDS)
    column = {"topic": tables.topics.c.code, "recipient": tables.recipients.c.code, "place": tables.places.c.oktmo}[
        kind
    ]
    with store.reading(settings) as connection:
        codes = connection.execute(sa.select(column).order_by(column).limit(40)).scalars().all()
    reason = f"Не наше: {WHY}" if chance.random() < 0.5 else WHY
    corrections.correct(settings, EVERYTHING, record_id, 1, kind, chance.choice(codes), reason, "ivanova")


def proposed(settings: Settings, ids: list[int]) -> str:
    """The key of a proposal of these records."""
    with store.writing(settings) as connection:
        connection.execute(sa.delete(problem_proposals))
        connection.execute(sa.insert(problem_proposals), [{"record_id": one, "leader_id": min(ids)} for one in ids])
    return f"r{min(ids)}"


def whole(settings: Settings, folder: Path) -> dict[str, bytes]:
    """Files of all months as they are written whole."""
    made = publish.publish(replace(settings, var=folder), everything=True)
    return files(replace(settings, var=folder), made)


def files(settings: Settings, manifest: Manifest) -> dict[str, bytes]:
    return {name: (settings.snapshots / "months" / name).read_bytes() for name in manifest.months.values()}


def edits(settings: Settings, chance: random.Random, told: list[Row], count: int) -> Iterator[str]:
    """Make one edit after another; what each is."""
    problem, last = 0, 0
    for number in range(count):
        record = chance.randrange(len(told))
        what = EDITS[number % len(EDITS)]
        if what == "load":
            told[record] = changed(chance, told[record])
            last = put(settings, f"edit{number}.csv", [told[record]])
        elif what == "correct":
            correct(settings, chance, record + 1)
        elif what == "withdraw":
            corrections.withdraw(settings, EVERYTHING, record + 1)
        elif what == "problem":
            key = proposed(settings, sorted(chance.sample(range(1, len(told) + 1), 3)))
            problem = decide.merge(settings, EVERYTHING, key, "Вода", "ivanova")
        elif what == "split":
            decide.split(settings, EVERYTHING, f"p{problem}")
        else:
            undo(settings, last)
        yield what


def check(settings: Settings, folder: Path, written: list[int], count: int, seed: int = 1, every: int = 3) -> set[str]:
    """Publish after each of random edits; after every so many the months published are those written whole. What the
    edits were after which a file was made of the one before.
    """
    light = set()
    chance = random.Random(seed)
    stores.create(settings)
    told = rows(chance)
    put(settings, "all.csv", told)
    publish.publish(settings)
    for number, what in enumerate(edits(settings, chance, told, count), start=1):
        before = len(written)
        now = publish.publish(settings)
        light |= {what} if len(written) > before else set()
        if number % every == 0:
            assert files(settings, now) == whole(settings, folder / f"whole{number}"), (seed, number, what)
    return light


def test_after_random_edits_the_files_are_those_of_whole_months(
    either: Settings, tmp_path: Path, written: list[int]
) -> None:
    is_light = either.store_url.startswith("sqlite")
    light = check(either, tmp_path, written, len(EDITS) if is_light else 3)
    assert light >= ({"load", "correct", "undo"} if is_light else {"load"})


def test_nothing_is_taken_from_a_damaged_file_and_a_month_that_a_record_leaves_is_written_whole(
    settings: Settings, tmp_path: Path, written: list[int]
) -> None:
    stores.create(settings)
    told = rows(random.Random(5), 12)
    put(settings, "all.csv", told)
    before = publish.publish(settings)
    for name in before.months.values():
        path = settings.snapshots / "months" / name
        path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])
    told[0][6:8] = ["Закрыта", "29.03.2026"]
    put(settings, "edit.csv", told[:1])
    now = publish.publish(settings)
    touched = set(now.months.values()) - set(before.months.values())
    assert touched
    assert {name: files(settings, now)[name] for name in touched}.items() <= whole(settings, tmp_path / "whole").items()
    told[1][1] = "15.04.2026 10:00"
    put(settings, "moved.csv", told[1:2])
    assert 202604 in publish.publish(settings).months
    assert not written
