"""Rows of the lists changed: what a form or a file says is checked whole, shown as a plan, then written as one group.

A row whose code is known changes, another is added; rows that a file does not name stay. Nothing is ever deleted: what
is no longer there has a last day.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.duties.table import day
from data.decisions.edits import Edit, Editor
from data.decisions.reference import levels, lists, source_words
from data.decisions.reference.lists import Entry, Field, Listed
from data.errors import Difference, FilterError
from data.settings import Settings

Texts = Mapping[str, str]
Loops = (("successor_code", "преемник"), ("successor_oktmo", "преемник"), ("parent_code", "подчинение"))


@dataclass(frozen=True)
class Planned:
    """A row that a plan adds (key 0) or changes. changes: field by field, in words."""

    code: str
    name: str
    key: int
    version: int
    values: Mapping[str, Any]
    texts: Texts
    changes: tuple[Difference, ...]


@dataclass(frozen=True)
class Plan:
    """What would be written. same: rows that say nothing new."""

    rows: tuple[Planned, ...]
    same: int

    @property
    def added(self) -> list[Planned]:
        """Rows with a new code."""
        return [one for one in self.rows if not one.key]

    @property
    def changed(self) -> list[Planned]:
        """Rows with other values than before."""
        return [one for one in self.rows if one.key]

    @property
    def mark(self) -> str:
        """Another one for every other plan."""
        return hashlib.sha256(repr([_told(one) for one in self.rows]).encode()).hexdigest()[:16]


def _told(one: Planned) -> tuple[Any, ...]:
    return one.key, one.version, sorted(one.texts.items())


def plan(settings: Settings, listed: Listed, told: Sequence[Texts]) -> Plan:
    """What rows of texts would do, the first of them the second line of a file. FilterError names the row and the field
    that is wrong.
    """
    with store.reading(settings) as connection:
        return _plan(connection, listed, told)


def save(settings: Settings, who: str, listed: Listed, texts: Texts, version: int, reason: str = "") -> str:
    """Add a row or change one; its code. version: of the row as the person saw it, 0 of a new one.

    FilterError says what is wrong, EditConflictError what somebody else saved meanwhile.
    """
    with edits.editing(settings, who, reason) as editor:
        made = _plan(editor.connection, listed, [texts], is_file=False)
        for row in made.rows:
            if not row.key and version:
                raise FilterError("Такой записи уже нет. Обновите страницу.")
            if row.key and not version:
                raise FilterError(f"Код «{row.code}» уже есть у записи «{row.name[:60]}». Назовите другой.")
        added = _write(editor, listed, made, version)
    return texts[listed.key.name] or str(*added)


def remove(settings: Settings, who: str, listed: Listed, number: int, version: int, reason: str = "") -> None:
    """Take a numbered row out; the history can bring it back."""
    if not listed.is_numbered:
        raise FilterError("Записи с кодом не удаляются: впишите последний день и преемника.")
    with edits.editing(settings, who, reason) as editor:
        editor.remove(listed.table, number, version)
        _note(editor, listed)


def apply(settings: Settings, who: str, listed: Listed, told: Sequence[Texts], seen: Plan, reason: str = "") -> Plan:
    """Write what a file says, all or nothing. seen: the plan that was shown; FilterError when it is another one now."""
    with edits.editing(settings, who, reason) as editor:
        made = _plan(editor.connection, listed, told)
        if made != seen:
            raise FilterError("Справочник изменился, пока вы смотрели план. Загрузите файл ещё раз и проверьте план.")
        _write(editor, listed, made)
    return made


def undo(settings: Settings, who: str, listed: Listed, number: int) -> None:
    """Take back an edit of this list with what was saved together with it."""
    with edits.editing(settings, who) as editor:
        if edits.one(editor.connection, number).table != listed.code:
            raise FilterError("Это правка другой таблицы. Обновите страницу и выберите правку ещё раз.")
        editor.undo(number)
        found = lists.entries(editor.connection, listed)
        _refuse_whole(listed, {one.texts[listed.key.name]: one.texts for one in found})
        _note(editor, listed)


def history(settings: Settings, listed: Listed, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits: the edit, the name of the row, what it changed."""
    with store.reading(settings) as connection:
        return [
            (edit, str((edit.after or edit.before or {})[listed.named]),
             edit_words.differences(connection, listed.table, edit.before, edit.after))
            for edit in edits.recent(connection, [listed.table], limit)
        ]  # fmt: skip


