"""«О чём пишут»: three real masked sentences of the records that the asker may open, each with its record."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.gist import choose
from data.filters import Filters
from data.metrics import register
from data.scope import Scope

MOST_TEXTS = 500
"""The newest records read; their excerpts hold what a letter is about."""
FEW_TEXTS = 3
"""Texts below which nothing is chosen: they are read, not summed up."""


@dataclass(frozen=True)
class Quote:
    """A sentence as it stands in the masked text of a record. number: of the record at its source."""

    record_id: int
    number: str
    sentence: str


@dataclass(frozen=True)
class Gist:
    """quotes: at most three, the most central first; texts: how many were read; records: how many there are."""

    quotes: tuple[Quote, ...]
    texts: int
    records: int


def of_records(filters: Filters, scope: Scope) -> Gist:
    """Of the newest records of these filters. Raises AccessError when the asker may not open records."""
    total, found = register.newest_texts(filters, scope, MOST_TEXTS)
    quotes, texts = of_texts(found)
    return Gist(quotes, texts, total)


def of_texts(texts: Iterable[tuple[int, str, object]]) -> tuple[tuple[Quote, ...], int]:
    """Quotes of records (id, number at the source, masked text or nothing), and how many have a text."""
    known = {key: (number, text) for key, number, text in texts if isinstance(text, str) and text.strip()}
    if len(known) < FEW_TEXTS:
        return (), len(known)
    chosen = choose([(key, text) for key, (_, text) in known.items()])
    quotes = [Quote(key, known[key][0], choice.sentence) for choice in chosen if isinstance(key := choice.key, int)]
    return tuple(quotes), len(known)
