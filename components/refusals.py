"""What a request gets that no screen answers: an honest status, one Russian sentence, none of the error's own words.

The log gets the kind of an unexpected error and a code (`components.boundary.record`); its words may quote a value
from an appeal, and what was sent may hold anything.
"""

import flask
from dash.exceptions import DependencyException
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from components import boundary
from data.errors import MCUError
from geo.errors import BoundaryError
from words import texts

MOST_BYTES = 2 << 20
"""Of one request: callbacks carry filters and clicks, forms a password; files are loaded from the command line."""
_TEXT = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
_NEVER_PAGES = ("/_", "/api", "/export", "/geo", "/assets")
_PAGES_RULE = "/<path:path>"
_CALLBACKS = "/_dash-update-component"
_SENTENCES = {
    400: "Запрос не разобран: он повреждён или составлен не программой. Обновите страницу и повторите.",
    404: "Такого адреса в программе нет.",
    405: "Этот адрес так не запрашивают.",
    413: f"Запрос больше {MOST_BYTES >> 20} МБ, столько программа не принимает. Обновите страницу и повторите.",
    415: "Запрос отклонён: данные в нём не того вида.",
}
_OTHER = "Запрос отклонён. Обновите страницу и повторите."
Answer = tuple[str, int, dict[str, str]]


def register(server: flask.Flask) -> None:
    """Limit the size of requests and answer every error that reaches the server; once per application."""
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    server.before_request(_no_page_there)
    server.before_request(_one_address)
    server.register_error_handler(MCUError, _refused)
    server.register_error_handler(BoundaryError, _refused)
    server.register_error_handler(HTTPException, _declined)
    server.register_error_handler(DependencyException, lambda _: _sentence(404))
    server.register_error_handler(RecursionError, lambda _: _sentence(400))
    server.register_error_handler(Exception, _unexpected)


def _no_page_there() -> Answer | None:
    """Dash answers every unknown address with the page; a program that asks the API must hear that there is none."""
    is_page = flask.request.endpoint == _PAGES_RULE
    return _sentence(404) if is_page and flask.request.path.startswith(_NEVER_PAGES) else None


def _one_address() -> Response | None:
    """The address with a slash behind it, as people type it, leads to the screen."""
    path = flask.request.path
    if flask.request.endpoint != _PAGES_RULE or not path.endswith("/"):
        return None
    query = flask.request.query_string.decode("latin-1")
    return flask.redirect(f"/{path.strip('/')}{'?' if query else ''}{query}", 308)


def _sentence(status: int) -> Answer:
    return _SENTENCES.get(status, _OTHER), status, _TEXT


def _refused(error: MCUError | BoundaryError) -> Answer:
    return str(error), error.status, _TEXT


def _declined(error: HTTPException) -> Answer | HTTPException:
    """Werkzeug's refusals in Russian; redirects and answers made on purpose stay as they are."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    text, status, headers = _sentence(error.code)
    allowed = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")}
    return text, status, headers | allowed


def _unexpected(error: Exception) -> Answer:
    """Errors of a callback never get here (`boundary.handle`): what is left there is a body that makes no sense."""
    code = boundary.record(error)
    if flask.request.path == _CALLBACKS:
        return _sentence(400)
    return texts.ERROR_UNKNOWN.format(code=code), 500, _TEXT
