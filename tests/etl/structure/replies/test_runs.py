"""Runs longer than any word are shortened before the rules look at them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.replies import FOR_LEARNING, UNSEEN, rows_of
from etl.structure.people.masking import mask
from etl.structure.replies import signals
from etl.structure.replies.runs import LONGEST_RUN, without_long_runs

_LONGEST = re.compile(r"[\w-]+|\W+")
LONG = {
    "digits": "1" * 16_000, "Latin": "a" * 16_000, "Cyrillic": "ы" * 16_000, "capitals": "Ы" * 16_000,
    "dashes": "-" * 16_000,
    "dots": "." * 16_000, "blanks": "да" + " " * 16_000 + "нет", "mixed": "ы1a" * 5_000, "hyphens": "а-" * 8_000,
    "underscores": "_" * 16_000, "emoji": "😀" * 16_000, "signs": "?! " * 5_000,
}  # fmt: skip


def longest(text: str) -> int:
    return max(map(len, _LONGEST.findall(text)), default=0)


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
def test_no_rule_sees_a_run_longer_than_any_word(long: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watched(rule: Callable[..., Any]) -> Callable[..., Any]:
        def seeing(text: str, *more: Any) -> Any:
            seen.append(text)
            return rule(text, *more)

        return seeing

    for name in ("reading", "sentences", "asked", "features"):
        monkeypatch.setattr(signals, name, watched(getattr(signals, name)))
    monkeypatch.setattr(signals.grammar, "evidence", watched(signals.grammar.evidence))
    signals.read(f"Когда починят {long}?", f"Починят {long} 5 мая.")
    assert len(seen) >= 6
    assert max(map(longest, seen)) <= LONGEST_RUN


def test_what_stands_around_a_long_run_is_read_as_before() -> None:
    told = signals.read("Когда починят?", f"{'ы' * 9_000} Починит мастер Иванов до 5 мая. {'1' * 9_000}")
    assert {"has_date", "has_responsible"} <= told.signals


@pytest.mark.parametrize("number", ["89131234567", "8-913-123-45-67", "40817810099910004312"])
@pytest.mark.parametrize("between", ["-", "", "тел", "_"])
def test_no_part_of_a_number_is_left_of_a_shortened_run(number: str, between: str) -> None:
    told = signals.read((number + between) * 50 + ": когда ответите?", "Ответим 5 мая.")
    assert not re.search(r"[1-9]", mask(told.asks[0].text))


def test_a_line_to_write_on_keeps_the_name_behind_it() -> None:
    assert without_long_runs("_" * 100 + "Иванов") == "_" * 20 + "Иванов"


def test_signs_keep_what_stands_beside_the_words() -> None:
    made = without_long_runs("Готово." + " " * 500 + "\n- мост")
    assert made.startswith("Готово. ")
    assert made.endswith(" \n- мост")


@given(st.text(st.sampled_from("аA1-_. \n😀"), max_size=300), st.sampled_from("аA1-_. \n😀"), st.integers(0, 300))
def test_no_run_is_left_above_the_bound(text: str, sign: str, times: int) -> None:
    made = without_long_runs(text + sign * times)
    assert longest(made) <= LONGEST_RUN
    assert without_long_runs(made) == made


def test_texts_of_the_labelled_sets_are_left_as_they_are() -> None:
    told = [row[text] for name in (*FOR_LEARNING, *UNSEEN) for row in rows_of(name) for text in ("question", "answer")]
    assert len(told) > 1000
    assert [one for one in told if without_long_runs(one) != one] == []
