# ruff: noqa: E501 - a pattern is easier to check on one line
"""How a reply is built, word by word and in twos, as far as it tells what no lexicon holds.

A word is taken by its part of speech and form, guessed by its shape and the lexicon of those who act: «мастер», «слесарем»,
«заменят», «обеспечивается», a name, a month. What those orders and the beginnings and ends of words say of a reply was
learnt from our labelled sets (`python -m bench.replies --learn`) and lies in `grammar_weights.csv`, a sum anybody can read.
"""

import csv
import math
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from etl.structure.places.inflection import reading
from etl.structure.replies import actors
from etl.structure.replies.phrases import HERE, kinds_of_word
from etl.structure.replies.shapes import is_active, is_passive

MOST_WORDS = 400
_SMOOTH = 3
"""Words that a short reply is taken to be longer by: a word alone decides less."""
_TOKEN = re.compile(r"[А-Яа-яЁёA-Za-z]+|\d+|[^\w\s]")
_CLOSED = frozenset(
    "в во на по со с не ни нет при для до из за к ко о об у от под над без через после перед а но или и что как когда где "
    "если чтобы пока поэтому так уже еще все всем вы вас вам ваш ваша ваше ваши вашего вашей вашу вашем вами мы нам нас наш "
    "наша наше наши нашей нашего нашим он она они его ее их ему ей им это этот эта эти этого этой том тот то только лишь "
    "будет будут буду будем был была было были бы можно нельзя нужно надо может можем могут сам сами кто который которая "
    "которые которого один одна два две три раз сейчас сегодня завтра вчера теперь".split()
)
"""Words that are a part of speech of their own each."""
_OF_TIME = (
    ("month", r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)\w{1,2}|март[аеу]?|ма[йяею]|август[аеу]?|янв|фев|апр|авг|сент|окт|нояб|дек"),
    ("span", r"(?:дн|ден)[ьяейюи]\w?|сут\w+|недел\w+|месяц\w*|час\w{0,2}|минут\w*|декад\w*|квартал\w*|год\w{0,2}|лет|полугоди\w"),
    ("weekday", r"понедельник\w?|вторник\w?|сред[уыеа]|четверг\w?|пятниц\w|суббот\w|воскресень\w|выходн\w+"),
    ("season", r"весн\w{1,2}|летом?|лету|лета|осен\w{1,2}|зим\w{1,2}|утр\w{1,2}|вечер\w{0,2}|ноч\w{1,3}|обед\w{0,2}|днем|скоро|послезавтра"),
)  # fmt: skip
_VERBS = (
    ("did_many", r"\w+ли(?:сь)?"), ("did_one", r"\w+л[ао]?(?:с[ья])?"), ("does_one", r"\w+[еи]т"), ("do_many", r"\w+[уюая]т"),
    ("command", r"\w+[йиь]те(?:сь)?"), ("we", r"\w+[еи]м(?:ся)?"), ("to_do", r"\w+(?:ть|ти|чь)(?:ся)?"),
)  # fmt: skip
_OF_TIME_COMPILED = [(name, re.compile(one)) for name, one in _OF_TIME]
_VERBS_COMPILED = [(name, re.compile(one)) for name, one in _VERBS]
_REFLEXIVE = re.compile(r"\w{2,}(?:[еи]тся|[уюая]тся)")
_FORM = re.compile(r"\w{2,}(?:ть|ти|чь|[йиь]те|(?:[аяуе]е|[еи])м)(?:с[ья])?")
_PERFECTIVE = re.compile(r"(?:за|от|по|вы|про|с|на|пере|при|раз|рас|об|до|под|из|ис|у|о)\w{3,}")
_ADJECTIVE = re.compile(r"\w{2,}(?:[ыио]й|[ая]я|[ое]е|[ыи]е|[ую]ю|[ое]го|[ое]му|[ыи]м|[ыи]х|[ыи]ми|ей)")
_ABSTRACT = re.compile(r"\w{3,}(?:ени|ани|ств|ост|ци)\w{1,2}")
_PATRONYMIC = re.compile(r"\w+(?:[ое]вич|[ое]вн)\w*")
_EDGE = "|"
"""What stands before the first word and behind the last."""


class Evidence(NamedTuple):
    """How much the build of a reply speaks for a signal: the logarithm of odds; above 0 it speaks for it."""

    is_formal: float
    has_responsible: float


class _Word(NamedTuple):
    """Sums over all that is looked at in one word; kind: what it counts as beside its neighbours."""

    kind: str
    is_formal: float
    has_responsible: float


