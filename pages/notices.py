"""«Оповещения»: what calls me, who has taken note of it, what has passed? Each role, in its own circle of data."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import people, person
from answers import duties as edit_frames
from answers import notices as frames
from components import address, buttons, received, shell, states
from components.duties.tables import history
from components.notices import bell, listed
from components.notices import settings as settings_card
from data.decisions import edit_numbers
from data.decisions.notices.settings import KindSetting, QuietHours
from data.decisions.subscriptions.read import LETTER
from data.decisions.subscriptions.write import Form
from data.errors import FilterError
from data.settings import current
from deeds import notice_settings, notices, subscriptions
from words import format

PATH, TITLE = bell.PATH, "Оповещения"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ")
_BY_MAIL = Form(TITLE, PATH, "", "workdays", 0, "any", LETTER)
_BODY, _ASKED = "notices-body", "notices-asked"


@address.reads(state=address.choice(frames.SHOWN), kind=address.choice(frames.KINDS, "все виды"))
def layout(state: str = "", kind: str = "", **_query: Any) -> Component:
    """state, kind: what is shown; others than those of the choice count as the usual ones."""
    asked = {"state": state if state in frames.SHOWN else frames.OPEN, "kind": kind if kind in frames.KINDS else ""}
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body = [
        dcc.Store(id=_ASKED, data=asked),
        html.Div(_body(asked) if is_asked else None, id=_BODY, className="screen__body"),
    ]
    return shell.plain_screen(TITLE, "Что требует внимания, кто это подтвердил и что уже прошло.", body)


def _body(asked: dict[str, str], said: Component | None = None) -> list[Component]:
    if notices.sees_totals():
        return [listed.totals(frames.totals(notices.totals()))]
    call = notices.bell()
    if call is None:
        return [html.Div(states.empty("Оповещений у вас не бывает.", "Они приходят тем, кому открыты записи."))]
    found = notices.listed()
    shown = frames.chosen(found, asked["state"], asked["kind"])
    versions = {one.key: notices.moment_of(one) for one in shown}
    names = {one.login: one.full_name for one in people.everyone(current())}
    return [
        _digest(found, call, by_mail=subscriptions.may_subscribe() and not _is_mailed()),
        listed.choice(asked["state"], asked["kind"]),
        listed.notices(shown, versions, names, current().time_zone, said),
        *(_settings() if notice_settings.may_set() else []),
    ]


def _is_mailed() -> bool:
    return any(one.path == PATH for one in subscriptions.own())


def _digest(found: list[frames.Notice], call: frames.Call, *, by_mail: bool) -> Component:
    said = frames.digest(found, notices.now())
    until = call.quiet_until
    quiet = [f"Тихие часы до {format.moment(until)}: колокольчик молчит, письма ждут."] if until else []
    return listed.digest(" ".join([*quiet, *said]), by_mail=by_mail)


def _settings() -> list[Component]:
    kinds, quiet = notice_settings.read()
    made: list[Component] = [settings_card.card(kinds, quiet)]
    if edits := notice_settings.history():
        told, zone = edit_frames.edits(edits), current().time_zone
        undo = "История настроек", lambda number: listed.button("undo", number, 0)
        made.append(history(told, zone, *undo))
    return made


@callback(
    Output(_BODY, "children"),
    Output(bell.BELL, "children", allow_duplicate=True),
    Input(listed.button(ALL, ALL, ALL), "n_clicks"),
    State(settings_card.field(ALL), "value"),
    State(settings_card.field(ALL), "id"),
    State(_ASKED, "data"),
    prevent_initial_call=True,
)
def act(_clicks: list[int | None], values: list[Any], identities: list[Any], asked: Any) -> Any:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update
    received.require(isinstance(asked, dict) and set(asked) == {"state", "kind"})
    given = {str(one["name"]): value for one, value in zip(identities, values, strict=True)}
    said = _done(dict(pressed.id), given)
    return _body(asked, said), bell.inside(notices.bell())


def _done(asked: dict[str, Any], given: dict[str, Any]) -> Component:
    action, key, version = asked["action"], str(asked["key"]), edit_numbers.number_of(str(asked["version"]))
    if action == "acknowledge":
        keys = _keys(key)
        notices.acknowledge(keys, version)
        return listed.done(f"Подтверждено: {len(keys)}.", key)
    if action == "return":
        notices.reopen(_keys(key))
        return listed.done("Подтверждение снято: колокольчик снова зовёт.")
    if action == "mail":
        subscriptions.subscribe(_BY_MAIL)
        return listed.done("Сводка будет приходить по будням; остановить её можно на экране «Подписки».")
    if action == "undo":
        notice_settings.undo(key)
        return listed.done("Настройка возвращена.")
    if action == "quiet":
        notice_settings.save_quiet(_quiet(version, given))
        return listed.done("Тихие часы сохранены.")
    notice_settings.save_kind(_kind(action, key, version, given))
    return listed.done("Настройка сохранена.")


def _keys(told: str) -> list[int]:
    return [edit_numbers.number_of(one) for one in told.split(",")]


def _kind(action: str, kind: str, version: int, given: dict[str, Any]) -> KindSetting:
    known = notice_settings.read()[0].get(kind)
    if known is None or action not in ("on", "off", "days"):
        raise FilterError("Такого действия нет. Обновите страницу.")
    days = edit_numbers.number_of(str(given.get("days"))) if action == "days" else known.days
    return KindSetting(kind, version, is_on=known.is_on if action == "days" else action == "on", days=days)


def _quiet(version: int, given: dict[str, Any]) -> QuietHours:
    starts, ends = (edit_numbers.number_of(str(given.get(name))) for name in ("starts", "ends"))
    return QuietHours(version, starts, ends, weekends=bool(given.get("weekends")))
