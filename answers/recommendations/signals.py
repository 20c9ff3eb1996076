"""Signals: what in the numbers of a recipient's topic deserves a decision, and the sentence that says it in numbers.

A signal is strong by the end of its interval that speaks against it, so chance alone rarely passes a threshold.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from answers.recommendations.facts import AHEAD, WEEKS, Facts, Trends, recent_weeks
from answers.record_links import address
from answers.season import weeks_before
from data.decisions.recommendations.read import Rule
from data.filters import Filters
from words import format

FALSE_RISES = 0.10
"""Share of false ones that is accepted among the topics said to have grown."""
_SURE = "С вероятностью 90\u00a0% "
Row = Mapping[Any, Any]


class Story(NamedTuple):
    """said: a sentence; link: address of the records of the snapshot behind it, '' where nothing opens them; figures:
    how sure its numbers are.
    """

    said: str
    link: str
    figures: str = ""


@dataclass(frozen=True)
class Finding:
    """One signal of one cell. topic: code of a topic or group; strength: the end of the interval that a threshold is
    held against; is_low: it speaks when it lies below the threshold; n: records behind it; tell: made when asked for,
    as most findings pass no threshold.
    """

    signal: str
    topic: str
    topic_label: str
    recipient: str
    recipient_label: str
    strength: float
    n: int
    tell: Callable[[], Story]
    is_low: bool = False

    @cached_property
    def story(self) -> Story:
        """Sentence and address."""
        return self.tell()

    def passes(self, threshold: float, least: int) -> bool:
        """Whether the number, with all its uncertainty, lies beyond a threshold."""
        beyond = self.strength < threshold if self.is_low else self.strength > threshold
        return self.n >= least and beyond


def find(facts: Facts, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Signals that some rule could speak of; which of the rules does is their own affair."""
    for metric, (signal, words) in _SHARES.items():
        rows = _beyond(facts.shares, f"{metric}_low", _weakest(rules, signal))
        yield from (_of_share(facts, metric, signal, words, row) for row in rows)
    few = max((one.threshold for one in rules if one.signal == "incomplete"), default=0.0)
    known = facts.shares[facts.shares["completeness_hint_high"] < few]
    yield from (_incomplete(facts, row) for row in known.to_dict("records"))
    outside = _beyond(facts.outside, "records", _weakest(rules, "outside_duty"))
    yield from (_outside(facts, row) for row in outside)


def find_trends(told: Trends) -> Iterator[Finding]:
    """What has grown, and what the season brings, surely enough."""
    yield from (_grown(told, row) for row in _sure(told.rising))
    yield from (_seasonal(told, row) for row in _sure(told.season))


def _weakest(rules: Sequence[Rule], signal: str) -> float:
    return min((one.threshold for one in rules if one.signal == signal), default=float("inf"))


def _beyond(frame: pd.DataFrame, column: str, threshold: float) -> list[Row]:
    return list(frame[frame[column] > threshold].to_dict("records")) if len(frame) else []


_SHARES: dict[str, tuple[str, str]] = {
    "overdue_share": ("overdue", "Срок нарушен у {share} из {n}"),
    "formal_share": ("formal", "Отписки: {share} из {n}"),
    "unanswered_share": ("unanswered", "Ответили не на всё: {share} из {n}"),
    "repeat_share": ("repeats", "Пишут снова: {share} из {n}"),
    "refusal_share": ("refusals", "Отказано с причиной: {share} из {n}"),
}


def _sure(frame: pd.DataFrame) -> list[Row]:
    return list(frame[frame["q"] <= FALSE_RISES].to_dict("records")) if len(frame) else []


def _of_share(facts: Facts, metric: str, signal: str, words: str, row: Row) -> Finding:
    n, low = int(row[f"{metric}_n"]), float(row[f"{metric}_low"])

    def tell() -> Story:
        share = format.percent(row[metric], 0)
        said = words.format(share=share, n=format.plural(n, "записи", "записей", "записей"))
        figures = f"{_SURE}доля {_between(low, row[f'{metric}_high'])}."
        return Story(f"{said}.", _link(facts, metric, row), figures)

    return _finding(row, signal, low, n, tell)


def _incomplete(facts: Facts, row: Row) -> Finding:
    n, high = int(row["completeness_hint_n"]), float(row["completeness_hint_high"])

    def tell() -> Story:
        answers = format.plural(n, "ответу", "ответам", "ответам")
        value = format.number(row["completeness_hint"])
        said = f"Полнота по подсказкам программы {value} из 100 по {answers}."
        return Story(said, _link(facts, "answered", row), f"{_SURE}полнота не выше {format.number(high)}.")

    return replace(_finding(row, "incomplete", high, n, tell), is_low=True)


def _grown(facts: Trends, row: Row) -> Finding:
    now, low = int(row["now"]), float(row["low"])

    def tell() -> Story:
        then = format.number(row["before"])
        said = f"За {WEEKS} недель {format.records(now)}, год назад в те же недели {then}: рост {_times(low)}."
        weeks = recent_weeks(facts.filters, facts.as_of, WEEKS)
        return Story(said, address(weeks, facts.as_of, "records", _cell(row)), _ends(row))

    return _finding(row, "growth", low, now, tell)


def _seasonal(facts: Trends, row: Row) -> Finding:
    now, low = int(row["now"]), float(row["low"])

    def tell() -> Story:
        since = "прошлом году" if int(row["years"]) == 1 else "двух прошлых годах"
        before = format.number(row["before"])
        said = (
            f"Следующие {AHEAD} недель в {since} дали {format.records(now)}, предыдущие {AHEAD} — {before}: рост "
            f"{_times(low)}."
        )
        return Story(said, address(_coming(facts), facts.as_of, "records", {"topic": str(row["code"])}), _ends(row))

    return _finding(row, "season", low, now, tell)


def _coming(facts: Trends) -> Filters:
    """The weeks of last year that come now, opened as of today."""
    then = weeks_before(recent_weeks(facts.filters, facts.as_of, AHEAD), facts.as_of)
    last = facts.as_of if then is None or then.date_to is None else then.date_to
    return replace(
        facts.filters, date_from=last + timedelta(days=1), date_to=last + timedelta(days=7 * AHEAD)
    )  # fmt: skip


def _outside(facts: Facts, row: Row) -> Finding:
    n = int(row["records"])

    def tell() -> Story:
        said = f"Тематики нет в обязанностях получателя, а поручено ему {format.records(n)}."
        return Story(said, _link(facts, "records", row))

    return _finding(row, "outside_duty", float(n), n, tell)


def _finding(row: Row, signal: str, strength: float, n: int, tell: Callable[[], Story]) -> Finding:
    return Finding(
        signal, str(row["code"]), str(row["label"]), str(row["recipient"]), str(row["recipient_label"]), strength, n,
        tell,
    )  # fmt: skip


def _link(facts: Facts, metric: str, row: Row) -> str:
    return address(facts.filters, facts.as_of, metric, _cell(row))


def _times(low: float) -> str:
    return f"почти наверняка не меньше чем в {format.number(low, 1)} раза"


def _ends(row: Row) -> str:
    return f"{_SURE}рост не меньше чем в {format.number(row['low'], 1)} раза; случайных среди названных — до 10\u00a0%."


def _cell(row: Row) -> dict[str, str]:
    level = "topic" if "." in str(row["code"]) else "topic_group"
    return {level: str(row["code"]), "recipient": str(row["recipient"])}


def _between(low: Any, high: Any) -> str:
    return f"от {format.number(100 * float(low))} до {format.percent(high, 0)}"
