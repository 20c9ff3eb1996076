"""Tiles and DuckDB say the same, cell by cell; what tiles are made for they answer alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import publishing
from data.errors import FilterError
from data.filters import MISSING, PERIODS, Filters
from data.metrics import METRICS, aggregate, durations, query
from data.metrics.reader import Snapshot, open_snapshot
from data.metrics.tiles import measures
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data import mixture
from tests.data.records import published

LISTS = {
    "channels": ("letter", "im_vk", "phone", MISSING),
    "sources": ("pos",),
    "topics": ("roads.potholes", "waste.bulky", MISSING),
    "topic_groups": ("roads", "housing", MISSING),
    "municipalities": ("95608405", "95608151", MISSING),
    "places": ("95608405101", "95608151051", MISSING),
    "recipients": ("administration", "road_department", MISSING),
    "statuses": ("new", "closed_solved"),
    "ratings": ("1", "5", MISSING),
    "kinds": (MISSING,),
    "outcomes": ("late", "no_clock"),
    "dues": (MISSING,),
}
BREAKDOWNS = (
    "channel", "source", "topic", "topic_group", "municipality", "place", "recipient", "status",
    "day", "week", "month", "quarter", "year", "answered_in", "rating",
    "kind", "hint_band", "outcome", "has_term", "meaning",
)  # fmt: skip
QUANTILES = tuple(name for metrics in measures.DURATIONS.values() for name in metrics)
ASKED = tuple(METRICS)
DAY = date(2026, 9, 22)
"""The day of the report: screens compare it with days that tiles are kept for too."""
DAYS = st.integers(-20, 700).map(lambda back: DAY - timedelta(days=back))
GRANTS = st.builds(
    Grant,
    channels=st.sampled_from([None, ("letter",), ("im_vk", "phone"), ()]),
    recipients=st.sampled_from([None, ("administration",), ("road_department", "nobody")]),
    municipalities=st.sampled_from([None, ("95608405",), ("95608151", "95608405")]),
)
SCOPES = st.one_of(st.just(EVERYTHING), st.lists(GRANTS, max_size=2).map(lambda grants: Scope(tuple(grants))))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    """Lists, presets and own dates, what they are compared with, and days of the report of the past."""
    lists: dict[str, Any] = {
        name: tuple(draw(st.lists(st.sampled_from(LISTS[name]), min_size=1, max_size=2, unique=True)))
        for name in draw(st.lists(st.sampled_from(sorted(LISTS)), max_size=2, unique=True))
    }
    asked = Filters(period=draw(st.sampled_from(PERIODS)), **lists)
    kind = draw(st.sampled_from(["preset", "own", "before", "seen then", "as_of", "state"]))
    if kind == "own":
        first, last = sorted((draw(DAYS), draw(DAYS)))
        return replace(
            asked, date_from=draw(st.sampled_from([first, None])), date_to=draw(st.sampled_from([last, None]))
        )
    if kind == "as_of":
        return replace(asked, as_of=draw(DAYS))
    if kind == "state":
        return replace(asked, state="open")
    before = asked.previous(DAY)
    if kind == "preset" or before is None:
        return asked
    return replace(before, as_of=before.date_to) if kind == "seen then" else before


QUESTIONS = st.tuples(
    st.lists(st.sampled_from(ASKED), min_size=1, max_size=6, unique=True),
    st.lists(st.sampled_from(BREAKDOWNS), max_size=2, unique=True),
    filters(),
    SCOPES,
    st.booleans(),
)


@pytest.fixture(scope="module", params=["of one question", pytest.param("of several", marks=pytest.mark.trial)])
def mixed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The mixture; the first half of it without records of several questions, which tiles leave to DuckDB."""
    folder: Path = tmp_path_factory.mktemp("tiles")
    kept = [row for row in mixture.rows() if request.param == "of several" or len(row["questions"]) == 1]  # type: ignore[arg-type]
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, *kept)
        publishing.publish(made)
        assert open_snapshot().tiles() is not None
        assert open_snapshot().manifest.as_of == DAY
        yield made


@contextmanager
def _by_duckdb() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Snapshot, "tiles", lambda _self: None)
        yield


def _answer(metrics: list[str], by: list[str], asked: Filters, scope: Scope, intervals: bool) -> pd.DataFrame | str:
    open_snapshot().answers.clear()
    try:
        return query(metrics, by, asked, scope, intervals=intervals)
    except FilterError as error:
        return str(error)


@hypothesis_settings(max_examples=50)
@given(question=QUESTIONS)
def test_tiles_and_duckdb_say_the_same(mixed: Settings, question: Any) -> None:
    with use(mixed):
        told = _answer(*question)
        with _by_duckdb():
            counted = _answer(*question)
    if isinstance(told, str) or isinstance(counted, str):
        assert told == counted if isinstance(told, str) else False
        return
    pd.testing.assert_frame_equal(told, counted, check_exact=True)


def test_the_durations_behind_a_median_are_the_same(mixed: Settings) -> None:
    with use(mixed):
        for by in ((), ("channel",), ("topic_group",)):
            told = durations(by, Filters(period="all"), EVERYTHING)
            with _by_duckdb():
                pd.testing.assert_frame_equal(told, durations(by, Filters(period="all"), EVERYTHING))


