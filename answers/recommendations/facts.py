"""What recommendations are drawn from: numbers by recipient and topic, and by recipient and group of topics.

Nothing here is a conclusion: every number comes with its interval, every comparison with how sure it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from analysis.rise import rises, unevenness
from answers.season import known_years, weeks_before
from data.decisions.duties.coverage import covers
from data.decisions.duties.read import Duty, Topic
from data.filters import Filters
from data.metrics import query
from data.scope import Scope
from words import format

SHARES = ("overdue_share", "formal_share", "unanswered_share", "repeat_share", "refusal_share", "completeness_hint")
WEEKS, AHEAD = 12, 6
"""Weeks that growth is seen in, and weeks ahead whose season is looked at."""
LEVELS = ("topic", "topic_group")
Cells = pd.DataFrame


@dataclass(frozen=True)
class Facts:
    """Shares that the rules look at, for one asker. Frames have a row per recipient and topic (or group): `code`,
    `label`, `recipient`, `recipient_label`.

    shares: the door's answer with intervals, and records; outside: records that no duty of the recipient names.
    """

    filters: Filters
    as_of: date
    shares: Cells
    outside: Cells


@dataclass(frozen=True)
class Trends:
    """Comparisons in time. rising: now, before, low, q over the last weeks against a year ago; season: the same of the
    coming weeks of earlier years against those that preceded them.
    """

    filters: Filters
    as_of: date
    rising: Cells
    season: Cells


def gather(filters: Filters, scope: Scope, as_of: date, duties: Sequence[Duty]) -> Facts:
    """Ask the door for the shares: four questions, whatever the number of rules. duties: those in force."""
    shares = _both(SHARES, filters, scope, intervals=True)
    shares = shares.merge(_both(["records"], filters, scope)[[*_CELL, "records"]], on=_CELL, validate="1:1")
    return Facts(filters, as_of, shares, _outside(shares, duties))


def trends(filters: Filters, scope: Scope, as_of: date) -> Trends:
    """Ask the door for other times."""
    return Trends(filters, as_of, _rising(filters, scope, as_of), _season(filters, scope, as_of))


def _both(metrics: Sequence[str], filters: Filters, scope: Scope, **more: bool) -> Cells:
    """One table of both levels; cells without a topic or a recipient are nobody's to decide."""
    found = [_named(query(metrics, [level, "recipient"], filters, scope, **more), level) for level in LEVELS]
    return pd.concat(found, ignore_index=True)


def _named(frame: pd.DataFrame, level: str) -> Cells:
    known = frame.dropna(subset=[level, "recipient"])
    return known.rename(columns={level: "code", f"{level}_label": "label"})


def _rising(filters: Filters, scope: Scope, as_of: date) -> Cells:
    """The last weeks against the same weeks a year ago, over the sources that both know."""
    now = recent_weeks(filters, as_of, WEEKS)
    before = weeks_before(now, as_of)
    if before is None or len(known_years(now, scope, as_of)) == 0:
        return _none()
    sources = _common_sources(now, before, scope)
    if not sources:
        return _none()
    both = [replace(one, sources=sources) for one in (now, before)]
    parts = [_compared(level, both, [now.span(as_of), before.span(as_of)], scope) for level in LEVELS]
    return pd.concat(parts, ignore_index=True)


def recent_weeks(filters: Filters, last: date, weeks: int) -> Filters:
    """The filters over the last whole weeks up to a day, as known on it."""
    return replace(filters, date_from=last - timedelta(days=7 * weeks - 1), date_to=last, as_of=last)


def _common_sources(now: Filters, before: Filters, scope: Scope) -> tuple[str, ...]:
    """A source that only one of the periods knows would make growth of nothing."""
    told = [set(query(["records"], ["source"], one, scope)["source"].dropna()) for one in (now, before)]
    return tuple(sorted(told[0] & told[1]))


def _compared(level: str, periods: Sequence[Filters], spans: Sequence[Any], scope: Scope) -> Cells:
    """Counts of the cells; how uneven the weeks are is told by the whole topic, of which there is more."""
    counts = [_named(query(["records"], [level, "recipient"], one, scope), level) for one in periods]
    cells = pd.concat(counts)[["code", "label", *_CELL[1:], "recipient_label"]].drop_duplicates(_CELL)
    if cells.empty:
        return _none()
    days = [query(["records"], [level, "day"], one, scope).rename(columns={level: "code"}) for one in periods]
    topics = cells[["code"]].drop_duplicates()
    weeks = _weekly(topics, ["code"], [one.dropna() for one in days], [span[0] for span in spans], WEEKS)
    uneven = dict(zip(topics["code"], unevenness(weeks), strict=True))
    now, before = (
        cells[_CELL].merge(one, on=_CELL, how="left")["records"].fillna(0).to_numpy(dtype=float) for one in counts
    )
    return _told(cells, now, before, cells["code"].map(uneven).to_numpy(dtype=float))


