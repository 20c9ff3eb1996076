"""Events beside figures: which a chart names, which days leave a norm, counted by hand."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from answers import events, norm_weeks, season
from data.decisions.events import read, write
from data.decisions.events.read import Event
from data.decisions.events.write import Form
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data.records import day, published

AS_OF = day("2026-06-30")
MONTH = Filters(period="4w", as_of=AS_OF)
WATER, GROUP = "housing.no_water", "housing"
QUESTION: tuple[list[str], list[str]] = (["records"], ["topic"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two years ago 3 records in the weeks, a year ago 7, of which 5 lie in the days of an accident; now 4."""
    folder = tmp_path_factory.mktemp("events")
    settings = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    days = ["2024-05-01", *["2024-06-13"] * 2, "2024-06-20", *["2025-06-12"] * 5, "2025-06-20", "2025-06-25"]
    rows = [{"received": one, "topic": WATER, "place": "95608425101"} for one in [*days, *["2026-06-20"] * 4]]
    with use(settings):
        published(settings, *rows)
    return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def _places(settings: Settings) -> list[str]:
    return [code for code, _ in read.choices(settings) if len(code) == 11]


def one(**more: Any) -> Event:
    told = Event(
        1, 1, "СБ-2026-001", "accident", "Авария", WATER, "Отсутствие воды", GROUP, "95608425", "Сельсовет",
        "95608425101", "Село", day("2025-06-10"), day("2025-06-14"), True, "", frozenset((WATER,)),
    )  # fmt: skip
    return replace(told, **more)


@pytest.mark.parametrize(
    ("filters", "meets"),
    [
        ({}, True),
        ({"topics": (WATER,)}, True),
        ({"topics": ("roads.potholes",)}, False),
        ({"topic_groups": (GROUP,)}, True),
        ({"topic_groups": ("roads",)}, False),
        ({"places": ("95608425101",)}, True),
        ({"places": ("95608425102",)}, False),
        ({"municipalities": ("95608425",)}, True),
        ({"municipalities": ("95608400",)}, False),
    ],
)
def test_an_event_meets_records_of_its_place_and_topic(filters: dict[str, Any], meets: Any) -> None:
    assert one().meets(Filters(**filters)) is meets


def test_an_event_of_the_district_and_of_any_topic_meets_everything() -> None:
    wide = one(topic="", group="", municipality="", place="")
    assert wide.meets(Filters(topics=("roads.potholes",), places=("95608400101",)))
    group = one(topic=GROUP, topics=frozenset((GROUP, WATER)), place="")
    assert group.meets(Filters(topics=(WATER,), places=("95608425102",)))
    assert not group.meets(Filters(topics=("roads.potholes",)))


def test_an_event_of_a_group_is_about_all_its_topics(made: Settings) -> None:
    code = write.save(made, "kurator", "", 0, Form("rules", "Новый порядок", "waste", "", day("2026-06-05")))
    (found,) = read.listed(made, EVERYTHING)
    assert {"waste", "waste.bulky"} <= found.topics and not found.meets(Filters(topics=(WATER,)))
    (mark,) = events.on_chart(MONTH, EVERYTHING, day("2026-06-01"), AS_OF)
    assert mark.is_turn
    write.remove(made, "kurator", code, 1)


def test_no_day_of_a_place_and_a_topic_is_taken_out_twice() -> None:
    year = replace(MONTH, date_from=day("2025-06-01"), date_to=day("2025-06-28"))
    wide = one(code="СБ-1", topic=GROUP, place="", started_on=day("2025-06-12"), ended_on=day("2025-06-13"))
    found = events.parts(year, [one(), wide, one(code="СБ-3", started_on=day("2025-06-27"), ended_on=None)], AS_OF)
    told = [(part.date_from, part.date_to, part.topics, part.topic_groups, part.places) for part in found]
    place = ("95608425101",)
    assert told == [
        (day("2025-06-12"), day("2025-06-13"), (), (GROUP,), ()),
        (day("2025-06-10"), day("2025-06-11"), (WATER,), (), place),
        (day("2025-06-14"), day("2025-06-14"), (WATER,), (), place),
        (day("2025-06-27"), day("2025-06-28"), (WATER,), (), place),
    ]


