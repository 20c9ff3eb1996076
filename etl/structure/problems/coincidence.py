"""How often strangers meet by chance: what a pair of records must beat before it speaks for one problem.

In a village two messages about one topic within a week are one thing; in a place of ten thousand people they are an
ordinary week. So each record carries the expected number of unrelated records a day that could be compared with it (of
its place, topic and season), and each mark that two records share (street, house, applicant, word) weighs by how seldom
it is shared there anyway.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from etl.structure.topics import features

if TYPE_CHECKING:
    from scipy import sparse

_STEM_LETTERS = 5
_PRIOR_DAYS = 30
"""Days of silence added to the frame: a rate from a few days of records is not believed whole."""
_PRIOR_TEXTS, _PRIOR_SHARE = 50, 0.02
"""Imagined texts beside a group's own, and the share of them that holds any one word: few texts say little of words."""
_PRIOR_MARKS = 5
"""Imagined records with marks of their own beside those of a place."""
_SEASON_WEEKS, _SEASON_PRIOR = 9, 5.0
_MINUTES_A_WEEK = 7 * 1440


def rates_a_day(place: Any, topic: Any, group: Any, minute: Any) -> tuple[Any, Any]:
    """Expected unrelated records a day near each record: of its topic, and of the other topics of its group. n each.

    place, topic, group: codes, −1 where unknown; an unknown topic is compared with the whole group. The record itself
    and one more like it are taken out of its count: they may be the problem that is looked for.
    """
    columns = pd.DataFrame({"place": place, "group": group, "topic": topic})
    of_group = columns.groupby(["place", "group"])["topic"].transform("size").to_numpy()
    of_topic = columns.groupby(["place", "group", "topic"])["topic"].transform("size").to_numpy()
    days = (minute.max() - minute.min()) / 1440 + _PRIOR_DAYS
    season = _season(group, minute) / days
    others = np.where(topic < 0, of_group, of_group - of_topic)
    return (np.maximum(of_topic - 2, 0) + 0.5) * season, (others + 0.5) * season


def _season(group: Any, minute: Any) -> Any:
    """How much more than on an average day the whole district writes about each record's group of topics around it."""
    week = (minute - minute.min()) // _MINUTES_A_WEEK
    count = int(week.max()) + 1
    each = np.zeros((int(group.max()) + 1, count))
    np.add.at(each, (group, week), 1)
    ones = np.ones(_SEASON_WEEKS)
    near = np.array([np.convolve(row, ones, "same") for row in each])
    width = np.convolve(np.ones(count), ones, "same")
    expected = each.mean(axis=1, keepdims=True) * width
    return ((near + _SEASON_PRIOR) / (expected + _SEASON_PRIOR))[group, week]


def shared_mark(place: Any, mark: Any) -> Any:
    """Share of the place's marked records that carry each record's mark: how often strangers share it. n."""
    columns = pd.DataFrame({"place": place, "mark": mark})
    known = columns[columns["mark"] >= 0]
    of_mark = columns.groupby(["place", "mark"])["mark"].transform("size").to_numpy()
    of_place = columns["place"].map(known.groupby("place").size()).fillna(0).to_numpy()
    return (of_mark + 0.5) / (of_place + _PRIOR_MARKS)


def rarity(texts: list[str], group: Any) -> tuple["sparse.csr_matrix", Any]:
    """Square roots of the rarity of each text's words (n_texts × buckets), and what a stranger's text shares by chance.

    The rarity of a word is −log of the share of the group's texts that hold it: what everybody writes of a topic weighs
    nothing. The product of two rows is the rarity of what both say.
    """
    from scipy import sparse

    counted = features.stems(texts, _STEM_LETTERS)
    lengths = np.diff(counted.indptr)
    rarities, by_chance = np.empty(counted.nnz), np.empty(len(texts))
    for one in np.unique(group):  # a group after another: all at once take ten times the memory of what comes out
        rows = np.flatnonzero(group == one)
        at = _elements(counted.indptr[rows], lengths[rows])
        _, which, times = np.unique(counted.indices[at], return_inverse=True, return_counts=True)
        share = (times[which] + _PRIOR_SHARE * _PRIOR_TEXTS) / (len(rows) + _PRIOR_TEXTS)
        weight = np.maximum(-np.log(share), 0)
        rarities[at] = np.sqrt(weight)
        owners = np.repeat(np.arange(len(rows)), lengths[rows])
        by_chance[rows] = np.bincount(owners, weights=weight * share, minlength=len(rows))
    return sparse.csr_matrix((rarities, counted.indices, counted.indptr), shape=counted.shape), by_chance


def _elements(starts: Any, lengths: Any) -> Any:
    """Positions of the elements of some rows, which begin at `starts`, row after row."""
    ends = np.cumsum(lengths)
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
