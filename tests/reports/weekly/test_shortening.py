"""A note takes no more than four sheets: its lists give way in their order, and what they leave out is counted."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.hotspots.list import HOTSPOT, hotspots, window
from data.filters import parse
from data.metrics import METRICS, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from demo import polls
from reports import weekly
from reports.documents import pdf
from reports.documents.blocks import Document, Number, Paragraph, text_of
from reports.weekly import shortening
from reports.weekly.note import Marked, note
from reports.weekly.own_words import Own
from reports.weekly.sections import TITLES
from reports.weekly.shortening import ORDER, Listed
from tests.data.decisions import test_roadmaps as roadmaps
from tests.data.records import published
from tests.reports.weekly.test_note import MONDAY, WEEK
from tests.reports.weekly.test_odd_weeks import faults, sentences
from words.format import NBSP

TOPICS = (
    "housing.no_water", "housing.standpipes", "housing.sewerage", "energy.outages", "energy.low_voltage",
    "roads.potholes", "roads.snow_ice", "roads.lighting", "waste.bulky", "waste.illegal_dumps", "housing.heating",
)  # fmt: skip
BODIES = (
    "administration", "public_relations", "housing_department", "road_department", "water_utility", "waste_operator",
    "power_grid", "health_ministry", "mcu",
)  # fmt: skip
PLACES = ("95608405101", "95608405106", "95608405111", "95608410101", "95608410111", "95608420101", "95608151051")
SIGNED = ("Куратор МЦУ: Константинопольская-Преображенская Александра Константиновна, 30.11.2026",
          "Руководитель МЦУ: Константинопольская Александра Константиновна, 30.11.2026")  # fmt: skip
LINE = "Выездом специалистов подтверждено: причина установлена, работы начаты, срок окончания — первая декада месяца."


def full_week() -> Iterator[dict[str, object]]:
    """Every list of a note has more than it may tell: topics beyond the usual, recipients with overdue records, places
    that write of one thing for weeks.
    """
    for ago in range(70):  # what each place and each topic is used to
        monday = MONDAY - timedelta(weeks=ago)
        for number, topic in enumerate(TOPICS[ago % 2 :: 2]):
            yield record(monday + timedelta(days=number % 7), PLACES[(number + ago) % 7], topic) | CLOSED
    for topic in TOPICS:
        yield from (record(MONDAY + timedelta(days=day), PLACES[0], topic) | CLOSED for day in range(6))
    for number, (topic, place) in enumerate(zip(TOPICS, PLACES[1:6], strict=False)):
        yield from (record(MONDAY - timedelta(days=2 * ago), place, topic) | CLOSED for ago in range(16 - number))
    for number, body in enumerate(BODIES):
        for day in range(4 + number % 3):
            yield record(date(2026, 3, 2) + timedelta(days=day), PLACES[0], TOPICS[0]) | {"recipient": body}
    yield record(MONDAY + timedelta(days=9), PLACES[0], TOPICS[0])


CLOSED = {"status": "closed_solved"}


def record(day: date, place: str, topic: str) -> dict[str, object]:
    body = BODIES[TOPICS.index(topic) % len(BODIES)]
    return {"received": f"{day} 10:00", "topic": topic, "place": place, "recipient": body, "status": "in_work"}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, weekly.Weekly]]:
    var = tmp_path_factory.mktemp("full-week")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")
    with use(made):
        published(made, *full_week())
        for _ in range(4):
            roadmaps.planted(made)
        polls.hold(made, date(2026, 5, 17))
        yield made, weekly.open_week(WEEK, None, EVERYTHING, made)


def pages(document: Document) -> int:
    return len(pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages)


@pytest.mark.parametrize("sections", [0, 2, 10])
def test_a_full_week_with_words_of_people_and_two_approvals_takes_four_sheets(
    sections: int, full: tuple[Settings, weekly.Weekly]
) -> None:
    own = {key: Own(LINE, is_instead=False) for key in list(TITLES)[:sections]}
    draft = note(full[1], own)
    issued = note(full[1], own, Marked("З-2026-001", date(2026, 5, 18), SIGNED))

    assert pages(draft) <= shortening.MOST_SHEETS
    assert pages(issued) == pdf.sheets(issued) == shortening.MOST_SHEETS
    assert draft.hash == issued.hash, "who has signed changes nothing of what is said"
    assert faults(draft) == []


def test_what_is_left_out_is_counted_and_every_number_still_opens_its_records(
    full: tuple[Settings, weekly.Weekly],
) -> None:
    document = note(full[1], {key: Own(LINE, is_instead=False) for key in TITLES})
    rest = [one for one in document.blocks if isinstance(one, Paragraph) and text_of(one.runs).startswith("И ещё")]
    told = {text_of(one.runs).replace(NBSP, " ").split(":")[0] for one in rest}

    assert {
        "И ещё у 7 получателей",
        "И ещё у 5 получателей",
        "И ещё 8 тем",
        "И ещё 2 опроса — на экране «Опросы».",
    } <= told, told
    assert all(any(isinstance(run, Number) and run.href for run in one.runs) for one in rest)
    for one in document.numbers():
        if one.href and one.metric:
            assert METRICS[one.metric].kind == "count"
            params = dict(parse_qsl(urlsplit(one.href).query))
            assert register.count(parse(params), EVERYTHING, params.get("behind", "")) == one.value, one


def test_the_hotspots_left_out_are_on_the_screen_that_their_number_opens(
    full: tuple[Settings, weekly.Weekly],
) -> None:
    document = note(full[1], {key: Own(LINE, is_instead=False) for key in TITLES})
    (*_, more) = [one for one in document.numbers() if one.href.startswith("/hotspots?")]
    filters = parse(dict(parse_qsl(urlsplit(more.href).query)))
    shown = hotspots(filters, EVERYTHING, window(filters, full[1].week.last, "period")).rows(HOTSPOT)

    assert len(shown) == int(more.text.split(NBSP)[0]) + 1 > 1


def test_a_short_note_is_told_whole(full: tuple[Settings, weekly.Weekly]) -> None:
    """Lists of a week that has room are not shortened."""
    quiet = note(weekly.open_week("2026-W10", None, EVERYTHING, full[0]))

    assert pages(quiet) <= shortening.MOST_SHEETS
    assert "Больше обычного" not in " ".join(sentences(quiet))


lists = st.lists(
    st.tuples(st.sampled_from(ORDER), st.integers(1, 7), st.integers(1, 4)), max_size=6, unique_by=lambda one: one[0]
)


@given(lists, st.integers(0, 40))
def test_no_more_is_left_out_than_room_asks_for(told: list[tuple[str, int, int]], room: int) -> None:
    made = [Listed(key, most, least, lambda _count: ()) for key, most, least in told]

    def lines(kept: shortening.Kept) -> int:
        return sum(kept.get(one.key, one.most) for one in made)

    def sheets(kept: shortening.Kept) -> int:
        return shortening.MOST_SHEETS if lines(kept) <= room else shortening.MOST_SHEETS + 1

    kept = shortening.kept(made, sheets)
    least = sum(min(one.least, one.most) for one in made)

    assert lines(kept) == max(min(room, lines({})), least), "as many lines as there is room for, but the least of each"


def test_a_draft_that_own_words_make_too_long_is_told_so() -> None:
    assert shortening.too_long(4) == ""
    assert shortening.too_long(6).startswith("Листов 6, а нужно не больше 4.")
