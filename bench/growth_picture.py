"""The picture of growth: milliseconds by records, both axes in powers of ten; a dotted line grows as records do."""

from collections.abc import Mapping
from math import ceil, floor, log10
from xml.sax.saxutils import escape

import numpy as np

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 900, 520, 60, 20, 300, 50
_COLOURS = ("#1f77b4", "#d95f02", "#1b9e77", "#7570b3", "#e7298a", "#66a61e", "#a6761d", "#444444")
_TEXT = 'font-family="sans-serif" font-size="12" fill="#333"'


def slope(own: Mapping[int, float]) -> float | None:
    """The exponent of growth between the smallest and the largest size; None with fewer than two."""
    known = sorted((size, spent) for size, spent in own.items() if spent > 0)
    if len(known) < 2:
        return None
    (small, first), (large, last) = known[0], known[-1]
    return log10(last / first) / log10(large / small)


def drawn(found: Mapping[int, Mapping[str, float]]) -> str:
    """SVG of the operations that are told of two sizes or more."""
    found = dict(sorted(found.items()))
    names = [n for n in dict.fromkeys(n for told in found.values() for n in told) if "95 из 100" not in n]
    lines = {name: {size: told[name] for size, told in found.items() if told.get(name, 0) > 0} for name in names}
    lines = {name: own for name, own in lines.items() if len(own) > 1}
    every = [spent for own in lines.values() for spent in own.values()]
    bottom, top = floor(log10(min(every))), ceil(log10(max(every)))
    first, last = log10(min(found)), log10(max(found))

    def x(size: float) -> float:
        return _LEFT + (log10(size) - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(spent: float) -> float:
        return _HEIGHT - _BOTTOM - (log10(spent) - bottom) / (top - bottom) * (_HEIGHT - _TOP - _BOTTOM)

    parts = [f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>']
    for power in range(bottom, top + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{at + 4:.1f}" text-anchor="end" {_TEXT}>{10.0**power:g}</text>')
    for size in found:
        told = f"{size:,}".replace(",", " ")
        parts.append(f'<text x="{x(size):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle" {_TEXT}>{told}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 8}" {_TEXT}>Записей; по вертикали — миллисекунды процессора</text>')
    linear = (10.0**bottom, 10.0 ** (bottom + last - first))
    parts.append(_line([(x(min(found)), y(linear[0])), (x(max(found)), max(y(linear[1]), _TOP))], "#999", "2 4"))
    ends = [y(list(own.values())[-1]) for own in lines.values()]
    labels = dict(zip(np.argsort(ends).tolist(), _apart(sorted(ends)), strict=True))
    for i, (name, own) in enumerate(lines.items()):
        colour = _COLOURS[i % len(_COLOURS)]
        parts.append(_line([(x(size), y(spent)) for size, spent in own.items()], colour))
        label = f'<text x="{_WIDTH - _RIGHT + 12}" y="{labels[i] + 4:.1f}" {_TEXT} style="fill:{colour}">'
        parts.append(f"{label}{escape(name)}</text>")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _line(points: list[tuple[float, float]], colour: str, dashes: str = "") -> str:
    told = " ".join(f"{at:.1f},{height:.1f}" for at, height in points)
    return f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/>'


def _apart(heights: list[float], least: float = 14.0) -> list[float]:
    """Heights of labels, none nearer than `least` to the one above."""
    made: list[float] = []
    for height in heights:
        made.append(max(height, made[-1] + least) if made else height)
    return made
