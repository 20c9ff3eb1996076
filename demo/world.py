"""The district as the generator knows it: places, streets, topics, recipients and the labels of each source."""

import csv
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from data.store.reference import table
from demo.record import FLOWS, Place, Street, Topic
from etl.sources import register_59fz

HERE = Path(__file__).resolve().parent
UNKNOWN_TOPICS = (
    "Вопрос без темы (старый код 17)",
    "Иное, до перехода на новый словарь",
    "Комментарий под постом",
    "Проверка связи с администратором группы",
)
UNKNOWN_RECIPIENTS = (
    "МКП «Родник» (ликвидируется)",
    "ИП Безымянный, вывоз ЖБО",
    "Подрядчик по контракту № 14",
    "Рабочая группа по воде",
)
DISTRICT = "Аскизский район"
REGION = "Республика Хакасия"


@dataclass(frozen=True)
class Labels:
    """How a source may name a code; the reference tables hold them, `None` as source means any."""

    topics: dict[tuple[str | None, str], list[str]]
    recipients: dict[str, list[str]]
    codes: dict[str, str]

    def topic(self, source: str, code: str, name: str, rng: Random) -> str:
        """A label of the topic in this source; the topic's own name where the source has no label of its own."""
        own = self.topics.get((source, code))
        return rng.choice(own) if own and rng.random() < 0.93 else name

    def recipient(self, code: str, rng: Random) -> str:
        """A spelling of the recipient, mostly one of the two official ones."""
        spellings = self.recipients[code]
        return rng.choice(spellings[:2]) if rng.random() < 0.7 else rng.choice(spellings)


@dataclass(frozen=True)
class World:
    """Everything that is fixed before a draw. Places without people are left out."""

    places: tuple[Place, ...]
    topics: tuple[Topic, ...]
    topic_names: dict[str, str]
    settlements: dict[str, str]
    recipient_kinds: dict[str, str]
    labels: Labels

    @cached_property
    def place_by_oktmo(self) -> dict[str, Place]:
        """Places by 11-digit ОКТМО."""
        return {place.oktmo: place for place in self.places}

    @cached_property
    def topic_by_code(self) -> dict[str, Topic]:
        """Topics by code."""
        return {topic.code: topic for topic in self.topics}

    @cached_property
    def streets(self) -> dict[str, tuple[Street, ...]]:
        """Streets by ОКТМО of the place: the same list whatever the seed."""
        every = [Street(row["name"], row["oblique"]) for row in rows("streets.csv")]
        return {place.oktmo: _streets_of(place, every) for place in self.places}


def rows(name: str) -> list[dict[str, str]]:
    """Rows of a CSV beside this module."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load() -> World:
    """The world from `data.store.reference` and the generator's own tables."""
    recipients = table("recipients").fillna("")
    topics = table("topics").fillna("")
    names = dict(zip(topics["topic_code"], topics["name"], strict=True))
    settled = recipients[recipients["municipality_oktmo"] != ""]
    return World(
        places=_places(),
        topics=_topics(topics, names),
        topic_names=names,
        settlements=dict(zip(settled["municipality_oktmo"], settled["recipient_code"], strict=True)),
        recipient_kinds=dict(zip(recipients["recipient_code"], recipients["kind"], strict=True)),
        labels=_labels(recipients),
    )


def _places() -> tuple[Place, ...]:
    forms = {row["oktmo"]: row for row in rows("places.csv")}
    frame = (
        table("places")
        .fillna("")
        .merge(
            table("municipalities")[["oktmo", "name"]].rename(
                columns={"oktmo": "municipality_oktmo", "name": "municipality"}
            ),
            on="municipality_oktmo",
            validate="many_to_one",
        )
    )
    people = [row for row in frame.to_dict("records") if int(row["population"] or 0) > 0]
    return tuple(_place(row, forms[row["oktmo"]]) for row in people if row["oktmo"] in forms)


def _place(row: dict[Hashable, Any], form: dict[str, str]) -> Place:
    return Place(
        oktmo=row["oktmo"],
        name=row["name"],
        kind=row["kind"],
        municipality=row["municipality_oktmo"],
        municipality_name=row["municipality"],
        population=int(row["population"]),
        postal_code=row["postal_code"],
        locative=form["locative"],
        genitive=form["genitive"],
        short=form["short"],
        misspelt=tuple(form["misspelt"].split("|")),
    )


def _topics(frame: pd.DataFrame, names: dict[str, str]) -> tuple[Topic, ...]:
    known = {row["topic_code"]: row for row in frame.to_dict("records")}
    return tuple(
        _topic(row, known[row["topic_code"]], names) for row in rows("topics.csv") if row["topic_code"] in known
    )


def _topic(plan: dict[str, str], topic: dict[Hashable, Any], names: dict[str, str]) -> Topic:
    return Topic(
        code=topic["topic_code"],
        group_code=topic["group_code"],
        group_name=names[topic["group_code"]],
        competence=topic["competence"],
        default_recipient=topic["default_recipient_code"],
        weight=float(plan["weight"]),
        season=plan["season"],
        flows={flow: float(plan[flow]) for flow in FLOWS},
        days=float(plan["days"]),
        solved=float(plan["solved"]),
        where=plan["where"],
    )


def _labels(recipients: pd.DataFrame) -> Labels:
    return Labels(topics=_topic_labels(), recipients=_recipient_labels(recipients), codes=_codes())


def _topic_labels() -> dict[tuple[str | None, str], list[str]]:
    labels: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for row in table("topic_labels").fillna("").to_dict("records"):
        if row["source_code"] and not row["label"][0].isdigit():
            labels[row["source_code"], row["topic_code"]].append(row["label"])
    return dict(labels)


def _recipient_labels(recipients: pd.DataFrame) -> dict[str, list[str]]:
    labels = {row["recipient_code"]: [row["name"], row["short_name"]] for row in recipients.to_dict("records")}
    for row in table("recipient_labels").fillna("").to_dict("records"):
        if row["label"] not in labels[row["recipient_code"]]:
            labels[row["recipient_code"]].append(row["label"])
    return labels


def _codes() -> dict[str, str]:
    """Classifier codes of the 59-ФЗ register by topic, as far as the reference tables know them."""
    frame = table("topic_labels").fillna("")
    numbered = frame[(frame["source_code"] == register_59fz.CODE) & frame["label"].str.match(r"\d{4}")]
    return dict(zip(numbered["topic_code"], numbered["label"], strict=True))


def _streets_of(place: Place, every: list[Street]) -> tuple[Street, ...]:
    rng = Random(f"streets {place.oktmo}")
    number = min(len(every), max(2, place.population // 110))
    return tuple(rng.sample(every[: max(12, number * 2)], number))
