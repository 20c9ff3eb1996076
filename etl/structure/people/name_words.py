# ruff: noqa: E501 - a pattern is easier to check on one line
"""What a single Russian word could be: a given name in any case, a patronymic, something shaped like a surname."""

import re
from functools import cache, lru_cache
from pathlib import Path

from data.store.reference import table

_FOLDER = Path(__file__).parent
_PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:(?:ович|евич)(?:а|у|ем|ом|е|и|ей|ам|ами|ах)?|(?:овн|евн|ичн|иничн)(?:а|ы|е|у|ой|ою)?)"
    r"|(?:ильич|кузьмич|лукич|фомич|никитич|саввич|ильинич|фокич)(?:а|у|ом|ем|е)?|[а-яё]{3,}(?:оглы|кызы)|[а-яё]{2,}(?:[аеь]ич|трич|[нлмс]ыч)(?:а|у|ем|е)?"
)
_SURE_PATRONYMIC = re.compile(
    r"[а-яё]{3,}(?:ович|евич)(?:а|у|ем|ом|е|и|ей)?|[а-яё]{3,}(?:[ьаеор]евн|[нврмдлктсг]овн)(?:а|ы|е|у|ой)"
    r"|(?:ильинич|кузьминич|никитич|лукинич|фоминич)н(?:а|ы|е|у|ой)|(?:кузьм|иль|лук|фом|никит)ич(?:а|у|ем|ом|е)?"
)
_SURNAME = re.compile(
    r"[а-яё]{2,}(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ою|ы|ых|ыми)?"
    r"|(?:[сцз]к)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|их)|енко|[чщ]ук(?:а|у|ом|е)?|[нвлртд]юк(?:а|у|ом|е)?|швили|дзе|[аеу]йло"
    r"|[аь]ян(?:а|у|ом|е)?|[аы]ль?ских|[оы]вых|иных)|черных|белых|седых|долгих|сухих|русских|малых|красных|крутых|кривых"
)
_SURE_SURNAME = re.compile(
    r"[а-яё]{1,15}(?:[аея]ев|гаш[её]в|жеков|чаков)(?:а|у|ым|е|ой|ою|ы|ых|ыми)?|[а-яё]{3,15}(?:швили|енко)|[а-яё]{3,15}-оол(?:а|у|ом|е)?"
)
_ORDINARY = frozenset(
    "марк марка марки карл карла клара ислам роман рома гена дина клим кости костью костей костям султан султана султаны "
    "спартак спартака семен ада ален мила мира".split()
)
"""Forms of given names that mean something else in small letters."""
_EVERY_FORM = ("иван", "анна", "нина", "олег", "юрий", "илья", "петр", "егор")
"""Short given names whose other cases mean nothing else either."""
_ADJECTIVE = re.compile(
    r".*[сцз]к(?:ий|ого|ому|им|ом|ая|ой|ую|ою|их)$|черных|белых|седых|долгих|сухих|русских|малых|красных|крутых|кривых"
)


@lru_cache(maxsize=100_000)
def role(word: str) -> str:
    """What a word could be.

    F given name, P patronymic, S shaped like a surname, ? anything, '' no name; f given name that is also a word, s surname
    that streets or towns bear, a adjective-like surname: these need a neighbour.
    """
    lower = word.lower()
    if lower in not_names() or (word[:2].isupper() and not word.isupper()):  # «ПАЗов» is an abbreviation
        return ""
    if _PATRONYMIC.fullmatch(lower.rpartition("-")[2]):
        return "P"
    first = first_names().get(lower.replace("ё", "е"))
    if first:
        return first
    if lower.replace("ё", "е") in _places():
        return "s" if _SURNAME.fullmatch(lower) else ""
    return _surname_role(lower)


def _surname_role(lower: str) -> str:
    """S, s, a or ?; of a double surname both halves have the shape («Томск-Саратов» is none)."""
    folded = lower.replace("ё", "е")
    if folded in _streets():
        return "s"
    if folded in surnames():
        return "S"
    if "-оол" in lower:
        return "S"
    first, _, shape = lower.rpartition("-")
    if len(shape) < 4 or not _SURNAME.fullmatch(shape) or (len(first) > 3 and not _SURNAME.fullmatch(first)):
        return "?"
    return "a" if _ADJECTIVE.fullmatch(shape) else "S"


