"""Who differs from its peers by more than chance and usual differences: points and limits of a funnel."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import funnel
from analysis.funnel import INNER, OUTER
from answers.ranks import kind_order
from answers.rating.standing import RECIPIENT, Standing
from data.metrics import METRICS, Metric

POINTS = 60
"""Of a line of limits."""
LINES = {"inner": INNER, "outer": OUTER}


@dataclass(frozen=True)
class FunnelOf:
    """points: one row per recipient with cases: `recipient`, `peers_text`, `raw`, `share` (comparable), `among`,
    `elsewhere` (part of the cases in topics that others answer for as well), `verdict`; limits: `peers_text`, `among`,
    `centre`, and for each of LINES `<name>_low`, `<name>_high`.
    """

    metric: Metric
    points: pd.DataFrame
    limits: pd.DataFrame


WORSE, BETTER, EDGE, WITHIN = "отличается: хуже", "отличается: лучше", "у границы", "не отличается"


def of(now: Standing, metric_id: str) -> FunnelOf | None:
    """The funnel of a share; missing where it was not made comparable (nobody has it, or only totals are open)."""
    made, metric = now.adjusted.get(metric_id), METRICS[metric_id]
    if made is None or not made.among.any():
        return None
    found = funnel.fit(made.share, made.among, np.array(now.peers))
    outer, inner = funnel.differs(found, made.share, made.among, np.array(now.peers))
    way = -1 if metric.better == "lower" else 1
    points = pd.DataFrame(
        {
            RECIPIENT: now.codes, "peers_text": now.peers, "raw": made.raw, "share": made.share, "among": made.among,
            "elsewhere": made.elsewhere,
            "verdict": [_verdict(int(o) * way, is_edge=bool(i)) for o, i in zip(outer, inner, strict=True)],
        }
    )  # fmt: skip
    points = points[points["among"] > 0]
    order = {WORSE: 0, BETTER: 1, EDGE: 2, WITHIN: 3}
    placed = points.assign(_said=points["verdict"].map(order), _kind=points["peers_text"].map(kind_order))
    ordered = placed.sort_values(["_said", "_kind"], kind="stable").drop(columns=["_said", "_kind"])
    ordered = ordered.reset_index(drop=True)
    return FunnelOf(metric, ordered, _limits(found, points))


def _verdict(way: int, *, is_edge: bool) -> str:
    return WORSE if way < 0 else BETTER if way > 0 else EDGE if is_edge else WITHIN


def _limits(found: dict[str, funnel.Funnel], points: pd.DataFrame) -> pd.DataFrame:
    lines = []
    for kind, one in found.items():
        most = points.loc[points["peers_text"] == kind, "among"].max()
        n = np.unique(np.round(np.geomspace(1, max(most * 1.05, 2), POINTS)))
        ends = {}
        for name, level in LINES.items():
            ends[f"{name}_low"], ends[f"{name}_high"] = one.limits(n, level)
        lines.append(pd.DataFrame({"peers_text": kind, "among": n, "centre": one.centre, **ends}))
    return pd.concat(lines, ignore_index=True)
