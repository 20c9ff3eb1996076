"""The probability that an open record misses its date, given that it is still open today.

The chance that a record still open on day t is closed on it is a hazard. Days are counted down to the last day of the
term, or up from its start (`analysis.forecast.scale`). Each group's hazard is drawn to its parent's (all records →
channel → topic group → recipient):

    h_g(t) = (d_g(t) + c·h_parent(t)) / (n_g(t) + c)            posterior mean of a beta process, Hjort 1990
    P(miss | open today) = Π over t from today through the last day of (1 − h(t)) = S(last day) / S(yesterday)

d closings among n at risk; c = 10 records, the same weight n/(n + 10) that shares are drawn by elsewhere. With c = 0
this is the Kaplan–Meier estimator of the group, and the interval below is its log–log band with Greenwood's variance:

    V_g(t) = h(1 − h)/(n + c + 1) + w²·V_parent(t),   w = c/(n + c)
    B_g(t) = √((τ·w·h_parent(t))² + (w·B_parent(t))²)
    Var log P = Σ V(t)/(1 − h(t))² + (Σ B(t)/(1 − h(t)))²,   interval: P ** exp(±z·√Var / |log P|)

Hazards are those of the district's usual pace: a day counts for as many records at risk as its week was faster, and
ahead of today the pace of the coming weeks multiplies them (`analysis.forecast.weeks`); what is not known of it adds
(Σ pace·error·(−log(1 − h)))² to the variance, and the latest weeks may widen the whole (`analysis.forecast.widening`).

A group is drawn to its parent day by day, so that it keeps the shape of its own curve (the rush before the last day).
Who is slow is slow on every day, though: B is what being drawn to the parent may have hidden of that, τ the spread of
the groups' paces around their parents' (D closings where the parent's hazards expect E):

    τ² = max(0, Σ ((D − E)² − Σ n·h(1 − h)) / Σ E²)                                     method of moments, per level
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.forecast import weeks
from analysis.forecast.calibration import Calibration
from analysis.forecast.scale import Flags, Integers, Numbers, Scale, Spans, scale_of
from analysis.forecast.tree import LEVELS, Tree, grow
from analysis.intervals import LEVEL
from analysis.survival import log_log_band

CREDIBILITY = 10
"""Records at risk that a parent's curve counts for; a group with as many of its own decides half for itself."""
LEAST_CLOSED = 30
"""Observed closings of a channel below which there is no forecast in it."""
LEAST_AT_RISK = 10
"""Records of a channel that were open on the same day of their term; fewer cannot say what comes next."""
OVERDUE = "overdue"
_ROUNDS = 2
"""How often hazards and the pace of the weeks are read from each other."""


