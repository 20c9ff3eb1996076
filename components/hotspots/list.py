"""The ranked list of hotspots, the chosen one opened in its place with its weeks, the small map, what is not proved."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from dash import ALL, Input, Output, clientside_callback, dcc, html
from dash.development.base_component import Component

from answers import events
from components import cards, chart_card, tables
from components.attributes import html_attributes
from components.columns import as_is
from components.drawn_once import DrawnOnce
from components.figures import hotspot_map, hotspot_timeline
from components.hotspots import verdict
from components.hotspots.notes import KIND_NOTES, NOTE, USE, WEEKS_NOTE
from components.polls.lists import ask_link
from components.question import Question, Screen
from components.register.table import problem_link
from components.tables import Column
from geo.layers import Layers
from words import format, texts

TITLE = "Проблемные точки"
FILE = "/export/hotspots.xlsx"
ROW = "hotspot-row"
MOST_NAMED = 3
_PICTURES = DrawnOnce()
MOST_PROBLEMS = 5


def button(key: str) -> dict[str, str]:
    """Id of the row that opens the hotspot with this key."""
    return {"type": ROW, "key": key}


def click_to_open(target: dict[str, str]) -> None:
    """A click on a row writes its key into the parameter `target`; called at a page's module level.

    Only a click does: a list that was merely drawn again must not choose for the reader.
    """
    clientside_callback(
        """(clicks) => {
          const pressed = dash_clientside.callback_context.triggered.find((one) => one.value);
          return pressed ? JSON.parse(pressed.prop_id.split(".n_clicks")[0]).key : dash_clientside.no_update;
        }""",
        Output(target, "value"),
        Input({"type": ROW, "key": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )


def warning(text: str) -> Component | None:
    """What the window can't see."""
    return html.P(text, className="hotspot-warning", role="note") if text else None


def board(
    screen: Screen, frame: pd.DataFrame, chosen: str, weeks: pd.DataFrame, watch: Component, sight: Component
) -> Component:
    """The list with the chosen row opened, the map beside it, what is not proved under the list.

    frame: hotspots of `answers.hotspots.list.hotspots`; chosen: key of one of them, with its `problems`; weeks: its
    timeline.
    """
    colours = hotspot_map.kind_colours(dark=screen.is_dark)
    rows: Any = frame.to_dict("records")
    items = [_item(screen, row, weeks if row["key"] == chosen else None, colours) for row in rows]
    link = html.A(texts.XLSX, href=file(screen), className="button")
    listed = cards.card(TITLE, html.Ol(items, className="hotspot-rows"), [link], note=NOTE, how=USE)
    left = html.Div([listed, watch], className="hotspot-board__main")
    return html.Div([left, html.Div(sight, className="hotspot-board__side")], className="hotspot-board")


def file(screen: Screen) -> str:
    """The address of the list as XLSX."""
    return screen.href(FILE, weeks=screen.params.get("weeks", ""))


def empty(screen: Screen, reason: str, watch: Component) -> list[Component]:
    """Why no hotspot is listed; what is watched all the same."""
    link = html.A(texts.XLSX, href=file(screen), className="button")
    return [cards.card(TITLE, html.P(reason, className="hotspot-none"), [link], wide=True), watch]


def _item(screen: Screen, row: Mapping[str, Any], weeks: pd.DataFrame | None, colours: Mapping[str, str]) -> Component:
    is_open = weeks is not None
    head = html.Button(
        [
            html.Span(
                format.number(row["rank"]), className="hotspot-rank", style={"borderColor": colours[row["kind"]]}
            ),
            html.Span(
                [
                    html.Strong(row["topic_label"]),
                    html.Span(_places(row), className="hotspot-row__places"),
                    html.Span(_period(row), className="second-line"),
                ],
                className="hotspot-row__name",
            ),
            html.Span([_tag(row, colours), _spark(row)], className="hotspot-row__class"),
            _figure("записей", format.number(row["records"]), f"ждали {expected(row['expected'])}"),
            verdict.told(row),
        ],
        id=button(row["key"]),
        type="button",
        className="hotspot-row__head",
        **html_attributes(aria_expanded=str(is_open).lower()),
    )
    link = dcc.Link("Записи", href=records_href(screen, row), refresh=True, className="hotspot-row__link")
    more = []
    if weeks is not None:
        opened = [_facts(row), _problems(row), ask_link(row["topic"], row["places"]), _timeline(screen, row, weeks)]
        more = [html.Div(opened, className="hotspot-row__more")]
    return html.Li([html.Div([head, link], className="hotspot-row__line"), *more], className=_state(is_open))


