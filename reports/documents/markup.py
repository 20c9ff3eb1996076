"""Typst's source of texts: nothing that is said is taken for markup."""

import json
import re

_ENDLESS = re.compile(r"\S{67,}")
"""Longer than a line of any document holds; a digest of 64 signs is not."""
_PIECE = re.compile(r"\S{50}(?=\S)")


def quoted(said: str) -> str:
    """A string of typst's."""
    return json.dumps(said, ensure_ascii=False)


def text(said: str) -> str:
    """Text as content: `#` and a string. What has no place to break would run off the paper: it gets some."""
    breakable = _ENDLESS.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word[0]), said)
    return f"#{quoted(breakable)};" if said else ""
