"""Whether a name in a text means the place, by the rule of the name and by what stands around it."""

import re

from etl.structure.places.gazetteer import EXACT, JOINED, PART, SURNAME, TYPED, WORD, Entry
from etl.structure.places.mention_context import Context

_SURNAME = re.compile(r"(?:ов|ев|ин)(?:а|у|ой|ым)?$", re.IGNORECASE)
_LONG_SURNAME = 9
"""Letters from which on a misspelt name in -ов may be taken for the place: «в Палтакове», but not «в Сафонове»."""


def is_meant(text: str, entry: Entry, around: Context, start: int, end: int, is_exact: bool) -> bool:
    """Whether a place is meant, by the rule of its name and its surroundings."""
    cases, is_typed = entry.cases, bool(around.kind)
    is_inside = around.preposition in ("в", "во") and ("p" in cases or "o" in cases)
    if not is_exact and not (is_typed or is_inside or around.is_address or _opens(text, start, end)):
        return False
    if not is_exact and not is_typed and (entry.rule in (EXACT, WORD) or _SURNAME.search(text[start:end])):
        return False
    if not is_exact and not is_typed and entry.rule == SURNAME and end - start < _LONG_SURNAME:
        return False
    if is_typed or entry.rule in ("", EXACT, JOINED):
        return True
    if entry.rule == SURNAME:
        is_from = around.preposition == "из" and "g" in cases
        return is_inside or is_from or "o" in cases or _is_told_of(around, cases)
    if entry.rule == WORD:
        return _is_word_meant(text, start, end, entry, around, is_inside)
    if entry.rule == TYPED:
        return around.is_part
    return entry.rule == PART and (text[start].isupper() or bool(around.preposition))


def _is_word_meant(text: str, start: int, end: int, entry: Entry, around: Context, is_inside: bool) -> bool:
    is_capital = text[start].isupper() and not text.isupper()
    if is_inside:
        return is_capital or around.is_resident or bool(entry.tail)
    if entry.tail and around.is_at_street:
        return True
    return is_capital and (_is_title(text[start:end]) or _is_told_of(around, entry.cases))


def _is_told_of(around: Context, cases: str) -> bool:
    is_subject = around.is_of_citizens and "g" in cases
    return is_subject or ((around.is_at_street or around.is_part) and "n" in cases and not around.preposition)


def _opens(text: str, start: int, end: int) -> bool:
    """`Берикчуль, …`: a name at the very beginning, set off by a mark."""
    return not text[:start].strip(' \n«"') and text[end : end + 1] in (",", ".", ":", ";", "")


def _is_title(words: str) -> bool:
    parts = re.split(r"[ .\-]+", words)
    return len(parts) > 1 and all(part[:1].isupper() for part in parts)
