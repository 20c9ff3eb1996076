"""The last filters of each screen come back to whoever set them: in the links of the menu, and where a screen is
opened without any.

An address that says something wins. Who was led to a bare address by a page of the program (Back, «Сбросить») gets it
as it is; who has typed it, keeps it as a bookmark or has just signed in is sent on to the own filters.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

import flask

from access import person
from data.decisions.views import last_filters
from data.errors import StoreError
from data.settings import current

blueprint = flask.Blueprint("last_filters", __name__)


def own() -> dict[str, str]:
    """Address of a screen → filters of the person in force; nothing without a person or a store."""
    who = person.current()
    if who is None:
        return {}
    try:
        return last_filters.of(current(), who.login)
    except StoreError:
        return {}


def keep(path: str, params: Mapping[str, object]) -> dict[str, str]:
    """Note the filters that the person in force has just set on a screen; all of his, as `own`."""
    last_filters.keep(current(), person.signed_in().login, path, params)
    return own()


@blueprint.before_app_request
def _bring_back() -> flask.wrappers.Response | None:
    asked = flask.request
    is_bare_page = asked.method == "GET" and not asked.query_string and "text/html" in asked.headers.get("Accept", "")
    if not is_bare_page or _is_led_here(asked.headers.get("Referer", "")):
        return None
    told = own().get(asked.path)
    return flask.redirect(f"{asked.path}?{told}", 302) if told else None  # type: ignore[return-value]


def _is_led_here(referer: str) -> bool:
    return bool(referer) and not urlsplit(referer).path.startswith("/login")
