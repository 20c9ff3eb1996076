"""From a value to a colour: an even scale or classes of equal size, one hue for amounts, two for changes.

Both scales are safe for readers who do not tell red from green: blue grows darker step by step, changes run from teal
over a neutral middle to orange; a test simulates deuteranopia and protanopia. On the dark theme «more» is lighter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from answers.heat_map.measures import Measure, certainty, tick
from components import theme

CLASSES = 4
_RATIOS = (1.25, 1.5, 2, 4, 8)
"""Where a scale of growth may end: so many times more, so many times less; what is beyond has its last colour."""
_SOFT = 5
"""Colours of the sequential scale in use: names stand on the areas, so the strongest are left out.

The palest means «nothing» on an even scale; no class has it, for a class of little must differ from land without data.
"""


@dataclass(frozen=True)
class Scale:
    """How z is coloured. edges: borders of classes (values), empty on an even scale; ticks: z → text."""

    low: float
    high: float
    edges: tuple[float, ...]
    colours: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    is_ratio: bool = False

    def z(self, value: float) -> float:
        """What plotly is given: the value itself, the middle of its class, or of a growth its place among ratios."""
        if self.is_ratio:
            return min(max(_doublings(value), self.low), self.high)
        if not self.edges:
            return value
        position = int(np.searchsorted(self.edges[1:-1], value, side="right"))
        return position + 0.5

    @property
    def colorscale(self) -> list[list[float | str]]:
        """For plotly: smooth on an even scale, in steps by class."""
        count = len(self.colours)
        if not self.edges:
            return [[i / (count - 1), colour] for i, colour in enumerate(self.colours)]
        return [[(i + end) / count, colour] for i, colour in enumerate(self.colours) for end in (0, 1)]


def of(frame: pd.DataFrame, level: str, measure: Measure, kind: str, *, dark: bool = False) -> Scale | None:
    """The scale of the values that are coloured: of known areas of `level`, and not of too few records."""
    rows = frame[frame[level].notna()].to_dict("records")
    shown = [row["value"] for row in rows if certainty(measure, row) in ("clear", "weak")]  # type: ignore[arg-type]
    return make(shown, measure, kind, dark=dark)


def make(values: Sequence[float], measure: Measure, kind: str, *, dark: bool = False) -> Scale | None:
    """The scale of these values (missing ones left out beforehand); None when there are none."""
    known = [float(v) for v in values]
    if not known:
        return None
    if measure.is_ratio and kind != "quantile":
        return _of_ratios(known, measure, dark)
    if kind == "quantile" and len(set(known)) > 1:
        return _by_class(known, measure, dark)
    return _even(known, measure, dark)


def shades(*, is_change: bool, is_by_class: bool, dark: bool = False) -> tuple[str, ...]:
    """Colours from little to much, or from less to more."""
    if is_change:
        return tuple(str(colour) for _, colour in theme.diverging_scale(dark))
    return tuple(str(colour) for _, colour in theme.sequential(dark)[int(is_by_class) : _SOFT])


def _even(known: list[float], measure: Measure, dark: bool) -> Scale:
    top = _rounded_up(max(abs(v) for v in known))
    low = -top if measure.is_change else 0.0
    steps = np.linspace(low, top, 5 if measure.is_change else 3)
    told = [float(v) for v in steps if not measure.is_exact or float(v).is_integer()]  # half a record is nothing
    ticks = tuple((v, tick(measure, v)) for v in told)
    return Scale(low, top, (), shades(is_change=measure.is_change, is_by_class=False, dark=dark), ticks)


def _doublings(growth: float) -> float:
    """A growth in percent as a power of two: +100 % is 1, −50 % is −1; −100 % is as far as can be."""
    return float(np.log2(1 + growth / 100)) if growth > -100 else -np.inf


def _of_ratios(known: list[float], measure: Measure, dark: bool) -> Scale:
    """Twice as many is as strong as half as many, and nothing is weaker than −100 %: equal steps of ratios."""
    finite = [abs(x) for x in map(_doublings, known) if np.isfinite(x)]
    reach = next((one for one in _RATIOS if np.log2(one) >= max(finite, default=0) - 1e-9), _RATIOS[-1])
    top = float(np.log2(reach))
    growths = ((-top, 100 / reach - 100), (0.0, 0.0), (top, 100 * reach - 100))
    ticks = tuple((z, tick(measure, growth)) for z, growth in growths)
    return Scale(-top, top, (), shades(is_change=True, is_by_class=False, dark=dark), ticks, is_ratio=True)


def _by_class(known: list[float], measure: Measure, dark: bool) -> Scale:
    """Classes with about as many territories each; of a change, zero is always a border."""
    edges = _edges(known) if not measure.is_change else _edges_around_zero(known)
    count = len(edges) - 1
    every = shades(is_change=False, is_by_class=True, dark=dark)
    chosen = _around(edges, dark) if measure.is_change else every[:count]
    ticks = tuple((float(i), tick(measure, edge)) for i, edge in enumerate(edges))
    return Scale(0.0, float(count), tuple(edges), chosen, ticks)


def _edges(known: list[float], classes: int = CLASSES) -> list[float]:
    count = min(classes, len(set(known)))
    return sorted(set(np.quantile(known, np.linspace(0, 1, count + 1)).tolist()))


def _edges_around_zero(known: list[float]) -> list[float]:
    less, more = [v for v in known if v < 0], [v for v in known if v > 0]
    left = _edges(less, 3)[:-1] if less else []
    right = _edges(more, 3)[1:] if more else []
    if len(set(less)) == 1:
        left = [less[0]]
    if len(set(more)) == 1:
        right = [more[0]]
    return sorted({*left, 0.0, *right}) if left or right else [-1.0, 0.0, 1.0]


def _around(edges: list[float], dark: bool) -> tuple[str, ...]:
    """Teal shades for classes below zero and orange ones above, strongest at the ends."""
    every = shades(is_change=True, is_by_class=True, dark=dark)
    below = sum(1 for edge in edges if edge < 0)
    above = len(edges) - 1 - below
    return (*every[3 - below : 3], *every[4 : 4 + above]) if below <= 3 and above <= 3 else every


def _rounded_up(top: float) -> float:
    """The next number with one or two significant digits, so that the ends of a legend are easy to read."""
    if top <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(top))
    step = next(k for k in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10) if k * power >= top - 1e-9)
    return float(step * power)
