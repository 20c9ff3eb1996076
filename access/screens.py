"""Pages of signing in and out. Forms and templates only, no script."""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import flask
import sqlalchemy as sa
from flask import Blueprint, request
from werkzeug.wrappers import Response

from access import demo_logins, keys, login, person, sessions, store
from access.attempts import TooManyAttemptsError
from access.cookies import FORM, SESSION, forget, set_form, set_readable, set_session
from access.sessions import NewSession, Visitor
from access.tables import users
from data.errors import AccessError
from data.settings import ROOT, current, district

blueprint = Blueprint("access", __name__, template_folder="templates")
blueprint.add_app_template_global(district, "district")
blueprint.add_app_template_global(lambda name: _asset(ROOT / "assets", name), "asset")
_STALE = "Страница входа устарела. Введите логин и пароль ещё раз."


def safe_next(text: str) -> str:
    """Where to go after signing in: a local address with its query, and «/» instead of anything else."""
    is_plain = text.isprintable() and "\\" not in text
    if not is_plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    is_own = parts.path in ("/login", "/login/code", "/logout")
    return "/" if parts.scheme or parts.netloc or is_own else text


def sets_cookies(response: flask.Response) -> bool:
    """Whether an answer has already said what cookies the browser shall keep."""
    return "Set-Cookie" in response.headers


@blueprint.get("/login")
def login_form() -> Response:
    """The login page; somebody already signed in goes on."""
    if person.current() is not None:
        return flask.redirect(safe_next(request.args.get("next", "/")), 302)
    return _login_page()


@blueprint.post("/login")
def log_in() -> Response:
    """Check login and password; a session with a fresh token, or the page again with one sentence."""
    if not _is_own_form():
        return _login_page(_STALE, 400)
    name, password = request.form.get("login", ""), request.form.get("password", "")
    try:
        opened = login.sign_in(name, password, visitor(), current())
    except TooManyAttemptsError as error:
        return waiting(_login_page(str(error), 429, name), error)
    except AccessError as error:
        return _login_page(str(error), 401, name)
    _drop_previous()
    if opened.needs_code:
        query = urlencode({"next": safe_next(request.form.get("next", "/"))})
        return set_session(flask.redirect(f"/login/code?{query}", 303), opened.token)
    return _enter(opened, safe_next(request.form.get("next", "/")))


@blueprint.get("/login/code")
def code_form() -> Response:
    """The second step, for a session that waits for its code."""
    if sessions.resolve(request.cookies.get(SESSION, ""), current(), stage="code") is None:
        return flask.redirect("/login", 302)
    return _code_page()


@blueprint.post("/login/code")
def enter_code() -> Response:
    """Check the code; a full session with another token."""
    if not _is_own_form():
        return _code_page(_STALE, 400)
    token = request.cookies.get(SESSION, "")
    try:
        opened = login.confirm_code(token, request.form.get("code", ""), visitor(), current())
    except TooManyAttemptsError as error:
        return waiting(_code_page(str(error), 429), error)
    except AccessError as error:
        return _code_page(str(error), 401)
    return _enter(opened, safe_next(request.form.get("next", "/")))


@blueprint.post("/logout")
def log_out() -> Response:
    """End the session; what the browser kept of its pages goes too."""
    login.sign_out(person.signed_in(), current())
    made = forget(flask.redirect("/login", 303))
    made.headers["Clear-Site-Data"] = '"cache"'
    return made


def _login_page(wrong: str = "", status: int = 200, name: str = "") -> Response:
    settings = current()
    token, kept = _form_token()
    text = flask.render_template(
        "access/login.html",
        wrong=wrong,
        name=name[:64],
        next=safe_next(request.values.get("next", "/")),
        form_token=token,
        offered=demo_logins.visible_logins(settings),
        is_empty=not _has_accounts(),
    )
    return set_form(page(text, status), kept)


def _code_page(wrong: str = "", status: int = 200) -> Response:
    token, kept = _form_token()
    where = safe_next(request.values.get("next", "/"))
    return set_form(
        page(flask.render_template("access/code.html", wrong=wrong, next=where, form_token=token), status), kept
    )


def page(text: str, status: int) -> Response:
    """An answer that no cache keeps."""
    return flask.make_response(text, status, {"Cache-Control": "no-store"})


def waiting(made: Response, error: TooManyAttemptsError) -> Response:
    """The answer, with the time after which another attempt is let through."""
    made.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return made


def _enter(opened: NewSession, where: str) -> Response:
    """The way on: where one wanted to go, else the person's own first screen."""
    found = sessions.resolve(opened.token, current()) if where == "/" else None
    where = found.after_entry if found else where
    return set_readable(set_session(flask.redirect(where, 303), opened.token), opened.csrf)


def _drop_previous() -> None:
    """A session the browser had before is not left behind, alive and without an owner."""
    previous = request.cookies.get(SESSION, "")
    if previous:
        with store.writing(current()) as connection:
            sessions.end(connection, sessions.hash_of(previous))


def visitor() -> Visitor:
    """Where this request comes from."""
    return Visitor(request.remote_addr or "", request.headers.get("User-Agent", ""))


def _has_accounts() -> bool:
    with store.reading(current()) as connection:
        return connection.execute(sa.select(users.c.user_id).limit(1)).first() is not None


def _form_token() -> tuple[str, str]:
    """The token of a login form, and the cookie it is made from: another site can neither read nor set that."""
    kept = request.cookies.get(FORM, "") or secrets.token_urlsafe(24)
    return _made_from(kept), kept


def _made_from(kept: str) -> str:
    return hmac.new(keys.key_for(current(), "form"), kept.encode(), hashlib.sha256).hexdigest()


def _is_own_form() -> bool:
    kept = request.cookies.get(FORM, "")
    given: Any = request.form.get("form_token", "") if request.mimetype == "application/x-www-form-urlencoded" else ""
    return bool(kept) and hmac.compare_digest(given.encode(), _made_from(kept).encode())


def _asset(folder: Path, name: str) -> str:
    """Address of a file of the folder assets, with the time of its change, so that browsers may keep it for long."""
    path = folder / name
    version = f"?m={int(path.stat().st_mtime)}" if path.exists() else ""
    return f"/assets/{name}{version}"
