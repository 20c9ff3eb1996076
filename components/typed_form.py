"""Fields of a form in a side panel, whose values a callback reads by name whatever fields there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from data.errors import FilterError
from words import format, texts

_FIELD = "typed-field"
DAY_HINT = "Дата пишется так: 31.12.2026."


def field(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": _FIELD, "name": name}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Texts of the fields by name; an empty field, and one that the page did not send, is ''."""
    told = {str(one["name"]): str(value or "").strip() for one, value in zip(identities, given, strict=True)}
    return defaultdict(str, told)


def panel(identity: str, title: str = "", shown: Component | None = None) -> Component:
    """The panel that a form opens in; shown: the form it is opened with."""
    classes = "record-panel staff-panel"
    return dbc.Offcanvas(
        shown or html.Div(), id=identity, title=title, placement="end", is_open=shown is not None, scrollable=True,
        className=classes,
    )  # fmt: skip


def form(parts: Sequence[Component | None], tools: Sequence[Component | None]) -> Component:
    """Fields with their buttons beneath."""
    return html.Div([*parts, html.Div(list(tools), className="toolbar")], className="staff-form duty-form")


def line(name: str, label: str, value: str, longest: int, hint: str = "") -> Component:
    """One line of text."""
    shown = dcc.Input(
        id=field(name), value=value, type="text", maxLength=longest, autoComplete="off", className="field__input"
    )
    return labelled(label, shown, hint)


def area(name: str, label: str, value: str, longest: int, hint: str = "") -> Component:
    """A text of some lines."""
    shown = dcc.Textarea(
        id=field(name), value=value, maxLength=longest, rows=3, className="field__input field__input--area"
    )
    return labelled(label, shown, hint)


def choice(name: str, label: str, options: Sequence[tuple[str, str]], value: str | None, hint: str = "") -> Component:
    """One of many; options: value and words."""
    told: Any = [{"value": code, "label": words} for code, words in options]
    shown = dcc.Dropdown(told, value or None, id=field(name), labels=texts.DROPDOWN, maxHeight=280)
    return labelled(label, shown, hint)


def day(text: str, label: str) -> date | None:
    """A day as it was typed, 31.12.2026 or 2026-12-31; '' is missing. FilterError names the field of what is no day."""
    if not text:
        return None
    parts = text.split(".")[::-1] if "." in text else text.split("-")
    try:
        year, month, number = (int(part) for part in parts)
        return date(year, month, number)
    except ValueError:
        raise FilterError(f"«{label}»: «{text[:40]}» — не дата. {DAY_HINT}") from None


def required_day(text: str, label: str) -> date:
    """The same of a field that may not be empty."""
    found = day(text, label)
    if found is None:
        raise FilterError(f"«{label}» не указан. {DAY_HINT}")
    return found


def day_text(value: date | None) -> str:
    """A day as a field shows it; '' for missing."""
    return "" if value is None else format.day(value)


def beside(name: Any) -> dict[str, Any]:
    """Id of the place beside a field where stands what somebody else has saved meanwhile (`components.conflicts`)."""
    return {"type": "saved-beside", "name": name}


def labelled(label: str, control: Any, hint: str = "", *, wide: bool = False) -> Component:
    """A control of a form under its label; its id may name a field."""
    note = html.Span(hint, className="field__hint") if hint else None
    identity = getattr(control, "id", None)
    name = identity.get("name") if isinstance(identity, dict) else None
    saved = html.Span(id=beside(name), className="field__saved", role="note") if name else None
    return html.Div(
        [html.Span(label, className="field__label"), control, saved, note],
        className="field field--wide" if wide else "field",
    )
