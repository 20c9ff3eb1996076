"""Rude words on either side; which ones they are is never told on."""

from etl.structure.places.inflection import reading
from etl.structure.replies.phrases import search


def rude_signals(letter: str, reply: str) -> frozenset[str]:
    """Names of the signals that hold, of two clean texts: a citizen may say more than an official before it is rude."""
    found = set()
    if search(reading(reply), "rude", "rude_official"):
        found.add("is_rude")
    if search(reading(letter), "rude"):
        found.add("is_rude_letter")
    return frozenset(found)
