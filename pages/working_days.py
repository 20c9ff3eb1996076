"""«Рабочие дни»: which days count towards a term here, and whose hours? Asked when a decree moves a day off."""

from datetime import timedelta
from typing import Any

from dash import Input, Output, State, callback, html, no_update, register_page
from dash.development.base_component import Component

from access import person
from components import cards, shell
from components.rules import days
from data import metrics
from deeds import rules

PATH, TITLE = "/working-days", "Рабочие дни"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=83, icon="settings", section="data")
AHEAD = timedelta(days=183)


def layout(**_query: Any) -> Component:
    """The screen: the calendar as it is counted by, and for who may, a form."""
    question = "Какие дни и часы идут в срок: календарь страны, местные дни и время получателей."
    if person.current() is None:  # Dash itself makes every layout, to know its ids
        body: list[Component] = [html.Div(id="days-body"), days.form(None)]
    else:
        body = [html.Div(_body(), id="days-body", className="screen__body")]
        body += [_editor()] if rules.may_manage_rules() else [html.P(days.READ_ONLY, className="card__note")]
    return shell.plain_screen(TITLE, question, [html.Div(id="days-done"), *body])


def _body() -> list[Component]:
    today = metrics.stamp().as_of
    federal = days.federal(rules.federal(today, today + AHEAD))
    own = html.Div([days.local(rules.days()), days.hours(rules.hours())], className="screen__body")
    return [cards.grid([own, federal])]


def _editor() -> Component:
    free = rules.first_free_local_day()
    note = "Дни, которые уже вошли в названные людям сроки, здесь не меняются."
    return cards.card("Местный день", days.form(free), note=note, wide=True)


@callback(
    Output("days-body", "children"),
    Output("days-done", "children"),
    Input("days-change", "n_clicks"),
    State("days-day", "date"),
    State("days-kind", "value"),
    State("days-hours", "value"),
    State("days-note", "value"),
    prevent_initial_call=True,
)
def change(clicks: int | None, day: str | None, kind: str | None, hours: str | None, note: str | None) -> Any:
    """One local day entered, altered or taken back."""
    if not clicks:
        return no_update, no_update
    rules.set_day(day, kind, hours, note)
    return _body(), html.P("День записан, срез пересчитан.", className="staff-note staff-done", role="status")
