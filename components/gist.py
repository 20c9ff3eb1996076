"""Three sentences of citizens that say what records are about; each opens its record."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components import cards
from components.question import Screen
from words import format

TITLE = "О чём пишут"
NOTE = "Слова жителей без изменений, имена и контакты скрыты. Выбраны самые типичные и непохожие друг на друга."
_FEW = "Текстов меньше трёх: откройте сами записи."
_NONE = "В этих текстах нет предложения, которое говорит само за себя."


def card(screen: Screen, gist: Any) -> Component:
    """gist: `answers.gist.Gist` of the screen's records."""
    if not gist.quotes:
        return cards.card(TITLE, html.P(_NONE if gist.texts >= 3 else _FEW, className="card__note"), wide=True)
    of = (
        f"Прочитано: {format.number(gist.texts)} из {format.number(gist.records)}. "
        if gist.texts < gist.records
        else ""
    )
    return cards.card(TITLE, quotes(screen, gist.quotes), note=of + NOTE, wide=True)


def quotes(screen: Screen, found: Sequence[Any]) -> Component:
    """A list of `answers.gist.Quote`."""
    return html.Ul([_quote(screen, one) for one in found], className="gist")


def _quote(screen: Screen, one: Any) -> Component:
    number = f"№{format.NBSP}{one.number}"
    link = dcc.Link(number, href=screen.href("/register", card=str(one.record_id)), className="gist__record")
    return html.Li([html.Q(one.sentence), " ", link])
