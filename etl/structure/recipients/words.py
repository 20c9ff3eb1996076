"""Words of the names of bodies: without case endings, with quotation marks seen, phrases read by the table.

`data/store/reference/recipient_words.csv` is the table: a row is a run of words and what is read instead. `/` parts
words of which any one may stand; every row holds for all case forms.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple

import pandas as pd

from data.district import District
from data.settings import district
from data.store.reference import label_key, table

_ENDINGS = frozenset(
    "ыми ими ого его ому ему ый ий ой ая яя ое ее ые ие ую юю ых их ым им ом ем ей иями ами ями ией иям иях ием ию ия "
    "ии ов ев ах ях ам ям ью ья а я о е у ю ы и й ь".split()
)
_LONGEST_ENDING = 4
_SHORTEST_STEM = 3
_QUOTES = "«»\"“”„‟'’‘`"
_PIECE = re.compile(rf"[{_QUOTES}]|\d+|[a-zа-я]+")
_LOOKALIKES = str.maketrans("abcehkmoptxy", "авсенкмортху")
_CUT = re.compile(r"\.|-[а-я]{1,3}(?![а-я-])")
_IS_MIXED = re.compile(r"[а-я][a-z]|[a-z][а-я]")


class Token(NamedTuple):
    """A word without its ending. span: number of the innermost pair of quotation marks around it, 0 outside; cut: the
    full stop behind it, or the hyphen with its last letters («архит.», «градостр-ва»).
    """

    word: str
    span: int = 0
    cut: str = ""


def stem(word: str) -> str:
    """A word without its case ending: one for «администрация» and «администрацией», no dictionary form."""
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in _ENDINGS:
            return word[:-length]
    return word


def plain(text: str) -> str:
    """As `label_key`, with Latin letters inside Cyrillic words read as the Cyrillic ones they look like."""
    key = label_key(text.replace("№", " "))
    if _IS_MIXED.search(key):
        key = " ".join(word.translate(_LOOKALIKES) if _IS_MIXED.search(word) else word for word in key.split(" "))
    return key


def tokens(text: str) -> list[Token]:
    """Words and numbers of a plain text; every quotation mark before a letter opens, any other closes."""
    made: list[Token] = []
    opened, spans = [0], 0
    for piece in _PIECE.finditer(text):
        if piece[0] not in _QUOTES:
            cut = _CUT.match(text, piece.end())
            made.append(Token(stem(piece[0]), opened[-1], cut[0] if cut else ""))
            continue
        after, before = text[piece.end() : piece.end() + 1], text[piece.start() - 1 : piece.start()]
        if after.isalnum() and before.isalnum():
            continue
        if after.isalnum() or (after and after in _QUOTES and not before.isalnum()):
            spans += 1
            opened.append(spans)
        elif len(opened) > 1:
            opened.pop()
    return made


def words(text: str) -> list[str]:
    """Only the words of a text."""
    return [token.word for token in tokens(plain(text))]


class Phrases:
    """Runs of words and what they mean; of several that fit, the longest."""

    def __init__(self, rows: Iterable[tuple[str, str]], *, is_ordered: bool = True) -> None:
        """Rows are (run of words, meaning). is_ordered: words in another order, or parted by a quotation mark, are no
        such run.
        """
        self._is_ordered = is_ordered
        self._order: Callable[[Iterable[str]], list[str]] = list if is_ordered else sorted
        self._means: dict[tuple[str, ...], str] = {}
        for run, means in rows:
            for one in product(*(words(part.replace("/", " ")) for part in run.split())):
                self._means[tuple(self._order(one))] = means
        self._read = {means: words(means) for means in self._means.values()}
        self._words = {word for run in self._means for word in run}
        self._lengths = sorted({len(run) for run in self._means}, reverse=True)

    def runs(self, given: list[Token]) -> Iterator[tuple[str | None, list[Token]]]:
        """The tokens from left to right: (meaning, the run), or (None, [a token that begins no run])."""
        at = 0
        while at < len(given):
            means, length = self._longest(given, at) if given[at].word in self._words else (None, 1)
            yield means, given[at : at + length]
            at += length

    def _longest(self, given: list[Token], at: int) -> tuple[str | None, int]:
        for length in self._lengths:
            run = given[at : at + length]
            if len(run) == length and not (self._is_ordered and len({token.span for token in run}) > 1):
                means = self._means.get(tuple(self._order(token.word for token in run)))
                if means is not None:
                    return means, length
        return None, 1

    def replace_runs(self, given: list[Token]) -> list[Token]:
        """The tokens with the meanings of runs in their places."""
        made: list[Token] = []
        for means, run in self.runs(given):
            made += run if means is None else [Token(word, run[0].span) for word in self._read[means]]
        return made


def _of_district(own: District) -> dict[str, str]:
    """What stands in the braces of the table: words of the district's and its region's names."""
    region, of_region = (re.sub(r"^республик[аи] ", "", text.lower()) for text in (own.region, own.region_genitive))
    return {
        "name": own.name.lower().split()[0],
        "genitive": own.genitive.lower().split()[0],
        "prepositional": own.prepositional.lower().split()[1],
        "centre": own.centre.lower(),
        "region": region,
        "region_genitive": of_region,
        "region_short": own.region_short.lower(),
    }


class Table:
    """The rows of `recipient_words.csv` by kind, and those of the district's own `district_words.csv`."""

    def __init__(self) -> None:
        rows = pd.concat([table("recipient_words"), table("district_words")]).fillna("").to_numpy(dtype=object).tolist()
        said = _of_district(district())
        self._rows: list[tuple[str, str, str]] = [
            (kind, run.format_map(said), means.format_map(said))
            for kind, run, means in rows
            if said["region_short"] or "{region_short}" not in run
        ]

    def phrases(self, *kinds: str, is_ordered: bool = True) -> Phrases:
        """Rows of some kinds as phrases."""
        return Phrases(((run, means) for kind, run, means in self._rows if kind in kinds), is_ordered=is_ordered)

    def cells(self, kind: str) -> list[str]:
        """The first cells of the rows of a kind, alternatives one by one."""
        return [one for own, run, _ in self._rows if own == kind for one in run.split("/")]

    def pairs(self, kind: str) -> list[tuple[str, str]]:
        """The rows of a kind as they stand."""
        return [(run, means) for own, run, means in self._rows if own == kind]

    def vocabulary(self) -> frozenset[str]:
        """Every word of the table, names of other territories left out."""
        told = (f"{run} {means}" for kind, run, means in self._rows if kind not in ("foreign", "collective"))
        return frozenset(word for text in told for word in words(text.replace("/", " ")))
