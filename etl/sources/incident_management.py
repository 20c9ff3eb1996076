"""«Инцидент менеджмент»: one row per incident; 47 columns in several orders, and a second, short layout."""

import pandas as pd

from etl.sources import cells, labels, numbering
from etl.sources.declaration import LOCAL, Source
from etl.sources.frame import Context, Draft, Tidy

CODE = "incident_management"
COLUMNS = {
    "external_id": ("Номер инцидента", "№ инцидента", "Номер обращения", "ID инцидента"),
    "id": ("ID", "ИД", "Идентификатор"),
    "cabinet": ("Кабинет",),
    "department": ("Отдел", "Организация", "Ответственный отдел", "ОМСУ", "Орган"),
    "executor": ("Исполнитель", "Ответственный исполнитель", "ПИ", "Последний исполнитель"),
    "first_reply_at": ("Общее время первого ответа", "Время первого ответа", "Дата первого ответа"),
    "first_reply": ("Общий текст первого ответа", "Текст первого ответа"),
    "hours_to_first_reply": ("Время с даты создания инцидента до времени первого ответа",),
    "working_hours_to_first_reply": ("Время с даты создания инцидента до времени первого ответа, рабочее время",),
    "assigned_at": ("Время назначения последнего исполнителя", "Дата назначения исполнителя", "Дата назначения"),
    "executor_reply_at": ("Время 1го ответа ПИ", "Время первого ответа ПИ", "Время 1-го ответа ПИ"),
    "hours_from_assignment": ("Первая реакция с момента назн. ПИ", "Первая реакция с момента назначения ПИ"),
    "is_in_time": ("Уложились или нет после назн. ПИ", "Уложились или нет после назначения ПИ", "Уложились или нет"),
    "hours_to_end": ("Время с начала создания инцидента до окончания",),
    "approval_sent_at": ("Время отправки первого ответа ПИ на согласование",),
    "hours_in_approval": ("Время, которое первый ответ ПИ находился на согласовании",),
    "step": ("Текущий шаг инцидента", "Текущий шаг", "Шаг", "Статус", "Статус инцидента"),
    "received_at": (
        "Дата создания",
        "Дата создания инцидента",
        "Создан",
        "Дата поступления",
        "Дата публикации",
        "Дата",
    ),
    "closed_at": ("Дата окончания", "Дата закрытия", "Дата завершения", "Закрыт"),
    "topic_group": ("Группа тем", "Группа тем I", "Группа тем 1", "Группа темы"),
    "topic": ("Тема", "Тематика", "Тема I"),
    "region": ("Регион", "Субъект РФ"),
    "municipality": ("Муниципалитет", "Муниципальное образование", "МО", "Район"),
    "place": ("Населенный пункт", "НП", "Населённый пункт (село)"),
    "street": ("Улица",),
    "house": ("Дом", "Номер дома"),
    "old_object": ("Объект старый",),
    "object": ("Объект",),
    "kind": ("Тип инцидента", "Тип обращения"),
    "outcome": ("Итог", "Итог инцидента", "Результат"),
    "has_media_in_answer": ("Есть медиафайл в ответе",),
    "has_media": ("Есть медиафайл в сообщении",),
    "post_url": ("Урл поста", "URL поста", "Ссылка на пост", "Адрес поста"),
    "blog_url": ("Урл блога", "URL блога", "Ссылка на блог"),
    "text": ("Текст инцидента", "Контент", "Текст", "Текст сообщения", "Сообщение"),
    "answer_1": ("1ый ответ ПИ", "1-й ответ ПИ", "Первый ответ ПИ"),
    "answer_2": ("2ой ответ ПИ", "2-й ответ ПИ", "Второй ответ ПИ"),
    "answer_3": ("3ий ответ ПИ", "3-й ответ ПИ", "Третий ответ ПИ"),
    "closing_reason": ("Причина закрытия",),
    "audience": ("Аудитория",),
    "engagement": ("Вовлеченность",),
    "applicant_url": ("URL автора", "Урл автора", "Ссылка на автора"),
    "replying_account": ("Аккаунт публикации ответа",),
    "tags": ("Теги",),
    "note": ("Примечание", "Комментарий"),
    "rating_step_at": ("Время попадания на шаг оценка удовлетворенности",),
    "is_asked": ("Опрос отправлен",),
    "location": ("Локация", "Геолокация"),
    "address_1": ("Адрес 1", "Адрес"),
    "address_2": ("Адрес 2",),
    "address_3": ("Адрес 3",),
    "address_4": ("Адрес 4",),
    "address_5": ("Адрес 5",),
    "priority": ("Приоритет", "Приоритетность", "Важность"),
    "rating": ("Оценка", "Оценка автора"),
    "transfers": ("Количество переназначений", "Число переназначений"),
}
KEYS = (("external_id", "id"), ("text", "step", "topic", "outcome"))
"""At least one column of each group makes the layout recognisable."""
LAYOUTS = (tuple(list(COLUMNS)[2:3] + list(COLUMNS)[1:2] + list(COLUMNS)[:1] + list(COLUMNS)[3:47]),)
"""Orders of columns known well enough to read a file without a header."""
CONTENT = {"received_at": "date", "text": "long", "external_id": "id", "post_url": "url"}
LONG = frozenset(("text", "first_reply", "answer_1", "answer_2", "answer_3", "note"))
"""Fields whose line breaks matter."""
_DEFERRED = r"[Оо]тложен\w* до\D{0,3}(\d{1,2}\.\d{1,2}\.\d{4})"