@dataclass(frozen=True)
class Model:
    """What a history says of every group, a row for each of `tree`, by the positions of `scale`.

    loss, variance, hidden: shape (groups, positions + 1), sums over the positions before each of −log(1 − h), of its
    variance from day to day and of B, which goes one way on all days; course: the pace of the weeks; paces: τ of each
    level; at_risk: (groups, positions); n_closed: observed closings, late ones too; reach: the last position at which
    anyone was open, or the scale's last where all who came so far were closed; -1 without records; widening: what the
    half-widths of intervals are multiplied by.
    """

    tree: Tree
    scale: Scale
    course: weeks.Course
    loss: Numbers
    variance: Numbers
    hidden: Numbers
    paces: Numbers
    at_risk: Numbers
    n_closed: Integers
    reach: Integers
    widening: float = 1.0

    def miss_probability(self, open_records: pd.DataFrame, calibration: Calibration | None = None) -> pd.DataFrame:
        """One row per open record, with its index: probability, low, high, shared, n_closed, level.

        open_records: channel, topic_group, recipient (codes as in the history), age_days (from the start of the term
        until today; today is not over), days_left (until the last day; 0: it is today). Overdue (days_left < 0):
        probability 1, level «overdue». Too little history (LEAST_CLOSED, LEAST_AT_RISK, a last day beyond all that was
        seen) or a missing age or term: everything is missing. low, high: 90 % interval of the probability; shared: the
        part of its standard error that all records have in common (the pace of the weeks ahead); level: the narrowest
        of LEVELS with at least CREDIBILITY closings; n_closed: closings of that group.
        calibration: how past forecasts erred, applied to the probability and its interval.
        """
        groups = self.tree.find(open_records)
        overdue = open_records["days_left"].to_numpy(dtype=float, na_value=np.nan) < 0
        first, last = self.scale.ahead(open_records)
        known = self._is_known(groups[1], first, last) & ~overdue
        bounds = np.full((4, len(first)), np.nan)
        rows = np.flatnonzero(known)
        bounds[:, rows] = self._between(groups[:, rows], first[rows].astype(np.int64), last[rows].astype(np.int64))
        if calibration is not None:
            bounds[:3] = calibration.apply(bounds[:3])
        bounds[:, overdue] = np.array([[1.0], [1.0], [1.0], [0.0]])
        return self._forecast_frame(bounds, groups, known, overdue, open_records.index)

    def _is_known(self, channel: Integers, first: Numbers, last: Numbers) -> Flags:
        with np.errstate(invalid="ignore"):
            inside = (first >= 0) & (first <= last) & (last <= self.scale.last) & (channel >= 0)
            inside &= (last <= self.reach[channel]) & (self.n_closed[channel] >= LEAST_CLOSED)
        at = np.where(inside, first, 0).astype(np.int64)
        return inside & (self.at_risk[channel, at] >= LEAST_AT_RISK)

    def _between(self, groups: Integers, first: Integers, last: Integers) -> Numbers:
        """Probability, low, high and shared of staying open from the morning of position `first` through `last`."""
        depth = np.where(groups >= 0, np.arange(len(groups))[:, None], 0).max(axis=0)
        own = groups[depth, np.arange(len(depth))]
        loss, variance, hidden, unsure = self._ahead(own, first, last)
        # Of a group never seen nothing is known but how much groups of its level differ.
        unseen = np.append(np.cumsum(self.paces[::-1] ** 2)[::-1], 0.0)[depth]
        variance = variance + hidden**2 + unseen * loss**2 + unsure**2
        probability = np.exp(-loss)
        low, high = log_log_band(probability, self.widening**2 * variance, LEVEL)
        # Nothing was ever closed on these days: the lowest chance that as many silent records leave (Hanley 1983).
        silent = ((1 - LEVEL) / 2) ** (1 / (self.at_risk[groups[1], first] + 1))
        shared = self.widening * probability * unsure
        return np.array([probability, np.where(probability == 1, silent, low), high, shared])

    def _ahead(self, own: Integers, first: Integers, last: Integers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Loss, its variance, B and what is not known of the weeks, summed over the days ahead week by week."""
        loss, variance, hidden, unsure = (np.zeros(len(own)) for _ in range(4))
        for week, (pace, error) in enumerate(zip(np.exp(self.course.ahead), self.course.error, strict=True)):
            start = np.minimum(first + weeks.WEEK * week, last + 1)
            # What lies beyond the weeks told goes on at the pace of the last of them.
            end = np.minimum(start + weeks.WEEK, last + 1) if week < weeks.AHEAD - 1 else last + 1
            daily, spread, bent = (
                np.maximum(summed[own, end] - summed[own, start], 0.0)
                for summed in (self.loss, self.variance, self.hidden)
            )
            loss += pace * daily
            variance += pace**2 * spread
            hidden += pace * bent
            unsure += pace * error * daily  # a pace read too high today is too high next week as well
        return loss, variance, hidden, unsure

    def _forecast_frame(
        self,
        bounds: Numbers,
        groups: Integers,
        known: Flags,
        overdue: Flags,
        index: pd.Index,
    ) -> pd.DataFrame:
        enough = (groups >= 0) & (self.n_closed[groups] >= CREDIBILITY)
        depth = np.where(enough[1:], np.arange(1, len(groups))[:, None], 0).max(axis=0)
        closed = self.n_closed[groups[depth, np.arange(len(depth))]]
        names = np.array([None, *LEVELS], dtype=object)[depth]
        return pd.DataFrame(
            {
                "probability": bounds[0],
                "low": bounds[1],
                "high": bounds[2],
                "shared": bounds[3],
                "n_closed": pd.arrays.IntegerArray(closed.astype(np.int64), ~known),
                "level": np.where(overdue, OVERDUE, np.where(known, names, None)),
            },
            index=index,
        )


def fit(history: pd.DataFrame) -> Model:
    """What the district's own history says.

    history: one row per record whose end would be known if it had one: channel, topic_group, recipient (any codes;
    missing is a group of its own), age_days (whole days from the start of the term to the closing, or as long as it has
    been seen open), is_closed, and term_days (from the start to the last day) if terms are known: then days are counted
    down to the last day, which forecasts better. ended_ago (days from the last of these until today, at least 1) tells
    the weeks apart; without it all weeks are taken to be alike. Rows without an age or, counting down, without a term
    are left out.
    """
    scale = scale_of(history)
    spans, usable = scale.exposure_days(history)
    history = history[usable]
    tree, groups = grow(history)
    closed = history["is_closed"].to_numpy(dtype=bool)
    events = _tally(tree, groups[:, spans.is_closed], spans.last[spans.is_closed], scale.last + 1)
    at_risk = _at_risk(tree, groups, spans.first, spans.last, scale.last + 1)
    drawn, course = _pool_towards_parents(tree, events, at_risk), weeks.STEADY
    if "ended_ago" in history.columns and spans.is_closed.any():
        segments = weeks.cut(spans, history["ended_ago"].to_numpy(dtype=np.int64))
        for _ in range(_ROUNDS):
            course = _course(segments, spans, groups, drawn)
            exposed = _exposed(tree, groups, segments, course, scale.last + 1)
            drawn = _pool_towards_parents(tree, events, exposed)
    return Model(
        tree=tree,
        scale=scale,
        course=course,
        loss=_before(-np.log1p(-drawn.hazard)),
        variance=_before(drawn.variance / (1 - drawn.hazard) ** 2),
        hidden=_before(drawn.hidden / (1 - drawn.hazard)),
        paces=drawn.paces,
        at_risk=at_risk,
        n_closed=np.bincount(groups[:, closed].ravel(), minlength=tree.size),
        reach=_reach(events, at_risk, scale.last),
    )


def _tally(tree: Tree, groups: Integers, positions: Integers, width: int, weight: Numbers | None = None) -> Numbers:
    """Records of every group at every position, shape (groups, width); groups: (levels + 1, records)."""
    cells = (groups * width + positions).ravel()
    weights = None if weight is None else np.tile(weight, len(groups))
    counts = np.bincount(cells, weights, minlength=tree.size * width)
    return counts.reshape(tree.size, width).astype(np.float64)


def _at_risk(
    tree: Tree, groups: Integers, first: Integers, last: Integers, width: int, weight: Numbers | None = None
) -> Numbers:
    """Records of every group at risk at every position."""
    joined, ended = (_tally(tree, groups, at, width, weight).cumsum(axis=1) for at in (first, last))
    ended[:, 1:] = ended[:, :-1].copy()
    ended[:, 0] = 0  # whoever ends on a day was at risk on it
    return joined - ended


def _course(segments: weeks.Segments, spans: Spans, groups: Integers, drawn: "_PartialPooling") -> weeks.Course:
    """The pace of every week from its closings and those that the hazards of the records' own groups expect."""
    own = groups[-1, segments.record]
    hazards = _before(drawn.hazard)
    expected = hazards[own, segments.last + 1] - hazards[own, segments.first]
    newest = np.unique(segments.record, return_index=True)[1]
    count = int(segments.week.max()) + 1
    closed = np.bincount(segments.week[newest], spans.is_closed, minlength=count).astype(np.float64)
    return weeks.course(closed, np.bincount(segments.week, expected, minlength=count).astype(np.float64))


def _exposed(tree: Tree, groups: Integers, segments: weeks.Segments, course: weeks.Course, width: int) -> Numbers:
    """Records at risk, each day counting for as much as its week was faster than usual."""
    pace = np.exp(course.past)[np.minimum(segments.week, len(course.past) - 1)]
    return _at_risk(tree, groups[:, segments.record], segments.first, segments.last, width, pace)


@dataclass(frozen=True)
class _PartialPooling:
    """Per group and position: hazard, its variance and B; per level: τ."""

    hazard: Numbers
    variance: Numbers
    hidden: Numbers
    paces: Numbers


def _pool_towards_parents(tree: Tree, events: Numbers, at_risk: Numbers) -> _PartialPooling:
    """Hazards from the whole down; parents have lower numbers than their children."""
    hazards, variances, hidden = (np.zeros(events.shape) for _ in range(3))
    made = _PartialPooling(hazards, variances, hidden, paces=np.zeros(len(LEVELS)))
    n = np.maximum(at_risk[0], 1)
    made.hazard[0] = np.minimum(events[0] / n, np.maximum(1 - 0.5 / n, 0.5))  # not certain even where all were closed
    made.variance[0] = made.hazard[0] * (1 - made.hazard[0]) / n
    ends = [*tree.starts[1:], tree.size]
    for number, (start, end) in enumerate(zip(tree.starts, ends, strict=True)):
        level, above = slice(start, end), tree.parent[start:end]
        expected = made.hazard[above]
        made.paces[number] = _pace(events[level], at_risk[level], expected)
        weight = at_risk[level] + CREDIBILITY
        share = CREDIBILITY / weight
        hazard = (events[level] + CREDIBILITY * expected) / weight
        made.hazard[level] = hazard
        made.variance[level] = hazard * (1 - hazard) / (weight + 1) + share**2 * made.variance[above]
        made.hidden[level] = share * np.hypot(made.paces[number] * expected, made.hidden[above])
    return made


def _pace(events: Numbers, at_risk: Numbers, hazard: Numbers) -> float:
    """How much the closings of groups differ from what their parents' hazards expect, relative, beyond chance."""
    expected = (at_risk * hazard).sum(axis=1)
    chance = (at_risk * hazard * (1 - hazard)).sum()
    beyond = ((events.sum(axis=1) - expected) ** 2).sum() - chance
    return float(np.sqrt(max(beyond, 0.0) / max((expected**2).sum(), 1.0)))


def _before(daily: Numbers) -> Numbers:
    """Sums over the days before each day, starting with nothing."""
    summed = np.zeros((daily.shape[0], daily.shape[1] + 1))
    np.cumsum(daily, axis=1, out=summed[:, 1:])
    return summed


def _reach(events: Numbers, at_risk: Numbers, end: int) -> Integers:
    """The last position that is known about; the scale's end where the last records of the group were closed."""
    width = at_risk.shape[1]
    last = np.where((at_risk > 0).any(axis=1), width - 1 - np.argmax(at_risk[:, ::-1] > 0, axis=1), -1)
    rows = np.arange(len(last))
    ended = (last >= 0) & (events[rows, last] == at_risk[rows, last])
    return np.where(ended, end, last)
