"""How well replies are read, on our own labelled sets: each written and labelled before rules were tuned on it, and the
unseen ones not tuned on at all. What the figures mean, and what was looked at: docs/answers.md.
"""

import pytest

from bench.replies import FOR_LEARNING, OPENED, SIGNALS, UNSEEN, baseline, rows_of, score, scores
from data.store.reply_signals import SWITCHED_ON
from etl.structure.replies.signals import read

SETS = {name: rows_of(name) for name in UNSEEN}
ROWS = [row for rows in SETS.values() for row in rows]
LEARNT = [row for name in FOR_LEARNING for row in rows_of(name)]
LOWEST_PRECISION = 0.85
"""Of a signal that is left on."""


@pytest.fixture(scope="module")
def of_each():
    return {name: [read(row["question"], row["answer"]) for row in rows] for name, rows in SETS.items()}


@pytest.fixture(scope="module")
def readings(of_each):
    return [one for readings in of_each.values() for one in readings]


@pytest.fixture(scope="module")
def simple():
    return baseline(LEARNT)


def test_the_sets_are_large_enough_and_share_no_reply():
    known = {row["answer"] for row in LEARNT}
    assert len(ROWS) + len(LEARNT) >= 400
    assert len(ROWS) >= 200
    assert not known & {row["answer"] for row in ROWS}


def test_a_third_of_the_unseen_replies_look_what_they_are_not(simple):
    """Looks: what length and key words would call them."""
    assert sum(simple(row["answer"]) != (row["is_formal"] == "1") for row in ROWS) >= len(ROWS) / 3


@pytest.mark.parametrize("name", UNSEEN)
def test_formal_replies_are_told_from_others(of_each, name):
    told = scores(SETS[name], of_each[name])["is_formal"]
    assert told.precision >= 0.90
    assert told.recall >= 0.80


def test_length_and_key_words_alone_do_worse(readings, simple):
    alone = score([row["is_formal"] == "1" for row in ROWS], [simple(row["answer"]) for row in ROWS])
    assert scores(ROWS, readings)["is_formal"].f1 >= alone.f1 + 0.10


@pytest.mark.parametrize("name", ["has_date", "has_responsible"])
def test_a_date_and_who_answers_are_told_nearly_always(readings, name):
    assert scores(ROWS, readings)[name].accuracy >= 0.95


@pytest.mark.parametrize("name", sorted(SIGNALS))
def test_a_signal_is_switched_on_only_where_its_precision_is_high(readings, name):
    """Explanations are labelled in the opened sets alone, where they are told badly enough."""
    labelled = [(row, one) for row, one in zip(ROWS, readings, strict=True) if name in row]
    rows, told = [row for row, _ in labelled], [one for _, one in labelled]
    if not labelled:
        rows = [row for one in OPENED for row in rows_of(one)]
        told = [read(row["question"], row["answer"]) for row in rows]
    assert (scores(rows, told)[name].precision >= LOWEST_PRECISION) is (name in SWITCHED_ON)
