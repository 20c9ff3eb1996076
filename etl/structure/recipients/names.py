"""What the name of a body says, however it is written: words without endings and order; owner, branch, person apart."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from math import prod

from etl.structure.places.gazetteer import is_one_letter_off
from etl.structure.recipients.words import Table, Token, plain, stem, tokens, words

_SHORTEST_MISSPELT, _SHORTEST_CUT = 6, 4
_VOWELS = "аеиоуыюя"
_MOST_CHOICES = 64
_INITIALS = re.compile(
    r"(?:\b([а-я]+(?:-[а-я]+)?),?\s+)?\b([а-я])\.\s*([а-я])\.(?:\s*([а-я]{3,}(?:-[а-я]+)?)(?!\.))?", re.UNICODE
)
_NOT_INITIALS = frozenset(("ио", "сп", "гп", "рп", "сс", "мо", "го", "мр", "пс", "мр", "жд"))
"""«И. о.», «с. п.», «м. о.»: abbreviations of two letters with full stops."""
_PATRONYMIC = re.compile(r"[а-я]{2,}(?:ович|евич|овн|евн|иничн|ичн)")
_AREAS = ("district", "republic", "russia")
"""From the narrowest: of several that are said, the others only say where it lies."""
_OF_TERRITORIES = "ск"
"""Another district's name is no part of ours: only the district's own and a bare «района» are dropped."""
_SETTLED = frozenset(words("сельсовет поссовет"))
CHAIN = re.compile(r"(?<!\b\w)/(?!\w\b)|[|\\>→;\n]")
"""Between whole names; a comma or a bracket may also stand inside one («Бельтирского сельсовета, администрация»)."""
_SEPARATOR = re.compile(rf"\s+[-‐‑‒–—−]+\s+|[:,()]|{CHAIN.pattern}")


@dataclass(frozen=True)
class Reading:
    """A name as it is compared.

    words: what names the body; area: '', seat (its adjective), district, republic or russia; is_of_administration: the
    district's administration is named as its owner, or is the body itself; is_branch, is_here: a branch, and of this
    district; person: words of a name with initials; proper: words in quotation marks that nobody knows; is_foreign:
    another territory is named.
    """

    words: frozenset[str] = frozenset()
    area: str = ""
    is_of_administration: bool = False
    is_branch: bool = False
    person: frozenset[str] = frozenset()
    is_here: bool = field(default=False, compare=False)
    is_foreign: bool = field(default=False, compare=False)
    proper: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a person, a title or a legal form is said."""
        return not (self.words or self.area)


