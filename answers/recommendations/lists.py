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

HOTSPOT = "hotspot"


@lru_cache(maxsize=16)
def _remembered(filters: Filters, scope: Scope, as_of: date, duties: tuple[Duty, ...]) -> Facts:
    """Facts of a snapshot named by its hash: it never changes, so neither do they."""
    return facts.gather(filters, scope, as_of, duties)


@lru_cache(maxsize=16)
def _remembered_places(filters: Filters, scope: Scope, as_of: date) -> tuple[Finding, ...]:
    return tuple(places.find(filters, scope, as_of))


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

    def of_numbers(self, known: Facts) -> list[Recommendation]:
        """All that waits but hotspots."""
        return self._waiting(signals.find(known, self.rules))

    def of_places(self) -> list[Recommendation]:
        """What hotspots recommend; their search takes seconds."""
        told = self.filters, self.scope, self.as_of
        return self._waiting(_remembered_places(*told) if self.filters.snapshot_hash else places.find(*told))

    def everything(self) -> list[Recommendation]:
        """Both, hotspots first."""
        return [*self.of_places(), *self.of_numbers(self.facts())]

    def one(self, key: str) -> Recommendation:
        """A recommendation that waits, by its key. FilterError where it does not wait any more."""
        code = key.partition("|")[0]
        is_hotspot = any(rule.signal == HOTSPOT for rule in self.rules if rule.code == code)
        found = self.of_places() if is_hotspot else self.of_numbers(self.facts())
        one = next((one for one in found if one.key == key), None)
        if one is None:
            raise FilterError("Такой рекомендации уже нет: её решили, или числа изменились. Обновите страницу.")
        return one

    def _waiting(self, found: Iterable[Finding]) -> list[Recommendation]:
        return rules.waiting(rules.apply(self.rules, found), self.decisions, self.today)
