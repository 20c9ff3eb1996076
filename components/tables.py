"""The one table, sorted by its headings (`components.sorting`), and the pager of long lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import ids, sorting, states
from components.attributes import html_attributes
from components.elements import element
from words import format, texts

_NEIGHBOURS = 2


@dataclass(frozen=True)
class Column:
    """One column.

    id: column of the frame; format: value → text or component (missing: text as it is, «нет данных» for a missing
    value);
    align: numbers go right; width: CSS width; title: tooltip of the heading.
    order: column of the frame that sorts the rows under this heading, by default its own (of components the words in
    them); missing where the heading sorts nothing.
    """

    id: str
    label: str
    format: Callable[[Any], Any] | None = None
    align: Literal["left", "right", "center"] = "left"
    width: str | None = None
    title: str = ""
    order: str | None = ""


def data_table(
    frame: pd.DataFrame,
    columns: Sequence[Column],
    caption: str,
    *,
    row_header: str | None = None,
    max_height: int | None = None,
    key: str = "",
    ordered: sorting.Ordered | None = None,
    is_whole: bool = True,
) -> Component:
    """A table of the frame's rows in their order, with a sticky header. An empty frame says so.

    caption: read by screen readers, not drawn; row_header: id of the column that names the row; max_height: pixels,
    then it scrolls; key: names the table in the address, by default the first column does; ordered: where rows of a
    longer list are shown; is_whole: False where they are but nobody can sort that list.
    """
    if frame.empty:
        return states.empty(texts.NOTHING_HERE)
    by_rows = is_whole and ordered is None
    head = html.Thead(html.Tr([_heading(column, ordered, sorts=is_whole) for column in columns]))
    orders = sorting.row_orders([values_of(frame, column) for column in columns], len(frame)) if by_rows else []
    rows = [
        element(
            html.Tr,
            [_cell(column, value, row_header) for column, value in zip(columns, row, strict=True)],
            **_order(orders, i),
        )
        for i, row in enumerate(zip(*(frame[column.id].tolist() for column in columns), strict=True))
    ]
    more = (
        ordered.attributes
        if ordered
        else html_attributes(data_key=key or columns[0].id.removesuffix("_link"))
        if by_rows
        else {}
    )
    table = html.Table(
        [html.Caption(caption, className="visually-hidden"), head, html.Tbody(rows)], className="data-table", **more
    )
    style = {"maxHeight": f"{max_height}px"} if max_height else {}
    return html.Div(
        table, className="table-scroll", style=style, tabIndex=0, role="region", **html_attributes(aria_label=caption)
    )


def values_of(frame: pd.DataFrame, column: Column) -> list[Any] | None:
    """What sorts the rows under the heading of a column; missing where it sorts nothing."""
    return None if column.order is None else frame[column.order or column.id].tolist()


def text_of(column: Column, value: Any) -> Any:
    """A cell as its column shows it."""
    if column.format is not None:
        return column.format(value)
    return format.NO_DATA if format.is_missing(value) else str(value)


def pager(total: int, page: int, size: int, key: str = "page") -> Component:
    """«1–50 из 9 012» and page buttons for a list cut by the server. A click writes URL parameter `key` into `flt`."""
    page, last = reached(page, total, size), last_page(total, size)
    first_row, last_row = (page - 1) * size + 1, min(page * size, total)
    span = (
        f"{format.number(first_row)}–{format.number(last_row)} из{format.NBSP}{format.number(total)}" if total else "0"
    )
    buttons = [
        _turn(texts.PREVIOUS, page - 1, key, enabled=page > 1),
        *(_page_button(number, page, key) for number in shown_pages(page, last)),
        _turn(texts.NEXT, page + 1, key, enabled=page < last),
    ]
    return html.Nav(
        [html.Span(span, className="pager__span"), html.Div(buttons, className="pager__buttons")],
        className="pager",
        **html_attributes(aria_label=texts.PAGES),
    )


def last_page(total: int, size: int) -> int:
    """Number of the last page of a list; an empty one has one page too."""
    return max(1, -(-total // size))


def reached(page: int, total: int, size: int) -> int:
    """The page to show of those there are: an address may name one that the list no longer reaches."""
    return min(page, last_page(total, size))


def shown_pages(page: int, last: int) -> list[int | None]:
    """Page numbers of the pager: first, last and the neighbours; missing marks a gap."""
    near = {1, last, *range(max(1, page - _NEIGHBOURS), min(last, page + _NEIGHBOURS) + 1)}
    found: list[int | None] = []
    for number in sorted(near):
        if found and found[-1] is not None and number - found[-1] > 1:
            found.append(None)
        found.append(number)
    return found


def _heading(column: Column, ordered: sorting.Ordered | None, *, sorts: bool) -> Component:
    style = {"width": column.width} if column.width else {}
    is_button = sorts and column.order is not None
    shown, way = sorting.heading(column.label, column.id, ordered) if is_button else (column.label, {})
    return html.Th(shown, scope="col", className=f"is-{column.align}", title=column.title or None, style=style, **way)


def _order(orders: Sequence[str], row: int) -> dict[str, Any]:
    return html_attributes(data_order=orders[row]) if orders else {}


def _cell(column: Column, value: Any, row_header: str | None) -> Component:
    shown = text_of(column, value)
    tone = " no-data" if isinstance(shown, str) and shown == format.NO_DATA else ""
    if column.id == row_header:
        return element(html.Th, shown, scope="row", className=f"is-{column.align}{tone}")
    return element(html.Td, shown, className=f"is-{column.align}{tone}")


def _page_button(number: int | None, page: int, key: str) -> Component:
    if number is None:
        return html.Span("…", className="pager__gap")
    if number == page:
        return html.Span(
            format.number(number), className="pager__button is-current", **html_attributes(aria_current="page")
        )
    return html.Button(
        format.number(number), id=ids.page_step(key, _value(number)), className="pager__button", type="button"
    )


def _turn(label: str, number: int, key: str, *, enabled: bool) -> Component:
    if not enabled:
        return html.Span(label, className="pager__button is-off")
    # The direction keeps its id apart from the button of the same page number.
    return html.Button(label, id=ids.page_step(key, f"{_value(number)} "), className="pager__button", type="button")


def _value(number: int) -> str:
    return "" if number == 1 else str(number)
