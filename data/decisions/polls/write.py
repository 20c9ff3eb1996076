"""A poll saved, removed, its results taken in and its decision written down; each is one group of edits."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import codes, edit_words, edits
from data.decisions.edits import Edit, Editor
from data.decisions.flaws import within
from data.decisions.polls import card, decided, read
from data.decisions.polls.read import Problem
from data.decisions.polls.results import Outcome
from data.decisions.problems import open_records
from data.errors import Difference, FilterError, UnknownObjectError
from data.scope import Scope
from data.settings import Settings
from data.store import tables
from data.store.tables import places, poll_results, polls, problems, record_problems

GONE = "Такого опроса нет или уже нет. Обновите страницу и выберите из списка."
Form = Mapping[str, str]
_ABOUT = ("title", "question", "options", "design")


def save(settings: Settings, scope: Scope, who: str, code: str, version: int, form: Form, reason: str = "") -> str:
    """Add a poll (without a code) or change its card; its code. version: of the poll as the person saw it.

    FilterError says what is missing, EditConflictError what somebody else saved meanwhile.
    """
    with edits.editing(settings, who, reason) as editor:
        connection = editor.connection
        values = card.checked(form, read.topics_of(connection), read.municipalities_of(connection))
        known = _row(connection, code) if code else None
        if (number := values["problem_id"]) and (known is None or known["problem_id"] != number):
            _check_problem(connection, number, scope)
        if known is None:
            if code:
                raise FilterError(GONE)
            made = codes.new(connection, "ОП", store.today(settings).year)
            editor.insert(polls, values | {"code": made})
            return made
        _check_answers(known, values)
        editor.change(polls, known["poll_id"], version, values)
        return code


def _check_answers(known: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """What was answered stays what was asked."""
    asked = ("question", "kind", "options", "most_options", "scale_top")
    if known["participants"] is not None and any(known[name] != values[name] for name in asked):
        raise FilterError("Итоги уже внесены: вопрос и варианты не меняются. Сначала отмените итоги в истории правок.")


def record(settings: Settings, who: str, code: str, version: int, outcome: Outcome, reason: str = "") -> None:
    """Put results in the place of those there are."""
    with edits.editing(settings, who, reason) as editor:
        known = _required(editor.connection, code)
        key = known["poll_id"]
        if known["participants"] == outcome.participants:
            editor.touch(polls, key, version)
        else:
            editor.change(polls, key, version, {"participants": outcome.participants})
        _replace(editor, key, outcome)


def _replace(editor: Editor, poll: int, outcome: Outcome) -> None:
    _clear(editor, poll)
    known = {row.oktmo: row.place_id for row in editor.connection.execute(sa.select(places.c.oktmo, places.c.place_id))}
    for one in outcome.rows:
        place = known[one.place] if one.place else None
        told = {"poll_id": poll, "place_id": place, "answer_no": one.number, "answer": one.answer, "votes": one.votes}
        editor.insert(poll_results, told)


def _clear(editor: Editor, poll: int) -> None:
    r = poll_results.c
    rows = editor.connection.execute(sa.select(r.poll_result_id, r.version).where(r.poll_id == poll)).all()
    for row in rows:
        editor.remove(poll_results, row.poll_result_id, row.version)


def decide(settings: Settings, who: str, code: str, version: int, form: Form, today: date, reason: str = "") -> None:
    """Write the decision down, and what became of it."""
    with edits.editing(settings, who, reason) as editor:
        known = _required(editor.connection, code)
        values = decided.checked(form, has_results=known["participants"] is not None, today=today)
        editor.change(polls, known["poll_id"], version, values)


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take a poll out with its results."""
    with edits.editing(settings, who, reason) as editor:
        known = _required(editor.connection, code)
        if known["version"] == version:
            _clear(editor, known["poll_id"])
        editor.remove(polls, known["poll_id"], version)


