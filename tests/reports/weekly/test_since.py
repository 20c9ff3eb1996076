"""«Что изменилось с выпуска»: every figure of a note has its line, and what stands in it sums exactly."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from data.metrics import METRICS
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from reports import weekly
from reports.documents.blocks import Document
from reports.weekly import since
from reports.weekly.sections import TITLES
from reports.weekly.since import Change
from tests.data.records import add, published

MONDAY = date(2026, 5, 11)
BODIES = ("road_department", "housing_department")


def record(day: date, body: str, days: int, **more: object) -> dict[str, object]:
    """Answered and rated so many days after it came; the term of the portal is shorter than forty."""
    return {
        "received": f"{day} 10:00", "topic": "roads.snow_ice", "place": "95608410111", "recipient": body,
        "answered": f"{day + timedelta(days=days)} 12:00", "status": "closed_solved", "rating": 2 + days % 4,
    } | more  # fmt: skip


def rows() -> Iterator[dict[str, object]]:
    """Six records of each body a week for 30 weeks, some of them answered late."""
    for ago in range(30):
        for number in range(6):
            day = MONDAY - timedelta(weeks=ago) + timedelta(days=number)
            yield from (
                record(day, body, 40 if (number + ago) % (3 + at) == 0 else 3) for at, body in enumerate(BODIES)
            )


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Document, list[Change]]]:
    """A note, and what has become of its figures after a file that came late."""
    var = tmp_path_factory.mktemp("since")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(made, *rows())
        of = weekly.open_week("2026-W20", None, EVERYTHING, made)
        note = weekly.note(of)
        add(made, *(record(date(2026, 4, 1 + number), BODIES[0], 39) for number in range(5)))
        publish.publish(made)
        yield note, since.changes(note.canonical(), of)


def in_parts(read: str, *, is_share: bool) -> int:
    """Records, or tenths of a percent, as they are read."""
    number = read.split()[0].replace(",", ".")
    return round(float(number) * 10) if is_share else int(number)


def test_every_figure_of_the_note_has_its_line_percentages_of_the_tables_too(
    told: tuple[Document, list[Change]],
) -> None:
    note, found = told
    figures = {(one.metric, one.href or one.asked) for one in note.numbers() if one.metric in METRICS}
    shares = [one for one in note.numbers() if one.metric in METRICS and METRICS[one.metric].is_share]

    lines = [one for one in found if not one.what.endswith((": сколько записей", ": из скольких записей"))]
    assert len(lines) == len(figures) > 20
    assert {one.metric for one in shares} >= {"on_time_share", "satisfied_share"}
    assert all(one.asked for one in shares)
    ranked = [one.what for one in found if one.is_share and one.what.startswith(f"{TITLES['ranking']}: ")]
    assert len(ranked) == len(BODIES), ranked


def test_no_two_lines_are_told_by_the_same_words(told: tuple[Document, list[Change]]) -> None:
    names = [one.what for one in told[1]]
    assert [name for name in names if names.count(name) > 1] == []


def test_what_stands_in_a_line_sums_exactly(told: tuple[Document, list[Change]]) -> None:
    sums = [one for one in told[1] if one.is_sum]

    for one in sums:
        before, after = (in_parts(text, is_share=one.is_share) for text in (one.before, one.after))
        assert before + sum(one.net.values()) == after, one
    moved = [one for one in sums if one.is_share and one.net]
    assert moved, "five late answers lower the share of their body"
    assert all(set(one.net) == {"late"} and sum(one.net.values()) < 0 for one in moved if "в срок" in one.what)


def test_the_screen_says_records_as_records_and_shares_in_points(told: tuple[Document, list[Change]]) -> None:
    shown = {row["what"]: row for row in since.rows(told[1])}
    points = [row["late"] for row in shown.values() if "п.п." in str(row.get("late"))]

    assert points
    assert all(said[0] in "+−" and "," in said for said in points)
    assert since.columns(told[1]) == {"late": "загружены с опозданием"}
    whole = next(row for what, row in shown.items() if what.endswith("из скольких записей"))
    assert whole["late"] == "+5"


def test_a_median_is_no_sum_of_causes_but_the_records_behind_it_are(told: tuple[Document, list[Change]]) -> None:
    (median,) = [one for one in told[1] if not one.is_sum and not one.is_share]

    assert median.net == {}
    assert f"{median.what}: из скольких записей" in {one.what for one in told[1] if one.is_sum}