def test_the_norm_of_the_season_leaves_the_days_of_an_accident_to_the_other_year(made: Settings) -> None:
    years = season.known_years(MONTH, EVERYTHING, AS_OF)
    raw = [query(*QUESTION, filters=one, scope=EVERYTHING) for one in years]
    assert [int(frame["records"].sum()) for frame in raw] == [7, 3]
    now = query(*QUESTION, filters=MONTH, scope=EVERYTHING)
    assert season.with_season(now, raw, "topic", "records")["norm"].iloc[0] == pytest.approx(4 / 5 - 1)
    assert season.events_out(years, EVERYTHING, AS_OF) == ""
    form = Form("accident", "Авария", WATER, "", day("2025-06-10"), day("2025-06-14"), leaves_norm=True)
    code = write.save(made, "kurator", "", 0, form)
    usual = season.norm_years(QUESTION, years, EVERYTHING, AS_OF, "topic")
    # The accident took 5 of the 7; in the same days two years ago there were 2: 7 − 5 + 2 = 4; norm (4 + 3) / 2.
    assert [int(frame["records"].sum()) for frame in usual] == [4, 3]
    told = season.with_season(now, raw, "topic", "records", usual)
    assert told["norm"].iloc[0] == pytest.approx(4 / 3.5 - 1)
    assert told["year"].iloc[0] == pytest.approx(4 / 7 - 1), "a year ago is told as it was"
    assert season.events_out(years, EVERYTHING, AS_OF) == "В норму не входят дни событий: «Авария»."
    write.remove(made, "kurator", code, 1)
    assert [int(one["records"].sum()) for one in season.norm_years(QUESTION, years, EVERYTHING, AS_OF, "topic")] == [
        7,
        3,
    ]


def test_days_that_an_event_takes_out_of_both_years_stay(made: Settings) -> None:
    years = season.known_years(MONTH, EVERYTHING, AS_OF)
    form = Form("accident", "Долгая", WATER, "", day("2024-06-01"), day("2025-07-01"), leaves_norm=True)
    code = write.save(made, "kurator", "", 0, form)
    assert [int(one["records"].sum()) for one in season.norm_years(QUESTION, years, EVERYTHING, AS_OF, "topic")] == [
        7,
        3,
    ]
    write.remove(made, "kurator", code, 1)


def test_a_week_of_an_event_has_in_the_norm_what_the_other_weeks_had(made: Settings) -> None:
    before = Filters(date_from=day("2025-05-05"), date_to=day("2025-06-29"), as_of=day("2025-06-29"))
    weeks = [day("2025-06-09"), day("2025-06-16"), day("2025-06-23")]
    assert _usual(before) == (dict(zip(weeks, (5, 1, 1), strict=True)), "")
    form = Form("accident", "Авария", WATER, "", day("2025-06-12"), day("2025-06-14"), leaves_norm=True)
    within = Form("accident", "Свищ", WATER, "", day("2025-06-13"), day("2025-06-13"), leaves_norm=True)
    codes = [write.save(made, "kurator", "", 0, one) for one in (form, within)]
    # The 5 of the week leave; the seven other weeks had 1 + 1: in its stead 2 / 7, in the whole and for the topic.
    told = "В норму восьми недель не входят недели событий: «Авария»."
    filled = dict(zip(weeks, (pytest.approx(2 / 7), 1, 1), strict=True))
    assert _usual(before) == _usual(before, "topic") == (filled, told)
    for code in codes:
        write.remove(made, "kurator", code, 1)


