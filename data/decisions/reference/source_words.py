"""One word of a source has one meaning at a time: two rows that say different things of it would say nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from data.decisions.reference.lists import Listed
from data.errors import FilterError
from data.store.reference import label_key

_FIRST, _LAST = "0000", "9999"
Texts = Mapping[str, str]


def refuse_twins(listed: Listed, found: Mapping[str, Texts], written: Sequence[Texts]) -> None:
    """FilterError where a row that is written speaks of the same word, source, group and days as another one.

    found: all rows as they would be; what the program brought along is not judged.
    """
    if not listed.is_numbered:
        return
    alike = defaultdict(list)
    for texts in found.values():
        alike[_spelled(texts)].append(texts)
    for texts in written:
        if any(one is not texts and _overlap(one, texts) for one in alike[_spelled(texts)]):
            raise FilterError(f"У слова «{texts['label'][:60]}» на эти дни уже есть смысл. Измените ту строку.")


def _spelled(texts: Texts) -> tuple[str, ...]:
    return (texts.get("source_code", ""), *(label_key(texts.get(name, "")) for name in ("group_label", "label")))


def _overlap(one: Texts, other: Texts) -> bool:
    first = max(texts.get("valid_from") or _FIRST for texts in (one, other))
    return first <= min(texts.get("valid_to") or _LAST for texts in (one, other))
