"""Rules held against findings: what is recommended to whom, why, and what is not repeated because it is decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from answers.recommendations.signals import Finding
from data.decisions.recommendations.read import Decision, Rule

ORDER = (
    "hotspot", "overdue", "growth", "season", "outside_duty", "repeats", "refusals", "unanswered", "formal",
    "incomplete",
)  # fmt: skip
"""Signals, the most urgent first."""
Cell = tuple[str, str, str]
"""Signal, topic and recipient."""


@dataclass(frozen=True)
class Recommendation:
    """What one rule recommends of one finding."""

    rule: Rule
    finding: Finding

    @property
    def key(self) -> str:
        """Names it in a button: rule, topic and recipient."""
        return f"{self.rule.code}|{self.finding.topic}|{self.finding.recipient}"


def apply(rules: Sequence[Rule], findings: Iterable[Finding]) -> list[Recommendation]:
    """All that the rules recommend, the most urgent first.

    Of the rules about one signal the most particular speaks: of a topic, of its group, of any topic. A rule of a group
    looks at the group as a whole, so that small topics count together.
    """
    made: dict[Cell, Recommendation] = {}  # of several hotspots of one topic the surest comes first
    for finding in findings:
        known = [rule for rule in rules if rule.signal == finding.signal and _looks_at(rule, finding)]
        for rule in sorted(known, key=_breadth):
            if finding.passes(rule.threshold, rule.least):
                made.setdefault((finding.signal, finding.topic, finding.recipient), Recommendation(rule, finding))
                break
    return sorted(_without_parts(made), key=urgency)


def _looks_at(rule: Rule, finding: Finding) -> bool:
    """A rule of any topic looks at topics, not at whole groups."""
    return rule.topic == finding.topic or (not rule.topic and "." in finding.topic)


def _breadth(rule: Rule) -> int:
    return 2 if not rule.topic else 0 if "." in rule.topic else 1


def _without_parts(made: Mapping[Cell, Recommendation]) -> list[Recommendation]:
    """What a rule of a group says of a recipient is not said once more of its topics by a rule of any topic; nor is it
    said at all where a rule of one of its topics says it better.
    """
    particular = {(s, topic.partition(".")[0], r) for (s, topic, r), one in made.items() if "." in one.rule.topic}
    return [
        one
        for (signal, topic, recipient), one in made.items()
        if one.rule.topic or (signal, topic.partition(".")[0], recipient) not in made
        if "." in topic or (signal, topic, recipient) not in particular
    ]


def urgency(one: Recommendation) -> tuple[int, float, str]:
    """The order of a list: by signal, then by how far beyond the threshold."""
    excess = one.finding.strength / one.rule.threshold if one.rule.threshold else one.finding.strength
    return ORDER.index(one.finding.signal), excess if one.finding.is_low else -excess, one.key


def waiting(found: Iterable[Recommendation], decisions: Iterable[Decision], day: date) -> list[Recommendation]:
    """Recommendations that nobody has decided lately."""
    decided = {f"{one.rule}|{one.topic}|{one.recipient}" for one in decisions if one.is_in_force(day)}
    return [one for one in found if one.key not in decided]
