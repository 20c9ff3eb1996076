# ruff: noqa: E501 - a pattern is easier to check on one line
"""What a single Russian word could be: a given name in any case, a patronymic, something shaped like a surname."""

import re
from functools import cache, lru_cache
from pathlib import Path

from data.reference import table

_FOLDER = Path(__file__).parent
_PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:(?:ович|евич)(?:а|у|ем|ом|е|и|ей|ам|ами|ах)?|(?:овн|евн|ичн|иничн)(?:а|ы|е|у|ой|ою)?)"
    r"|(?:ильич|кузьмич|лукич|фомич|никитич|саввич|ильинич|фокич)(?:а|у|ом|ем|е)?|[а-яё]{3,}(?:оглы|кызы)"
)
_SURNAME = re.compile(
    r"[а-яё]{2,}(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ою|ы|ых|ыми)?"
    r"|(?:[сцз]к)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|их)|енко|[чщ]ук(?:а|у|ом|е)?|[нвлртд]юк(?:а|у|ом|е)?|швили|дзе|[аеу]йло"
    r"|[аь]ян(?:а|у|ом|е)?|айте|[аы]ль?ских|[оы]вых|иных)"
)
_ADJECTIVE = re.compile(r".*[сцз]к(?:ий|ого|ому|им|ом|ая|ой|ую|ою|их)$")


@lru_cache(maxsize=100_000)
def role(word: str) -> str:
    """F given name, P patronymic, S shaped like a surname, f a given name that is also a word, a adjective-like, '' none."""
    lower = word.lower()
    if lower in not_names():
        return ""
    if _PATRONYMIC.fullmatch(lower):
        return "P"
    first = first_names().get(lower.replace("ё", "е"))
    if first:
        return first
    if lower.replace("ё", "е") in _places():
        return ""
    shape = lower.rpartition("-")[2]
    if len(shape) >= 4 and _SURNAME.fullmatch(shape):
        return "a" if _ADJECTIVE.fullmatch(shape) else "S"
    return "?"


def _words(file: str) -> list[str]:
    """Words of a list beside this module; lines that begin with # are comments."""
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return " ".join(line for line in lines if not line.startswith("#")).split()


@cache
def not_names() -> frozenset[str]:
    """Words that look like names and are none, lower case."""
    return frozenset(_words("not_names.txt"))


@cache
def first_names() -> dict[str, str]:
    """Every case form of the given names, lower case with е for ё → 'F', or 'f' for those that are also words."""
    forms: dict[str, str] = {}
    for name in _words("first_names.txt"):
        kind = "f" if name.endswith("?") else "F"
        for form in _cases(name.rstrip("?").lower().replace("ё", "е")):
            forms.setdefault(form, kind)
    return forms


def _cases(name: str) -> list[str]:
    if name in ("павел", "лев"):
        stem = {"павел": "павл", "лев": "льв"}[name]
        return [name, *(stem + ending for ending in ("а", "у", "ом", "е"))]
    if name[-1] in "ая":
        soft = name[-1] == "я"
        endings = ("я", "и", "е", "ю", "ей", "ею") if soft else ("а", "ы", "и", "е", "у", "ой", "ою", "ей")
        short = (
            [name[:-1] + "ь" if soft and name[-2] != "и" else name[:-1]] if len(name) > 3 and name[-2:] != "ия" else []
        )
        return [name[:-1] + ending for ending in endings] + short
    if name[-1] in "йь":
        endings = ("я", "ю", "ем", "е", "и", "ью")
        return [name, *(name[:-1] + ending for ending in endings)]
    if name[-1] in "иоуеы":
        return [name]
    return [name, *(name + ending for ending in ("а", "у", "ом", "е", "ы"))]


@cache
def _places() -> frozenset[str]:
    """Names of the district's places and municipalities: they look like surnames and are none."""
    names = {str(name) for file in ("places", "municipalities") for name in table(file)["name"].dropna()}
    return frozenset(part.lower().replace("ё", "е") for name in names for part in (name, *name.split()))
