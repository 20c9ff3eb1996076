"""Statistics in plain words: what a reader takes away. The numbers behind them stand behind «Подробнее»."""

from math import isfinite
from typing import Any

from words import format

_TWICE = ((1.15, "около обычного"), (1.75, ""), (2.5, "вдвое больше обычного"), (3.5, "втрое больше обычного"))
"""Up to which ratio it is called so; '' where only a decimal says it."""
_CHANCE = ((0.01, "случайность почти исключена"), (0.05, "случайность маловероятна"), (0.10, "сомнения остаются"))
"""Below which share of false findings."""
_MAY_BE = "может быть случайностью"


def times_more(ratio: Any) -> str:
    """«втрое больше обычного», «в 8 раз больше обычного»; of nothing expected that there is no usual."""
    if format.is_missing(ratio) or not isfinite(ratio):
        return "обычно не пишут"
    said = next((words for end, words in _TWICE if ratio < end), None)
    if said:
        return said
    times = round(ratio, 1) if ratio < _TWICE[-1][0] else round(ratio)
    return f"в{format.NBSP}{format.plural(times, 'раз', 'раза', 'раз')} больше обычного"


def chance(share: Any) -> str:
    """share: of false ones among findings no more doubtful than this."""
    if format.is_missing(share):
        return format.NO_DATA
    return next((words for end, words in _CHANCE if share < end), _MAY_BE)
