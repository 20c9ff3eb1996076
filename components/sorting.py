"""Lists are sorted by their headings: the button in a heading, and what a row or a list says of its order.

A table that shows all its rows is put in order by the browser (assets/35-tables.js): each row says its place by every
column. One that shows a page of a longer list is put in order by who reads the list: `Ordered`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.attributes import html_attributes
from words.order import ranks

PARAM = "order"
"""The URL's parameter in which the browser keeps how tables are sorted; no screen asks for it."""
_UP, _DOWN = ".asc", ".desc"


@dataclass(frozen=True)
class Ordered:
    """The order of a list that is longer than what is shown of it.

    control: id of the component whose `value` names the order; now: that value, «due.asc» or «due.desc»; codes: id of a
    column → the name of the order by it.
    """

    control: str | Mapping[str, str]
    now: str
    codes: Mapping[str, str]

    @property
    def attributes(self) -> dict[str, Any]:
        """What the table tells the browser."""
        return html_attributes(data_control=json.dumps(self.control))


def heading(label: str, column_id: str, ordered: Ordered | None) -> tuple[Any, dict[str, Any]]:
    """The content of a heading that sorts, and attributes of its cell; without `ordered` the browser sorts."""
    if ordered is None:
        return _button(label, data_column=column_id.removesuffix("_link")), {}
    code = ordered.codes.get(column_id)
    if code is None:
        return label, {}
    ways = {code + _UP: "ascending", code + _DOWN: "descending"}
    button = _button(label, data_next=code + (_DOWN if ordered.now == code + _UP else _UP))
    return button, html_attributes(aria_sort=ways[ordered.now]) if ordered.now in ways else {}


def _button(label: str, **names: str) -> Component:
    return html.Button(label, type="button", className="sorts", **html_attributes(**names))


def row_orders(columns: Sequence[Iterable[Any] | None], count: int) -> list[str]:
    """What each row tells the browser: its number and its places by the columns, «3,0,,12»; empty where not known.

    columns: values of each column, missing for one that sorts nothing; count: of rows.
    """
    known = [[None] * count if values is None else ranks(map(words_in, values)) for values in columns]
    return [
        ",".join([str(i), *("" if places[i] is None else str(places[i]) for places in known)]) for i in range(count)
    ]


def words_in(cell: Any) -> Any:
    """The words of a cell that is a component, as a reader sees them; any other cell as it is."""
    if isinstance(cell, Component):
        return words_in(getattr(cell, "children", None)) or ""
    if isinstance(cell, list | tuple):
        return " ".join(str(words) for part in cell if (words := words_in(part)))
    return cell
