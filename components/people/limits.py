"""What a person is limited to (channels, recipients, municipalities): lists to choose from, and the same in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from answers.filter_words import choices
from data.errors import SnapshotError
from data.filters import MISSING
from words import texts

KINDS = {
    "channels": ("channel", "Каналы"),
    "recipients": ("recipient", "Получатели"),
    "municipalities": ("municipality", "Поселения"),
}
"""Field of a person's limits → key of the filter with the same members, heading."""
NONE = "Без ограничений"


class Names:
    """Labels of codes, read once per answer; known: lists that no snapshot holds, by key."""

    def __init__(self, **known: Mapping[str, str]) -> None:
        self._lists: dict[str, Mapping[str, str]] = dict(known)

    def all(self, key: str) -> Mapping[str, str]:
        """Code → label of a filter's members; empty before the first publication."""
        if key not in self._lists:
            self._lists[key] = _members(key)
        return self._lists[key]

    def of(self, key: str, code: str) -> str:
        """The label of one code, or the code when nobody knows it."""
        return self.all(key).get(code, code)


def _members(key: str) -> dict[str, str]:
    try:
        return {member.code: member.label for member in choices(key)} | {MISSING: texts.UNDEFINED}
    except SnapshotError:
        return {}


def options(kind: str, names: Names, chosen: Sequence[str]) -> list[dict[str, str]]:
    """Choices of one kind of limit; what is chosen stays among them, even when no list knows it."""
    known = names.all(KINDS[kind][0])
    labelled = {code: label for code, label in known.items() if code != MISSING}
    return [{"value": c, "label": label} for c, label in ({code: code for code in chosen} | labelled).items()]


def in_words(limits: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """(heading, labels) of every limit in force; empty when there is none."""
    return [
        (heading, ", ".join(names.of(key, code) for code in limits[kind]))
        for kind, (key, heading) in KINDS.items()
        if limits.get(kind)
    ]
