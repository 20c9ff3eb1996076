"""Typst's source of texts: nothing that is said is taken for markup."""

import json


def quoted(said: str) -> str:
    """A string of typst's."""
    return json.dumps(said, ensure_ascii=False)


def text(said: str) -> str:
    """Text as content: `#` and a string."""
    return f"#{quoted(said)};" if said else ""
