"""The card of a recipient: what is its duty, what burns, what should be decided? Asked by it and by the curator."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers import signals as found_signals
from answers.duties import KINDS
from answers.frames import only_row
from answers.recipient import changes
from answers.recipient import duties as numbers
from answers.recipient import proposals as rules
from components import address, empty_reason, ids, kpis, shell, states
from components.question import Screen, read_screen
from components.recipient import card as blocks
from components.register import table as register_table
from data.decisions.duties.read import Recipient
from data.errors import UnknownObjectError
from data.metrics import register
from data.settings import current
from deeds import duties, problems
from reports import xlsx
from words import format, texts

PATH, TITLE, NEEDS = "/recipient", "Карточка получателя", "records"
register_page(
    __name__,
    path=PATH,
    name="Карточка",
    title=f"{TITLE} · МЦУ",
    order=3.2,
    icon="recipients",
    section="answers",
    needs=NEEDS,
)
KPIS = (
    "records", "open_now", "overdue_now", "burning_now", "on_time_share", "resolution_median_days", "repeat_share",
    "satisfied_share",
)  # fmt: skip
_MOST_PROBLEMS = 4


@address.reads(code=address.ANY, card=address.RECORD)
def layout(code: str = "", card: str = "", **params: Any) -> Component:
    """The screen; nothing is asked here."""
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    known = duties.recipients() if is_asked else []
    code = code or (known[0].code if len(known) == 1 else "")
    options: Any = [{"value": one.code, "label": one.name} for one in known]
    if code and all(one.code != code for one in known):
        options.append({"value": code, "label": "Нет или не открыт"})  # a choice that is no option is forgotten
    chosen = dcc.Dropdown(
        options, code or None, id=ids.param("code"), placeholder="Выберите получателя", labels=texts.DROPDOWN
    )
    body = [
        html.Div([chosen, _file_button()], className="toolbar recipient-choice"),
        html.Div(states.skeleton(480), id="recipient-body", className="recipient-card"),
        dcc.Download(id="recipient-file"),
        register_table.panel(card),
    ]
    question = "Обязанности, сроки и что по ним решить: на экране и на одном листе."
    return shell.screen({"code": code, **params}, TITLE, question, body, controls=("channel",))


def _file_button() -> Component:
    title = "Обязанности с их числами"
    return html.Button(texts.XLSX, id="recipient-xlsx", className="button", type="button", title=title)


@callback(Output("recipient-body", "children"), Input(ids.FLT, "data"))
@address.or_missing("Такого получателя нет", "Все получатели", "/recipients")
def answer(flt: dict[str, str] | None) -> Any:
    """Everything of the card at once."""
    screen = read_screen(flt, scope.current())
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS)
    if closed is not None:
        return closed
    if not screen.params.get("code"):
        return states.empty("Выберите получателя.", "Карточка покажет его обязанности, сроки и предложения.")
    return _card(*_of_recipient(screen))


def _of_recipient(screen: Screen) -> tuple[Screen, Recipient]:
    """The screen narrowed to the recipient of the address. UnknownObjectError for one that is not open to the asker."""
    code = screen.params.get("code", "")
    one = next((known for known in duties.recipients() if known.code == code), None)
    if one is None:
        raise UnknownObjectError("Такого получателя нет, или его карточка вам не открыта. Выберите другого.")
    return screen.over(replace(screen.filters, recipients=(code,))), one


@callback(
    Output("recipient-file", "data"),
    Input("recipient-xlsx", "n_clicks"),
    State(ids.FLT, "data"),
    prevent_initial_call=True,
)
def save(clicks: int | None, flt: dict[str, str] | None) -> Any:
    """The duties with their numbers as a workbook."""
    if not clicks or not (flt or {}).get("code"):
        return no_update
    screen, one = _of_recipient(read_screen(flt, scope.current()))
    title = f"Обязанности: {one.name}"
    duties.export(f"{title}.xlsx")
    frame, columns = numbers.file_rows(_numbers(screen, one)), numbers.file_columns(screen.stamp.as_of)
    body = xlsx.workbook(frame, columns, title, screen.subtitle, screen.stamp)
    return xlsx.download(f"Обязанности {one.name}.xlsx", body)


def _card(screen: Screen, one: Recipient) -> list[Component]:
    known = _numbers(screen, one)
    signals = found_signals.overview(screen.filters, screen.scope, current())
    kept = _problems(screen)
    asked = rules.proposals(_facts(screen, one, known, signals, kept))
    return [
        html.H2(f"{one.name} · {KINDS.get(one.kind, one.kind).lower()}", className="recipient-name"),
        html.P(screen.subtitle, className="card__note"),
        kpis.row(screen, KPIS),
        blocks.duties(known, screen),
        html.Div(
            [
                blocks.proposals(asked, screen),
                blocks.signals(signals, screen),
                blocks.problems(kept, screen),
                blocks.changes(changes.topics(screen.filters, _earlier(screen), screen.scope), screen),
            ],
            className="card-grid recipient-grid",
        ),
        blocks.burning(*_burning(screen), screen),
    ]


def _earlier(screen: Screen) -> Any:
    before = screen.before()
    return None if before is None else before.filters


def _numbers(screen: Screen, one: Recipient) -> list[numbers.DutyNumbers]:
    own = [duty for duty in duties.listed() if duty.recipient.code == one.code]
    day = screen.stamp.as_of
    now = [duty for duty in own if duty.is_in_force(day)]
    return numbers.numbers(now, screen.filters, _earlier(screen), screen.scope)


def _burning(screen: Screen) -> tuple[pd.DataFrame, int]:
    """What can still be saved before what is past, the earliest terms first; and how many there are in all."""
    more: Any = {"size": blocks.MOST_BURNING, "sort": "due", "descending": False, "texts": False}
    pages = [
        register.page(replace(screen.filters, state=state), screen.scope, **more) for state in ("burning", "overdue")
    ]
    frame = pd.concat([one.frame for one in pages], ignore_index=True).head(blocks.MOST_BURNING)
    return frame, sum(one.total for one in pages)


def _problems(screen: Screen) -> list[tuple[str, int]]:
    """Title and messages of the largest problems of the recipient's records."""
    found = problems.groups("made", screen.filters, screen.stamp.as_of)[:_MOST_PROBLEMS]
    return [(one.title, one.messages) for one in found]


def _facts(
    screen: Screen,
    one: Recipient,
    known: Sequence[numbers.DutyNumbers],
    signals: pd.DataFrame,
    kept: Sequence[tuple[str, int]],
) -> rules.Facts:
    now = only_row(screen.query(["overdue_now", "burning_now"]))
    counts = {row["code"]: int(row["count"]) for row in signals.dropna(subset=["count"]).to_dict("records")}
    overdue, burning = (
        0 if format.is_missing(now[name]) else int(now[name]) for name in ("overdue_now", "burning_now")
    )
    return rules.Facts(one.code, overdue, burning, known, _of_district(screen), counts, kept)


def _of_district(screen: Screen) -> float | None:
    """Share on time of everybody, for who may see everybody."""
    if not duties.sees_all():
        return None
    whole = screen.over(replace(screen.filters, recipients=()))
    share = only_row(whole.query(["on_time_share"]))["on_time_share"]
    return None if format.is_missing(share) else float(share)