class Reader:
    """Reads names by the table of words and by the words of the names that are known already."""

    def __init__(self, known: Iterable[str]) -> None:
        """Known are official names and other words that are nobody's surname."""
        rows = Table()
        self._short, self._idle = rows.phrases("short"), rows.phrases("form", "title", "before")
        self._same = rows.phrases("same", is_ordered=False)
        self._before, self._owners, self._small = rows.phrases("before"), rows.phrases("owner"), rows.phrases("small")
        self._joined = {plain(first): stem(plain(first)) for first in rows.cells("joined")}
        self._foreign, self._seat = self._words_of(rows.cells("foreign")), self._words_of(rows.cells("seat"))
        (self._district,) = self._words_of(["район"])
        self._administration = self._words_of(["администрация"])
        self.branches = frozenset(rows.cells("branch"))
        self.collective = {code: means == "proper" for code, means in rows.pairs("collective")}
        self.general = self._words_of(rows.cells("general"))
        self._heads = self.general - self._administration - _SETTLED
        self._known = rows.vocabulary() | self._words_of(known)
        self._held = self._known | self._foreign
        self._by_shape: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._held):
            self._by_shape[word[0], len(word)].append(word)

    def read(self, name: str) -> Reading:
        """The reading of a name as one whole."""
        text, person = self._without_initials(plain(name))
        return self._reading(self._joint(tokens(text)), person)

    def spellings_near(self, name: str) -> list[Reading]:
        """Readings of a name whose cut words are filled up, or one long unknown word rid of one wrong letter; none when
        it may be another territory.
        """
        text, person = self._without_initials(plain(name))
        given = self._joint(tokens(text))
        odd = [i for i, token in enumerate(given) if token.word not in self._known]
        if any(given[i].word in self._foreign or not self._foreign.isdisjoint(self._like(given[i].word)) for i in odd):
            return []
        cut = {i: self._completions(given[i]) for i in odd if given[i].cut}
        made = self._uncut(given, cut) if any(cut.values()) else self._respelt(given, odd)
        return [self._reading(one, person) for one in made]

    def _completions(self, token: Token) -> list[str]:
        """Known words that a cut one may stand for: its beginning, and of a hyphenated one also its end."""
        end = token.cut.strip("-.").rstrip(_VOWELS)
        if len(token.word) < (_SHORTEST_CUT if token.cut == "." else _SHORTEST_CUT - 1):
            return []
        return sorted(one for one in self._known if one.startswith(token.word) and one.endswith(end))

    def _uncut(self, given: list[Token], cut: dict[int, list[str]]) -> Iterator[list[Token]]:
        """The name with every choice of words for those that are cut; what stood behind their hyphens is left out."""
        endings = {i + 1 for i, filled in cut.items() if filled and given[i].cut != "."}
        choices = [[token] for token in given]
        for i, filled in cut.items():
            choices[i] = [Token(word, given[i].span) for word in filled] or choices[i]
        if prod(map(len, choices)) <= _MOST_CHOICES:
            kept = [choice for i, choice in enumerate(choices) if i not in endings]
            yield from (list(one) for one in product(*kept))

    def _respelt(self, given: list[Token], odd: list[int]) -> Iterator[list[Token]]:
        for i in odd:
            if len(given[i].word) >= _SHORTEST_MISSPELT:
                for word in self._like(given[i].word):
                    yield [*given[:i], Token(word, given[i].span), *given[i + 1 :]]

    def _like(self, word: str) -> list[str]:
        """Known words and words of other territories that differ in one letter, the first excepted."""
        near = (one for more in (-1, 0, 1) for one in self._by_shape.get((word[0], len(word) + more), ()))
        return [one for one in near if is_one_letter_off(one, word)]

    def _words_of(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(token.word for name in names for token in self._joint(tokens(plain(name))))

    def _joint(self, given: list[Token]) -> list[Token]:
        """«Усть-Чульский», «Усть Чульский» and «Устьчульский» are one word."""
        made: list[Token] = []
        for word, span, cut in self._short.replace_runs(given):
            if made and made[-1].word in self._joined.values():
                made[-1] = Token(made[-1].word + word, span, cut)
                continue
            first = next((one for one in self._joined if word.startswith(one)), "")
            made.append(Token(self._joined.get(first, "") + word[len(first) :], span, cut))
        return made

    def _without_initials(self, text: str) -> tuple[str, frozenset[str]]:
        found: set[str] = set()

        def left(match: re.Match[str]) -> str:
            before, first, second, after = match.groups(default="")
            if first + second in _NOT_INITIALS:
                return match[0]
            for surname, kept in ((before, after), (after, before)):
                if surname and not self._is_known(surname):
                    found.update(words(surname))
                    return f" {kept} "
            return match[0]

        return _INITIALS.sub(left, text), frozenset(found)

    def _is_known(self, text: str) -> bool:
        return self._words_of([text]) <= self._held

    def _reading(self, given: list[Token], person: frozenset[str]) -> Reading:
        given, named = self._without_full_names(given)
        last = given[-1:]
        given = self._same.replace_runs(self._idle.replace_runs(given) + (last if self._ends_before(given) else []))
        said: set[str] = set()
        kept: list[Token] = []
        before = ""
        for means, run in self._owners.runs(given):
            if means is None or (run[0].word == self._district and before.endswith(_OF_TERRITORIES)):
                kept += run
            else:
                said.update(means.split())
            before = run[-1].word
        kept = [token for means, run in self._small.runs(kept) for token in run if means is None]
        return self._reading_of(kept, said, person | named)

    def _ends_before(self, given: list[Token]) -> bool:
        """Whether the name ends in words that are dropped only before others: «Минздрав МО» is not the republic's."""
        last = [(means, len(run)) for means, run in self._before.runs(given)][-1:]
        return bool(last) and last[0][0] is not None and len(given) > last[0][1]

    def _reading_of(self, kept: list[Token], said: set[str], person: frozenset[str]) -> Reading:
        named = self._distinct_words(kept)
        area = "district" if said & {"administration", "here"} else next((a for a in _AREAS if a in said), "")
        if self._seat & named and not _SETTLED & named:
            named, area = named - self._seat, "district" if area == "district" else "seat"
        if "administration" in said:
            named -= self._administration
        return Reading(
            named, area, "administration" in said, "branch" in said, person,
            "here" in said, bool(named & self._foreign), self._proper(kept),
        )  # fmt: skip

    def _distinct_words(self, kept: list[Token]) -> frozenset[str]:
        """Words of a name; «отдел … отдел …» is two of them, and so no name of one body."""
        counts = Counter(token.word for token in kept)
        return frozenset(word * count if word in self._heads else word for word, count in counts.items())

    def _proper(self, kept: list[Token]) -> frozenset[str]:
        known = {token.span for token in kept if self._holds(token)}
        return frozenset(token.word for token in kept if token.span and token.span not in known)

    def _without_full_names(self, given: list[Token]) -> tuple[list[Token], frozenset[str]]:
        """«Небылова Анна Петровна», «Анна Петровна»: a patronymic, the name before it, the surname on either side."""
        gone: set[int] = set()
        for i, token in enumerate(given):
            if i and _PATRONYMIC.fullmatch(token.word) and not self._holds(given[i - 1]) and not self._holds(token):
                gone |= {i - 1, i}
                for beside in (i - 2, i + 1):
                    if 0 <= beside < len(given) and not self._holds(given[beside]):
                        gone.add(beside)
                        break
        kept = [token for i, token in enumerate(given) if i not in gone]
        return kept, frozenset(given[i].word for i in gone)

    def _holds(self, token: Token) -> bool:
        return token.word in self._held


def parts(name: str, between: re.Pattern[str] = _SEPARATOR) -> list[str]:
    """The pieces of a chain or a list: «А / Б», «А > Б», «А — Б», «А, Б», «А (Б)»."""
    return [part.strip() for part in between.split(name) if part and part.strip()]
