"""One poll: what was asked of whom, is it asked well, what came back, what was decided and done? /poll?id=ОП-2026-001;
/poll?id=new&topic=…&municipality=… or &problem=… drafts a new one.
"""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from answers.duties import edits as edit_rows
from answers.polls import card, draft, fields, files, outcome
from components import address, buttons, cards, ids, shell, theme
from components import upload as upload_file
from components.polls import card as shown
from components.polls import forms, lists
from data.decisions.polls.read import Poll, Problem
from data.decisions.polls.terms import ORDER
from data.errors import FilterError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import polls
from reports import xlsx

PATH, TITLE, NEW = "/poll", "Опрос", "new"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", within="/polls", needs="data")
QUESTION = "О чём спросили, что ответили, что решили и сделали."
_BODY, _DONE, _FILE, _CODE = "poll-body", "poll-done", "poll-file", "poll-code"
_KEEP = (no_update,) * 6


@address.reads(**dict.fromkeys(("id", "topic", "municipality", "problem"), address.ANY))
def layout(id: str = "", topic: str = "", municipality: str = "", problem: str = "", **_query: Any) -> Component:
    """The poll, or the form of a new one."""
    inside: Any = []
    if person.current() is None:  # Dash itself makes every layout, to know its ids
        inside = forms.file_of_results()
    elif id == NEW:
        inside = _new(topic, municipality, problem)
    body = html.Div(inside, id=_BODY, className="screen__body")
    parts = [html.Div(id=_DONE), body, *forms.places(), dcc.Download(id=_FILE), dcc.Store(id=_CODE, data=id)]
    return shell.plain_screen("Новый опрос" if id == NEW else TITLE, QUESTION, parts)


@address.or_missing("Такой проблемы нет", "К проблемам", "/problems?view=made")
def _new(topic: str, municipality: str, problem: str) -> Any:
    if not polls.may_edit():
        return _said(forms.NOBODY)
    about = polls.problem(problem) if problem else None
    try:
        now = fields.of_card(None) | _draft(topic, municipality, about)
    except FilterError as error:
        return _said(str(error))
    note = "Черновик можно сохранить без дат. Проверка слов и выборки появится после сохранения."
    known, territories = ([one.code for one in polls.choices()[0]], [one.oktmo for one in polls.choices()[1]])
    odd = address.unlisted("без этого", topic=(topic, known), municipality=(municipality, territories))
    return [*odd, cards.card("Карточка опроса", _card_form(now), note=note)]


def _said(words: str) -> Component:
    back = dcc.Link("Все опросы", href="/polls", className="button")
    return cards.card(TITLE, html.P(words, className="card__note"), [back])


def _draft(topic: str, municipality: str, problem: Problem | None) -> dict[str, str]:
    if problem:
        return draft.of_problem(problem.topic, problem.municipality, problem.number, problem.title)
    known, territories = polls.choices()
    about = next((one for one in known if one.code == topic), None)
    where = next((one for one in territories if one.oktmo == municipality), None)
    if about is None:
        return {}
    if about.barred:
        raise FilterError(f"«{about.name}»: об этом спрашивать нельзя. {about.barred}")
    places = draft.places(topic, municipality, scope.current()) if where else []
    return draft.of_candidate(topic, about.name, where.oktmo if where else "", where.name if where else "район", places)


def _card_form(now: dict[str, str]) -> Component:
    topics, territories = polls.choices()
    return forms.card(now, topics, territories, district=polls.may_hold_district())


@callback(Output(_BODY, "children"), Input(_CODE, "data"), Input(ids.THEME, "data"))
@address.or_missing("Такого опроса нет", "Все опросы", "/polls")
def show(code: str | None, theme_name: str | None = None) -> Any:
    """The poll of the address; a new one has its form already."""
    if code == NEW:
        return no_update
    return _body(polls.one(code or ""), dark=theme.is_dark(theme_name))


def _body(poll: Poll, *, dark: bool) -> list[Any]:
    today, may = polls.today(), polls.may_edit()
    has_results = poll.said["participants"] is not None
    number = poll.said["problem_id"]
    problem = f"/problem?id={number}" if number and poll.problem_title else ""
    facts = shown.facts(card.asked(poll, today), problem)
    checked = shown.checks(card.wording_faults(poll), card.design(poll), card.value(poll))
    made = [
        html.H2(f"{poll.code} · {poll.said['title']}", className="poll-name"),
        shown.tools(poll.code, card.state(poll, today), may=may, has_results=has_results),
        cards.grid([facts, checked]),
        shown.decision(card.decision(poll)),
        _results(poll, dark=dark) if has_results else shown.nothing_yet(may=may),
        shown.places(outcome.participation(poll, polls.place_populations()), outcome.PLACE_COLUMNS),
    ]
    if history := polls.history(poll.code):
        made.append(shown.history(edit_rows(history), current().time_zone))
    return [one for one in made if one is not None]


