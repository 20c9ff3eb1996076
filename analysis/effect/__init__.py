"""Whether a measure made citizens write less of something: a place against its donors, before and after.

Rare events forbid the textbook: weekly Poisson models call chance an effect half of the time (`docs/effect.md`). Here
weeks are gathered into whole blocks of 13, a place is compared with its donors block by block, and the same statistic
is asked of every donor as if it had been treated.
"""

from analysis.effect.estimate import FEWEST_DONORS, Effect, Series, Verdict, estimate
from analysis.effect.smallest import smallest_effect

__all__ = ["FEWEST_DONORS", "Effect", "Series", "Verdict", "estimate", "smallest_effect"]