def _told(cells: Cells, now: Any, before: Any, uneven: Any) -> Cells:
    low, q = rises(now, before, uneven)
    return cells.assign(now=now.astype(int), before=before.astype(int), low=low, q=q)


_CELL = ["code", "recipient"]


def _judged(cells: pd.DataFrame, weeks: Any) -> Cells:
    """weeks: cells × periods, later and earlier in turn, × weeks."""
    now, before = weeks[:, ::2].sum(axis=(1, 2)), weeks[:, 1::2].sum(axis=(1, 2))
    return _told(cells, now, before, unevenness(weeks))


def _weekly(
    cells: pd.DataFrame, keys: list[str], days: Sequence[pd.DataFrame], firsts: Sequence[date], weeks: int
) -> Any:
    """Cells × periods × weeks counted from the first day of each period."""
    places = pd.MultiIndex.from_frame(cells[keys])
    made = np.zeros((len(cells), len(days), weeks))
    for number, (frame, first) in enumerate(zip(days, firsts, strict=True)):
        rows = places.get_indexer(pd.MultiIndex.from_frame(frame[keys]))
        ago = (pd.to_datetime(frame["day"]) - pd.Timestamp(first)).dt.days.to_numpy()
        where: Any = (rows, number, np.clip(ago // 7, 0, weeks - 1))
        np.add.at(made, where, frame["records"].to_numpy(dtype=float))
    return made


def _season(filters: Filters, scope: Scope, as_of: date) -> Cells:
    """The coming weeks of earlier years against the weeks before them; the recipient is who answers most of a topic."""
    years = known_years(recent_weeks(filters, as_of, AHEAD), scope, as_of)
    counts = _named(query(["records"], ["topic", "recipient"], filters, scope), "topic")
    if not years or counts.empty:
        return _none()
    periods = [one for year in years for one in (_following(year), year)]
    days = [query(["records"], ["topic", "day"], one, scope).rename(columns={"topic": "code"}) for one in periods]
    cells = _main_recipients(counts)
    known = [one[one["code"].isin(set(cells["code"]))] for one in days]
    firsts = [one.span(as_of)[0] or as_of for one in periods]
    return _judged(cells, _weekly(cells, ["code"], known, firsts, AHEAD)).assign(years=len(years))


def _following(weeks: Filters) -> Filters:
    """The weeks after these, as they were known once they had passed."""
    last = weeks.date_to
    assert last is not None
    end = last + timedelta(days=7 * AHEAD)
    return replace(weeks, date_from=last + timedelta(days=1), date_to=end, as_of=end)


def _main_recipients(counts: Cells) -> Cells:
    first = counts.sort_values(["records", "recipient"], ascending=[False, True], kind="stable")
    return first.drop_duplicates("code")[["code", "label", "recipient", "recipient_label"]]


def _outside(shares: Cells, duties: Sequence[Duty]) -> Cells:
    """Cells of topics that no duty of their recipient names; nobody without any duty is blamed for that here."""
    by: dict[str, list[Duty]] = {}
    for duty in duties:
        by.setdefault(duty.recipient.code, []).append(duty)
    topics = shares[is_topic(shares)]
    lies_outside = [
        bool(own := by.get(who, [])) and not any(covers(one, Topic(code, "", code.partition(".")[0])) for one in own)
        for code, who in zip(topics["code"], topics["recipient"], strict=True)
    ]
    return topics[lies_outside]


def is_topic(frame: Cells) -> pd.Series:
    """Rows of topics; the others are of whole groups."""
    return frame["code"].astype(str).str.contains(".", regex=False)


def _none() -> Cells:
    return pd.DataFrame(columns=["code", "label", "recipient", "recipient_label", "now", "before", "low", "q", "years"])


def few(facts: Facts, least: int) -> int:
    """Pairs of topic and recipient with records, but fewer than any share may be spoken of from."""
    topics = facts.shares[is_topic(facts.shares)]
    return int(sum(0 < count < least for count in topics["records"] if not format.is_missing(count)))
