"""Where the map's names stand so that no two of them overlap: computed once, the same every time.

Names of municipality centres come first and may stand away from their dot (then `leader` asks for a thin line); names
of other places follow by population, stand next to their dot, and are hidden where there is no room.
Boxes are estimated for a 12 px sans-serif face on the wide side, so that the real text fits inside.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.view import View

FONT_PX = 12
DOT_PX = 5.0
CLEAR_PX = 9.0  # a name next to its dot at 6 px must not stand as near to a stranger's
LEADER_PX = 12.0
GAP_PX = 2.0
RINGS_PX = (6.0, 12.0, 20.0, 30.0, 42.0, 56.0, 74.0, 96.0, 122.0)
ORDERS_TRIED = 60
DOT_PRICE = 40.0  # px of distance worth walking so as not to cover the dot of another label
OBSTACLE_PRICE = 4.0

_NARROW = set("ilj.,'!-()|: 1гтсзэ")
_BROAD = set("ШЩЖМЮФЫшщжмюфыWM@Д")

SHORT_KINDS = {
    "рабочий посёлок": "рп",
    "село": "с.",
    "деревня": "д.",
    "аал": "аал",
    "посёлок": "п.",
    "станция": "ст.",
    "посёлок при станции": "ст.",
}

COLUMNS = ["size", "level", "oktmo", "text", "lat", "lon", "point_lat", "point_lon", "visible", "leader"]

Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class _Candidates:
    """Boxes (n, 4: left, top, right, bottom in px), their ring and a cost, for one label."""

    boxes: Numbers
    rings: Numbers
    costs: Numbers


def box_size(text: str) -> tuple[float, float]:
    """Width and height in pixels reserved for a name."""
    ems = sum(0.5 if c in _NARROW else 0.92 if c in _BROAD else 0.76 if c.isupper() else 0.62 for c in text)
    return ems * FONT_PX, FONT_PX * 1.25


def display_names(places: pd.DataFrame) -> pd.Series:
    """Name of each place, with its kind before it where another place has the same name («с. Верхнее»)."""
    repeated = places["name"].duplicated(keep=False)
    kinds = places["kind"].map(lambda kind: SHORT_KINDS.get(kind, kind))
    return places["name"].where(~repeated, kinds + " " + places["name"])


def overlap(first: Numbers, second: Numbers, gap: float = 0.0) -> Numbers:
    """Whether boxes overlap (or stand closer than `gap` px); broadcasts over all axes but the last."""
    apart_x = (first[..., 0] >= second[..., 2] + gap) | (second[..., 0] >= first[..., 2] + gap)
    apart_y = (first[..., 1] >= second[..., 3] + gap) | (second[..., 1] >= first[..., 3] + gap)
    return ~(apart_x | apart_y)


def _boxes_around(dot: Numbers, size: tuple[float, float], rings: tuple[float, ...]) -> _Candidates:
    """Boxes whose nearest side is `ring` px away from the dot, in sixteen directions; to the right costs least."""
    angles = np.arange(16) * (2 * np.pi / 16)
    ring = np.repeat(rings, len(angles))
    angle = np.tile(angles, len(rings))
    half = np.array(size) / 2
    middle = dot + np.column_stack([np.cos(angle) * (ring + half[0]), np.sin(angle) * (ring + half[1])])
    boxes = np.column_stack([middle - half, middle + half])
    return _Candidates(boxes, ring, ring + ring**2 / 20 + 3 * (1 - np.cos(angle)) + 2 * np.abs(np.sin(angle)))


def _admissible(candidates: _Candidates, view: View, others: Numbers, prices: Numbers, is_strict: bool) -> _Candidates:
    """Keeps boxes inside the picture; to cover other dots has its price, or is forbidden when strict."""
    boxes = candidates.boxes
    inside = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2] <= view.width) & (boxes[:, 3] <= view.height)
    margin = CLEAR_PX if is_strict else DOT_PX
    marks = np.column_stack([others - margin, others + margin])
    covered = overlap(boxes[:, None, :], marks[None, :, :])
    keep = inside & (~covered.any(axis=1) | (not is_strict))
    costs = candidates.costs + covered @ prices
    order = np.argsort(costs[keep], kind="stable")
    return _Candidates(boxes[keep][order], candidates.rings[keep][order], costs[keep][order])


def _lay(order: list[int], candidates: list[_Candidates], taken: list[Numbers]) -> tuple[dict[int, int], float]:
    """Greedy: each label takes its cheapest free box. Returns chosen candidate by label, and the whole cost."""
    boxes = list(taken)
    chosen: dict[int, int] = {}
    cost = 0.0
    for label in order:
        mine = candidates[label]
        busy = np.zeros(len(mine.boxes), dtype=bool)
        for box in boxes:
            busy |= overlap(mine.boxes, box, GAP_PX)
        free = np.flatnonzero(~busy)
        if len(free) == 0:
            cost += 10_000.0
            continue
        chosen[label] = int(free[0])
        boxes.append(mine.boxes[free[0]])
        cost += float(mine.costs[free[0]])
    return chosen, cost


def _best_layout(candidates: list[_Candidates]) -> dict[int, int]:
    """The cheapest greedy layout over a fixed set of shuffles (seeded: the map looks the same on every machine)."""
    shuffler = np.random.default_rng(0)
    best, best_cost = _lay(list(range(len(candidates))), candidates, [])
    for _ in range(ORDERS_TRIED):
        layout, cost = _lay(shuffler.permutation(len(candidates)).tolist(), candidates, [])
        if cost < best_cost:
            best, best_cost = layout, cost
    return best


def arrange(
    view: View, dots: Numbers, texts: list[str], *, taken: Numbers | None = None, obstacles: Numbers | None = None
) -> pd.DataFrame:
    """Boxes for labels on one picture, one row per label: left, top, right, bottom, ring (px), visible.

    dots: (n, 2) pixels. Without `taken`, labels are equal and may stand far off; with `taken` (boxes already there,
    (m, 4)), they come in order of importance, stay next to their dot and clear of all others.
    obstacles: (k, 2), dots without a label here.
    A label with no room has visible False and missing coordinates. Visible boxes never overlap.
    """
    is_strict = taken is not None
    more = np.empty((0, 2)) if obstacles is None else obstacles
    marks = np.concatenate([dots, more])
    prices = np.repeat([DOT_PRICE, OBSTACLE_PRICE], [len(dots), len(more)])
    rings = RINGS_PX[:1] if is_strict else RINGS_PX
    candidates = [
        _admissible(
            _boxes_around(dot, box_size(text), rings),
            view,
            np.delete(marks, row, axis=0),
            np.delete(prices, row),
            is_strict,
        )
        for row, (dot, text) in enumerate(zip(dots, texts, strict=True))
    ]
    if taken is None:
        chosen = _best_layout(candidates)
    else:
        chosen, _ = _lay(list(range(len(candidates))), candidates, list(taken))
    rows = np.full((len(texts), 5), np.nan)
    for label, choice in chosen.items():
        rows[label] = [*candidates[label].boxes[choice], candidates[label].rings[choice]]
    frame = pd.DataFrame(rows, columns=["left", "top", "right", "bottom", "ring"])
    frame["visible"] = frame["left"].notna()
    return frame


def label_points(places: pd.DataFrame, views: tuple[View, ...]) -> pd.DataFrame:
    """One row per view and place: where the middle of its name stands. Columns as in `COLUMNS`.

    places: oktmo, municipality_oktmo, name, kind, is_centre, lat, lon, population. `level` is «municipality» for a
    centre (its `oktmo` is the municipality's) and «place» otherwise; lat, lon are missing where visible is False.
    """
    known = places.dropna(subset=["lat", "lon"]).assign(text=display_names(places))
    is_centre = known["is_centre"].astype(int) == 1
    centres = known[is_centre].sort_values("municipality_oktmo")
    others = (
        known[~is_centre]
        .assign(rank=known["population"].fillna(-1))
        .sort_values(["rank", "oktmo"], ascending=[False, True])
    )
    centres, others = (
        centres.assign(oktmo=centres["municipality_oktmo"], level="municipality"),
        others.assign(level="place"),
    )
    return pd.concat([_one_view(view, centres, others) for view in views], ignore_index=True)[COLUMNS]


def _one_view(view: View, centres: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    dots, more = view.pixels(centres["lon"], centres["lat"]), view.pixels(others["lon"], others["lat"])
    first = arrange(view, dots, centres["text"].tolist(), obstacles=more)
    taken = first.loc[first["visible"], ["left", "top", "right", "bottom"]].to_numpy()
    second = arrange(view, more, others["text"].tolist(), taken=taken, obstacles=dots)
    boxes = pd.concat([first, second], ignore_index=True)
    frame = pd.concat([centres, others], ignore_index=True)
    middle = view.degrees(boxes[["left", "top"]].to_numpy() / 2 + boxes[["right", "bottom"]].to_numpy() / 2)
    return frame.assign(
        size=view.name,
        point_lat=frame["lat"],
        point_lon=frame["lon"],
        lat=middle[:, 1].round(5),
        lon=middle[:, 0].round(5),
        visible=boxes["visible"],
        leader=boxes["ring"] > LEADER_PX,
    )
