"""The frame of every screen: navigation, theme, stamp of the data, page container, footer."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import Dash
from dash.development.base_component import Component

from components import filter_bar
from data.metrics import Stamp


def layout() -> Component:
    """The application's layout, made at every page load. Navigation is dash.page_registry in its order (`order`, `name`, `icon`)."""
    raise NotImplementedError


def screen(
    query: Mapping[str, Any],
    title: str,
    question: str,
    body: Any,
    *,
    controls: Sequence[str] = filter_bar.CONTROLS,
    actions: Sequence[Component] = (),
) -> Component:
    """One page: heading, the question it answers, stamp line, filter bar, body. query: keyword arguments of the page's `layout`.

    A wrong URL parameter gives a notice and the default filters, never an empty page.
    """
    raise NotImplementedError


def stamp_text(stamp: Stamp) -> str:
    """«Данные на 23.11.2026, срез № 12», on demonstration data « · демонстрационные данные» is added."""
    raise NotImplementedError


def register(app: Dash) -> None:
    """Callbacks of the frame: theme, navigation links, stamp."""
    raise NotImplementedError
