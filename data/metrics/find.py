"""What a reader looks for by typing: records, and members of dimensions by their names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from data import store
from data.filters import Filters
from data.metrics import register, sql, text_condition
from data.metrics.catalogue import metric
from data.metrics.reader import open_snapshot
from data.scope import Scope
from data.settings import current
from data.store.search import words
from data.store.search.find import numbered


@dataclass(frozen=True)
class Records:
    """The newest records found and how many there are in all; those whose number was typed stand first.

    frame: columns of `register.page`. is_similar: a typed word is in no text that is open, words like it are.
    """

    total: int
    frame: pd.DataFrame
    is_similar: bool


def records(text: str, scope: Scope, most: int) -> Records:
    """Records of all time that a typed text finds. Raises AccessError where the asker may open none."""
    filters = Filters(period="all", text=text)
    page = register.page(filters, scope, size=most)
    with store.reading(current()) as connection:
        ids = list(dict.fromkeys((numbered(connection, text) // 256).tolist()))[:most]
    first = register.rows_of(ids, replace(filters, text=""), scope) if ids else page.frame.head(0)
    rows = pd.concat([first, page.frame]) if len(first) else page.frame
    return Records(page.total, rows.drop_duplicates("record_id").head(most), is_similar(filters, scope))


def is_similar(filters: Filters, scope: Scope) -> bool:
    """Whether a word of the filter `text` is in no text that is open to the asker, so that words like it were taken."""
    if not filters.text:
        return False
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    since = sql.received_since(snapshot, filters, metric("records"))  # as the register asks, so that it is asked once
    return sql.found_of(snapshot, filters, text_condition.of_texts(scope), since).is_similar


def named(text: str, members: Mapping[str, str], most: int) -> list[str]:
    """Codes of the members whose names have every typed word, the best agreement first. members: code → name."""
    asked = words.asked_words(text)
    ranked = [(words.agreement(asked, _words_of(name)), i, code) for i, (code, name) in enumerate(members.items())]
    return [code for rank, _, code in sorted((r, i, c) for r, i, c in ranked if r is not None)][:most]


@lru_cache(maxsize=2_000)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(words.words_of(name))
