"""How long a typed text takes: the first page of the register, asked for the first time, with a period and without."""

import time
from collections.abc import Iterator

import numpy as np

from bench import synthetic
from data.filters import Filters
from data.metrics import register
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING

KEYS = {
    "без слов": "all", "слово": "word", "два слова": "two_words", "номер": "number", "опечатка": "slip",
    "частое": "frequent",
}  # fmt: skip
"""What is typed → its name among the figures."""
PERIODS = {"за 12 недель": "12w", "за 52 недели": "52w", "за всё время": "all"}


def texts(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Kind and text of what is typed: words as rare as they come, the most frequent ones, numbers, slips."""
    chance = np.random.default_rng(seed)
    words = synthetic.rare_words()
    for i in range(count):
        word = words[int(chance.integers(len(words)) ** 2 / len(words))]
        slip = word[:2] + word[3:]
        yield from (("слово", word), ("два слова", f"снег {word}"), ("номер", str(i * 97 + 1)), ("опечатка", slip))
    yield from (("частое", text) for text in ("снегу", "воду", "просьба принять меры", "нет", "дороги освещение"))


def measure(count: int) -> dict[tuple[str, str], tuple[float, float]]:
    """(Kind, period) → (median ms, the longest ms), every question put for the first time."""
    spent: dict[tuple[str, str], list[float]] = {}
    snapshot = open_snapshot()
    register.page(Filters(), EVERYTHING)  # what every first question of a process pays
    for kind, text in [("без слов", "")] * count + list(texts(count)):
        for name, period in PERIODS.items():
            snapshot.found.held.clear()
            started = time.perf_counter()
            register.page(Filters(period=period, text=text), EVERYTHING)
            spent.setdefault((kind, name), []).append((time.perf_counter() - started) * 1000)
    return {key: (float(np.median(times)), max(times)) for key, times in spent.items()}
