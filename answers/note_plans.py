"""What the weekly note says of roadmaps and polls: a sentence each, as they are kept on the day it is made."""

from dataclasses import dataclass
from datetime import date, timedelta

from answers.polls import card, outcome
from answers.roadmaps import ask, sentences
from data.decisions.polls import read as polls_read
from data.decisions.polls.read import DRAFT, Poll
from data.decisions.roadmaps import STAGES
from data.decisions.roadmaps import read as roadmaps_read
from data.decisions.roadmaps.read import Roadmap
from data.filters import Filters
from data.scope import Scope
from data.settings import Settings
from words import nouns

_LIVING = ("running", "agreed")
_RECENT = timedelta(weeks=12)
"""How long a poll is told of after its decision."""


@dataclass(frozen=True)
class Told:
    """code: it opens under; said: the sentence after its name."""

    code: str
    title: str
    said: str
    href: str


def roadmaps(filters: Filters, scope: Scope, settings: Settings, day: date) -> list[Told]:
    """Living roadmaps, those with overdue measures first: stage, measures, target, effect."""
    found = [one for one in roadmaps_read.listed(settings, scope) if one.stage in _LIVING]
    effects = ask.verdicts(found, filters, scope)
    found.sort(key=lambda one: -len(one.overdue(day)))
    return [
        Told(one.code, one.title, _roadmap(one, effects.get(one.code, ""), day), f"/roadmap?id={one.code}")
        for one in found
    ]


def _roadmap(one: Roadmap, effect: str, day: date) -> str:
    parts = [STAGES[one.stage], *_measures(one, day)]
    if one.target is not None:
        parts.append(f"цель — {sentences.promised(one.target)}")
    parts += [f"эффект: {effect}"] if effect else []
    return _ended("; ".join(parts))


def _measures(one: Roadmap, day: date) -> list[str]:
    if not one.measures:
        return ["мероприятий ещё нет"]
    done, late = sum(step.stage == "done" for step in one.measures), len(one.overdue(day))
    told = [f"выполнено {done} из {nouns.counted(len(one.measures), nouns.MEASURE, 'genitive')}"]
    return [*told, f"просрочено {nouns.counted(late, nouns.MEASURE)}"] if late else told


def polls(scope: Scope, settings: Settings, day: date) -> list[Told]:
    """Polls that run, wait for somebody or were decided lately, what waits first."""
    found = [one for one in polls_read.listed(settings, scope) if _is_news(one, day)]
    found.sort(key=lambda one: (not one.is_overdue(day), one.said["decided_on"] is not None))
    return [Told(one.code, one.said["title"], _poll(one, day), f"/poll?id={one.code}") for one in found]


def _is_news(one: Poll, day: date) -> bool:
    decided = one.said["decided_on"]
    return one.state(day) != DRAFT and (decided is None or decided > day - _RECENT or one.is_overdue(day))


def _poll(one: Poll, day: date) -> str:
    asked = card.dates(one)
    where = one.territory if one.municipality else one.territory.lower()
    said = [f"{where}{f', {asked}' if asked else ''}: {card.state(one, day)}."]
    said += outcome.sentences(one)[:2]
    decision = one.said["decision"]
    said += [_ended(f"Решение: {decision}")] if decision else []
    return " ".join(said)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
