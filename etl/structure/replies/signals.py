"""What a reply to a letter says, as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.structure.places.inflection import reading
from etl.structure.replies import formal, grammar
from etl.structure.replies.features import features, is_bare_refusal
from etl.structure.replies.matching import unanswered
from etl.structure.replies.questions import Ask, asked
from etl.structure.replies.runs import without_long_runs
from etl.structure.replies.sentences import sentences
from etl.structure.replies.statements import Statement, statements
from etl.structure.replies.words import roots


@dataclass(frozen=True)
class Reading:
    """A reply as read. signals: names that hold (`data.store.reply_signals`), whether switched on or not.

    is_outside: it says that the matter is outside the powers of who replies. features: what it was judged by.
    """

    signals: frozenset[str]
    asks: Sequence[Ask]
    unanswered: Sequence[Ask]
    is_outside: bool
    features: Mapping[str, float]
    said: Sequence[Statement]


def read(letter: str, reply: str, judge: formal.Judge | None = None) -> Reading:
    """What a reply says; both texts clean (`clean_text`), the reply not empty."""
    letter, reply = without_long_runs(letter), without_long_runs(reply)
    low_letter, low = reading(letter), reading(reply)
    asked_about = roots(low_letter)
    said = statements(sentences(reply), low_letter, asked_about)
    asks = asked(letter)
    built = grammar.evidence(reply)
    judged_by = features(reply, low, said, asked_about, built.is_formal)
    probability = (judge or formal.shipped()).probability(judged_by)
    is_judged = probability >= (judge or formal.shipped()).threshold
    is_terse = judged_by["terse_thing"] or (judged_by["short"] and len(said) == 1 and said[0].claims)
    is_formal = (is_judged and not (_refuses_with_reason(said) or is_terse)) or _only_refuses(said)
    signals = _signals(said, built.has_responsible, is_formal=is_formal)
    left = unanswered(asks, said, is_formal=is_formal)
    return Reading(signals, asks, left, any(one.is_outside for one in said), judged_by, said)


def _refuses_with_reason(said: Sequence[Statement]) -> bool:
    """Whether a reply refuses and says why: outside the powers, against the rules, or in plain words."""
    return any(one.refuses and (one.is_outside or one.is_ruled_out or one.has_reason) for one in said)


def _only_refuses(said: Sequence[Statement]) -> bool:
    """Whether a refusal without its reason is all that a reply says."""
    return is_bare_refusal(said) and not any(one.has_substance or one.has_proof for one in said)


_FOR, _AGAINST = 2.0, -3.0
"""Logarithms of odds from which on the build of a reply outweighs the rules of who acts, chosen on replies that neither
rules nor weights were made on.
"""


def _names_somebody(said: Sequence[Statement], built: float, *, is_formal: bool) -> bool:
    """Whether rules and the build of the reply together speak for a named one who acts; what a formal reply names is
    left to the rules.
    """
    if any(one.has_responsible for one in said):
        return built > _AGAINST
    return not is_formal and built > _FOR


def _signals(said: Sequence[Statement], built: float, *, is_formal: bool) -> frozenset[str]:
    """What makes a reply more than a formal one cannot be said by a formal one, however much its words look so."""
    held = {
        "is_formal": is_formal,
        "has_date": any(one.has_date for one in said),
        "has_responsible": _names_somebody(said, built, is_formal=is_formal),
        "has_proof": any(one.has_proof for one in said),
        "has_basis": any(one.has_basis for one in said),
        "has_refusal": not is_formal and any(one.refuses for one in said) and not is_bare_refusal(said),
        "claims_solution": not is_formal and any(one.claims and not one.refuses for one in said),
        "has_explanation": not is_formal and any(one.explains for one in said),
    }
    return frozenset(name for name, holds in held.items() if holds)
