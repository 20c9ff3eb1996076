"""A «Платформа обратной связи» export of any size, made fast: the shape of real rows, not their meaning."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from data.store import reference

HEADER = ("id", "Дата создания", "Текст Сообщения", "Тематика", "Категория", "Ответственное лицо", "Статус")
MORE = ("Дата ответа", "Населенный пункт", "Оценка", "Заявитель")
UNTIL = date(2026, 6, 30)
_DAYS = 3 * 365
_TEXT = "Третью неделю нет воды по улице Ленина, колонка не работает, просим принять меры и ответить письменно."


def write(path: Path, rows: int, seed: int = 523) -> None:
    """A semicolon-separated UTF-8 file of `rows` records over three years before `UNTIL`; places follow population."""
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
    first = datetime.combine(UNTIL, datetime.min.time()) - timedelta(days=_DAYS - 1)
    limit = _DAYS * 1440
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow((*HEADER, *MORE))
        for i in range(rows):
            done = answered[i] < limit
            writer.writerow(
                (
                    i + 1,
                    _moment(first, int(received[i])),
                    f"{_TEXT} Обращение {i + 1}.",
                    topic[i],
                    "Сообщение",
                    recipient[i],
                    "Закрыта" if done else "На исполнении",
                    _moment(first, int(answered[i])) if done else "",
                    place[i],
                    rating[i] if done and rated[i] else "",
                    f"Заявитель {person[i]}",
                )
            )


def _moment(first: datetime, minutes: int) -> str:
    return (first + timedelta(minutes=minutes)).strftime("%d.%m.%Y %H:%M:%S")
