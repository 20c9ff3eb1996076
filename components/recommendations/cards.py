"""One recommendation as a card: what to decide, why, whose power it is, what has helped elsewhere."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.recommendations.frames import CONFIDENCE, SIGNALS
from answers.recommendations.rules import Recommendation
from components import cards, tables
from components.columns import as_is
from components.tables import Column
from words import format

_BUTTON = "recommendation-do"


def button(action: Any, key: Any) -> dict[str, Any]:
    """Id of a button; `ALL` for both matches every one."""
    return {"type": _BUTTON, "action": action, "key": key}


def card(one: Recommendation, practices: Sequence[tuple[str, str]], *, may: bool) -> Component:
    """practices: code and words of what has helped; may: whether the asker decides."""
    said, link, figures = one.finding.story
    opener = dcc.Link("Открыть записи", href=link, className="link-button", refresh=True) if link else None
    why = html.P([said, " ", opener], className="recommendation__why")
    basis = f"{one.rule.powers}. Основание: {one.rule.source} ({CONFIDENCE[one.rule.confidence]})."
    helped = _helped(practices)
    decide = (
        html.Button("Решить", id=button("open", one.key), className="button button--main", type="button")
        if may
        else None
    )
    head = html.Div(
        [
            html.Span(SIGNALS[one.finding.signal], className=f"tag tag--{one.finding.signal}"),
            html.Span(f"{one.finding.topic_label} · {one.finding.recipient_label}", className="second-line"),
        ],
        className="recommendation__head",
    )
    words = [head, html.H2(one.rule.decision, className="recommendation__title"), why]
    return html.Section(
        [
            *words,
            cards.more(figures),
            html.P(basis, className="card__note"),
            helped,
            html.Div([decide], className="recommendation__deeds"),
        ],
        className="card card--wide recommendation",
    )


def _helped(practices: Sequence[tuple[str, str]]) -> Component | None:
    if not practices:
        return None
    links: list[Any] = [
        html.Li(dcc.Link(words, href=f"/practices?id={code}", refresh=True)) for code, words in practices
    ]
    return html.Div([html.Strong("Что помогло"), html.Ul(links, className="short-list")])


def summary(found: Sequence[Recommendation], few: int) -> Component:
    """How many there are, and of how much too little is known."""
    count = format.plural(len(found), "рекомендация", "рекомендации", "рекомендаций")
    pairs = format.plural(few, "паре", "парам", "парам")
    note = f" По {pairs} «тематика × получатель» мало данных: о них ничего не рекомендуется." if few else ""
    return html.P([html.Strong(count), f" ждут решения.{note}"], className="problems__headline")


def decided(frame: pd.DataFrame) -> Component:
    """frame: of `answers.recommendations.frames.decided`."""
    links: Any = [
        html.P([row["numbers"], " ", dcc.Link("записи", href=row["link"], refresh=True) if row["link"] else None])
        for row in frame.to_dict("records")
    ]
    columns = [
        Column("decided_on", "Решено", format.day),
        Column("verdict", "Решение"),
        Column("text", "Что рекомендовано"),
        Column("topic", "Тематика"),
        Column("recipient", "Получатель"),
        Column("why", "Почему", as_is, order=None),
        Column("reason", "Причина", lambda text: text or "—"),
        Column("became", "Стала", lambda text: text or "—"),
    ]
    body = tables.data_table(frame.assign(why=links), columns, "Решения о рекомендациях", max_height=640)
    count = format.plural(len(frame), "решение", "решения", "решений")
    return cards.card(f"Решено: {count}", body, note="Числа — те, по которым решали, на том срезе.", wide=True)
