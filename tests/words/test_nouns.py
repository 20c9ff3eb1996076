"""Numbers with their nouns: every number a note may say, in every case, against the rule of a school grammar."""

import re

import pytest

from words import nouns
from words.format import MINUS, NBSP, NO_DATA


@pytest.mark.parametrize(
    ("n", "of", "case", "said"),
    [
        (12, nouns.APPEAL, "accusative", "12 обращений"),
        (1, nouns.TOPIC, "accusative", "1 тему"),
        (3, nouns.VILLAGE, "prepositional", "3 сёлах"),
        (21, nouns.VILLAGE, "prepositional", "21 селе"),
        (11, nouns.VILLAGE, "prepositional", "11 сёлах"),
        (0, nouns.RECORD, "nominative", "0 записей"),
        (1.5, nouns.DAY, "nominative", "1,5 дня"),
        (1.5, nouns.WEEK, "prepositional", "1,5 недели"),
        (2.0, nouns.DAY, "genitive", "2 дней"),
        (21, nouns.DAY, "genitive", "21 дня"),
        (104, nouns.ANSWER, "dative", "104 ответам"),
        (-3, nouns.PROBLEM, "nominative", f"{MINUS}3 проблемы"),
        (1.04, nouns.PROBLEM, "nominative", "1 проблема"),
    ],
)
def test_a_number_and_its_noun_agree(n: float, of: nouns.Noun, case: nouns.Case, said: str) -> None:
    assert nouns.counted(n, of, case) == said.replace(" ", NBSP)


def test_an_unknown_number_is_no_number() -> None:
    assert nouns.counted(None, nouns.RECORD) == NO_DATA


@pytest.mark.parametrize("n", range(122))
def test_every_number_takes_the_form_that_its_last_digits_ask_for(n: int) -> None:
    last = str(n)
    is_one = bool(re.search(r"(?<!1)1$", last))
    is_few = bool(re.search(r"(?<!1)[234]$", last))

    assert nouns.counted(n, nouns.VILLAGE).endswith("село" if is_one else "села" if is_few else "сёл")
    assert nouns.counted(n, nouns.VILLAGE, "accusative").endswith("село" if is_one else "села" if is_few else "сёл")
    assert nouns.counted(n, nouns.VILLAGE, "genitive").endswith("села" if is_one else "сёл")
    assert nouns.counted(n, nouns.VILLAGE, "dative").endswith("селу" if is_one else "сёлам")
    assert nouns.counted(n, nouns.VILLAGE, "prepositional").endswith("селе" if is_one else "сёлах")
    assert nouns.agreeing(n, "поступила", "поступили", "поступило") == (
        "поступила" if is_one else "поступили" if is_few else "поступило"
    )


def test_a_fraction_takes_the_impersonal_verb() -> None:
    assert nouns.agreeing(1.5, "поступила", "поступили", "поступило") == "поступило"
