"""How the cells of one column are read: the format of its dates, what its values mean; said by a person."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import ALL, MATCH, Input, State, html
from dash.development.base_component import Component

from components.loading import ids

_BY_ITSELF, _AS_IT_IS = "вид узнает программа", "как есть"
MAPPING = "mapping"
_UNSAID = "-"
"""Value of the first choice of a list: a list shows nothing for an empty one."""
NAMED = (
    Input(ids.column(MATCH), "value"),
    State(ids.column(MATCH), "id"),
    State(ids.JOB, "data"),
    State(ids.setting("source", ALL), "value"),
)
"""What a callback is told when a column is named: field, id of the list, job, source."""
SAID = tuple(State(one, held) for one in (ids.form(ALL), ids.meaning(ALL, ALL)) for held in ("value", "id"))
"""What `chosen_readings` reads."""


def column_questions(head: Mapping[str, Any], title: str, field: Any, source: str) -> list[Component]:
    """The questions a column leaves open; none for columns of a built-in source, which knows them itself.

    head: as in `etl.desk.job.Job`; field: `etl.desk.job.Field` the column is taken for, or None.
    """
    found = head.get("readings", {}).get(title)
    if source != MAPPING or field is None or not found:
        return []
    choice = head.get("choice", {})
    if field.name.endswith("_at"):
        return _format(title, found, choice.get("formats", {}).get(field.name))
    if field.meanings and found["values"]:
        return _meanings(title, found, field, choice.get("meanings", {}).get(field.name))
    return []


def _format(title: str, found: Mapping[str, Any], chosen: str | None) -> list[Component]:
    if not found["formats"]:
        return []
    options = [{"value": _UNSAID, "label": _BY_ITSELF}]
    options += [{"value": form, "label": example} for form, example in found["formats"].items()]
    value = chosen or found["form"] or _UNSAID
    return [_labelled("Вид даты", dbc.Select(id=ids.form(title), options=options, value=value))]


def _meanings(title: str, found: Mapping[str, Any], field: Any, chosen: Mapping[str, str] | None) -> list[Component]:
    options = [{"value": _UNSAID, "label": _AS_IT_IS}]
    options += [{"value": code, "label": name} for code, name in field.meanings.items()]
    known = found["known"].get(field.name, {}) | dict(chosen or {})
    lists = [
        _labelled(
            f"«{value}» значит",
            dbc.Select(id=ids.meaning(title, value), options=options, value=known.get(value) or _UNSAID),
        )
        for value in found["values"]
    ]
    unknown = sum(1 for value in found["values"] if not known.get(value))
    words = f"Что значат значения: {len(lists)}" + (f", не узнано: {unknown}" if unknown else "")
    return [html.Details([html.Summary(words), *lists], open=bool(unknown), className="intake-form__reading")]


def _labelled(label: str, control: Component) -> Component:
    return html.Label([html.Span(label, className="field__label"), control], className="field")


def chosen_readings(
    forms: Sequence[Any],
    form_ids: Sequence[Mapping[str, str]],
    meanings: Sequence[Any],
    meaning_ids: Sequence[Mapping[str, str]],
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Header → format, and header → value → meaning, of what has been chosen."""
    formats = {of["header"]: str(form) for form, of in zip(forms, form_ids, strict=True) if form not in (None, _UNSAID)}
    values: dict[str, dict[str, str]] = {}
    for code, of in zip(meanings, meaning_ids, strict=True):
        if code not in (None, _UNSAID):
            values.setdefault(of["header"], {})[of["value"]] = str(code)
    return formats, values
