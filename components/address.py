"""What an address says that its screen can't follow: told in one calm line, and what stands instead of it.

A page declares the parameters it reads beside its filters, above its layout: `@address.reads(view=choice(VIEWS))`.
`only_sense` is put around every layout, so the page gets only what it can follow: filters too, whether or not it shows
them. A value that only the data can judge is any text in the declaration; the page answers it itself with `missing`, or
with `line`.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import dash
from dash import dcc, html
from dash.development.base_component import Component

from components import sorting
from data.errors import MCUError, UnknownObjectError
from data.filters import LISTS, Filters, names, readable
from data.metrics import known_codes
from data.order import WAYS
from words import format, texts

Layout = Callable[..., Any]
Callback = Callable[..., Any]
_DECLARED = "reads"
_LONGEST = 40
_NUMBER = re.compile(r"[0-9]{1,9}\Z")
_WEIGHT = re.compile(r"([0-9]{1,2}|100)\Z")


@dataclass(frozen=True)
class Key:
    """One parameter. shown: what stands instead of a value that does not fit, in words; values: all of a choice, the
    first is shown by default.
    """

    fits: Callable[[str], bool]
    shown: str
    values: tuple[str, ...] = ()


def choice(known: Mapping[str, str] | Iterable[str], shown: str = "") -> Key:
    """One of some values. known: value → words, the first is shown by default; shown: the same in words of its own."""
    codes = tuple(known)
    first = known[codes[0]] if isinstance(known, Mapping) else ""
    return Key(lambda value: value in codes, shown or f"«{first}»", codes)


def day(shown: str) -> Key:
    """A day, 2026-03-31."""
    return Key(_is_day, shown)


def order(known: Sequence[str], shown: str) -> Key:
    """How a list is sorted: a name of `known`, with a way behind it («due.desc») or without."""
    ways = {name + way for name in known for way in ("", *WAYS)}
    return Key(lambda value: value in ways, shown)


ANY = Key(lambda _value: True, "")
"""Words, or a number that only the data can judge."""
PAGE = Key(lambda value: bool(_NUMBER.match(value)) and int(value) > 0, "первая страница")
SHEET = Key(PAGE.fits, "первый слайд")
RECORD = Key(lambda value: bool(_NUMBER.match(value)), "экран без открытой записи")
WEIGHT = Key(lambda value: bool(_WEIGHT.match(value)), "обычный вес")
_ORDERED = Key(
    lambda value: all(one.count(".") == 2 and one.endswith(tuple(WAYS)) for one in value.split(",")), "обычный порядок"
)
"""How the browser keeps what tables are sorted by (`components.sorting.PARAM`); no page declares it."""


def reads(**keys: Key) -> Callable[[Layout], Layout]:
    """Declares what a page's layout reads of its address."""

    def declared(layout: Layout) -> Layout:
        setattr(layout, _DECLARED, keys)
        return layout

    return declared


def declared_by(layout: Layout) -> dict[str, Key]:
    """Parameter → what of it a layout can follow; empty for a page that reads none."""
    return getattr(layout, _DECLARED, {})


def only_sense(layout: Layout) -> Layout:
    """A layout that is given only what of the address it can follow; the rest is told under its heading."""
    keys = declared_by(layout)

    @functools.wraps(layout)
    def made(**query: Any) -> Any:
        kept, odd = _sorted(query, keys)
        lines = [line(key, query[key], shown) for key, shown in odd.items()]
        own = {key: value for key, value in kept.items() if key in keys}
        narrowed, lost = _narrowed({key: value for key, value in kept.items() if key in names() and key not in keys})
        return _told(layout(**own, **narrowed), [*lines, *lost])

    return made


def line(key: str, value: Any, shown: str) -> Component:
    """«В адресе непонятно «view=wat»: показано «Рейтинг».»"""
    whole = value if isinstance(value, str) else ",".join(map(str, value))
    text = "".join(sign for sign in whole if sign.isprintable())
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return html.P(texts.ADDRESS_ODD.format(said=f"{key[:_LONGEST]}={cut}", shown=shown), className="address-line")


