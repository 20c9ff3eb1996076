"""Платформа обратной связи and its kin («Добродел»): one row per message. No official list of headers is public, so
synonyms are many.
"""

import pandas as pd

from etl.sources import address, cells, labels, numbering
from etl.sources.declaration import Source
from etl.sources.frame import Context, Draft, Tidy
from etl.sources.headers import COUNTERS
from etl.sources.incident_management import priority

CODE = "pos"
COLUMNS = {
    "external_id": (
        "id",
        "Номер сообщения",
        "Номер",
        "№",
        "№ сообщения",
        "Номер обращения",
        "ID сообщения",
        "Идентификатор",
        "Номер в источнике",
        "Рег. номер",
        "Регистрационный номер",
        "Номер в Доброделе",
        "Номер обращения в Доброделе",
        "№ в Доброделе",
        "Номер Добродел",
        "ID Добродел",
        *COUNTERS,
    ),
    "text": ("Текст Сообщения", "Текст", "Описание", "Сообщение", "Описание проблемы", "Текст обращения", "Содержание"),
    "topic": ("Тематика", "Подкатегория", "Тема", "Подтематика", "Факт", "Тематика сообщения"),
    "recipient": (
        "Ответственное лицо",
        "Исполнитель",
        "Ответственный",
        "Организация",
        "ОМСУ",
        "Ответственная организация",
        "Орган власти",
        "Назначенный исполнитель",
    ),
    "topic_group": ("Категория", "Группа тематик", "Раздел", "Категория сообщения"),
    "received_at": (
        "Дата",
        "Дата создания",
        "Дата поступления",
        "Дата подачи",
        "Дата сообщения",
        "Дата обращения",
        "Создано",
        "Дата и время поступления",
        "Дата регистрации сообщения",
        "Дата жалобы",
        "Дата поступления жалобы",
    ),
    "registered_at": ("Дата регистрации",),
    "assigned_at": ("Дата назначения", "Дата передачи исполнителю", "Дата назначения исполнителя"),
    "first_reply_at": ("Дата первого ответа", "Дата промежуточного ответа", "Первый ответ"),
    "answered_at": (
        "Дата ответа",
        "Дата публикации ответа",
        "Дата решения",
        "Ответ опубликован",
        "Дата отправки ответа",
        "Дата ответа по Доброделу",
        "Дата ответа в Доброделе",
    ),
    "closed_at": ("Дата закрытия", "Дата завершения", "Закрыто", "Дата окончания"),
    "promised_at": ("Отложено до", "Обещанная дата", "Срок отложенного решения", "Дата отложенного решения"),
    "due_at": (
        "Срок",
        "Срок исполнения",
        "Контрольный срок",
        "Срок ответа",
        "Крайний срок",
        "Плановая дата",
        "Дата исполнения (план)",
    ),
    "status": ("Статус", "Статус сообщения", "Состояние", "Статус в Доброделе", "Статус обращения"),
    "answer": ("Ответ", "Текст ответа", "Ответ заявителю"),
    "address": ("Адрес", "Адрес проблемы", "Место", "Адрес сообщения", "Местоположение"),
    "municipality": (
        "Муниципалитет",
        "Муниципальное образование",
        "Район",
        "МО",
        "Тер управление",
        "Терр. управление",
        "Территориальное управление",
        "ТУ",
        "Поселение",
        "Сельсовет",
    ),
    "place": ("Населенный пункт", "Нас. пункт"),
    "latitude": ("Широта", "lat"),
    "longitude": ("Долгота", "lon"),
    "rating": ("Оценка", "Оценка заявителя", "Оценка ответа", "Балл"),
    "applicant": ("Заявитель", "ФИО", "ФИО заявителя", "Автор"),
    "contact": ("Почта заявителя", "E-mail", "Телефон", "Телефон заявителя", "Контакты", "Электронная почта"),
    "kind": ("Тип", "Тип сообщения", "Вид", "Вид обращения"),
    "channel": ("Канал", "Канал поступления"),
    "priority": ("Приоритет", "Ускоренное", "Быстрое решение"),
    "transfers": ("Количество переадресаций", "Переадресаций", "Количество возвратов"),
    "is_repeat": ("Повторное", "Повторность", "Повторно"),
}
KEYS = (("external_id",), ("text",), ("topic", "recipient", "topic_group", "status"))
LAYOUTS = (tuple(COLUMNS)[:5],)
CONTENT = {"received_at": "date", "text": "long", "external_id": "id"}
LONG = frozenset(("text", "answer"))
_LATE = (
    "Дата ответа по Доброделу", "Дата ответа в Доброделе", "Статус в Доброделе", "Статус обращения", "Тер управление",
    "Терр. управление", "Территориальное управление", "ТУ", "Поселение", "Сельсовет",
)  # fmt: skip
"""Headers that 0.1.0 did not know."""
_LATE_COLUMNS = {"answered_at": "answered_at", "status": "status_raw", "municipality": "municipality_raw"}