def evidence(reply: str) -> Evidence:
    """What the build of a clean text speaks for."""
    words = [_weighed(one) for one in _words(reply)]
    kinds = [one.kind for one in words]
    table = _weights()
    found = [table[two] for two in zip([_EDGE, *kinds], [*kinds, _EDGE], strict=True) if two in table]
    formal, responsible = table["one", ""]
    divisor = math.sqrt(len(words) + _SMOOTH)
    return Evidence(
        formal + (sum([one[1] for one in words]) + sum([one[0] for one in found])) / divisor,
        responsible + (sum([one[2] for one in words]) + sum([one[1] for one in found])) / divisor,
    )


def features(reply: str) -> Iterator[str]:
    """Names of all that is looked at in a clean text, as often as it stands there."""
    words = [_word(one) for one in _words(reply)]
    for _, looked_at in words:
        yield from looked_at
    kinds = [kind for kind, _ in words]
    yield from map(" ".join, zip([_EDGE, *kinds], [*kinds, _EDGE], strict=True))


def scale(reply: str) -> float:
    """What sums over a clean text are divided by."""
    return math.sqrt(len(_words(reply)) + _SMOOTH)


_NAME = "~"


def _words(reply: str) -> list[str]:
    """Words, numbers and signs of a text; behind _NAME those with a capital inside a sentence."""
    told, before = [], "."
    for word in _TOKEN.findall(reply)[:MOST_WORDS]:
        is_name = word[0].isupper() and len(word) > 1 and word[1:].islower() and before not in ".!?…:«"
        told.append(_NAME + word if is_name else word)
        before = word
    return told


def _word(told: str) -> tuple[str, tuple[str, ...]]:
    """Kind of a word and all that is looked at in it."""
    is_name = told[0] == _NAME and len(told) > 1
    written = told[1:] if is_name else told
    low = reading(written)
    kind = _kind(written, low, is_name=is_name)
    if not written[0].isalpha() or kind == "capitals":
        return kind, (kind,)
    ends = (f"-{low[-2:]}", f"-{low[-3:]}", f"-{low[-4:]}")
    if is_name:
        return kind, (kind, f"name{ends[1]}")
    kinds = tuple(f"@{one}" for one in kinds_of_word(low))
    shape = (f"{low[:4]}-", f"{low[:5]}-", f"{low[:7]}-", *ends) if len(low) > 4 else ()
    return kind, (kind, *kinds, *shape)


def _kind(written: str, low: str, *, is_name: bool) -> str:
    if written.isdigit():
        return "00" if len(written) < 3 else "0000" if len(written) == 4 else "000"
    if not written[0].isalpha() or low in _CLOSED:
        return low
    if written.isupper() and len(written) > 1:
        return "capitals"
    if is_name:
        return "patronymic" if _PATRONYMIC.fullmatch(low) else "name"
    return next((name for name, one in _OF_TIME_COMPILED if one.fullmatch(low)), "") or _part_of_speech(low)


def _part_of_speech(low: str) -> str:
    if cases := actors.cases_of(low):
        return f"actor:{cases}"
    if _REFLEXIVE.fullmatch(low):
        return "goes_on"
    if is_active(low) or _FORM.fullmatch(low):
        verb = next((name for name, one in _VERBS_COMPILED if one.fullmatch(low)), "verb")
        return f"{verb}+" if _PERFECTIVE.fullmatch(low) else verb
    if is_passive(low):
        return "is_done"
    if _ADJECTIVE.fullmatch(low):
        return f"adjective{low[-2:]}"
    return f"{'deed' if _ABSTRACT.fullmatch(low) else 'thing'}{low[-1]}"


@lru_cache(maxsize=200_000)
def _weighed(told: str) -> _Word:
    kind, looked_at = _word(told)
    weights = [_weights().get((one, ""), (0.0, 0.0)) for one in looked_at]
    return _Word(kind, sum(one[0] for one in weights), sum(one[1] for one in weights))


@cache
def _weights() -> dict[tuple[str, str], tuple[float, float]]:
    """A feature, or the two kinds of words that it is made of, → its weights for both signals."""
    with (HERE / "grammar_weights.csv").open(encoding="utf-8", newline="") as file:
        return {
            _named(row["feature"]): (float(row["is_formal"] or 0), float(row["has_responsible"] or 0))
            for row in csv.DictReader(file)
        }


def _named(feature: str) -> tuple[str, str]:
    first, _, second = feature.partition(" ")
    return first, second
