"""One roadmap, cause, measure or check point saved, removed, taken back; every row has its own version, so that two
people who change different rows of a roadmap do not disturb one another.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.duties.read import topics_by_id
from data.decisions.duties.write import plain
from data.decisions.edits import Edit, Editor
from data.decisions.roadmaps import codes, read
from data.decisions.roadmaps.forms import (
    CauseForm,
    CheckForm,
    MapForm,
    MeasureForm,
    Part,
    Promise,
    check_map,
    check_part,
)
from data.decisions.roadmaps.read import Roadmap
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import (
    municipalities,
    places,
    problems,
    roadmap_causes,
    roadmap_checks,
    roadmap_measures,
    roadmaps,
)

CAUSE, MEASURE, CHECK = "cause", "measure", "check"
TABLES = {CAUSE: roadmap_causes, MEASURE: roadmap_measures, CHECK: roadmap_checks}
WORDS = {CAUSE: "причина", MEASURE: "мероприятие", CHECK: "проверка"}
_KINDS = {CauseForm: CAUSE, MeasureForm: MEASURE, CheckForm: CHECK}
_GONE = "Такой строки уже нет. Обновите страницу."
_MOST_EDITS = 20_000
_ALL = (roadmaps, *TABLES.values())


def save(settings: Settings, who: str, code: str, version: int, form: MapForm, reason: str = "") -> str:
    """Add a roadmap (without a code) or change one; its code. version: of the roadmap as the person saw it.

    FilterError says what is missing, EditConflictError what somebody else saved meanwhile.
    """
    with edits.editing(settings, who, reason) as editor:
        if code:
            read.required(editor.connection, code)
        return put(editor, code, version, form, store.today(settings))


def put(editor: Editor, code: str, version: int, form: MapForm, today: date) -> str:
    """The same inside a transaction that is open already. A code that nobody has is taken by a new roadmap."""
    form = replace(form, title=plain(form.title))
    check_map(form)
    known = next(iter(read.of(editor.connection, code)), None) if code else None
    values = _map_values(editor.connection, form, known, today)
    if known is not None:
        editor.change(roadmaps, known.key, version, values)
        return code
    made = codes.take(editor.connection, code, today.year)
    editor.insert(roadmaps, values | {"code": made})
    return made


def save_part(
    settings: Settings, who: str, code: str, form: Part, no: int | None = None, version: int = 0, reason: str = ""
) -> int:
    """Add a cause, a measure or a check point to a roadmap, or change the one of a number; its number."""
    with edits.editing(settings, who, reason) as editor:
        roadmap = read.required(editor.connection, code)
        if no is not None and _row(editor.connection, kind_of(form), roadmap.key, no) is None:
            raise FilterError(_GONE)
        return put_part(editor, roadmap, form, no, version, store.today(settings))


def put_part(editor: Editor, roadmap: Roadmap, form: Part, no: int | None, version: int, today: date) -> int:
    """The same inside a transaction. A number that nobody has is taken by a new part."""
    kind, form = kind_of(form), _plain(form)
    check_part(form, today)
    values = _part_values(editor.connection, roadmap, form, no, today)
    table, known = TABLES[kind], _row(editor.connection, kind, roadmap.key, no)
    if known is not None:
        editor.change(table, known[0], version, values)
        return int(no or 0)
    made = no or _next_number(editor.connection, table, roadmap.key)
    editor.insert(table, values | {"roadmap_id": roadmap.key, "no": made})
    return made


def kind_of(form: Part) -> str:
    """CAUSE, MEASURE or CHECK."""
    return _KINDS[type(form)]


def remove(settings: Settings, who: str, code: str, version: int, reason: str = "") -> None:
    """Take a roadmap out with all its parts; taken back, it is whole again."""
    with edits.editing(settings, who, reason) as editor:
        one = read.required(editor.connection, code)
        if one.version == version:
            _remove_parts(editor, one)
        editor.remove(roadmaps, one.key, version)


def remove_part(settings: Settings, who: str, code: str, kind: str, no: int, version: int, reason: str = "") -> None:
    """Take one part out. FilterError when others hang on it."""
    with edits.editing(settings, who, reason) as editor:
        one = read.required(editor.connection, code)
        found = _row(editor.connection, kind, one.key, no)
        if found is None:
            raise FilterError(_GONE)
        if kind == CAUSE:
            _refuse_held(one, no)
        editor.remove(TABLES[kind], found[0], version)


def history(settings: Settings, keys: set[int] | None, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of some roadmaps, None: of all, removed ones too: the edit, what was edited, what it changed."""
    with store.reading(settings) as connection:
        known = {row[0]: row[1] for row in connection.execute(sa.select(roadmaps.c.roadmap_id, roadmaps.c.code))}
        found = edits.recent(connection, _ALL, _MOST_EDITS)
        mine = [edit for edit in found if keys is None or _owner(edit) in keys][:limit]
        return [(edit, _called(edit, known), _differences(connection, edit)) for edit in mine]


