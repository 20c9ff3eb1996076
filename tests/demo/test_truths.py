"""What is planted in the demonstration can be found again, and the ordinary flow behaves like a rural year."""

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random
from statistics import mean, variance

import pytest

from data.decisions.signals.declared import FEWEST_AT_ONCE
from demo import clock, closing, responses, season, stories, world
from demo.flow import Span
from demo.record import FLOWS, Matter, Record
from demo.write import draw_matters

UNTIL = date(2026, 3, 16)
SPAN = Span(UNTIL - timedelta(3 * 365 - 1), UNTIL)
NAME = "523 test"


@lru_cache(maxsize=1)
def district() -> world.World:
    return world.load()


@lru_cache(maxsize=1)
def matters() -> list[Matter]:
    return draw_matters(district(), SPAN, 9000, NAME)


def months(*codes: str) -> Counter[int]:
    return Counter(one.received_at.month for one in matters() if one.topic.code in codes)


def days_before_end(one: Matter) -> int:
    return (UNTIL - one.received_at.date()).days


def test_snow_is_written_about_in_winter() -> None:
    count = months("roads.snow_ice", "amenities.roof_icicles")
    assert count[12] + count[1] + count[2] > 100
    assert count[6] + count[7] + count[8] == 0


@pytest.mark.parametrize(
    ("topics", "high", "low"),
    [
        (("safety.wildfires",), (4, 5), (12, 1)),
        (("safety.floods",), (4, 5), (9, 10)),
        (("housing.heating",), (1, 2), (6, 7)),
        (("energy.solid_fuel",), (9, 10), (4, 5)),
        (("roads.unpaved_grading",), (4, 5), (12, 1)),
        (("agriculture.grazing",), (6, 7), (12, 1)),
    ],
)
def test_each_season_has_its_topics(topics: tuple[str, ...], high: tuple[int, ...], low: tuple[int, ...]) -> None:
    count = months(*topics)
    assert sum(count[month] for month in high) > 2.5 * sum(count[month] for month in low)


def test_letters_come_on_working_days_and_networks_write_at_weekends_too() -> None:
    letters = [one.received_at.date() for one in matters() if one.flow == "letter"]
    assert all(season.is_working(day) for day in letters)
    weekdays = Counter(one.received_at.weekday() for one in matters() if one.flow == "im")
    assert weekdays[6] > 0.5 * weekdays[0]


def test_bigger_places_write_more_but_places_differ_beyond_chance() -> None:
    count = Counter(one.place.oktmo for one in matters() if not one.story)
    places = [place for place in district().places if place.population > 800]
    assert count["95608405101"] == max(count.values())
    per_thousand = [1000 * count[place.oktmo] / place.population for place in places]
    poisson = mean(1e6 * count[place.oktmo] / place.population**2 for place in places)
    assert variance(per_thousand) > 2 * poisson


def test_counts_of_weeks_are_over_dispersed() -> None:
    outages = Counter(
        days_before_end(one) // 7 for one in matters() if one.topic.code == "energy.outages" and not one.story
    )
    weeks = [outages[week] for week in range(150)]
    assert variance(weeks) > 1.3 * mean(weeks)


def test_small_villages_prefer_paper() -> None:
    def share_of_letters(low: int, high: int) -> float:
        taken = [one for one in matters() if low <= one.place.population < high]
        return sum(one.flow == "letter" for one in taken) / len(taken)

    assert share_of_letters(0, 300) > share_of_letters(4000, 9000)


def test_the_topics_of_every_group_are_spoken_of() -> None:
    assert {one.topic.group_code for one in matters()} == {topic.group_code for topic in district().topics}
    assert len({one.topic.group_code for one in matters()}) == 26


def test_every_story_is_told_where_and_when_it_happened() -> None:
    for story in stories.every():
        told = [one for one in matters() if one.story == story.code]
        assert len(told) >= 0.9 * story.records
        assert {one.place.oktmo for one in told} <= set(story.places)
        # Paper is moved to a working day, so up to the length of the January holidays earlier.
        assert all(story.to_days <= days_before_end(one) <= story.from_days + 12 for one in told)


def test_the_new_hotspot_stands_out_of_its_own_past() -> None:
    places = {"95608455101", "95608455126", "95608455111"}
    power = [
        days_before_end(one) for one in matters() if one.topic.group_code == "energy" and one.place.oktmo in places
    ]
    recent = sum(days < 57 for days in power) / 8
    before = sum(57 <= days < 57 + 364 for days in power) / 52
    assert recent > 8 * before


