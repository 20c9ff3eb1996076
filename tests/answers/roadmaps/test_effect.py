"""What has come of a roadmap: by planted quarters through the door, and by arrays counted by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from analysis.effect import Effect, Verdict
from answers.roadmaps import ask, frames, sentences, writing
from answers.roadmaps.counts import Subject, Weekly, weekly
from answers.roadmaps.effect import NOT_COMPARED, NOT_STARTED, TOO_EARLY, blocks, outcome
from answers.roadmaps.kept import DISTRICT, Promise
from answers.roadmaps.promise import completed, prospect
from answers.roadmaps.writing import SilentChannel
from data.decisions.duties.read import Topic
from data.decisions.roadmaps.read import Roadmap, Target, Territory
from data.filters import Filters
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from tests import planted_quarters as planted
from tests.data.records import installed

WASTE = Topic("waste", "Обращение с отходами", "")
MONDAY = date(2024, 1, 1)


def territory(code: str) -> Territory:
    return Territory(code, "Место", code)


def roadmap(code: str, starts_on: date | None, target: Target | None = None) -> Roadmap:
    land = territory(code)
    return Roadmap(1, 1, "ДК-2026-001", "Свалки", None, "", WASTE, land, "running", starts_on, target, (), (), ())


def target(kind: str, value: float, months: int = 12) -> Target:
    return Target(kind, value, months, planted.FIRST, None, None, None, None, "by_count")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with installed(tmp_path_factory.mktemp("quarters"), *planted.rows()) as settings:
        yield settings


@pytest.mark.usefixtures("made")
def test_a_fall_is_told_after_every_term_and_a_steady_place_has_not_fallen() -> None:
    fell = ask.told(roadmap(planted.FELL, planted.STARTED, target("records", 30.0)), Filters(), EVERYTHING)
    assert fell.outcome is not None
    assert [str(one.effect.verdict) if one.effect else "" for one in fell.outcome.facts][1:] == ["снизилось"] * 2
    assert [one.months for one in fell.outcome.facts] == [3, 6, 12]
    assert fell.outcome.facts[2].on == planted.LAST + timedelta(days=1)
    steady = ask.told(roadmap(planted.STEADY, planted.STARTED, target("records", 80.0)), Filters(), EVERYTHING)
    assert steady.outcome is not None
    assert steady.outcome.verdict == "не снизилось"
    assert (fell.others, fell.silent) == (None, ())


@pytest.mark.usefixtures("made")
def test_the_blocks_are_the_records_of_whole_quarters_counted_by_hand() -> None:
    shown = ask.told(roadmap(planted.FELL, planted.STARTED), Filters(), EVERYTHING).blocks
    assert list(shown["records"]) == [4] * planted.BEFORE + [0] * 4
    assert list(shown["is_after"]) == [False] * planted.BEFORE + [True] * 4
    assert list(shown["first"])[planted.BEFORE] == planted.STARTED
    assert np.allclose(shown["expected"], 4), "the others did not change, so four were to be expected"


@pytest.mark.usefixtures("made")
def test_a_week_that_is_not_over_and_the_week_of_the_first_record_are_left_out() -> None:
    found = weekly(Subject(WASTE, territory(planted.FELL)), Filters(), EVERYTHING)
    assert found is not None
    assert (found.first, found.weeks) == (planted.FIRST, 13 * planted.QUARTERS)
    cut = weekly(Subject(WASTE, territory(planted.FELL)), Filters(as_of=planted.LAST - timedelta(days=1)), EVERYTHING)
    assert cut is not None
    assert cut.weeks == found.weeks - 1


@pytest.mark.usefixtures("made")
def test_a_list_says_of_each_roadmap_what_may_be_said() -> None:
    maps = [
        replace(roadmap(planted.FELL, planted.STARTED), code="fell"),
        replace(roadmap(planted.FELL, planted.LAST - timedelta(days=30)), code="early"),
        replace(roadmap(planted.FELL, None), code="unstarted"),
        replace(roadmap(DISTRICT, planted.STARTED), code="district"),
    ]
    assert ask.verdicts(maps, Filters(), EVERYTHING) == {
        "fell": "снизилось", "early": TOO_EARLY, "unstarted": NOT_STARTED, "district": NOT_COMPARED,
    }  # fmt: skip
    part = Scope((Grant(municipalities=(planted.FELL,)),))
    assert ask.verdicts(maps, Filters(), part) == {}, "who sees a part sees no comparison with the rest"


@pytest.mark.usefixtures("made")
def test_before_a_target_is_saved_the_smallest_provable_fall_is_known() -> None:
    subject = Subject(WASTE, territory(planted.STEADY))
    found = prospect(subject, planted.STARTED, Filters(), EVERYTHING)
    assert found is not None
    assert found.weekly == pytest.approx(1.0)
    assert found.donors == 9
    assert found.begins == planted.STARTED - timedelta(days=7 * 52)
    known = [found.smallest[months] for months in (3, 6, 12)]
    assert known == sorted(known, key=lambda least: least or -1), "a longer look proves a smaller fall"
    small = completed(Promise("records", 20.0, 6), subject, planted.STARTED, Filters(), EVERYTHING)
    large = completed(Promise("records", 95.0, 12), subject, planted.STARTED, Filters(), EVERYTHING)
    assert (small.checkability, large.checkability) == ("not_by_count", "by_count")
    assert small.baseline == pytest.approx(1.0)


def test_nothing_is_told_before_its_whole_weeks_are_over() -> None:
    counts = Weekly(np.ones((12, 104)), MONDAY, 0)
    found = outcome(roadmap("95608420", counts.monday(78)), counts)
    assert found is not None
    assert [one.effect is None for one in found.facts] == [False, False, True]
    assert found.main is not None
    assert found.main.months == 6
    late = outcome(roadmap("95608420", counts.monday(92)), counts)
    assert late is not None
    assert (late.main, late.verdict) == (None, TOO_EARLY)
    assert blocks(counts, counts.monday(92))["is_after"].sum() == 0


def test_the_term_of_the_target_is_what_a_roadmap_is_judged_by() -> None:
    counts = Weekly(np.ones((12, 156)), MONDAY, 0)
    found = outcome(roadmap("95608420", counts.monday(78), target("records", 30.0, months=3)), counts)
    assert found is not None
    assert found.main is not None
    assert found.main.months == 3


@pytest.mark.parametrize(("left", "is_told"), [(0.1, True), (1.0, False)])
def test_a_fall_of_all_other_topics_of_the_place_is_a_fall_of_writing(left: float, is_told: bool) -> None:
    others = np.random.default_rng(1).poisson(8, (12, 130)).astype(float)
    others[0, 78:] = np.round(others[0, 78:] * left)
    counts = Weekly(others, MONDAY, 0)
    found = writing.others_fell(counts, counts.monday(78))
    assert (found is not None) is is_told


def test_the_words_say_the_interval_first_and_name_no_number_that_is_not_there() -> None:
    fell = Effect(Verdict.FELL, 12, -0.52, -0.7, -0.31, "placebo")
    assert sentences.told(fell).replace("\u00a0", " ") == ("Записей стало меньше на 31–70 %, вероятнее всего на 52 %.")
    assert "случай" in sentences.told(Effect(Verdict.NOT_PROVED, 12, 0.1, -0.3, 0.6, "blocks"))
    assert "не хватает" in sentences.told(Effect(Verdict.FEW_DATA, 2))
    wanted = target("records", 30.0)
    ends = [(-0.7, -0.31, "выполнено."), (-0.2, 0.4, "не выполнено."), (-0.5, -0.1, "сказать нельзя")]
    for low, high, said in ends:
        assert said in sentences.aim_met(replace(fell, low=low, high=high), wanted)


def test_a_silent_channel_and_a_silent_place_are_both_doubted() -> None:
    silent = SilentChannel("ВКонтакте", date(2026, 3, 2), 9.6)
    said = sentences.suspicion(Effect(Verdict.FELL, 12, -0.4, -0.6, -0.2, "blocks"), [silent])
    assert len(said) == 2
    assert "на 20–60" in said[0]
    assert "молчит с 02.03.2026" in said[1]
    assert sentences.suspicion(None, []) == []


def test_facts_are_a_row_for_each_term() -> None:
    counts = Weekly(np.ones((12, 104)), MONDAY, 0)
    found = outcome(roadmap("95608420", counts.monday(88)), counts)
    assert found is not None
    assert list(frames.facts(found)["verdict"]) == ["не доказано", "рано судить", "рано судить"]
