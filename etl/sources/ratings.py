"""Ratings of answers as people write them: figures, words, stars → 1–5. What can be read in two ways is not read.

Words of satisfaction («доволен») are the ends of their own scale: it has only two, and shares count 4 and 5 as one.
"""

import difflib
import re
import unicodedata
from functools import lru_cache

NOT_RATED = 0.0
_ABSENT = frozenset(
    ("не оценено", "не оценена", "не оценен", "не оценил", "не оценила", "не оценивалось", "без оценки", "нет оценки",
     "оценки нет", "не выставлена", "оценка отсутствует", "отсутствует")
)  # fmt: skip
_FIGURE = re.compile(
    r"([0-5](?:[.,]\d{1,2})?)[+-]?(?: ?(?:из|/|of) ?5(?:[.,]0)?(?!\d))?(?: ?(?:балл\w*|б|звезд\w*|stars?))?\.?"
)
_NUMBER_WORDS = {
    "ноль": 0, "один": 1, "одна": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "единица": 1, "кол": 1,
    "двойка": 2, "тройка": 3, "четверка": 4, "пятерка": 5,
}  # fmt: skip
_WORDS = {
    "отлично": 5, "отличная": 5, "отличный": 5, "превосходно": 5, "великолепно": 5, "замечательно": 5, "супер": 5,
    "прекрасно": 5, "очень хорошо": 5, "отл": 5, "excellent": 5, "very good": 5,
    "хорошо": 4, "хорошая": 4, "хороший": 4, "хор": 4, "good": 4,
    "удовлетворительно": 3, "удовлетворительная": 3, "удовлетворительный": 3, "удовл": 3, "уд": 3, "нормально": 3,
    "частично": 3, "и да и нет": 3,
    "средне": 3, "посредственно": 3, "нейтрально": 3, "нейтральная": 3, "satisfactory": 3, "average": 3,
    "неудовлетворительно": 2, "неудовлетворительная": 2, "неуд": 2, "неудовл": 2, "плохо": 2, "плохая": 2, "плох": 2,
    "poor": 2, "bad": 2,
    "очень плохо": 1, "ужасно": 1, "ужас": 1, "отвратительно": 1, "крайне плохо": 1, "very bad": 1, "terrible": 1,
    "скорее доволен": 4, "скорее удовлетворен": 4, "частично доволен": 3, "частично удовлетворен": 3,
    "не совсем доволен": 3, "не вполне удовлетворен": 3, "не полностью удовлетворен": 3, "не вполне доволен": 3,
    "не совсем удовлетворен": 3, "не полностью доволен": 3,
    "скорее недоволен": 2, "скорее неудовлетворен": 2,
    "доволен": 5, "удовлетворен": 5, "положительно": 5, "положительная": 5, "satisfied": 5,
    "недоволен": 1, "неудовлетворен": 1, "отрицательно": 1, "отрицательная": 1, "dissatisfied": 1,
}  # fmt: skip
_STRENGTH = re.compile(r"^(?:очень|полностью|вполне|абсолютно|совершенно|совсем|very) ")
_STRONG = frozenset(("доволен", "удовлетворен", "недоволен", "неудовлетворен", "satisfied", "dissatisfied"))
_PERSON = re.compile(r"удовлетворенн?(?:[аыо]|ный|ные|ная)\b")
_PLEASED = re.compile(r"довольн(?:[аыо]|ый|ые|ая)\b|\bустраивает$|\bустроил[аио]?$")
_SPLIT_NOT = re.compile(r"\bне (?=довол|удовлетвор(?:ит|ен\b))")
_STARS = re.compile(r"([★⭐🌟]+)([☆✩]*)")
_BOTH = re.compile(r"(?P<front>[^()\-–—:]+?) ?[(:–—-] ?(?P<back>[^()]+?)\)?")
_LEADING = re.compile(r"^(?:оценка|балл|рейтинг)(?: заявителя| ответа)?[ :–—-]+")
_LIKE = 0.83
_LONG = sorted(word for word in _WORDS if len(word) >= 6)


@lru_cache(maxsize=10_000)
def read(text: str) -> float | None:
    """The rating; NOT_RATED where the cell says there is none or 0, None where it cannot be told."""
    plain = _plain(text)
    if not plain or plain in _ABSENT:
        return NOT_RATED
    one = _single(plain)
    return one if one is not None else _both(plain)


def _plain(text: str) -> str:
    made = unicodedata.normalize("NFC", text).replace("\ufe0f", "").lower().replace("ё", "е")
    made = " ".join(re.sub(r"[«»\"!]", " ", made).split()).strip(" .,;")
    return _LEADING.sub("", made)


def _single(plain: str) -> float | None:
    if figure := _FIGURE.fullmatch(plain):
        return _figure(figure)
    if stars := _STARS.fullmatch(plain):
        count, whole = len(stars[1]), len(stars[1]) + len(stars[2])
        return float(count) if count <= 5 and whole in (count, 5) else None
    if plain in ("☆☆☆☆☆", "✩✩✩✩✩"):
        return NOT_RATED
    counted = re.sub(r" (?:балл\w*|зв[её]зд\w*)$", "", plain)
    return float(_NUMBER_WORDS[counted]) if counted in _NUMBER_WORDS else _word(plain)


def _figure(figure: re.Match[str]) -> float | None:
    value = float(figure[1].replace(",", "."))
    return value if value == 0 or 1 <= value <= 5 else None


def _word(plain: str) -> float | None:
    word = re.sub(r" (?:ответом|результатом|решением|работой)$", "", plain)
    word = _SPLIT_NOT.sub("не", _PLEASED.sub("доволен", _PERSON.sub("удовлетворен", word)))
    base = _STRENGTH.sub("", word)
    if base in _STRONG:
        return float(_WORDS[base])
    if word in _WORDS:
        return float(_WORDS[word])
    if len(word) < 6 or word.startswith("не "):
        return None
    near = difflib.get_close_matches(word, _LONG, n=1, cutoff=_LIKE)
    is_typing_error = bool(near) and near[0][0] == word[0] and near[0].startswith("не") == word.startswith("не")
    return float(_WORDS[near[0]]) if is_typing_error else None


def _both(plain: str) -> float | None:
    """«5 (отлично)», «отлично - 5»: a figure and a word that agree."""
    parts = _BOTH.fullmatch(plain)
    if parts is None:
        return None
    front, back = _single(parts["front"].strip()), _single(parts["back"].strip())
    return front if front is not None and front == back else None
