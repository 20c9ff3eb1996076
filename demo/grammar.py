"""Sentence patterns and how they unfold: `[a|b]` picks one (nested too), `{slot}` is asked of the speaker.

Patterns are prose, kept in `texts/<group>.yml`: `open` states the trouble, `detail` adds, `plea` asks, `about` names it
for the register of letters; `_solved` and `_explained` are answers of the group; `common.yml` belongs to all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import yaml

from demo.world import HERE

Slots = Callable[[str], str]


@dataclass(frozen=True)
class Patterns:
    """Patterns of one topic."""

    open: tuple[str, ...]
    detail: tuple[str, ...]
    plea: tuple[str, ...]
    about: tuple[str, ...]


def _read(name: str) -> dict[str, object]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (HERE / "texts" / f"{name}.yml").read_text(encoding="utf-8")
    content: dict[str, object] = yaml.load(text, loader)  # noqa: S506 — both loaders are safe ones, one is in C
    return content


@lru_cache(maxsize=64)
def group(name: str) -> dict[str, Patterns]:
    """Patterns of a topic group by topic, without the group's prefix."""
    return {
        topic: Patterns(**{part: tuple(lines) for part, lines in parts.items()})
        for topic, parts in _read(name).items()
        if isinstance(parts, dict)
    }


@lru_cache(maxsize=64)
def answers(name: str) -> dict[str, tuple[str, ...]]:
    """Answers of a topic group: `solved` and `explained`."""
    return {kind: tuple(str(line) for line in _lines(_read(name)[f"_{kind}"])) for kind in ("solved", "explained")}


@lru_cache(maxsize=1)
def common() -> dict[str, tuple[str, ...]]:
    """Patterns that belong to no topic."""
    return {name: tuple(_lines(lines)) for name, lines in _read("common").items()}


def _lines(value: object) -> list[str]:
    return [str(line) for line in value] if isinstance(value, list) else []


def patterns(topic_code: str) -> Patterns:
    """Patterns of a topic; raises KeyError when its group file has none."""
    group_code, _, topic = topic_code.partition(".")
    return group(group_code)[topic]


def unfold(pattern: str, slots: Slots, rng: Random) -> str:
    """The pattern with every choice made and every slot filled."""
    text, _ = _sequence(pattern, 0, slots, rng, closing="")
    return text


def _sequence(pattern: str, at: int, slots: Slots, rng: Random, closing: str) -> tuple[str, int]:
    """Text from `at` up to one of the closing signs (or the end), and where it stopped."""
    parts: list[str] = []
    while at < len(pattern) and (not closing or pattern[at] not in closing):
        sign = pattern[at]
        if sign == "[":
            text, at = _choice(pattern, at + 1, slots, rng)
            parts.append(text)
        elif sign == "{":
            end = pattern.index("}", at)
            parts.append(_slot(pattern[at + 1 : end], slots, rng))
            at = end + 1
        else:
            parts.append(sign)
            at += 1
    return "".join(parts), at


def _choice(pattern: str, at: int, slots: Slots, rng: Random) -> tuple[str, int]:
    texts: list[str] = []
    while True:
        text, at = _sequence(pattern, at, slots, rng, closing="|]")
        texts.append(text)
        if pattern[at] == "]":
            return rng.choice(texts), at + 1
        at += 1


def _slot(name: str, slots: Slots, rng: Random) -> str:
    if not name.startswith("n:"):
        return slots(name)
    low, high = (int(bound) for bound in name[2:].split("-"))
    return str(rng.choice(_countable(low, high)))


@lru_cache(maxsize=512)
def _countable(low: int, high: int) -> tuple[int, ...]:
    """Numbers of the range; above 20 only those that take the genitive plural («25 домов», never «22 дома»)."""
    step = max(1, (high - low) // 400)
    plural = [n for n in range(low, high + 1, step) if n <= 20 or n % 10 in (0, 5, 6, 7, 8, 9)]
    return tuple(plural or range(low, high + 1))
