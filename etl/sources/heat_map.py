"""«Тепловая карта» of the regional centre (ЕЦУР): one row per message, often without number and text, never with a date
of answer.

Deadlines cannot be computed from it: `observes_first_reply` and `observes_answer` are False. A message without a number
is known by what does not change while it is worked on.
"""

import pandas as pd

from etl.sources import address, cells, labels, numbering
from etl.sources.declaration import LOCAL, Source
from etl.sources.frame import Context, Draft, Tidy
from etl.sources.stable import stable_identifiers

CODE = "heat_map"
COLUMNS = {
    "number": ("Номер ЕЦУР", "№ ЕЦУР", "ID ЕЦУР", "Номер в ЕЦУР", "Номер обращения ЕЦУР"),
    "source_number": ("Номер в источнике", "№ в источнике", "ID в источнике", "Номер источника"),
    "direction": ("Направление", "Группа тем"),
    "group": ("Синт. группа", "Синтетическая группа", "Синт группа"),
    "topic": ("Подтема", "Подтематика", "Тема"),
    "fact": ("Факт",),
    "status": ("Статус",),
    "executor": ("Исполнитель", "Ответственный"),
    "body": ("ОМСУ",),
    "curator": ("Куратор",),
    "channel": ("Источник", "Канал"),
    "kind": ("Тип сообщения", "Тип"),
    "is_spam": ("Спам",),
    "received_at": ("Дата", "Дата (первого взятия в работу)", "Дата первого взятия в работу", "Дата взятия в работу"),
    "address": ("Адрес (формат)", "Адрес", "Адрес формат"),
    "place": ("Населенный пункт", "Нас. пункт", "НП"),
    "street": ("Улица",),
    "house": ("Дом", "Номер дома"),
    "text": ("Текст", "Текст сообщения", "Сообщение", "Описание"),
    "latitude": ("Широта",),
    "longitude": ("Долгота",),
    "municipality": ("Муниципалитет", "Район", "Муниципальное образование"),
    "territory": ("ТУ/ТО", "Тер. управление", "Территориальное управление", "Поселение", "Сельсовет"),
    "sector": ("Сектор",),
    "contact": ("Почта заявителя", "E-mail заявителя"),
}
KEYS = (("group", "direction"), ("topic",), ("channel", "kind"))
LAYOUTS = (
    ("direction", "group", "topic", "status", "executor", "channel", "kind", "is_spam", "received_at", "address"),
)
CONTENT = {"received_at": "date"}
LONG = frozenset(("text",))
_LASTING = ("received_at", "address", "channel", "kind", "direction", "group", "topic", "text")
"""What does not change while a message is worked on; status and executor do."""
_LATE = ("Описание",)
"""Headers that are read since messages are known by their number; before, they were no part of what they are known by.
"""


def tidy(raw: pd.DataFrame, context: Context) -> Tidy:
    """Canonical rows of a chunk; pure but for the ordinals of identical rows kept in `context.memory`."""
    draft = Draft(raw, context)
    draft.receive()
    status, kind, line = draft.text("status"), draft.text("kind"), draft.text("address")
    parts = address.split(line)
    street, house = draft.text("street"), draft.text("house")
    code = labels.codes(status, "status_labels", CODE)
    is_spam = cells.flag(draft.text("is_spam")) | (code == "spam")
    draft.put(
        **_identifiers(draft),
        channel_code=labels.channels(draft.text("channel"), CODE),
        kind_raw=kind,
        kind_code=labels.codes(kind, "kind_labels", CODE),
        status_raw=status,
        status_code=code.where(~is_spam, "spam"),
        is_spam=is_spam,
        text=cells.long_text(draft.text("text")),
        topic_group_raw=draft.first("direction", "group"),
        topic_raw=draft.first("topic", "fact"),
        recipient_raw=draft.first("executor", "body", "curator"),
        municipality_raw=draft.first("territory", "municipality"),
        place_raw=draft.text("place"),
        address_raw=line,
        applicant_contact=draft.text("contact"),
        street=street.where(street != "", parts["street"]),
        house=house.where(house != "", parts["house"]),
        postal_code=parts["postal_code"],
        **draft.point(),
    )
    _formerly(draft, parts)
    return draft.tidy_rows()


def _formerly(draft: Draft, parts: pd.DataFrame) -> None:
    """What was read before the full export was known: neither places nor numbers, of bodies only the executor."""
    draft.formerly(
        channel_code=labels.former_channels(draft.text("channel"), CODE),
        topic_raw=draft.text("topic"),
        recipient_raw=draft.text("executor"),
        municipality_raw=draft.text("municipality"),
        place_raw=None,
        applicant_contact=None,
        street=parts["street"],
        house=parts["house"],
    )
    if draft.is_titled("text", *_LATE):
        draft.formerly(text=None)


def _identifiers(draft: Draft) -> dict[str, pd.Series]:
    """The number of a message, and what it was known by before numbers were read."""
    lasting = {name: draft.text(name) for name in _LASTING}
    if draft.is_titled("text", *_LATE):
        lasting["text"] = pd.Series("", index=draft.raw.index, dtype="str")
    known = stable_identifiers(list(lasting.values()), draft.context)
    if not draft.has("number", "source_number"):
        return {"external_id": known}
    number = draft.first("number", "source_number")
    numbering.require(draft, "number" if draft.has("number") else "source_number", "нет номера сообщения", number)
    return {"external_id": number, "former_id": known}


SOURCE = Source(
    code=CODE,
    name="Тепловая карта ЦУР",
    called="«Тепловая карта» ЦУР",
    time_zone=LOCAL,
    columns=COLUMNS,
    keys=KEYS,
    layouts=LAYOUTS,
    numbers=("number", "source_number"),
    content=CONTENT,
    long=LONG,
    tidy=tidy,
    stale_days=14,
)
