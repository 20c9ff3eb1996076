"""A small made-up district for the statistics: a lattice of places with populations of every size."""

import numpy as np

from analysis.arrays import Flags, Numbers
from analysis.zones import circles, distances_km


def lattice(side: int = 4) -> Numbers:
    """Distances between side × side places about 10 km apart."""
    row, column = np.divmod(np.arange(side * side), side)
    return distances_km(53.0 + 0.09 * row, 90.0 + 0.15 * column)


def lattice_zones(side: int = 4, **limits: float) -> Flags:
    return circles(lattice(side), np.ones(side * side), max_share=limits.get("max_share", 0.5))
