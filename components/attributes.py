"""Attributes with a hyphen, which Python's keyword arguments can't spell."""

from typing import Any


def hyphenated(**attributes: Any) -> dict[str, Any]:
    """`aria_label="…"` → `{"aria-label": "…"}`, for `html.X(**hyphenated(…))`."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}
