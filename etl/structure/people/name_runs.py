"""Capitalised words of a text that stand side by side, and initials between them: what a name is looked for in.

Most runs are a single word that is no name unless a certain word stands before it: those are told once for each run.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from etl.structure.people import name_context as context
from etl.structure.people import name_signs
from etl.structure.people.name_words import role
from etl.structure.people.remembered import Remembered

_CAPITALISED = r"[А-ЯЁ][А-ЯЁа-яё]+(?:-(?:[А-ЯЁ][А-ЯЁа-яё]+|оол[а-я]{0,2}))?"
_WORD = re.compile(_CAPITALISED)
_BETWEEN = " \u00a0\n"
"""What may stand between two tokens of one run, a single one of it."""
_RUN = re.compile(f"{_CAPITALISED}(?:[{_BETWEEN}]?{_CAPITALISED})*")
_INITIALS = re.compile(r"([А-ЯЁ])\.(?<![А-ЯЁа-яё][А-ЯЁ]\.)[ \u00a0]?(?:([А-ЯЁ])\.)?")
_WIDE_GAP = re.compile(r"\s\s")
_NEVER, _BY_CUE, _BY_INTRODUCTION, _MAYBE = range(4)
"""When a run of these words may hold a name: never; with a cue before it; introduced; as far as they tell always."""
_OF_WORDS = "run"
"""Role of a run of words that stands for a token."""


class Token(NamedTuple):
    """A capitalised word or initials at text[start:end]; role: as in `name_words.role`, I two initials, i one."""

    start: int
    end: int
    text: str
    role: str


_token: Callable[[tuple[int, int, str, str]], Token] = partial(tuple.__new__, Token)  # in half the time


def tokens(text: str) -> list[Token]:
    """Capitalised words and initials in their order."""
    found = _words(text)
    initials = _initials(text)
    return sorted(found + initials, key=lambda token: token.start) if initials else found


def _words(text: str, behind: int = 0) -> list[Token]:
    return [_token((m.start() + behind, m.end() + behind, word := m[0], role(word))) for m in _WORD.finditer(text)]


def _initials(text: str) -> list[Token]:
    if "." not in text:
        return []
    return [
        Token(m.start(), m.start() + len(m[0].rstrip()), m[0], "I" if m[2] else "i") for m in _INITIALS.finditer(text)
    ]


def runs(text: str, found: list[Token]) -> Iterator[list[Token]]:
    """Tokens that stand side by side, with nothing but a space or a line break between them."""
    run: list[Token] = []
    end = 0
    for token in found:
        gap = token.start - end
        if run and (gap < 0 or gap > 1 or (gap and text[end] not in _BETWEEN)):
            yield run
            run = []
        run.append(token)
        end = token.end
    if run:
        yield run


def telling(text: str, signs: int) -> Iterator[list[Token]]:
    """Runs of a text in which a name may be. signs: of its words (`name_signs`)."""
    introduces = bool(signs & name_signs.OFFICE) or _has_wide_gap(text)
    if signs & name_signs.INITIALS and (initials := _initials(text)):
        yield from _beside_initials(text, initials, introduces=introduces)
        return
    for match in _RUN.finditer(text):
        if _may_hold_name(text, match[0], match.start(), introduces=introduces):
            yield _words(match[0], match.start())


def _beside_initials(text: str, initials: list[Token], *, introduces: bool) -> Iterator[list[Token]]:
    """Runs of words, those with initials beside them together with these."""
    words = [_token((m.start(), m.end(), m[0], _OF_WORDS)) for m in _RUN.finditer(text)]
    for run in runs(text, sorted(words + initials)):
        if len(run) > 1:
            yield [
                token for part in run for token in (_words(part.text, part.start) if part.role == _OF_WORDS else [part])
            ]
        elif run[0].role == _OF_WORDS and _may_hold_name(text, run[0].text, run[0].start, introduces=introduces):
            yield _words(run[0].text, run[0].start)


def _may_hold_name(text: str, run: str, start: int, *, introduces: bool) -> bool:
    """Whether a run of words alone, which begins at text[start], may hold a name there."""
    when = _WHEN[run]
    if when == _BY_INTRODUCTION:
        return introduces
    return when == _MAYBE or (when == _BY_CUE and context.CUE.is_before(text, start))


def _has_wide_gap(text: str) -> bool:
    """Whether the word before another may stand so far from it that only its end is looked at."""
    return ("  " in text or not text.isprintable()) and _WIDE_GAP.search(text) is not None


def _when(written: str) -> int:
    run = _words(written)
    roles = {token.role for token in run}
    if roles & {"F", "f", "P", "S"} or (len(run) > 1 and roles & {"s", "a"}):
        return _MAYBE
    if "s" in roles or ("a" in roles and context.is_nominative(run[0].text)):
        return _BY_CUE
    return _BY_INTRODUCTION if "?" in roles else _NEVER


_WHEN = Remembered(_when)
"""Run as it is written → when it may hold a name."""