def test_what_still_waits_had_waited_less_on_a_past_day(mixed: Settings) -> None:
    before = Filters(period="26w").previous(DAY) or Filters()
    then = replace(before, as_of=before.date_to)
    with use(mixed):
        for metric in ("resolution_p90_days", "first_reply_p90_hours"):
            told = durations((), then, EVERYTHING, metric)
            with _by_duckdb():
                pd.testing.assert_frame_equal(told, durations((), then, EVERYTHING, metric))


WHOLE = ["records", "open_now", "overdue_now", "burning_now", "on_time_share", "resolution_median_days"]
ALONE = [
    (WHOLE, ()),
    (["records", "resolution_median_days"], ("place",)),
    (["records", "due", "on_time_share", "satisfied_share"], ("municipality",)),
    (["records", "late", "rating_mean"], ("week", "channel")),
    (["records"], ("day",)),
]


@pytest.mark.parametrize(("metrics", "by"), ALONE)
@pytest.mark.parametrize("asked", [Filters(period="all"), Filters(period="12w", channels=("letter",))])
def test_what_screens_ask_of_records_is_answered_without_duckdb(
    mixed: Settings, monkeypatch: pytest.MonkeyPatch, metrics: list[str], by: tuple[str, ...], asked: Filters
) -> None:
    def refuse(_snapshot: Snapshot, statement: str) -> None:
        raise AssertionError(f"DuckDB was asked: {statement}")

    with use(mixed):
        open_snapshot().answers.clear()
        monkeypatch.setattr(aggregate, "run", refuse)
        assert len(query(metrics, by, asked, EVERYTHING)) >= 1


@pytest.mark.parametrize("mixed", ["of one question"], indirect=True)
@pytest.mark.parametrize(
    ("by", "then"),
    [((), {}), (("day", "topic"), {}), (("outcome",), {}), (("recipient", "kind"), {"as_of": date(2026, 9, 21)})],
)
def test_what_two_lists_leave_is_summed_row_by_row_without_duckdb(
    mixed: Settings, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...], then: dict[str, Any]
) -> None:
    def refuse(_snapshot: Snapshot, statement: str) -> None:
        raise AssertionError(f"DuckDB was asked: {statement}")

    asked = Filters(period="all", recipients=("administration",), municipalities=("95608405",), **then)
    metrics = ["records", "late", "rating_mean", "first_reply_median_hours"]
    with use(mixed), _by_duckdb():
        open_snapshot().answers.clear()
        counted = query(metrics, by, asked, EVERYTHING)
    with use(mixed):
        open_snapshot().forget()
        monkeypatch.setattr(aggregate, "run", refuse)
        pd.testing.assert_frame_equal(query(metrics, by, asked, EVERYTHING), counted, check_exact=True)
        assert counted["records"].sum() > 0


BEFORE = Filters(period="12w").previous(DAY) or Filters()


@pytest.mark.parametrize("mixed", ["of one question"], indirect=True)
@pytest.mark.parametrize("by", [(), ("channel",), ("recipient", "topic_group")])
def test_what_screens_compare_with_is_answered_as_it_was_known_then_without_duckdb(
    mixed: Settings, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...]
) -> None:
    def refuse(_snapshot: Snapshot, statement: str) -> None:
        raise AssertionError(f"DuckDB was asked: {statement}")

    metrics = ["records", "late", "overdue_open", "on_time_share", "open_now", "overdue_now", "satisfied_share"]
    then = replace(BEFORE, as_of=BEFORE.date_to)
    with use(mixed), _by_duckdb():
        counted = query(metrics, by, then, EVERYTHING)
    with use(mixed):
        open_snapshot().answers.clear()
        monkeypatch.setattr(aggregate, "run", refuse)
        pd.testing.assert_frame_equal(query(metrics, by, then, EVERYTHING), counted)


@pytest.mark.parametrize("mixed", ["of one question"], indirect=True)
def test_ranking_and_matrix_are_answered_without_duckdb_where_records_have_one_question(
    mixed: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_snapshot: Snapshot, statement: str) -> None:
        raise AssertionError(f"DuckDB was asked: {statement}")

    with use(mixed):
        open_snapshot().answers.clear()
        monkeypatch.setattr(aggregate, "run", refuse)
        asked = Filters(period="52w", municipalities=("95608405",))
        ranked = query(["records", "on_time_share", "resolution_median_days"], ["recipient"], Filters(), EVERYTHING)
        assert query(["records"], ["topic", "place"], asked, EVERYTHING)["records"].sum() > 0
        assert len(ranked) > 1


def test_who_sees_totals_only_is_never_answered_from_tiles(mixed: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their numbers carry noise that belongs to the very records behind them: no sum beforehand knows it."""
    totals = Scope((Grant(detail="totals"),))
    asked = Filters(period="all")
    with use(mixed), _by_duckdb():
        told = query(["records"], ["channel"], asked, totals)
    with use(mixed):
        open_snapshot().answers.clear()
        monkeypatch.setattr("data.metrics.flows._from_tiles", lambda *_: pytest.fail("tiles were asked"))
        pd.testing.assert_frame_equal(query(["records"], ["channel"], asked, totals), told)


def test_every_metric_that_tiles_count_is_declared() -> None:
    assert {*measures.CORE, *measures.MORE, *QUANTILES} <= METRICS.keys()


def test_the_day_of_the_report_decides_what_may_be_read() -> None:
    timeless = {
        name for name in measures.CORE if all(m.is_timeless for m in measures.of_metric(METRICS[name]).values())
    }
    assert timeless == {"records", "problems", "per_1000", "ping_pong_share"}
