"""The cookies of a session: the token, which scripts can't read, and the token of changes, which Dash's own script
sends back as a header.
"""

from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from data.settings import current

SESSION = "mcu_session"
CSRF = "_csrf_token"
FORM = "mcu_form"
"""Binds the login form to the browser it was given to, before there is a session."""
Answer = TypeVar("Answer", bound=Response)


def is_secure() -> bool:
    """Whether cookies go over TLS only: the request came that way, or the installation says all of them do."""
    return request.is_secure or current().access.is_https


def set_session(response: Answer, token: str) -> Answer:
    """The token of a new session; it ends with the browser, and on the server earlier."""
    response.set_cookie(SESSION, token, path="/", httponly=True, samesite="Lax", secure=is_secure())
    return response


def set_readable(response: Answer, csrf: str) -> Answer:
    """The token of changes, for the page's script to send back."""
    response.set_cookie(CSRF, csrf, path="/", samesite="Strict", secure=is_secure())
    return response


def set_form(response: Answer, value: str) -> Answer:
    """The value the login form's token is made from."""
    response.set_cookie(FORM, value, path="/login", httponly=True, samesite="Strict", secure=is_secure())
    return response


def forget(response: Answer) -> Answer:
    """Take the session's cookies away, when the browser has any."""
    for name in (SESSION, CSRF):
        if name in request.cookies:
            response.delete_cookie(name, path="/", samesite="Lax", secure=is_secure(), httponly=name == SESSION)
    return response
