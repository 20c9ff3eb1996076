"""The league table: each recipient's index with the places it allows, who is not told apart, what moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis import recipient_index
from analysis.arrays import Integers
from answers.ranks import ALONE, LAST, kind_order
from answers.rating import standing
from answers.rating.standing import INDEX, RECIPIENT, Standing
from data.decisions.profiles import Indicator, Profile
from data.metrics import METRICS
from words import format, texts

NEW_TEXT = "не было в прошлом периоде"
_UNMOVED = 0.05
"""Points below which a component is not said to have moved."""
_REASONS = 3
"""Components that are named, the largest first."""


@dataclass(frozen=True)
class League:
    """frame: one row per recipient, best first, those without a place last. missing: components of the profile that
    nobody has, in words; weights: words for each kind of peers; gone: codes of the period before that are not in it.
    """

    frame: pd.DataFrame
    missing: tuple[str, ...]
    weights: Mapping[str, str]
    gone: tuple[str, ...]


def table(profile: Profile, now: Standing, before: Standing | None) -> League:
    """The table of one period.

    Columns: `recipient`, `peers_text`, INDEX.id with `_low`, `_high`, `_n`; `rank_text`, `best`, `worst`; `alike`: the
    number of the group not told apart, counted among peers; `weights_text`: places when weights change by a fifth;
    `moved`, `moved_text`, `reasons_text`; `<metric>_adjusted` for shares made comparable.
    before: the same codes in the period before, which may have others; missing where there is none.
    """
    rows = [_row(now, i) for i in range(len(now.codes))]
    frame = pd.DataFrame(rows, columns=list(_row_names()) if not rows else None)
    frame = frame.assign(**_places(profile, now), **_moved(now, before))
    for metric_id, made in now.adjusted.items():
        frame[f"{metric_id}_adjusted"] = made.share
    order, ways = ["_placed", "_kind", "worst", "best", INDEX.id], [False, True, True, True, False]
    frame = frame.assign(_placed=now.is_told, _kind=[kind_order(kind) for kind in now.peers])
    ordered = frame.sort_values(order, ascending=ways, kind="stable").drop(columns=["_placed", "_kind"])
    return League(ordered.reset_index(drop=True), missing(profile, now), weights(now), _gone(now, before))


def _gone(now: Standing, before: Standing | None) -> tuple[str, ...]:
    if before is None:
        return ()
    told = zip(before.codes, before.is_told, strict=True)
    return tuple(code for code, is_told in told if is_told and code not in now.codes)


def _row_names() -> Sequence[str]:
    return (RECIPIENT, "peers_text", INDEX.id, f"{INDEX.id}_low", f"{INDEX.id}_high", f"{INDEX.id}_n")


def _row(now: Standing, i: int) -> dict[str, Any]:
    low, high = (float(end[i]) for end in now.made.ends)
    told = (now.codes[i], now.peers[i], now.made.index[i], max(low, 0.0), min(high, 100.0), now.among[i])
    return dict(zip(_row_names(), told, strict=True))


def _places(profile: Profile, now: Standing) -> dict[str, Any]:
    told = np.flatnonzero(now.is_told)
    peers, part = np.array(now.peers)[told], now.made.of(told)
    ranges = part.places(peers)
    by_weights = recipient_index.places_by_weights(part, peers, [one.weight for one in now.indicators])
    size = np.array([(peers == kind).sum() for kind in peers], dtype=int)
    best, worst = (np.full(len(now.codes), LAST) for _ in range(2))
    best[told], worst[told] = ranges[:, 0], ranges[:, 1]
    words = {
        row: f"{span(*two)} из {n}" if n > 1 else ALONE for row, two, n in zip(told.tolist(), ranges, size, strict=True)
    }
    weighed = {row: span(*two) for row, two, n in zip(told.tolist(), by_weights, size, strict=True) if n > 1}
    alike = _alike(told, peers, ranges)
    every = range(len(now.codes))
    return {
        "best": best,
        "worst": worst,
        "rank_text": [words.get(i) or _why(now, i) for i in every],
        "weights_text": [weighed.get(i, "") for i in every],
        "alike": [alike.get(i, "") for i in every],
    }


def _alike(told: Integers, peers: Any, ranges: Integers) -> dict[int, str]:
    """The number of its group for each member that is not told apart from somebody; groups are counted among peers."""
    made: dict[int, str] = {}
    for kind in dict.fromkeys(peers):
        own = np.flatnonzero(peers == kind)
        groups = [group for group in recipient_index.alike(ranges[own]) if len(group) > 1]
        made |= {int(told[own[i]]): str(number) for number, group in enumerate(groups, start=1) for i in group}
    return made


def _why(now: Standing, i: int) -> str:
    return texts.NO_DATA if np.isnan(now.made.index[i]) or not now.among[i] else texts.FEW_DATA


def span(first: int, last: int) -> str:
    """«3» or «2–5»."""
    return str(first) if first == last else f"{first}–{last}"


def _moved(now: Standing, before: Standing | None) -> dict[str, Any]:
    if before is None:
        count = len(now.codes)
        return {"moved": np.full(count, np.nan), "moved_text": [texts.NO_DATA] * count, "reasons_text": [""] * count}
    place = {code: i for i, code in enumerate(before.codes)}
    rows = [_movement(now, i, before, place.get(code)) for i, code in enumerate(now.codes)]
    moved, said, reasons = zip(*rows, strict=True) if rows else ((), (), ())
    return {"moved": list(moved), "moved_text": list(said), "reasons_text": list(reasons)}


def _movement(now: Standing, i: int, before: Standing, j: int | None) -> tuple[float, str, str]:
    """By how many points the index moved, the same in words, and which components moved it."""
    if not now.is_told[i]:
        return float("nan"), "", ""
    if j is None or not before.is_told[j]:
        return float("nan"), NEW_TEXT, ""
    parts = recipient_index.movement(now.made.of([i]), before.made.of([j]))[0]
    total = float(parts.sum())
    by_size = sorted(zip(parts, now.indicators, strict=True), key=lambda pair: -abs(pair[0]))
    said = [f"{label(one).lower()} {points(part)}" for part, one in by_size[:_REASONS] if abs(part) >= _UNMOVED]
    return total, points(total), ", ".join(said)


def points(x: float) -> str:
    """«+4,2», «−0,3», «0»."""
    text = format.number(abs(x), 1)
    return text if text == "0" else f"{'+' if x > 0 else '−'}{text}"


def label(one: Indicator) -> str:
    """How an indicator is called: as the door does, else as the district has written."""
    return metric_label(one.metric) or one.name or f"Показатель № {one.number}"


def metric_label(metric_id: str) -> str:
    """The label of a metric of a profile; of one that this program does not have its id, '' for none."""
    return METRICS[metric_id].label if metric_id in METRICS else metric_id


def missing(profile: Profile, now: Standing) -> tuple[str, ...]:
    """«Полнота ответа: нет данных» for each component with a weight that nobody has."""
    known = {one.id for one, column in zip(now.indicators, now.made.parts.T, strict=True) if np.isfinite(column).any()}
    lacking = [one for one in standing.weighted(profile) if one.id not in known]
    return tuple(f"{label(one)} (вес {format.number(one.weight, 1)}): {texts.NO_DATA}" for one in lacking)


def weights(now: Standing) -> dict[str, str]:
    """Words for each kind of peers: what part of the index every component makes there."""
    made = {}
    for kind in dict.fromkeys(now.peers):
        row = now.made.weights[now.peers.index(kind)] if len(now.indicators) else ()
        known = [(one, part) for one, part in zip(now.indicators, row, strict=True) if part > 0]
        made[kind] = ", ".join(f"{label(one).lower()} {format.percent(part)}" for one, part in known)
    return made
