"""Patterns unfold into Russian sentences with nothing left over."""

import re
from datetime import date
from functools import lru_cache
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from demo import flow, grammar, prose, world


@lru_cache(maxsize=1)
def district() -> world.World:
    return world.load()


def test_every_topic_of_the_reference_has_patterns() -> None:
    spoken = {topic.code for topic in district().topics}
    catch_all = {code for code in district().topic_names if code.endswith(".other") and code != "other.other"}
    groups = {code for code in district().topic_names if "." not in code}
    assert set(district().topic_names) - catch_all - groups == spoken
    for code in spoken:
        lines = grammar.patterns(code)
        assert len(lines.open) >= 3
        assert lines.about


def test_every_group_has_answers() -> None:
    for group_code in {topic.group_code for topic in district().topics}:
        found = grammar.answers(group_code)
        assert found["solved"]
        assert found["explained"]


@given(st.integers(0, 10_000), st.sampled_from(["social", "portal", "letter"]), st.integers(1, 12))
@example(1492, "social", 1)  # a slip in the mark of a mention
def test_any_text_is_finished_prose(seed: int, voice: str, month: int) -> None:
    rng = Random(seed)
    topic, place = rng.choice(district().topics), rng.choice(district().places)
    one = flow.matter(district(), "im", topic, place, date(2026, month, 13), rng)
    text = {"social": prose.social, "portal": prose.portal, "letter": prose.letter}[voice](one, rng)
    plain = re.sub(r"\[(id|club)\d+\|[^\]]+\]", "", text)
    assert len(plain) > 15
    assert not re.search(r"[\[\]{}|]", plain)
    assert "  " not in plain
    assert " ," not in plain


def test_choices_nest_and_slots_are_asked() -> None:
    words = {grammar.unfold("[а|б [в|г]] {place}", lambda slot: slot.upper(), Random(seed)) for seed in range(40)}
    assert words == {"а PLACE", "б в PLACE", "б г PLACE"}


def test_numbers_above_twenty_take_the_genitive_plural() -> None:
    drawn = {int(grammar.unfold("{n:18-34}", str, Random(seed))) for seed in range(300)}
    assert drawn == {18, 19, 20, 25, 26, 27, 28, 29, 30}


def test_a_place_is_inflected_not_quoted() -> None:
    one = next(place for place in district().places if place.name == "Бельтирское")
    assert one.locative == "в Бельтирском"
    assert one.genitive == "Бельтирского"


def test_every_inhabited_place_has_its_forms() -> None:
    inhabited = world.table("places")["population"].fillna("0").astype(int) > 0
    assert len(district().places) == inhabited.sum()


def test_winter_is_not_spoken_of_in_july() -> None:
    rng = Random(7)
    topics = [topic for topic in district().topics if topic.season != "snow"]
    said = []
    for _ in range(600):
        topic, place = rng.choice(topics), rng.choice(district().places)
        said.append(prose.portal(flow.matter(district(), "pos", topic, place, date(2026, 7, 13), rng), rng))
    assert sum("мороз" in text or "снег" in text for text in said) < 6


def test_an_unknown_topic_has_no_patterns() -> None:
    with pytest.raises(KeyError):
        grammar.patterns("housing.unheard_of")