def _problems(row: Mapping[str, Any]) -> Component | None:
    """What people have joined here already; row: with `problems`, numbers and titles, where it is opened."""
    links = [html.Li(problem_link(*one)) for one in row.get("problems", ())[:MOST_PROBLEMS]]
    return html.Div([html.Strong("Проблемы здесь"), html.Ul(links, className="short-list")]) if links else None


def _period(row: Mapping[str, Any]) -> str:
    """Its own days; said to be over when it is."""
    days = format.period(row["first"], row["last"])
    return f"{days}, {row['state_label']}" if row["is_over"] else days


def _state(is_open: bool) -> str:
    return "hotspot-row is-open" if is_open else "hotspot-row"


def _tag(row: Mapping[str, Any], colours: Mapping[str, str]) -> Component:
    """The class in the colour that it has on the map."""
    return html.Span(
        row["kind_label"],
        className=f"hotspot-class hotspot-class--{row['kind']}",
        title=KIND_NOTES[row["kind"]],
        style={"borderColor": colours[row["kind"]]},
    )


def _spark(row: Mapping[str, Any]) -> Component:
    """The last weeks as bars, those of the row's period in colour; numbers stand in the opened row."""
    series = row["series"]
    most, end = max(series) or 1, len(series) - row["quiet_weeks"]
    bars = [
        html.I(
            className="is-inside" if end - row["weeks"] <= i < end else "",
            style={"height": f"{100 * count / most:.0f}%"},
        )
        for i, count in enumerate(series)
    ]
    return html.Span(bars, className="hotspot-spark", **html_attributes(aria_hidden="true"))


def _places(row: Mapping[str, Any]) -> str:
    """The first places by name and how many more; all of them stand in the opened row."""
    names = row["places_label"].split(", ")
    more = len(names) - MOST_NAMED
    return row["places_label"] if more <= 0 else f"{', '.join(names[:MOST_NAMED])} и ещё {format.number(more)}"


def _figure(name: str, main: str, under: str) -> Component:
    """A number with its name for screen readers, and what stands under it."""
    return html.Span(
        [html.Span(f"{name}: ", className="visually-hidden"), main, html.Small(under)],
        className="hotspot-row__number certain",
    )


def _facts(row: Mapping[str, Any]) -> Component:
    """What the row has no room for."""
    told: dict[str, Any] = {
        "Где": row["places_label"],
        "Когда": f"{format.period(row['first'], row['last'])}, {row['state_label']}.",
        "Класс": f"{row['kind_label'].capitalize()}. {KIND_NOTES[row['kind']]}",
        "Как найдено": [row["question_label"], verdict.behind(row)],
        "Прежние меры": f"Меры {row['measures']}.",
    }
    return html.Dl(
        [html.Div([html.Dt(name), html.Dd(words)]) for name, words in told.items()], className="hotspot-facts"
    )


def _timeline(screen: Screen, row: Mapping[str, Any], weeks: pd.DataFrame) -> Component:
    columns = [
        Column("day", "Неделя с", format.day),
        Column("records", "Записей", format.number, "right"),
        Column("expected", "Ждали", expected, "right"),
        Column("low", "от (90 %)", format.number, "right"),
        Column("high", "до (90 %)", format.number, "right"),
    ]
    here = screen.over(events.at(screen.filters, row["topic"], row["places"]))
    weeks, left_out = events.without_norm(weeks, here.filters, screen.scope)
    title = f"По неделям: {row['topic_label']}, {row['places_label']}"
    question: Question = (["records"], ["day"])

    def draw() -> go.Figure:
        figure = hotspot_timeline.weeks(weeks, dark=screen.is_dark)
        return here.chart(figure, title, weeks, question, columns)

    ends = (pd.Timestamp(end).date() for end in (weeks["day"].min(), weeks["day"].max()))
    marks = events.on_chart(here.filters, here.scope, *ends)
    counts = pd.util.hash_pandas_object(weeks, index=False).to_numpy().tobytes()
    drawn = _PICTURES.of((here.filters, here.scope, here.stamp, here.is_dark, title, counts, tuple(marks)), draw)
    height = int(drawn.layout.height)
    return chart_card.chart_card(
        "hotspots-weeks", "По неделям", note=f"{WEEKS_NOTE} {left_out}".strip(), height=height, figure=drawn, xlsx=False
    )