@lru_cache(maxsize=100_000)
def is_surname(word: str) -> bool:
    """Whether a word is surely a surname: a common one, or of a shape that no other word has."""
    lower = word.lower()
    folded = lower.replace("ё", "е")
    if lower in not_names() or folded in _places():
        return False
    if folded in surnames():
        return surnames()[folded] or not folded.endswith(("ов", "ев", "ин"))  # «Волков много» are animals
    return bool(_SURE_SURNAME.fullmatch(lower))


@lru_cache(maxsize=100_000)
def small_role(word: str) -> str:
    """What a word in small letters surely is: F, P or S as in `role`; c could be a given name; '' for any other."""
    folded = word.replace("ё", "е")
    if folded in _places() or word in not_names():
        return ""
    if first_names().get(folded) == "F" and folded in _plain_first_names():
        return "F"
    if surnames().get(folded) or _SURE_SURNAME.fullmatch(word):
        return "S"
    if _SURE_PATRONYMIC.fullmatch(word):
        return "P"
    return "c" if first_names().get(folded) == "F" else ""


def _lines(file: str) -> list[str]:
    """Lines of a list beside this module, without comments, which begin with #."""
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _words(file: str) -> list[str]:
    return " ".join(_lines(file)).split()


@cache
def not_names() -> frozenset[str]:
    """Words that look like names and are none, lower case."""
    return frozenset(form for word in _words("not_names.txt") for form in _forms(word))


def _forms(word: str) -> list[str]:
    """A word; with its case forms when a `*` follows it."""
    return _cases(word[:-1]) if word.endswith("*") else [word]


@cache
def surnames() -> dict[str, bool]:
    """Every form of the common surnames, lower case with е for ё → whether it is one in small letters too."""
    forms: dict[str, bool] = {}
    for name in _words("surnames.txt"):
        folded = name.rstrip("?").lower().replace("ё", "е")
        for form in _surname_forms(folded):
            forms.setdefault(form, not name.endswith("?"))
    return forms


def _surname_forms(name: str) -> list[str]:
    if name.endswith(("ов", "ев", "ин")):
        return [name + ending for ending in ("", "а", "у", "ым", "е", "ой", "ою", "ы", "ых", "ыми")]
    return _cases(name)


@cache
def streets() -> tuple[str, ...]:
    """Whole names of people as streets bear them, in the genitive: «Карла Маркса»."""
    return tuple(line for line in _lines("street_names.txt") if " " in line)


@cache
def last_names_of_streets() -> tuple[str, ...]:
    """Last words of `streets`, lower case with е for ё, all of letters."""
    return tuple({name.split(" ")[1].lower().replace("ё", "е") for name in streets()})


@cache
def _streets() -> frozenset[str]:
    """Single words as streets and towns bear them, lower case with е for ё."""
    words = [line.rpartition(" ")[2].lower().replace("ё", "е") for line in _lines("street_names.txt")]
    return frozenset(form for word in words for form in _forms(word))


@cache
def first_names() -> dict[str, str]:
    """Every case form of the given names, lower case with е for ё → 'F', or 'f' for those that are also words."""
    forms: dict[str, str] = {}
    for name in _words("first_names.txt"):
        kind = "f" if name.endswith("?") else "F"
        for form in _cases(name.rstrip("?").lower().replace("ё", "е")):
            forms.setdefault(form, kind)
    return forms


@cache
def _plain_first_names() -> frozenset[str]:
    """Given names that no ordinary word in small letters is like: long ones in every case, short ones in the nominative."""
    names = [name.lower().replace("ё", "е") for name in _words("first_names.txt") if not name.endswith("?")]
    forms = [form for name in names if len(name) >= 5 or name in _EVERY_FORM for form in _cases(name)]
    return frozenset(forms + [name for name in names if len(name) == 4]) - _ORDINARY


def _cases(name: str) -> list[str]:
    if name in ("павел", "лев"):
        stem = {"павел": "павл", "лев": "льв"}[name]
        return [name, *(stem + ending for ending in ("а", "у", "ом", "е"))]
    if name[-1] in "ая":
        soft = name[-1] == "я"
        endings = ("я", "и", "е", "ю", "ей", "ею") if soft else ("а", "ы", "и", "е", "у", "ой", "ою", "ей")
        short = (
            [name[:-1] + "ь" if soft and name[-2] != "и" else name[:-1]]
            if (len(name) > 3 and name[-2:] != "ия") or name[1:] in ("ля", "ня")
            else []
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
