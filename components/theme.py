"""Colours, scales and the one chart template; light and dark.

The same tokens stand in assets/10-tokens.css as CSS variables (a test holds the two together). Text colours keep at
least 4.5 : 1 against the surface, marks at least 3 : 1 (WCAG 2.2 AA). Categorical colours follow Okabe and Ito's
colour-blind-safe set, darkened or lightened to the surface. Meaning is never carried by colour alone: outcomes have
their order and their words.
"""

from dataclasses import dataclass, fields
from functools import cache

import plotly.graph_objects as go
import plotly.io as pio

from components import plotly_properties

FONT = "'Golos Text Variable', 'Golos Text', 'PT Sans', 'Segoe UI', sans-serif"

plotly_properties.keep_ours()
pio.templates.default = None  # every figure gets our own template; that of the library would be copied for nothing


@dataclass(frozen=True)
class Palette:
    """Colour tokens of one theme."""

    canvas: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    good: str
    bad: str
    warn: str
    water: str
    land: str


LIGHT = Palette(
    canvas="#f4f6f8",
    surface="#ffffff",
    raised="#ffffff",
    line="#dfe4ea",
    line_strong="#84919e",
    text="#17212b",
    muted="#55626f",
    accent="#0b5cab",
    accent_soft="#e3eefa",
    good="#0b6e4f",
    bad="#b3261e",
    warn="#8a5300",
    water="#9cc4e4",
    land="#eef1ec",
)
DARK = Palette(
    canvas="#0e141b",
    surface="#161f29",
    raised="#1d2834",
    line="#2b3744",
    line_strong="#64768a",
    text="#e8edf2",
    muted="#a3b1bf",
    accent="#6db3f2",
    accent_soft="#1b3650",
    good="#5cc79b",
    bad="#ff8a80",
    warn="#f0b458",
    water="#2d587c",
    land="#1b252c",
)

OUTCOMES = (
    "on_time",
    "answered_ahead",
    "not_yet_due",
    "late",
    "overdue_open",
    "forwarded",
    "no_clock",
)
"""Codes of a record's outcome in the order they are stacked and listed."""
_OUTCOME = {
    "on_time": ("#1f7a8c", "#4fb3c4"),
    "answered_ahead": ("#4f9a80", "#3f8f78"),
    "not_yet_due": ("#6f90b5", "#6487ae"),
    "late": ("#c77700", "#f0a93b"),
    "overdue_open": ("#b3261e", "#f2695f"),
    "forwarded": ("#7a6a9c", "#9a8cc0"),
    "no_clock": ("#8c8c8c", "#767c82"),
}
_CATEGORICAL = (
    ("#0b5cab", "#6db3f2"),
    ("#c65d00", "#f2a25c"),
    ("#0f7f64", "#4cc4a3"),
    ("#a83279", "#e58bc0"),
    ("#7a6a00", "#d9c64a"),
    ("#5b4bb3", "#a99cf2"),
    ("#4a5a68", "#9fb0c0"),
    ("#8c2d19", "#e8836c"),
)
_SEQUENTIAL = (
    ("#f1f5fa", "#1a2632"),
    ("#cfe0f1", "#1f4260"),
    ("#9dc3e4", "#27618f"),
    ("#5f9dce", "#3f86bd"),
    ("#2a73b2", "#74b0e0"),
    ("#0b4c8f", "#abd3f5"),
    ("#062c57", "#e4f2ff"),
)
_DIVERGING = (
    ("#0f5f73", "#5fc6d9"),
    ("#5fa3b3", "#3a8798"),
    ("#b9d7de", "#23505b"),
    ("#f3f3f1", "#212b35"),
    ("#f2c9a1", "#6b3f1a"),
    ("#d98a3d", "#b8692a"),
    ("#9c4a00", "#f5a45c"),
)


def palette(dark: bool = False) -> Palette:
    """Tokens of a theme."""
    return DARK if dark else LIGHT


def is_dark(theme: str | None) -> bool:
    """What the store `ids.THEME` says; missing means light."""
    return theme == "dark"