def sight(screen: Screen, frame: pd.DataFrame, chosen: str, members: pd.DataFrame, land: Layers) -> Component:
    """The small map of the list, the chosen hotspot ringed. members: places with coordinates."""
    titles = [f"{row['topic_label']} ({row['kind_label']})" for row in frame.to_dict("records")]
    spots = frame.assign(title=titles, rank=[int(rank) for rank in frame["rank"]], places=frame["places"].map(list))
    ringed: Any = frame.loc[frame["key"] == chosen, "places"].iloc[0]
    colours = hotspot_map.kind_colours(dark=screen.is_dark)
    columns = [
        Column("rank", "№", format.number, "right"),
        Column("topic_label", "Тема"),
        Column("places_label", "Населённые пункты"),
        Column("kind_label", "Класс"),
    ]

    def draw() -> go.Figure:
        figure = hotspot_map.draw(spots, colours, members, land, chosen=ringed, dark=screen.is_dark)
        drawn = screen.chart(figure, TITLE, spots, (["records"], ["topic", "place"]), columns)
        return drawn.update_layout(meta={**drawn.layout.meta, "xlsx": file(screen)})

    told = zip(spots["key"], spots["rank"], titles, spots["places_label"], map(tuple, spots["places"]), strict=True)
    at = (screen.filters, screen.scope, screen.stamp, screen.is_dark, file(screen))
    drawn = _PICTURES.of((*at, tuple(told), tuple(ringed), tuple(land.files.items())), draw)
    card = chart_card.chart_card("hotspots-map", "На карте", height=hotspot_map.HEIGHT, figure=drawn, table=False)
    shown = {row["kind"]: row["kind_label"] for row in frame.to_dict("records")}
    legend = [
        html.Span([html.Span(className="hotspot-dot", style={"background": colours[kind]}), words])
        for kind, words in shown.items()
    ]
    return html.Div([card, html.Div(legend, className="hotspot-legend")], className="hotspot-sight")


def watch_table(screen: Screen, frame: pd.DataFrame, note: str) -> Component:
    """Findings of few records and what is close to the line. frame: the other rows of the list."""
    title = "Мало данных и не доказано"
    if frame.empty:
        return cards.card(title, "За это окно присматривать не за чем.", wide=True)
    rows: Any = frame.to_dict("records")
    made: dict[str, Any] = {
        "matter": [_matter(screen, row) for row in rows],
        "said": [html.Span(r["verdict_label"], className=f"hotspot-class hotspot-class--{r['verdict']}") for r in rows],
        "numbers": [
            html.Span(
                [format.number(r["records"]), html.Small(f"ждали {expected(r['expected'])}")], className="certain"
            )
            for r in rows
        ],
        "times": [verdict.told(row) for row in rows],
    }
    columns = [
        Column("matter", "Тема и места", as_is),
        Column("said", "Вывод", as_is),
        Column("numbers", "Записей", as_is, "right", order="records"),
        Column("times", "Сколько это", as_is, "right", order="ratio"),
    ]
    body = tables.data_table(frame.assign(**made), columns, title, row_header="matter", max_height=460)
    return cards.card(title, body, note=note, wide=True)


def _matter(screen: Screen, row: Mapping[str, Any]) -> Component:
    link = dcc.Link(row["topic_label"], href=records_href(screen, row), refresh=True)
    return html.Div([html.Div(link), html.Div(_places(row), className="second-line", title=row["places_label"])])


def records_href(screen: Screen, row: Mapping[str, Any]) -> str:
    """The records of a row in the register: its topic, places and period under the same filters."""
    days = {"from": row["first"].isoformat(), "to": row["last"].isoformat(), "period": ""}
    whole = {"municipality": "", "group": "", "topic": row["topic"], "place": ",".join(row["places"])}
    return screen.href("/register", **whole, **days)


def expected(value: Any) -> str:
    """Expected records: a decimal, two below a tenth."""
    if not format.is_missing(value) and value < 0.005:
        return f"<{format.NBSP}0,01"
    return format.number(value, 1 if format.is_missing(value) or value >= 0.1 else 2)
