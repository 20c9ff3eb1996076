"""What is discussed: summaries by topic and place, the list, one discussion with its threads."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from answers import discussions
from components import cards, chart_card, tables, theme
from components.figures import blank
from components.figures.whole_ticks import count_axis
from components.question import Screen
from components.tables import Column
from words import format, texts

SIZE = 25
MOST_COMMENTS = 60
_MOST_BARS = 15
_DEEPEST = 6
_ALIGNED = {1: "за", -1: "против"}


def figures(told: Mapping[str, int | None], waiting: int) -> Component:
    """What there is, as a row of figures."""
    named = {
        "discussions": "Обсуждений",
        "supports": "Поддержек",
        "comments": "Комментариев загружено",
        "no_category": "Без категории",
        "no_topic": "Категория не сопоставлена",
    }
    shown = {label: told[name] for name, label in named.items()} | {"Комментариев ждут обсуждения": waiting}
    return cards.kpi_row([_figure(label, value) for label, value in shown.items() if value or label in named.values()])


def _figure(label: str, value: int | None) -> Component:
    empty = " no-data" if value is None else ""
    words = format.NO_DATA if value is None else format.number(value)
    inside = [html.Div(label, className="kpi__label"), html.Div(words, className=f"kpi__value{empty}")]
    return html.Article(inside, className="kpi")


def summary(screen: Screen, frame: pd.DataFrame, by: str) -> Component:
    """Bars of the most discussed, with the table and the file behind them."""
    title = f"О чём говорят: {discussions.SUMMARY[by].lower()}"
    figure = _bars(frame, discussions.SUMMARY[by], screen.is_dark)
    columns = [Column(one.name, one.label, _count if one.kind == "count" else None) for one in
               discussions.summary_columns(by)]  # fmt: skip
    drawn = screen.chart(figure, title, frame, ((), ()), columns)
    drawn.update_layout(meta={**drawn.layout.meta, "xlsx": screen.href("/export/discussions.xlsx", by=by)})
    note = "Число обсуждений; в таблице — поддержки и комментарии. Это не записи: в показатели они не входят."
    height = int(figure.layout.height or 300)
    return chart_card.chart_card("discussions-bars", title, note=note, figure=drawn, height=height, wide=True)


def _bars(frame: pd.DataFrame, heading: str, dark: bool) -> go.Figure:
    if frame.empty:
        return blank.sentence("Обсуждений за этот период нет.", dark=dark)
    shown = frame.head(_MOST_BARS).iloc[::-1]
    said = [_told(comments, supports) for comments, supports in zip(shown["comments"], shown["supports"], strict=True)]
    figure = go.Figure(
        go.Bar(
            x=shown["discussions"], y=[_short(label) for label in shown["label"]], orientation="h", customdata=said,
            text=[format.number(n) for n in shown["discussions"]], textposition="outside", cliponaxis=False,
            marker_color=theme.categorical(dark)[0], hovertemplate="%{y}: %{x}<br>%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_layout(height=90 + 28 * max(len(shown), 3), bargap=0.3)
    count_axis(figure, "x").update_xaxes(title="обсуждений")
    return figure.update_yaxes(type="category", automargin=True, ticksuffix="  ")


def _told(comments: int, supports: float) -> str:
    words = [format.plural(comments, "комментарий", "комментария", "комментариев")]
    if not format.is_missing(supports):
        words.append(format.plural(int(supports), "поддержка", "поддержки", "поддержек"))
    return ", ".join(words)


def _short(label: str) -> str:
    return label if len(label) <= 46 else f"{label[:45].rstrip()}…"


def _count(value: Any) -> str:
    return format.NO_DATA if format.is_missing(value) else format.number(value)


def table(screen: Screen, frame: pd.DataFrame, number: int) -> list[Component]:
    """The list, a page of it; each title leads to its discussion."""
    shown = discussions.with_links(
        frame.iloc[(number - 1) * SIZE : number * SIZE],
        lambda key, title: dcc.Link(title, href=screen.href("/discussions", id=str(key), **_own(screen))),
    )
    columns = [
        Column("created_on", "Начато", lambda day: format.NO_DATA if day is None else format.day(day)),
        Column("title_link", "Название", lambda one: one),
        Column("kind_label", "Вид"),
        Column("topic_words", "Тематика"),
        Column("place_words", "Место"),
        Column("supports", "Поддержек", _count, "right"),
        Column("comments", "Комментариев", _count, "right"),
        Column("status", "Состояние", lambda text: text or "—"),
    ]
    link = html.A(texts.XLSX, href=screen.href("/export/discussions.xlsx"), className="button")
    body = tables.data_table(shown, columns, "Обсуждения", row_header="title_link", is_whole=len(frame) <= SIZE)
    turn = tables.pager(len(frame), number, SIZE)
    note = "Тексты обезличены, имена и профили авторов не хранятся."
    return [cards.card("Обсуждения", [body, turn], [link], note=note, wide=True)]


def _own(screen: Screen) -> dict[str, str]:
    return {name: value for name, value in screen.params.items() if name in ("by", "page")}


def opened(screen: Screen, row: Mapping[str, Any], comments: Sequence[Mapping[str, Any]]) -> Component:
    """One discussion and its comments, thread by thread."""
    about = [
        row["kind_label"], f"№ {row['number']}", row["source_name"], row["topic_words"], row["place_words"],
        row["status"],
    ]  # fmt: skip
    counts = [
        f"{label}: {format.number(row[name])}"
        for name, label in (("supports", "поддержек"), ("opposes", "против"), ("participants", "участников"))
        if not format.is_missing(row[name])
    ]
    nothing = html.P("Комментариев не загружено.", className="card__note")
    said = html.Div([_comment(one) for one in comments], className="threads") if comments else nothing
    left = int(row["comments"]) - len(comments)
    more = html.P(f"И ещё {format.plural(left, 'комментарий', 'комментария', 'комментариев')}.") if left > 0 else None
    head = f"Комментарии: {format.number(row['comments'])}"
    back = dcc.Link("К списку", href=screen.href("/discussions", **_own(screen)), className="button")
    parts = [
        html.P(" · ".join(filter(None, about)), className="card__note"),
        html.P(" · ".join(counts)) if counts else None,
        html.Div(row["body"] or "Текста нет.", className="record-text"),
        html.H3(head, className="threads__title"),
        said,
        more,
    ]
    return cards.card(row["title"], html.Div(parts, className="discussion"), [back], wide=True)


def _comment(one: Mapping[str, Any]) -> Component:
    told = [
        format.day(one["written_on"]) if one["written_on"] else "",
        _ALIGNED.get(one["alignment"], ""),
        f"поддержали {format.number(one['supports'])}" if one["supports"] else "",
        f"не поддержали {format.number(one['opposes'])}" if one["opposes"] else "",
    ]
    head = html.Div(" · ".join(filter(None, told)), className="thread__head")
    depth = min(int(one["depth"]), _DEEPEST)
    return html.Div([head, html.Div(one["body"] or "Текст удалён.")], className=f"thread thread--{depth}")
