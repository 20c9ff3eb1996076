"""The street a record names, as a key that survives endings: «ул. Ленина», «на улице Ленина», «Ленина ул» are one."""

import re
from collections.abc import Iterable

_KIND = (
    r"(?:ул(?:иц[а-я]{1,2})?|пер(?:еул[а-я]{1,4})?|просп(?:ект[а-я]{0,2})?|пр-т|мкр|микрорайон[а-я]{0,2}"
    r"|тупик[а-я]{0,2})"
)
_BEFORE = r"(?:[а-яё]\.[ \u00a0]?|\d{1,3}(?:-?[а-я]{1,2})?[ \u00a0])?"
"""An initial or a number before the name: «ул. П. Топанова», «улица 40 лет Победы»."""
_IN_TEXT = re.compile(rf"(?<![а-яё]){_KIND}(?:\.[ \u00a0]?|[ \u00a0]{{1,2}})«?{_BEFORE}([а-яё-]{{3,}})")
_KIND_ONLY = re.compile(rf"(?<![а-яё]){_KIND}(?![а-яё])\.?")
_WORD = re.compile(r"[а-яё-]{3,}|\d+")
_STEM = 5
"""Letters of a word that count: endings change behind them."""


def street_keys(streets: Iterable[str], texts: Iterable[str]) -> list[str]:
    """One key a record: of its street field, else of the first street its text names; '' when neither tells."""
    return [_of_field(street) or _of_text(text) for street, text in zip(streets, texts, strict=True)]


def _of_field(street: str) -> str:
    return _key(_KIND_ONLY.sub(" ", street.lower()))


def _of_text(text: str) -> str:
    found = _IN_TEXT.search(text.lower())
    return _key(found[1]) if found else ""


def _key(words: str) -> str:
    """The last word of a name: initials and first names stand before it («ул. П. Топанова»)."""
    found = [word for word in _WORD.findall(words.replace("ё", "е")) if not word.isdecimal()]
    return found[-1][:_STEM] if found else ""
