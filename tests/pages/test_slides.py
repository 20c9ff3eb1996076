"""«Слайды»: the sheets of the file on the screen, number by number; whose note of the week it is, and for whom."""

import base64
import importlib
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from access import scope
from access import store as access_store
from access.roles import ROLES, Limits
from data.errors import AccessError
from data.settings import Settings, current, use
from data.snapshots import publish
from deeds import notes
from reports import slides, weekly
from reports.documents.outline import Piece, pieces
from reports.weekly import drafts
from tests.data.records import add, published
from tests.pages.test_note import as_somebody
from tests.pages.test_screens import words
from tests.pages.walking import inside
from tests.reports.weekly.test_note import WEEK, row, rows
from words import texts

OTHER = "2026-W18"
SEE = {"head", "curator", "centre_head"}


def screen() -> Any:
    return importlib.import_module("pages.slides")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("slides-screen")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(settings):
        published(settings, *rows())
        access_store.create(settings)
    return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def said(one: Any) -> Iterator[str]:
    """Every text of a component, in the order of reading."""
    if isinstance(one, str):
        yield one
    elif isinstance(one, list | tuple):
        for part in one:
            yield from said(part)
    elif one is not None:
        yield from said(getattr(one, "children", None))


def told(one: Piece) -> Iterator[str]:
    """Every text of a piece, in the order of reading."""
    lines = [*one.head, *(cell for row in one.rows for cell in row)]
    yield from filter(None, (one.title, *(text for line in lines for text, _ in line), one.note))


def sheets_of(shown: Any) -> list[Any]:
    return [one for one in inside(shown) if "deck__sheet" in _class(one).split()]


def test_the_wall_shows_every_word_and_number_of_the_file_in_its_order_under_its_headings() -> None:
    with as_somebody("curator"):
        document = weekly.note(weekly.open_week(WEEK, None, scope.current(), current(), notes.today()))
        shown = sheets_of(screen().layout(week=WEEK))
        file = PdfReader(io.BytesIO(base64.b64decode(screen().take(1, WEEK)["content"]))).pages
    wanted = slides.slides(document)
    assert len(shown) == len(file) == len(wanted) + 1
    numbers = 0
    for slide, sheet, page in zip(wanted, shown[1:], file[1:], strict=True):
        found = list(said(sheet))
        assert found == [slide.heading, *(text for one in pieces(slide.blocks) for text in told(one))]
        printed = "".join(page.extract_text().replace("\u00ad", "").split())
        assert "".join(slide.heading.split()) in printed
        for number in replace(document, blocks=slide.blocks).numbers():
            assert number.text in found
            assert "".join(number.text.split()) in printed
            numbers += 1
    assert numbers == len(list(document.numbers())) > 10


def test_people_s_words_stand_on_the_slides_of_a_draft_for_who_works_on_it_and_for_nobody_else() -> None:
    with as_somebody("centre_head"):
        notes.prepare(OTHER, weekly.open_week(OTHER, None, scope.current(), current()).stamp.address)
        notes.save_text(OTHER, "minute", 0, "instead", "Главное сказано руководителем.")
        written = list(said(screen().layout(week=OTHER)))
        assert "Главное сказано руководителем." in written
    with as_somebody("head"):
        shown = words(screen().layout(week=OTHER))
    assert "Главное сказано руководителем." not in shown
    assert "1 / " in shown


def test_slides_of_an_issued_note_say_what_was_issued_whatever_has_come_since(made: Settings) -> None:
    with as_somebody("centre_head"):
        notes.prepare(WEEK, weekly.open_week(WEEK, None, scope.current(), current()).stamp.address)
        notes.send(WEEK, notes.opened(WEEK).version)
        draft = screen()._draft(notes.opened(WEEK))
        notes.approve(WEEK, notes.opened(WEEK).version, draft.hash)
    with as_somebody("curator"):
        mark = notes.signature(WEEK)
        of = drafts.of_address(
            WEEK, notes.opened(WEEK).snapshot, scope.current(), made, notes.made_on(notes.opened(WEEK))
        )
        whole = drafts.document(of, {}, drafts.Marked(mark.number, mark.day, ("Куратор", "Руководитель")))
        notes.issue(notes.opened(WEEK), mark, whole.canonical(), whole.hash, {"pdf": b"1"})
    add(made, row(weekly.Week.parse(WEEK).first))
    publish.publish(made)
    with as_somebody("head"):
        shown = screen()._document(weekly.Week.parse(WEEK))
    assert shown.hash == whole.hash
    assert (shown.mark, shown.basis, shown.blocks) == (whole.mark, whole.basis, whole.blocks)


@pytest.mark.parametrize("role", list(ROLES))
def test_slides_are_open_to_whom_the_note_is(role: str) -> None:
    with as_somebody(role, limits=Limits(recipients=("road_department",)) if role == "recipient" else None):
        assert ("1 / " in words(screen().layout(week=WEEK))) == (role in SEE)
        if role not in SEE:
            _is_closed()


def test_a_part_of_the_district_is_not_enough() -> None:
    with as_somebody("curator", limits=Limits(municipalities=("95608410",))):
        _is_closed()


def _is_closed() -> None:
    assert "Слайды вам не открыты." in words(screen().layout(week=WEEK))
    with pytest.raises(AccessError):
        screen().take(1, WEEK)


@pytest.mark.parametrize("week", ["2026-W99", "1999-W01", "завтра", "2026-W22"])
def test_a_week_that_is_not_there_is_named_and_the_way_to_the_last_one_stays(week: str) -> None:
    with as_somebody("curator"):
        shown = words(screen().layout(week=week))
    assert texts.ERROR_TITLE in shown
    assert "/slides?week=" in shown


@pytest.mark.parametrize(("sheet", "number"), [("2", 2), ("0", 1), ("99", None), ("-3", 1), ("x", 1), ("9" * 50, 1)])
def test_the_address_names_the_sheet_and_an_odd_one_shows_the_first_or_the_last(sheet: str, number: int | None) -> None:
    with as_somebody("curator"):
        shown = sheets_of(screen().layout(week=WEEK, sheet=sheet))
    (at,) = [at for at, one in enumerate(shown, start=1) if "is-shown" in _class(one)]
    assert at == (number or len(shown))


def _class(one: Any) -> str:
    return str(getattr(one, "className", "") or "")
