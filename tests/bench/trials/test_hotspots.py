"""The search of hotspots keeps its promise on planted districts, and the planted truth is what it says."""

import numpy as np
import pytest

from bench.planted import hotspots as planted
from bench.trials import Effort, hotspots


def test_the_quick_part_misses_no_target_beyond_chance() -> None:
    figures = hotspots.TRIAL.run(Effort(seed=0, is_quick=True))

    assert len(figures) == 7
    assert not [figure.name for figure in figures if "не дольше" in figure.name], "time is no matter of the suite"
    assert [figure.name for figure in figures if figure.is_missed] == []


def test_a_search_that_names_everything_misses_its_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = [(topic, frozenset([place])) for topic in range(20) for place in range(62)]
    monkeypatch.setattr(hotspots, "find_hotspots", lambda *asked: type("Found", (), {"hotspots": everything}))
    monkeypatch.setattr(hotspots, "_finding", lambda one: one)
    monkeypatch.setattr(hotspots, "classify", lambda one, counts: "new")

    figures = [*hotspots._benchmark(Effort(is_quick=True)), *hotspots._lasting(Effort(is_quick=True))]

    assert [figure.is_missed for figure in figures] == [False, True, False, True]


@pytest.mark.parametrize("spread", [0.0, 0.35])
def test_places_differ_lastingly_by_as_much_as_asked(spread: float) -> None:
    district = planted.nothing(np.random.default_rng(1), 520, spread=spread)
    counts = district.counts.sum(axis=2).astype(float)
    level = counts.sum(axis=0) / counts.sum() * counts.sum(axis=1, keepdims=True)
    large = level > 200

    variance = ((counts - level) ** 2 - level)[large].sum() / (level[large] ** 2).sum()

    assert np.sqrt(max(variance, 0.0)) == pytest.approx(spread, abs=0.12)


def test_an_outbreak_ends_when_it_says_and_another_seed_plants_another() -> None:
    one, again, other = (planted.outbreak(np.random.default_rng(seed), 52, 10, 15) for seed in (1, 1, 2))
    (spot,) = one.planted
    inside = one.counts[spot.topic][sorted(spot.places)].sum(axis=0)

    assert (spot.start, spot.end) == (131, 141)
    assert inside[131:141].mean() > 3 * inside[:131].mean()
    assert (again.counts == one.counts).all()
    assert not (other.counts == one.counts).all()


def test_a_cluster_is_taken_out_of_its_own_records_and_no_other_one_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[planted.District] = []

    def search(district: planted.District, window: int) -> set[int]:
        searched.append(district)
        return set()

    monkeypatch.setattr(hotspots, "_named_falsely", search)
    for at in range(3):
        case = hotspots.Case((2, 0, 52, 0, at), 52)
        hotspots._named_beside(case)
        hotspots._named_alone(case)

    held = np.zeros(2)
    for beside, alone in zip(searched[::2], searched[1::2], strict=True):
        (one,) = beside.planted
        inside = np.zeros(beside.counts.shape, dtype=bool)
        inside[one.topic, sorted(one.places), one.start : one.end] = True
        assert (beside.counts == alone.counts)[~inside].all()
        held += [beside.counts[inside].sum(), alone.counts[inside].sum()]
    assert held[1] / held[0] == pytest.approx(1 / 8, rel=0.2)


@pytest.mark.parametrize(("hits", "is_met"), [(10, True), (16, True), (17, False), (65, False)])
def test_a_promise_is_broken_when_chance_alone_would_hardly_name_so_many(hits: int, is_met: bool) -> None:
    figure = hotspots._promised("поисков с находками", [True] * hits + [False] * (100 - hits))

    assert (figure.high, figure.is_met) == (0.16, is_met)
