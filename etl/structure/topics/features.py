"""Texts as sparse rows of word and character n-grams, hashed by whole-array arithmetic: tens of thousands a second.

Nothing here learns: the same text has the same n-grams on every machine and in every version of the libraries.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from scipy import sparse

BITS = 20
BUCKETS = 1 << BITS
STEM_LETTERS = (6, 4)
"""A word counts by its first letters: Russian endings change, the beginning tells the thing; short stems forgive."""
CHARACTERS = (3, 4, 5)
"""Lengths of character n-grams; a word's beginning and end count as one character each."""
_LONGEST_TEXT = 4_000
"""Characters read of one text; what a letter is about is said before that."""
_AT_ONCE = 5_000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(1_099_511_628_211)
_SPACE = 0


def _code_table() -> Any:
    """Code point → small code: Cyrillic and Latin letters, one code for all digits, 0 for everything else."""
    table = np.zeros(0x460, dtype=np.uint64)
    letters = "абвгдежзийклмнопрстуфхцчшщъыьэюяіңӌғӧӱabcdefghijklmnopqrstuvwxyz"
    known = [letter for letter in letters if ord(letter) < len(table)]
    for code, letter in enumerate(known, start=2):
        table[ord(letter)] = code
    table[ord("ё")] = table[ord("е")]
    for digit in "0123456789":
        table[ord(digit)] = 1
    return table


_CODES = _code_table()


def counts(texts: Sequence[str]) -> "list[sparse.csr_matrix]":
    """Counts of stems and their pairs for each of STEM_LETTERS, then of character n-grams: n_texts × BUCKETS each."""
    codes, texts_of = _coded(texts)
    words = [_words(codes, texts_of, len(texts), letters) for letters in STEM_LETTERS]
    return [*words, _characters(codes, texts_of, len(texts))]


def stems(texts: Sequence[str], letters: int) -> "sparse.csr_matrix":
    """Counts of the first `letters` of every word: n_texts × BUCKETS. Of any number of texts: few are taken apart at
    once, for each of their characters takes twenty bytes meanwhile.
    """
    from scipy import sparse

    parts = [texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE)] or [texts]
    made = [_matrix(*_stem_hashes(*_coded(part), letters), len(part)) for part in parts]
    return sparse.vstack(made, format="csr") if len(made) > 1 else made[0]


def _coded(texts: Sequence[str]) -> tuple[Any, Any]:
    """All characters in a row as small codes, a space on both sides of each text; and the text each belongs to."""
    cut = [" " + text[:_LONGEST_TEXT].lower() + " " for text in texts]
    points = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    texts_of = np.repeat(np.arange(len(cut)), [len(one) for one in cut])
    return _CODES[np.minimum(points, len(_CODES) - 1)], texts_of


def _words(codes: Any, texts_of: Any, count: int, letters: int) -> "sparse.csr_matrix":
    owners, hashes = _stem_hashes(codes, texts_of, letters)
    is_pair = owners[1:] == owners[:-1]
    pairs = (hashes[:-1] * np.uint64(31) + hashes[1:])[is_pair] * _STEP
    return _matrix(np.concatenate([owners, owners[1:][is_pair]]), np.concatenate([hashes, pairs]), count)


def _stem_hashes(codes: Any, texts_of: Any, letters: int) -> tuple[Any, Any]:
    """Of every word the text it stands in and the hash of its first letters."""
    is_letter = codes != _SPACE
    starts = np.flatnonzero(is_letter[1:] & ~is_letter[:-1]) + 1
    hashes = np.zeros(len(starts), dtype=np.uint64)
    inside = np.ones(len(starts), dtype=bool)
    for step in range(letters):
        at = np.minimum(starts + step, len(codes) - 1)
        inside &= is_letter[at]
        hashes[inside] = (hashes[inside] + codes[at[inside]]) * _STEP
    return texts_of[starts], hashes


def _characters(codes: Any, texts_of: Any, count: int) -> "sparse.csr_matrix":
    from scipy import sparse

    owners, hashes = [], []
    spaces = np.concatenate([[0], np.cumsum(codes == _SPACE)])
    for length in CHARACTERS:
        if len(codes) < length:
            continue
        last = len(codes) - length + 1
        inside = spaces[length - 1 : length - 1 + last] - spaces[1 : 1 + last]  # spaces strictly between the ends
        kept = np.flatnonzero((inside == 0) & ((codes[:last] != _SPACE) | (codes[length - 1 :] != _SPACE)))
        made = np.full(len(kept), length, dtype=np.uint64)
        for step in range(length):
            made = (made + codes[kept + step]) * _STEP
        owners.append(texts_of[kept])
        hashes.append(made)
    if not hashes:
        return sparse.csr_matrix((count, BUCKETS), dtype=np.float32)
    return _matrix(np.concatenate(owners), np.concatenate(hashes), count)


def _matrix(owners: Any, hashes: Any, count: int) -> "sparse.csr_matrix":
    from scipy import sparse

    buckets = ((hashes ^ (hashes >> np.uint64(29))) * _MULTIPLIER) >> np.uint64(64 - BITS)
    ones = np.ones(len(owners), dtype=np.float32)
    made = sparse.csr_matrix((ones, (owners, buckets.astype(np.int64))), shape=(count, BUCKETS))
    made.sum_duplicates()
    return made