def outcome_colours(dark: bool = False) -> dict[str, str]:
    """Colour of each outcome code, in stacking order."""
    return {code: pair[dark] for code, pair in _OUTCOME.items()}


def categorical(dark: bool = False) -> list[str]:
    """Eight colours for unordered categories."""
    return [pair[dark] for pair in _CATEGORICAL]


def sequential(dark: bool = False) -> list[list[float | str]]:
    """Plotly colour scale from «little» (near the surface) to «much»."""
    return _scale(_SEQUENTIAL, dark)


def diverging_scale(dark: bool = False) -> list[list[float | str]]:
    """Plotly colour scale around a neutral middle: teal is less, orange is more."""
    return _scale(_DIVERGING, dark)


STRONG_FROM = {False: 0.58, True: 0.42}
"""From which part of the sequential scale text takes the colour of the surface, in the light and in the dark theme."""


def text_on(share: float, dark: bool = False) -> str:
    """Colour of text that is read on the part 0–1 of the sequential scale."""
    tokens = palette(dark)
    return tokens.surface if share > STRONG_FROM[dark] else tokens.text


def with_alpha(colour: str, alpha: float) -> str:
    """A `#rrggbb` colour let through to `alpha`."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def light_twins() -> dict[str, str]:
    """Dark colour → its light twin: how a chart drawn for the dark theme is turned for a picture on white."""
    pairs = (*_OUTCOME.values(), *_CATEGORICAL, *_SEQUENTIAL, *_DIVERGING)
    tokens = {getattr(DARK, f.name): getattr(LIGHT, f.name) for f in fields(Palette)}
    # What is bright on the dark theme is dark on the light one, and so the other way round with the letters on it.
    ink = {"#000000": "#ffffff", "#ffffff": "#000000"}
    return tokens | ink | {dark: light for light, dark in pairs}


@cache
def template(dark: bool = False) -> go.layout.Template:
    """The one chart template: transparent paper, Golos Text, quiet grid, Russian separators. Nobody may change it: it
    is made once, and a figure takes a copy.
    """
    tokens = palette(dark)
    return go.layout.Template(layout=_layout(tokens, dark))


def _scale(pairs: tuple[tuple[str, str], ...], dark: bool) -> list[list[float | str]]:
    last = len(pairs) - 1
    return [[step / last, pair[dark]] for step, pair in enumerate(pairs)]


def _layout(tokens: Palette, dark: bool) -> dict[str, object]:
    axis = {
        "automargin": True,  # makes room for every label, so none has to be measured for being cut off
        "ticklabeloverflow": "allow",
        "gridcolor": tokens.line,
        "linecolor": tokens.line_strong,
        "tickcolor": tokens.line_strong,
        "zerolinecolor": tokens.line_strong,
        "zerolinewidth": 1,
        "tickfont": {"color": tokens.muted, "size": 12},
        "title": {"font": {"color": tokens.muted, "size": 12}, "standoff": 8},
    }
    return {
        "font": {"family": FONT, "size": 13, "color": tokens.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "separators": ",\u202f",
        "colorway": categorical(dark),
        "colorscale": {"sequential": sequential(dark), "diverging": diverging_scale(dark)},
        "coloraxis": {"colorbar": _colorbar(tokens)},
        "xaxis": axis | {"showgrid": False},
        "yaxis": axis,
        "hoverlabel": {
            "bgcolor": tokens.raised,
            "bordercolor": tokens.line_strong,
            "font": {"family": FONT, "size": 13, "color": tokens.text},
            "align": "left",
        },
        "legend": {
            "orientation": "h",
            "y": 1.02,
            "yanchor": "bottom",
            "x": 0,
            "font": {"color": tokens.text},
        },
        "bargap": 0.25,
        "dragmode": False,
        "geo": {"bgcolor": "rgba(0,0,0,0)", "visible": False},
    }


def _colorbar(tokens: Palette) -> dict[str, object]:
    return {
        "outlinewidth": 0,
        "thickness": 10,
        "tickfont": {"color": tokens.muted, "size": 12},
        "title": {"font": {"color": tokens.muted, "size": 12}, "side": "right"},
    }
