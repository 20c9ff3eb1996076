# ruff: noqa: E501 - a pattern is easier to check on one line
"""Where people are named in a Russian text: triples with a patronymic, initials, given names, surnames, signatures.

No list of surnames exists for the district, so a word is judged by its shape, its neighbours and what stands before it. The
search prefers to hide a word too many: a masked street costs less than a disclosed neighbour. Linear in the text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from etl.structure.name_words import first_names, not_names, role

_WORD = re.compile(r"[А-ЯЁ][А-ЯЁа-яё]+(?:-[А-ЯЁ][А-ЯЁа-яё]+)?")
_INITIALS = re.compile(r"([А-ЯЁ])\.(?<![А-ЯЁа-яё][А-ЯЁ]\.)[ \u00a0]?(?:([А-ЯЁ])\.)?")
_PLACE_BEFORE = re.compile(
    r"(?:^|[^А-ЯЁа-яё])(?:улиц[а-я]{0,3}|ул\.?|переул[а-я]{1,4}|пер\.|просп[а-я.]{0,7}|пр-т|площад[а-я]{1,3}|пл\.|имени|им\."
    r"|парк[а-я]{0,2}|сквер[а-я]{0,2}|аал[а-я]{0,2}|сел[аоеу]|селом|деревн[а-я]{1,3}|пос[её]л[а-я]{1,4}|пос\.|станци[а-я]{1,3}|ст\.|город[а-я]{0,2}"
    r"|[асдпг]\.|рек[аеиуо]й?|озер[а-я]{1,2}|магазин[а-я]{0,2}|кафе|фирм[а-я]{1,2}|ООО|ИП КФХ|пгт|рп|разъезд[а-я]{0,2})[ \u00a0]*[«\"]?$",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?:зовут|уважением[,.]?|уважаем[а-я]{2,3}|гражданин[а-я]{0,2}|гражданк[а-я]{1,2}|гр\.|гр-н|гр-к[ае]|ФИО:?|[Фф]амили[а-я]{1,2}:?|"
    r"заявител[а-я]{1,4}:?|семь[а-я]{1,3}|сосед[а-я]{0,4}|(?:^|[\s(])[Яя],|от имени|подпис[а-я]{1,4}:?|автор:?|мо[её] имя[:\s-]{0,3}|пенсионер[а-я]{0,4}|"
    r"инвалид[а-я]{0,3}|врач[а-я]{0,3}|фельдшер[а-я]{0,3}|директор[а-я]{0,3}|начальник[а-я]{0,2}|глав[аеыу]|участков[а-я]{2,3}|депутат[а-я]{0,3}|"
    r"специалист[а-я]{0,3}|водител[а-я]{1,3}|мастер[а-я]{0,2}|бригадир[а-я]{0,2}|председател[а-я]{1,3}|учител[а-я]{1,5}|воспитател[а-я]{1,5}|"
    r"предпринимател[а-я]{1,3}|ИП|господин[а-я]{0,2}|госпож[а-я]{1,2}|товарищ[а-я]{0,2}|дочь|сын[а-я]{0,2}|муж[а-я]{0,2}|жен[а-я]{1,2}|мать|матери|ребёнк[а-я]{1,2}|бабушк[а-я]{1,2}|дедушк[а-я]{1,2})[ \u00a0]+$",
    re.IGNORECASE,
)
_STRONG_CUE = re.compile(
    r"(?:зовут|уважением[,.!]?|ФИО:?|фамили[а-я]{1,2}:?|заявител[а-я]{1,4}:|мо[её] имя[:\s-]{0,3}|подпись:?)\s+$",
    re.IGNORECASE,
)
_AFTER_CUE = re.compile(
    r"(меня зовут|мо[её] имя|[Сс] уважением|ФИО|Ф\.И\.О\.|заявитель:|фамилия:)([ ,:!\n-]{1,4})"
    r"([А-ЯЁа-яё]{2,20}(?:-[А-ЯЁа-яё]{2,20})?)(?: ([А-ЯЁа-яё]{2,20}))?(?: ([А-ЯЁа-яё]{4,20}))?",
    re.IGNORECASE,
)
_NOT_INITIALS = re.compile("РФ|РХ|МО|УК|ЖК|ЧС|ТВ|ЖД|ДК|СП|ТО|АО|ИП|ГО|ОК|ВК|РП|КС|ТП|ДТ|ЕД")
_LETTERS = re.compile(r"[А-ЯЁа-яёA-Za-z]+")
_NAME_WORD = re.compile(r"[А-ЯЁа-яёA-Za-z]{3,}")
_ENDING = re.compile(r"(?:ого|ому|ыми|ими|ой|ый|ий|ая|ую|ым|им|ою|ей|ом|ем|[аяуюеиыоьй])$")
_TAIL = re.compile(r"[А-ЯЁа-яё]*")
_LOOK_BACK = 30
_NO_NAME = frozenset(("", "?"))
_INTRODUCTIONS = ("зовут", "имя", "уважением", "фио", "ф.и.о", "заявител", "фамили", "подпис")
"""Without one of these words nobody is introduced and no cue is a strong one."""


class _Token(NamedTuple):
    """A capitalised word or a pair of initials at text[start:end]; role: F given, P patronymic, S surname, I, ? or ''."""

    start: int
    end: int
    text: str
    role: str


_SMALL = re.compile(
    r"(?:(?<![а-яё])([а-яё]{3,20}) )?(?<![а-яё])([а-яё]{2,15}) ([а-яё]{3,}(?:ович|евич|овн|евн|ичн)[а-я]{0,3})(?![а-яё])"
)


def _in_small_letters(text: str) -> Iterator[tuple[int, int]]:
    """`иванов иван иванович`: a known given name before a patronymic, and a surname before it."""
    for match in _SMALL.finditer(text) if "вич" in text or "вн" in text or "чн" in text else ():
        if match[2].replace("ё", "е") in first_names() and role(match[3]) == "P":
            has_surname = match[1] and role(match[1]) == "S"
            yield match.start(1 if has_surname else 2), match.end()


def find(text: str, known: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Spans of personal names, sorted, not overlapping. known: names of people the text is surely about (the applicant)."""
    spans = list(_known(text, tuple(known)))
    is_introduced = any(map(text.lower().__contains__, _INTRODUCTIONS))
    if is_introduced:
        spans += _introduced(text)
    spans += _in_small_letters(text)
    tokens = _tokens(text)
    if is_introduced or any([token.role not in _NO_NAME for token in tokens]):  # noqa: C419 half the time of a generator
        for run in _runs(text, tokens):
            spans += _of_run(text, run, is_introduced)
    return _merged(text, spans) if spans else spans