def poll_of_edit(settings: Settings, number: int) -> tuple[str, str]:
    """Code of the poll that an edit is of, and its territory (8-digit ОКТМО, '' for the district).

    FilterError for an edit of something else.
    """
    with store.reading(settings) as connection:
        edit = edits.one(connection, number)
        told: Mapping[str, Any] = edit.after or edit.before or {}
        if edit.table == poll_results.name:
            told = _told(connection, told["poll_id"])
        elif edit.table != polls.name:
            raise FilterError("Это правка не опроса. Обновите страницу и выберите ещё раз.")
        where = {one.key: one.oktmo for one in read.municipalities_of(connection)}
        return told["code"], where.get(told["municipality_id"], "")


def _told(connection: sa.Connection, key: int) -> Mapping[str, Any]:
    """A poll by its key, as it is or as it was last."""
    last = edits.history(connection, polls, key)[0]
    return last.after or last.before or {}


def history(settings: Settings, limit: int, code: str = "") -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of polls, or of one: the edit, the title of the poll, what it changed."""
    with store.reading(settings) as connection:
        found = []
        told: dict[int, Mapping[str, Any]] = {}
        for edit in edits.recent(connection, [polls, poll_results], limit):
            values = edit.after or edit.before or {}
            is_poll = edit.table == polls.name
            key = edit.key if is_poll else values["poll_id"]
            of = told.setdefault(key, values if is_poll else _told(connection, key))
            if code in ("", of["code"]):
                changes = _changes(connection, edit) if is_poll else _votes(edit)
                found.append((edit, f"{of['code']} {of['title']}", changes))
        return found


def _changes(connection: sa.Connection, edit: Edit) -> list[Difference]:
    """What an edit changed in a card; of one that added or removed it what the poll is about."""
    before, after = edit.before, edit.after
    if before is None or after is None:
        before, after = (None if told is None else {name: told[name] for name in _ABOUT} for told in (before, after))
    return edit_words.differences(connection, polls, before, after)


def _votes(edit: Edit) -> list[Difference]:
    told = edit.after or edit.before or {}
    label = f"голоса за «{told['answer']}»" if told["answer_no"] else "участники"
    was, now = ("" if row is None else str(row["votes"]) for row in (edit.before, edit.after))
    return [Difference(label, was, now)]


def place_names(settings: Settings, municipality: str) -> dict[str, str]:
    """What a place of a territory may be called, in small letters → its 11-digit ОКТМО, but for names of several."""
    with store.reading(settings) as connection:
        rows: Sequence[Any] = connection.execute(sa.select(places.c.oktmo, places.c.name)).all()
    found: dict[str, set[str]] = {}
    for oktmo, name in rows:
        if oktmo.startswith(municipality):
            for word in (oktmo, " ".join(name.lower().replace("ё", "е").split())):
                found.setdefault(word, set()).add(oktmo)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}


def problem(settings: Settings, scope: Scope, number: int) -> Problem:
    """A problem all of whose records are open to the asker. UnknownObjectError for another one."""
    p = problems.c
    query = sa.select(p.problem_id, p.title, tables.topics.c.code, tables.municipalities.c.oktmo)
    source = problems.outerjoin(tables.topics, tables.topics.c.topic_id == p.topic_id)
    source = source.outerjoin(tables.municipalities, tables.municipalities.c.municipality_id == p.municipality_id)
    with store.reading(settings) as connection:
        _check_problem(connection, number, scope)
        row = connection.execute(query.select_from(source).where(p.problem_id == number)).one()
    return Problem(row[0], row[1], row[2] or "", row[3] or "")


def _row(connection: sa.Connection, code: str) -> dict[str, Any] | None:
    found = connection.execute(sa.select(polls).where(polls.c.code == code)).mappings().first()
    return None if found is None else dict(found)


def _required(connection: sa.Connection, code: str) -> dict[str, Any]:
    found = _row(connection, code)
    if found is None:
        raise FilterError(GONE)
    return found


def _check_problem(connection: sa.Connection, number: int, scope: Scope) -> None:
    held = sa.select(record_problems.c.record_id).where(record_problems.c.problem_id == number)
    ids = set(connection.execute(held).scalars())
    there = connection.execute(sa.select(problems.c.problem_id).where(problems.c.problem_id == number)).first()
    if there is None or not ids <= open_records(connection, ids, within(scope)):
        raise UnknownObjectError(f"Проблемы № {number} нет. Возьмите номер с экрана «Проблемы».")
