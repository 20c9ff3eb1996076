"""«Профили рейтинга»: by what are recipients rated, with what weights, who changed them and why, and what would another
way to rate say of the same period? Asked by the curator and by who is rated.
"""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import ranks
from answers.rating import ask, compared
from components import address, empty_reason, ids, shell, states
from components.buttons import pressed
from components.question import Screen, read_screen
from components.recipients import profiles as profile_cards
from data.errors import FilterError, StoreError
from data.settings import current
from deeds import profiles

PATH, TITLE = "/recipients/profiles", "Профили рейтинга"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=3.1, within="/recipients", needs="data")


@address.reads(one=address.ANY, other=address.ANY)
def layout(one: str = "", other: str = "", **params: Any) -> Component:
    """The screen; of the store only the names of profiles are asked."""
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body = states.skeleton(480) if is_asked else profile_cards.blank()
    return shell.screen(
        {"one": one, "other": other, **params},
        TITLE,
        "По каким показателям и с какими весами сравнивают получателей; что сказал бы о том же периоде другой профиль.",
        [
            html.Div(_choice(one, other) if is_asked else None),
            html.Div(id="profiles-done"),
            html.Div(body, id="profiles-body", className="screen__body"),
        ],
        actions=[dcc.Link("К рейтингу", href="/recipients", className="button", refresh=True)],
    )


def _choice(one: str, other: str) -> Component:
    try:
        return html.Div([*_unknown(one=one, other=other), profile_cards.choice(profiles.every(), one, other)])
    except StoreError as error:
        return states.error(str(error))


def _unknown(**codes: str) -> list[Component]:
    known = {profile.code for profile in profiles.every()}
    return [address.line(key, code, "обычный профиль") for key, code in codes.items() if code and code not in known]


@callback(Output("profiles-body", "children"), Input(ids.FLT, "data"), Input(ids.THEME, "data"))
def answer(flt: dict[str, str] | None, theme: str | None = None) -> Any:
    """Two profiles side by side, what they consist of, and the history of both."""
    screen = read_screen(flt, scope.current(), theme)
    closed = empty_reason.closed_to(screen, PATH)
    return _cards(screen) if closed is None else [closed]


def _cards(screen: Screen) -> list[Component | None]:
    every, may_edit = profiles.every(), profiles.may_edit_weights()
    codes = [profile.code for profile in every]
    one, other = (every[codes.index(code)] for code in profile_cards.pair(screen, codes))
    shown = [one] if one is other else [one, other]
    made: list[Component | None] = [_beside(screen, one, other)]
    for profile in shown:
        if profile.is_by_hand:
            told = profiles.values(profile)
            href = _xlsx(screen, view="by_hand", one=profile.code)
            made += profile_cards.form(profile, told, href, may_edit=may_edit, as_of=screen.stamp.as_of)
        else:
            is_edited = profile.code == _edited(shown)
            href = _xlsx(screen, view="weights", one=profile.code)
            made.append(profile_cards.weights(profile, href, may_edit=may_edit, is_edited=is_edited))
    described = profile_cards.description(other if other.is_by_hand else one) if may_edit else None
    edits, href = profiles.history(), _xlsx(screen, view="history")
    return [*made, described, profile_cards.history(edits, current().time_zone, href, may_edit=may_edit)]


def _edited(shown: list[compared.Profile]) -> str:
    """Of two profiles with weights one is edited at a time: the first."""
    return next(profile.code for profile in shown if not profile.is_by_hand)


def _beside(screen: Screen, one: compared.Profile, other: compared.Profile) -> Component:
    if one.is_by_hand or other.is_by_hand or screen.in_months:
        return profile_cards.not_beside(one if one.is_by_hand else other, is_rounded=screen.in_months)
    before = ask.period_before(screen.filters, screen.scope, screen.stamp.as_of)
    asked = ask.Asked(screen.filters, before, screen.scope, screen.stamp.as_of)
    left, right = (ask.rating(asked, profile).league for profile in (one, other))
    frame = compared.beside(left, right).assign(
        recipient_label=lambda f: f["recipient"].map(ranks.names(screen.filters))
    )
    href = _xlsx(screen, view="profiles", one=one.code, other=other.code)
    return profile_cards.beside(screen, frame, one, other, href)


