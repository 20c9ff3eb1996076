"""Views of screens that the person in force is offered, saves, renames and removes.

Everybody keeps own ones; what a role or everybody is offered is kept by who may share.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from urllib.parse import urlencode

from access import person
from access.person import Person
from access.roles import ROLES, Right
from data.decisions import edits
from data.decisions.edits import Edit
from data.decisions.views import saved
from data.decisions.views.saved import OF_ROLE, OWN, Form, SavedView
from data.errors import Difference, FilterError
from data.filters import parse
from data.settings import current
from deeds.deed import deed
from etl.desk import typed_texts

_LATEST = 200
_OF_THE_MOMENT = ("as_of", "snapshot", "page", "card", "at", "order", "sort")
"""What of an address is where one looks just now, not what one looks at."""


def may_share() -> bool:
    """Whether the person in force keeps views of others."""
    found = person.current()
    return found is not None and found.may(Right.SHARE_VIEWS)


def listed() -> list[SavedView]:
    """Views that the person in force is offered."""
    who = person.signed_in()
    return saved.listed(current(), who.login, who.roles)


def may_change(view: SavedView) -> bool:
    """Whether the person in force renames and removes a view."""
    who = person.signed_in()
    return who.may(Right.SHARE_VIEWS) if view.audience != OWN else view.login == who.login


def save(name: str, path: str, params: Mapping[str, object], audience: str = OWN, role: str = "") -> int:
    """Save what a screen shows under a name; the key. params: the parameters of its address."""
    if parse(params).text:
        raise FilterError("Слова поиска в вид не входят: уберите их из фильтров и сохраните снова.")
    if role and role not in ROLES:
        raise FilterError("Такой роли нет. Выберите её из списка.")
    if audience != OWN:
        person.require(Right.SHARE_VIEWS)
    told = {key: str(value) for key, value in params.items() if key not in _OF_THE_MOMENT}
    query, title = urlencode(told, safe=","), typed_texts.without_people(name)
    with _deed("новый", audience) as who:
        return saved.add(current(), who.login, Form(title, path, query, audience, role if audience == OF_ROLE else ""))


def rename(key: int, version: int, name: str) -> None:
    """Give a view another name."""
    view = _changeable(key)
    with _deed(key, view.audience) as who:
        saved.rename(current(), who.login, view, version, typed_texts.without_people(name))


def remove(key: int, version: int) -> None:
    """Take a view out; the history can bring it back."""
    view = _changeable(key)
    with _deed(key, view.audience) as who:
        saved.remove(current(), who.login, view, version)


def undo(number: int) -> None:
    """Take an edit of a view back."""
    about = saved.of(saved.edit(current(), number))
    if not may_change(about):
        raise FilterError("Такой правки у вас нет. Обновите страницу.")
    with _deed(f"правка {number}", about.audience) as who:
        edits.undo(current(), who.login, number)


def history() -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of the views that the person in force may change."""
    return [one for one in saved.history(current(), _LATEST) if may_change(saved.of(one[0]))]


def _changeable(key: int) -> SavedView:
    """Another's view is as good as none."""
    for view in listed():
        if view.key == key and may_change(view):
            return view
    raise FilterError("Такого вида у вас нет. Обновите страницу.")


def _deed(what: object, audience: str) -> AbstractContextManager[Person]:
    right = None if audience == OWN else Right.SHARE_VIEWS
    return deed(right, "views_changed", "view", what, details={"audience": audience}, publishes=False)
