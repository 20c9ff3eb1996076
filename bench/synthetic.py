"""A «Платформа обратной связи» export of any size, made fast: the shape of real rows, not their meaning."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from bench import varied
from data.store import reference

HEADER = ("id", "Дата создания", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо", "Статус")
MORE = ("Дата ответа", "Населенный пункт", "Оценка", "Заявитель")
UNTIL = date(2026, 6, 30)
_DAYS = 3 * 365
_SENTENCES = (
    "Третью неделю нет воды по улице Ленина, колонка не работает",
    "Не чистят снег у школы, дети идут по проезжей части",
    "На дороге ямы, машины объезжают по обочине",
    "Не горит освещение на остановке, вечером страшно",
    "Мусор не вывозят с площадки, собаки растащили пакеты",
    "В доме холодно, отопление едва тёплое",
    "Автобус не пришёл по расписанию, опоздали в больницу",
    "Отключают электричество без предупреждения",
)
_ASKED = ("просим принять меры", "прошу ответить письменно", "просьба разобраться", "когда это решат")
_SYLLABLES = (
    "ба",
    "ве",
    "гор",
    "да",
    "зи",
    "кал",
    "лу",
    "мин",
    "но",
    "пер",
    "ра",
    "сто",
    "ту",
    "фе",
    "ха",
    "чи",
    "шар",
)
_RARE = 20_000
_BLANK = (0.12, 0.15)
"""Shares of varied rows without a topic and without a place."""


REPEATING, VARIED, WITH_REPLIES = "repeating", "varied", "replies"
KINDS = {
    REPEATING: "тексты повторяются",
    VARIED: "все тексты разные",
    WITH_REPLIES: "все тексты разные, с ответами",
}
"""What the texts of a file are like; varied ones come without a topic and without a place now and then."""


def write(path: Path, rows: int, seed: int = 523, kind: str = REPEATING) -> None:
    """A semicolon-separated UTF-8 file of `rows` records over three years before `UNTIL`; places follow population.

    kind: of KINDS.
    """
    chance = np.random.default_rng(seed)
    places = reference.table("places")
    weights = places["population"].fillna("0").astype(float).to_numpy() + 1
    names = (places["kind"] + " " + places["name"]).to_numpy()
    labels = reference.table("topic_labels").query("source_code == 'pos'")["label"].unique()
    recipients = reference.table("recipients")["name"].to_numpy()
    received = np.sort(chance.integers(0, _DAYS * 1440, rows))
    answered = received + (chance.gamma(2.0, 7.0, rows) * 1440).astype(np.int64)
    place = chance.choice(names, rows, p=weights / weights.sum())
    topic, recipient = chance.choice(labels, rows), chance.choice(recipients, rows)
    rating, rated = chance.integers(1, 6, rows), chance.random(rows) < 0.2
    person = chance.integers(0, max(rows // 2, 1), rows)
    rare, frequency = rare_words(), 1 / np.arange(1, _RARE + 1)
    named = chance.choice(_RARE, rows, p=frequency / frequency.sum())
    said, asked = chance.integers(0, len(_SENTENCES), rows), chance.integers(0, len(_ASKED), rows)
    first = datetime.combine(UNTIL, datetime.min.time()) - timedelta(days=_DAYS - 1)
    limit = _DAYS * 1440
    texts = varied.Texts(seed) if kind != REPEATING else None
    blank = chance.random((rows, 2)) < _BLANK if texts else np.zeros((rows, 2), dtype=bool)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow((*HEADER, *MORE, *(("Ответ",) if kind == WITH_REPLIES else ())))
        for i in range(rows):
            done = answered[i] < limit
            writer.writerow(
                (
                    i + 1,
                    _moment(first, int(received[i])),
                    texts.letter()
                    if texts
                    else f"{_SENTENCES[said[i]]}, {rare[named[i]]}: {_ASKED[asked[i]]}. Обращение {i + 1}.",
                    "" if blank[i, 0] else topic[i],
                    "" if blank[i, 0] else "Сообщение",
                    recipient[i],
                    "Закрыта" if done else "На исполнении",
                    _moment(first, int(answered[i])) if done else "",
                    "" if blank[i, 1] else place[i],
                    rating[i] if done and rated[i] else "",
                    f"Заявитель {person[i]}",
                    *((texts.reply() if done else "",) if texts and kind == WITH_REPLIES else ()),
                )
            )


def rare_words() -> list[str]:
    """Words of no meaning, the most frequent first: a text names one, as it does a street or a name."""
    chance = np.random.default_rng(1)
    made: dict[str, None] = {}
    while len(made) < _RARE:
        made["".join(chance.choice(_SYLLABLES, chance.integers(3, 6)))] = None
    return list(made)


def _moment(first: datetime, minutes: int) -> str:
    return (first + timedelta(minutes=minutes)).strftime("%d.%m.%Y %H:%M:%S")
