"""All that a screen or a document asks of the effect of roadmaps, for one asker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from analysis.effect import Effect, Verdict
from answers.roadmaps import promise, sentences, writing
from answers.roadmaps.counts import Subject, Weekly, others, weekly
from answers.roadmaps.effect import NOT_COMPARED, NOT_STARTED, Outcome, blocks, outcome
from answers.roadmaps.measured import Measured, measured
from answers.roadmaps.writing import SilentChannel
from data.decisions.duties.table import day
from data.decisions.roadmaps.forms import MapForm
from data.decisions.roadmaps.read import Choices, Roadmap
from data.errors import FilterError
from data.filters import Filters
from data.scope import Scope


@dataclass(frozen=True, eq=False)
class Told:
    """outcome: missing where nothing can be compared, or nothing began. blocks: of `effect.blocks`; others, silent:
    signs that people only write less, asked where a fall is shown.
    """

    outcome: Outcome | None
    blocks: pd.DataFrame
    others: Effect | None
    silent: tuple[SilentChannel, ...]
    measured: Measured | None


def told(roadmap: Roadmap, filters: Filters, scope: Scope) -> Told:
    """The effect of one roadmap. Ask only for a scope that sees everything."""
    counts = _weekly(roadmap, filters, scope)
    own = measured(roadmap, filters, scope)
    if counts is None or roadmap.starts_on is None:
        return Told(None, pd.DataFrame(), None, (), own)
    found = outcome(roadmap, counts)
    fell = found is not None and any(one.effect and one.effect.verdict is Verdict.FELL for one in found.facts)
    others, silent = _signs(roadmap, roadmap.starts_on, counts, filters, scope) if fell else (None, ())
    return Told(found, blocks(counts, roadmap.starts_on), others, silent, own)


def verdicts(found: Sequence[Roadmap], filters: Filters, scope: Scope) -> dict[str, str]:
    """Code → what may be said of its effect, in one or two words."""
    if not scope.sees_everything:
        return {}
    return {one.code: _verdict(one, filters, scope) for one in found}


def _verdict(roadmap: Roadmap, filters: Filters, scope: Scope) -> str:
    if roadmap.starts_on is None:
        return NOT_STARTED
    if own := measured(roadmap, filters, scope):
        return own.verdict
    counts = _weekly(roadmap, filters, scope)
    found = outcome(roadmap, counts) if counts else None
    return found.verdict if found else NOT_COMPARED


def _weekly(roadmap: Roadmap, filters: Filters, scope: Scope) -> Weekly | None:
    return weekly(Subject(roadmap.topic, roadmap.territory), filters, scope)


def _signs(
    roadmap: Roadmap, starts_on: date, counts: Weekly, filters: Filters, scope: Scope
) -> tuple[Effect | None, tuple[SilentChannel, ...]]:
    subject = Subject(roadmap.topic, roadmap.territory)
    silent = writing.silent_channels(subject, counts, starts_on, filters, scope)
    return writing.others_fell(others(subject, counts, filters, scope), starts_on), tuple(silent)


def prospects(given: Mapping[str, str], choices: Choices, filters: Filters, scope: Scope) -> list[str]:
    """What can be promised of a topic, territory and start as a form has them; '' where one is not there yet."""
    subject = _subject(given["topic"], given["territory"], choices)
    try:
        starts_on = day(given["starts_on"], "Начало")
    except FilterError as error:
        return [str(error)]
    if subject is None or starts_on is None:
        return ["Выберите тематику, территорию и начало: здесь появится, какое снижение можно будет доказать."]
    if not scope.sees_everything:
        return [sentences.NOT_SEEN]
    return sentences.prospects(promise.prospect(subject, starts_on, filters, scope))


def completed(form: MapForm, choices: Choices, filters: Filters, scope: Scope) -> MapForm:
    """A form with what is known when its target is fixed."""
    subject = _subject(form.topic, form.territory, choices)
    if subject is None or form.starts_on is None:
        return form
    made = promise.completed(form.promise, subject, form.starts_on, filters, scope)
    return replace(form, promise=made)


def kept(form: MapForm, before: Roadmap, choices: Choices, filters: Filters, scope: Scope) -> MapForm:
    """The same for a roadmap that is there: a target that is not moved keeps what was known when it was fixed."""
    known = before.target
    aim = (known.kind, known.value, known.months) if known else ("", None, None)
    was = (aim, before.topic.code, before.territory.code, before.starts_on)
    if known is None or (form.promise.aim, form.topic, form.territory, form.starts_on) != was:
        return completed(form, choices, filters, scope)
    names = ("fixed_on", "baseline", "baseline_from", "baseline_to", "smallest")
    return replace(form, promise=replace(form.promise, **{name: getattr(known, name) for name in names}))


def _subject(topic: str, territory: str, choices: Choices) -> Subject | None:
    subject = next((one for one in choices.topics if one.code == topic), None)
    land = next((one for one in choices.territories if one.code == territory), None)
    return Subject(subject, land) if subject and land else None
