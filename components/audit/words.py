"""What a row of the log says, in Russian: the object, the details, the roles."""

from collections.abc import Callable, Mapping
from typing import Any

from components.people.limits import KINDS, NONE, Names
from data.errors import FilterError
from data.filters import LISTS, parse
from data.metrics import DIMENSIONS, METRICS
from words import format, texts

_OBJECTS = {
    "record": "запись № {}",
    "records": "записи {}",
    "user": "пользователь {}",
    "file": "файл «{}»",
    "import": "загрузка № {}",
    "name": "название «{}»",
    "rules": "правило {}",
    "calendar": "день {}",
    "problem": "проблема {}",
    "audit": "журнал, строка № {}",
}
_LABELS = {
    "": "Повреждено",
    "address": "Адрес",
    "roles": "Роли",
    "source": "Источник",
    "before": "Было",
    "after": "Стало",
    "full_name": "Имя",
    "position": "Должность",
    "sessions": "Завершено сеансов",
    "rows": "Строк",
    "rows_in": "Строк",
    "questions": "Вопросов",
    "is_double": "Похожая уже внесена",
    "loaded": "Новых",
    "updated": "Изменено",
    "rejected": "Отклонено",
    "source_name": "Источник",
    "sha256": "Контрольная сумма",
    "columns": "Столбцы",
    "file": "Файл",
    "kind_of_name": "Что сопоставлено",
    "group_label": "Группа в источнике",
    "target": "Значение",
    "field": "Поле",
    "valid_from": "Действует с",
    "valid_to": "Действует по",
    "is_intact": "Журнал цел",
    "first_broken": "Первая нарушенная строка",
    "expected_seq": "Должна быть строка №",
    "expected_hash": "Её подпись",
    "metrics": "Показатели",
    "by": "Разрезы",
    "title": "Название",
    "sort": "Порядок",
    "page": "Страница",
    "actor": "Кто",
    "action": "Действие",
    "about": "Над чем",
    "since": "С",
    "until": "По",
}
_SOURCES = {"local": "пароль хранит программа", "ldap": "каталог организации"}
_NAMED = {field: key for field, (key, _) in KINDS.items()} | {key: key for key in LISTS} | {"roles": "role"}


def about(kind: str, number: str) -> str:
    """«запись № 12», «пользователь petrov»; empty when the action has no object."""
    if not kind:
        return ""
    return _OBJECTS.get(kind, f"{kind} {{}}").replace("{}", number).removesuffix(" № ")


def details(found: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """(label, value) of everything a row says of itself. names: knows the roles under «role»."""
    return [(label(key), _value(key, value, names)) for key, value in found.items() if value not in (None, "", [])]


def label(key: str) -> str:
    """The heading of one detail; a key nobody has named stands as it is."""
    kinds = {field: heading for field, (_, heading) in KINDS.items()}
    return _LABELS.get(key) or kinds.get(key) or texts.FILTER_LABELS.get(key, key)


def _value(key: str, value: Any, names: Names) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if key == "source" and value in _SOURCES:
        return _SOURCES[value]
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {text}" for name, text in details(value, names)) or NONE.lower()
    if isinstance(value, list):
        return _labels_of("roles" if key in ("before", "after") else key, [str(one) for one in value], names)
    if key in LISTS or key in _DECLARED:
        return _labels_of(key, str(value).split(","), names)
    return _SHOWN.get(key, str)(value)


def _labels_of(key: str, codes: list[str], names: Names) -> str:
    if key in _DECLARED:
        known = _DECLARED[key]
        return ", ".join(known[code].label if code in known else code for code in codes)
    return ", ".join(names.of(_NAMED[key], code) if key in _NAMED else code for code in codes) or "нет"


_DECLARED: Mapping[str, Mapping[str, Any]] = {"metrics": METRICS, "by": DIMENSIONS}


def _day(value: Any) -> str:
    try:
        return format.day(parse({"from": value}).date_from)
    except FilterError:
        return str(value)


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    "period": lambda value: texts.PERIODS.get(str(value), str(value)),
    **dict.fromkeys(("from", "to", "as_of", "since", "until"), _day),
}
