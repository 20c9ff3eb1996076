"""The first draft of a poll from a problem or a hotspot: words that lead nowhere, to be finished by a person."""

from collections.abc import Sequence

from data.decisions.polls.terms import FREE, SINGLE
from data.filters import Filters
from data.metrics import query
from data.scope import Scope

NOT_SURE = "Затрудняюсь ответить"
HOW = ("Начать работы в этом году", "Начать работы позже", "Оставить как есть", NOT_SURE)
_MOST_PLACES = 6


def of_candidate(
    topic: str, topic_label: str, municipality: str, territory: str, places: Sequence[str]
) -> dict[str, str]:
    """Fields of the card. places: names where it was written about, the most first; with two or more residents choose
    where to begin, with one what to do.
    """
    if len(places) > 1:
        return _fields(topic, municipality, f"{topic_label}: {territory}", f"{topic_label}. С какого места начать?",
                       [*places[:_MOST_PLACES], "Другое место", NOT_SURE])  # fmt: skip
    return _fields(topic, municipality, f"{topic_label}: {territory}", f"{topic_label}. Как поступить?", HOW)


def places(topic: str, municipality: str, scope: Scope) -> list[str]:
    """Names of the places of a municipality where a topic was written about in the last year, the most first."""
    asked = Filters(period="52w", topics=(topic,), municipalities=(municipality,))
    if scope.hides_small_cells or scope.closes(asked):
        return []
    found = query(["records"], ["place"], asked, scope).dropna(subset=["place"])
    return [str(name) for name in found.sort_values("records", ascending=False, kind="stable")["place_label"]]


def of_problem(topic: str, municipality: str, number: int, title: str) -> dict[str, str]:
    """Fields of the card of a poll about one problem."""
    made = _fields(topic, municipality, title[:200], f"{title[:900]}. Как поступить?", HOW)
    return made | {"problem": str(number)}


def _fields(topic: str, municipality: str, title: str, question: str, options: Sequence[str]) -> dict[str, str]:
    return {
        "topic": topic,
        "municipality": municipality,
        "title": title,
        "question": question,
        "kind": SINGLE,
        "options": "\n".join(options),
        "design": FREE,
    }
