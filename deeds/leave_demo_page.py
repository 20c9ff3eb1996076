"""The page on which a person removes the demonstration: what goes, what stays, one button."""

import flask
from flask import Blueprint
from werkzeug.wrappers import Response

from access import person
from access.cookies import forget
from data.errors import AccessError
from data.settings import current
from deeds import leave_demo

PATH = "/leave-demo"
blueprint = Blueprint("leave_demo", __name__, template_folder="templates")


@blueprint.get(PATH)
def ask() -> Response:
    """What would go and what would stay."""
    return _page()


@blueprint.post(PATH)
def leave() -> Response:
    """Remove it; a demonstration person is signed out by that, a real one goes on."""
    who = person.current()
    try:
        done = leave_demo.leave(current())
    except AccessError as error:
        return _page(wrong=str(error), status=403)
    made = _page(done=done)
    return forget(made) if who is not None and who.is_demo else made


def _page(*, done: str = "", wrong: str = "", status: int = 200) -> Response:
    who = person.current()
    is_allowed = leave_demo.may(who)
    text = flask.render_template(
        "deeds/leave_demo.html",
        who=who,
        done=done or ("" if leave_demo.is_here(current()) else leave_demo.NOTHING_HERE),
        wrong=wrong or ("" if is_allowed else leave_demo.NOT_YOURS),
        stays=leave_demo.STAYS,
        is_gone=who is not None and who.is_demo and bool(done),
    )
    return flask.make_response(text, status if is_allowed else 403, {"Cache-Control": "no-store"})
