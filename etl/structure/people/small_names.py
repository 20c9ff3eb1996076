"""People named in small letters: «иванов петр сергеевич», «шулбаева зоя», «боргояков с.п.», «петрович», «тётя валя».

Only words that are surely names count by themselves; what merely looks like a name needs one of them beside it.
"""

import re
from collections.abc import Iterator

from etl.structure.people.name_context import CUE
from etl.structure.people.name_words import role, small_role

_WORD = re.compile(r"(?<![А-ЯЁа-яёA-Za-z0-9-])[а-яё]{3,25}(?![А-ЯЁа-яё-])")
_INITIALS_BEHIND = re.compile(r"(?<![а-яё-])([а-яё]{4,25}) ([а-яё]\. ?[а-яё]\.?)(?![а-яё])")
_INITIALS_BEFORE = re.compile(r"(?<![а-яё.])([а-яё]\. ?[а-яё])\. ?([а-яё]{4,25})(?![а-яё-])")
_PERHAPS_INITIALS = re.compile(r"\. ?[а-яё](?![а-яё])")
_ABBREVIATIONS = frozenset("те тк тд тп тн тч др гр мр рп гп нп нэ пр сг чп кв мм км пм рн жд ао ио вр".split())
"""Two letters with full stops that are no initials: «т. е.», «н. п.»."""
_BESIDE = (" ", "\u00a0", "\n")


def single_words(text: str) -> Iterator[tuple[int, int]]:
    """Spans of words that name people, in no special order; none where no run of small letters does
    (`name_signs.SMALL`).
    """
    words = [(found.start(), found.end(), found[0]) for found in _WORD.finditer(text)]
    roles = [small_role(word) for _, _, word in words]
    telling = [i for i, its_role in enumerate(roles) if its_role]  # only they and their neighbours can be names
    for i in sorted({j for one in telling for j in (one - 1, one, one + 1) if 0 <= j < len(words)}):
        start, end, word = words[i]
        beside = {
            roles[j]
            for j in (i - 1, i + 1)
            if 0 <= j < len(words) and text[min(end, words[j][1]) : max(start, words[j][0])] in _BESIDE
        }
        if _is_name(text, start, word, roles[i], beside):
            yield start, end


def _is_name(text: str, start: int, word: str, its_role: str, beside: set[str]) -> bool:
    if its_role == "c":  # a form of a given name that could be another word
        return bool(beside & {"P", "S"}) or CUE.is_before(text, start)
    return bool(its_role) or (bool(beside & {"F", "P"}) and role(word) == "S")


def with_initials(text: str) -> Iterator[tuple[int, int]]:
    """Spans of surnames with their initials."""
    if not _PERHAPS_INITIALS.search(text):
        return
    for surname, initials, pattern in ((1, 2, _INITIALS_BEHIND), (2, 1, _INITIALS_BEFORE)):
        for found in pattern.finditer(text):
            letters = found[initials].replace(".", "").replace(" ", "")
            if letters not in _ABBREVIATIONS and role(found[surname]) == "S":
                yield found.span()
