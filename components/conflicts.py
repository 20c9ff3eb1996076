"""A form that met somebody else's edit: what was typed stays in its fields, what has been saved stands beside them.

A form knows the version of what it changes by a store: `{"version": 3, …}`, `[code, 3]` or `[code, {key: 3, …}]` of
several rows. Fields drawn by `components.typed_form.labelled` have room beside each.
"""

import json
from typing import Any

import dash

from components import typed_form
from data.errors import EditConflictError

_WAY = "Ваши слова остались в полях: сверьте с записанным и сохраните ещё раз."


def keep(error: EditConflictError) -> str:
    """The sentence of a conflict. Where the callback that met it has one form open, that form is brought to what is
    saved now: the next press of its button saves what stands in its fields.
    """
    told = _states()
    opened = [(name, now) for name, data in told if name.endswith(".data") and (now := renewed(data, error))]
    if len(opened) != 1:
        return str(error)
    (name, data), shown = opened[0], {one.name: one.before for one in error.differences}
    dash.set_props(_identity(name), {"data": data})
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


def renewed(data: Any, error: EditConflictError) -> Any:
    """What a form knows of versions, with that of the row as it is saved now; None for what is no such form."""
    if error.version is None:
        return None
    match data:
        case {"version": int() as seen} if seen > 0:
            return {**data, "version": error.version}
        case [str() as code, int()]:
            return [code, error.version]
        case [str() as code, dict() as seen] if str(error.key) in seen:
            return [code, {**seen, str(error.key): error.version}]
    return None


def _identity(name: str) -> Any:
    written = name.rpartition(".")[0]
    return json.loads(written) if written.startswith("{") else written


def _field(state: tuple[str, Any]) -> tuple[str, Any]:
    """Name of a field of the form, empty for what is none; and its value."""
    identity = _identity(state[0]) if state[0].endswith(".value") else ""
    return (str(identity.get("name", "")) if isinstance(identity, dict) else ""), state[1]