def test_people_come_again_about_the_same_thing() -> None:
    again = [one for one in matters() if one.is_repeat]
    assert 0.02 < len(again) / len(matters()) < 0.08
    authors = {(one.person, one.topic.code) for one in matters() if not one.is_repeat}
    assert all((one.person, one.topic.code) in authors for one in again)


def handled(recipient: str) -> list[tuple[int, bool, int]]:
    """Days before the end, kept the date, days to the answer: of portal messages and letters to the recipient."""
    out = []
    for index, one in enumerate(matters()):
        if one.flow in ("pos", "letter"):
            done = responses.handle(one, district(), UNTIL, Random(f"test {index}"))
            if done.recipient == recipient:
                kept = done.answered_at.date() <= (done.extended_to or done.due_on)
                out.append((days_before_end(one), kept, (done.answered_at - one.received_at).days))
    return out


def share_kept(rows: list[tuple[int, bool, int]]) -> float:
    return mean(kept for _, kept, _ in rows)


def test_one_recipient_stops_keeping_dates() -> None:
    rows = handled(stories.LATE_RECIPIENT)
    before = [row for row in rows if row[0] > stories.LATE_SINCE_DAYS]
    after = [row for row in rows if row[0] <= stories.LATE_SINCE_DAYS]
    assert share_kept(before) > 0.7
    assert share_kept(after) < 0.5


def test_another_recipient_mends_its_ways() -> None:
    rows = handled(stories.MENDED_RECIPIENT)
    before = [row for row in rows if row[0] > stories.MENDED_SINCE_DAYS]
    after = [row for row in rows if row[0] <= stories.MENDED_SINCE_DAYS]
    assert share_kept(after) > share_kept(before) + 0.25
    assert mean(days for *_, days in after) < mean(days for *_, days in before)


@pytest.mark.parametrize("earlier", [0, 1, 40, 200])
def test_one_recipient_closes_at_once_what_ends_on_one_day(earlier: int) -> None:
    until = UNTIL - timedelta(earlier)
    flows: dict[str, list[Record]] = {flow: [] for flow in FLOWS}
    for index, one in enumerate(matters()):
        if one.received_at.date() <= until:
            done = responses.handle(one, district(), until, Random(f"test {index}"))
            flows[one.flow].append(Record(index, one, done))
    heap = closing.busiest(flows, until)
    assert heap
    every = [one for told in flows.values() for one in told]
    made = [closing.moved(one, heap, until) for one in every]
    at_once = [one.handling for one in made if one.handling.answered_at.date() == one.handling.due_on == heap.day]
    assert sum(one.recipient == heap.recipient for one in at_once) >= FEWEST_AT_ONCE
    assert 0 < sum(one is not other for one, other in zip(every, made, strict=True)) < 30


def test_few_records_have_no_closing_at_once() -> None:
    assert closing.busiest({flow: [] for flow in FLOWS}, UNTIL) is None


def test_there_are_open_and_overdue_records_at_the_end() -> None:
    opened = [
        done
        for index, one in enumerate(matters())
        if (done := responses.handle(one, district(), UNTIL, Random(f"test {index}"))).answered_at.date() > UNTIL
    ]
    assert len(opened) > 60
    assert sum((done.extended_to or done.due_on) < UNTIL for done in opened) > 10


def test_better_answers_get_better_marks() -> None:
    marks: dict[str, list[int]] = {"solved": [], "explained": []}
    for index, one in enumerate(matters()):
        done = responses.handle(one, district(), UNTIL, Random(f"test {index}"))
        if done.rating and done.outcome in marks:
            marks[done.outcome].append(done.rating)
    assert mean(marks["solved"]) > mean(marks["explained"]) + 1


def test_working_time_skips_lunch_nights_and_holidays() -> None:
    def after(start: str, minutes: int) -> str:
        return clock.add_working_minutes(datetime.fromisoformat(start), minutes).isoformat(" ", "minutes")

    assert after("2026-03-16 11:30", 60) == "2026-03-16 13:30"
    assert after("2026-03-13 16:30", 60) == "2026-03-16 08:30"
    assert after("2025-12-30 20:00", 30) > "2026-01-09 00:00"
    assert clock.add_working_days(date(2026, 3, 13), 10) == date(2026, 3, 27)
