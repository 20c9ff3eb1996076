"""«Учётная запись»: the page where a person changes the own password, second factor and sessions. Forms, no script."""

import flask
from flask import Blueprint, request
from werkzeug.wrappers import Response

from access import person, sessions, totp
from access.attempts import TooManyAttemptsError
from access.cookies import set_readable, set_session
from access.person import Person
from access.screens import page, visitor, waiting
from access.session_words import in_words
from access.sessions import NewSession
from data.errors import AccessError
from data.settings import current
from deeds import own_account

blueprint = Blueprint("account", __name__, template_folder="templates")
_DONE = {
    "password": "Пароль изменён. Остальные сеансы завершены.",
    "totp_on": "Второй фактор включён: при входе понадобится код из приложения.",
    "totp_off": "Второй фактор выключен.",
    "end": "Сеанс завершён.",
    "end_others": "Остальные сеансы завершены.",
}


@blueprint.get("/account")
def show() -> Response:
    """The person's own account."""
    return _page(person.signed_in(), done=_DONE.get(request.args.get("done", "")))


@blueprint.post("/account")
def change() -> Response:
    """One change of the own account; `action` in the form says which."""
    who, action = person.signed_in(), request.form.get("action", "")
    try:
        opened = _change(who, action)
    except TooManyAttemptsError as error:
        return waiting(_page(who, wrong=str(error), status=429), error)
    except AccessError as error:
        return _page(who, wrong=str(error), status=400)
    made = flask.redirect(f"/account?done={action}", 303)
    return set_readable(set_session(made, opened.token), opened.csrf) if opened else made


def _change(who: Person, action: str) -> NewSession | None:
    form, settings = request.form, current()
    if action == "password":
        if form.get("new", "") != form.get("again", ""):
            raise AccessError("Новый пароль и его повтор не совпадают. Наберите их ещё раз.")
        return own_account.change_password(who, form.get("old", ""), form.get("new", ""), visitor(), settings)
    if action == "totp_on":
        own_account.switch_totp_on(who, form.get("sealed", ""), form.get("code", ""), settings)
    elif action == "totp_off":
        own_account.switch_totp_off(who, form.get("old", ""), visitor(), settings)
    elif action == "end":
        own_account.end_session(who, form.get("key", ""), settings)
    elif action == "end_others":
        own_account.end_other_sessions(who, settings)
    else:
        raise AccessError("Такого действия нет. Обновите страницу.")
    return None


def _page(who: Person, *, done: str | None = None, wrong: str = "", status: int = 200) -> Response:
    settings, setup = current(), None
    sealed = request.form.get("sealed", "")
    if not who.has_totp and not who.is_demo and (sealed or request.args.get("setup") == "totp"):
        secret = _kept_secret(sealed, who) or totp.new_secret()
        setup = {
            "sealed": totp.seal(secret, who.user_id, settings),
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
            "picture": totp.picture(secret, who.login),
        }
    seen = [in_words(one, who, settings.time_zone) for one in sessions.of_person(who.user_id, settings)]
    told = {"who": who, "done": done, "wrong": wrong, "setup": setup, "sessions": seen}
    return page(flask.render_template("deeds/account.html", **told), status)


def _kept_secret(sealed: str, who: Person) -> str | None:
    """The secret of the form that came back, so that a mistyped code doesn't need another picture."""
    try:
        return totp.unseal(sealed, who.user_id, current())
    except AccessError:
        return None
