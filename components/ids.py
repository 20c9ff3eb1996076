"""Ids that more than one file writes, and the shapes of the ids that callbacks match by pattern."""

FLT = "flt"
"""dcc.Store with the URL's parameters (dict of strings, defaults left out): what a page callback listens to."""
URL_KEYS = "url-keys"
"""dcc.Store with the URL keys of filters, for screens without a filter bar."""
LAST = "last-filters"
"""dcc.Store of the frame: address of a screen → its last filters, as in the address."""
KEPT = "last-filters-kept"
"""dcc.Store of the bar: the same after a filter was set."""
THEME = "theme"
"""dcc.Store with the theme in force: «light» or «dark»."""
NOTICES = "notices"
"""Region where the error boundary writes."""
PAGE_LOCATION = "_pages_location"
"""Dash's own location of the pages router."""

PERIOD = "flt-period"
DATES = "flt-dates"
DATES_BOX = "flt-dates-box"
CHIPS = "flt-chips"
RESET = "flt-reset"
PANEL = "flt-panel"
TOGGLE = "flt-toggle"
MORE, MORE_BOX = "flt-more", "flt-more-box"
"""The button «Ещё» and the filters behind it."""
LISTS = "flt-lists"
"""dcc.Store with what the browser needs to know of the lists: options, parents, the order of URL keys."""
REST = "flt-rest"
"""dcc.Store with filters in force that the screen offers no control for."""
STAMP = "stamp"
WITHIN = "menu-within"
"""dcc.Store: path of a screen outside the menu → path of the entry it belongs to."""


def control(key: str) -> dict[str, str]:
    """Id of the control of one filter list; `key` is the URL key of `data.filters` (group, topic, municipality, place
    …).
    """
    return {"type": "flt-list", "key": key}


def param(key: str, default: str = "") -> dict[str, str]:
    """Id of a control (with a `value`) of one screen whose state belongs in the URL beside the filters, e.g. the
    measure of a map.

    The value is written into `flt` and the URL under `key`; the default is left out.
    """
    return {"type": "url-param", "key": key, "default": default}


def chip(key: str, code: str) -> dict[str, str]:
    """Id of the × of one active filter; the code is empty for what is not a list."""
    return {"type": "flt-chip", "key": key, "code": code}


def page_step(key: str, value: str) -> dict[str, str]:
    """Id of a button that turns to a page of a long list: writes one URL parameter into `flt`; a change of filters
    forgets it.
    """
    return {"type": "flt-step", "key": key, "value": value}


SEARCH, SEARCH_HITS = "search", "search-hits"
"""The field of the search in the header and the list of what it finds; assets/12-search.js knows both."""
