"""«Подписки»: what am I mailed, did it come, why not? Who may export asks; the administrator names addresses."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from access.roles import Right
from answers import schedules
from answers import subscriptions as frames
from components import address, buttons, cards, received, shell, states
from components.subscriptions import form, tables
from data.decisions.subscriptions.read import Subscription
from data.decisions.subscriptions.write import Form
from data.errors import FilterError, MCUError
from data.filters import names
from data.settings import current
from deeds import notes, subscriptions

PATH, TITLE = "/subscriptions", "Подписки"
register_page(
    __name__,
    path=PATH,
    name=TITLE,
    title=f"{TITLE} · МЦУ",
    order=20,
    icon="audit",
    section="documents",
    right=(Right.EXPORT, Right.MANAGE_MAIL),
)
_BODY, _DONE, _ASKED = "subscriptions-body", "subscriptions-done", "subscriptions-asked"
_OFF = "Почта не настроена: письма не уходят, подписки ждут. Администратор задаёт её настройками MCU_SMTP_…"
_NO_ADDRESS = "Администратор ещё не назвал адрес, на который вам писать: письма начнут уходить после этого."


@address.reads(screen=address.ANY)
def layout(screen: str = "", **query: Any) -> Component:
    """screen: address of the screen to subscribe to, with its filters beside."""
    question = "Отчёты, которые приходят на почту сами: выбранные фильтры, день, условие и вид файла."
    told = urlencode({name: str(query[name]) for name in names() if query.get(name)}, safe=",")
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    body: list[Any] = [
        dcc.Store(id=_ASKED, data={"path": screen, "query": told}),
        html.Div(id=_DONE),
        html.Div(_new(screen, told) if is_asked and screen else None, id="subscriptions-new"),
        html.Div(_body() if is_asked else None, id=_BODY, className="screen__body"),
    ]
    return shell.plain_screen(TITLE, question, body)


def _new(path: str, query: str) -> Component | None:
    if not subscriptions.may_subscribe():
        return None
    try:
        title, words = frames.told(path, query)
    except MCUError as error:
        return address.missing("Этого экрана в подписках нет", str(error), "К сводке", "/")
    return form.card(f"{title}: {words}"[:200], frames.about(path, words), frames.choices(path))


def _body() -> list[Component]:
    if not (subscriptions.may_subscribe() or subscriptions.may_manage()):
        return [html.Div(states.empty("Подписки вам не открыты.", "Их заводит тот, кто может выгружать данные."))]
    made: list[Component] = [*_notices()]
    if subscriptions.may_subscribe():
        made.append(_own())
    if subscriptions.may_manage():
        made.append(tables.addresses(frames.addresses(subscriptions.staff())))
    found = frames.letters(subscriptions.letters(), subscriptions.again(_due))
    return [*made, tables.letters(found, current().time_zone, of_all=subscriptions.may_manage())]


def _due(one: Subscription) -> date | None:
    return schedules.due_on(one, notes.today())


def _own() -> Component:
    try:
        return tables.own(frames.rows(subscriptions.own()))
    except MCUError as error:
        return cards.card("Мои подписки", states.error(str(error)), wide=True)


def _notices() -> list[Component]:
    said = [] if current().mail else [_OFF]
    if subscriptions.may_subscribe() and not subscriptions.own_address():
        said.append(_NO_ADDRESS)
    return [html.P(one, className="subscription-note", role="note") for one in said]


@callback(
    Output(_BODY, "children"),
    Output(_DONE, "children"),
    Output("subscriptions-new", "children"),
    Input(tables.button(ALL, ALL, ALL), "n_clicks"),
    State(form.fields(ALL), "value"),
    State(form.fields(ALL), "id"),
    State(tables.address(ALL), "value"),
    State(tables.address(ALL), "id"),
    State(_ASKED, "data"),
    prevent_initial_call=True,
)
def act(
    _clicks: list[int | None],
    values: list[Any],
    identities: list[Any],
    addresses: list[Any],
    owners: list[Any],
    asked: Any,
) -> Any:
    """Do what a button of this screen asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update, no_update
    received.require(isinstance(asked, dict | None))
    named = {str(one["login"]): str(value or "") for one, value in zip(owners, addresses, strict=True)}
    said = _done(dict(pressed.id), form.values(values, identities), named, asked or {})
    is_new = pressed.id["action"] == "save"
    return _body(), html.P(said, className="subscription-note", role="status"), None if is_new else no_update


def _done(asked: dict[str, Any], given: dict[str, str], named: dict[str, str], place: dict[str, str]) -> str:
    action, key, version = asked["action"], str(asked["key"]), int(asked["version"])
    if action == "save":
        subscriptions.subscribe(_form(given, place))
        return "Подписка сохранена."
    if action == "address":
        subscriptions.name_address(key, version, named.get(key, ""))
        return "Адрес сохранён." if named.get(key) else "Адрес убран: письма этому человеку не уходят."
    if action == "again":
        subscriptions.send_again(key, _due)
        return "Письмо уйдёт при следующей отправке; прежнее могло дойти, тогда их будет два."
    if action in ("stop", "go"):
        subscriptions.switch(key, version, is_active=action == "go")
        return "Подписка остановлена." if action == "stop" else "Подписка снова действует."
    if action != "remove":
        raise FilterError("Такого действия нет. Обновите страницу.")
    subscriptions.remove(key, version)
    return "Подписка удалена. Отправленные письма остались в списке."


def _form(given: dict[str, str], place: dict[str, str]) -> Form:
    path, query = str(place.get("path", "")), str(place.get("query", ""))
    weekday = int(given["weekday"]) if given["weekday"].isdecimal() else -1
    return Form(given["title"], path, query, given["schedule"], weekday, given["condition"], given["format"])
