"""Attributes with a hyphen, which Python's keyword arguments can't spell."""

from typing import Any


def html_attributes(**attributes: Any) -> dict[str, Any]:
    """`aria_label="…"` → `{"aria-label": "…"}`, for `html.X(**html_attributes(…))`."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}
