"""The first card of a roadmap: what it is about, what was promised, how far it is."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers.roadmaps import sentences
from answers.roadmaps.kept import DISTRICT, STAGES, Roadmap
from components import cards, papers
from components.question import Screen
from components.roadmaps import ids
from components.roadmaps.listed import mark
from words import format


def card(screen: Screen, one: Roadmap, overdue: int, *, may: bool) -> Component:
    """overdue: how many measures burn."""
    burns = f"просрочено мероприятий: {overdue}"
    rows: list[tuple[str, Any]] = [
        ("О чём", _about(screen, one)),
        ("Проблема", _problem(screen, one)),
        ("Стадия", [STAGES[one.stage], *([" · ", mark(burns, "bad")] if overdue else [])]),
        ("Начало", format.day(one.starts_on) if one.starts_on else "не назначено"),
        ("Цель", _target(one)),
    ]
    items = [part for name, value in rows for part in (html.Dt(name), html.Dd(value))]
    body = html.Dl(items, className="roadmap-facts")
    return cards.card(f"{one.code}. {one.title}", body, _actions(one.code, may=may), wide=True)


def _about(screen: Screen, one: Roadmap) -> list[Any]:
    named = {8: "municipality", 11: "place"}.get(len(one.territory.code), "")
    land = {named: one.territory.code} if named and one.territory.code != DISTRICT else {}
    subject = {"topic" if one.topic.group else "group": one.topic.code}
    words = f"{one.topic.name} · {one.territory.name}"
    if not screen.opens_records:
        return [words]
    return [dcc.Link(words, href=screen.href("/register", **subject, **land), title="Открыть записи")]


def _problem(screen: Screen, one: Roadmap) -> Any:
    if one.problem is None:
        return "не названа: карта по теме и месту"
    words = f"№ {one.problem} «{one.problem_title}»"
    is_there = one.problem_title and screen.opens_records
    return dcc.Link(words, href=f"/problem?id={one.problem}") if is_there else words


def _target(one: Roadmap) -> Any:
    if one.target is None:
        return "не названа: назовите её до начала, чтобы было с чем сравнить"
    lines = [sentences.promised(one.target), sentences.baseline(one.target), sentences.fixed(one)]
    told = html.P("; ".join(filter(None, lines)))
    return [told, html.P(sentences.checkable(one.target), className="card__note")]


def _actions(code: str, *, may: bool) -> Sequence[Component]:
    files = [
        html.Button(label, id=ids.button("file", kind), className="button", type="button")
        for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))
    ]
    change = html.Button("Изменить", id=ids.button("open-map", "map"), className="button", type="button")
    paper = papers.links("Дорожная карта", "/export/roadmap", {"id": code}, papers.KINDS)
    return [paper, *files, change] if may else [paper, *files]
