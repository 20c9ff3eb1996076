"""What a candidate's measures are worth, each 0–1 on a fixed scale; missing stays missing.

people        ln(1 + people) / ln(1 + 10 000), at most 1
persistence   share of the weeks in which it was written about
growth        (r − 1)/(r + 1) of the lower end r of the ratio to the norm, 0 within it
disagreement  4·p·(1 − p) of the share p of satisfied ratings: 1 where half are satisfied, 0 where all are alike
powers        1 own, ½ a settlement's, 0 others'
cost          1 − hours of work / 200, at least 0
silence       1 − records / records expected by residents, at least 0: who keeps silent is heard by being asked
value         ln(1 + net value of the poll in resident-months) / ln(1 + 15 000), 0 where it costs more than it tells

15 000 resident-months are what knowing the truth is worth to 10 000 residents for a year, nothing being known before:
10 000 · 12 · ⅛.
"""

from typing import Any

import numpy as np

from analysis.arrays import Numbers, numbers
from analysis.priority import MOST_PEOPLE, growth_part, people_part

MEASURES = ("people", "persistence", "growth", "disagreement", "powers", "cost", "silence", "value")
DEFAULT_WEIGHTS = {
    "people": 20.0, "persistence": 15.0, "growth": 15.0, "disagreement": 10.0, "powers": 15.0, "cost": 5.0,
    "silence": 5.0, "value": 15.0,
}  # fmt: skip
MOST_HOURS = 200.0
MOST_VALUE = MOST_PEOPLE * 12 / 8


def parts(measured: Any) -> Numbers:
    """(candidates, measures) of 0–1. measured: mapping of `MEASURES` to what was measured, in the units above."""
    given = {name: numbers(measured[name]) for name in MEASURES}
    satisfied = given["disagreement"]
    made = {
        "people": people_part(given["people"]),
        "persistence": given["persistence"],
        "growth": growth_part(given["growth"]),
        "disagreement": 4 * satisfied * (1 - satisfied),
        "powers": given["powers"],
        "cost": np.clip(1 - given["cost"] / MOST_HOURS, 0, 1),
        "silence": np.clip(1 - given["silence"], 0, 1),
        "value": np.minimum(np.log1p(np.maximum(given["value"], 0)) / np.log1p(MOST_VALUE), 1),
    }
    return np.column_stack([made[name] for name in MEASURES])
