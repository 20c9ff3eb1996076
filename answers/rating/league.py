"""The league table: each recipient's index with the places it allows, who is not told apart, what moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis import recipient_index
from analysis.arrays import Integers, Numbers
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
    adjusted = {f"{metric_id}_adjusted": made.share for metric_id, made in now.adjusted.items()}
    columns = _columns(now) | _places(profile, now) | _moved(now, before) | adjusted
    kinds = [kind_order(kind) for kind in now.peers]
    # The last key is the first to be looked at; an index that is not known stands after the others.
    keys = (-columns[INDEX.id], columns["best"], columns["worst"], kinds, ~now.is_told)
    ordered = pd.DataFrame(columns).take(np.lexsort(keys)).reset_index(drop=True)
    return League(ordered, missing(profile, now), weights(now), _gone(now, before))


def _gone(now: Standing, before: Standing | None) -> tuple[str, ...]:
    if before is None:
        return ()
    told = zip(before.codes, before.is_told, strict=True)
    return tuple(code for code, is_told in told if is_told and code not in now.codes)


def _columns(now: Standing) -> dict[str, Any]:
    low, high = now.made.ends
    ends = {f"{INDEX.id}_low": np.maximum(low, 0.0), f"{INDEX.id}_high": np.minimum(high, 100.0)}
    told = {RECIPIENT: list(now.codes), "peers_text": list(now.peers), INDEX.id: now.made.index}
    return told | ends | {f"{INDEX.id}_n": now.among}


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
    known, told_before = now.is_told.tolist(), before.is_told.tolist()
    place = {code: i for i, code in enumerate(before.codes) if told_before[i]}
    pairs = [(i, place[code]) for i, code in enumerate(now.codes) if known[i] and code in place]
    here, earlier = (list(rows) for rows in zip(*pairs, strict=True)) if pairs else ([], [])
    parts = recipient_index.movement(now.made.of(here), before.made.of(earlier)) if pairs else ()
    moved: list[tuple[float, str, str]] = [(float("nan"), NEW_TEXT if is_told else "", "") for is_told in known]
    names = [label(one).lower() for one in now.indicators]
    for i, row in zip(here, parts, strict=True):
        moved[i] = _movement(row, names)
    total, said, reasons = zip(*moved, strict=True) if moved else ((), (), ())
    return {"moved": list(total), "moved_text": list(said), "reasons_text": list(reasons)}


def _movement(parts: Numbers, names: Sequence[str]) -> tuple[float, str, str]:
    """By how many points the index moved, the same in words, and which components moved it. parts: of the components of
    these names.
    """
    total = float(parts.sum())
    by_size = sorted(zip(parts.tolist(), names, strict=True), key=lambda pair: -abs(pair[0]))
    said = [f"{name} {points(part)}" for part, name in by_size[:_REASONS] if abs(part) >= _UNMOVED]
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
