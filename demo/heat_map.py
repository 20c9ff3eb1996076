"""The export of the regional centre's «Тепловая карта»: no identifiers, no text, no closing date."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from demo import addresses
from demo.record import Record
from demo.sheets import Row
from demo.world import UNKNOWN_RECIPIENTS, UNKNOWN_TOPICS, World
from etl.sources.heat_map import CODE

COLUMNS = (
    "Направление", "Синт. группа", "Подтема", "Статус", "Исполнитель", "Источник", "Тип сообщения", "Спам", "Дата",
    "Адрес (формат)",
)  # fmt: skip
SOURCES = (("ВКонтакте", 45), ("Одноклассники", 18), ("Telegram", 12), ("ПОС", 15), ("ЕДДС/112", 6), ("СМИ", 4))
STATUSES = {"solved": "Решено", "explained": "Разъяснено", "rejected": "Не решено", "deferred": "Отложено"}


def rows(records: list[Record], world: World, end: datetime, seed: str) -> Iterator[Row]:
    """Rows as seen at `end`."""
    for record in records:
        yield row(record, world, end, Random(f"{seed} heat {record.number}"))


def row(record: Record, world: World, end: datetime, rng: Random) -> Row:
    """One row; type of message is 0, 1 or a word, the way the export mixes them."""
    matter, labels = record.matter, world.labels
    topic = labels.topic(CODE, matter.topic.code, world.topic_names[matter.topic.code], rng)
    is_proposal = rng.random() < 0.06
    return {
        "Направление": matter.topic.group_name,
        "Синт. группа": world.topic_names[matter.topic.code],
        "Подтема": rng.choice(UNKNOWN_TOPICS) if rng.random() < 0.015 else topic,
        "Статус": _status(record, end),
        "Исполнитель": _recipient(record, world, rng),
        "Источник": rng.choices([name for name, _ in SOURCES], [weight for _, weight in SOURCES])[0],
        "Тип сообщения": rng.choice((1, 1, "Предложение") if is_proposal else (0, 0, 0, "Проблема")),
        "Спам": 1 if rng.random() < 0.015 else 0,
        "Дата": matter.received_at,
        "Адрес (формат)": addresses.one_line(matter, rng),
    }


def _recipient(record: Record, world: World, rng: Random) -> str:
    draw = rng.random()
    if draw < 0.08:
        return ""
    return rng.choice(UNKNOWN_RECIPIENTS) if draw < 0.09 else world.labels.recipient(record.handling.recipient, rng)


def _status(record: Record, end: datetime) -> str:
    handling = record.handling
    if handling.answered_at <= end:
        return STATUSES[handling.outcome]
    return "В работе" if handling.first_reply_at <= end else "Назначено"


def broken(rows_made: list[Row], until: datetime) -> list[Row]:
    """A row with a day that does not exist."""
    return [rows_made[0] | {"Дата": f"31.02.{until.year - 1}"}] if rows_made else []
