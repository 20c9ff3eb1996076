"""Ids of the screen of the weekly note."""

from collections.abc import Mapping, Sequence
from typing import Any

PANEL, OPENED, FILE, UPLOAD = "note-panel", "note-opened", "note-file", "note-upload"
"""The panel; the store of what is open in it; the download; where a file is dropped to be checked."""


def button(action: Any, key: Any = "") -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": "note-do", "action": action, "key": key}


def undo(number: str) -> dict[str, Any]:
    """Id of the button that takes an edit back."""
    return button("undo", number)


def field(name: Any) -> dict[str, Any]:
    """Id of a field; `ALL` matches every one."""
    return {"type": "note-field", "name": name}


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Values of the fields by name, empty ones ''."""
    return {str(one["name"]): str(value or "") for one, value in zip(identities, given, strict=True)}
