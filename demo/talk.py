"""Invented events and public discussions: what people of the district would have marked, and what they talk about.

Both agree with the stories of the flow: snow in December, water in spring. No person is named.
"""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from data.decisions import edits
from data.decisions.events.write import Form, put
from data.settings import Settings
from demo.checks import READERS
from etl.load import load

_EVENTS = (
    # days before the end, days long, kind, title, topic, territory, leaves the norm
    (430, 6, "accident", "Авария на водоводе", "housing.no_water", "", True),
    (180, 1, "rules", "Новый порядок вывоза отходов", "waste", "", False),
    (75, 9, "repair", "Ремонт сетей", "energy.outages", "", False),
    (24, 4, "outage", "Плановое отключение воды", "housing.no_water", "", False),
)
_HEADINGS = ("№", "Вид", "Тема голосования", "Описание", "Населённый пункт", "Дата начала", "Дата окончания",
             "Статус", "За", "Против", "Участников", "Комментариев", "Тематика")  # fmt: skip
_TALK = (
    (300, 14, "Публичные слушания", "Схема водоснабжения", "Новая скважина или ремонт старой", "с. Бельтирское",
     "проведены", 61, 12, "Отсутствие воды"),
    (150, 20, "Голосование", "Какой двор благоустроить первым", "Выбор места на следующий год", "с. Аскиз",
     "завершено", 214, 88, "Благоустройство"),
    (40, 21, "Общественное обсуждение", "График автобуса в районный центр", "Утренний рейс на полчаса раньше", "",
     "идёт", 37, 5, "График движения"),
    (20, 14, "Общественное обсуждение", "Где зимой заливать каток", "Три места на выбор", "", "идёт", 19, 2, ""),
)  # fmt: skip
_OPINIONS = (
    "Поддерживаю, так давно пора сделать.",
    "Сначала надо сказать, сколько это стоит.",
    "Против: дорога важнее.",
    "Согласны всей улицей.",
    "А что будет со старым?",
)


def keep(settings: Settings, until: date) -> None:
    """Events marked by a demonstration person, then discussions loaded from files as the portal would give them."""
    _mark(settings, until)
    folder = settings.var / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    for path in (_hearings(folder, until), _opinions(folder, until)):
        load(path, settings, source="portal_hearings", is_demo=True)


def _mark(settings: Settings, until: date) -> None:
    with edits.editing(settings, READERS[0], "по актам и распоряжениям") as editor:
        for back, length, kind, title, topic, territory, leaves in _EVENTS:
            first = until - timedelta(days=back)
            last = None if kind == "rules" else first + timedelta(days=length - 1)
            put(editor, "", 0, Form(kind, title, topic, territory, first, last, leaves))


def _hearings(folder: Path, until: date) -> Path:
    rows = []
    for number, (back, length, kind, title, about, place, status, agree, against, topic) in enumerate(_TALK, start=1):
        first = until - timedelta(days=back)
        last = first + timedelta(days=length)
        days = f"{first:%d.%m.%Y}", f"{last:%d.%m.%Y}"
        counts = agree, against, agree + against, len(_OPINIONS)
        rows.append((number, kind, title, about, place, *days, status, *counts, topic))
    return _write(folder / "demo_hearings.csv", _HEADINGS, rows)


def _opinions(folder: Path, until: date) -> Path:
    rows = [
        (number, at, text, f"{until - timedelta(days=back - at):%d.%m.%Y}")
        for number, (back, *_) in enumerate(_TALK, start=1)
        for at, text in enumerate(_OPINIONS, start=1)
    ]
    return _write(folder / "demo_opinions.csv", ("Номер обсуждения", "Номер", "Комментарий", "Дата"), rows)


def _write(path: Path, headings: tuple[str, ...], rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows(rows)
    return path
