"""Replies of the demonstration: what is planted is what the reading finds."""

from datetime import date
from functools import lru_cache
from random import Random

from demo import flow, prose, replies, responses, world
from demo.record import Record
from etl.structure.replies.signals import read

UNTIL = date(2026, 10, 31)


@lru_cache(maxsize=1)
def records() -> list[Record]:
    """Some hundreds of answered matters."""
    district, made = world.load(), []
    for number in range(1, 701):
        rng = Random(f"replies {number}")
        topic, place = rng.choice(district.topics), rng.choice(district.places)
        one = flow.matter(district, "pos", topic, place, date(2026, 1 + number % 9, 13), rng)
        made.append(Record(number, one, responses.handle(one, district, UNTIL, rng)))
    return made


def told(kind: str) -> list[frozenset[str]]:
    chosen = [one for one in records() if replies.kind_of(one) == kind]
    return [read("Почините.", prose.answer(one, Random(one.number))).signals for one in chosen]


def test_every_kind_is_planted() -> None:
    kinds = [replies.kind_of(one) for one in records()]
    assert min(kinds.count(kind) for kind in (replies.FORMAL, replies.WRONG, replies.FULL, replies.PLAIN)) >= 10


def test_planted_formal_replies_are_read_as_such_and_full_ones_are_not() -> None:
    formal, full = told(replies.FORMAL), told(replies.FULL)
    assert sum("is_formal" in one for one in formal) >= 0.95 * len(formal)
    assert sum("is_formal" in one for one in full) <= 0.02 * len(full)


def test_a_full_reply_names_who_and_shows_proof() -> None:
    full = told(replies.FULL)
    assert sum({"has_responsible", "has_proof"} <= one for one in full) >= 0.95 * len(full)


def test_other_words_change_nothing_that_is_drawn_after_them() -> None:
    one = next(one for one in records() if replies.kind_of(one) == replies.FULL)
    ways = [Random(5), Random(5)]
    assert prose.answer(one, ways[0]) == prose.answer(one, ways[1])
    assert ways[0].random() == ways[1].random()
