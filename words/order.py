"""The order of a sorted list: numbers as numbers, days as days, words by the Russian alphabet, what is unknown last."""

from collections.abc import Iterable
from datetime import date
from numbers import Real
from typing import Any

from data.order import alphabetical
from words import format, texts

_UNKNOWN = frozenset(("", "—", "–", texts.NO_DATA, texts.FEW_DATA, texts.UNDEFINED))


def ranks(values: Iterable[Any]) -> list[int | None]:
    """The place of each value among the others from 0, the same for equal ones; missing for what is not known («нет
    данных», «не определено», an empty text too).
    """
    keys = [_key(value) for value in values]
    place = {key: i for i, key in enumerate(sorted({key for key in keys if key is not None}))}
    return [None if key is None else place[key] for key in keys]


def _key(value: Any) -> tuple[Any, ...] | None:
    if isinstance(value, str):
        return None if value.strip() in _UNKNOWN else (2, alphabetical(value))
    if format.is_missing(value):
        return None
    if isinstance(value, date):  # pandas.Timestamp and datetime are days too
        return 1, value.isoformat()
    return (0, float(value)) if isinstance(value, Real) else (2, alphabetical(str(value)))
