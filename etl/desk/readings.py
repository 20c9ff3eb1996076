# ruff: noqa: E501 - a list of headers is easier to check on one line
"""What a person may say of a column's cells, as a mapping file does: the format of its dates, what its values mean.

Guesses are made from the first rows alone and only offered; a person decides.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from data.store.reference import label_key, table
from etl.sources import headers, labels, moments, ratings
from etl.structure.people.masking import mask

_DAYS = (
    "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%m.%d.%Y", "%Y-%m-%d", "%Y/%m/%d", "%Y-%d-%m",
    "%Y/%d/%m", "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%y/%m/%d",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S", ", %H:%M", ", %H:%M:%S")
_LIKE_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
_MOST_VALUES, _LONGEST_VALUE = 25, 60
_UTC = ZoneInfo("UTC")

SYNONYMS: dict[str, tuple[str, ...]] = {
    "external_id": (
        "Номер", "№", "ID", "№ обращения", "Номер обращения", "Номер заявки", "№ заявки", "Номер сообщения", "Рег. номер",
        "Регистрационный номер", "Идентификатор", "Request ID", "Ticket ID", "Case ID", "Unique Key", "Number",
    ),
    "received_at": (
        "Дата", "Дата обращения", "Дата создания", "Дата подачи", "Дата заявки", "Дата и время", "Создано", "Поступило",
        "Дата поступления обращения", "Created", "Created Date", "Created At", "Date", "Opened", "Requested Date",
    ),
    "registered_at": ("Зарегистрировано", "Дата рег.", "Registered"),
    "due_at": ("Срок", "Срок исполнения", "Крайний срок", "Срок ответа", "Контрольный срок", "Due", "Due Date"),
    "first_reply_at": ("Первый ответ", "Дата промежуточного ответа", "First Reply"),
    "answered_at": ("Дата отправки ответа", "Дата решения", "Отвечено", "Answered", "Resolved", "Resolved At"),
    "closed_at": ("Дата завершения", "Дата окончания", "Закрыто", "Дата исполнения", "Closed", "Closed Date", "Closed At"),
    "text": (
        "Текст обращения", "Текст сообщения", "Сообщение", "Описание", "Содержание", "Суть обращения", "Описание проблемы",
        "Description", "Text", "Message", "Body",
    ),
    "answer": ("Текст ответа", "Ответ заявителю", "Answer", "Response", "Resolution"),
    "topic_group": ("Категория", "Раздел", "Направление", "Category"),
    "topic": ("Тематика", "Подтема", "Подкатегория", "Тип проблемы", "Тип", "Type", "Topic", "Complaint Type", "Subject"),
    "recipient": (
        "Исполнитель", "Ответственный исполнитель", "Ответственный", "Организация", "ОМСУ", "Agency", "Department",
        "Assigned To",
    ),
    "place": ("Нас. пункт", "Место", "Село", "Город", "City", "Place"),
    "address": ("Адрес проблемы", "Адрес обращения", "Местоположение", "Address", "Incident Address", "Location"),
    "latitude": ("lat", "Latitude"),
    "longitude": ("lon", "lng", "Longitude"),
    "status": ("Состояние", "Результат", "Текущий статус", "Этап", "Status", "State"),
    "kind": ("Вид обращения", "Тип обращения", "Kind"),
    "rating": ("Оценка заявителя", "Оценка ответа", "Балл", "Удовлетворённость", "Rating", "Score"),
    "applicant": ("ФИО", "ФИО заявителя", "Автор", "Applicant", "Name"),
}  # fmt: skip
"""Headers by which a column of an unknown table is guessed, beside the Russian name of its field."""


def guess(header: Sequence[str], named: Mapping[str, str]) -> dict[str, str]:
    """Field → header of an unknown table. named: field → its Russian name, which is looked for first."""
    known = {name: (label, *SYNONYMS.get(name, ())) for name, label in named.items()}
    return {name: header[position] for name, position in headers.match(header, known).items()}


def of_columns(columns: Mapping[str, Iterable[str]], hidden: re.Pattern[str]) -> dict[str, dict[str, Any]]:
    """Header → formats (strptime format → an example in words) and form (the one that seems right, '' for «as the
    program reads it»), values (distinct ones, where they are few). hidden: headers whose values are never shown.
    """
    made = {}
    for title, cells in columns.items():
        distinct = list(dict.fromkeys(filter(None, (cell.strip() for cell in cells))))
        dated = formats(distinct)
        values = [] if dated or hidden.search(title) else _few(distinct)
        if dated or values:
            made[title] = {"formats": dated, "form": _likely(distinct, dated), "values": values}
    return made


def formats(values: Sequence[str]) -> dict[str, str]:
    """Formats that fit every value of a column of dates → one of the values and what day it then is."""
    if not values or not all(map(_LIKE_DATE.match, values[:20])):
        return {}
    text = pd.Series(values[:200], dtype="str")
    found = {}
    for form in map("".join, product(_DAYS, _TIMES)):
        read = pd.to_datetime(text, format=form, errors="coerce")
        if read.notna().all():
            day = read.iloc[0]
            found[form] = f"{values[0]} — {day.day} {_MONTHS[day.month - 1]} {day.year}"
    return found


def _likely(values: Sequence[str], fitting: Mapping[str, str]) -> str:
    """The only format that fits, where the program by itself would refuse a value."""
    if len(fitting) != 1 or not moments.parse(pd.Series(values, dtype="str"), _UTC).bad:
        return ""
    return next(iter(fitting))


def _few(values: Sequence[str]) -> list[str]:
    """Values that look like a list to choose from: few, short, and nothing personal in them."""
    is_list = len(values) <= _MOST_VALUES and all(len(value) <= _LONGEST_VALUE for value in values)
    return [value for value in values if mask(value) == value] if is_list else []


def meanings(field: str) -> dict[str, str]:
    """What a value of a field may mean: code → Russian name; {} where words of a file are taken as they are."""
    if field == "rating":
        return {"0": "не оценено"} | {str(one): str(one) for one in range(1, 6)}
    coded = {"status": ("statuses", "status_code"), "kind": ("kinds", "kind_code")}.get(field)
    if coded is None:
        return {}
    rows = table(coded[0])
    return {str(code): str(name) for code, name in zip(rows[coded[1]], rows["name"], strict=True)}


def known_meaning(field: str, value: str) -> str:
    """The code a value has without being asked; '' where the program does not know."""
    if field == "rating":
        rating = ratings.read(value)
        return "" if rating is None or rating != round(rating) else str(round(rating))
    return labels.codes_by_label(f"{field}_labels", "").get(label_key(value), "") if field in ("status", "kind") else ""
