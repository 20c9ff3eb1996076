"""The legend of a map, drawn in pixels from the lower left corner, so that a picture of any size carries it whole.

It explains what the map shows and nothing else. Colours with their borders; how few data look; how big a circle is.
Plotly's own colour bar shows the colours, shapes show the rest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from answers.heat_map.measures import Certainty, certainty, legend_title
from components.figures import map_ground, unchecked
from components.figures.map_ground import PALE, Canvas, Marks
from components.figures.map_scale import Scale
from data.metrics.enough import FEW, SURE
from words import format, texts

LEFT_PX = 18
ROW_PX = 19
BAR_PX = 218
_SWATCH_PX = (20, 12)
_FONT_PX = 11.5


@dataclass(frozen=True)
class Seen:
    """What a map shows and its legend explains. kinds: how sure its areas are (`measures.certainty`); most: records of
    the biggest circle, 0 without circles; biggest_px: its diameter; has_hollow: whether some circle has few records.
    """

    kinds: frozenset[Certainty]
    most: float = 0
    biggest_px: float = 0
    has_hollow: bool = False


def kinds_of(canvas: Canvas, rows: Mapping[str, Mapping[str, Any]]) -> frozenset[Certainty]:
    """How sure the areas of a map are. rows: code → row, as `map_ground.areas` takes them."""
    codes = [feature["properties"]["oktmo"] for feature in canvas.features]
    return frozenset(certainty(canvas.measure, rows.get(code)) for code in codes)


def marks(canvas: Canvas, seen: Seen, *, lift: float = 0) -> tuple[Marks, list[go.Scattergeo]]:
    """Shapes and words of the legend, and the trace that carries the colour bar. lift: pixels to leave free below."""
    made, bottom = Marks(), 10.0 + lift
    for kind, words in _rows(canvas, seen):
        _swatch(made, canvas, kind, bottom)
        _words(made, canvas, words, LEFT_PX + _SWATCH_PX[0] + 8, bottom + _SWATCH_PX[1] / 2)
        bottom += ROW_PX
    if seen.most:
        bottom = _circles(made, canvas, seen, bottom + 4)
    if canvas.scale is None:
        return made, []
    _words(made, canvas, f"<b>{legend_title(canvas.measure)}</b>", LEFT_PX, bottom + 44)
    return made, [_bar(canvas, canvas.scale, bottom + 4)]


def height(canvas: Canvas, seen: Seen) -> int:
    """Pixels that the legend takes from the bottom."""
    circles = seen.biggest_px + 26 if seen.most else 0
    return round(14 + ROW_PX * len(_rows(canvas, seen)) + circles + (58 if canvas.scale is not None else 0))


def _rows(canvas: Canvas, seen: Seen) -> list[tuple[Certainty, str]]:
    """A line for every way the areas of the map look beside their full colours."""
    lines: tuple[tuple[Certainty, str], ...] = (
        ("missing", texts.NO_DATA),
        ("few", f"{texts.FEW_DATA}: меньше {FEW} записей"),
        ("weak", _weak(canvas)),
    )
    return [line for line in lines if line[0] in seen.kinds]


def _weak(canvas: Canvas) -> str:
    if canvas.measure.declared.id == "per_1000_smoothed":
        return f"бледно: меньше {FEW} записей, ближе к району"
    return "бледно: может быть случайностью" if canvas.measure.is_change else f"бледно: {FEW}–{SURE - 1} записей"


def _swatch(made: Marks, canvas: Canvas, kind: str, bottom: float) -> None:
    tokens, (wide, tall) = canvas.tokens, _SWATCH_PX
    fill = tokens.land if canvas.scale is None else canvas.scale.colours[-2]
    _shape(made, "rect", LEFT_PX, bottom, wide, tall, fillcolor=tokens.land, line_color=tokens.line_strong)
    if kind == "weak":
        _shape(made, "rect", LEFT_PX, bottom, wide, tall, fillcolor=fill, opacity=PALE, line_width=0)
    if kind != "few":
        return
    for x in (0, 5, 10, 15):
        slant = min(tall * 0.6, wide - x)
        ends = {"x0": LEFT_PX + x, "y0": bottom, "x1": LEFT_PX + x + slant, "y1": bottom + slant / 0.6}
        made.shapes.append({"type": "line", **ends, "line": {"color": tokens.line_strong, "width": 1}, **_PIXELS})


_PIXELS: dict[str, Any] = {
    "xref": "paper",
    "yref": "paper",
    "xsizemode": "pixel",
    "ysizemode": "pixel",
    "xanchor": 0,
    "yanchor": 0,
}


def _shape(made: Marks, kind: Any, x: float, y: float, wide: float, tall: float, **style: Any) -> None:
    line = {"color": style.pop("line_color", "rgba(0,0,0,0)"), "width": style.pop("line_width", 0.8)}
    ends = {"x0": x, "x1": x + wide, "y0": y, "y1": y + tall}
    made.shapes.append({"type": kind, **ends, "line": line, **style, **_PIXELS})


def _words(made: Marks, canvas: Canvas, words: str, x: float, y: float) -> None:
    made.annotations.append(
        {
            "text": words,
            "x": 0,
            "y": 0,
            "xshift": x,
            "yshift": y,
            "xref": "paper",
            "yref": "paper",
            "xanchor": "left",
            "yanchor": "middle",
            "showarrow": False,
            "font": {"size": _FONT_PX, "color": canvas.tokens.muted},
        }
    )


def circle_values(most: float) -> list[int]:
    """Three round numbers of records for the legend, the biggest not above the biggest circle."""
    found: list[int] = []
    for share in (0.04, 0.3, 1.0):
        raw = max(1, int(most * share))
        power = 10 ** (len(str(raw)) - 1)
        value = raw // power * power
        if value not in found:
            found.append(value)
    return found


def _circles(made: Marks, canvas: Canvas, seen: Seen, bottom: float) -> float:
    """Filled circles by number of records and a hollow one, where there is one; gives where the next row begins."""
    colour = map_ground.circle_colour(canvas)
    x, middle = float(LEFT_PX), bottom + seen.biggest_px / 2
    for value in [value for value in circle_values(seen.most) if value >= FEW]:  # those of fewer are hollow
        size = max(5.0, seen.biggest_px * (value / seen.most) ** 0.5)
        _shape(made, "circle", x, middle - size / 2, size, size, fillcolor=colour, opacity=0.8, line_width=0)
        words = format.number(value)
        _words(made, canvas, words, x + size + 4, middle)
        x += size + 12 + 7 * len(words)
    if seen.most >= FEW:
        _words(made, canvas, "записей", x - 4, middle)
        x += 50
    if seen.has_hollow:
        _hollow(made, canvas, x, middle)
    return bottom + seen.biggest_px + 4


def _hollow(made: Marks, canvas: Canvas, x: float, middle: float) -> None:
    colour = map_ground.circle_colour(canvas)
    _shape(made, "circle", x, middle - 4, 8, 8, line_color=colour, line_width=1.4)
    _words(made, canvas, f"меньше {FEW} записей", x + 13, middle)


def _bar(canvas: Canvas, scale: Scale, bottom: float) -> go.Scattergeo:
    """A trace of nothing that carries plotly's colour bar."""
    bar = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "xpad": LEFT_PX,
        "y": 0,
        "yanchor": "bottom",
        "ypad": bottom,
        "lenmode": "pixels",
        "len": BAR_PX + 2 * LEFT_PX,
        "thickness": 9,
        "outlinewidth": 0,
        "tickvals": [z for z, _ in scale.ticks],
        "ticktext": [words for _, words in scale.ticks],
        "tickfont": {"size": _FONT_PX, "color": canvas.tokens.muted},
        "ticks": "",
        "ticklabeloverflow": "allow",
    }
    return unchecked.Scattergeo(
        lon=[None],
        lat=[None],
        mode="markers",
        marker={
            "color": [scale.low],
            "cmin": scale.low,
            "cmax": scale.high,
            "colorscale": scale.colorscale,
            "showscale": True,
            "colorbar": bar,
        },
        geo=canvas.subplot,
        hoverinfo="skip",
        showlegend=False,
    )
