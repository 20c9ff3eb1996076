"""«Проблемы»: a card says how many messages are one thing, why they are thought so, and lets a person decide."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from answers import gist
from components import cards
from components import gist as gist_card
from components.question import Screen
from words import format, texts

DO, TITLE, INTO = "problem-do", "problem-title", "problem-into"
"""Types of ids: buttons (`action`, `of`, `record`), the field of the name, the choice of a problem (both `of`)."""
_COMMON = {"topic": "одна тема", "address": "один дом", "street": "одна улица", "place": "один населённый пункт"}
_SHOWN, _NUMBERS = 4, 8
"""Messages of a card that are seen at once; records of a decision that are named."""


def button(action: Any, of: Any, record: Any = "") -> dict[str, Any]:
    """Id of a button; `ALL` for each matches every one."""
    return {"type": DO, "action": action, "of": of, "record": record}


def title(of: Any) -> dict[str, Any]:
    """Id of the field that names a problem."""
    return {"type": TITLE, "of": of}


def into(of: Any) -> dict[str, Any]:
    """Id of the choice of the problem that a group is added to."""
    return {"type": INTO, "of": of}


def headline(found: Sequence[Any], *, is_made: bool) -> Component:
    """«459 сообщений — 193 проблемы». found: `data.decisions.problems.Problem`."""
    messages = sum(one.messages for one in found)
    count = format.plural(messages, "сообщение", "сообщения", "сообщений")
    things = format.plural(len(found), "проблема", "проблемы", "проблем")
    joining = sum(one.joining for one in found)
    more = f" Ещё {format.number(joining)} похожи на объединённые и ждут решения." if joining else ""
    what = (
        "Объединены людьми." if is_made else "Похоже на одно и то же; пока никто не решил, каждая запись сама по себе."
    )
    return html.P([html.Strong(f"{count} — {things}. "), what + more], className="problems__headline")


def card(problem: Any, screen: Screen, *, may: bool, like: Sequence[Any] = ()) -> Component:
    """One group. may: whether the asker decides; like: problems made before that it may belong to."""
    is_made = problem.key.startswith("p")
    count = format.plural(problem.messages, "сообщение", "сообщения", "сообщений")
    head = f"{count} — {'1 проблема' if is_made else 'похоже на одну проблему'}"
    note = " · ".join(part for part in (problem.place, _when(problem), _who(problem)) if part)
    body = [
        html.P(problem.title, className="problem__title") if is_made or not may else None,
        html.P(_why(problem), className="card__note"),
        _gist(problem, screen),
        _members(problem, screen, may=may),
        _deeds(problem, is_made=is_made) if may else None,
        _join(problem, like) if may and like else None,
        html.P([_made_by(problem), " ", _roadmap(problem)], className="card__note") if is_made else None,
    ]
    whole = dcc.Link("Всё о проблеме", href=screen.href("/problem", id=problem.key[1:]), className="button")
    return cards.card(head, html.Div(body, className="problem"), [whole] if is_made else [], note=note, wide=True)


def _when(problem: Any) -> str:
    days = [one.received_on for one in problem.members]
    return format.period(days[0], days[-1]) if days[0] != days[-1] else format.day(days[0])


def _who(problem: Any) -> str:
    parts = [
        format.plural(problem.applicants, "заявитель", "заявителя", "заявителей") if problem.applicants else "",
        f"без имени: {format.number(problem.unnamed)}" if problem.unnamed else "",
        f"повторно от тех же: {format.number(problem.repeats)}" if problem.repeats else "",
    ]
    return ", ".join(part for part in parts if part)


def _why(problem: Any) -> str:
    shared = [_COMMON[name] for name in problem.common]
    days = (problem.members[-1].received_on - problem.members[0].received_on).days + 1
    said = ", ".join([*shared, f"за {format.days(days)}", "похожие слова"])
    return f"Почему вместе: {said}."


def _made_by(problem: Any) -> str:
    when = f", {format.day(problem.made_on)}" if problem.made_on else ""
    return f"Решение: {problem.made_by or 'не записано'}{when}."


def _roadmap(problem: Any) -> Component:
    """The way to what is being done about it."""
    return dcc.Link("Дорожная карта", href=f"/roadmaps?problem={problem.key.removeprefix('p')}")


def _gist(problem: Any, screen: Screen) -> Component | None:
    """What its messages say, where there are more of them than are seen at once."""
    if len(problem.members) <= _SHOWN:
        return None
    quotes, _ = gist.of_texts((one.record_id, one.external_id, one.text) for one in problem.members)
    return gist_card.quotes(screen, quotes) if len(quotes) > 1 else None


def _members(problem: Any, screen: Screen, *, may: bool) -> Component:
    rows = [_member(problem, one, screen, may=may and len(problem.members) > 1) for one in problem.members]
    if len(rows) <= _SHOWN:
        return html.Ol(rows, className="problem__list")
    rest = html.Details(
        [
            html.Summary(f"Ещё {format.plural(len(rows) - _SHOWN, 'сообщение', 'сообщения', 'сообщений')}"),
            html.Ol(rows[_SHOWN:], className="problem__list", start=str(_SHOWN + 1)),
        ]
    )
    return html.Div([html.Ol(rows[:_SHOWN], className="problem__list"), rest])


def _member(problem: Any, one: Any, screen: Screen, *, may: bool) -> Component:
    marks = [
        format.day(one.received_on),
        one.channel,
        one.status,
        "без имени" if one.applicant is None else f"заявитель {one.applicant}",
        "повторно" if one.is_repeat else "",
        "новое, ждёт решения" if one.is_new and problem.key.startswith("p") else "",
    ]
    out = html.Button(
        "Не про это",
        id=button("out", problem.key, str(one.record_id)),
        className="link-button problem__out",
        type="button",
        title="Убрать из группы: вместе больше не предлагать",
    )
    number = dcc.Link(f"№{format.NBSP}{one.external_id}", href=screen.href("/register", card=str(one.record_id)))
    told = " · ".join(mark for mark in marks if mark)
    said = html.Span([number, f" · {told}"], className="second-line")
    text = html.Div(one.text or "Текста нет.", className="problem__text")
    return html.Li([html.Div([said, out if may else None], className="problem__head"), text])


def _deeds(problem: Any, *, is_made: bool) -> Component:
    if is_made:
        take_in = _press("Принять новые", "in", problem, main=True) if problem.joining else None
        taken = _press(f"Вернуть принятые ({problem.taken_in})", "untake", problem) if problem.taken_in else None
        return html.Div([take_in, taken, _press("Разъединить", "apart", problem)], className="problem__deeds")
    name = dcc.Input(id=title(problem.key), type="text", value=problem.title, maxLength=400, className="field__input")
    field = html.Label([html.Span("Название", className="field__label"), name], className="field")
    return html.Div(
        [field, _press("Объединить", "together", problem, main=True), _press("Это разное", "different", problem)],
        className="problem__deeds",
    )


def _join(problem: Any, like: Sequence[Any]) -> Component:
    """The way into a problem made before: nobody but a person knows that the pipe burst again."""
    options = [
        {
            "value": one.key,
            "label": f"{one.title} ({format.plural(one.messages, 'сообщение', 'сообщения', 'сообщений')})",
        }
        for one in like
    ]
    choice = dcc.Dropdown(options, id=into(problem.key), placeholder="Выберите", labels=texts.DROPDOWN, maxHeight=300)
    field = html.Label([html.Span("Это часть уже объединённой", className="field__label"), choice], className="field")
    return html.Div([field, _press("Добавить к ней", "into", problem)], className="problem__deeds")


def _press(words: str, action: str, problem: Any, *, main: bool = False) -> Component:
    return html.Button(
        words,
        id=button(action, problem.key),
        className="button button--main" if main else "button",
        type="button",
    )


def splits(found: Sequence[Any], screen: Screen, *, may: bool) -> Component:
    """Decisions that records are different things. found: `data.decisions.problems.Difference`."""
    if not found:
        return html.P("Никто ещё не говорил, что похожие записи — о разном.", className="card__note")
    return html.Ul([_split(one, screen, may=may) for one in found], className="problem__list")


def _split(one: Any, screen: Screen, *, may: bool) -> Component:
    shown = list(zip(one.records, one.numbers, strict=True))[:_NUMBERS]
    links = [
        dcc.Link(f"№{format.NBSP}{name}", href=screen.href("/register", card=str(number))) for number, name in shown
    ]
    rest = f" и ещё {format.number(len(one.records) - _NUMBERS)}" if len(one.records) > _NUMBERS else ""
    numbers = [part for link in links for part in (", ", link)][1:]
    said = f"{format.records(len(one.records))}: о разном. {one.made_by}, {format.day(one.made_on)}."
    back = html.Button("Вернуть", id=button("back", str(one.number)), className="link-button", type="button")
    about = html.Div([html.Strong(one.title or "Тема не указана"), ": ", *numbers, rest])
    return html.Li([about, html.Span(f"{said} ", className="card__note"), back if may else None])
