"""Ten records whose deadlines are counted by hand."""

import pytest

from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from tests.data.records import day, published

# ПОС: 30 calendar days, the last day moved to the preceding working day.
# Received on Monday 02.02.2026 → 04.03.2026 (Wednesday). As of 10.04.2026.
TEN = (
    {"received": "2026-02-02", "answered": "2026-02-20"},  # in time
    {"received": "2026-02-02", "answered": "2026-03-04"},  # on the last day: in time
    {"received": "2026-02-02", "answered": "2026-03-05"},  # a day late
    {"received": "2026-02-02"},  # overdue and open
    {"received": "2026-02-03", "answered": "2026-04-10"},  # late, on the day of the report
    {"received": "2026-03-30"},  # term 29.04.2026: not yet due
    {"received": "2026-03-30", "answered": "2026-04-01"},  # answered ahead: its term has not come
    {"received": "2026-02-05", "source": "heat_map", "observes_answer": False},  # no clock
    {"received": "2026-02-05", "answered": "2026-02-04", "is_date_conflict": True},  # contradictory dates: no clock
    {"received": "2026-02-05", "status": "closed_explained"},  # closed, nobody knows when: no clock
)
AS_OF = Filters(as_of=day("2026-04-10"))


@pytest.fixture
def ten(settings: Settings) -> Settings:
    published(settings, *TEN)
    return settings


def test_every_outcome_is_counted_as_by_hand(ten: Settings) -> None:
    row = query(
        ["due", "on_time", "late", "overdue_open", "not_yet_due", "no_clock", "records"], (), AS_OF, EVERYTHING
    ).iloc[0]
    assert row.to_dict() == {
        "due": 5, "on_time": 2, "late": 2, "overdue_open": 1, "not_yet_due": 1, "no_clock": 3, "records": 10,
    }  # fmt: skip


def test_the_share_counts_open_overdue_records_as_failed(ten: Settings) -> None:
    row = query(["on_time_share", "overdue_share"], (), AS_OF, EVERYTHING, intervals=True).iloc[0]
    assert row["on_time_share"] == pytest.approx(2 / 5)
    assert row["overdue_share"] == pytest.approx(3 / 5)
    assert row["on_time_share_n"] == 5
    assert row["on_time_share_low"] < 0.4 < row["on_time_share_high"]


def test_an_earlier_day_of_the_report_sees_less(ten: Settings) -> None:
    row = query(
        ["due", "on_time", "late", "overdue_open", "records"], (), Filters(as_of=day("2026-03-05")), EVERYTHING
    ).iloc[0]
    # 04.03 has passed; the answer of 05.03 is there; the record of 03.02 is due on 05.03, which has not run out.
    assert row.to_dict() == {"due": 4, "on_time": 2, "late": 1, "overdue_open": 1, "records": 8}


def test_a_term_that_ends_on_the_day_of_the_report_has_not_run_out(ten: Settings) -> None:
    row = query(["due"], (), Filters(as_of=day("2026-03-04")), EVERYTHING).iloc[0]
    assert row["due"] == 0


def test_a_share_of_nothing_is_missing_not_zero_and_not_one(ten: Settings) -> None:
    row = query(["on_time_share", "due"], (), Filters(as_of=day("2026-04-10"), channels=("letter",)), EVERYTHING).iloc[
        0
    ]
    assert row["due"] == 0
    assert row.isna()["on_time_share"]


def test_the_files_own_due_date_serves_where_no_rule_does_and_where_it_is_earlier(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-02-02", "channel": "phone", "file_due": "2026-02-10", "answered": "2026-02-12"},
        {"received": "2026-02-02", "channel": "pos_message", "file_due": "2026-02-10", "answered": "2026-02-12"},
        {"received": "2026-02-02", "channel": "pos_message", "file_due": "2026-03-20", "answered": "2026-03-10"},
        {"received": "2026-02-02", "channel": "letter", "registered": "2026-02-02", "file_due": "2026-02-10",
         "answered": "2026-02-12"},
    )  # fmt: skip
    frame = query(["on_time", "late"], ["channel"], AS_OF, EVERYTHING).set_index("channel")
    assert frame.loc["phone", ["on_time", "late"]].tolist() == [0, 1]
    assert frame.loc["pos_message", ["on_time", "late"]].tolist() == [0, 2]  # its own term, then the rule's 04.03
    assert frame.loc["letter", ["on_time", "late"]].tolist() == [1, 0]


def test_an_appeal_is_counted_from_registration_and_without_it_from_its_last_day(settings: Settings) -> None:
    published(
        settings,
        # 30 days from 02.03.2026 → 01.04.2026, Wednesday
        {"received": "2026-02-27", "registered": "2026-03-02", "answered": "2026-04-01", "channel": "letter"},
        # 02.03 is the last day to register, too
        {"received": "2026-02-27", "answered": "2026-04-02", "channel": "letter"},
        {"received": "2026-02-27", "channel": "letter"},
    )
    row = query(["on_time", "late", "overdue_open", "due", "no_clock"], (), AS_OF, EVERYTHING).iloc[0]
    assert row.to_dict() == {"on_time": 1, "late": 1, "overdue_open": 1, "due": 3, "no_clock": 0}


def test_an_answer_an_hour_after_its_minute_is_late_though_the_day_is_right(settings: Settings) -> None:
    said = {"received": "2026-02-02 10:00", "channel": "phone", "file_due": "2026-02-10 08:30"}
    published(settings, said | {"answered": "2026-02-10 08:30"}, said | {"answered": "2026-02-10 09:30"})
    assert query(["on_time", "late"], (), AS_OF, EVERYTHING).iloc[0].tolist() == [1, 1]
