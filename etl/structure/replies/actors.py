"""Words for those who act, `actors.csv`, in the cases that say what part they play in a clause.

nominative  «мастер заменит», «бригады выехали»: who acts
instrumental «заменено мастером», «силами» aside: who has acted
dative  «передано мастеру»: who has been sent the letter; a preposition says the same of the accusative
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, partial

from etl.structure.replies.phrases import HERE, holds_any, register

_BUILT = (
    r"(?!(?:счетчик|датчик|передатчик|погрузчик|обидчик|заказчик|вкладчик|подписчик|плательщик|неплательщик|дольщик|съемщик|пайщик|"
    r"ответчик|автоответчик|турист|артист|автомобилист|велосипедист|мотоциклист|футболист))[а-я]{3,}(?:[тдзс]чик|щик|ист|олог)"
)
_BUILT_BODIES = "надзор фонд строй торг снаб сбыт комхоз лесхоз автодор энерго".split()
_BUILT_BODY = (
    r"(?!долгострой|настрой|перестрой|автосервис|жилфонд)[а-я]{3,}"
    rf"(?:{'|'.join(_BUILT_BODIES)})"
)
"""How words for those who act are built: «асфальтоукладчик», «тракторист», «гидрогеолог», «соцфонд», «райснаб»."""
_BUILT_ENDINGS = {"nominative": "|и|ы", "instrumental": "ом|ами", "dative": "у|ам", "accusative": "а|ов"}
_BODY_ENDINGS = {"nominative": "", "instrumental": "ом", "dative": "у", "accusative": ""}
_SOFTENING = "гкхжшщч"
_HUSHING = "жшщчц"


def found(low: str, case: str) -> Iterator[re.Match[str]]:
    """Every such word in a text, of the list or built as such words are; case as in `pattern`."""
    return pattern(case).finditer(low) if holds_any(low, _BITS[case]) else iter(())


@cache
def _forms_of(case: str) -> frozenset[str]:
    return frozenset(form for word in _words() for form in _forms(word)[case])


@cache
def pattern(case: str) -> re.Pattern[str]:
    """Every such word in a case: nominative, instrumental, dative or accusative; both numbers."""
    by_letter: dict[str, list[str]] = {}
    for form in sorted(_forms_of(case)):
        by_letter.setdefault(form[0], []).append(form[1:])
    parts = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"\b(?:{parts}|{_built(case).pattern})\b")


def _words() -> list[str]:
    with (HERE / "actors.csv").open(encoding="utf-8", newline="") as file:
        return [word for row in csv.DictReader(file) for word in row["words"].split()]


def _forms(word: str) -> dict[str, list[str]]:
    stem, last = word[:-1], word[-1]
    if word.endswith(("ий", "ый", "ой")):
        return _adjective(word[:-2])
    if word.endswith(("щая", "вая")):
        return _cases(
            [word], [f"{word[:-2]}ей", f"{word[:-2]}ой"], [f"{word[:-2]}ей", f"{word[:-2]}ой"], [f"{word[:-2]}ую"]
        )
    if last in "ая":
        return _feminine(word, stem)
    if last in "оею":
        return _cases(
            [word],  # «управления» is more often of somebody than many
            [f"{word}м"],
            [f"{stem}{'у' if last == 'о' else 'ю'}"],
            [word],
        )
    if last == "ь":
        plural = f"{stem}и"
        return _cases(
            [word, plural, f"{stem}я"],
            [f"{stem}ем", f"{stem}ями", f"{word}ю"],
            [f"{stem}ю", f"{stem}ям", plural],
            [word],
        )
    if word.endswith("ец"):
        stem = word[:-2] + ("ьц" if word.endswith("лец") else "ц")
        return _cases([word, f"{stem}ы"], [f"{stem}ом", f"{stem}ами"], [f"{stem}у", f"{stem}ам"], [word])
    plural = f"{word}{'и' if last in _SOFTENING else 'ы'}"
    instrumental = f"{word}{'ем' if last in _HUSHING else 'ом'}"
    return _cases(
        [word, plural, f"{word}а"] if word in _IN_A else [word, plural],
        [instrumental, f"{word}ами"],
        [f"{word}у", f"{word}ам"],
        [word],
    )


_IN_A = frozenset("мастер директор доктор тренер инспектор".split())


def _adjective(stem: str) -> dict[str, list[str]]:
    told = (f"{stem}{a}" for a in ("ий", "ый", "ие", "ые"))
    return _cases(
        list(told),
        [f"{stem}им", f"{stem}ым", f"{stem}ими", f"{stem}ыми"],
        [f"{stem}ему", f"{stem}ому", f"{stem}им", f"{stem}ым"],
        [f"{stem}его", f"{stem}ого"],
    )


def _feminine(word: str, stem: str) -> dict[str, list[str]]:
    if word[-1] == "а":
        return _cases([word], [f"{stem}ой", f"{stem}ей", f"{stem}ами"], [f"{stem}е", f"{stem}ам"], [f"{stem}у"])
    return _cases([word], [f"{stem}ей", f"{stem}ями"], [f"{stem}и", f"{stem}е", f"{stem}ям"], [f"{stem}ю"])


def _cases(
    nominative: list[str], instrumental: list[str], dative: list[str], accusative: list[str]
) -> dict[str, list[str]]:
    return {"nominative": nominative, "instrumental": instrumental, "dative": dative, "accusative": accusative}


def _is_in(case: str, word: str) -> bool:
    if word in _forms_of(case):
        return True
    return word.endswith(_tails(case)) and _built(case).fullmatch(word) is not None


@cache
def _tails(case: str) -> tuple[str, ...]:
    """What words built so end with: asked of every new word, so quicker than the pattern."""
    people = [stem + end for stem in ("чик", "щик", "ист", "олог") for end in _BUILT_ENDINGS[case].split("|")]
    return (*people, *(f"{stem}{_BODY_ENDINGS[case]}" for stem in _BUILT_BODIES))


@cache
def _built(case: str) -> re.Pattern[str]:
    return re.compile(f"{_BUILT}(?:{_BUILT_ENDINGS[case]})|{_BUILT_BODY}(?:{_BODY_ENDINGS[case]})")


CASES = ("nominative", "instrumental", "dative", "accusative")
_BITS = {case: register(case, partial(_is_in, case)) for case in CASES}
ANY = sum(_BITS.values())
"""For `phrases.holds_any`: a word in any of the cases."""
