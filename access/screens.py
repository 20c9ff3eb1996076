"""Pages of this room: signing in and out, and a person's own account. Forms and templates only, no script."""

import hashlib
import hmac
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit

import flask
import sqlalchemy as sa
from flask import Blueprint, request
from werkzeug.wrappers import Response

from access import account, demo_logins, keys, login, person, sessions, store, totp
from access.attempts import TooManyAttemptsError
from access.cookies import FORM, SESSION, forget, set_form, set_readable, set_session
from access.page_context import as_shown, asset
from access.person import Person
from access.sessions import Opened, Visitor
from access.tables import users
from data.errors import AccessError
from data.settings import ROOT, current

blueprint = Blueprint("access", __name__, template_folder="templates")
blueprint.add_app_template_global(lambda name: asset(ROOT / "assets", name), "asset")
_STALE = "Страница входа устарела. Введите логин и пароль ещё раз."
_DONE = {
    "password": "Пароль изменён. Остальные сеансы завершены.",
    "totp_on": "Второй фактор включён: при входе понадобится код из приложения.",
    "totp_off": "Второй фактор выключен.",
    "end": "Сеанс завершён.",
    "end_others": "Остальные сеансы завершены.",
}


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
        opened = login.sign_in(name, password, _visitor(), current())
    except TooManyAttemptsError as error:
        return _waiting(_login_page(str(error), 429, name), error)
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
        opened = login.confirm_code(token, request.form.get("code", ""), _visitor(), current())
    except TooManyAttemptsError as error:
        return _waiting(_code_page(str(error), 429), error)
    except AccessError as error:
        return _code_page(str(error), 401)
    return _enter(opened, safe_next(request.form.get("next", "/")))


@blueprint.post("/logout")
def log_out() -> Response:
    """End the session; what the browser kept of its pages goes too."""
    login.sign_out(_signed_in(), current())
    made = forget(flask.redirect("/login", 303))
    made.headers["Clear-Site-Data"] = '"cache"'
    return made


@blueprint.get("/account")
def account_page() -> Response:
    """The person's own account."""
    return _account_page(_signed_in(), done=_DONE.get(request.args.get("done", "")))


@blueprint.post("/account")
def change_account() -> Response:
    """One change of the own account; `action` in the form says which."""
    who, action = _signed_in(), request.form.get("action", "")
    try:
        opened = _change(who, action)
    except TooManyAttemptsError as error:
        return _waiting(_account_page(who, wrong=str(error), status=429), error)
    except AccessError as error:
        return _account_page(who, wrong=str(error), status=400)
    made = flask.redirect(f"/account?done={action}", 303)
    return set_readable(set_session(made, opened.token), opened.csrf) if opened else made


def _change(who: Person, action: str) -> Opened | None:
    form, settings = request.form, current()
    if action == "password":
        if form.get("new", "") != form.get("again", ""):
            raise AccessError("Новый пароль и его повтор не совпадают. Наберите их ещё раз.")
        return account.change_password(who, form.get("old", ""), form.get("new", ""), _visitor(), settings)
    if action == "totp_on":
        account.switch_totp_on(who, form.get("sealed", ""), form.get("code", ""), settings)
    elif action == "totp_off":
        account.switch_totp_off(who, form.get("old", ""), _visitor(), settings)
    elif action == "end":
        account.end_session(who, form.get("key", ""), settings)
    elif action == "end_others":
        account.end_other_sessions(who, settings)
    else:
        raise AccessError("Такого действия нет. Обновите страницу.")
    return None


def _signed_in() -> Person:
    found = person.current()
    if found is None:  # the guard lets nobody else through; without the guard there is no page either
        raise AccessError("Нужно войти в программу.")
    return found


def _login_page(wrong: str = "", status: int = 200, name: str = "") -> Response:
    settings = current()
    token, kept = _form_token()
    page = flask.render_template(
        "access/login.html",
        wrong=wrong,
        name=name[:64],
        next=safe_next(request.values.get("next", "/")),
        form_token=token,
        offered=demo_logins.offered(settings),
        is_empty=not _has_accounts(),
    )
    return set_form(_page(page, status), kept)


def _code_page(wrong: str = "", status: int = 200) -> Response:
    token, kept = _form_token()
    where = safe_next(request.values.get("next", "/"))
    return set_form(
        _page(flask.render_template("access/code.html", wrong=wrong, next=where, form_token=token), status), kept
    )


def _account_page(who: Person, *, done: str | None = None, wrong: str = "", status: int = 200) -> Response:
    settings, setup = current(), None
    sealed = request.form.get("sealed", "")
    if not who.has_totp and not who.is_demo and (sealed or request.args.get("setup") == "totp"):
        secret = _kept_secret(sealed, who) or totp.new_secret()
        setup = {
            "sealed": totp.sealed(secret, who.user_id, settings),
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
            "picture": totp.picture(secret, who.login),
        }
    seen = [as_shown(one, who, settings.time_zone) for one in sessions.of_person(who.user_id, settings)]
    page = flask.render_template("access/account.html", who=who, done=done, wrong=wrong, setup=setup, sessions=seen)
    return _page(page, status)


def _kept_secret(sealed: str, who: Person) -> str | None:
    """The secret of the form that came back, so that a mistyped code doesn't need another picture."""
    try:
        return totp.unsealed(sealed, who.user_id, current())
    except AccessError:
        return None


def _page(text: str, status: int) -> Response:
    return flask.make_response(text, status, {"Cache-Control": "no-store"})


def _waiting(made: Response, error: TooManyAttemptsError) -> Response:
    made.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return made


def _enter(opened: Opened, where: str) -> Response:
    return set_readable(set_session(flask.redirect(where, 303), opened.token), opened.csrf)


def _drop_previous() -> None:
    """A session the browser had before is not left behind, alive and without an owner."""
    previous = request.cookies.get(SESSION, "")
    if previous:
        with store.writing(current()) as connection:
            sessions.end(connection, sessions.hash_of(previous))


def _visitor() -> Visitor:
    return Visitor(request.remote_addr or "", request.headers.get("User-Agent", ""))


def _has_accounts() -> bool:
    with store.reading(current()) as connection:
        return connection.execute(sa.select(users.c.user_id).limit(1)).first() is not None


def _form_token() -> tuple[str, str]:
    """The token of a login form, and the cookie it is made from: another site can neither read nor set that."""
    kept = request.cookies.get(FORM, "") or secrets.token_urlsafe(24)
    return _made_from(kept), kept


def _made_from(kept: str) -> str:
    return hmac.new(keys.derived(current(), "form"), kept.encode(), hashlib.sha256).hexdigest()


def _is_own_form() -> bool:
    kept = request.cookies.get(FORM, "")
    given: Any = request.form.get("form_token", "") if request.mimetype == "application/x-www-form-urlencoded" else ""
    return bool(kept) and hmac.compare_digest(given.encode(), _made_from(kept).encode())
