"""«Оповещения»: the list with what may be done to each, the choice of states and kinds, totals."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.notices import ACKNOWLEDGED, FIRED, KINDS, OPEN, PASSED, SHOWN, STATES, Notice
from components import cards, moments, states, tables
from components.attributes import html_attributes
from components.notices.bell import PATH
from components.tables import Column
from words import format

_BADGES = {FIRED: " badge-state--late", ACKNOWLEDGED: " badge-state--on", PASSED: ""}
_HINT = "Программа позовёт сама: когда истекают сроки, устаревает источник, не удалась загрузка или ждёт записка."


def button(action: Any, key: Any, version: Any) -> dict[str, Any]:
    """Id of a button that does `action` with notices or a setting as they were seen; `ALL` matches every one."""
    return {"type": "notice-do", "action": action, "key": key, "version": version}


def digest(words: str, *, by_mail: bool) -> Component:
    """What waits, in sentences; by_mail: whether a letter of it may be asked for."""
    mail = _do("Присылать по будням письмом", button("mail", "", 0)) if by_mail else None
    return html.Div([html.P(words), mail], className="notice-digest")


def choice(state: str, kind: str) -> Component:
    """Links that choose states and kinds; the address says what is chosen."""
    by_state = [_chip(words, code, kind, is_on=code == state) for code, words in SHOWN.items()]
    kinds = {"": "Все виды", **KINDS}
    by_kind = [_chip(words, state, code, is_on=code == kind) for code, words in kinds.items()]
    rows = [html.Div(by_state, className="notice-chips"), html.Div(by_kind, className="notice-chips")]
    return html.Nav(rows, className="notice-choice", **html_attributes(aria_label="Какие оповещения показать"))


def _chip(words: str, state: str, kind: str, *, is_on: bool) -> Component:
    told = {name: value for name, value in (("state", state if state != OPEN else ""), ("kind", kind)) if value}
    href = f"{PATH}?{urlencode(told)}" if told else PATH
    if not is_on:
        return dcc.Link(words, href=href, className="notice-chip")
    chosen = html.Span(" (показаны)", className="visually-hidden")
    return dcc.Link([words, chosen], href=href, className="notice-chip is-on")


def notices(
    found: Sequence[Notice],
    moments_of: Mapping[int, int],
    names: Mapping[str, str],
    zone: ZoneInfo,
    said: Component | None,
) -> Component:
    """The list. moments_of: key → when it fired last, as its button carries it; names: login → who; said: what has just
    been done.
    """
    waiting = [one for one in found if one.state == FIRED]
    latest = max((moments_of[one.key] for one in waiting), default=0)
    every = ",".join(str(one.key) for one in waiting)
    words = f"Подтвердить все: {len(waiting)}"
    all_of_them = [_do(words, button("acknowledge", every, latest), main=True)] if len(waiting) > 1 else []
    count = format.plural(len(found), "оповещение", "оповещения", "оповещений")
    body = html.Ul([_item(one, moments_of[one.key], names, zone) for one in found], className="notice-list")
    empty = states.empty("Таких оповещений нет.", _HINT)
    note = "Подтвердил один — видят все, у кого те же роли и круг данных. Снова сработает, только если появится новое."
    return cards.card(
        count if found else "Оповещения", [said, body if found else empty], all_of_them, note=note, wide=True
    )


def _item(one: Notice, moment: int, names: Mapping[str, str], zone: ZoneInfo) -> Component:
    title: Any = dcc.Link(one.label, href=one.href, refresh=True) if one.href else one.label
    head = html.Div(
        [
            html.Span(STATES[one.state], className=f"badge-state{_BADGES[one.state]}"),
            html.Span(KINDS[one.kind], className="notice__kind"),
        ]
    )
    shown = [
        head,
        html.Div(title, className="notice__title"),
        html.P(_told(one, names, zone), className="notice__told"),
    ]
    does = {FIRED: ("acknowledge", "Подтвердить"), ACKNOWLEDGED: ("return", "Снять подтверждение")}.get(one.state)
    tool = _do(does[1], button(does[0], str(one.key), moment), about=one.label) if does else None
    return html.Li([html.Div(shown, className="notice__words"), tool], className=f"notice notice--{one.state}")


def _told(one: Notice, names: Mapping[str, str], zone: ZoneInfo) -> str:
    """When it fired, of how many records, who acknowledged it, when it passed."""
    said = [f"Сработало {moments.moment(one.fired_at, zone)}"]
    if one.records is not None:
        said.append(format.records(one.records))
    if one.acknowledged_at:
        who = names.get(one.acknowledged_by or "", one.acknowledged_by)
        said.append(f"подтверждено {moments.moment(one.acknowledged_at, zone)}: {who}")
    if one.until:
        said.append(f"прошло {moments.moment(one.until, zone)}")
    return " · ".join(said)


def _do(words: str, identity: dict[str, Any], *, main: bool = False, about: str = "") -> Component:
    classes = "button button--main" if main else "button"
    label = html_attributes(aria_label=f"{words}: {about}" if about else words)
    return html.Button(words, id=identity, className=classes, type="button", **label)


def done(words: str, keys: str = "") -> Component:
    """What has been done; keys: of the notices that can be taken back at once."""
    back = _do("Отменить", button("return", keys, 0)) if keys else None
    said = html.Div([html.Span(words), back], className="notice-done", role="status")
    return html.Div(said, id="notices-said")


def totals(frame: pd.DataFrame) -> Component:
    """frame: of `answers.notices.totals`; for who sees nothing but how many there are."""
    columns = [
        Column("kind", "Вид"),
        *(Column(state, words.capitalize(), align="right") for state, words in STATES.items()),
    ]
    note = "Сколько оповещений у всех ролей вместе. О чём они, видят только те, кого они касаются."
    body = tables.data_table(frame, columns, "Оповещения по видам", row_header="kind")
    return cards.card("Оповещения по видам и состояниям", body, note=note, wide=True)
