"""A line of a row: how a number went over the last steps, drawn small enough to stand in a table."""

from base64 import b64encode
from collections.abc import Sequence
from math import isnan
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import theme
from components.elements import element

WIDTH, HEIGHT, EDGE = 108, 26, 4


def line(values: Sequence[Any], words: str, *, top: float | None, dark: bool) -> Component:
    """Values from the earliest to the latest, missing where not known: there the line is broken.

    words: what is drawn and its last value, for who does not see it; top: of the scale, by default the largest value.
    """
    step, room = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1), HEIGHT - 2 * EDGE
    y = [float("nan") if value is None else float(value) for value in values]
    most = top or max((value for value in y if not isnan(value)), default=0.0) or 1.0
    heights = [HEIGHT - EDGE - min(max(value / most, 0), 1) * room if not isnan(value) else value for value in y]
    drawing = _drawing([(EDGE + i * step, height) for i, height in enumerate(heights)], theme.palette(dark))
    source = f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"
    return element(html.Img, src=source, alt=words, title=words, width=WIDTH, height=HEIGHT, className="sparkline")


def _drawing(points: list[tuple[float, float]], colours: theme.Palette) -> str:
    known = [(x, y) for x, y in points if not isnan(y)]
    last = f'<circle cx="{known[-1][0]:.1f}" cy="{known[-1][1]:.1f}" r="2.5" fill="{colours.accent}"/>' if known else ""
    lines = "".join(
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" stroke="{colours.accent}" '
        'stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"/>'
        for run in _runs(points)
    )
    base = f'<path d="M{EDGE} {HEIGHT - EDGE}H{WIDTH - EDGE}" stroke="{colours.line}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{base}{lines}{last}</svg>'


def _runs(points: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """Neighbours that are known, together; one alone stands twice, or nothing would be seen of it."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if isnan(point[1]):
            runs.append([])
        else:
            runs[-1].append(point)
    return [run * 2 if len(run) == 1 else run for run in runs if run]
