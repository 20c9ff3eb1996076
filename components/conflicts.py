"""A form that met somebody else's edit: what was typed stays in its fields, what has been saved stands beside them.

A form knows the version of what it changes by a store (`{"version": 3, …}`); its fields are drawn by
`components.typed_form.labelled`, which leaves room beside each.
"""

import json
from typing import Any

import dash

from components import typed_form
from data.errors import EditConflictError

_WAY = "Ваши слова остались в полях, рядом — что записано сейчас: сверьте и сохраните ещё раз."


def keep(error: EditConflictError) -> str:
    """The sentence of a conflict. Where the callback that met it has one form open, that form is brought to what is
    saved now: the next press of its button saves what stands in its fields.
    """
    told = _states()
    opened = [(name, data) for name, data in told if name.endswith(".data") and _version(data)]
    if error.version is None or len(opened) != 1:
        return str(error)
    (name, data), shown = opened[0], {one.name: one.before for one in error.differences}
    dash.set_props(_identity(name), {"data": {**data, "version": error.version}})
    for field in {field for field, _ in map(_field, told) if field}:
        saved = next((shown[one] for one in (field, f"{field}_id") if one in shown), None)
        words = "" if saved is None else f"Сейчас записано: «{saved or 'пусто'}» ({error.who})"
        dash.set_props(typed_form.beside(field), {"children": words})
    return error.told(_WAY)


def _states() -> list[tuple[str, Any]]:
    """Property → value of what the callback was given."""
    try:
        return list(dash.ctx.states.items())
    except dash.exceptions.MissingCallbackContextException:
        return []


def _version(data: Any) -> bool:
    return isinstance(data, dict) and isinstance(data.get("version"), int) and data["version"] > 0


def _identity(name: str) -> Any:
    written = name.rpartition(".")[0]
    return json.loads(written) if written.startswith("{") else written


def _field(state: tuple[str, Any]) -> tuple[str, Any]:
    """Name of a field of the form, empty for what is none; and its value."""
    identity = _identity(state[0]) if state[0].endswith(".value") else ""
    return (str(identity.get("name", "")) if isinstance(identity, dict) else ""), state[1]
