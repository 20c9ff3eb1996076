"""What explains a change before it is called growth: sources that began or ended, events that leave the norm, what was
loaded late, further reports of one problem, one applicant's repeats, names that came to mean another topic, other rules
of topics, the season. Asked from the door.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from analysis.causes import AGAIN, EVENT, GROWTH, LATE, SOURCE, WRITTEN_AGAIN, by_cause
from answers import events
from answers.hotspots import new_meanings, new_rules
from answers.season import LET_PASS, WEEKS, YEARS, weeks_before
from data.decisions.events.read import Event
from data.filters import MISSING, Filters
from data.metrics import query
from data.scope import Scope

SAME_WEEKS = "периоды и так приходятся на одни и те же недели года"
TOO_LONG = "период длиннее полугода"
NO_YEAR = "данных за те же недели год назад нет"
REASONS = {"late_loaded": LATE, "told_again": AGAIN, "written_again": WRITTEN_AGAIN}
"""Metrics of the records that are counted apart, each once, as causes."""
FIRST = "first"
"""The records that are counted apart for no reason."""
COUNTS = ["records", FIRST, *REASONS]


@dataclass(frozen=True)
class Causes:
    """Rows of cells and causes, as `analysis.growth.decompose` takes them, and what is to be said of them.

    began, ended: labels of sources without records up to the end of the earlier period, and since the beginning of the
    later; taken: events whose days are compared apart; years: how many years the season is known from; no_season: why
    it is not split off, empty when it is; tells_apart: whether the snapshot knows what was loaded late and who repeated
    himself; moves: topics whose names came to mean others, in words, empty without such; ruled: the
    same of topics that other rules give; labels: dimension → code →
    words.
    """

    rows: pd.DataFrame
    began: tuple[str, ...]
    ended: tuple[str, ...]
    taken: tuple[Event, ...]
    years: int
    no_season: str
    tells_apart: bool
    moves: str
    ruled: str
    labels: dict[str, dict[str, str]]


@dataclass(frozen=True)
class _Sources:
    """Codes of the sources asked for; first: the day of the first record ever seen of each."""

    first: dict[str, date]
    began: dict[str, str]
    ended: dict[str, str]

    @property
    def one_sided(self) -> tuple[str, ...]:
        return tuple(sorted({*self.began, *self.ended}))

    @property
    def others(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.first) - set(self.one_sided)))

    def known_since(self, day: date) -> set[str]:
        return {one for one in self.others if self.first[one] <= day + LET_PASS}


def causes(now: Filters, then: Filters, scope: Scope, as_of: date, keys: Sequence[str]) -> Causes:
    """The records of both periods by the keys and their cause.

    now, then: the periods compared, both with a beginning. A letter with several topics counts in each of them.
    """
    sources, days = _sources(now, then, scope, as_of), _days_of_events(now, then, scope, as_of)
    door = _Door(scope, keys, as_of, days, [])
    norm, years, reason = _season(now, then, as_of, sources, door)
    kinds = ((SOURCE, door.counts, sources.one_sided), (EVENT, door.of_events, sources.others))
    records = {cause: _both(ask(then, codes), ask(now, codes), keys) for cause, ask, codes in kinds}
    earlier, later = (door.rest(period, sources.others) for period in (then, now))
    records |= {cause: _both(earlier, later, keys, count) for count, cause in {**REASONS, FIRST: GROWTH}.items()}
    moved = _moved(now, then, sources, door)
    meaning = None if moved is None else new_meanings.changes(moved, keys, now)
    ruled = _ruled(now, then, sources, door)
    rules = None if ruled is None else new_meanings.changes(ruled, keys, now)
    rows = by_cause(records, keys, season=norm, meaning=meaning, rules=rules)
    began, ended = (tuple(sorted(one.values())) for one in (sources.began, sources.ended))
    labels, taken = {d: _labels(d, door.answers) for d in keys}, tuple(one for one, _ in days)
    moves = "" if moved is None else new_meanings.words(moved, now)
    other = "" if ruled is None else new_rules.words(ruled, now)
    return Causes(rows, began, ended, taken, years, reason, door.tells_apart, moves, other, labels)


@dataclass(frozen=True)
class _Door:
    """Asks for the cells of some sources and keeps the answers, for their labels. days: of `_days_of_events`."""

    scope: Scope
    keys: Sequence[str]
    as_of: date
    days: Sequence[tuple[Event, frozenset[int]]]
    answers: list[pd.DataFrame]

    def counts(self, filters: Filters, sources: Sequence[str]) -> pd.DataFrame:
        """The keys and `COUNTS`; empty of no sources."""
        if not sources:
            return self._nothing()
        return self._ask(replace(filters, sources=tuple(sources)))

    def of_events(self, filters: Filters, sources: Sequence[str]) -> pd.DataFrame:
        """The same of the days of events only; no day of a cell is counted twice, however many events share it."""
        first, _ = filters.span(self.as_of)
        if first is None or not sources or not self.days:
            return self._nothing()
        found = []
        for start, end, active in _runs(self.days):
            days = {"date_from": first + timedelta(days=start), "date_to": first + timedelta(days=end)}
            asked = replace(filters, sources=tuple(sources), **days)  # type: ignore[arg-type]
            cells = [self._ask(events.narrowed(asked, one)) for one in active]
            found.append(pd.concat(cells).drop_duplicates([*self.keys]))
        return pd.concat(found).groupby([*self.keys])[COUNTS].sum().reset_index()

    def rest(self, filters: Filters, sources: Sequence[str]) -> pd.DataFrame:
        """The same without the days of events."""
        whole, taken = self.counts(filters, sources), self.of_events(filters, sources)
        if taken.empty:
            return whole
        left, out = (frame.set_index([*self.keys])[COUNTS] for frame in (whole, taken))
        return left.sub(out, fill_value=0).reset_index()

    @property
    def tells_apart(self) -> bool:
        """False of a snapshot that does not know the reasons: all of its records stand among the first ones."""
        return not any(frame[[*REASONS]].isna().any(axis=None) for frame in self.answers)

    def _ask(self, filters: Filters) -> pd.DataFrame:
        frame = query(["records", *REASONS], self.keys, filters, self.scope)
        self.answers.append(frame)
        known = frame.fillna(dict.fromkeys(self.keys, MISSING) | dict.fromkeys(REASONS, 0))
        return known.assign(**{FIRST: known["records"] - known[[*REASONS]].sum(axis=1)})

    def _nothing(self) -> pd.DataFrame:
        return pd.DataFrame({key: [] for key in (*self.keys, *COUNTS)})


def _moved(now: Filters, then: Filters, sources: _Sources, door: _Door) -> pd.DataFrame | None:
    """`new_meanings.moved` of both periods; None where no name has changed its meaning."""
    names = new_meanings.known(now)
    if names.empty:
        return None
    return new_meanings.moved(_of_all_topics(now, then, sources, door, new_meanings.by(door.keys)), names)


def _ruled(now: Filters, then: Filters, sources: _Sources, door: _Door) -> pd.DataFrame | None:
    """`new_rules.moved` of both periods; None where both were read by the same rules."""
    rulings = new_rules.known(now)
    if rulings.empty or not new_rules.were_several([then, now], door.scope):
        return None
    return new_rules.moved(_of_all_topics(now, then, sources, door, new_rules.by(door.keys)), rulings)


def _of_all_topics(now: Filters, then: Filters, sources: _Sources, door: _Door, keys: Sequence[str]) -> pd.DataFrame:
    """Records counted apart for no reason in both periods, whatever topics are asked for."""
    asks, every = replace(door, keys=keys, answers=[]), {"topics": (), "topic_groups": ()}
    sides = [asks.rest(replace(period, **every), sources.others) for period in (then, now)]  # type: ignore[arg-type]
    return _both(sides[0], sides[1], keys, FIRST)


def _runs(days: Sequence[tuple[Event, frozenset[int]]]) -> list[tuple[int, int, list[Event]]]:
    """Runs of days that the same events share: the first, the last, the events."""
    made: list[tuple[int, int, list[Event]]] = []
    for day in sorted({day for _, own in days for day in own}):
        active = [one for one, own in days if day in own]
        if made and made[-1][1] == day - 1 and made[-1][2] == active:
            made[-1] = (made[-1][0], day, active)
        else:
            made.append((day, day, active))
    return made


def _days_of_events(now: Filters, then: Filters, scope: Scope, as_of: date) -> list[tuple[Event, frozenset[int]]]:
    """Events that leave the norm, each with its days, counted from the first of the period that it falls into.

    The same days of the other period, and of earlier years, are taken out with them: like is compared with like.
    """
    days: dict[str, set[int]] = {}
    found: dict[str, Event] = {}
    for period in (now, then):
        first, last = period.span(as_of)
        for one in events.out_of_norm(period, scope, as_of):
            assert first is not None  # both periods have a beginning
            start, end = max(first, one.started_on), min(last, one.ended_on or last)
            days.setdefault(one.code, set()).update(range((start - first).days, (end - first).days + 1))
            found[one.code] = one
    return [(found[code], frozenset(days[code])) for code in sorted(days)]


def _sources(now: Filters, then: Filters, scope: Scope, as_of: date) -> _Sources:
    """Whatever else is filtered: a source is known by any record of it."""
    whole = Filters(period="all", as_of=as_of, snapshot=now.snapshot, snapshot_hash=now.snapshot_hash)
    seen = query(["records"], ["source", "day"], whole, scope)
    if now.sources:
        seen = seen[seen["source"].isin(now.sources)]
    days = seen.groupby(["source", "source_label"])["day"].agg(["min", "max"]).reset_index()
    (start, last), (first, end) = then.span(as_of), now.span(as_of)
    assert start is not None and first is not None  # both periods have a beginning
    days = days[(days["max"] >= start) & (days["min"] <= end)]  # one that ended long ago has no season
    began, ended = days[days["min"] > last], days[days["max"] < first]
    labels = [dict(zip(one["source"], one["source_label"], strict=True)) for one in (began, ended)]
    return _Sources(dict(zip(days["source"], days["min"], strict=True)), *labels)


def _season(
    now: Filters, then: Filters, as_of: date, sources: _Sources, door: _Door
) -> tuple[pd.DataFrame | None, int, str]:
    """The norm of each cell's change in the same weeks, from how many years, and why there is none.

    Each source by as many years as it is known from: what was not loaded is not a season.
    """
    (first, last), (start, _) = now.span(as_of), then.span(as_of)
    if first is None or start is None or _is_whole_years(first - start):
        return None, 0, SAME_WEEKS
    if 2 * ((last - first).days + 1) > 7 * WEEKS:
        return None, 0, TOO_LONG
    known = [sources.known_since(start - timedelta(weeks=WEEKS * year)) for year in range(1, YEARS + 1)]
    groups = [(known[0] - known[1], 1), (known[1], 2)]
    changes = [_norm(now, then, as_of, sorted(codes), years, door) for codes, years in groups if codes]
    if not changes:
        return None, 0, NO_YEAR
    return pd.concat(changes, ignore_index=True), 2 if known[1] else 1, ""


def _is_whole_years(distance: timedelta) -> bool:
    """Whether two periods fall into the same weeks of the year, give or take one."""
    weeks = round(distance.days / 7)
    return weeks > WEEKS / 2 and min(weeks % WEEKS, -weeks % WEEKS) <= 1


def _norm(now: Filters, then: Filters, as_of: date, codes: Sequence[str], years: int, door: _Door) -> pd.DataFrame:
    """The mean change over the years of the records that are not counted apart."""
    rows = []
    for year in range(1, years + 1):
        for period, sign in ((now, 1), (then, -1)):
            same = weeks_before(period, as_of, year)
            assert same is not None  # both periods have a beginning
            frame = door.rest(same, codes)
            rows.append(frame[[*door.keys]].assign(change=frame[FIRST] * (sign / years)))
    return pd.concat(rows, ignore_index=True)


def _both(then: pd.DataFrame, now: pd.DataFrame, keys: Sequence[str], count: str = "records") -> pd.DataFrame:
    """One row per cell of either period: `before`, `after`."""
    sides = [frame.set_index(list(keys))[count].rename(end) for frame, end in ((then, "before"), (now, "after"))]
    return pd.concat(sides, axis=1).fillna(0).astype("int64").reset_index()


def _labels(dimension: str, frames: Sequence[pd.DataFrame]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for frame in frames:
        once = frame[[dimension, f"{dimension}_label"]].drop_duplicates(dimension)
        labels |= dict(zip(once[dimension].fillna(MISSING), once[f"{dimension}_label"], strict=True))
    return labels
