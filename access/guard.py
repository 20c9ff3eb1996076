"""The door of the web application: who asks is settled here, before any other code sees the request.

A request without a living session reaches the login page, the health checks and static files, and nothing else. A
request that changes something must carry the token of its session and come from a page of this program. What the person
may see is put in force for the time of the request.
"""

import hmac
import logging
from collections.abc import Collection
from contextlib import ExitStack
from urllib.parse import urlencode, urlsplit

import flask
from flask import g, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from access import demo_logins, person, scope, screens, sessions
from access.cookies import CSRF, SESSION, forget, set_readable
from access.person import Person
from data.errors import StoreError
from data.scope import NOTHING
from data.settings import AccessSettings, current

PUBLIC = ("/login", "/login/code", "/healthz", "/readyz")
"""Addresses anybody may reach; files under /assets/ too."""
OWN = ("/login", "/login/code", "/logout", "/leave-demo", "/account")
"""Addresses this room answers; the rest of the program need only know that they exist."""
_SIGNING_IN = ("/login", "/login/code")
_NEVER_PAGES = ("/_", "/api", "/export", "/geo", "/assets")
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORM_BYTES = 64 * 1024
_NOT_SIGNED_IN = "Нужно войти в программу: сеанса нет или он закончился. Откройте страницу входа."
_FORGED = "Запрос отклонён: он пришёл не со страницы этой программы. Обновите страницу и повторите."
_log = logging.getLogger(__name__)


def install(server: flask.Flask, rules: AccessSettings, *, public: Collection[str] = PUBLIC) -> None:
    """Guard an application: call it once, before the application is served; other hooks run after this one.

    public: exact addresses that need no session. Asks no store until the first request that carries a cookie.
    """
    open_to_all = frozenset(public)
    if rules.trusted_proxies:
        count = rules.trusted_proxies
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    server.register_blueprint(screens.blueprint)
    first = server.before_request_funcs.setdefault(None, [])
    first.insert(0, lambda: _admit(open_to_all))
    server.after_request(_finish)
    server.teardown_request(_leave)


def _admit(public: Collection[str]) -> Response | None:
    stack = g.access = ExitStack()
    try:
        found = _asker(public)
    except StoreError as error:
        return _refusal(503, str(error))
    stack.enter_context(person.use(found))
    stack.enter_context(scope.use(found.scope if found else NOTHING))
    if found is None and not _is_public(public):
        return _to_login() if _wants_page() else _refusal(401, _NOT_SIGNED_IN)
    if request.path in OWN:
        request.max_content_length = _FORM_BYTES
    if request.method not in _SAFE:
        refused = _objection(found)
        if refused is not None:
            return refused
    return _ask_for_new_password(found, public) or _to_start(found)


def _to_start(found: Person | None) -> Response | None:
    """The first screen of the program is not everybody's."""
    if found is None or request.path != "/" or found.start == "/" or not _wants_page():
        return None
    return flask.redirect(found.start, 302)


def _asker(public: Collection[str]) -> Person | None:
    """The person of the session in the cookie; a demonstration person only while the data are demonstration data."""
    token = request.cookies.get(SESSION, "")
    if not token or (_is_public(public) and request.path not in OWN):
        return None
    settings = current()
    found = sessions.resolve(token, settings)
    if found is not None and found.is_demo and not demo_logins.is_demonstration(settings):
        return None
    return found


def _is_public(public: Collection[str]) -> bool:
    """A file of the design is one that the route of files answers: «/assets//x» would be a page."""
    is_file = request.path.startswith("/assets/") and (request.endpoint or "").endswith("static")
    return request.path in public or is_file


def _wants_page() -> bool:
    is_page = request.method in ("GET", "HEAD") and not request.path.startswith(_NEVER_PAGES)
    return is_page and "text/html" in request.headers.get("Accept", "")


def _to_login() -> Response:
    back = request.full_path.removesuffix("?")
    query = "" if back == "/" else f"?{urlencode({'next': back})}"
    return forget(flask.redirect(f"/login{query}", 302))


def _refusal(status: int, sentence: str) -> Response:
    """A refusal in the form the asker reads: a page, JSON or plain text."""
    if _wants_page():
        made = flask.make_response(flask.render_template("access/refusal.html", sentence=sentence), status)
    elif request.path.startswith(("/_", "/api")) or request.accept_mimetypes.best == "application/json":
        made = flask.make_response(flask.jsonify(error=sentence), status)
    else:
        made = flask.make_response(f"{sentence}\n", status, {"Content-Type": "text/plain; charset=utf-8"})
    if status == 503:
        made.headers["Retry-After"] = "10"
    made.headers["Cache-Control"] = "no-store"
    return made


def _objection(found: Person | None) -> Response | None:
    """Why a request that changes something is refused; the login form checks a token of its own, session or not."""
    if _is_foreign():
        _log.warning("a change asked for from another site was refused: %s", request.endpoint)
        return _refusal(403, _FORGED)
    if request.path.startswith("/_dash") and request.mimetype != "application/json":
        return _refusal(415, "Запрос отклонён: ожидается application/json.")
    if found is not None and request.path not in _SIGNING_IN and not _carries_token(found):
        _log.warning("a change without the token of its session was refused: %s", request.endpoint)
        return _refusal(403, _FORGED)
    return None


def _is_foreign() -> bool:
    """Whether the browser itself says that the request comes from a page of another site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    parts = urlsplit(origin)
    return parts.netloc.lower() != request.host.lower() or parts.scheme not in ("http", "https")


def _carries_token(found: Person) -> bool:
    given = request.headers.get("X-CSRFToken", "")
    if not given and request.path in OWN and request.mimetype == "application/x-www-form-urlencoded":
        given = request.form.get("csrf_token", "")
    return hmac.compare_digest(given.encode(), found.csrf.encode())


def _ask_for_new_password(found: Person | None, public: Collection[str]) -> Response | None:
    if found is None or not found.must_change_password or request.path in OWN or _is_public(public):
        return None
    if _wants_page():
        return flask.redirect("/account", 302)
    return _refusal(403, "Сначала смените временный пароль: страница «Учётная запись».")


def _finish(response: flask.Response) -> flask.Response:
    """Give the page its token, and keep what a signed-in person sees out of caches unless its maker knows better."""
    found = person.current()
    if found is None:
        return response
    if request.cookies.get(CSRF) != found.csrf and not screens.sets_cookies(response):
        set_readable(response, found.csrf)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _leave(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("access", None)
    if stack is not None:
        stack.close()
