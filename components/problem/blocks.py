"""Blocks of the card of a problem: who wrote, who worked, what was done; each with a way to where it is kept."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from answers import events as told
from answers.problem import ORDER_STATES, About
from components import cards, tables
from components.question import Screen
from components.tables import Column
from words import format, texts

_SHOWN_OUTCOMES = ("on_time", "late", "overdue_open", "not_yet_due")


def saving(identity: str) -> Component:
    """The button that saves the timeline."""
    return html.Button("Лента XLSX", id=identity, className="button", type="button")


def figures(rows: pd.DataFrame, here: About) -> Component:
    """How much there is of it."""
    open_now = int(rows["resolved_on"].isna().sum())
    told_of = {
        "Записей": format.number(len(rows)),
        "Ещё открыто": format.number(open_now),
        "Просрочено": format.number(int((rows["outcome"] == "overdue_open").sum())),
        "Первая запись": format.day(here.first),
        "Последняя": format.day(here.last),
    }
    inside = [
        html.Article(
            [html.Div(label, className="kpi__label"), html.Div(value, className="kpi__value")], className="kpi"
        )
        for label, value in told_of.items()
    ]
    return cards.kpi_row(inside)


def work(frame: pd.DataFrame, title: str, heading: str, note: str) -> Component:
    """Records of the problem by channel or recipient with what became of their terms."""
    outcomes = [name for name in (*_SHOWN_OUTCOMES, *sorted(frame.columns)) if name in texts.OUTCOMES and name in frame]
    columns = [Column("label", heading), Column("records", "Записей", format.number, "right")]
    columns += [Column(name, texts.OUTCOMES[name], format.number, "right") for name in dict.fromkeys(outcomes)]
    body = tables.data_table(frame, columns, title, row_header="label", max_height=320, key=f"problem-{heading}")
    return cards.card(title, body, note=note, wide=True)


def signals(screen: Screen, frame: pd.DataFrame) -> Component:
    """Errors of communication over the topic and the place. frame: of `answers.signals.overview`."""
    known = frame[frame["count"].fillna(0).gt(0)]
    title = "Ошибки и конфликты в ответах"
    if known.empty:
        return cards.card(title, html.P("Сигналов об ответах по этой теме и месту нет.", className="card__note"))
    links: Any = [
        dcc.Link(row["label"], href=screen.href("/answers", signal=row["code"])) for row in known.to_dict("records")
    ]
    columns = [
        Column("link", "Сигнал", lambda one: one, order="label"),
        Column("count", "Записей", format.number, "right"),
    ]
    body = tables.data_table(known.assign(link=links), columns, title, row_header="link", key="problem-signals")
    return cards.card(title, body, note="По теме и месту проблемы; сигнал — повод прочесть ответ, а не вывод.")


def own_signals(screen: Screen, frame: pd.DataFrame) -> Component | None:
    """What the signals say of the problem's own records: who was rude, what was promised and not done. frame: of
    `answers.problem.own_signals`; None where they say nothing.
    """
    if frame.empty:
        return None
    rows = frame.to_dict("records")
    links: Any = [
        _link(screen.href("/register", card=str(row["record_id"])), f"№ {row['external_id']}") for row in rows
    ]
    columns = [
        Column("link", "Запись", lambda one: one, order="external_id"),
        Column("signal", "Сигнал"),
        Column("day", "День", format.day),
        Column("recipient_label", "Получатель"),
        Column("reason", "Почему"),
    ]
    title = "Конфликты и ошибки общения в записях проблемы"
    body = tables.data_table(frame.assign(link=links), columns, title, row_header="link", max_height=320)
    note = "Слова записей здесь не приводятся: их читают в карточке записи, имена и контакты в ней скрыты."
    return cards.card(title, body, note=note, wide=True)


def linked(title: str, frame: pd.DataFrame, columns: Sequence[Column], nothing: str, way: Component) -> Component:
    """A block of things kept elsewhere. frame: with `link` in the first column; nothing: said when empty."""
    if frame.empty:
        return cards.card(title, html.P(nothing, className="card__note"), [way])
    body = tables.data_table(frame, columns, title, row_header=columns[0].id, max_height=320, key=f"problem-{title}")
    return cards.card(title, body, [way])


def roadmaps(frame: pd.DataFrame, number: int, *, may: bool) -> Component:
    """frame: of `answers.roadmaps.frames.listed`; may: whether the asker makes one."""
    links: Any = [_link(f"/roadmap?id={row['code']}", row["title"]) for row in frame.to_dict("records")]
    columns = [
        Column("link", "Дорожная карта", lambda one: one, order="title"),
        Column("stage", "Стадия"),
        Column("measures", "Выполнено"),
        Column("overdue", "Просрочено", format.number, "right"),
        Column("target", "Цель"),
        Column("effect", "Эффект", lambda text: text or "—"),
    ]
    nothing = "Дорожной карты у проблемы нет. В ней — причина, мероприятия и цель, названная до начала."
    way = _begin(f"/roadmaps?problem={number}&begin=1", "Составить карту") if may else _way("/roadmaps", "Все карты")
    return linked("Дорожная карта и эффект", frame.assign(link=links), columns, nothing, way)


def polls(frame: pd.DataFrame, number: int, *, may: bool) -> Component:
    """frame: of `answers.polls.listed.rows`; may: whether the asker makes one."""
    links: Any = [_link(f"/poll?id={row['code']}", row["title"]) for row in frame.to_dict("records")]
    columns = [
        Column("link", "Опрос", lambda one: one, order="title"),
        Column("state", "Состояние"),
        Column("dates", "Даты"),
        Column("result", "Итог", lambda text: text or "—"),
        Column("decision", "Решение", lambda text: text or "—"),
    ]
    nothing = "Жителей о ней не спрашивали."
    way = _begin(f"/poll?id=new&problem={number}", "Спросить жителей") if may else _way("/polls", "Все опросы")
    return linked("Опросы", frame.assign(link=links), columns, nothing, way)


def orders(found: Sequence[Any], day: date, number: int, *, may: bool) -> Component:
    """found: orders of the problem; may: whether the asker gives one."""
    rows = [
        {"link": _link("/meetings", one.code), "code": one.code, "text": one.text, "who": one.recipient_name,
         "due": one.due_on, "state": ORDER_STATES[one.state(day)]}
        for one in found
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["link", "code", "text", "who", "due", "state"])
    columns = [
        Column("link", "Поручение", lambda one: one, order="code"),
        Column("text", "Что сделать"),
        Column("who", "Кто"),
        Column("due", "Срок", format.day),
        Column("state", "Состояние"),
    ]
    way = _begin(f"/meetings?problem={number}", "Поручить") if may else _way("/meetings", "Совещания")
    return linked("Поручения", frame, columns, "Поручений по проблеме нет.", way)


def discussions(found: Sequence[Any], topic: str) -> Component:
    """found: discussions of the topic, in the place or of no place."""
    rows = [
        {"link": _link(f"/discussions?period=all&id={row['key']}", row["title"]), "title": row["title"],
         "first": row["created_on"], "supports": row["supports"], "comments": row["comments"]}
        for row in found
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["link", "title", "first", "supports", "comments"])
    count = lambda n: format.NO_DATA if format.is_missing(n) else format.number(n)  # noqa: E731 two columns below
    columns = [
        Column("link", "Обсуждение", lambda one: one, order="title"),
        Column("first", "Начато", lambda day: format.NO_DATA if format.is_missing(day) else format.day(day)),
        Column("supports", "Поддержек", count, "right"),
        Column("comments", "Комментариев", count, "right"),
    ]
    way = _way(f"/discussions?period=all&topic={topic}" if topic else "/discussions", "Все")
    return linked("Общественные обсуждения", frame, columns, "По этой теме и месту публично не обсуждали.", way)


def events(found: Sequence[Any]) -> Component:
    """found: events of the topic and the place."""
    rows = [
        {"title": one.title, "days": told.days(one), "where": one.where, "kind": told.KINDS[one.kind]} for one in found
    ]
    frame = pd.DataFrame(rows, columns=["title", "days", "where", "kind"])
    columns = [Column("title", "Событие"), Column("days", "Когда"), Column("where", "Где"), Column("kind", "Вид")]
    return linked("События", frame, columns, "Событий здесь не отмечено.", _way("/events", "События"))


def _link(href: str, words: str) -> Component:
    return dcc.Link(words, href=href)


def _begin(href: str, words: str) -> Component:
    return dcc.Link(words, href=href, className="button button--main", refresh=True)


def _way(href: str, words: str) -> Component:
    return dcc.Link(words, href=href, className="button")
