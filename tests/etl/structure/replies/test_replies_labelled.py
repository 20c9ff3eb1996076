"""How well replies are read, on our own labelled sets: written before the rules were tuned, a third of the unseen one
looks formal and is not, or the reverse. What the figures mean: docs/answers.md.
"""

import pytest

from bench.replies import FOR_LEARNING, SIGNALS, UNSEEN, baseline, highest_precision, rows_of, score, scores
from data.store.reply_signals import SWITCHED_ON
from etl.structure.replies.signals import read

SETS = {name: rows_of(name) for name in UNSEEN}
ROWS = [row for rows in SETS.values() for row in rows]


@pytest.fixture(scope="module")
def of_each():
    return {name: [read(row["question"], row["answer"]) for row in rows] for name, rows in SETS.items()}


@pytest.fixture(scope="module")
def readings(of_each):
    return [one for readings in of_each.values() for one in readings]


def test_the_sets_are_large_enough_and_share_no_reply():
    known = {row["answer"] for name in FOR_LEARNING for row in rows_of(name)}
    assert len(ROWS) + len(rows_of(FOR_LEARNING[0])) >= 400
    assert not known & {row["answer"] for row in ROWS}
    for rows in SETS.values():
        assert sum(row["look"] != "plain" for row in rows) >= len(rows) / 3


@pytest.mark.parametrize("name", UNSEEN)
def test_formal_replies_are_told_from_others(of_each, name):
    told = scores(SETS[name], of_each[name])["is_formal"]
    assert told.precision >= 0.90
    assert told.recall >= 0.80


def test_length_and_key_words_alone_do_worse(readings):
    simple = baseline(rows_of(FOR_LEARNING[0]))
    alone = score([row["is_formal"] == "1" for row in ROWS], [simple(row["answer"]) for row in ROWS])
    assert scores(ROWS, readings)["is_formal"].f1 >= alone.f1 + 0.10


def test_a_date_is_told_nearly_always(readings):
    assert scores(ROWS, readings)["has_date"].accuracy >= 0.95


def test_who_answers_is_told_in_seven_replies_of_eight(readings):
    """Less than the 0.95 that were wanted: docs/answers.md says what is not held."""
    assert scores(ROWS, readings)["has_responsible"].accuracy >= 0.875


@pytest.mark.parametrize("name", sorted(SIGNALS))
def test_a_signal_is_switched_on_unless_its_precision_is_shown_to_be_low(readings, name):
    told = sum(name in one.signals for one in readings)
    assert (highest_precision(scores(ROWS, readings)[name], told) >= 0.85) is (name in SWITCHED_ON)
