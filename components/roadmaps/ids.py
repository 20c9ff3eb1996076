"""Ids of «Дорожные карты» that two screens share: buttons, fields, the panel of a form."""

from collections.abc import Mapping, Sequence
from typing import Any

_BUTTON, _FIELD, _AIM, _PROSPECT = "roadmap-do", "roadmap-field", "roadmap-aim", "roadmap-prospect"
AIMS = ("topic", "territory", "starts_on")
"""Fields that decide what can be promised."""


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button; key: of what it acts on; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def field(name: Any) -> dict[str, Any]:
    """Id of a field of a form; `ALL` matches every one but the aims."""
    return {"type": _FIELD, "name": name}


def aim(name: Any) -> dict[str, Any]:
    """Id of one of AIMS."""
    return {"type": _AIM, "name": name}


def prospect(of: Any) -> dict[str, Any]:
    """Id of where the form says what can be promised."""
    return {"type": _PROSPECT, "of": of}


def panel(page: str) -> str:
    """Id of the panel of a screen."""
    return f"{page}-panel"


def opened(page: str) -> str:
    """Id of the store that knows what is open in the panel: kind, no, version."""
    return f"{page}-opened"


def values(given: Sequence[Any], identities: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Values of fields by name, an empty one as ''."""
    pairs = zip(identities, given, strict=True)
    return {str(one["name"]): "" if value is None else str(value).strip() for one, value in pairs}