def _tokens(text: str) -> list[_Token]:
    tokens = [_Token(m.start(), m.end(), word := m[0], role(word)) for m in _WORD.finditer(text)]
    if "." in text:
        initials = [
            _Token(m.start(), m.start() + len(m[0].rstrip()), m[0], "I" if m[2] else "i")
            for m in _INITIALS.finditer(text)
        ]
        if initials:
            tokens = sorted(tokens + initials, key=lambda token: token.start)
    return tokens


def _runs(text: str, tokens: list[_Token]) -> Iterator[list[_Token]]:
    """Tokens that stand side by side, with nothing but a space or a line break between them."""
    run: list[_Token] = []
    for token in tokens:
        if run and (
            token.start < run[-1].end or text[run[-1].end : token.start] not in (" ", "", "\u00a0", ". ", "\n")
        ):
            yield run
            run = []
        if run and token.start < run[-1].end:
            continue
        run.append(token)
    if run:
        yield run


def _of_run(text: str, run: list[_Token], is_introduced: bool) -> Iterator[tuple[int, int]]:
    """Which tokens of a run are names, judged by their neighbours; a run behind «улица», «аал», «имени» is a place."""
    roles = {token.role for token in run}
    if roles <= _NO_NAME and not (is_introduced and _cued(text, run[0].start, _STRONG_CUE)):
        return
    if "P" not in roles and _is_place(text, run):
        return
    for i, token in enumerate(run):
        before = run[i - 1] if i else None
        after = run[i + 1] if i + 1 < len(run) else None
        if text[token.start - 1 : token.start] != "[" and _is_name(
            text, token, before, after, run[i - 2] if i > 1 else None, run[i + 2] if i + 2 < len(run) else None
        ):
            yield token.start, token.end + (3 if _is_abbreviated(text, token) else 0)


def _is_name(
    text: str,
    token: _Token,
    before: _Token | None,
    after: _Token | None,
    before2: _Token | None,
    after2: _Token | None,
) -> bool:
    one_before, one_after = before.role if before else "", after.role if after else ""
    if token.role == "P":
        return True
    if token.role in ("I", "i"):
        return _has_surname(token.role, one_before, one_after)
    if token.role and "P" in (one_after, one_before):
        return True
    if token.role in ("S", "a", "?") and after2 and after2.role == "P" and one_after in ("F", "f", "?", "S"):
        return token.role != "?" or not _begins_sentence(text, token.start)
    if token.role in ("S", "a") and before2 and before2.role in ("F", "f", "?") and one_before == "P":
        return True
    return _is_plain_name(text, token, one_before, one_after)


