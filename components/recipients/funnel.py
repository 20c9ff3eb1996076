"""Funnels of a share, one for each kind of peers, and the table of who differs."""

from collections.abc import Callable, Mapping
from functools import partial

from dash import html
from dash.development.base_component import Component

from answers.ranks import KINDS, kind_order
from answers.rating.funnel import FunnelOf
from components import cards, chart_card, tables
from components.columns import link_column
from components.figures import funnel
from components.question import Screen
from components.recipients.names import with_names
from components.tables import Column
from words import format, texts

NOTE = (
    "Доля приведена к общему набору тем. «Отличается» — только за внешней линией, с учётом обычных различий между "
    "сверстниками; между двумя линиями — у границы, это ещё не вывод."
)
_FEWEST = 3
"""Peers of whom a funnel is drawn; fewer stand in the table alone."""
_percent = partial(format.percent, digits=0)
_ELSEWHERE = "По темам, которыми больше никто не занят, сравнить не с кем: там доля взята как есть."
_COLUMNS = (
    link_column("recipient"),
    Column("peers_text", "Среди кого"),
    Column("verdict", "Вывод"),
    Column("share", "С поправкой на темы", _percent, "right"),
    Column("raw", "Как есть", _percent, "right"),
    Column("among", "Наблюдений", format.number, "right"),
    Column("elsewhere", "Темы общие с другими", _percent, "right", title=_ELSEWHERE),
)  # fmt: skip


def body(screen: Screen, found: FunnelOf, names: Mapping[str, str], href: Callable[..., str]) -> list[Component]:
    """names: short names of recipients by code; href: of the table as XLSX, of `only` one kind of peers or of all."""
    counts = found.points["peers_text"].value_counts()
    kinds = sorted((kind for kind in counts.index if counts[kind] >= _FEWEST), key=kind_order)
    charts = [_chart(screen, found, kind, number, names, href) for number, kind in enumerate(kinds)]
    return [cards.grid(charts), _table(screen, found, names, href())]


def _chart(
    screen: Screen, found: FunnelOf, kind: str, number: int, names: Mapping[str, str], href: Callable[..., str]
) -> Component:
    title = f"{found.metric.label}: {kind or 'прочие'}"
    figure = funnel.draw(found, kind, dict(names), dark=screen.is_dark)
    own = found.points[found.points["peers_text"] == kind]
    labelled = own.assign(recipient_link=[names.get(code, code) for code in own["recipient"]])
    question = ([found.metric.id], ["recipient"])
    drawn = screen.chart(figure, title, labelled.assign(recipient_label=labelled["recipient_link"]), question, _COLUMNS)
    only = next((code for code, words in KINDS.items() if words == kind), "")
    drawn.update_layout(
        meta=drawn.layout.meta | {"xlsx": href(only=only)}
    )  # of these peers, adjusted as they are drawn
    return chart_card.chart_card(f"recipients-funnel-{number}", title, height=funnel.HEIGHT, figure=drawn)


def _table(screen: Screen, found: FunnelOf, names: Mapping[str, str], href: str) -> Component:
    labelled = found.points.assign(recipient_label=[names.get(code, code) for code in found.points["recipient"]])
    shown = with_names(screen, labelled)
    table = tables.data_table(shown, _COLUMNS, "Кто отличается", row_header="recipient_link", max_height=520)
    link = html.A(texts.XLSX, href=href, className="button")
    return cards.card(f"Кто отличается: {found.metric.label.lower()}", table, [link], note=NOTE, wide=True)


def nothing() -> Component:
    """For records of which none has the share: no term has come yet, nobody has rated."""
    said = "Воронку строить не из чего: записи есть, но ни у кого нет наблюдений этой доли. Выберите другую или период."
    return cards.card("Воронка", html.P(said), wide=True)


def rounded() -> Component:
    """For who sees rounded totals only."""
    said = "Вам открыты только округлённые итоги, малые числа скрыты: воронка по ним указала бы не на тех."
    return cards.card("Воронка", html.P(said), wide=True)
