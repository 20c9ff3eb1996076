"""What stands on a screen before anything is loaded: what to do, or whom to ask; and the way of a new installation."""

from collections.abc import Sequence
from typing import Protocol

from dash import dcc, html
from dash.development.base_component import Component

from components import cards
from components.attributes import html_attributes

LOAD = "Загрузите первую выгрузку"
_NOTHING, _DO = "Данных ещё нет", ": загрузите первую выгрузку"
_WHY = "Записей в программе ещё нет: экран заполнится, когда будет загружен первый файл."
_ASK = "Файлы загружает руководитель МЦУ или ответственный за канал: обратитесь к ним."


class Step(Protocol):
    """A step of the way (`deeds.first_steps.Step`)."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def state(self) -> str:
        """What is there, or what to do."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""

    @property
    def href(self) -> str:
        """Where it is done; '' for who may not."""

    @property
    def action(self) -> str:
        """Words of the link."""


def nothing_loaded() -> Component:
    """The state of a screen of numbers before the first load; who may load is led there (`frame--imports`)."""
    return html.Div([html.Div(_words(), className="state state--empty", role="status")], className="nothing")


def _words() -> list[Component]:
    link = dcc.Link(LOAD, href="/loading", className="button button--main imports-only")
    return [
        html.P([_NOTHING, html.Span(_DO, className="imports-only"), "."], className="state__title"),
        html.P([_WHY, html.Span(f" {_ASK}", className="imports-not")], className="state__hint"),
        link,
    ]


def way(steps: Sequence[Step]) -> Component | None:
    """The steps in order with their states; None when nothing is left to do. The first that waits is the one in
    force.
    """
    if not steps:
        return None
    now = next((step for step in steps if not step.is_done), None)
    rows: list[Component] = [_row(i, step, is_now=step is now) for i, step in enumerate(steps, start=1)]
    done = sum(step.is_done for step in steps)
    note = f"Сделано {done} из {len(steps)}. Карточка исчезнет, когда будет подготовлена первая записка."
    return cards.card("С чего начать", html.Ol(rows, className="first-steps"), note=note, wide=True)


def _row(number: int, step: Step, *, is_now: bool) -> Component:
    mark = html.Span(
        "✓" if step.is_done else str(number), className="first-step__mark", **html_attributes(aria_hidden="true")
    )
    is_done = html.Span("Готово. ", className="visually-hidden") if step.is_done else None
    words = html.Div([html.Strong(step.title), html.P([is_done, step.state])], className="first-step__words")
    main = "button button--main" if is_now else "button"
    link = dcc.Link(step.action, href=step.href, className=main) if step.href else None
    state = "done" if step.is_done else "now" if is_now else "later"
    more = html_attributes(aria_current="step") if is_now else {}
    return html.Li([mark, words, link], className=f"first-step first-step--{state}", **more)
