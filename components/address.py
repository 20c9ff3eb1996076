"""What an address says that its screen can't follow: told in one calm line, and what stands instead of it.

A page declares the parameters it reads beside its filters, above its layout: `@address.reads(view=choice(VIEWS))`.
`only_sense` is put around every layout, so the page gets only what it can follow. A value that only the data can judge
is any text in the declaration; the page answers it itself with `missing`, or with `line`.
"""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import sorting
from data.errors import UnknownObjectError
from data.filters import names
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
        return _told(layout(**kept), [line(key, query[key], shown) for key, shown in odd.items()])

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


def missing(title: str, hint: str, way: str, href: str) -> Component:
    """What stands instead of an object that the address names and nobody has, or the asker may not see: a heading, a
    sentence, and the way to the list it would be in.
    """
    link = dcc.Link(way, href=href, className="button", refresh=True)
    return html.Section([html.H2(title, className="card__title"), html.P(hint), link], className="card missing")


def _sorted(query: Mapping[str, Any], keys: Mapping[str, Key]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the page can follow, and what it can't: key → what is shown instead."""
    foreign = [key for key in query if key not in keys and key not in (*names(), sorting.PARAM)]
    odd = dict.fromkeys(foreign, texts.WITHOUT_IT)
    odd |= {key: one.shown for key, one in keys.items() if not _fits(one, query.get(key, ""))}
    return {key: value for key, value in query.items() if key not in odd}, odd


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
