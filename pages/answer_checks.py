"""«Проверка ответов»: how complete are answers, judged by people who have read some of them? The curator asks."""

from typing import Any

from dash import ALL, Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import scope
from answers.completeness import AGREEMENT_COLUMNS, PLAN_COLUMNS, agreement_rows, plan_rows, trust
from answers.frames import only_row
from components import address, buttons, cards, empty_reason, ids, shell, states
from components.answers_quality import checklist, plans, views
from components.columns import cell_column, link_column, opening_column, with_cells
from components.question import Question, Screen, read_screen
from data.decisions.checks.plans import CAPACITY
from data.errors import FilterError, MCUError
from data.metrics import METRICS
from deeds import checks
from reports import xlsx

PATH, TITLE, NEEDS = "/answers/checks", "Проверка ответов", "data"
register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · МЦУ", order=3.6, within="/answers", needs=NEEDS)

QUESTION: Question = (["completeness", "completeness_hint", "checked"], ["recipient"])
_NOTE = (
    "Полнота — оценка по всем ответам: подсказки программы, поправленные по тому, что прочитали люди. "
    "«По подсказкам» — без людей, только по ответам с текстом."
)


@address.reads(record=address.ANY)
def layout(**params: Any) -> Component:
    """The screen; nothing is asked here."""
    return shell.screen(
        params,
        TITLE,
        "Насколько полны ответы — по тому, что прочитали люди. Программа подсказывает, судит человек.",
        [
            html.Div(id="checks-views"),
            dcc.Store(id="checks-changed", data=0),
            dcc.Download(id="checks-file"),
            html.Div(id="checks-done"),
            html.Div(states.skeleton(480), id="checks-form", className="screen__body"),
            html.Div(id="checks-body", className="screen__body"),
        ],
    )


@callback(Output("checks-views", "children"), Input(ids.FLT, "data"))
def ways(flt: dict[str, str] | None) -> Component:
    """The other view with the same filters."""
    return views.bar(PATH, read_screen(flt, scope.current()).href)


@callback(Output("checks-form", "children"), Input("checks-changed", "data"), State(ids.FLT, "data"))
def form(changed: int | None = None, flt: dict[str, str] | None = None) -> Any:
    """The next answer to read, for who may; a filter changes nothing of it, or it would lose the marks."""
    if not checks.may_check():
        return None
    screen = read_screen(flt, scope.current())
    outside = "" if changed else screen.params.get("record", "")
    odd: Component | None = None
    try:
        item = checks.outside_item(*_answer_of(outside)) if outside else checks.next_item()
    except MCUError:
        item, odd = checks.next_item(), address.line("record", outside, "следующий ответ плана")
    href = screen.href("/register", card=str(item.record_id)) if item else ""
    return [
        odd,
        checklist.card(item, href, held=0 if item else checks.left()),
        checklist.latest(checks.latest()),
    ]


@callback(Output("checks-body", "children"), Input(ids.FLT, "data"), Input("checks-changed", "data"))
def answer(flt: dict[str, str] | None, _changed: int | None = None) -> Any:
    """What has been found so far, how far to trust it, and the plans."""
    screen = read_screen(flt, scope.current())
    closed = empty_reason.closed_to(screen, PATH, needs=NEEDS)
    if closed is not None:
        return closed
    found = trust(*checks.double_readings())
    total = cards.kpi_row([_total(screen)])
    body: list[Component] = [total, _table(screen, f"{found.sentence} {_NOTE}")]
    if not checks.may_check():
        return body
    frame, weeks = plan_rows(checks.plan_list()), checks.weeks() if checks.may_plan() else []
    waiting = bool(len(frame)) and not checks.is_counted()
    plan = plans.plans(frame, weeks, CAPACITY, may=checks.may_plan(), waiting=waiting)
    return [*body, plans.agreement(found), plan]


def _total(screen: Screen) -> Component:
    return cards.kpi(METRICS["completeness"], only_row(screen.query(["completeness"], intervals=True)))


def _table(screen: Screen, note: str) -> Component:
    frame = with_cells(screen.query(*QUESTION, intervals=True), "completeness", "completeness_hint")
    frame = frame.sort_values("checked", ascending=False, kind="stable")
    opened = screen.with_records_link(frame, ["checked"], "recipient")
    shown = screen.with_link_column(opened, "recipient", "recipient", "/register")
    columns = [
        link_column("recipient"),
        cell_column("completeness"),
        cell_column("completeness_hint"),
        opening_column("checked"),
    ]
    return screen.table("Полнота ответов", shown, columns, QUESTION, note=note, wide=True)


@callback(
    Output("checks-changed", "data"),
    Output("checks-done", "children"),
    Output("checks-file", "data"),
    Input(checklist.button(ALL, ALL), "n_clicks"),
    State(checklist.mark(ALL), "value"),
    State(checklist.mark(ALL), "id"),
    State(plans.field(ALL), "value"),
    State(plans.field(ALL), "id"),
    State("checks-changed", "data"),
    State(ids.FLT, "data"),
    prevent_initial_call=True,
)
def act(
    _clicks: Any,
    values: list[Any],
    names: list[Any],
    typed: list[Any],
    fields: list[Any],
    changed: int | None,
    flt: dict[str, str] | None,
) -> tuple[Any, Any, Any]:
    """Do what a button asks for; buttons that were merely drawn ask for nothing."""
    pressed = buttons.pressed()
    if pressed is None:
        return no_update, no_update, no_update
    action, key = str(pressed.id["action"]), str(pressed.id["key"])
    if action == "file":
        return no_update, no_update, _file(read_screen(flt, scope.current()), key)
    plan = {one["name"]: value for one, value in zip(fields, typed, strict=True)}
    said = _plan(action, key, plan) or _mark(action, key, checklist.marks(values, names))
    return (changed or 0) + 1, html.P(said, className="staff-note staff-done", role="status"), no_update


def _file(screen: Screen, what: str) -> dict[str, Any]:
    """The table of plans or of agreement as a workbook."""
    if what not in plans.FILES:
        raise FilterError("Такой таблицы нет. Обновите страницу.")
    is_plans = what == "plans"
    title = "Планы проверок" if is_plans else "Согласие читателей"
    checks.write_down_file(f"{title}.xlsx")
    frame = plan_rows(checks.plan_list()) if is_plans else agreement_rows(trust(*checks.double_readings()))
    columns = PLAN_COLUMNS if is_plans else AGREEMENT_COLUMNS
    body = xlsx.workbook(frame, columns, title, "за всё время", screen.stamp)
    return xlsx.download(f"{title}.xlsx", body)


def _mark(action: str, key: str, marks: dict[str, Any]) -> str:
    if action == "withdraw":
        checks.withdraw(key)
        return "Проверка отозвана: ответ снова ждёт."
    if action != "save":
        raise FilterError("Такого действия нет. Обновите страницу.")
    if ":" in key:
        checks.check_outside(*_answer_of(key), marks)
        return "Записано вне плана: в оценку полноты не входит."
    checks.check(key, marks)
    return "Записано."


def _answer_of(key: str) -> tuple[str, str]:
    """Record and question of «record:question», as the address and the button carry them."""
    record, _, question = key.partition(":")
    return record, question or "1"


def _plan(action: str, key: str, fields: dict[str, Any]) -> str:
    if action == "draw":
        return f"План составлен: ответов {checks.draw(fields.get('week'), fields.get('capacity'))}."
    if action == "drop":
        checks.drop(key)
        return "План отменён."
    if action == "count":
        checks.count_in()
        return "Показатели пересчитаны."
    return ""
