"""What a topic's number of records in the whole district tells of a rise somewhere in it."""

import numpy as np
import pytest

from analysis.hotspots.total import rise_odds

BEFORE = np.full(20, 200)
GROWTHS = np.full((20, 1), 1.2)


def weights(records: np.ndarray) -> np.ndarray:
    return rise_odds(records, BEFORE, GROWTHS)[:, 0]


def test_a_topic_with_as_many_more_records_as_a_rise_brings_weighs_more() -> None:
    records = np.full(20, 100)
    records[3] = 125
    found = weights(records)

    assert found.argmax() == 3
    assert found[3] > 3 * np.delete(found, 3).max()


def test_a_topic_that_grew_many_times_in_the_whole_district_gains_less_than_one_with_a_rise() -> None:
    risen, grown = np.full(20, 100), np.full(20, 100)
    risen[3], grown[3] = 125, 900

    assert weights(grown)[3] < weights(risen)[3] / 2


def test_where_topics_grow_each_as_it_likes_their_numbers_tell_little() -> None:
    records = np.round(100 * np.exp(np.linspace(-0.8, 0.8, 20))).astype(int)
    found = weights(records)

    assert found.max() < 3 * found.min()


def test_growth_of_all_topics_alike_is_a_rise_of_none() -> None:
    found = weights(np.full(20, 300))

    assert found == pytest.approx(np.full(20, found[0]))
    assert found[0] < 1


def test_without_a_time_before_all_topics_weigh_alike() -> None:
    odds = rise_odds(np.arange(5), np.zeros(5, dtype=int), np.full((5, 1), 1.2))

    assert odds[:, 0] == pytest.approx(np.ones(5))


def test_a_rise_that_brings_as_many_more_records_as_there_are_has_the_largest_odds() -> None:
    records, growths = np.full(20, 100), np.tile([1.02, 1.25, 2.0], (20, 1))
    records[3] = 125
    odds = rise_odds(records, BEFORE, growths)

    assert odds[3].argmax() == 1 and odds[3][1] > 3 * odds[3][2]
    assert (odds[4] < 1.2).all(), "where nothing has grown no rise is likelier for it"
