"""Traces and figures as plotly's own, without its check of every value: of a map of fourteen traces the check took 37
of the 40 ms in which it was made. The tests have plotly check what every screen draws (tests/pages/drawn.py).

Values stay as they are given: numbers for the browser as numpy arrays (they travel packed), no pandas; a part of a part
(`marker={"line": …}`) by its full name, without underscores.
"""

from functools import partial

import plotly.graph_objects as go

Bar = partial(go.Bar, _validate=False)
Choropleth = partial(go.Choropleth, _validate=False)
Figure = partial(go.Figure, _validate=False)
Heatmap = partial(go.Heatmap, _validate=False)
Scatter = partial(go.Scatter, _validate=False)
Scattergeo = partial(go.Scattergeo, _validate=False)
