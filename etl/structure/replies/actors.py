# ruff: noqa: E501 - a pattern is easier to check on one line
"""Words for those who act, `actors.csv`, in the cases that say what part they play in a clause.

nominative  «мастер заменит», «бригады выехали»: who acts
instrumental «заменено мастером», «силами» aside: who has acted
dative  «передано мастеру»: who has been sent the letter; a preposition says the same of the accusative
genitive «по поручению мастера», «руками дорожников»: whose word or work it was
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, partial

from etl.structure.replies.phrases import HERE, holds_any, register

_BUILT = (
    r"(?!(?:счетчик|датчик|передатчик|погрузчик|обидчик|заказчик|вкладчик|подписчик|плательщик|неплательщик|дольщик|съемщик|пайщик|"
    r"ответчик|автоответчик|турист|артист|автомобилист|велосипедист|мотоциклист|футболист))(?:[а-я]{3,}(?:[тдзс]чик|щик|ист|олог)"
    r"|(?:дорож|ремонт|коммуналь|энергет|хозяйствен|спасатель|механ|техн|подряд|путей|газов|сотруд|работ|чинов|лесозаготов|"
    r"строймонтаж|эксплуатацион|сельхоз|связ|связь|природоохран|оперативн|сменн)(?:ник|ик))"
)
_BUILT_BODIES = "надзор завод фонд строй торг снаб сбыт комхоз лесхоз автодор энерго".split()
_BUILT_BODY = (
    r"(?!долгострой|настрой|перестрой|автосервис|жилфонд)[а-я]{3,}"
    rf"(?:{'|'.join(_BUILT_BODIES)})"
)
"""How words for those who act are built: «асфальтоукладчик», «тракторист», «гидрогеолог», «соцфонд», «райснаб»."""
_PREFIX = "(?:мед|соц|охот|рыб|рай|гор|обл|рес|гос|сель|тех|сан|энерго|агро|авто|строй|жил|водо|тепло|электро|дор|лес|спец|меж|вет|мото|глав|зам|стар)"
"""What is put before a word of the list: «медкомиссия», «райотдел»."""
_BUILT_ENDINGS = {
    "nominative": "|и|ы", "instrumental": "ом|ами", "dative": "у|ам", "accusative": "а|ов", "genitive": "а|ов",
}  # fmt: skip
_BODY_ENDINGS = {"nominative": "", "instrumental": "ом", "dative": "у", "accusative": "", "genitive": "а"}
_SOFTENING = "гкхжшщч"
_HUSHING = "жшщчц"


CASES = ("nominative", "instrumental", "dative", "accusative", "genitive")


def found(low: str, case: str) -> Iterator[re.Match[str]]:
    """Every such word in a text, of the list or built as such words are; case as in `pattern`."""
    return pattern(case).finditer(low) if holds_any(low, _BITS[case]) else iter(())


def cases_of(word: str) -> str:
    """First letters of the cases in which a word in small letters names one who acts; '' for any other word."""
    return "".join(case[0] for case in CASES if _is_in(case, word))


@cache
def _forms_of(case: str) -> frozenset[str]:
    return frozenset(form for word in _words() for form in _forms(word)[case])


@cache
def pattern(case: str) -> re.Pattern[str]:
    """Every such word in a case of CASES; both numbers."""
    by_letter: dict[str, list[str]] = {}
    for form in sorted(_forms_of(case)):
        by_letter.setdefault(form[0], []).append(form[1:])
    parts = "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"\b(?:{_PREFIX}?(?:{parts})|{_built(case).pattern})\b")


def _words() -> list[str]:
    with (HERE / "actors.csv").open(encoding="utf-8", newline="") as file:
        return [word for row in csv.DictReader(file) for word in row["words"].split()]


def _forms(word: str) -> dict[str, list[str]]:
    stem, last = word[:-1], word[-1]
    if word.endswith(("ий", "ый", "ой")):
        return _adjective(word[:-2])
    if word.endswith(("щая", "вая")):
        oblique = [f"{word[:-2]}ей", f"{word[:-2]}ой"]
        return _cases([word], oblique, oblique, [f"{word[:-2]}ую"], oblique)
    if last in "ая":
        return _feminine(word, stem)
    if last in "оею":
        softly = last != "о"
        return _cases(
            [word],  # «управления» is more often of somebody than many
            [f"{word}м"],
            [f"{stem}{'ю' if softly else 'у'}"],
            [word],
            [f"{stem}{'я' if softly else 'а'}"],
        )
    if last == "ь":
        return _soft(word, stem)
    if word.endswith("ец"):
        return _hard(word[:-2] + ("ьц" if word.endswith("лец") else "ц"), word, "ы", "ом", "ев")
    many = "ей" if last in "жшщч" else "ов"
    made = _hard(word, word, "и" if last in _SOFTENING else "ы", "ом", many)
    if last in _HUSHING:
        made["instrumental"].append(f"{word}ем")  # «врачом», but «сторожем»
    return made


_IN_A = frozenset("мастер директор доктор тренер инспектор".split())
_IN_YA = frozenset("учитель слесарь токарь пекарь лекарь егерь писарь вахтарь".split())


def _hard(stem: str, word: str, plural: str, instrumental: str, many: str) -> dict[str, list[str]]:
    more = [f"{word}а"] if word in _IN_A else []
    return _cases(
        [word, f"{stem}{plural}", *more],
        [f"{stem}{instrumental}", f"{stem}ами"],
        [f"{stem}у", f"{stem}ам"],
        [word],
        [f"{stem}а", f"{stem}{many}"],
    )


def _soft(word: str, stem: str) -> dict[str, list[str]]:
    plural = f"{stem}и"
    return _cases(
        [word, plural, f"{stem}я"] if word in _IN_YA else [word, plural],
        [f"{stem}ем", f"{stem}ями", f"{word}ю"],
        [f"{stem}ю", f"{stem}ям", plural],
        [word],
        [f"{stem}я", plural, f"{stem}ей"],
    )


def _adjective(stem: str) -> dict[str, list[str]]:
    told = (f"{stem}{a}" for a in ("ий", "ый", "ие", "ые"))
    of = [f"{stem}его", f"{stem}ого"]
    return _cases(
        list(told),
        [f"{stem}им", f"{stem}ым", f"{stem}ими", f"{stem}ыми"],
        [f"{stem}ему", f"{stem}ому", f"{stem}им", f"{stem}ым"],
        of,
        [*of, f"{stem}их", f"{stem}ых"],
    )


def _feminine(word: str, stem: str) -> dict[str, list[str]]:
    if word[-1] == "а":
        of = [f"{stem}{'и' if stem[-1] in _SOFTENING else 'ы'}", stem]
        return _cases([word], [f"{stem}ой", f"{stem}ей", f"{stem}ами"], [f"{stem}е", f"{stem}ам"], [f"{stem}у"], of)
    to = [f"{stem}и", f"{stem}е", f"{stem}ям"]
    of = [f"{stem}и", f"{stem}й"] if stem[-1] == "и" else [f"{stem}и"]
    return _cases([word], [f"{stem}ей", f"{stem}ями"], to, [f"{stem}ю"], of)


def _cases(*forms: list[str]) -> dict[str, list[str]]:
    """Forms in the order of CASES."""
    return dict(zip(CASES, forms, strict=True))


_STARTS, _LONG = re.compile(_PREFIX), 4


def _is_in(case: str, word: str) -> bool:
    if word in _forms_of(case):
        return True
    if (
        (prefix := _STARTS.match(word))
        and len(word) - prefix.end() >= _LONG
        and word[prefix.end() :] in _forms_of(case)
    ):
        return True
    return word.endswith(_tails(case)) and _built(case).fullmatch(word) is not None


@cache
def _tails(case: str) -> tuple[str, ...]:
    """What words built so end with: asked of every new word, so quicker than the pattern."""
    people = [stem + end for stem in ("чик", "щик", "ист", "олог", "ник") for end in _BUILT_ENDINGS[case].split("|")]
    return (*people, *(f"{stem}{_BODY_ENDINGS[case]}" for stem in _BUILT_BODIES))


@cache
def _built(case: str) -> re.Pattern[str]:
    return re.compile(f"{_BUILT}(?:{_BUILT_ENDINGS[case]})|{_BUILT_BODY}(?:{_BODY_ENDINGS[case]})")


_BITS = {case: register(case, partial(_is_in, case)) for case in CASES}
ANY = sum(_BITS.values())
"""For `phrases.holds_any`: a word in any of the cases."""
