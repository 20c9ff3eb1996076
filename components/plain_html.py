"""What a screen only shows reaches the browser as one piece, not as components.

Dash remembers, compares and walks through each component of an answer, and thousands of them are cells of tables and
words that no callback will ever name. A page's `callback` of this module sends such a part as `PlainHtml`: tags,
attributes and words, drawn by assets/06-plain-html.js, which changes only what differs from the answer before. What
carries an id, and everything that is not plain HTML (graphs, fields), stays a component.
"""

import copy
import functools
import json
from collections.abc import Callable
from typing import Any, NoReturn

import dash
from dash.development.base_component import Component

Answer = Callable[..., Any]
Node = str | list[Any]
"""Text, or [tag, attributes, *nodes]."""

_HTML, _LINK = "dash_html_components", "Link"
_TAGS = frozenset(
    "A Abbr Article B Blockquote Br Button Caption Code Dd Details Div Dl Dt Em Footer H2 H3 H4 Header Hr I Img Kbd Li "
    "Mark Nav Ol P Q Section Small Span Strong Summary Table Tbody Td Tfoot Th Thead Time Tr Ul".split()
)
_ATTRIBUTES = {
    "className": "class", "colSpan": "colspan", "rowSpan": "rowspan", "tabIndex": "tabindex", "dateTime": "datetime",
    **{
        name: name
        for name in (
            "title", "href", "target", "src", "alt", "width", "height", "role", "lang", "dir", "hidden", "open",
            "scope", "type", "disabled", "start", "rel", "download",
        )
    },
}  # fmt: skip
_SKIPPED = frozenset(
    ("children", "style", "refresh", "_prop_names", "_namespace", "_type", "available_properties",
     "_valid_wildcard_attributes", "available_wildcard_properties")
)  # fmt: skip
"""What is no attribute: handled apart, or what every component tells Dash about its class."""
_SPOKEN = ("aria-", "data-")
_UNITLESS = frozenset(("flex", "flexGrow", "flexShrink", "fontWeight", "lineHeight", "opacity", "order", "zIndex"))


class PlainHtml(Component):
    """A part of the page as its JSON. drawn: one `Node`, never a text."""

    _namespace = "mcu"
    _type = "PlainHtml"
    _prop_names = ["drawn"]
    _children_props: list[str] = []
    _base_nodes: list[str] = []
    _valid_wildcard_attributes: list[str] = []
    available_properties = ["drawn"]
    available_wildcard_properties: list[str] = []

    def __init__(self, drawn: str) -> None:
        self.drawn = drawn


class _NotPlainError(Exception):
    """The part holds something that only Dash can draw."""


def callback(*told: Any, **options: Any) -> Callable[[Answer], Answer]:
    """`dash.callback` whose answers reach the browser plain; who calls the function itself gets its components."""
    registered = dash.callback(*told, **options)

    def register(answer: Answer) -> Answer:
        @functools.wraps(answer)
        def answered(*given: Any, **named: Any) -> Any:
            return plain(answer(*given, **named))

        registered(answered)
        return answer

    return register


def plain(drawn: Any) -> Any:
    """The same with every part that is only HTML as `PlainHtml`; what is no component stays as it is."""
    if isinstance(drawn, list | tuple):
        parts = [plain(part) for part in drawn]
        return parts if isinstance(drawn, list) else tuple(parts)
    if not isinstance(drawn, Component):
        return drawn
    try:
        return PlainHtml(json.dumps(_node(drawn), ensure_ascii=False, separators=(",", ":")))
    except _NotPlainError:
        return _around(drawn)


def _around(component: Component) -> Component:
    """A component that must stay one, around plain parts."""
    inner = getattr(component, "children", None)
    if inner is None or isinstance(inner, str | int | float):
        return component
    made = copy.copy(component)
    made.children = plain(inner)
    return made


def _node(component: Component) -> list[Any]:
    is_link = component._type == _LINK
    if not is_link and (component._namespace != _HTML or component._type not in _TAGS):
        _refuse()
    props = vars(component)
    node: list[Any] = ["a" if is_link else component._type.lower(), _attributes(props)]
    if is_link and not props.get("refresh"):
        node[1]["data-goes"] = ""  # to another screen without loading the program anew
    _add(node, props.get("children"))
    return node


def _attributes(props: dict[str, Any]) -> dict[str, str]:
    made: dict[str, str] = {}
    for name, value in props.items():
        if value is None or name in _SKIPPED:
            continue
        if name in _ATTRIBUTES:
            if value is not False:
                made[_ATTRIBUTES[name]] = "" if value is True else str(value)
        elif name.startswith(_SPOKEN):
            made[name] = str(value).lower() if isinstance(value, bool) else str(value)
        else:
            _refuse()
    if style := props.get("style"):
        made["style"] = ";".join(f"{_css(name)}:{_measure(name, value)}" for name, value in style.items())
    return made


def _add(node: list[Any], inner: Any) -> None:
    """The contents of an element; as in the browser, nothing is drawn of what is missing or a yes or a no."""
    if isinstance(inner, str):
        node.append(inner)
    elif isinstance(inner, Component):
        node.append(_node(inner))
    elif isinstance(inner, list | tuple):
        for part in inner:
            _add(node, part)
    elif isinstance(inner, int | float) and not isinstance(inner, bool):
        node.append(f"{inner:.15g}" if isinstance(inner, float) else str(inner))
    elif inner is not None and not isinstance(inner, bool):
        _refuse()


def _css(name: str) -> str:
    """«maxHeight» → «max-height»; own properties keep their name."""
    if name.startswith("--"):
        return name
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)


def _measure(name: str, value: Any) -> str:
    """A bare number is of pixels, as React has it."""
    is_length = isinstance(value, int | float) and value and not name.startswith("--") and name not in _UNITLESS
    return f"{value}px" if is_length else str(value)


def _refuse() -> NoReturn:
    raise _NotPlainError
