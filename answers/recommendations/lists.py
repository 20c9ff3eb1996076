"""What waits for a decision, for one asker: the rules held against the numbers, less what was decided lately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from answers.recommendations import facts, places, rules, signals
from answers.recommendations.facts import Facts
from answers.recommendations.rules import Recommendation
from answers.recommendations.signals import Finding
from data.decisions.duties.read import Duty
from data.decisions.recommendations.read import Decision, Rule
from data.errors import FilterError
from data.filters import Filters
from data.scope import Scope

SLOW = ("hotspot", "growth", "season")
"""Signals that are looked for apart from the rest."""


@lru_cache(maxsize=16)
def _remembered(filters: Filters, scope: Scope, as_of: date, duties: tuple[Duty, ...]) -> Facts:
    """Facts of a snapshot named by its hash: it never changes, so neither do they."""
    return facts.gather(filters, scope, as_of, duties)


@lru_cache(maxsize=16)
def _remembered_slow(filters: Filters, scope: Scope, as_of: date) -> tuple[Finding, ...]:
    return tuple(_slow(filters, scope, as_of))


def _slow(filters: Filters, scope: Scope, as_of: date) -> list[Finding]:
    """Hotspots, growth and season: what takes longer to find."""
    found = facts.trends(filters, scope, as_of)
    return [*places.find(filters, scope, as_of), *signals.find_trends(found)]


@dataclass(frozen=True)
class Asked:
    """Who asks of what. filters: with their snapshot, so that every address opens the same numbers later; as_of: day of
    the report; duties, rules, decisions: as they are open to the asker; today: decisions are quiet until then.
    """

    filters: Filters
    scope: Scope
    as_of: date
    duties: Sequence[Duty]
    rules: Sequence[Rule]
    decisions: Sequence[Decision]
    today: date

    def facts(self) -> Facts:
        """The numbers that rules look at."""
        now = tuple(one for one in self.duties if one.is_in_force(self.as_of))
        told = self.filters, self.scope, self.as_of, now
        return _remembered(*told) if self.filters.snapshot_hash else facts.gather(*told)

    def of_shares(self, known: Facts) -> list[Recommendation]:
        """What shares recommend: answered at once."""
        return self._waiting(signals.find(known, self.rules))

    def of_changes(self) -> list[Recommendation]:
        """What hotspots, growth and season recommend; their search takes seconds."""
        told = self.filters, self.scope, self.as_of
        return self._waiting(_remembered_slow(*told) if self.filters.snapshot_hash else _slow(*told))

    def everything(self) -> list[Recommendation]:
        """Both, the most urgent first."""
        return sorted([*self.of_changes(), *self.of_shares(self.facts())], key=rules.urgency)

    def one(self, key: str) -> Recommendation:
        """A recommendation that waits, by its key. FilterError where it does not wait any more."""
        code = key.partition("|")[0]
        is_slow = any(rule.signal in SLOW for rule in self.rules if rule.code == code)
        found = self.of_changes() if is_slow else self.of_shares(self.facts())
        one = next((one for one in found if one.key == key), None)
        if one is None:
            raise FilterError("Такой рекомендации уже нет: её решили, или числа изменились. Обновите страницу.")
        return one

    def _waiting(self, found: Iterable[Finding]) -> list[Recommendation]:
        return rules.waiting(rules.apply(self.rules, found), self.decisions, self.today)
