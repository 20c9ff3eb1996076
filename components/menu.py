"""The menu: screens under the headings of `texts.SECTIONS`, by what each page says when it registers itself.

`register_page(name=…, order=…, icon=…, section=…, right=…, needs=…)`: pages without `icon` stay out; pages with `right`
are listed for who has it (or one of several), with `needs` («data», «records») for whom that is open; a page that names
no section stands in the last one. A screen that opens out of another says `within=<path>` and lights that one's entry.
Icons are assets/icons/<icon>.svg; the browser's half is assets/10-shell.js.
"""

from collections.abc import Sequence
from typing import Any

import dash
from dash import dcc, html
from dash.development.base_component import Component

from components import ids
from components.attributes import html_attributes
from components.plain_html import plain
from words import texts

Page = dict[str, Any]
_LAST = next(reversed(texts.SECTIONS))


def pages_of(rights: frozenset[str], opened: frozenset[str]) -> list[Page]:
    """Pages that are open to who has these rights, in the order of the menu. opened: «data», «records»."""
    shown = [p for p in dash.page_registry.values() if p.get("icon") and p.get("needs", "") in {"", *opened}]
    allowed = [page for page in shown if not page.get("right") or rights & _rights(page["right"])]
    order = list(texts.SECTIONS)
    return sorted(allowed, key=lambda page: order.index(section(page)))


def section(page: Page) -> str:
    """Key of the heading a page stands under."""
    return str(page.get("section") or _LAST)


def navigation(pages: Sequence[Page]) -> Component:
    """The menu of these pages; headings without a page are left out."""
    groups = {key: [page for page in pages if section(page) == key] for key in texts.SECTIONS}
    held = {page["path"]: page["within"] for page in dash.page_registry.values() if page.get("within")}
    return html.Nav(
        [dcc.Store(id=ids.WITHIN, data=held), *(plain(_group(key, found)) for key, found in groups.items() if found)],
        className="rail__nav",
        **html_attributes(aria_label=texts.MAIN_MENU),
    )


def _rights(told: Any) -> frozenset[str]:
    """One right, or several any of which is enough."""
    return frozenset((told,) if isinstance(told, str) else told)


def _group(key: str, pages: Sequence[Page]) -> Component:
    heading = html.Span(texts.SECTIONS[key], className="rail__heading", **html_attributes(aria_hidden="true"))
    label = html_attributes(aria_label=texts.SECTIONS[key])
    return html.Div([heading, *map(_link, pages)], className="rail__group", role="group", **label)


def _link(page: Page) -> Component:
    words = [html.Span(className=f"icon icon--{page['icon']}"), html.Span(page["name"])]
    named = html_attributes(data_goes="", data_path=page["path"])
    return html.A(words, href=page["path"], className="nav-link-item", **named)