def _write(editor: Editor, listed: Listed, made: Plan, version: int | None = None) -> list[int]:
    """New rows first, without what leads to other rows of the list: those may be new too. Keys of the new rows."""
    own = [one.stored for one in listed.fields if one.of == listed.code]
    keys = [editor.insert(listed.table, {**row.values, **dict.fromkeys(own)}) for row in made.added]
    for row, key in zip(made.added, keys, strict=True):
        led = _led(editor.connection, listed, row.texts)
        if any(led.values()):
            editor.change(listed.table, key, 1, led)
    for row in made.changed:
        values = dict(row.values) | _led(editor.connection, listed, row.texts)
        editor.change(listed.table, row.key, row.version if version is None else version, values)
    if made.rows:
        _note(editor, listed)
    return keys


def _led(connection: sa.Connection, listed: Listed, texts: Texts) -> dict[str, int | None]:
    """Keys of the rows of the same list that a row names."""
    own = [one for one in listed.fields if one.of == listed.code]
    known = lists.ids(connection, listed.code) if own else {}
    return {one.stored: known.get(texts[one.name]) for one in own}


def _note(editor: Editor, listed: Listed) -> None:
    """Names of dimensions are published anew; of records only the months that name the group of a moved topic."""
    store.note_change(editor.connection, "reference", levels.months_of_moved(editor.connection, listed, editor.group))


def _plan(connection: sa.Connection, listed: Listed, given: Sequence[Texts], *, is_file: bool = True) -> Plan:
    lines = [(number, row) for number, row in enumerate(given, start=2) if any(row.values()) or not is_file]
    told = [row for _, row in lines]
    before = {one.texts[listed.key.name]: one for one in lists.entries(connection, listed)}
    known = {one.of: lists.ids(connection, one.of) for one in listed.fields if one.of}
    codes = [row[listed.key.name] or f"новая {place}" * listed.is_numbered for place, row in enumerate(told)]
    if listed.code in known:
        known[listed.code] = dict.fromkeys(codes, 0) | known[listed.code]
    made, same = [], 0
    for (number, row), code in zip(lines, codes, strict=True):
        where = f"Строка {number}. " if is_file else ""
        try:
            if codes.count(code) > 1:
                raise FilterError(f"Код «{row[listed.key.name][:60]}» назван дважды. Оставьте одну строку.")
            planned = _row(connection, listed, row, before.get(row[listed.key.name]), known)
        except FilterError as error:
            raise FilterError(f"{where}{error}") from None
        made += [planned] if planned else []
        same += planned is None
    after = {code: one.texts for code, one in before.items()} | dict(zip(codes, told, strict=True))
    _refuse_whole(listed, after)
    source_words.refuse_twins(listed, after, [row.texts for row in made])
    return Plan(tuple(made), same)


def _row(
    connection: sa.Connection, listed: Listed, texts: Texts, entry: Entry | None, known: Mapping[str, Mapping[str, int]]
) -> Planned | None:
    """What a row does; None where it says nothing new, whatever rule it is older than."""
    if listed.is_numbered and texts[listed.key.name] and entry is None:
        raise FilterError(f"Строки № {texts[listed.key.name][:20]} нет. У новой строки номер пустой.")
    told = [one for one in listed.fields if one.kind != lists.OWN_NUMBER]
    values = {one.stored: _value(listed, one, texts[one.name], known) for one in told}
    row = edits.row(connection, listed.table, entry.key) if entry else None
    if row is not None and all(
        edit_words.plain(row[name]) == edit_words.plain(value) for name, value in values.items()
    ):
        return None
    _check_period(listed, texts, values)
    found = [_named(listed, one, texts) for one in edit_words.differences(connection, listed.table, row, values)]
    key, version = (entry.key, entry.version) if entry else (0, 0)
    return Planned(texts[listed.key.name], texts[listed.named], key, version, values, texts, tuple(found))


