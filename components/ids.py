"""Ids that more than one file writes, and the shapes of the ids that callbacks match by pattern."""

FLT = "flt"
"""dcc.Store with the URL's parameters (dict of strings, defaults left out): what a page callback listens to."""
THEME = "theme"
"""dcc.Store with the theme in force: «light» or «dark»."""
CHIPS = "flt-chips"
STAMP = "stamp"
NOTICES = "notices"
PAGE_LOCATION = "_pages_location"
"""Dash's own location of the pages router."""


def control(key: str) -> dict[str, str]:
    """Id of the control of one filter; `key` is the URL key of `data.filters` (period, group, topic, place …)."""
    return {"type": "flt-control", "key": key}


def param(key: str, default: str = "") -> dict[str, str]:
    """Id of a control (with a `value`) of one screen whose state belongs in the URL beside the filters, e.g. the measure of a map.

    The value is written into `flt` and the URL under `key`; the default is left out.
    """
    return {"type": "url-param", "key": key, "default": default}


def chip(key: str, code: str) -> dict[str, str]:
    """Id of the × of one active filter."""
    return {"type": "flt-chip", "key": key, "code": code}


def nav(path: str) -> dict[str, str]:
    """Id of a link between screens that carries the filters along."""
    return {"type": "nav-link", "path": path}
