"""The panel in which a recommendation is accepted or declined."""

from collections.abc import Sequence
from datetime import date, timedelta

from dash import html
from dash.development.base_component import Component

from answers.recommendations.rules import Recommendation
from components import cards, typed_form
from components.recommendations.cards import button
from words import format

PANEL = "recommendation-panel"
_DAYS = 14
"""Days that an order is given by default."""


def form(one: Recommendation, today: date, roadmaps: Sequence[tuple[str, str]], *, may_order: bool) -> Component:
    """roadmaps: code and title of those it may become a measure of."""
    parts: list[Component | None] = [
        html.P(one.rule.decision, className="recommendation__title"),
        html.P(one.finding.story.said, className="card__note"),
        cards.more(one.finding.story.figures),
        typed_form.line("reason", "Причина решения", "", 300, "Для отказа обязательна; останется в истории."),
    ]
    term = format.day(today + timedelta(days=_DAYS))
    if may_order or roadmaps:
        parts += [
            typed_form.area("text", "Что поручить", one.rule.decision, 2000),
            typed_form.line("official", "Должность исполнителя", "", 200, "Без фамилий."),
            typed_form.line("due_on", "Срок", term, 10, typed_form.DAY_HINT),
        ]
    if roadmaps:
        parts.append(typed_form.choice("roadmap", "Дорожная карта", roadmaps, None, "Для кнопки «В дорожную карту»."))
    tools = [
        _tool("Дать поручение", "order", one.key, is_main=True) if may_order else None,
        _tool("В дорожную карту", "measure", one.key) if roadmaps else None,
        _tool("Принять", "accept", one.key, is_main=not may_order),
        _tool("Отклонить", "decline", one.key),
    ]
    return typed_form.form(parts, tools)


def _tool(label: str, action: str, key: str, *, is_main: bool = False) -> Component:
    classes = "button button--main" if is_main else "button"
    return html.Button(label, id=button(action, key), className=classes, type="button")
