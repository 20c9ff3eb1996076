"""Elements of tables and lists, made without Dash's check of every property: a table of thousands of cells spent more
on being checked than on being counted. Only for properties that are written in this program.
"""

from typing import Any, TypeVar

from dash.development.base_component import Component

Made = TypeVar("Made", bound=Component)
_KINDS: dict[type[Component], dict[str, Any]] = {}
"""What every component of a kind tells Dash of its class, as the first one did, which was checked."""


def element(kind: type[Made], children: Any = None, /, **properties: Any) -> Made:
    """The same as `kind(children, **properties)`."""
    known = _KINDS.get(kind)
    if known is None:
        made = kind(children, **properties)  # type: ignore[call-arg]  # every kind takes children, the base takes none
        _KINDS[kind] = {name: value for name, value in vars(made).items() if name not in {"children", *properties}}
        return made
    made = kind.__new__(kind)
    vars(made).update(known, children=children, **properties)
    return made