def _results(poll: Poll, *, dark: bool) -> Component:
    words = (f"Итоги опроса {poll.code}", poll.said["question"])
    told = outcome.votes(poll), outcome.ANSWER_COLUMNS, outcome.sentences(poll)
    return shown.results(*told, words, stamp(Filters()), dark=dark)


@callback(
    Output(forms.PANEL, "is_open"),
    Output(forms.PANEL, "title"),
    Output(forms.PANEL, "children"),
    Output(forms.OPENED, "data"),
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children"),
    Output(_FILE, "data"),
    Input(lists.button(ALL, ALL), "n_clicks"),
    State(forms.fields(ALL), "value"),
    State(forms.fields(ALL), "id"),
    State(forms.OPENED, "data"),
    State(_CODE, "data"),
    State(ids.THEME, "data"),
    prevent_initial_call=True,
)
def act(_clicks: Any, given: Any, names: Any, opened: Any, code: str | None, theme_name: str | None) -> Any:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return (*_KEEP, no_update)
    action, key, code = str(pressed.id["action"]), str(pressed.id["key"]), code or ""
    if action in _FORMS:
        return (*_opened(action, polls.one(code)), no_update, None, no_update)
    if action == "file":
        return (*_KEEP, _file(key, polls.one(code)))
    said, made = _done(action, key, code, forms.values(given, names), opened)
    if made != code:
        place = f"/poll?id={made}" if made else "/polls"
        return (*_KEEP[:4], dcc.Location(id="poll-go", href=place, refresh=True), no_update, no_update)
    note = html.P(said, className="staff-note", role="status")
    return False, no_update, html.Div(), None, _body(polls.one(code), dark=theme.is_dark(theme_name)), note, no_update


def _opened(action: str, poll: Poll) -> tuple[Any, ...]:
    person.require(polls.RIGHT)
    if action == "card":
        made, title = _card_form(fields.of_card(poll)), "Карточка опроса"
    elif action == "results":
        own, points = fields.has_own_words(poll), poll.said["kind"] == ORDER
        made, title = forms.results({}, fields.answers(poll), own_words=own, points=points), "Итоги опроса"
    else:
        made, title = forms.decision(fields.of_decision(poll)), "Решение по итогам"
    return True, title, made, {"code": poll.code, "version": poll.version}


_FORMS = ("card", "results", "decision")


def _done(action: str, key: str, code: str, given: dict[str, str], opened: Any) -> tuple[str, str]:
    """What was done in words, and the code of the poll to show: '' when it is gone."""
    version, reason = _version(opened), given.get("reason", "")
    if action == "undo":
        polls.undo(key)
        return "Правка отменена.", code if any(one.code == code for one in polls.listed()) else ""
    if action == "remove":
        polls.remove(code, polls.one(code).version, reason)
        return "Опрос удалён.", ""
    if action != "save" or key not in _FORMS:
        raise FilterError("Такого действия нет. Обновите страницу.")
    if key == "card":
        return "Сохранено.", polls.save("" if code == NEW else code, version, given, reason)
    if key == "results":
        polls.record(code, version, given, reason)
        return "Итоги внесены. Отменить можно в истории правок.", code
    polls.decide(code, version, given, reason)
    return "Решение записано.", code


def _version(opened: Any) -> int:
    seen = opened.get("version") if isinstance(opened, dict) else None
    return seen if isinstance(seen, int) else 0


def _file(key: str, poll: Poll) -> dict[str, Any]:
    title, frame, columns = files.table(key, poll, polls.today(), polls.place_populations())
    polls.export(f"{title}.xlsx")
    return xlsx.download(f"{title}.xlsx", xlsx.workbook(frame, columns, title, "без фильтров", stamp(Filters())))


@callback(
    Output(_BODY, "children", allow_duplicate=True),
    Output(_DONE, "children", allow_duplicate=True),
    Output(forms.PANEL, "is_open", allow_duplicate=True),
    Input(forms.UPLOAD, "contents"),
    State(forms.UPLOAD, "filename"),
    State(forms.OPENED, "data"),
    State(ids.THEME, "data"),
    prevent_initial_call=True,
)
def upload(contents: str | None, name: str | None, opened: Any, theme_name: str | None) -> tuple[Any, Any, Any]:
    """Results from a file: all of it or nothing."""
    if not contents or not isinstance(opened, dict):
        return no_update, no_update, no_update
    raw = upload_file.content(contents, "итогов")
    code = str(opened.get("code", ""))
    people = polls.load(code, _version(opened), name or "", raw)
    note = html.P(f"Файл прочитан: участников {people}.", className="staff-note", role="status")
    return _body(polls.one(code), dark=theme.is_dark(theme_name)), note, False
