"""The blocks of a recipient's card: duties, proposals, what burns, answers to look at, problems, what changed."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers.frames import is_told
from answers.recipient.duties import QUALITY, DutyNumbers
from answers.recipient.proposals import Proposal
from components import cards, tables
from components.columns import as_is
from components.question import Screen
from components.register.table import OPEN, outcome
from components.tables import Column
from data.metrics import Metric, metric
from words import format, texts

MOST_DUTIES, MOST_BURNING, MOST_PROPOSALS = 8, 6, 8
"""What one sheet of paper has room for; the rest is counted in words."""
_ON_TIME, _MEDIAN = metric("on_time_share"), metric("resolution_median_days")


def duties(found: Sequence[DutyNumbers], screen: Screen) -> Component:
    """Duties with their topics and numbers; those without records at the end of a long list are only counted."""
    shown = [one for one in found if one.duty is None or one.now["records"] or one.now["overdue_now"]] or list(found)
    frame = pd.DataFrame([_duty(one, screen) for one in shown[:MOST_DUTIES]])
    columns = [
        Column("name", "Обязанность и тематики", as_is, order="label"),
        Column("records", "Записей", as_is, align="right", order="count"),
        Column("change", "Было", align="right"),
        Column("on_time", "В срок", align="right"),
        Column("overdue", "Просрочено", as_is, align="right", order="late"),
        Column("median", "Решение, дн.", align="right"),
        *(Column(one, heading, align="right") for one, heading in zip(QUALITY, _QUALITY_HEADINGS, strict=True)),
    ]
    note = "Было — за предыдущий такой же период. Полнота — по подсказкам программы, из 100."
    note += _more(len(shown) - MOST_DUTIES, "не поместились")
    note += _more(len(found) - len(shown), "без записей")
    body = tables.data_table(frame, columns, "Обязанности") if shown else html.P(_NO_DUTIES, className="card__note")
    return cards.card("Обязанности и их тематики", body, note=note if shown else "", wide=True)


def _more(count: int, why: str) -> str:
    """The end of a note on duties that are not shown."""
    return f" Ещё {format.plural(count, 'обязанность', 'обязанности', 'обязанностей')} {why}." if count > 0 else ""


_QUALITY_HEADINGS = ("Полнота", "Довольны", "Повторы")
_NO_DUTIES = "В таблице обязанностей этого получателя нет."


def _duty(one: DutyNumbers, screen: Screen) -> dict[str, Any]:
    topics = ", ".join(topic.name for topic in one.duty.topics) if one.duty else "тематики, которых нет в обязанностях"
    names = ",".join(one.topics)
    return {
        "name": html.Div([html.Strong(one.name), html.Div(topics, className="second-line")]),
        "label": one.name,
        "records": _link(one.now["records"], screen.href("/register", topic=names)),
        "count": one.now["records"],
        "change": "—" if one.before is None else format.number(one.before),
        "on_time": _told(_ON_TIME, one),
        "overdue": _link(one.now["overdue_now"], screen.href("/register", topic=names, state="overdue")),
        "late": one.now["overdue_now"],
        "median": format.plain(_MEDIAN, one.now[_MEDIAN.id]) if is_told(_MEDIAN, one.now) else texts.FEW_DATA,
    } | {name: _told(metric(name), one) for name in QUALITY}


def _told(about: Metric, one: DutyNumbers) -> str:
    return format.value(about, one.now[about.id]) if is_told(about, one.now) else texts.FEW_DATA


def _link(count: Any, href: str) -> Component:
    return dcc.Link(format.number(count), href=href, refresh=True)


def proposals(found: Sequence[Proposal], screen: Screen) -> Component:
    """What the rules propose, the most urgent first; each with its reason and the way to its records."""
    if not found:
        body: Any = html.P("По правилам предлагать нечего.", className="card__note")
    else:
        body = html.Ol([_proposal(one, screen) for one in found[:MOST_PROPOSALS]], className="proposals")
    rest = max(len(found) - MOST_PROPOSALS, 0)
    more = f" Показаны первые {MOST_PROPOSALS} из {len(found)}." if rest else ""
    note = f"Черновик для решения: каждое — по простому правилу, с числами, из которых оно следует.{more}"
    return cards.card("Предложения для решения", body, note=note)


def _proposal(one: Proposal, screen: Screen) -> Component:
    link = dcc.Link(one.text, href=screen.href(one.path, **one.link), refresh=True)
    return html.Li([link, html.Div(one.reason, className="second-line")])


def burning(frame: pd.DataFrame, total: int, screen: Screen) -> Component:
    """Records that burn, columns as of `data.metrics.register.page`; total: how many there are."""
    if frame.empty:
        words = html.P("Ничего: срочного и просроченного нет.", className="card__note")
        return cards.card("Просрочено и горит", words, wide=True)
    rows = frame.to_dict("records")
    openers: Any = [_opener(row) for row in rows]
    terms: Any = [html.Div([format.day(row["due_on"]), f"{format.NBSP} ", outcome(row["outcome"])]) for row in rows]
    columns = [
        Column("opener", "Запись", as_is, order=None),
        Column("term", "Срок", as_is, order="due_on"),
        Column("topic_label", "Тема"),
        Column("place_label", "Где"),
    ]
    body = tables.data_table(frame.assign(opener=openers, term=terms), columns, "Просрочено и горит")
    note = f"Показаны {len(frame)} из {total}." if total > len(frame) else ""
    link = _xlsx(screen.href("/export/burning.xlsx"))
    return cards.card(f"Просрочено и горит: {format.records(total)}", body, [link], note=note, wide=True)


def _xlsx(href: str) -> Component:
    return html.A(texts.XLSX, href=href, className="button")


def _opener(row: Any) -> Component:
    identity = {"type": OPEN, "index": int(row["record_id"])}
    return html.Button(
        row["external_id"] or f"№ {row['record_id']}", id=identity, className="link-button", type="button"
    )


def signals(frame: pd.DataFrame, screen: Screen) -> Component:
    """Signals about answers that name something. frame: of `answers.signals.overview`."""
    told = frame[frame["count"].fillna(0) > 0].to_dict("records")
    lines = [
        html.Li(
            [
                dcc.Link(row["label"], href=screen.href("/answers", signal=row["code"]), refresh=True),
                f" — {format.number(row['count'])}",
            ]
        )
        for row in told
    ]
    unknown = [row["label"] for row in frame.to_dict("records") if row["unknown"]]
    note = f"Нет данных: {', '.join(unknown)}." if unknown else ""
    body = html.Ul(lines, className="short-list") if lines else html.P("Сигналов нет.", className="card__note")
    return cards.card("На какие ответы посмотреть", body, note=note)


def problems(found: Sequence[tuple[str, int]], screen: Screen) -> Component:
    """Problems that people have put together: title and messages."""
    lines = [
        html.Li([title, f" — {format.plural(count, 'сообщение', 'сообщения', 'сообщений')}"]) for title, count in found
    ]
    link = dcc.Link("Все проблемы", href=screen.href("/problems", view="made"), className="button", refresh=True)
    body = (
        html.Ul(lines, className="short-list") if lines else html.P("Объединённых проблем нет.", className="card__note")
    )
    return cards.card("Проблемы", body, [link])


def changes(frame: pd.DataFrame, screen: Screen) -> Component:
    """Topics that moved most. frame: of `answers.recipient.changes.topics`."""
    lines = [
        html.Li(f"{row['topic_label']}: {format.number(row['records'])} ({row['change_text']})")
        for row in frame.to_dict("records")
    ]
    body = (
        html.Ul(lines, className="short-list")
        if lines
        else html.P("Сравнить не с чем или всё по-прежнему.", className="card__note")
    )
    link = [] if frame.empty else [_xlsx(screen.xlsx_href("Записи по темам", (["records"], ["topic"])))]
    return cards.card("Что изменилось", body, link, note="Записей по теме и изменение к предыдущему такому же периоду.")
