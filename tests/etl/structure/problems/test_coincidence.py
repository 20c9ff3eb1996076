"""What strangers share by chance: counted by hand, and what it does to proposals."""

import numpy as np
import pandas as pd
import pytest

from etl.structure.problems import coincidence
from etl.structure.problems.propose import propose
from tests.etl.structure.problems.test_propose import row, table

HOLE = "Яма на дороге, машину разбили, просим засыпать"
HOLES = "Дорога разбита, большая яма, не проехать на машине"


def test_the_rate_is_what_the_place_writes_of_the_topic_beside_the_record_and_one_more():
    place = np.array([0] * 6 + [1])
    topic = np.array([0] * 4 + [1, 1] + [0])
    group, minute = np.zeros(7, dtype=int), np.arange(7) * 1440
    of_topic, of_others = coincidence.rates_a_day(place, topic, group, minute)
    days = 6 + 30  # the frame's six days and the thirty silent ones; one week has no season
    assert of_topic == pytest.approx(np.array([2.5] * 4 + [0.5, 0.5] + [0.5]) / days)
    assert of_others == pytest.approx(np.array([2.5] * 4 + [4.5, 4.5] + [0.5]) / days)


def test_a_record_of_an_unknown_topic_may_meet_its_whole_group():
    zeros, minute = np.zeros(5, dtype=int), np.arange(5)
    topic = np.array([0, 0, 0, 1, -1])
    _, of_others = coincidence.rates_a_day(zeros, topic, zeros, minute)
    assert of_others[4] > of_others[0]


def test_in_its_season_a_topic_meets_oftener():
    winter = np.repeat(np.arange(60) * 1440, 4)
    summer = np.arange(60, 360, 6) * 1440
    minute = np.concatenate([winter, summer])
    zeros = np.zeros(len(minute), dtype=int)
    rate, _ = coincidence.rates_a_day(zeros, zeros, zeros, minute)
    assert rate[100] > 3 * rate[-20]


def test_a_mark_weighs_by_the_share_of_its_place_that_carries_it():
    place, street = np.array([0, 0, 0, 0, 1]), np.array([5, 5, 6, -1, 5])
    shared = coincidence.shared_mark(place, street)
    assert shared[:3] == pytest.approx([2.5 / 8, 2.5 / 8, 1.5 / 8])
    assert shared[4] == pytest.approx(1.5 / 6)


def test_a_word_that_everybody_writes_weighs_nothing_and_a_rare_one_much():
    texts = ["яма дорога"] * 400 + ["яма дорога грейдер"] * 2
    rows, by_chance = coincidence.rarity(texts, np.zeros(402, dtype=int))
    usual, rare = rows[0].multiply(rows[1]).sum(), rows[400].multiply(rows[401]).sum()
    assert usual < 0.5 < 4 < rare
    assert by_chance[0] < 0.5


def _of_town(count):
    """Messages of a town about its roads, each about a thing of its own."""
    words = "арка баня ветла гараж дамба ель жито завод изба клуб лавка мельница".split()
    days = pd.Timestamp("2026-01-01") + pd.to_timedelta(np.linspace(0, 360, count), unit="D")
    return [
        row(1000 + i, f"Плохая дорога, {words[i % 12]} {words[i // 12 % 12]}", received_at=day, street=words[i % 11])
        for i, day in enumerate(days)
    ]


def _pair(day):
    return [row(i, text, received_at=pd.Timestamp(day) + pd.Timedelta(days=i)) for i, text in ((1, HOLE), (2, HOLES))]


def test_the_same_two_messages_are_one_thing_in_a_village_and_nothing_in_a_town():
    village = propose(table(*_pair("2026-06-01"), *_of_town(3)))
    town = propose(table(*_pair("2026-06-01"), *_of_town(700)))
    assert {1, 2} <= set(village.members["record_id"])
    assert not {1, 2} <= set(town.members["record_id"])


def test_in_a_town_a_street_and_rare_words_still_tell_one_thing():
    rare = "Провал у колодца на улице Щетинкина, ограждения нет"
    told = [row(i, rare, received_at=pd.Timestamp("2026-06-01") + pd.Timedelta(hours=i)) for i in (1, 2)]
    assert {1, 2} <= set(propose(table(*told, *_of_town(700))).members["record_id"])
