"""The one table and the pager of long lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from dash.development.base_component import Component


@dataclass(frozen=True)
class Column:
    """One column. id: column of the frame; format: value → text or component (missing: text as it is, «нет данных» for missing);
    align: numbers go right; width: CSS width or missing; title: tooltip of the heading."""

    id: str
    label: str
    format: Callable[[Any], Any] | None = None
    align: Literal["left", "right", "center"] = "left"
    width: str | None = None
    title: str = ""


def data_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    *,
    row_header: str | None = None,
    max_height: int | None = None,
) -> Component:
    """A table of the frame's rows in their order, with a sticky header. An empty frame gives `states.empty()`.

    caption: read by screen readers, not drawn; row_header: id of the column that names the row; max_height: pixels, then it scrolls.
    """
    raise NotImplementedError


def pager(total: int, page: int, size: int, key: str = "page") -> Component:
    """«1–50 из 9 012» and page links for a list cut by the server. A click writes URL parameter `key` into `flt`."""
    raise NotImplementedError
