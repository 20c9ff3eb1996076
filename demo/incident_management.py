"""The export of «Инцидент менеджмент»: 47 columns, one file for each twelve months."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from demo import addresses, conduct, prose
from demo.record import Handling, Record
from demo.sheets import Cell, Row
from demo.world import DISTRICT, REGION, UNKNOWN_RECIPIENTS, UNKNOWN_TOPICS, World
from etl.sources.incident_management import CODE

COLUMNS = (
    "Кабинет", "ID", "Номер инцидента", "Отдел", "Исполнитель", "Общее время первого ответа",
    "Общий текст первого ответа", "Время с даты создания инцидента до времени первого ответа",
    "Время с даты создания инцидента до времени первого ответа, рабочее время",
    "Время назначения последнего исполнителя", "Время 1го ответа ПИ", "Первая реакция с момента назн. ПИ",
    "Уложились или нет после назн. ПИ", "Время с начала создания инцидента до окончания",
    "Время отправки первого ответа ПИ на согласование",
    "Время, которое первый ответ ПИ находился на согласовании", "Текущий шаг инцидента", "Дата создания",
    "Дата окончания", "Группа тем", "Тема", "Регион", "Муниципалитет", "Населенный пункт", "Улица", "Дом",
    "Объект старый", "Объект", "Тип инцидента", "Итог", "Есть медиафайл в ответе", "Есть медиафайл в сообщении",
    "Урл поста", "Урл блога", "Текст инцидента", "1ый ответ ПИ", "2ой ответ ПИ", "3ий ответ ПИ",
    "Причина закрытия", "Аудитория", "Вовлеченность", "URL автора", "Аккаунт публикации ответа", "Теги",
    "Примечание", "Время попадания на шаг оценка удовлетворенности", "Опрос отправлен",
)  # fmt: skip
# Another version of the program gives another order and two other headers.
OTHER_NAMES = {"Дата окончания": "Дата закрытия", "Тип инцидента": "Тип обращения"}
OTHER_COLUMNS = (
    *COLUMNS[1:3],
    *COLUMNS[17:31],
    COLUMNS[0],
    *COLUMNS[34:38],
    *COLUMNS[3:17],
    *COLUMNS[31:34],
    *COLUMNS[38:],
)
OUTCOMES = {"solved": "Решено", "explained": "Разъяснено", "rejected": "Не решено", "deferred": "Отложено"}
REASONS = ("Нет ответа от автора", "Автор доволен", "Дальнейший диалог нецелесообразен")
NETWORKS = (("vk", 62), ("ok", 23), ("telegram", 15))
OBJECTS = ("школа", "ФАП", "сельский дом культуры", "котельная", "детский сад", "магазин")


def rows(records: list[Record], world: World, end: datetime, seed: str) -> Iterator[Row]:
    """Rows as seen at `end`; the state of each record is drawn from its own generator."""
    for record in records:
        yield row(record, world, end, Random(f"{seed} im {record.number}"))


def row(record: Record, world: World, end: datetime, rng: Random) -> Row:
    """One row."""
    made: Row = {"Кабинет": REGION, "ID": 52_000_000 + record.number * 7, "Номер инцидента": 310_000 + record.number}
    made.update(_subject(record, world, rng))
    made.update(_address(record, rng))
    made.update(_source(record, rng))
    made.update(_work(record, end, rng))
    made.update(_end(record, end, rng))
    return made


def _subject(record: Record, world: World, rng: Random) -> Row:
    matter, handling, labels = record.matter, record.handling, world.labels
    topic = labels.topic(CODE, matter.topic.code, world.topic_names[matter.topic.code], rng)
    recipient = labels.recipient(handling.recipient, rng)
    return {
        "Отдел": rng.choice(UNKNOWN_RECIPIENTS) if rng.random() < 0.012 else recipient,
        "Исполнитель": "" if rng.random() < 0.28 else recipient,
        "Группа тем": matter.topic.group_name,
        "Тема": rng.choice(UNKNOWN_TOPICS) if rng.random() < 0.015 else topic,
        "Дата создания": _text(matter.received_at),
        "Тип инцидента": "Информационный" if handling.informational else _kind(handling, rng),
        "Текст инцидента": "'" + prose.social(matter, rng),
        "Есть медиафайл в сообщении": rng.choice(("Да", "Нет", "Нет")),
    }


def _kind(handling: Handling, rng: Random) -> str:
    return "Не решаемый" if handling.outcome == "rejected" and rng.random() < 0.6 else "Решаемый"


def _address(record: Record, rng: Random) -> Row:
    matter = record.matter
    is_empty = rng.random() < addresses.SHARE_EMPTY["im"]
    has_street = not is_empty and rng.random() < 0.74
    elsewhere = is_empty and rng.random() < 0.04
    return {
        "Регион": REGION,
        "Муниципалитет": f"{REGION}, другое" if elsewhere else DISTRICT,
        "Населенный пункт": addresses.nothing(rng) if is_empty else addresses.place_name(matter.place, rng),
        "Улица": addresses.street_name(matter, rng) if has_street else addresses.nothing(rng),
        "Дом": addresses.house_number(matter, rng) if has_street and rng.random() < 0.34 else "",
        "Объект": rng.choice(OBJECTS) if rng.random() < 0.05 else "",
    }


def _source(record: Record, rng: Random) -> Row:
    network = rng.choices([name for name, _ in NETWORKS], [weight for _, weight in NETWORKS])[0]
    post = 100_000 + record.number * 13
    profile = record.matter.person.profile
    blog, author = {
        "vk": ("https://vk.com/club9000000523", f"https://vk.com/id{profile}"),
        "ok": ("https://ok.ru/group/9000000000523", f"https://ok.ru/profile/{profile}00"),
        "telegram": ("https://t.me/demo_askiz", f"https://t.me/demo_user_{profile % 1_000_000}"),
    }[network]
    path = {"vk": f"https://vk.com/wall-9000000523_{post}", "ok": f"{blog}/topic/{post}", "telegram": f"{blog}/{post}"}
    return {
        "Урл поста": path[network],
        "Урл блога": blog,
        "URL автора": author,
        "Аккаунт публикации ответа": "https://vk.com/club9000000001" if network == "vk" else "",
        "Аудитория": int(rng.lognormvariate(6.5, 1)),
        "Вовлеченность": rng.randint(1, 40) if rng.random() < 0.15 else None,
    }


def _work(record: Record, end: datetime, rng: Random) -> Row:
    """First reply and its clocks; empty while there is none."""
    matter, handling = record.matter, record.handling
    made: Row = {"Время назначения последнего исполнителя": _text_until(handling.assigned_at, end), "1ый ответ ПИ": "'"}
    made.update({"2ой ответ ПИ": "'", "3ий ответ ПИ": "'", "Уложились или нет после назн. ПИ": "-"})
    if handling.first_reply_at > end:
        return made
    reply = prose.answer(record, rng) if handling.informational else prose.interim(record, rng)
    reaction = handling.first_reply_at - handling.assigned_at
    approval = reaction * rng.uniform(0.05, 0.5)
    made.update({
        "Общее время первого ответа": _text(handling.first_reply_at),
        "Общий текст первого ответа": "'" + reply,
        COLUMNS[7]: handling.first_reply_at - matter.received_at,
        COLUMNS[8]: timedelta(minutes=handling.working_minutes),
        "Время 1го ответа ПИ": _text(handling.first_reply_at) if rng.random() < 0.85 else "",
        "Первая реакция с момента назн. ПИ": _days(reaction),
        "Уложились или нет после назн. ПИ": _kept(handling, rng),
        "Время отправки первого ответа ПИ на согласование": _text(handling.first_reply_at - approval),
        "Время, которое первый ответ ПИ находился на согласовании": _days(approval),
        "1ый ответ ПИ": "'" + reply,
    })  # fmt: skip
    return made


def _kept(handling: Handling, rng: Random) -> str:
    return "-" if rng.random() < 0.1 else "Да" if handling.working_minutes <= 540 else "Нет"


def _end(record: Record, end: datetime, rng: Random) -> Row:
    """Outcome, closing date, rating; a deferred record stays open."""
    matter, handling = record.matter, record.handling
    if handling.first_reply_at > end:
        return {"Текущий шаг инцидента": "Назначен исполнитель" if handling.assigned_at <= end else "Новый"}
    if handling.answered_at > end:
        return {"Текущий шаг инцидента": "В работе"}
    made: Row = {
        "Итог": OUTCOMES[handling.outcome],
        "Есть медиафайл в ответе": "Да" if handling.outcome == "solved" and rng.random() < 0.5 else "Нет",
    }
    if not handling.informational:
        made["2ой ответ ПИ"] = "'" + prose.answer(record, rng)
    if handling.outcome == "deferred" and handling.promised_on:
        return made | {
            "Текущий шаг инцидента": "В работе",
            "Примечание": f"Отложено до {handling.promised_on:%d.%m.%Y}",
        }
    closed = made | _closing(handling, matter.received_at, rng)
    if conduct.is_left_unfinished(record):  # closed with the promise alone
        return closed | {"2ой ответ ПИ": "'", "Примечание": f"Отложено до {handling.promised_on:%d.%m.%Y}"}
    return closed


def _closing(handling: Handling, received_at: datetime, rng: Random) -> Row:
    is_asked = rng.random() < 0.55 or handling.rating is not None
    return {
        "Текущий шаг инцидента": "Оценка удовлетворенности" if rng.random() < 0.12 else "Готово",
        "Дата окончания": _text(handling.answered_at),
        "Время с начала создания инцидента до окончания": handling.answered_at - received_at,
        "Причина закрытия": handling.rating if handling.rating is not None else rng.choices(REASONS, (60, 12, 28))[0],
        "Время попадания на шаг оценка удовлетворенности": _text(handling.answered_at) if is_asked else "",
        "Опрос отправлен": "Да" if is_asked else "Нет",
    }


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _text_until(moment: datetime, end: datetime) -> str:
    return _text(moment) if moment <= end else ""


def _days(span: timedelta) -> float:
    """A duration as Excel stores it in a General cell: a fraction of a day."""
    return round(span.total_seconds() / 86_400, 6)


def broken(rows_made: list[Row], until: datetime) -> list[Row]:
    """Rows an importer has to refuse: a day that does not exist, no identifier at all."""
    if len(rows_made) < 3:
        return []
    impossible: dict[str, Cell] = {
        "ID": 51_999_991,
        "Номер инцидента": 309_991,
        "Дата создания": f"{until.year - 1}-02-31 10:00:00",
    }
    nameless: dict[str, Cell] = {"ID": None, "Номер инцидента": None}
    return [rows_made[0] | impossible, rows_made[1] | nameless]
