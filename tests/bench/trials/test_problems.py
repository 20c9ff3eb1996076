"""Proposed problems hold their promise on planted districts, and the planted truth is what it says."""

import pytest

from bench.planted.problems import LARGE, planted_problems
from bench.trials import Effort
from bench.trials.problems import TRIAL


@pytest.fixture(scope="module")
def planted():
    return planted_problems(5, lone=300, problems=30)


def test_the_quick_part_does_not_miss_its_targets():
    figures = TRIAL.run(Effort(seed=5, is_quick=True))
    assert len(figures) == 3
    assert [figure.name for figure in figures if figure.is_missed] == []


def test_a_planted_problem_lies_in_one_place_and_within_a_fortnight(planted):
    both = planted.records.assign(truth=planted.truth)
    things = both.groupby("truth")
    assert (things["place_id"].nunique() == 1).all()
    assert ((things["received_at"].max() - things["received_at"].min()).dt.days < 14).all()
    assert sorted(things.size().value_counts().to_dict())[0] == 1
    assert (things.size() > 1).sum() == 30


def test_another_seed_is_another_district_and_the_same_seed_the_same(planted):
    again, other = (planted_problems(seed, lone=300, problems=30) for seed in (5, 6))
    assert again.records.equals(planted.records)
    assert not other.records["text"].equals(planted.records["text"])


def test_two_of_three_name_the_street_and_some_places_are_large(planted):
    texts, streets = planted.records["text"], planted.records["street"]
    named = (texts.str.contains("ул. |улице ") | streets.notna()).mean()
    assert 0.6 < named < 0.73
    assert LARGE == 5000
    assert 0.2 < planted.is_large.mean() < 0.95
