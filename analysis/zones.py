"""Groups of neighbouring places that a search looks through: circles around each place, and who is whose neighbour."""

from typing import Any

import numpy as np

from analysis.arrays import Flags, Integers, Numbers, numbers

EARTH_RADIUS_KM = 6371.0088


def distances_km(lat: Any, lon: Any) -> Numbers:
    """Great-circle (haversine) distances between all places, kilometres, shape (n, n). lat, lon: degrees, no gaps."""
    phi, lam = np.radians(numbers(lat)), np.radians(numbers(lon))
    across = np.cos(phi[:, None]) * np.cos(phi) * np.sin((lam[:, None] - lam) / 2) ** 2
    half = np.sin((phi[:, None] - phi) / 2) ** 2 + across
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def nearest(distances: Any) -> Integers:
    """Row i: all places from i itself outwards. Ties go by position, so that the order never depends on the machine."""
    with_self_first = np.array(numbers(distances))
    np.fill_diagonal(with_self_first, -1.0)
    return np.argsort(with_self_first, axis=1, kind="stable").astype(np.int64)


def circles(distances: Any, weight: Any, *, max_share: float = 0.5, max_places: int | None = None) -> Flags:
    """Distinct circles around places, shape (zones, places): which places each holds.

    weight: what a circle may hold at most `max_share` of (population or expected records); a missing weight counts as
    nothing here. A single place is always a zone, however large. The order is that of growing circles, place by place.
    """
    share = np.nan_to_num(numbers(weight)) / max(np.nansum(numbers(weight)), np.finfo(float).tiny)
    order = nearest(distances)
    count = len(order)
    allowed = (share[order].cumsum(axis=1) <= max_share + 1e-12) & (np.arange(count) < (max_places or count))
    allowed[:, 0] = True
    members = np.zeros((count, count, count), dtype=bool)
    centres, sizes = np.nonzero(allowed)
    for centre, size in zip(centres, sizes, strict=True):
        members[centre, size, order[centre, : size + 1]] = True
    return _distinct(members[centres, sizes])


def _distinct(members: Flags) -> Flags:
    _, first = np.unique(np.packbits(members, axis=1), axis=0, return_index=True)
    return members[np.sort(first)]


def neighbours(distances: Any, count: int) -> Flags:
    """Who is among whose `count` nearest, made mutual, shape (n, n), nobody his own neighbour."""
    order = nearest(distances)
    linked = np.zeros(order.shape, dtype=bool)
    linked[np.arange(len(order))[:, None], order[:, 1 : count + 1]] = True
    return linked | linked.T
