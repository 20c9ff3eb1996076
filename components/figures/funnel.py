"""A funnel: the shares of peers against how many cases they have, with what chance and usual differences explain."""

from typing import Any

import plotly.graph_objects as go

from answers.rating.funnel import BETTER, EDGE, WITHIN, WORSE, FunnelOf
from components import theme
from components.figures import blank
from words import format

HEIGHT = 460
INNER, OUTER = "обычный разброс", "за этой линией отличие почти наверняка"
"""What 95 % and 99,8 % limits are called."""
_SIGNS = {WORSE: "x", BETTER: "diamond", EDGE: "circle-open", WITHIN: "circle"}


def draw(found: FunnelOf | None, kind: str, names: dict[str, str], *, dark: bool = False) -> go.Figure:
    """One kind of peers. names: short name of each recipient by its code; only who differs is named at its point."""
    if found is None or not (found.points["peers_text"] == kind).any():
        return blank.sentence("Воронку строить не из чего: ни у кого нет наблюдений.", dark=dark)
    figure = go.Figure()
    limits = found.limits[found.limits["peers_text"] == kind]
    for name, words, dash in (("outer", OUTER, "solid"), ("inner", INNER, "dot")):
        _line(figure, limits, name, words, dash, dark)
    figure.add_scatter(
        x=limits["among"], y=limits["centre"], mode="lines", name="среднее сверстников", hoverinfo="skip",
        line={"color": theme.palette(dark).muted, "width": 1.5},
    )  # fmt: skip
    _points(figure, found.points[found.points["peers_text"] == kind], names, dark)
    figure.update_layout(height=HEIGHT, legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0})
    figure.update_xaxes(title_text="наблюдений: деление — в десять раз больше", type="log", dtick=1)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    return figure.update_yaxes(range=[-0.02, 1.04], tickvals=ticks, ticktext=[format.percent(x, 0) for x in ticks])


def _line(figure: go.Figure, limits: Any, name: str, words: str, dash: str, dark: bool) -> None:
    style: Any = {"mode": "lines", "hoverinfo": "skip", "legendgroup": name, "name": words}
    line = {"color": theme.palette(dark).line_strong, "width": 1.5, "dash": dash}
    figure.add_scatter(x=limits["among"], y=limits[f"{name}_low"], line=line, **style)
    figure.add_scatter(x=limits["among"], y=limits[f"{name}_high"], line=line, showlegend=False, **style)


def _points(figure: go.Figure, points: Any, names: dict[str, str], dark: bool) -> None:
    palette = theme.palette(dark)
    colours = {WORSE: palette.bad, BETTER: palette.good, EDGE: palette.warn, WITHIN: palette.accent}
    for verdict, own in points.groupby("verdict", sort=False):
        shown = [names.get(code, code) for code in own["recipient"]]
        is_named = verdict in (WORSE, BETTER)
        figure.add_scatter(
            x=own["among"], y=own["share"], name=verdict, mode="markers+text" if is_named else "markers",
            text=shown if is_named else None, textposition="top center",
            marker={"size": 10, "color": colours[verdict], "symbol": _SIGNS[verdict]},
            customdata=[
                [code, name, format.percent(share), format.percent(raw), format.number(n)]
                for code, name, share, raw, n in zip(
                    own["recipient"], shown, own["share"], own["raw"], own["among"], strict=True
                )
            ],
            hovertemplate=(
                "%{customdata[1]}<br>с поправкой на темы %{customdata[2]}, как есть %{customdata[3]}, "
                "записей: %{customdata[4]}<extra></extra>"
            ),
        )  # fmt: skip
