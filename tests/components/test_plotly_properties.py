"""Of plotly's table of properties only our kinds of charts are held, and any other is there when it is asked for."""

import json

import plotly.graph_objects as go
from plotly.validator_cache import ValidatorCache

from components import plotly_properties, theme


def test_properties_of_our_kinds_are_as_plotly_tells_them_and_others_are_read_when_asked_for() -> None:
    every = json.loads(plotly_properties._FILE.read_text(encoding="utf-8"))
    kept = plotly_properties._Properties(plotly_properties._ours())

    assert len(kept) < len(every) / 3
    assert all(every[name] == told for name, told in kept.items())
    assert kept.get("sankey.node") == every["sankey.node"]
    assert kept.get("bar.nothing") is None


def test_charts_of_screens_are_checked_by_what_is_held() -> None:
    theme.template()

    assert isinstance(ValidatorCache._json_cache, plotly_properties._Properties)
    assert {type(one()).__name__.lower() for one in (go.Bar, go.Choropleth, go.Heatmap, go.Scatter, go.Scattergeo)} == (
        plotly_properties.KINDS
    )
