"""Weights, names and values of rating profiles written by people: all that is saved together can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.edits import Edit, Editor
from data.decisions.profiles import Profile
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import profile_values, rating_indicators, rating_profiles

TABLES = (rating_profiles, rating_indicators, profile_values)
_LONGEST_NAME, _LONGEST_UNIT = 200, 40


@dataclass(frozen=True)
class Filled:
    """What the district writes of one indicator put in by hand. value: None leaves the values alone."""

    name: str
    unit: str
    value: float | None


def weights(
    settings: Settings, who: str, reason: str, profile: Profile, wanted: Mapping[int, tuple[int, float]]
) -> int:
    """Give indicators other weights; how many have changed. wanted: indicator id → its version as seen, weight 0–100.

    FilterError for weights that make no sense, EditConflictError where somebody has changed one since.
    """
    known = {one.id: one for one in profile.indicators}
    if set(wanted) - set(known):
        raise FilterError("Показателя уже нет в профиле. Обновите страницу.")
    asked = {key: (version, _weight(weight)) for key, (version, weight) in wanted.items()}
    whole = {key: asked.get(key, (0, one.weight))[1] for key, one in known.items() if one.direction}
    if whole and not sum(whole.values()):
        raise FilterError("Все веса нулевые: индекс считать не из чего. Дайте хотя бы одному показателю вес.")
    changed = {key: (version, weight) for key, (version, weight) in asked.items() if weight != known[key].weight}
    with store.writing(settings) as connection:
        editor = Editor(connection, settings.time_zone, who, reason)
        for key, (version, weight) in changed.items():
            editor.change(rating_indicators, key, version, {"weight": weight})
    return len(changed)


def _weight(value: float) -> float:
    if not 0 <= value <= 100:  # a NaN is neither
        raise FilterError(f"Вес {value:g} вне пределов 0–100. Исправьте его.")
    return round(float(value), 2)


def fill(
    settings: Settings, who: str, profile: Profile, period: tuple[date, date], rows: Mapping[int, tuple[int, Filled]]
) -> int:
    """Write names, units and values of indicators put in by hand, saved together; how many indicators were told.

    period: first and last day that the values speak of. rows: indicator id → its version as seen, what is written.
    """
    first, last = period
    if first > last:
        raise FilterError(f"Начало периода {first:%d.%m.%Y} позже его конца {last:%d.%m.%Y}. Поменяйте даты местами.")
    by_hand = {one.id for one in profile.indicators if not one.metric}
    if set(rows) - by_hand:
        raise FilterError("Этот показатель считает программа: руками его не вносят. Обновите страницу.")
    with store.writing(settings) as connection:
        editor = Editor(connection, settings.time_zone, who, f"{profile.name}: {first:%d.%m.%Y}–{last:%d.%m.%Y}")
        for key, (version, filled) in rows.items():
            editor.change(rating_indicators, key, version, _words(filled))
            _value(editor, key, period, filled.value)
    return len(rows)


def _words(filled: Filled) -> dict[str, str]:
    name, unit = (" ".join(text.split()) for text in (filled.name, filled.unit))
    if len(name) > _LONGEST_NAME or len(unit) > _LONGEST_UNIT:
        raise FilterError(f"Название длиннее {_LONGEST_NAME} знаков или единица длиннее {_LONGEST_UNIT}. Сократите.")
    if filled.value is not None and not name:
        raise FilterError("У показателя есть значение, но нет названия. Впишите название из документа.")
    return {"name": name, "unit": unit}


def _value(editor: Editor, indicator: int, period: tuple[date, date], value: float | None) -> None:
    if value is None:
        return
    v = profile_values.c
    same = sa.and_(v.indicator_id == indicator, v.valid_from == period[0], v.valid_to == period[1])
    now = editor.connection.execute(sa.select(v.value_id, v.version).where(same)).first()
    told = {"indicator_id": indicator, "valid_from": period[0], "valid_to": period[1], "value": float(value)}
    if now is None:
        editor.insert(profile_values, told)
    else:
        editor.change(profile_values, now.value_id, now.version, {"value": float(value)})


def describe(
    settings: Settings, who: str, profile: Profile, version: int, document: str, valid: tuple[date | None, date | None]
) -> None:
    """Name the document of a profile and the days it is in force. version: of the profile as the person saw it."""
    first, last = valid
    if first and last and first > last:
        raise FilterError(
            f"Профиль действует с {first:%d.%m.%Y} по {last:%d.%m.%Y}: конец раньше начала. Исправьте даты."
        )
    told = {"source_document": " ".join(document.split())[:1000], "valid_from": first, "valid_to": last}
    with store.writing(settings) as connection:
        editor = Editor(connection, settings.time_zone, who)
        editor.change(rating_profiles, profile.id, version, told)


def undo(settings: Settings, who: str, number: int) -> None:
    """Take back what was saved together with an edit. FilterError for an edit of something else."""
    with store.writing(settings) as connection:
        if edits.one(connection, number).table not in {table.name for table in TABLES}:
            raise FilterError("Такой правки нет. Обновите страницу и выберите ещё раз.")
        Editor(connection, settings.time_zone, who).undo(number)


@dataclass(frozen=True)
class Told:
    """One edit in words. metric, name: of the indicator it was about, both empty where a profile itself was edited;
    profile: its name; differences: what the fields were and are.
    """

    edit: Edit
    profile: str
    metric: str
    name: str
    differences: list[Difference]


def history(settings: Settings, limit: int) -> list[Told]:
    """The newest edits of profiles, the newest first."""
    with store.reading(settings) as connection:
        return [_told(connection, edit) for edit in edits.recent(connection, TABLES, limit)]


def _told(connection: sa.Connection, edit: Edit) -> Told:
    table = next(table for table in TABLES if table.name == edit.table)
    found = edit_words.differences(connection, table, edit.before, edit.after)
    values = edit.after or edit.before or {}
    if table is rating_profiles:
        return Told(edit, values["name"], "", "", found)
    is_value = table is profile_values
    indicator = edits.row(connection, rating_indicators, values["indicator_id"]) if is_value else values
    profile = edits.row(connection, rating_profiles, indicator["profile_id"]) if indicator else None
    name, metric = (indicator[key] if indicator else "" for key in ("name", "metric"))
    return Told(edit, profile["name"] if profile else "", metric, name, found)
