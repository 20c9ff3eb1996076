"""Sentences that tell what texts are about: real ones, the most central, each about something else.

Central is a sentence whose words many other texts use (mean cosine of tf-idf); the next one is chosen for being central
and unlike those chosen (maximal marginal relevance, Carbonell and Goldstein 1998). Nothing is written, only chosen.
"""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.arrays import Numbers

_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
_ABBREVIATION = re.compile(r"(?:^|\W)(?:ул|пер|пр|д|кв|г|с|п|пос|дер|им|т|тел|руб|см|км|[а-яё])\.$", re.IGNORECASE)
_MASK = re.compile(r"[\[(<][^\])>]*[\])>]")
_INLINE_TAG = re.compile(r"</?(?:b|i|u|s|em|strong|span|font|a|sup|sub|mark|small)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_UNSHOWN = (
    (re.compile("<!--"), "", re.compile("-->")),
    (re.compile(r"<(?:script|style)\b", re.IGNORECASE), ">", re.compile(r"</(?:script|style)\s*>", re.IGNORECASE)),
)
"""How a comment and a script begin, what closes that beginning, and how they end."""
_UNSEEN_SIGNS = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SIGNS = {
    "nbsp": " ",
    "quot": '"',
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "laquo": "«",
    "raquo": "»",
    "mdash": "—",
    "ndash": "–",
}
_ENTITY = re.compile(f"&({'|'.join(_SIGNS)});", re.IGNORECASE)
_WORD = re.compile(r"[а-яёa-z]{4,}")
_EMPTY_WORDS = re.compile(
    r"здравствуйте|добр(?:ый|ое|ого) (?:день|вечер|утро|времени)|уважаем|с уважением|спасибо|заранее благодар|"
    r"просим? (?:ответить|принять меры|разобраться|помочь)|примите меры|прошу (?:ответить|принять меры|помочь)|"
    r"обраща(?:юсь|емся) (?:к вам|от имени)(?: (?:соседей|жителей|жильцов))?|"
    r"пишу (?:уже )?(?:второй|третий|не первый) раз|"
    r"прос(?:ит|ят|ьба) (?:рассмотреть|разобраться|ответить|принять меры|помочь)|"
    r"сколько можно|надеемся на|хочу пожаловаться|подскажите",
)
_SHORTEST, _LONGEST, _LEAST_WORDS = 28, 220, 3
_STEM = 5
_OPENING = re.compile(
    r"\W*(?:здравствуй|здравия|приветству|добр(?:ый|ое|ого|ой) (?:д[ен]|веч|утр|ноч|врем)|доброго|"
    r"(?:много|глубоко)?уважаем|с уважением|благодар|спасибо|заранее|"
    r"(?:прошу|прос(?:им|ит|ят|ьба)) (?:вас )?(?:рассмотреть|разобраться|принять|обратить внимание|дать|ответить|"
    r"разъяснить|сообщить|оказать содействие|провести проверку|посодействовать|помочь|считать|направить)|"
    r"(?:повторно )?(?:обращаюсь|обращаемся|обращается|довожу|доводим)|настоящим|"
    r"(?:на основании|в связи с) (?:вышеизложенн|изложенн)|"
    r"ответ (?:прошу|просим|направ)|приложени|фото (?:прилага|во вложени))",
    re.IGNORECASE,
)
"""How a sentence begins that greets, asks in general words, thanks or says good-bye."""
_REQUISITES = re.compile(
    r"\bснилс\b|\bинн\b|\bпаспорт|проживающ|зарегистрирован\w* по адресу|контактн\w+ (?:телефон|данн)|\bисх\.|\bвх\.|"
    r"почтов\w+ (?:адрес|индекс)|(?:обращени|сообщени|заявк)\w* (?:№|номер)|электронн\w+ (?:почт|адрес)|\be-?mail\b",
    re.IGNORECASE,
)
_PROCEDURE = frozenset(
    "прошу проси просят рассм сообщ обращ заявл жалоб вопро письм ответ отпис дать срок сроки выпол работ включ план "
    "приня меры разоб помоч помог содей прове прошл прежн счита повто снова сущес надле закон права прися объяс разъя "
    "решит решен вашей ваших ваше ваша вами наше нашей наших наша нашем очень пожал когда будет будут уже опять этот "
    "этого этом такж котор являе".split()
)
"""Beginnings of words that say how one writes to an office and not about what."""
_CENTRAL, _UNLIKE = 0.5, 0.5
_SAME = 0.5
"""Cosine from which two sentences say the same."""


@dataclass(frozen=True)
class Choice:
    """A sentence and the key of the text it stands in."""

    key: Hashable
    sentence: str


def plain(text: str) -> str:
    """A text without the tags, entities of spaces and signs, and control characters of a page it was copied from.

    Numeric entities stay: what masking did not read may not become readable afterwards.
    """
    if "<" in text:
        text = "\n".join(_TAG.sub("\n", part) for part in _shown(_INLINE_TAG.sub("", text)))
    if not text.isprintable():
        text = _SPACES.sub(" ", _UNSEEN_SIGNS.sub("", text))
    return _ENTITY.sub(lambda found: _SIGNS[found[1].lower()], text) if "&" in text else text


