"""Who rates, and how long the answer took, counted by hand."""

import pytest

from data.errors import FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.snapshots import publish
from tests.data.checks import hinted
from tests.data.records import day, published

AS_OF = Filters(as_of=day("2026-04-30"))


def test_those_who_rate_are_counted_among_those_who_were_answered(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-04-01", "answered": "2026-04-03", "rating": 5},
        {"received": "2026-04-01", "answered": "2026-04-05"},
        {"received": "2026-04-01", "answered": "2026-04-11"},
        {"received": "2026-04-01", "status": "closed_solved"},  # closed, nobody has said when
        {"received": "2026-04-02", "rating": 2},  # rated, so answered somehow
        {"received": "2026-04-01"},  # still open: nobody could rate it
    )
    row = query(["rated_share"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert (row["rated_share"], row["rated_share_n"]) == (pytest.approx(2 / 5), 5)
    assert row["rated_share_low"] < 0.4 < row["rated_share_high"]
    early = query(["rated_share"], (), Filters(as_of=day("2026-04-04")), EVERYTHING, intervals=True).iloc[0]
    assert early["rated_share_n"] == 2, "what was answered later was not answered then, nor is its rating known"


def test_the_time_of_the_answer_is_told_in_bands_and_an_unanswered_record_has_none(settings: Settings) -> None:
    answered = ("2026-03-04", "2026-03-05", "2026-03-11", "2026-03-12", "2026-03-21", "2026-03-31", "2026-04-20")
    published(
        settings,
        *[{"received": "2026-03-01", "answered": one} for one in answered],
        {"received": "2026-03-01"},
        {"received": "2026-03-01", "answered": "2026-02-01", "is_date_conflict": True},
    )
    found = query(["records"], ["answered_in"], AS_OF, EVERYTHING)
    counts = dict(zip(found["answered_in_label"], found["records"], strict=True))
    # after 3, 4, 10, 11, 20, 30 and 50 days
    assert counts == {
        "до 3 дней": 1, "4–10 дней": 2, "11–20 дней": 2, "21–30 дней": 1, "больше 30 дней": 1, "не определено": 2,
    }  # fmt: skip


def test_people_who_see_totals_only_are_refused_the_time_of_the_answer(settings: Settings) -> None:
    published(settings, {"received": "2026-04-01", "answered": "2026-04-03"})
    totals = Scope((Grant(detail="totals"),))
    with pytest.raises(FilterError, match="скорости и полноте ответа"):
        query(["rated"], ["answered_in"], Filters(period="all"), totals)


def test_hints_of_completeness_are_told_in_bands_of_a_hundred_points(settings: Settings) -> None:
    published(settings, *[{"received": "2026-04-01", "answered": "2026-04-03", "record_id": i} for i in range(1, 8)])
    hinted(settings, {1: 0, 2: 26, 3: 27, 4: 53, 5: 54, 6: 90})  # of 90: 28.9, 30, 58.9, 60 and 100 of 100
    publish.publish(settings)
    found = query(["records"], ["hint_band"], AS_OF, EVERYTHING)
    assert dict(zip(found["hint_band_label"], found["records"], strict=True)) == {
        "до 29 баллов": 2, "30–59 баллов": 2, "60–79 баллов": 1, "80–100 баллов": 1, "не определено": 1,
    }  # fmt: skip
