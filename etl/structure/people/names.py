# ruff: noqa: E501 - a pattern is easier to check on one line
"""Where people are named in a Russian text: triples with a patronymic, initials, given names, surnames, signatures.

A word is judged by its shape, its neighbours and what stands around it (`name_context`); a list of common surnames decides only
where these say nothing: at the beginning of a sentence, in capitals, in small letters (`small_names`). Linear in the text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from etl.structure.people import name_context as context
from etl.structure.people import name_signs, small_names
from etl.structure.people.name_runs import Token, telling
from etl.structure.people.name_words import is_surname, not_names, role

_AFTER_CUE = re.compile(
    r"(меня зовут|мо[её] имя|[Сс] уважением|ФИО|Ф\.И\.О\.|заявитель:|фамилия:)([ ,:!\n-]{1,4})"
    r"([А-ЯЁа-яё]{2,20}(?:-[А-ЯЁа-яё]{2,20})?)(?: ([А-ЯЁа-яё]{2,20}))?(?: ([А-ЯЁа-яё]{4,20}))?",
    re.IGNORECASE,
)
_WITH_FATHER = re.compile(r"(?:[А-ЯЁ][а-яё]{1,20} ){1,3}(?:оглы|кызы)(?![а-яё])")
_NOT_INITIALS = re.compile("РФ|РХ|МО|УК|ЖК|ЧС|ТВ|ЖД|ДК|СП|ТО|АО|ИП|ГО|ОК|ВК|РП|КС|ТП|ДТ|ЕД")
_LETTERS = re.compile(r"[А-ЯЁа-яёA-Za-z]+")
_NAME_WORD = re.compile(r"[А-ЯЁа-яёA-Za-z]{3,}")
_ENDING = re.compile(r"(?:ого|ому|ыми|ими|ой|ый|ий|ая|ую|ым|им|ою|ей|ом|ем|[аяуюеиыоьй])$")
_TAIL = re.compile(r"[А-ЯЁа-яё]*")
_NO_NAME = frozenset(("", "?"))
_SURNAMES = frozenset(("S", "s", "a", "?"))
_INTRODUCTIONS = ("зовут", "имя", "уважением", "фио", "ф.и.о", "заявител", "фамили")
"""Without one of these words `_introduced` finds nothing."""
_WITHOUT_CAPITALS = name_signs.INTRODUCTION | name_signs.FATHER | name_signs.SMALL | name_signs.MAYBE_INITIALS
"""Signs of names that no capitalised word has to begin."""
_BEFORE_INTRODUCTION = 5
"""Characters that an introduction has before such a word, at most: «меня зовут»."""


class _Near(NamedTuple):
    """Roles of a token's neighbours in its run; '' where there is none."""

    before2: str
    before: str
    after: str
    after2: str


def find(text: str, known: Iterable[str], signs: int) -> list[tuple[int, int]]:
    """Spans of personal names, sorted, not overlapping. known: names of people the text is surely about (the applicant);
    signs: of its words (`words.calls_of`).
    """
    spans = list(_names_in_any_case(text, tuple(known))) if known else []
    if signs & _WITHOUT_CAPITALS:
        spans += _by_signs(text, signs)
    for run in telling(text, signs):
        spans += _of_run(text, run)
    if signs & name_signs.STREET and spans:
        spans = _outside_streets(text, spans)
    return _joined_spans(text, spans) if spans else spans


def _by_signs(text: str, signs: int) -> list[tuple[int, int]]:
    """Names that no capitalised word has to begin."""
    spans: list[tuple[int, int]] = []
    if signs & name_signs.INTRODUCTION:
        lower = text.lower()
        if told := [at for word in _INTRODUCTIONS if (at := lower.find(word)) >= 0]:
            # A few foreign letters become two in lower case: then nothing says where in the text they stand.
            spans += _introduced(text, max(0, min(told) - _BEFORE_INTRODUCTION) if len(lower) == len(text) else 0)
    if signs & name_signs.FATHER:
        spans += _with_father(text)
    if signs & name_signs.SMALL:
        spans += small_names.single_words(text)
    if signs & name_signs.MAYBE_INITIALS:
        spans += small_names.with_initials(text)
    return spans


def _with_father(text: str) -> list[tuple[int, int]]:
    """`Мамедов Али Гасан оглы`."""
    return [found.span() for found in _WITH_FATHER.finditer(text)]


