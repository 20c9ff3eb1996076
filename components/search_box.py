"""The search in the header: what is typed finds records, topics, places, recipients and screens; each is a link.

What is typed goes to the server in the body of a request, never in an address that a log keeps. The browser's half
(the key «/», arrows, Enter, Esc, names for screen readers) is assets/12-search.js.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from answers import search
from answers.search import Hit, Hits
from components import ids
from components.attributes import html_attributes
from data.errors import MCUError
from data.filters import LONGEST_TEXT
from data.scope import Scope
from words import format, texts

_LIST = "/register"
_SETTLED = "search-settled"
"""What stands in the field once nobody types any more."""
_START = "/"
Screens = Callable[[], Mapping[str, str]]


def box() -> Component:
    """The field and the place of what it finds.

    The field has no `debounce`: with it Dash 4.4.1 mixes up letters typed faster than a slow machine draws. The pause
    is waited for by the browser's half.
    """
    field = dcc.Input(
        id=ids.SEARCH,
        type="search",
        maxLength=LONGEST_TEXT,
        placeholder=texts.SEARCH_HINT,
        autoComplete="off",
        spellCheck=False,
        className="search__field",
    )
    label = html.Label([html.Span(texts.SEARCH, className="visually-hidden"), field], className="search__label")
    key = html.Kbd("/", className="search__key", title=texts.SEARCH_KEY, **html_attributes(aria_hidden="true"))
    hits = html.Div(id=ids.SEARCH_HITS, className="search__hits", hidden=True)
    return html.Div([label, key, hits, dcc.Store(id=_SETTLED)], className="search", role="search")


def register(app: Dash, scope: Callable[[], Scope], screens: Screens) -> None:
    """The one callback of the field. screens: path → name of the screens open to whoever asks."""
    app.clientside_callback(
        ClientsideFunction("mcu_search", "settle"),
        Output(_SETTLED, "data"),
        Input(ids.SEARCH, "value"),
        prevent_initial_call=True,
    )

    @app.callback(Output(ids.SEARCH_HITS, "children"), Input(_SETTLED, "data"), prevent_initial_call=True)
    def _look(text: str | None) -> list[Component]:
        typed = str(text or "")
        if not typed.strip():
            return []
        try:
            return _shown(typed, search.look(typed, scope(), screens()))
        except MCUError as error:
            return [_said(typed, str(error))]


def _shown(text: str, hits: Hits) -> list[Component]:
    names = [hit for found in hits.names.values() for hit in found]
    groups = [
        _group(texts.SEARCH_RECORDS, [*(_link(hit, _LIST) for hit in hits.records), *_all(hits)]),
        _group(texts.SEARCH_NAMES, [_link(hit, _START, more="search__hit--short") for hit in names]),
        _group(texts.SEARCH_SCREENS, [_link(Hit(hit.label), hit.params["path"]) for hit in hits.screens]),
    ]
    shown = [group for group in groups if group is not None]
    return [_said(text, _count(hits, len(names) + len(hits.screens))), *shown]


def _count(hits: Hits, others: int) -> str:
    """What is read aloud, and stands above what was found."""
    if not (hits.total or others):
        return texts.SEARCH_NOTHING
    found = [f"{texts.SEARCH_FOUND} {format.records(hits.total)}"] if hits.total else []
    found += [texts.SEARCH_SIMILAR] if hits.is_similar else []
    return ". ".join(found) or texts.SEARCH_ONLY_NAMES


def _said(text: str, sentence: str) -> Component:
    """A sentence with the text it answers, by which the browser knows an answer from an older one."""
    return html.P(sentence, className="search__said", role="status", **html_attributes(data_typed=text))


def _group(title: str, links: list[Component]) -> Component | None:
    if not links:
        return None
    heading = html.Div(title, className="search__title", **html_attributes(aria_hidden="true"))
    return html.Div([heading, *links], className="search__group", role="group", **html_attributes(aria_label=title))


def _all(hits: Hits) -> list[Component]:
    if not hits.total:
        return []
    hit = Hit(texts.SEARCH_ALL.format(records=format.records(hits.total)), search.everything(hits))
    return [_link(hit, _LIST, more="search__all")]


def _link(hit: Hit, path: str, more: str = "") -> Component:
    address = f"{path}?{urlencode(hit.params)}" if hit.params else path
    second = [html.Span(hit.more, className="search__more")] if hit.more else []
    return dcc.Link(
        [html.Span(hit.label, className="search__name"), *second], href=address, className=f"search__hit {more}".strip()
    )
