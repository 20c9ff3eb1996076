"""Who is signed in, as the frame knows it: the name, what may be done, which screens are listed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from answers.notices import Call
from components import menu


@dataclass(frozen=True)
class Account:
    """Whom the frame names. csrf: the token of the session, for the form that ends it; rights: what may be done;
    sees_rounded: small numbers are hidden from this person; sees_demo: a demonstration is there; may_leave_demo: and
    this person may remove it;
    opened: «data», «records» — what of it a page may need; last_filters: address of a screen → its last filters; ring:
    what the bell says, missing where nothing rings.
    """

    name: str
    roles: str
    csrf: str = field(repr=False)
    rights: frozenset[str] = frozenset()
    sees_rounded: bool = False
    sees_demo: bool = False
    may_leave_demo: bool = False
    opened: frozenset[str] = frozenset(("data", "records"))
    last_filters: Mapping[str, str] = field(default_factory=dict)
    ring: Call | None = None


def marks(account: Account | None) -> list[str]:
    """CSS classes by which what only some may do is shown to them."""
    demo = ["frame--demo"] if account and account.sees_demo else []
    marks = {"export": "frame--exports", "import_files": "frame--imports"}
    return [*demo, *(mark for right, mark in marks.items() if account and right in account.rights)]


def pages_of(account: Account | None) -> list[dict[str, Any]]:
    """Pages of the menu that are open to whoever is signed in, in its order."""
    return menu.pages_of(account.rights, account.opened) if account else menu.pages_of(frozenset(), frozenset())
