"""Saved views in words: what each narrows a screen to, and what of that is no longer there or not open to the asker."""

from collections.abc import Iterable
from urllib.parse import parse_qsl

import pandas as pd

from answers import filter_words
from data.decisions.views.saved import LONGEST_TITLE, SavedView
from data.errors import MCUError
from data.filters import LISTS, MISSING, Filters, parse
from data.metrics import known_codes
from data.scope import Scope
from words import texts

__all__ = ["LONGEST_TITLE", "SavedView", "closed", "in_words", "rows"]

_OF_MUNICIPALITY = 8
"""Digits of a place's 11-digit ОКТМО that name its municipality."""


def rows(found: Iterable[SavedView], scope: Scope) -> pd.DataFrame:
    """A view a row: view, filters (in words), closed ('' where all of it is open)."""
    told = [{"view": view, "filters": in_words(view.query), "closed": closed(view.query, scope)} for view in found]
    return pd.DataFrame(told, columns=["view", "filters", "closed"])


def in_words(query: str) -> str:
    """The filters of an address as on the chips of a screen; what is wrong with them, where they are none."""
    try:
        filters = parse(dict(parse_qsl(query)))
        return " · ".join(one.text for one in filter_words.active(filters)) if filters != Filters() else "без фильтров"
    except MCUError as error:
        return str(error)


def closed(query: str, scope: Scope) -> str:
    """What a view names that no list has any more or that is not open to the asker, in a sentence; '' for nothing."""
    try:
        filters = parse(dict(parse_qsl(query)))
        _, lost = known_codes(filters)
    except MCUError:
        return "Фильтры этого вида больше не читаются: сохраните его заново."
    if not scope.grants:
        return "Данные вам не открыты."
    gone = [f"{texts.FILTER_LABELS[key].lower()} «{code[:40]}»" for key, code in lost]
    named, known = filter_words.labels(filters), set(lost)
    hidden = [named[one] for one in _outside(filters, scope) if one not in known]
    said = [f"Больше нет в списках: {', '.join(gone)}."] if gone else []
    return " ".join([*said, f"Вам не открыто: {', '.join(hidden)}."] if hidden else said)


def _outside(filters: Filters, scope: Scope) -> list[tuple[str, str]]:
    """URL key and code of what lies outside every grant."""
    made = []
    for key in ("channel", "recipient", "municipality", "place"):
        open_codes = _open(scope, "municipalities" if key == "place" else LISTS[key])
        for code in getattr(filters, LISTS[key]) if open_codes is not None else ():
            asked = code[:_OF_MUNICIPALITY] if key == "place" else code
            made += [] if code == MISSING or asked in (open_codes or ()) else [(key, code)]
    return made


def _open(scope: Scope, name: str) -> set[str] | None:
    """Codes of a kind that some grant lets through; None for all of them."""
    limits = [getattr(grant, name) for grant in scope.grants]
    return None if any(one is None for one in limits) else {code for one in limits for code in one}