def _owner(edit: Edit) -> int:
    told = edit.after or edit.before or {}
    return int(edit.key if edit.table == roadmaps.name else told["roadmap_id"])


def _called(edit: Edit, known: dict[int, str]) -> str:
    told = edit.after or edit.before or {}
    if edit.table == roadmaps.name:
        return str(told["code"])
    kind = next(kind for kind, table in TABLES.items() if table.name == edit.table)
    return f"{known.get(told['roadmap_id'], 'удалённая карта')}, {WORDS[kind]} {told['no']}"


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    table = next(one for one in _ALL if one.name == edit.table)
    told = edit_words.differences(connection, table, edit.before, edit.after)
    return [one for one in told if one.field not in ("дорожная карта", "№") and one.before != one.after]


def _map_values(connection: sa.Connection, form: MapForm, known: Roadmap | None, today: date) -> dict[str, Any]:
    subject = next((key for key, one in topics_by_id(connection).items() if one.code == form.topic), None)
    if subject is None:
        raise FilterError(f"Тематики «{form.topic[:60]}» нет в списке. Выберите её из списка.")
    values = {"title": form.title, "topic_id": subject, "stage": form.stage, "starts_on": form.starts_on}
    values |= _territory(connection, form.territory) | {"problem_id": _problem(connection, form.problem)}
    return values | _promise(form, known, today)


def _promise(form: MapForm, known: Roadmap | None, today: date) -> dict[str, Any]:
    one = form.promise if form.promise.kind else Promise()
    fixed = (one.fixed_on or today) if one.kind else None
    if fixed is not None and fixed > today:
        raise FilterError(f"Цель записана {fixed:%d.%m.%Y}: этот день ещё не наступил. Исправьте дату.")
    if known is not None and one.kind and _has_moved(form, known):
        fixed = today
    values: dict[str, Any] = {f"target_{name}": getattr(one, name) for name in ("kind", "value", "months")}
    names = ("baseline", "baseline_from", "baseline_to", "smallest", "checkability")
    return values | {"target_fixed_on": fixed} | {name: getattr(one, name) for name in names}


def _has_moved(form: MapForm, known: Roadmap) -> bool:
    """Whether what was promised is not what is promised now: then it was promised today."""
    before = known.target
    aim = (before.kind, before.value, before.months) if before else ("", None, None)
    now = (form.promise.aim, form.topic, form.territory, form.starts_on)
    return now != (aim, known.topic.code, known.territory.code, known.starts_on)


def _territory(connection: sa.Connection, code: str) -> dict[str, int | None]:
    none: dict[str, int | None] = {"place_id": None, "municipality_id": None}
    if code == read.DISTRICT:
        return none
    for table, key in ((places, "place_id"), (municipalities, "municipality_id")):
        found = connection.execute(sa.select(table.c[key]).where(table.c.oktmo == code)).scalar()
        if found is not None:
            return none | {key: found}
    raise FilterError(f"Территории «{code[:20]}» нет в списке. Выберите её из списка.")


