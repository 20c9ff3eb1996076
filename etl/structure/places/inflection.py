"""Case forms of the names of places: nouns and adjectives, singular and plural, one word or several.

A form is lower case with е for ё, and says the cases it may stand in: n nominative, g genitive, d dative, a accusative,
i instrumental, p prepositional, and o for what no surname in -ов has: «в Апчинаево», «за Апчинаевом».
"""

import re
from itertools import product

Forms = dict[str, str]
"""Word form → its cases."""

_FIRST_OF_VOICE = {
    "верхний": ("верх", "верхн"),
    "верхняя": ("верх", "верхн"),
    "нижняя": ("ниж", "нижн"),
    "усть": ("уст",),
}
"""Shortened first words that people write: «Верх Тея»."""
_INITIALS = {"верхний": "в", "верхняя": "в", "вершина": "в", "нижняя": "н", "усть": "у"}
"""«Н. База», «У-Камышта»: only with a full stop or a hyphen behind them."""
_FLEETING = "жшчщгкх"


def plain(text: str) -> str:
    """Lower case, е for ё."""
    return text.lower().replace("ё", "е")


_LATIN = re.compile(r"[a-z]+")
_LOOKALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")


def reading(text: str) -> str:
    """`plain`, with Latin letters that look like Russian ones read so beside these and where one stands alone."""
    low = plain(text)
    return _LATIN.sub(_russian, low) if _LATIN.search(low) else low


def _russian(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    is_mixed = end - start == 1 or "а" <= text[start - 1 : start] <= "я" or "а" <= text[end : end + 1] <= "я"
    return match[0].translate(_LOOKALIKES) if is_mixed else match[0]


def word_forms(word: str) -> Forms:
    """Forms of one word; a word that is not declined has only itself, in every case."""
    word = plain(word)
    for endings, made in _ADJECTIVES.items():
        if word.endswith(endings) and len(word) > 4:
            return _forms_of_stem(word[: -len(endings)], made)
    if word.endswith(("ов", "ев", "ин")):
        return _forms_of_stem(word, {"": "na", "а": "g", "у": "d", "ом": "io", "ым": "i", "е": "p", "о": "o"})
    return _noun(word)


def _noun(word: str) -> Forms:
    stem, last = word[:-1], word[-1]
    if last == "а":
        soft = "и" if stem[-1] in _FLEETING else "ы"
        return _forms_of_stem(stem, {"а": "n", soft: "g", "е": "dp", "у": "a", "ой": "i", "ою": "i"})
    if last == "я":
        return _forms_of_stem(stem, {"я": "n", "и": "g", "е": "dp", "ю": "a", "ей": "i"})
    if last == "ь":
        if word.endswith(("есь", "ень")):
            return _forms_of_stem(stem, {"ь": "na", "и": "gdp", "ью": "i"})
        return _forms_of_stem(stem, {"ь": "na", "я": "g", "ю": "d", "ем": "i", "е": "p", "и": "p"})
    if last in "иы":
        ending = {"и": "ей"}.get(last, "")
        made = {last: "na", ending: "g", "ам": "d", "ами": "i", "ах": "p"}
        return _forms_of_stem(
            stem, made if ending or len(stem) > 3 else {key: value for key, value in made.items() if key}
        )
    if last in "уюое":
        return {word: "ngdaip"}
    return _forms_of_stem(word, {"": "na", "а": "g", "у": "d", "ом": "i", "е": "p"})


_ADJECTIVES = {
    "ое": {"ое": "na", "ого": "g", "ому": "d", "ым": "i", "им": "i", "ом": "p"},
    "яя": {"яя": "n", "ей": "gdip", "юю": "a"},
    "ная": {"ная": "n", "ной": "gdip", "ную": "a"},
    "вая": {"вая": "n", "вой": "gdip", "вую": "a"},
    "ская": {"ская": "n", "ской": "gdip", "скую": "a"},
    "ный": {"ный": "na", "ного": "g", "ному": "d", "ным": "i", "ном": "p"},
    "ний": {"ний": "na", "него": "g", "нему": "d", "ним": "i", "нем": "p"},
}


def _forms_of_stem(stem: str, endings: dict[str, str]) -> Forms:
    return {stem + ending: cases for ending, cases in endings.items()}


def name_forms(name: str) -> dict[tuple[str, ...], str]:
    """Forms of a whole name as tuples of words → cases. «Вершина Тёи»: the second word stands still.

    Words agree in case; a first word that is a prefix («Усть», «Верх», «Анчыл») is not declined.
    """
    words = plain(name).replace("-", " ").split()
    if len(words) == 1:
        return {(form,): cases for form, cases in word_forms(words[0]).items()}
    first, last = words[0], words[-1]
    if last.endswith("еи"):  # a genitive: only the first word is declined
        stem = last[:-1]
        return {(form, other): cases for (form, cases), other in product(word_forms(first).items(), (last, stem + "я"))}
    made: dict[tuple[str, ...], str] = {}
    for head, tail in product(_head_forms(first).items(), word_forms(last).items()):
        shared = "".join(case for case in tail[1] if case in head[1] or case == "o")
        if shared:
            made[(head[0], tail[0])] = shared
    return made


def _head_forms(first: str) -> Forms:
    if first.endswith(("яя", "ная", "ний", "а")):
        forms = word_forms(first)
    else:
        forms = {first: "ngdaip"}
    return forms | dict.fromkeys(_FIRST_OF_VOICE.get(first, ()), "ngdaip")


def initial_of(name: str) -> str:
    """The letter that may stand for the first word of a name of two words; '' when none may."""
    return _INITIALS.get(plain(name).replace("-", " ").split()[0], "")
