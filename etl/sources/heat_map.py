"""«Тепловая карта» of the regional centre: one row per message, no identifier, no text, no date of answer.

Deadlines cannot be computed from it: `observes_first_reply` and `observes_answer` are False.
"""

import hashlib

import pandas as pd

from etl.sources import address, cells, labels
from etl.sources.declaration import Source
from etl.sources.frame import Context, Draft, Tidy

CODE = "heat_map"
COLUMNS = {
    "direction": ("Направление", "Группа тем"),
    "group": ("Синт. группа", "Синтетическая группа", "Синт группа"),
    "topic": ("Подтема", "Подтематика", "Тема"),
    "status": ("Статус",),
    "executor": ("Исполнитель", "Ответственный"),
    "channel": ("Источник", "Канал"),
    "kind": ("Тип сообщения", "Тип"),
    "is_spam": ("Спам",),
    "received_at": ("Дата", "Дата (первого взятия в работу)", "Дата первого взятия в работу", "Дата взятия в работу"),
    "address": ("Адрес (формат)", "Адрес", "Адрес формат"),
    "text": ("Текст", "Текст сообщения", "Сообщение"),
    "latitude": ("Широта",),
    "longitude": ("Долгота",),
    "municipality": ("Муниципалитет", "Район", "Муниципальное образование"),
}
KEYS = (("group", "direction"), ("topic",), ("channel", "kind"))
LAYOUTS = (tuple(COLUMNS)[:10],)
CONTENT = {"received_at": "date"}
LONG = frozenset(("text",))
_LASTING = ("received_at", "address", "channel", "kind", "direction", "group", "topic", "text")
"""What does not change while a message is worked on; status and executor do."""


def tidy(raw: pd.DataFrame, context: Context) -> Tidy:
    """Canonical rows of a chunk; pure but for the ordinals of identical rows kept in `context.memory`."""
    draft = Draft(raw, context)
    draft.receive()
    status, kind, line = draft.text("status"), draft.text("kind"), draft.text("address")
    parts = address.split(line)
    code = labels.codes(status, "status_labels", CODE)
    is_spam = cells.flag(draft.text("is_spam")) | (code == "spam")
    draft.put(
        external_id=_identifiers(draft),
        channel_code=labels.channels(draft.text("channel"), CODE),
        kind_raw=kind,
        kind_code=labels.codes(kind, "kind_labels", CODE),
        status_raw=status,
        status_code=code.where(~is_spam, "spam"),
        is_spam=is_spam,
        text=cells.long_text(draft.text("text")),
        topic_group_raw=draft.first("direction", "group"),
        topic_raw=draft.text("topic"),
        recipient_raw=draft.text("executor"),
        municipality_raw=draft.text("municipality"),
        address_raw=line,
        street=parts["street"],
        house=parts["house"],
        postal_code=parts["postal_code"],
        **draft.point(),
    )
    return draft.done()


def _identifiers(draft: Draft) -> pd.Series:
    columns = [draft.text(name) for name in _LASTING]
    return stable_identifiers(columns, draft.context)


def stable_identifiers(columns: list[pd.Series], context: Context) -> pd.Series:
    """Identifiers for rows without: a digest of lasting content and an ordinal among identical rows of the file."""
    counts: dict[str, int] = context.memory.setdefault("ordinals", {})
    made = []
    for row in zip(*columns, strict=True):
        digest = hashlib.sha256("\x1f".join(row).encode()).hexdigest()[:24]
        counts[digest] = counts.get(digest, 0) + 1
        made.append(f"{digest}-{counts[digest]}")
    return pd.Series(made, index=columns[0].index, dtype="str")


SOURCE = Source(
    code=CODE,
    name="Тепловая карта ЦУР",
    called="«Тепловая карта» ЦУР",
    time_zone="Asia/Krasnoyarsk",
    columns=COLUMNS,
    keys=KEYS,
    layouts=LAYOUTS,
    content=CONTENT,
    long=LONG,
    tidy=tidy,
    stale_days=14,
)