def _shown(text: str) -> Iterator[str]:
    """The parts of a text between its comments and scripts; linear in the text, whatever is opened and never closed."""
    at, kinds = 0, {kind: kind[0].search(text) for kind in _UNSHOWN}
    while opened := {kind: found for kind, found in kinds.items() if found}:
        kind, begin = min(opened.items(), key=lambda one: one[1].start())
        head = text.find(kind[1], begin.end())
        end = kind[2].search(text, head + len(kind[1])) if head >= 0 else None
        if end is None:  # nor is there an end of this kind further on
            kinds[kind] = None
            continue
        yield text[at : begin.start()]
        at = end.end()
        kinds = {
            one: found and (found if found.start() >= at else one[0].search(text, at)) for one, found in kinds.items()
        }
    yield text[at:]


def sentences(text: str) -> list[str]:
    """The sentences of a text that can stand alone: no greeting, thanks, general request or requisites, no stump."""
    parts: list[str] = []
    for part in (" ".join(each.split()) for each in _ENDS.split(plain(text).strip())):
        if parts and _ABBREVIATION.search(parts[-1]):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    if text.rstrip().endswith("…"):
        parts = parts[:-1]
    return [part for part in parts if _is_telling(part)]


def _is_telling(sentence: str) -> bool:
    if not _SHORTEST <= len(sentence) <= _LONGEST or _OPENING.match(sentence) or _REQUISITES.search(sentence):
        return False
    return len(set(_matter(sentence))) >= _LEAST_WORDS


def _matter(sentence: str) -> list[str]:
    """Beginnings of the words that say what a sentence is about."""
    plain = _EMPTY_WORDS.sub(" ", _MASK.sub(" ", sentence.lower()))
    return [stem for stem in _stems(plain) if stem not in _PROCEDURE]


def _stems(sentence: str) -> list[str]:
    return [word[:_STEM] for word in _WORD.findall(sentence.lower().replace("ё", "е"))]


def choose(texts: Sequence[tuple[Hashable, str]], most: int = 3) -> list[Choice]:
    """Up to `most` sentences of different texts, the most central first; the same for any order of texts.

    texts: key and text; keys must be comparable. A text of whose sentences none can stand alone gives none.
    """
    candidates = sorted({(sentence, key) for key, text in texts for sentence in sentences(text)}, key=_order)
    if not candidates:
        return []
    rows, central = _weighed([sentence for sentence, _ in candidates], [key for _, key in candidates])
    chosen: list[int] = []
    nearest = np.zeros(len(candidates))
    is_free = np.ones(len(candidates), dtype=bool)
    while len(chosen) < most and is_free.any():
        worth = np.where(is_free, _CENTRAL * central - _UNLIKE * nearest, -np.inf)
        best = int(np.argmax(np.round(worth, 9)))
        chosen.append(best)
        nearest = np.maximum(nearest, np.asarray((rows @ rows[best].T).todense()).ravel())
        same_text = np.array([key == candidates[best][1] for _, key in candidates])
        is_free &= ~same_text & (nearest < _SAME)
    return [Choice(candidates[i][1], candidates[i][0]) for i in chosen]


def _order(candidate: tuple[str, Hashable]) -> tuple[str, str]:
    return candidate[0], f"{candidate[1]!s:>20}"


def _weighed(found: list[str], keys: list[Hashable]) -> tuple["sparse.csr_matrix", Numbers]:
    """Unit rows of tf-idf, one a sentence; how central each is among sentences of other texts, 0–1 with 1 the most."""
    words = [_matter(sentence) for sentence in found]
    known = {stem: i for i, stem in enumerate(sorted({stem for each in words for stem in each}))}
    of_row = np.repeat(np.arange(len(words)), [len(each) for each in words])
    of_word = np.array([known[stem] for each in words for stem in each], dtype=np.int64)
    counted = sparse.csr_matrix((np.ones(len(of_word)), (of_row, of_word)), shape=(len(words), len(known)))
    counted.data[:] = 1.0
    used = np.asarray(counted.sum(axis=0)).ravel()
    weighed = counted.multiply(np.log(1 + len(words) / used)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    rows = sparse.diags(1 / np.where(length > 0, length, 1)) @ weighed
    central = _mean_of_others(rows.tocsr(), keys)
    return rows.tocsr(), central / central.max() if central.max() > 0 else central


def _mean_of_others(rows: "sparse.csr_matrix", keys: list[Hashable]) -> Numbers:
    """Mean cosine of each sentence with those of other texts."""
    number = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    text = np.array([number[key] for key in keys])
    own = sparse.csr_matrix((np.ones(len(text)), (text, np.arange(len(text)))), shape=(len(number), len(text)))
    sums = own @ rows
    whole = np.asarray(rows @ np.asarray(rows.sum(axis=0)).ravel()).ravel()
    with_own = np.asarray(rows.multiply(sums[text]).sum(axis=1)).ravel()
    others = len(text) - np.bincount(text)[text]
    return (whole - with_own) / np.maximum(others, 1)
