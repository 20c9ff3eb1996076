"""The register of letters under 59-ФЗ: a title above the header, dates as cells, several questions in a cell."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from demo import addresses, prose
from demo.record import Handling, Matter, Record, Topic
from demo.sheets import Cell, Row
from demo.world import UNKNOWN_RECIPIENTS, UNKNOWN_TOPICS, World
from etl.sources.register_59fz import CODE

TITLE = "Журнал регистрации обращений граждан (демонстрационные данные)"
COLUMNS = (
    "№", "Дата поступления", "Дата регистрации", "Канал", "Автор", "Адрес", "Социальная категория", "Вид",
    "Вопросы [код ССТУ]", "Краткое содержание", "Исполнитель", "Срок", "Продление", "Результат",
    "Исходящий № и дата", "Повторность", "Коллективность",
)  # fmt: skip
CHANNELS = (
    ("Письмо", 34),
    ("Интернет-приёмная", 16),
    ("Личный приём", 14),
    ("ПОС (59-ФЗ)", 14),
    ("Администрация Главы Республики Хакасия", 12),
    ("Прокуратура района", 6),
    ("Депутат", 4),
)
KINDS = ("заявление", "жалоба", "предложение")
RESULTS = {
    "solved": ("Поддержано (меры приняты)", "Меры приняты"),
    "explained": ("Разъяснено", "Разъяснено", "Дан ответ"),
    "rejected": ("Не поддержано",),
    "forwarded": ("Направлено по компетенции",),
}


def rows(records: list[Record], world: World, end: datetime, seed: str) -> Iterator[Row]:
    """Rows as seen at `end`."""
    for record in records:
        yield row(record, world, end, Random(f"{seed} letter {record.number}"))


def row(record: Record, world: World, end: datetime, rng: Random) -> Row:
    """One row: a letter, whatever the number of its questions."""
    matter, handling = record.matter, record.handling
    signatures = rng.randint(5, 80) if rng.random() < 0.05 else 0
    made: Row = {
        "№": f"{matter.person.surname[0]}-{record.number}/{matter.received_at:%y}",
        "Дата поступления": _date(matter.received_at.date(), rng),
        "Канал": rng.choices([name for name, _ in CHANNELS], [weight for _, weight in CHANNELS])[0],
        "Автор": _author(matter, signatures, rng),
        "Адрес": addresses.one_line(matter, rng),
        "Социальная категория": matter.person.category,
        "Вид": rng.choices(KINDS, (62, 32, 6))[0],
        "Вопросы [код ССТУ]": "; ".join(_question(topic, world, rng) for topic in (matter.topic, *matter.more_topics)),
        "Краткое содержание": prose.letter(matter, rng),
        "Исполнитель": _recipient(handling, world, rng),
        "Повторность": "Да" if matter.is_repeat else rng.choice(("Нет", "Нет", "")),
        "Коллективность": f"Да ({signatures} подписей)" if signatures else rng.choice(("Нет", "Нет", "")),
    }
    return made | _course(record, end, rng)


def _author(matter: Matter, signatures: int, rng: Random) -> str:
    person = matter.person
    name = person.full if rng.random() < 0.7 else f"{person.surname} {person.first[0]}.{person.patronymic[0]}."
    return f"{name} и др." if signatures else name


def _question(topic: Topic, world: World, rng: Random) -> str:
    """The topic with its classifier code where the reference tables know one; sometimes the code alone."""
    if rng.random() < 0.012:
        return rng.choice(UNKNOWN_TOPICS)
    label = world.labels.topic(CODE, topic.code, world.topic_names[topic.code], rng)
    code = world.labels.codes.get(topic.code)
    if code is None:
        return label
    return f"[{code}]" if rng.random() < 0.1 else f"{label} [{code}]"


def _recipient(handling: Handling, world: World, rng: Random) -> str:
    return rng.choice(UNKNOWN_RECIPIENTS) if rng.random() < 0.008 else world.labels.recipient(handling.recipient, rng)


def _course(record: Record, end: datetime, rng: Random) -> Row:
    """Registration, term, extension, result: as far as they have come by the day of the export."""
    handling, today = record.handling, end.date()
    if handling.registered_on > today:
        return {"Результат": "Не зарегистрировано"}
    made: Row = {"Дата регистрации": _date(handling.registered_on, rng), "Срок": handling.due_on}
    extended = handling.extended_to if handling.due_on - timedelta(3) <= today else None
    if extended and handling.answered_at.date() > handling.due_on - timedelta(3):
        made["Продление"] = extended
    if handling.answered_at > end:
        return made | {"Результат": "На рассмотрении (продлено)" if "Продление" in made else "На рассмотрении"}
    answered = handling.answered_at.date()
    number = f"{rng.randint(3, 60)}-{1000 + record.number}"
    return made | {
        "Результат": rng.choice(RESULTS[handling.outcome]),
        "Исходящий № и дата": f"{number} от {answered:%d.%m.%Y}",
    }


def _date(day: date, rng: Random) -> Cell:
    """A date cell; one in twenty was typed as text."""
    return day if rng.random() < 0.95 else rng.choice((f"{day:%d.%m.%Y}", f"{day:%d.%m.%Y} г."))


def broken(rows_made: list[Row], until: datetime) -> list[Row]:
    """Rows an importer has to refuse: a day that does not exist, no number."""
    if len(rows_made) < 2:
        return []
    impossible: dict[str, Cell] = {"№": "Я-0/00", "Дата поступления": f"31.02.{until.year - 1}"}
    return [rows_made[0] | impossible, rows_made[1] | {"№": None}]