def or_missing(title: str, way: str, href: str) -> Callable[[Callback], Callback]:
    """Round a callback that draws the object of the address: where it meets an UnknownObjectError, `missing`."""

    def decorate(draw: Callback) -> Callback:
        @functools.wraps(draw)
        def drawn(*given: Any) -> Any:
            try:
                return draw(*given)
            except UnknownObjectError as error:
                return missing(title, str(error), way, href)

        return drawn

    return decorate


def unlisted(shown: str, **given: tuple[str, Iterable[str]]) -> list[Component]:
    """A line for each value that its list has not. given: key → the value, empty for none, and codes of the list."""
    return [line(key, value, shown) for key, (value, known) in given.items() if value and value not in known]


def missing(title: str, hint: str, way: str, href: str) -> Component:
    """What stands instead of an object that the address names and nobody has, or the asker may not see: a heading, a
    sentence, and the way to the list it would be in.
    """
    link = dcc.Link(way, href=href, className="button", refresh=True)
    return html.Section([html.H2(title, className="card__title"), html.P(hint), link], className="card missing")


def is_asked() -> bool:
    """Whether a reader waits for the layout; Dash also makes every layout once to check its ids, before any data may
    exist.
    """
    try:
        return bool(dash.ctx.inputs_list)
    except dash.exceptions.MissingCallbackContextException:
        return False


def _sorted(query: Mapping[str, Any], keys: Mapping[str, Key]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the page can follow, and what it can't: key → what is shown instead."""
    keys = {sorting.PARAM: _ORDERED, **keys}
    odd = {key: texts.WITHOUT_IT for key in query if key not in keys and key not in names()}
    odd |= {key: one.shown for key, one in keys.items() if not _fits(one, query.get(key, ""))}
    return {key: value for key, value in query.items() if key not in odd}, odd


def _narrowed(query: Mapping[str, Any]) -> tuple[dict[str, Any], list[Component]]:
    """The filters that can be followed, and a line for each that can't: of no sense, or of a code that no list has."""
    filters, odd = readable(query)
    told = [line(key, query[key], _instead(key, filters)) for key in odd if key in query]
    kept = {key: value for key, value in query.items() if key not in odd}
    left, lost = _known(filters)
    told += [line(key, code, texts.WITHOUT_CONDITION) for key, code in lost]
    return kept | {key: ",".join(getattr(left, LISTS[key])) for key, _ in lost}, told


def _known(filters: Filters) -> tuple[Filters, list[tuple[str, str]]]:
    """`known_codes`; where no data can say what codes there are, the page itself says so."""
    if not (is_asked() and any(getattr(filters, name) for name in LISTS.values())):
        return filters, []
    try:
        return known_codes(filters)
    except MCUError:
        return filters, []


def _instead(key: str, filters: Filters) -> str:
    """What is shown where a filter of the address makes no sense."""
    if key in ("period", "from", "to") and not (filters.date_from or filters.date_to):
        return f"«{texts.PERIODS[filters.period]}»"
    return texts.LAST_SNAPSHOT if key == "snapshot" else texts.WITHOUT_CONDITION


def _fits(key: Key, value: Any) -> bool:
    return isinstance(value, str) and (not value or key.fits(value))


def _is_day(text: str) -> bool:
    try:
        return format.day(date.fromisoformat(text)) != ""
    except ValueError:
        return False


def _told(page: Any, lines: list[Component]) -> Any:
    if not lines:
        return page
    children = getattr(page, "children", None)
    if not isinstance(children, list):
        return html.Div([*lines, page])
    at = next((i + 1 for i, child in enumerate(children) if isinstance(child, html.Header)), 0)
    page.children = [*children[:at], *lines, *children[at:]]
    return page
