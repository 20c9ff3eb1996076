"""A district with one planted hotspot, whose records can be counted by hand: what finds hotspots is tested on it.

Every place writes of three ordinary topics, one record per `PEOPLE` residents, spread evenly over two years. Of
potholes write the eight largest others twice a year each, and in the last `WEEKS` weeks the two planted neighbours,
`EACH` times each.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from data.settings import Settings, use
from data.snapshots import publish
from data.store import reference
from etl.load import load
from tests import stores

HEADER = ("id", "Дата создания", "Текст Сообщения", "Тематика", "Категория", "Статус", "Населенный пункт")
LAST = date(2026, 6, 30)
DAYS = 104 * 7
PEOPLE = 45
TOPIC, LABEL = "roads.potholes", "Ямы, выбоины"
ORDINARY = ("Отсутствует холодное водоснабжение", "Рост тарифов", "Перепады напряжения")
PLANTED = ("95608420101", "95608420136")
"""Codes of the planted places."""
WEEKS, EACH = 12, 12
ELSEWHERE, TIMES = 8, 4
Row = tuple[int, str, str]
"""Days before the last one, label of the topic, kind and name of the place."""


def settings(folder: Path, more: Iterable[Row] = ()) -> Settings:
    """An installation with the planted records and `more`, loaded by the real import and published."""
    return only(folder, chain(_rows(), more))


def only(folder: Path, rows: Iterable[Row]) -> Settings:
    """An installation with these records and no others."""
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    file = folder / "planted.csv"
    write(file, rows)
    with use(made):
        stores.create(made)
        load(file, made)
        publish.publish(made)
    return made


def write(path: Path, rows: Iterable[Row]) -> None:
    """A «Платформа обратной связи» export of the district, UTF-8, semicolons."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for number, (ago, topic, place) in enumerate(rows, start=1):
            received = f"{LAST - timedelta(days=ago):%d.%m.%Y} 12:00:00"
            text = f"Просим принять меры и ответить письменно. Обращение {number}."
            writer.writerow((number, received, text, topic, "Сообщение", "На исполнении", place))


def _rows() -> Iterator[Row]:
    places = reference.table("places")
    names = (places["kind"] + " " + places["name"]).to_list()
    people = [int(float(text)) for text in places["population"].fillna("0")]
    yield from _ordinary(names, people)
    others = [i for i, code in enumerate(places["oktmo"]) if code not in PLANTED]
    largest = sorted(others, key=lambda i: -people[i])[:ELSEWHERE]
    for i in largest:
        yield from ((17 + k * DAYS // TIMES, LABEL, names[i]) for k in range(TIMES))
    planted = [name for name, code in zip(names, places["oktmo"], strict=True) if code in PLANTED]
    yield from ((k * 7 * WEEKS // EACH, LABEL, name) for name in planted for k in range(EACH))


def _ordinary(names: list[str], people: list[int]) -> Iterator[Row]:
    """Whole records that keep step with the residents counted through: no place is rounded to its own advantage."""
    residents = written = 0
    for name, count in zip(names, people, strict=True):
        residents += count
        for _ in range(residents // PEOPLE - written):
            written += 1
            yield written * 389 % DAYS, ORDINARY[written % len(ORDINARY)], name
