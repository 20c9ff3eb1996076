"""Counts, rates and letters of several questions counted by hand."""

import pytest
import sqlalchemy as sa

from data import store
from data.decisions.problems import decide
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots.publish import publish
from data.store import tables
from tests.data.records import day, published

AS_OF = Filters(as_of=day("2026-04-30"))
ASKIZ_SETTLEMENT, ASKIZ_VILLAGE, LUGOVAYA = "95608151051", "95608405101", "95608405106"


def test_a_letter_of_several_questions_is_one_record_and_one_in_each_of_its_topics(settings: Settings) -> None:
    published(
        settings,
        {"received": "2026-04-01", "questions": ["roads.potholes", "roads.lighting", "housing.no_water"]},
        {"received": "2026-04-01", "topic": "roads.potholes"},
    )
    assert query(["records"], (), AS_OF, EVERYTHING)["records"].tolist() == [2]
    by_topic = query(["records"], ["topic"], AS_OF, EVERYTHING).set_index("topic")["records"].to_dict()
    assert by_topic == {"roads.potholes": 2, "roads.lighting": 1, "housing.no_water": 1}
    by_group = query(["records"], ["topic_group"], AS_OF, EVERYTHING).set_index("topic_group")["records"].to_dict()
    assert by_group == {"roads": 2, "housing": 1}, "two road questions of one letter are one record of the group"
    roads = query(["records"], (), Filters(as_of=day("2026-04-30"), topic_groups=("roads", "housing")), EVERYTHING)
    assert roads["records"].tolist() == [2]


def test_the_rate_divides_by_the_residents_of_that_very_place(settings: Settings) -> None:
    published(settings, *[{"received": "2026-04-01", "place": LUGOVAYA}] * 3, {"received": "2026-04-01"})
    place = query(["per_1000", "records"], ["place"], AS_OF, EVERYTHING, intervals=True).set_index("place")
    assert place.loc[LUGOVAYA, "per_1000"] == pytest.approx(3 / 439 * 1000)
    low, high = (float(place[f"per_1000_{end}"][LUGOVAYA]) for end in ("low", "high"))
    assert low < 3 / 439 * 1000 < high
    unknown = place[place.index.isna()]
    assert unknown["records"].tolist() == [1]
    assert unknown["per_1000"].isna().all(), "nobody knows how many people live in an unknown place"


def test_the_rate_of_a_place_without_residents_is_missing(settings: Settings) -> None:
    published(settings, {"received": "2026-04-01", "place": "95608413111"})
    assert query(["per_1000"], ["place"], AS_OF, EVERYTHING)["per_1000"].isna().all()


def test_the_rate_of_the_district_uses_all_its_residents_and_a_filter_narrows_them(settings: Settings) -> None:
    published(settings, *[{"received": "2026-04-01", "place": ASKIZ_VILLAGE}] * 2)
    whole = query(["per_1000"], (), AS_OF, EVERYTHING)["per_1000"].iloc[0]
    one = query(["per_1000"], (), Filters(as_of=day("2026-04-30"), places=(ASKIZ_VILLAGE,)), EVERYTHING)[
        "per_1000"
    ].iloc[0]
    assert whole == pytest.approx(2 / 36844 * 1000, rel=0.02)
    assert one == pytest.approx(2 / 8159 * 1000)


def test_spam_is_not_counted(settings: Settings) -> None:
    published(settings, {"received": "2026-04-01", "is_spam": True}, {"received": "2026-04-01"})
    assert query(["records"], (), AS_OF, EVERYTHING)["records"].tolist() == [1]


def test_the_local_day_counts_not_the_utc_one(settings: Settings) -> None:
    published(settings, {"received": "2026-04-02 03:00"})  # 01.04 20:00 UTC
    assert query(["records"], ["day"], AS_OF, EVERYTHING)["day"].tolist() == [day("2026-04-02")]


def test_weeks_begin_on_monday_and_empty_ones_are_zero_when_asked_to_fill(settings: Settings) -> None:
    published(settings, {"received": "2026-04-05"}, {"received": "2026-04-06"}, {"received": "2026-04-20"})
    april = Filters(date_from=day("2026-04-01"), date_to=day("2026-04-26"), as_of=day("2026-04-30"))
    frame = query(["records", "on_time_share"], ["week"], april, EVERYTHING, fill=True)
    assert [w.isoformat() for w in frame["week"]] == ["2026-03-30", "2026-04-06", "2026-04-13", "2026-04-20"]
    assert frame["records"].tolist() == [1, 1, 0, 1]
    assert frame["on_time_share"].isna().all()


def test_months_and_years_are_calendar_ones(settings: Settings) -> None:
    published(settings, {"received": "2025-12-31"}, {"received": "2026-01-01"}, {"received": "2026-01-31"})
    months = query(["records"], ["month"], AS_OF, EVERYTHING)
    assert dict(zip(months["month"].astype(str), months["records"], strict=True)) == {"2025-12-01": 1, "2026-01-01": 2}
    assert query(["records"], ["year"], AS_OF, EVERYTHING)["year"].tolist() == [2025, 2026]


def test_records_put_together_are_one_problem_counted_by_the_first(settings: Settings) -> None:
    rows = [{"received": day, "topic": "housing.no_water"} for day in ("2026-02-27", "2026-03-02", "2026-03-02")]
    published(settings, *rows, {"received": "2026-03-05"}, {"received": "2026-03-06"})
    assert counts(settings) == {"2026-02": (1, 1), "2026-03": (4, 4)}
    with store.writing(settings) as connection:
        connection.execute(sa.insert(tables.problem_proposals), [{"record_id": i, "leader_id": 1} for i in (1, 2, 3)])
    number = decide.merge(settings, EVERYTHING, "r1", "Прорыв", "x")
    publish(settings)
    assert counts(settings) == {"2026-02": (1, 1), "2026-03": (4, 2)}, "first of February, two others of March"
    decide.mark_different(settings, EVERYTHING, f"p{number}", "x", 1)
    publish(settings)
    assert counts(settings) == {"2026-02": (1, 1), "2026-03": (4, 3)}, "the problem now begins in March"
    decide.split(settings, EVERYTHING, f"p{number}")
    publish(settings)
    assert counts(settings) == {"2026-02": (1, 1), "2026-03": (4, 4)}
    earlier = query(["problems"], (), Filters(period="all", snapshot=2), EVERYTHING)["problems"].iloc[0]
    assert earlier == 3, "an older snapshot keeps its count"


def counts(settings: Settings) -> dict[str, tuple[int, int]]:
    frame = query(["records", "problems"], ["month"], Filters(period="all"), EVERYTHING)
    return {
        str(month)[:7]: (int(one), int(other))
        for month, one, other in zip(frame["month"], frame["records"], frame["problems"], strict=True)
    }