def _is_plain_name(text: str, token: _Token, before: str, after: str) -> bool:
    """A name without a patronymic beside it."""
    if token.role == "F":
        return not token.text.isupper() or "S" in (before, after) or "F" in (before, after)
    if token.role == "f":
        return "S" in (before, after) or bool(_cued(text, token.start, _CUE))
    if token.role in ("S", "a", "?") and ("I" in (before, after) or (token.role != "?" and "i" in (before, after))):
        return True
    if token.role == "S":
        if (
            token.text.isupper()
            and not {"F", "f", "I", "i"} & {before, after}
            and not _cued(text, token.start, _STRONG_CUE)
        ):
            return False
        if "F" in (before, after) or "f" in (before, after) or _cued(text, token.start, _CUE):
            return True
        if _is_abbreviated(text, token):
            return True
        return not _begins_sentence(text, token.start) and not _is_followed_by_number(text, token.end)
    if token.role == "a":
        return before == "F" or (after == "F" and len(token.text) > 5)
    return token.role == "?" and bool(_cued(text, token.start, _STRONG_CUE))


def _has_surname(initials: str, before: str, after: str) -> bool:
    wanted = ("S", "a", "?", "F") if initials == "I" else ("S", "a")
    return before in wanted or after in wanted


def _is_abbreviated(text: str, token: _Token) -> bool:
    """`Иванов ИИ`: initials without full stops."""
    tail = text[token.end : token.end + 4]
    return (
        tail[:1] == " "
        and tail[1:3].isalpha()
        and tail[1:3].isupper()
        and not _NOT_INITIALS.match(tail[1:3])
        and not tail[3:].isalpha()
    )


def _is_place(text: str, run: list[_Token]) -> bool:
    is_named_so = (
        len(run) > 1 and run[0].role not in ("I", "i") and bool(_PLACE_BEFORE.search(f" {run[0].text} "))
    )  # «Аал Чаптыков» opens a sentence
    return is_named_so or bool(_cued(text, run[0].start, _PLACE_BEFORE)) or _is_followed_by_house(text, run[-1].end)


def _is_followed_by_number(text: str, end: int) -> bool:
    return text[end : end + 3].lstrip(" ,")[:1].isdigit()


def _is_followed_by_house(text: str, end: int) -> bool:
    """`Пушкина, д. 5`."""
    return bool(re.match(r",? ?(?:д\.|дом) ?\d", text[end : end + 10]))


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(' «"(')
    return not before or before[-1] in ".!?\n…"


def _cued(text: str, start: int, cue: re.Pattern[str]) -> re.Match[str] | None:
    return cue.search(text[max(0, start - _LOOK_BACK) : start])


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    """What follows «меня зовут», «с уважением»: a name even in small letters."""
    for match in _AFTER_CUE.finditer(text):
        for group in (3, 4, 5):
            word = match[group]
            if not word:
                break
            is_named = word[0].isupper() and word.lower() not in not_names()
            if is_named or role(word.capitalize()) in ("F", "P") or (group > 3 and role(word.capitalize()) == "S"):
                yield match.span(group)
            elif not (group == 3 and "зовут" in match[1].lower()):
                break
            else:
                yield match.span(group)


def _known(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Words of the known names in any case form: a stem and at most three letters more."""
    folded = text.casefold()
    stems = [stem for name in names for stem in _stems(name) if stem.casefold() in folded]
    for match in _LETTERS.finditer(text) if stems else ():
        end = _end_of_known(text, match, sorted(stems))
        if end - match.start() > 4 or (end and match[0][0].isupper()):
            yield match.start(), end


def is_known(text: str, names: Iterable[str]) -> bool:
    """Whether a text holds a word of the known names."""
    return any(_known(text, tuple(names)))


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


def _stems(name: str) -> Iterator[str]:
    for word in _NAME_WORD.findall(name[:200]):
        stem = _ENDING.sub("", word)
        yield stem if len(stem) >= 3 else word


def _merged(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring spans as one: «Иванов», «И. И.» are one person."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 2 and not text[joined[-1][1] : start].strip(" .\u00a0"):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
