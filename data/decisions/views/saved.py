"""Views of screens that people have saved under a name: for themselves, for a role, for everybody."""

from collections.abc import Collection
from dataclasses import dataclass, fields

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.edits import Edit
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import saved_views
from data.store.tables.views import AUDIENCES, OF_ALL, OF_ROLE, OWN

__all__ = ["AUDIENCES", "OF_ALL", "OF_ROLE", "OWN", "Form", "SavedView"]

LONGEST_TITLE, LONGEST_QUERY, MOST = 100, 4000, 50
"""Signs, and how many views one person may have."""


@dataclass(frozen=True)
class Form:
    """What a person saves. query: as in the address of the screen `path`; role: a code, of the audience OF_ROLE."""

    title: str
    path: str
    query: str
    audience: str = OWN
    role: str = ""


@dataclass(frozen=True)
class SavedView:
    """One view. login: whose it is."""

    key: int
    version: int
    login: str
    title: str
    path: str
    query: str
    audience: str
    role: str

    @property
    def href(self) -> str:
        """The address that opens it."""
        return f"{self.path}?{self.query}" if self.query else self.path

    def is_for(self, login: str, roles: Collection[str]) -> bool:
        """Whether somebody is offered it."""
        return self.login == login or self.audience == OF_ALL or (self.audience == OF_ROLE and self.role in roles)


_NAMED = tuple(field.name for field in fields(SavedView) if field.name != "key")


def listed(settings: Settings, login: str, roles: Collection[str]) -> list[SavedView]:
    """Views that a person is offered, by name."""
    with store.reading(settings) as connection:
        found = [view for view in _all(connection) if view.is_for(login, roles)]
    return sorted(found, key=lambda view: (view.title.casefold(), view.key))


def _all(connection: sa.Connection) -> list[SavedView]:
    rows = connection.execute(sa.select(saved_views)).mappings()
    return [SavedView(row["saved_view_id"], **{name: row[name] for name in _NAMED}) for row in rows]


def add(settings: Settings, login: str, form: Form) -> int:
    """A new view; its key. FilterError for what makes no sense, for a name that stands already, for one too many."""
    told = {"title": title(form.title), "path": form.path, "query": form.query, "audience": form.audience}
    if form.audience not in AUDIENCES or (form.audience == OF_ROLE) != bool(form.role):
        raise FilterError("Выберите, кому показывать вид; для роли назовите её.")
    if len(form.query) > LONGEST_QUERY:
        raise FilterError("Фильтров слишком много для вида. Сократите списки.")
    with edits.editing(settings, login) as editor:
        own = [view for view in _all(editor.connection) if view.login == login]
        if len(own) >= MOST:
            raise FilterError(f"Видов уже {MOST}. Удалите ненужный на странице «Виды» и сохраните снова.")
        _refuse_twin(own, form.path, told["title"])
        return editor.insert(saved_views, {"login": login, **told, "role": form.role})


def rename(settings: Settings, who: str, view: SavedView, version: int, name: str) -> None:
    """Give a view another name. EditConflictError where somebody has changed it meanwhile."""
    told = title(name)
    with edits.editing(settings, who) as editor:
        others = [one for one in _all(editor.connection) if one.login == view.login and one.key != view.key]
        _refuse_twin(others, view.path, told)
        editor.change(saved_views, view.key, version, {"title": told})


def remove(settings: Settings, who: str, view: SavedView, version: int) -> None:
    """Take a view out."""
    with edits.editing(settings, who) as editor:
        editor.remove(saved_views, view.key, version)


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of all views: the edit, the name of the view, what it changed."""
    with store.reading(settings) as connection:
        found = edits.recent(connection, [saved_views], limit)
        return [(edit, of(edit).title, _differences(connection, edit)) for edit in found]


def edit(settings: Settings, number: int) -> Edit:
    """An edit of a view by its number. FilterError for none."""
    with store.reading(settings) as connection:
        found = edits.one(connection, number)
    if found.table != saved_views.name:
        raise FilterError("Такой правки нет. Обновите страницу и выберите ещё раз.")
    return found


def of(edit: Edit) -> SavedView:
    """The view that an edit was about, as the edit has left it or has taken it away."""
    told = edit.after or edit.before or {}
    return SavedView(edit.key, edit.version, **{name: told[name] for name in _NAMED if name != "version"})


def title(typed: str) -> str:
    """A name without line ends. FilterError for none or a long one."""
    told = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
    if not told or len(told) > LONGEST_TITLE:
        raise FilterError(f"Название вида — от 1 до {LONGEST_TITLE} знаков.")
    return told


def _refuse_twin(others: list[SavedView], path: str, name: str) -> None:
    if any(one.path == path and one.title.casefold() == name.casefold() for one in others):
        raise FilterError(f"Вид «{name}» на этом экране уже есть. Назовите иначе.")


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    """Of the name and of whom it is for: screen and filters never change."""
    found = edit_words.differences(connection, saved_views, edit.before, edit.after)
    told = {saved_views.c[name].info["label"] for name in ("title", "audience")}
    return [one for one in found if one.field in told]