@callback(
    Output("profiles-body", "children", allow_duplicate=True),
    Output("profiles-done", "children"),
    Input("rating-save", "n_clicks"),
    State(profile_cards.SEEN, "data"),
    State({"type": profile_cards.WEIGHT, "index": ALL}, "value"),
    State("rating-why", "value"),
    State(ids.FLT, "data"),
    State(ids.THEME, "data"),
    prevent_initial_call=True,
)
def save(clicks: int | None, seen: Any, weights: list[Any], why: str | None, flt: Any, theme: Any) -> tuple[Any, Any]:
    """Other weights of one profile."""
    if not clicks:
        return no_update, no_update
    code, versions = _seen(seen, len(weights))
    done = profiles.set_weights(code, versions, weights, why)
    return _again(flt, theme, f"Веса изменены: {done}. Индекс пересчитан.")


@callback(
    Output("profiles-body", "children", allow_duplicate=True),
    Output("profiles-done", "children", allow_duplicate=True),
    Input("rating-fill", "n_clicks"),
    State(profile_cards.FORM_SEEN, "data"),
    State({"type": profile_cards.NAME, "index": ALL}, "value"),
    State({"type": profile_cards.UNIT, "index": ALL}, "value"),
    State({"type": profile_cards.VALUE, "index": ALL}, "value"),
    State("rating-since", "date"),
    State("rating-until", "date"),
    State(ids.FLT, "data"),
    State(ids.THEME, "data"),
    prevent_initial_call=True,
)
def fill(clicks: int | None, seen: Any, *told: Any) -> tuple[Any, Any]:
    """Names, units and values of indicators put in by hand."""
    if not clicks:
        return no_update, no_update
    *columns, since, until, flt, theme = told
    rows = list(zip(*columns, strict=True))
    code, versions = _seen(seen, len(rows))
    done = profiles.fill(code, versions, rows, since, until)
    return _again(flt, theme, f"Записано показателей: {done}.")


@callback(
    Output("profiles-body", "children", allow_duplicate=True),
    Output("profiles-done", "children", allow_duplicate=True),
    Input("rating-describe", "n_clicks"),
    State(profile_cards.DESCRIBED, "data"),
    State("rating-document", "value"),
    State("rating-from", "date"),
    State("rating-to", "date"),
    State(ids.FLT, "data"),
    State(ids.THEME, "data"),
    prevent_initial_call=True,
)
def describe(clicks: int | None, seen: Any, document: str | None, *told: Any) -> tuple[Any, Any]:
    """The document of a profile and the days it is in force."""
    if not clicks:
        return no_update, no_update
    since, until, flt, theme = told
    match seen:
        case [str() as code, int() as version]:
            profiles.describe(code, version, document, since, until)
        case _:
            raise FilterError("Форма устарела. Обновите страницу.")
    return _again(flt, theme, "Документ и срок действия записаны.")


@callback(
    Output("profiles-body", "children", allow_duplicate=True),
    Output("profiles-done", "children", allow_duplicate=True),
    Input({"type": profile_cards.UNDO, "index": ALL}, "n_clicks"),
    State(ids.FLT, "data"),
    State(ids.THEME, "data"),
    prevent_initial_call=True,
)
def undo(_clicks: list[int | None], flt: Any, theme: Any) -> tuple[Any, Any]:
    """An edit of a profile, and all that was saved with it, taken back."""
    press = pressed()
    if press is None:
        return no_update, no_update
    if not _is_number(str(press.id["index"])):
        raise FilterError("Обновите страницу и выберите правку ещё раз.")
    profiles.undo(int(press.id["index"]))
    return _again(flt, theme, "Правка отменена.")


def _seen(seen: Any, fields: int) -> tuple[str, dict[int, int]]:
    """Code of the profile of a form, and indicator → version as the form was drawn; fields: how many it sends."""
    match seen:
        case [str() as code, dict() as drawn] if len(drawn) == fields and all(map(_is_number, drawn)):
            return code, {int(key): version for key, version in drawn.items()}
    raise FilterError("Форма устарела. Обновите страницу.")


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 16


def _again(flt: Any, theme: Any, words: str) -> tuple[Any, Any]:
    cards = _cards(read_screen(flt, scope.current(), theme))
    return cards, html.P(words, className="staff-note", role="status")


def _xlsx(screen: Screen, **of: str) -> str:
    return screen.href("/export/recipients.xlsx", **of)