def _problem(connection: sa.Connection, number: int | None) -> int | None:
    if number is None:
        return None
    found = connection.execute(sa.select(problems.c.problem_id).where(problems.c.problem_id == number)).scalar()
    if found is None:
        raise FilterError(f"Проблемы № {number} нет. Обновите страницу или оставьте карту без проблемы.")
    return int(found)


def _part_values(
    connection: sa.Connection, roadmap: Roadmap, form: Part, no: int | None, today: date
) -> dict[str, Any]:
    if isinstance(form, CauseForm):
        _refuse_circle(roadmap, no, form.parent)
        return {"name": form.name, "parent_id": _cause(roadmap, form.parent)}
    if isinstance(form, MeasureForm):
        names = ("name", "post", "starts_on", "due_on", "resource", "document", "stage", "done_on")
        own = {name: getattr(form, name) for name in names} | {"cause_id": _cause(roadmap, form.cause)}
        return own | {"recipient_id": _recipient(connection, roadmap, form.recipient, no, today)}
    return {"name": form.name, "check_on": form.on, "fact": form.fact, "fact_on": form.fact_on}


def _recipient(connection: sa.Connection, roadmap: Roadmap, code: str, no: int | None, today: date) -> int | None:
    """Who was chosen before may stay; whoever is no longer in force is not chosen anew."""
    if not code:
        return None
    key, one = next(((k, r) for k, r in read.responsible_by_id(connection).items() if r.code == code), (None, None))
    if one is None:
        raise FilterError(f"Получателя «{code[:60]}» нет в списке. Выберите его из списка.")
    before = next((step.responsible for step in roadmap.measures if step.no == no), None)
    if not one.is_in_force(today) and (before is None or before.code != code):
        heir = one.successor(today)
        raise FilterError(f"«{one.name}» уже не действует. Выберите {f'«{heir}»' if heir else 'другого получателя'}.")
    return key


def _cause(roadmap: Roadmap, no: int | None) -> int | None:
    if no is None:
        return None
    found = next((one.key for one in roadmap.causes if one.no == no), None)
    if found is None:
        raise FilterError(f"Причины {no} в карте нет. Выберите её из списка.")
    return found


def _refuse_circle(roadmap: Roadmap, no: int | None, parent: int | None) -> None:
    """A cause can't explain itself, not even by way of others."""
    above = {one.no: one.parent for one in roadmap.causes}
    while parent is not None:
        if parent == no:
            raise FilterError("Причина не может объяснять саму себя. Выберите другую.")
        parent = above.get(parent)


def _refuse_held(roadmap: Roadmap, no: int) -> None:
    if any(one.parent == no for one in roadmap.causes) or any(one.cause == no for one in roadmap.measures):
        raise FilterError("На эту причину опираются другие причины или мероприятия. Сначала уберите их.")


def _plain(form: Part) -> Part:
    texts = {name: plain(value) for name, value in vars(form).items() if isinstance(value, str)}
    return replace(form, **texts)  # type: ignore[arg-type]


def _row(connection: sa.Connection, kind: str, roadmap: int, no: int | None) -> tuple[int, int] | None:
    """Key and version of a part."""
    table = TABLES[kind]
    key = next(iter(table.primary_key.columns))
    query = sa.select(key, table.c.version).where(table.c.roadmap_id == roadmap, table.c.no == no)
    found = connection.execute(query).first()
    return None if found is None else (found[0], found[1])


def _next_number(connection: sa.Connection, table: sa.Table, roadmap: int) -> int:
    highest = connection.execute(sa.select(sa.func.max(table.c.no)).where(table.c.roadmap_id == roadmap)).scalar()
    return (highest or 0) + 1


def _remove_parts(editor: Editor, one: Roadmap) -> None:
    """Causes go from the leaves up, so that none is left that another refers to."""
    for kind, parts in ((CHECK, one.checks), (MEASURE, one.measures)):
        for part in parts:
            editor.remove(TABLES[kind], part.key, part.version)
    left = list(one.causes)
    while left:
        leaves = [cause for cause in left if all(other.parent != cause.no for other in left)]
        for cause in leaves:
            editor.remove(roadmap_causes, cause.key, cause.version)
        left = [cause for cause in left if cause not in leaves]
