"""Names on a map of the size it is really shown in: no two boxes overlap, and none covers another place's circle.

Greedy and deterministic: centres of municipalities first, then places by their records and code; each name takes the
cheapest free position around its circle. Centres may stand away from it, with a thin line; others are left out when
there is no room beside theirs. Boxes are estimated for the screen's face on the wide side (geo.labels.box_size).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.labels import FONT_PX, box_size, overlap
from geo.view import View

GAP_PX = 1.5
_LEADER_PX = 9.0
_RINGS_CENTRE = (3.0, 8.0, 15.0, 24.0, 35.0, 48.0, 64.0, 84.0)
_RINGS_OTHER = (3.0,)
_ANGLES = np.arange(16) * (2 * np.pi / 16)
_EDGE_PX = 2.0
_COVERED, _COVERED_PX = 8.0, 4.0
"""What covering another place's circle costs: any, and by its width in pixels."""
Numbers = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Spot:
    """A place on the map: where it stands (degrees), its name, the radius of its circle in pixels, its rank."""

    code: str
    name: str
    lon: float
    lat: float
    radius: float
    is_centre: bool
    records: float = 0.0


@dataclass(frozen=True)
class Name:
    """A placed name: box in pixels (left, top, right, bottom), size of its letters, whether a line leads to it."""

    spot: Spot
    box: tuple[float, float, float, float]
    font_px: int
    has_leader: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Pixels of the middle of the box."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


def place(view: View, spots: Sequence[Spot], *, sizes: tuple[int, int] = (12, 10)) -> list[Name]:
    """Names that have room on the view. sizes: letters of centres and of the other places, in pixels."""
    if not spots:
        return []
    dots = view.pixels([s.lon for s in spots], [s.lat for s in spots])
    radii = np.array([s.radius for s in spots])
    circles = np.column_stack([dots - radii[:, None], dots + radii[:, None]])
    order = sorted(range(len(spots)), key=lambda i: (not spots[i].is_centre, -spots[i].records, spots[i].code))
    taken = np.empty((0, 4))
    made: list[Name] = []
    for i in order:
        found = _best(view, spots[i], dots[i], np.delete(circles, i, axis=0), taken, sizes)
        if found is not None:
            made.append(found)
            taken = np.vstack([taken, found.box])
    return made


def _best(
    view: View, spot: Spot, dot: Numbers, circles: Numbers, taken: Numbers, sizes: tuple[int, int]
) -> Name | None:
    font = sizes[0] if spot.is_centre else sizes[1]
    half = np.array(box_size(spot.name)) * font / FONT_PX / 2
    rings = np.array(_RINGS_CENTRE if spot.is_centre else _RINGS_OTHER)
    ring, angle = np.repeat(rings, len(_ANGLES)), np.tile(_ANGLES, len(rings))
    reach = spot.radius + ring
    middle = dot + np.column_stack([np.cos(angle) * (reach + half[0]), np.sin(angle) * (reach + half[1])])
    boxes = np.column_stack([middle - half, middle + half])
    cost = ring + 3 * (1 - np.cos(angle)) + 2 * np.abs(np.sin(angle))
    covered = overlap(boxes[:, None, :], circles[None, :, :])
    # A centre's name may cover a dot rather than wander off, not a circle that reads as its own; no other's may.
    cost = cost + covered @ (_COVERED + _COVERED_PX * (circles[:, 2] - circles[:, 0]))
    allowed = _inside(boxes, view) & ~overlap(boxes[:, None, :], taken[None, :, :], GAP_PX).any(axis=1)
    if not spot.is_centre:
        allowed &= ~covered.any(axis=1)
    if not allowed.any():
        return None
    best = int(np.argmin(np.where(allowed, cost, np.inf)))
    left, top, right, bottom = (float(x) for x in boxes[best])
    return Name(spot, (left, top, right, bottom), font, bool(ring[best] > _LEADER_PX))


def _inside(boxes: Numbers, view: View) -> Numbers:
    return np.asarray(
        (boxes[:, :2] >= _EDGE_PX).all(axis=1)
        & (boxes[:, 2] <= view.width - _EDGE_PX)
        & (boxes[:, 3] <= view.height - _EDGE_PX)
    )


def leader(view: View, name: Name) -> Numbers:
    """Line from the edge of a circle to the nearest edge of its name's box: degrees, shape (2, 2), lon and lat."""
    dot = view.pixels([name.spot.lon], [name.spot.lat])[0]
    left, top, right, bottom = name.box
    edge = np.clip(dot, [left, top], [right, bottom])
    away = edge - dot
    start = dot + away / max(float(np.hypot(*away)), 1e-9) * name.spot.radius
    return view.degrees(np.array([start, edge]))
