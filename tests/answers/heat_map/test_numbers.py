"""The numbers of the heat map: against the door, and counted by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.heat_map import numbers
from answers.heat_map.measures import MapView, certainty
from data.filters import parse
from data.metrics import members, query, stamp
from data.metrics.intervals import wilson
from data.scope import EVERYTHING, Grant, Scope
from tests.components.figures.frames import answered
from tests.pages.conftest import filled, settings  # noqa: F401 fixtures of a published store

AS_OF = date(2026, 6, 30)
BY = ("municipality",)


def counted(rows: dict[str, int]) -> pd.DataFrame:
    return answered([(code, float(n), float(n), float(n), float(n)) for code, n in rows.items()], "municipality")


def row(frame: pd.DataFrame, code: str) -> pd.Series:
    found = frame.set_index("municipality").loc[code]
    assert isinstance(found, pd.Series)  # one municipality, one row
    return found


def test_growth_is_the_ratio_of_two_counts_with_the_interval_of_a_share() -> None:
    made = row(numbers.growth(counted({"a": 30}), counted({"a": 20}), BY), "a")

    low, high = (float(end[0]) for end in wilson(np.array([30.0]), np.array([50.0])))
    assert made["value"] == pytest.approx(50)
    assert (made["low"], made["high"]) == pytest.approx((100 * (low / (1 - low) - 1), 100 * (high / (1 - high) - 1)))
    assert made["n"] == 50


@pytest.mark.parametrize(("measure", "unit"), [("growth", ""), ("overdue_share", ", %"), ("records", "")])
def test_periods_that_are_compared_are_headed_by_their_own_unit(
    settings,  # noqa: F811
    measure: str,
    unit: str,
) -> None:
    look = MapView(measure=measure, mode="compare")
    found = numbers.answer(look, parse({"period": "4w"}), AS_OF, EVERYTHING)

    labels = {column.name: column.label for column in numbers.columns(found)}

    assert (labels["now"], labels["before"]) == (f"За период{unit}", f"В прошлом периоде{unit}")


@pytest.mark.parametrize(
    ("asked", "said"), [({"period": "all"}, "«За всё время»"), ({"state": "overdue"}, "Условие «Просрочено»")]
)
def test_what_cannot_be_compared_says_what_stands_in_the_way(
    settings,  # noqa: F811
    asked: dict[str, str],
    said: str,
) -> None:
    found = numbers.answer(MapView(measure="growth"), parse(asked), AS_OF, EVERYTHING)

    assert said in found.reason


def test_growth_from_nothing_is_unknown_and_growth_to_nothing_is_minus_hundred() -> None:
    made = numbers.growth(counted({"new": 7}), counted({"gone": 7}), BY)

    assert pd.isna(row(made, "new")["value"])
    assert row(made, "gone")["value"] == -100


@given(st.integers(1, 500), st.integers(1, 500))
def test_the_interval_of_growth_holds_its_value(now: int, before: int) -> None:
    made = row(numbers.growth(counted({"a": now}), counted({"a": before}), BY), "a")

    assert made["low"] <= made["value"] <= made["high"]


def test_a_difference_joins_both_intervals() -> None:
    now, before = answered([("a", 40, 30, 52, 80)], *BY), answered([("a", 25, 20, 31, 60)], *BY)

    made = row(numbers.differences(now, before, BY, is_count=False), "a")

    assert made["value"] == 15
    assert made["low"] == pytest.approx(15 - (10**2 + 6**2) ** 0.5)
    assert made["high"] == pytest.approx(15 + (12**2 + 5**2) ** 0.5)
    assert made["n"] == 60


def test_what_one_period_does_not_know_has_no_difference() -> None:
    now, before = answered([("a", 40, 30, 52, 80)], *BY), answered([("b", 25, 20, 31, 60)], *BY)

    assert numbers.differences(now, before, BY, is_count=False)["value"].isna().all()


def test_a_count_that_one_period_lacks_is_zero_there() -> None:
    now, before = numbers.with_zeros(counted({"a": 4}), counted({"b": 9}), ("municipality",), None)

    made = numbers.differences(now, before, BY, is_count=True)

    assert (row(made, "a")["value"], row(made, "b")["value"]) == (4, -9)
    assert row(made, "b")["n"] == 9


def test_the_compared_period_stands_just_before_or_a_year_earlier() -> None:
    filters = parse({"from": "2026-04-01", "to": "2026-06-30"})

    before, year = (numbers.earlier(filters, against, AS_OF, EVERYTHING) for against in ("previous", "year"))

    assert before is not None
    assert year is not None
    assert (before.date_from, before.date_to, before.as_of) == (
        date(2025, 12, 31),
        date(2026, 3, 31),
        date(2026, 3, 31),
    )
    assert (year.date_from, year.date_to, year.as_of) == (date(2025, 4, 1), date(2025, 6, 30), date(2025, 6, 30))
    assert numbers.earlier(parse({"period": "all"}), "year", AS_OF, EVERYTHING) is None


def test_both_periods_that_are_compared_are_named() -> None:
    filters = parse({"from": "2026-04-01", "to": "2026-06-30"})
    before = numbers.earlier(filters, "year", AS_OF, EVERYTHING)

    assert before is not None
    assert numbers.both_periods(filters, before, AS_OF) == " · 01.04–30.06.2026, сравнение с 01.04–30.06.2025"


def test_smoothing_draws_a_small_village_to_the_district_and_leaves_a_big_one() -> None:
    people = {"big": 5000.0, "small": 10.0, "empty": 0.0, "silent": 300.0}
    everywhere = pd.DataFrame({"code": list(people), "label": list(people), "population": list(people.values())})
    raw = {"big": 200 / 5, "small": 2 / 0.01}
    whole = 202 / 5.31

    made = numbers.smoothed_rates(counted({"big": 200, "small": 2}), BY, everywhere)

    big, small = row(made, "big"), row(made, "small")
    assert abs(big["value"] - raw["big"]) < 2
    assert whole < small["value"] < raw["small"]
    assert row(made, "silent")["value"] > 0, "no records is not a rate of zero"
    assert pd.isna(row(made, "empty")["value"])
    assert (made["low"].dropna() <= made["value"].dropna()).all()


def look(**params: str) -> MapView:
    return MapView(**params)


@pytest.mark.parametrize("measure", ["records", "per_1000", "overdue_share", "resolution_median_days"])
def test_a_plain_map_shows_the_numbers_of_the_door(settings, measure: str) -> None:  # noqa: F811
    filters = parse({"period": "all"})

    made = numbers.answer(look(measure=measure), filters, stamp(filters).as_of, EVERYTHING).frame
    asked = query([measure], BY, filters, EVERYTHING, intervals=True)

    k = 100 if measure == "overdue_share" else 1
    assert np.allclose(made["value"], asked[measure] * k, equal_nan=True)
    assert np.allclose(made["n"], asked[f"{measure}_n"])


def test_the_steps_of_the_animation_add_up_to_the_period(settings) -> None:  # noqa: F811
    filters = parse({"period": "all"})
    as_of = stamp(filters).as_of

    frames = numbers.answer(look(mode="time"), filters, as_of, EVERYTHING).frame
    axis = numbers.steps(look(mode="time"), filters, as_of, EVERYTHING)

    whole = query(["records"], (), filters, EVERYTHING)["records"].iloc[0]
    assert frames["value"].sum() == whole
    assert axis["records"].sum() == whole


def test_growth_of_a_cut_month_is_unknown(settings) -> None:  # noqa: F811
    filters = parse({"from": "2026-01-15", "to": "2026-05-31"})

    frame = numbers.answer(look(mode="time", measure="growth"), filters, AS_OF, EVERYTHING).frame

    known = set(frame.loc[frame["value"].notna(), "month"])
    assert known
    assert known <= {date(2026, month, 1) for month in (3, 4, 5)}


@pytest.mark.parametrize(
    ("at", "month"), [("", 5), ("2026-03-01", 3), ("2026-03-17", 3), ("вчера", 5), ("1999-01-01", 5)]
)
def test_the_map_stands_at_the_asked_step_or_at_the_last_whole_one(settings, at: str, month: int) -> None:  # noqa: F811
    filters = parse({"from": "2026-01-01", "to": "2026-06-10"})
    one = look(mode="time", at=at)

    axis = numbers.steps(one, filters, AS_OF, EVERYTHING)

    assert numbers.current_step(one, axis) == date(2026, month, 1)


def test_the_circles_hold_the_records_of_every_place(settings) -> None:  # noqa: F811
    filters = parse({"period": "all"})

    spots = numbers.places(look(measure="overdue_share"), filters, AS_OF, EVERYTHING).frame

    assert spots["records"].sum() == query(["records"], ["place"], filters, EVERYTHING)["records"].sum()


def test_who_sees_one_municipality_learns_nothing_of_the_others(settings) -> None:  # noqa: F811
    filters, scope = parse({"period": "all"}), Scope((Grant(municipalities=("95608151",)),))

    for measure in ("records", "per_1000_smoothed"):
        for level in ("municipality", "place"):
            frame = numbers.answer(look(measure=measure, cells=level), filters, AS_OF, scope).frame
            owner = dict(zip(members("place")["code"], members("place")["municipality"], strict=True))
            seen = {owner.get(code, code) for code in frame[level].dropna()}
            assert seen == {"95608151"}


def test_nobody_s_answer_is_empty_in_every_mode(settings) -> None:  # noqa: F811
    filters = parse({"period": "26w"})
    for mode in ("map", "time", "topics", "compare"):
        for measure in ("records", "per_1000", "per_1000_smoothed", "growth", "satisfied_share"):
            found = numbers.answer(look(mode=mode, measure=measure), filters, AS_OF, Scope())
            rows = [{str(name): value for name, value in r.items()} for r in found.frame.to_dict("records")]
            assert not any(certainty(found.measure, r) == "clear" for r in rows)


def test_periods_are_compared_though_one_of_them_knows_no_territory() -> None:
    nowhere = answered([("x", 5.0, 5.0, 5.0, 5.0)], "municipality").assign(municipality=np.nan)
    found = numbers.growth(counted({"a": 30}), nowhere, BY)
    assert row(found[found["municipality"].notna()], "a")["n"] == 30