def _named(listed: Listed, found: Difference, texts: Texts) -> Difference:
    """A row that the same file adds has no key yet: it is called by its code."""
    own = {
        str(listed.table.c[one.stored].info["label"]): texts[one.name] for one in listed.fields if one.of == listed.code
    }
    return (
        Difference(found.field, found.before, own[found.field]) if found.after == "0" and found.field in own else found
    )


def _value(listed: Listed, field: Field, text: str, known: Mapping[str, Mapping[str, int]]) -> Any:
    if not text:
        if field.is_needed:
            raise FilterError(f"«{field.label}» не указано. Заполните: {_what(listed, field)}.")
        return False if field.kind == lists.FLAG else None
    if field.of:
        if text not in known[field.of]:
            raise FilterError(f"«{field.label}»: кода «{text[:60]}» нет в справочнике. Выберите из списка.")
        return known[field.of][text] if field.kind == lists.REFERENCE else text
    if field.kind == lists.DAY:
        return day(text, field.label)
    return _typed(listed, field, text)


def _typed(listed: Listed, field: Field, text: str) -> Any:
    wrong = FilterError(f"«{field.label}»: «{text[:60]}» не годится. Нужно: {_what(listed, field)}.")
    if field.kind == lists.FLAG:
        if text not in (lists.YES, lists.NO):
            raise wrong
        return text == lists.YES
    if field.kind == lists.NUMBER:
        if not re.fullmatch(r"\d{1,7}", text, re.ASCII):
            raise wrong
        return int(text)
    if field.kind == lists.DECIMAL:
        return _degrees(field, text, wrong)
    room = getattr(listed.table.c[field.stored].type, "length", None)
    is_unlike = bool(field.pattern) and not re.fullmatch(field.pattern, text, re.ASCII)
    if is_unlike or (room and len(text) > room) or (field.kind == lists.CHOICE and text not in field.words):
        raise wrong
    return text


def _degrees(field: Field, text: str, wrong: FilterError) -> float:
    most = 90 if field.name == "lat" else 180
    if not re.fullmatch(r"-?\d{1,3}([.,]\d{1,15})?", text, re.ASCII):
        raise wrong
    made = float(text.replace(",", "."))
    if abs(made) > most:
        raise wrong
    return made


def _what(listed: Listed, field: Field) -> str:
    if field.kind == lists.CHOICE:
        return ", ".join(field.words.values())
    words = {lists.FLAG: "«да» или «нет»", lists.NUMBER: "целое число", lists.DECIMAL: "градусы, 53.1234"}
    room = getattr(listed.table.c[field.stored].type, "length", None)
    return words.get(field.kind) or field.hint.rstrip(".").lower() or f"текст до {room} знаков"


def _check_period(listed: Listed, texts: Texts, values: Mapping[str, Any]) -> None:
    since, until = values.get("valid_from"), values.get("valid_to")
    if since and until and until < since:
        raise FilterError("Конец действия раньше начала. Поменяйте даты местами.")
    named = next((texts[one.name] for one in listed.fields if one.stored == "successor_id"), "")
    if named and not until:
        raise FilterError("Преемник назван, а последнего дня нет. Впишите «Действует по».")
    if listed.endless and until and not named:
        raise FilterError(listed.endless)


def _refuse_whole(listed: Listed, found: Mapping[str, Texts]) -> None:
    _refuse_loops(listed, found)
    levels.refuse_wrong(listed, found)


def _refuse_loops(listed: Listed, found: Mapping[str, Texts]) -> None:
    for name, label in Loops:
        for code, texts in found.items():
            if texts.get(name) and code in _after(found, code, name):
                what = texts["name"][:60]
                raise FilterError(f"«{what}»: {label} ведёт по кругу к нему самому. Разорвите круг.")


def _after(found: Mapping[str, Texts], code: str, name: str) -> Iterator[str]:
    seen: set[str] = set()
    at = found[code].get(name, "")
    while at and at not in seen:
        yield at
        seen.add(at)
        at = found[at].get(name, "") if at in found else ""
