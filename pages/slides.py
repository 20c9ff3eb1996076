"""«Слайды»: what is told at Monday's meeting? The note of a week on the wall, sheet by sheet; asked by who holds it."""

import base64
from typing import Any

from dash import Input, Output, State, callback, dcc, html, no_update, register_page
from dash.development.base_component import Component

from access import person, scope
from components import address, first_steps, shell, states
from components.slides.deck import Sheet, deck
from data.decisions.notes.read import BESIDE, Note
from data.errors import MCUError
from data.filters import Filters
from data.metrics import stamp
from data.settings import current
from deeds import notes
from reports import slides
from reports.documents.blocks import Document
from reports.documents.outline import pieces
from reports.weekly import drafts, open_week
from reports.weekly.week import Week

PATH, TITLE = "/slides", "Слайды недели"
register_page(
    __name__, PATH, name="Слайды", title=f"{TITLE} · МЦУ", order=5.05, icon="slides", section="documents", needs="data"
)
_WEEK, _TAKE, _FILE = "slides-week", "slides-pdf", "slides-file"
_CLOSED = "Слайды построены по всем данным района, вам открыта их часть: свои числа — на экране «Сводка»."


def _is_week(code: str) -> bool:
    try:
        return bool(Week.parse(code))
    except MCUError:
        return False


@address.reads(week=address.Key(_is_week, "последняя неделя"), sheet=address.SHEET)
def layout(week: str = "", sheet: str = "", **_query: Any) -> Component:
    """The slides of a week, of the last whole one by default. sheet: number of the one that is shown first."""
    question = "Режим планёрки: записка недели на стене, те же слова и числа."
    is_asked = person.current() is not None  # Dash itself makes every layout, to know its ids
    ways, shown = _week(week, sheet) if is_asked else ([], None)
    take_away = html.Button("Слайды, PDF", id=_TAKE, className="button", type="button", hidden=not ways)
    tools = html.Div([*ways, take_away], className="toolbar deck-tools", hidden=not ways)
    return shell.plain_screen(TITLE, question, [tools, shown, dcc.Store(id=_WEEK, data=week), dcc.Download(id=_FILE)])


def _week(week: str, sheet: str) -> tuple[list[Component], Component]:
    """The ways to the weeks beside, none where nothing is open; the slides, or why there are none."""
    if not notes.may_see():
        return [], states.empty("Слайды вам не открыты.", _CLOSED)
    now = stamp(Filters())
    if not now.records:
        return [], first_steps.nothing_loaded()
    last = Week.last_whole(now.as_of)
    try:
        chosen = Week.parse(week) if week else last
        shown = _document(chosen)
    except MCUError as error:
        return _ways(last, last), states.error(str(error))
    number, sheets = int(sheet) if address.SHEET.fits(sheet) else 1, _sheets(shown)
    odd = [address.line("sheet", sheet, "последний слайд")] if number > len(sheets) else []
    return [*odd, *_ways(chosen, last)], deck(sheets, f"{shown.mark} · {shown.basis}", min(number, len(sheets)))


def _ways(chosen: Week, last: Week) -> list[Component]:
    later = chosen.back(-1)
    ahead = (
        [dcc.Link(f"{later.words} ›", href=_address(later), className="button")] if later.first <= last.first else []
    )
    return [
        dcc.Link(f"‹ {chosen.back(1).words}", href=_address(chosen.back(1)), className="button"),
        html.Strong(chosen.words),
        *ahead,
        dcc.Link("Записка недели", href=f"/note?week={chosen.code}", className="button"),
    ]


def _address(week: Week) -> str:
    return f"{PATH}?week={week.code}"


def _sheets(shown: Document) -> list[Sheet]:
    """The cover and the sheets of the file."""
    cover = Sheet(shown.title, lines=(shown.heading, shown.organisation, f"{shown.mark} · {shown.basis}"))
    return [cover, *(Sheet(one.heading, pieces(one.blocks)) for one in slides.slides(shown))]


def _document(week: Week) -> Document:
    """The note of a week as far as it has come and is open to who asks; without one, what the numbers say."""
    if week.code not in {one.week for one in notes.listed()}:
        return drafts.document(open_week(week.code, None, scope.current(), current(), notes.today()), {})
    kept = notes.opened(week.code)
    if kept.issue:
        return drafts.issued(week, kept.issue, is_demo=stamp(Filters()).is_demo)
    return _draft(kept)


def _draft(kept: Note) -> Document:
    of = drafts.of_address(kept.week, kept.snapshot, scope.current(), current(), notes.made_on(kept))
    return drafts.document(of, drafts.own(kept.texts, BESIDE))


@callback(Output(_FILE, "data"), Input(_TAKE, "n_clicks"), State(_WEEK, "data"), prevent_initial_call=True)
def take(clicks: int | None, week: str | None) -> Any:
    """The same slides as a file, 16:9."""
    if not clicks:
        return no_update
    chosen = Week.parse(week) if week else Week.last_whole(stamp(Filters()).as_of)
    name = f"слайды-{chosen.code}.pdf"
    notes.export(name)
    made = slides.render(_document(chosen), current().public_url)
    return {"content": base64.b64encode(made).decode(), "filename": name, "base64": True}