def tidy(raw: pd.DataFrame, context: Context) -> Tidy:
    """Canonical rows of a chunk; pure. Status is «Итог» where given, else the step; a rating that leaked into the
    closing reason is a rating.
    """
    draft = Draft(raw, context)
    _identity(draft)
    _clock(draft)
    _state(draft)
    _where(draft)
    draft.put(
        text=cells.long_text(draft.text("text")),
        answer=_answers(draft),
        topic_group_raw=draft.text("topic_group"),
        topic_raw=draft.text("topic"),
        recipient_raw=draft.first("executor", "department"),
        transfers=draft.count("transfers"),
    )
    return draft.tidy_rows()


def _identity(draft: Draft) -> None:
    number = draft.first("external_id", "id")
    numbering.require(draft, "external_id" if draft.has("external_id") else "id", "нет номера инцидента", number)
    post = draft.text("post_url")
    draft.put(
        external_id=number,
        post_url=post,
        applicant_url=draft.text("applicant_url"),
        channel_code=labels.by_hosts(post.where(post != "", draft.text("blog_url"))),
    )


def _clock(draft: Draft) -> None:
    draft.receive()
    draft.put(
        assigned_at=draft.moment("assigned_at"),
        first_reply_at=draft.moment("first_reply_at").fillna(draft.moment("executor_reply_at")),
        closed_at=draft.moment("closed_at"),
        promised_at=draft.moment("note", _promised(draft)),
        observes_first_reply=draft.has("first_reply_at", "executor_reply_at"),
        observes_answer=draft.has("closed_at"),
    )


def _promised(draft: Draft) -> pd.Series:
    found = draft.text("note").str.extract(_DEFERRED, expand=False)
    return found.fillna("").astype("str")


def _state(draft: Draft) -> None:
    step, outcome = draft.text("step"), draft.text("outcome")
    reason = draft.text("closing_reason")
    leaked = cells.number(reason)
    kind = draft.text("kind")
    draft.put(
        status_raw=(step + " / " + outcome).str.strip(" /"),
        status_code=labels.codes(outcome.where(outcome != "", step), "status_labels", CODE),
        kind_raw=kind,
        kind_code=labels.codes(kind, "kind_labels", CODE),
        rating=draft.rating().fillna(leaked.where(leaked.between(1, 5))),
        priority=priority(draft.text("priority")),
    )


def priority(values: pd.Series) -> pd.Series:
    """'high' for urgent and high priorities, '' for all others."""
    is_high = values.str.lower().str.contains("высок|приоритет|срочн|критич|high", regex=True)
    return pd.Series("", index=values.index, dtype="str").where(~is_high, "high")


def _where(draft: Draft) -> None:
    """Address fields; the short layout has a location and up to five address lines, from wide to narrow."""
    lines = [draft.text(f"address_{i}") for i in range(1, 6)]
    address = lines[0]
    for line in lines[1:]:
        address = address.where(line == "", (address + ", " + line).str.strip(", "))
    location = draft.text("location")
    draft.put(
        municipality_raw=draft.text("municipality"),
        place_raw=draft.text("place"),
        street=draft.text("street"),
        house=draft.text("house"),
        address_raw=address.where(address != "", location).where(location == "", _join(location, address)),
    )


def _join(left: pd.Series, right: pd.Series) -> pd.Series:
    return (left + ", " + right).str.strip(", ")


def _answers(draft: Draft) -> pd.Series:
    """All different answers in their order, one under another."""
    columns = [cells.long_text(draft.text(name)) for name in ("first_reply", "answer_1", "answer_2", "answer_3")]
    joined = ["\n\n".join(dict.fromkeys(filter(None, row))) for row in zip(*columns, strict=True)]
    return pd.Series(joined, index=draft.raw.index, dtype="str")


# The export comes from the region's cabinet: check its zone at the first reconciliation.
SOURCE = Source(
    code=CODE,
    name="Инцидент менеджмент",
    called="«Инцидент менеджмент»",
    time_zone=LOCAL,
    columns=COLUMNS,
    keys=KEYS,
    layouts=LAYOUTS,
    numbers=("external_id", "id"),
    content=CONTENT,
    long=LONG,
    tidy=tidy,
    stale_days=3,
    channel_prefix="im_",
    stand_alone=True,
)
