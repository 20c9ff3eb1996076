"""A picture that is asked for again is the one drawn before, as long as all that it is drawn from is equal."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

import plotly.graph_objects as go

_MOST = 32


class DrawnOnce:
    """The pictures asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, go.Figure] = OrderedDict()
        self._lock = Lock()

    def of(self, source: Hashable, draw: Callable[[], go.Figure]) -> go.Figure:
        """source: all that `draw` draws from. Nobody may change the figure."""
        with self._lock:
            if source in self._kept:
                self._kept.move_to_end(source)
                return self._kept[source]
        figure = draw()
        with self._lock:
            self._kept[source] = figure
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return figure