def test_an_event_that_lasts_through_all_the_weeks_leaves_the_norm_as_it_is(made: Settings) -> None:
    before = Filters(date_from=day("2025-05-05"), date_to=day("2025-06-29"), as_of=day("2025-06-29"))
    form = Form("accident", "Долгая", WATER, "", day("2025-01-01"), day("2025-07-01"), leaves_norm=True)
    code = write.save(made, "kurator", "", 0, form)
    assert sum(_usual(before)[0].values()) == 7 and not _usual(before)[1]
    write.remove(made, "kurator", code, 1)


def _usual(before: Filters, *by: str) -> tuple[dict[Any, Any], str]:
    frame, found = norm_weeks.counted(["records"], by, before, EVERYTHING)
    return dict(zip(frame["week"], frame["records"], strict=True)), norm_weeks.sentence(found)


def test_who_sees_totals_only_is_answered_with_all_days(made: Settings) -> None:
    totals = Scope((Grant(detail="totals"),))
    form = Form("accident", "Авария", WATER, "", day("2025-06-10"), day("2025-06-14"), leaves_norm=True)
    code = write.save(made, "kurator", "", 0, form)
    assert season.events_out([MONTH, MONTH], totals, AS_OF) == ""
    write.remove(made, "kurator", code, 1)


def test_a_chart_names_the_events_of_its_days_the_earliest_first(made: Settings) -> None:
    codes = [
        write.save(made, "kurator", "", 0, Form("repair", f"Ремонт {at}", "", "", day(f"2026-06-{at:02d}")))
        for at in (20, 5)
    ]
    found = events.on_chart(MONTH, EVERYTHING, day("2026-06-01"), AS_OF)
    assert [(mark.number, mark.label, mark.sentence) for mark in found] == [
        (1, "ремонт", "Ремонт 5: ремонт; весь район; все тематики; с 05.06.2026."),
        (2, "ремонт", "Ремонт 20: ремонт; весь район; все тематики; с 20.06.2026."),
    ]
    assert events.on_chart(MONTH, EVERYTHING, day("2026-05-01"), day("2026-06-04")) == []
    for code in codes:
        write.remove(made, "kurator", code, 1)


def test_an_event_of_another_municipality_is_not_open(made: Settings) -> None:
    place = _places(made)[0]
    code = write.save(made, "kurator", "", 0, Form("repair", "Ремонт", "", place, day("2026-06-05")))
    elsewhere = Scope((Grant(municipalities=("00000000",)),))
    here = Scope((Grant(municipalities=(place[:8],)),))
    assert [one.code for one in read.listed(made, here)] == [code] and read.listed(made, elsewhere) == []
    write.remove(made, "kurator", code, 1)


def test_weeks_of_an_event_have_no_norm_and_the_chart_says_so(made: Settings) -> None:
    weeks = pd.DataFrame({"day": [day("2026-06-01"), day("2026-06-08"), day("2026-06-15")], "records": [1, 9, 1]})
    weeks = weeks.assign(expected=2.0, low=0.0, high=4.0)
    here = replace(MONTH, topics=(WATER,))
    assert events.without_norm(weeks, here, EVERYTHING)[1] == ""
    form = Form("accident", "Авария", WATER, "", day("2026-06-10"), day("2026-06-11"), leaves_norm=True)
    code = write.save(made, "kurator", "", 0, form)
    kept, said = events.without_norm(weeks, here, EVERYTHING)
    assert kept["expected"].isna().tolist() == [False, True, False] and kept["records"].tolist() == [1, 9, 1]
    assert said == "Недели событий в норму не входят: «Авария»."
    assert events.without_norm(weeks, replace(MONTH, topics=("roads.potholes",)), EVERYTHING)[1] == ""
    write.remove(made, "kurator", code, 1)


def test_a_frame_without_records_has_no_norm() -> None:
    assert season.with_season(pd.DataFrame({"topic": [], "records": []}), [], "topic", "records").empty
