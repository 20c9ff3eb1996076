"""Lives of records in days: one row each, nothing of the future, nothing that cannot be known."""

import numpy as np

from data.filters import Filters
from data.metrics.lifetimes import lifetimes
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests.data.records import day, published

ROWS = (
    {"received": "2026-03-02", "answered": "2026-03-12", "channel": "pos_message"},
    {"received": "2026-03-02", "channel": "pos_message"},
    {"received": "2026-03-02", "registered": "2026-03-04", "channel": "letter", "source": "register_59fz"},
    {"received": "2026-03-05", "channel": "letter", "observes_answer": False},  # such an export
)


def _days(text: str) -> float:
    return float(np.datetime64(text, "D").astype(int))


def test_each_record_whose_end_would_be_known_has_one_row(settings: Settings) -> None:
    published(settings, *ROWS)

    found = lifetimes(Filters(period="all", as_of=day("2026-03-31")), EVERYTHING)

    assert found["channel"].tolist() == ["pos_message", "pos_message", "letter"]
    assert found["start_day"].tolist() == [_days(one) for one in ("2026-03-02", "2026-03-02", "2026-03-04")]
    assert found["due_day"].tolist()[:2] == [_days("2026-04-01")] * 2
    assert found["resolved_day"].isna().tolist() == [False, True, True]


def test_an_answer_after_the_day_of_the_report_is_not_known_yet(settings: Settings) -> None:
    published(settings, *ROWS)

    found = lifetimes(Filters(period="all", as_of=day("2026-03-11")), EVERYTHING)

    assert found["resolved_day"].isna().all()


def test_a_scope_narrows_the_lives(settings: Settings) -> None:
    published(settings, *ROWS)

    found = lifetimes(Filters(period="all"), Scope((Grant(channels=("letter",)),)))

    assert set(found["channel"]) == {"letter"}
