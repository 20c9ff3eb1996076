"""The export of the feedback platform (ПОС): Moscow time, HTML, cumulative: the second file repeats a tail."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from demo import addresses, conduct, prose
from demo.record import Handling, Record
from demo.sheets import Row
from demo.world import UNKNOWN_RECIPIENTS, UNKNOWN_TOPICS, World
from etl.sources.pos import CODE

COLUMNS = (
    "id", "Дата", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо", "Статус", "Срок", "Дата ответа",
    "Ответ", "Отложено до", "Адрес", "Оценка", "Заявитель", "Количество переадресаций",
)  # fmt: skip
MOSCOW_BEHIND = timedelta(hours=4)
# The first file was made this many days before the second; the second goes back so far behind that day.
CUT_DAYS, TAIL_DAYS = 45, 120


def cut_at(end: datetime) -> datetime:
    """The moment of the first export."""
    return end - timedelta(CUT_DAYS)


def first_part(records: list[Record], end: datetime) -> list[Record]:
    """Records of the first file."""
    return [record for record in records if record.matter.received_at <= cut_at(end)]


def second_part(records: list[Record], end: datetime) -> list[Record]:
    """Records of the second file: the tail, and older ones that were answered since the first."""
    cut = cut_at(end)
    since = cut - timedelta(TAIL_DAYS)
    return [one for one in records if one.matter.received_at > since or cut < one.handling.answered_at <= end]


def rows(records: list[Record], world: World, end: datetime, seed: str) -> Iterator[Row]:
    """Rows as seen at `end`; what does not depend on the day is the same in both files."""
    for record in records:
        yield row(record, world, end, Random(f"{seed} pos {record.number}"))


def row(record: Record, world: World, end: datetime, rng: Random) -> Row:
    """One row."""
    matter, handling, labels = record.matter, record.handling, world.labels
    topic = labels.topic(CODE, matter.topic.code, world.topic_names[matter.topic.code], rng)
    recipient = labels.recipient(handling.recipient, rng)
    is_answered = handling.answered_at <= end
    made: Row = {
        "id": 7_100_000 + record.number * 3,
        "Дата": _moscow(matter.received_at),
        "Текст Сообщения": conduct.letter(record, prose.portal(matter, rng), recipient),
        "Тематика": rng.choice(UNKNOWN_TOPICS) if rng.random() < 0.015 else topic,
        "Категория": matter.topic.group_name,
        "Ответственное лицо": rng.choice(UNKNOWN_RECIPIENTS) if rng.random() < 0.01 else recipient,
        "Срок": f"{handling.due_on:%d.%m.%Y}",
        "Адрес": addresses.one_line(matter, rng),
        "Заявитель": matter.person.full if rng.random() < 0.85 else "",
        "Статус": conduct.status(record, _status(handling, end, rng.random())),
        "Количество переадресаций": conduct.transfers(record),
    }
    return made | (_answer(record, rng) if is_answered else {})


def _answer(record: Record, rng: Random) -> Row:
    handling = record.handling
    return {
        "Дата ответа": _moscow(handling.answered_at),
        "Ответ": conduct.reply(record, prose.answer(record, rng)),
        "Отложено до": _day(handling.promised_on) if handling.promised_on else "",
        "Оценка": "" if handling.rating is None else handling.rating,
    }


def _status(handling: Handling, end: datetime, draw: float) -> str:
    if handling.answered_at <= end:
        return _final(handling.outcome, draw)
    if handling.assigned_at > end:
        return "На модерации"
    if draw < 0.04:
        return "Возврат модератору"
    if handling.answered_at - timedelta(2) <= end:
        return "Готова к согласованию (отложенное решение)" if handling.outcome == "deferred" else "На согласовании"
    return "В работе исполнителя" if draw < 0.8 else "На исполнении"


def _final(outcome: str, draw: float) -> str:
    """The portal says «Закрыта» for everything; newer rows name what came of it."""
    if outcome == "deferred":
        return "Закрыта с отложенным"
    if draw < 0.3:
        return "Закрыта"
    return {"solved": "Проблема решена", "explained": "Разъяснено", "rejected": "Отказано"}[outcome]


def _moscow(moment: datetime) -> str:
    return f"{moment - MOSCOW_BEHIND:%d.%m.%Y %H:%M:%S}"


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def broken(rows_made: list[Row], until: datetime) -> list[Row]:
    """Rows an importer has to refuse: a day that does not exist, no identifier."""
    if len(rows_made) < 2:
        return []
    return [rows_made[0] | {"id": 7_099_999, "Дата": f"31.02.{until.year - 1} 12:00:00"}, rows_made[1] | {"id": ""}]
