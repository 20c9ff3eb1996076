"""«Тихо — не значит хорошо»: quiet places with both expectations, and how much is probably told by nobody."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import cards, tables
from components.columns import as_is
from components.question import Screen
from components.tables import Column
from words import format, texts, verdicts

FILE = "/export/silence.xlsx"
TITLES = {
    "silent": "Ни одной записи там, где их ждали.",
    "quiet": "Записей заметно меньше, чем ждали; поправка на число сёл сделана.",
    "long": "Село мало для этого окна, но молчит дольше, чем объясняет его размер.",
    "maybe": "Само по себе необычно, но среди стольких сёл такое встречается случайно.",
    "usual": "Столько, сколько ждали.",
    "few_data": "Ждали меньше трёх записей: о молчании судить нельзя.",
}


def headline(frame: pd.DataFrame, weeks: int) -> Component:
    """How many places keep quiet, and of how many nothing can be said."""
    count = frame["verdict"].value_counts()
    sure = int(sum(count.get(code, 0) for code in ("silent", "quiet", "long")))
    few = int(count.get("few_data", 0))
    span = format.plural(weeks, "неделю", "недели", "недель")
    main = f"За {span} заметно тише, чем ждали: {format.plural(sure, 'село', 'села', 'сёл')} из {len(frame)}."
    more = (
        f"Ещё о {format.number(few)} судить нельзя: мало данных. Тихо — не значит хорошо: туда не дошла связь, не "
        "верят в ответ или не знают, куда писать. Съездите или позвоните, прежде чем радоваться."
    )
    lines = [html.P(main, className="hotspot-said__main"), html.P(more, className="hotspot-said__sure")]
    return html.Section(lines, className="card hotspot-said")


def places(screen: Screen, frame: pd.DataFrame) -> Component:
    """All places, those that need a look first. frame: see `answers.hotspots.silence.places`; screen: over its
    window.
    """
    rows: Any = frame.to_dict("records")
    made: dict[str, Any] = {
        "verdict_tag": [_verdict(row) for row in rows],
        "silence": [_silence(row) for row in rows],
        "q_text": [_chance(row["q"]) for row in rows],
    }
    shown = screen.with_link_column(frame, "place", "place", "/register").assign(**made)
    columns = [
        Column("place_link", "Населённый пункт", as_is, order="place_label"),
        Column("verdict_tag", "Вывод", as_is),
        Column("people", "Жителей", format.number, "right"),
        Column("records", "Записей", format.number, "right"),
        Column("by_people", "Ждали по жителям", _expected, "right", title="По общей доле записей на жителя."),
        Column("by_past", "Ждали по прошлому", _expected, "right", title="Столько же, сколько село писало прежде."),
        Column("silence", "Последняя запись", align="right", order="quiet_weeks"),
        Column(
            "q_text",
            "Случайность?",
            as_is,
            title="С поправкой на число сёл; число — в подсказке клетки.",
            order="q",
        ),
    ]
    note = "Сначала те, на кого стоит посмотреть. Население — справочно, около 2020–2021."
    body = tables.data_table(shown, columns, "Кто молчит", row_header="place_link", max_height=560)
    link = html.A(texts.XLSX, href=screen.href(FILE), className="button")
    return cards.card("Кто молчит", body, [link], note=note, wide=True)


def _verdict(row: Mapping[str, Any]) -> Component:
    code = row["verdict"]
    return html.Span(row["said"], className=f"hotspot-class hotspot-class--{code}", title=TITLES[code])


def _silence(row: Mapping[str, Any]) -> str:
    if format.is_missing(row["quiet_weeks"]):
        return f"ни одной за {format.plural(row['known_weeks'], 'неделю', 'недели', 'недель')}"
    weeks = int(row["quiet_weeks"])
    return f"{format.plural(weeks, 'неделю', 'недели', 'недель')} назад" if weeks else "на последней неделе"


def _expected(value: Any) -> str:
    return texts.FEW_DATA if format.is_missing(value) else format.number(value, 1)


def _chance(value: Any) -> Any:
    """In words; the number, corrected by Benjamini and Hochberg, in the tooltip."""
    if format.is_missing(value):
        return texts.FEW_DATA
    return html.Span(verdicts.chance(value), title=f"q = {'< 0,001' if value < 0.001 else format.number(value, 3)}")


def unseen_problems(frame: pd.DataFrame) -> Component:
    """How many problems were probably told by nobody. frame: see `answers.hotspots.silence.signal`."""
    rows: Any = frame.to_dict("records")
    known = frame[["low", "share"]].mask(frame["few_data"].astype(bool)).add_suffix("_known")
    shown = frame.join(known).assign(
        unseen_text=[_unseen(row) for row in rows], share_text=[_share(row) for row in rows]
    )
    columns = [
        Column("municipality_label", "Поселение"),
        Column("seen", "Проблем известно", format.number, "right"),
        Column("reporters", "Записей на проблему", lambda x: format.number(x, 2), "right"),
        Column("unseen_text", "Не сообщил никто, не меньше", align="right", order="low_known"),
        Column("share_text", "Известна доля, не больше", align="right", order="share_known"),
    ]
    note = (
        "Если о большинстве проблем написал только один человек, о многих, скорее всего, не написал никто. "
        "Проблемой здесь считается одна тема в одном селе за одну неделю: оценка грубая, сравнивайте поселения. "
        "«Не меньше» верно не реже чем в 9 случаях из 10, даже если одни проблемы заметны, а другие нет; сколько их "
        "самое большее, по записям узнать нельзя."
    )
    body = tables.data_table(shown, columns, "О чём не пишут", row_header="municipality_label", max_height=460)
    return cards.card("О чём не пишут", body, note=note, wide=True)


def _unseen(row: Mapping[str, Any]) -> str:
    if row["few_data"]:
        return texts.FEW_DATA
    return format.number(row["low"])


def _share(row: Mapping[str, Any]) -> str:
    return texts.FEW_DATA if row["few_data"] else format.percent(row["share"], 0)