def _outside_streets(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that are no part of a street such as «Карла Маркса»."""
    streets = context.street_spans(text)
    return [span for span in spans if not any(start <= span[0] and span[1] <= end for start, end in streets)]


def _of_run(text: str, run: list[Token]) -> list[tuple[int, int]]:
    """Which tokens of a run are names, judged by their neighbours, unless the run is a place."""
    roles = {token.role for token in run}
    if roles <= _NO_NAME and not ("?" in roles and context.is_introduced(text, run[0].start, run[0].text)):
        return []
    spans = _names(text, run)
    if not spans or "P" in roles:
        return spans
    rest = _without_place(text, run)
    return spans if len(rest) == len(run) else _names(text, rest)


def _names(text: str, run: list[Token]) -> list[tuple[int, int]]:
    spans = []
    roles = ["", "", *(token.role for token in run), "", ""]
    for i, token in enumerate(run):
        near = _Near(roles[i], roles[i + 1], roles[i + 3], roles[i + 4])
        if text[token.start - 1 : token.start] != "[" and _is_name(text, token, near):
            spans.append((token.start, token.end + (3 if _is_abbreviated(text, token) else 0)))
    return spans


def _without_place(text: str, run: list[Token]) -> list[Token]:
    """The run up to a word that announces a place; nothing of it when the run itself is a place."""
    for i, token in enumerate(run[:-1]):
        if token.role not in ("I", "i") and context.opens_place(token.text):
            run = run[:i]
            break
    if not run or context.is_announced_place(text, run[0].start, run[-1].end):
        return []
    is_bare = not {"F", "I", "i"} & {token.role for token in run}
    return [] if is_bare and context.is_likely_place(text, run[0].start, run[-1].end) else run


def _is_name(text: str, token: Token, near: _Near) -> bool:
    if token.role == "P":
        return True
    if token.role in ("I", "i"):
        return _has_surname(token.role, near)
    if token.role and "P" in (near.after, near.before):
        return True
    if token.role in _SURNAMES and near.after2 == "P" and near.after in ("F", "f", "?", "S", "s"):
        return token.role != "?" or not context.begins_sentence(text, token.start)
    if token.role in ("S", "s", "a") and near.before2 in ("F", "f", "?") and near.before == "P":
        return True
    return _is_plain_name(text, token, near)


def _is_plain_name(text: str, token: Token, near: _Near) -> bool:
    """A name without a patronymic beside it."""
    # From what is nearly always a name to what hardly ever is: the less a word looks like one, the more must stand
    # beside it: an ordinary word that is masked spoils the text, a person who isn't is shown to every reader.
    beside = {near.before, near.after}
    if token.role in ("F", "f"):
        return _is_given_name(text, token, beside)
    if token.role == "?" and near.before == "I" and near.before2 in ("S", "s", "a"):
        return False  # «Иванова З. И. Инвалид»: the initials have their surname
    if token.role in _SURNAMES and ("I" in beside or (token.role != "?" and "i" in beside)):
        return True
    if token.role == "S":
        return _is_bare_surname(text, token, beside)
    if token.role == "s":
        return bool(beside & {"F", "f"}) or context.CUE.is_before(text, token.start)
    if token.role == "a":
        return (
            near.before == "F"
            or (near.after == "F" and len(token.text) > 4)
            or context.is_person_in_nominative(text, token.start, token.text)
        )
    return token.role == "?" and not token.text.isupper() and context.is_introduced(text, token.start, token.text)


def _is_given_name(text: str, token: Token, beside: set[str]) -> bool:
    if token.role == "F":
        return not token.text.isupper() or bool(beside & {"S", "s", "F"})
    is_signed = text.startswith((" [телефон]", ", [телефон]"), token.end)
    return is_signed or bool(beside & {"S", "s"}) or context.CUE.is_before(text, token.start)


def _is_bare_surname(text: str, token: Token, beside: set[str]) -> bool:
    """A surname-like word with no initials: by a given name, a cue, its place in the sentence or the verb behind it."""
    if beside & {"F", "f", "i"} or context.STRONG_CUE.is_before(text, token.start):
        return True
    if token.text.isupper():
        return is_surname(token.text)
    if context.CUE.is_before(text, token.start) or _is_abbreviated(text, token):
        return True
    if context.is_followed_by_number(text, token.end):
        return False
    is_sure = not context.begins_sentence(text, token.start) or is_surname(token.text)
    return is_sure or context.acts(text, token.text, token.end)


def _has_surname(initials: str, near: _Near) -> bool:
    wanted = ("S", "s", "a", "?", "F") if initials == "I" else ("S", "s", "a")
    return near.before in wanted or near.after in wanted


def _is_abbreviated(text: str, token: Token) -> bool:
    """`Иванов ИИ`: initials without full stops."""
    tail = text[token.end : token.end + 4]
    return (
        tail[:1] == " "
        and tail[1:3].isalpha()
        and tail[1:3].isupper()
        and not _NOT_INITIALS.match(tail[1:3])
        and not tail[3:].isalpha()
    )


def _introduced(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """What follows «меня зовут», «с уважением» from `start` on: a name even in small letters."""
    for match in _AFTER_CUE.finditer(text, start):
        for group in (3, 4, 5):
            word = match[group]
            if not word:
                break
            is_named = word[0].isupper() and word.lower() not in not_names()
            if is_named or role(word.capitalize()) in ("F", "P", "S"):
                yield match.span(group)
            elif not (group == 3 and "зовут" in match[1].lower()):
                break
            else:
                yield match.span(group)


def _names_in_any_case(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Words of the known names in any case form: a stem and at most three letters more."""
    folded = text.casefold()
    stems = sorted(stem for name in names for stem, lower in _stems(name) if lower in folded)
    for match in _LETTERS.finditer(text) if stems else ():
        end = _end_of_known(text, match, stems)
        if end - match.start() > 4 or (end and match[0][0].isupper()):
            yield match.start(), end


def is_known(text: str, names: Iterable[str]) -> bool:
    """Whether a text holds a word of the known names."""
    return any(_names_in_any_case(text, tuple(names)))


def _end_of_known(text: str, word: re.Match[str], stems: list[str]) -> int:
    """Where a word that is a form of a stem ends; 0 for any other word."""
    folded = word[0].casefold()
    for stem in stems:
        if folded.startswith(stem.casefold()):
            behind = word.start() + len(stem)
            tail = _TAIL.match(text, behind)
            if tail and tail.end() - behind <= 3:
                return tail.end()
    return 0


@lru_cache(maxsize=10_000)
def _stems(name: str) -> tuple[tuple[str, str], ...]:
    """What the forms of the words of a name begin with: as it is written, and regardless of case."""
    words = [(word, _ENDING.sub("", word)) for word in _NAME_WORD.findall(name[:200])]
    stems = [stem if len(stem) >= 3 else word for word, stem in words]
    return tuple((stem, stem.casefold()) for stem in stems)


def _joined_spans(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring spans as one: «Иванов», «И. И.» are one person."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 2 and not text[joined[-1][1] : start].strip(" .\u00a0"):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