def tidy(raw: pd.DataFrame, context: Context) -> Tidy:
    """Canonical rows of a chunk; pure. A message is an appeal under 59-ФЗ when its category or kind says so."""
    draft = Draft(raw, context)
    numbering.require(draft, "external_id", "нет номера сообщения")
    draft.receive()
    _clock(draft)
    status, kind = draft.text("status"), draft.text("kind")
    code = labels.codes(status, "status_labels", CODE)
    draft.put(
        external_id=numbering.identifiers(draft, "external_id", draft.text("text"), draft.text("applicant")),
        channel_code=_channel(draft),
        kind_raw=kind,
        kind_code=labels.codes(kind, "kind_labels", CODE),
        priority=priority(draft.text("priority")),
        status_raw=status,
        status_code=code,
        is_spam=code == "spam",
        text=cells.long_text(draft.text("text")),
        answer=cells.long_text(draft.text("answer")),
        topic_group_raw=draft.text("topic_group"),
        topic_raw=draft.text("topic"),
        recipient_raw=draft.text("recipient"),
        applicant_name=draft.text("applicant"),
        applicant_contact=draft.text("contact"),
        rating=draft.rating(),
        transfers=draft.count("transfers"),
        is_repeat=cells.flag(draft.text("is_repeat")),
    )
    _where(draft)
    late = (column for name, column in _LATE_COLUMNS.items() if draft.is_titled(name, *_LATE))
    draft.formerly(**dict.fromkeys(late))
    return draft.tidy_rows()


def _clock(draft: Draft) -> None:
    draft.put(
        registered_at=draft.moment("registered_at"),
        assigned_at=draft.moment("assigned_at"),
        first_reply_at=draft.moment("first_reply_at"),
        answered_at=draft.moment("answered_at"),
        closed_at=draft.moment("closed_at"),
        promised_at=draft.moment("promised_at"),
        file_due_at=draft.moment("due_at"),
        observes_first_reply=draft.has("first_reply_at"),
        observes_answer=draft.has("answered_at", "closed_at"),
    )


def _where(draft: Draft) -> None:
    line = draft.text("address")
    parts = address.split(line)
    draft.put(
        address_raw=line,
        municipality_raw=draft.text("municipality"),
        place_raw=draft.text("place"),
        street=parts["street"],
        house=parts["house"],
        postal_code=parts["postal_code"],
        **draft.point(),
    )


def _channel(draft: Draft) -> pd.Series:
    told = draft.text("topic_group") + "|" + draft.text("kind") + "|" + draft.text("channel")
    is_appeal = told.str.lower().str.contains(r"59[\s-]?фз|(?:^|\|)обращени[ея](?:\||$)|обращение граждан", regex=True)
    return pd.Series("pos_message", index=told.index, dtype="str").where(~is_appeal, "pos_appeal_59fz")


# A federal export may be in Moscow time: check it by a message whose time is known.
SOURCE = Source(
    code=CODE,
    name="Платформа обратной связи",
    called="ПОС",
    time_zone="Europe/Moscow",
    columns=COLUMNS,
    keys=KEYS,
    layouts=LAYOUTS,
    numbers=("external_id",),
    content=CONTENT,
    long=LONG,
    tidy=tidy,
    stale_days=3,
    channel_prefix="pos_",
    stand_alone=True,
)
