"""Hotspots with their doubt; `python -m analysis.hotspots --benchmark` measures how well they are found.

find_hotspots(counts, population, distances, window)    hotspots of the last weeks, at most 13 % of them false
classify(hotspot, counts)                               new, growing, chronic, seasonal, fading, unproved (`LABELS`)
detectable_ratio(expected)                              what a short window can't see
"""

from analysis.hotspots.classes import LABELS, classify, detectable_ratio
from analysis.hotspots.finding import CHANGE, LEVEL, Hotspot
from analysis.hotspots.search import FALSE_DISCOVERIES, LEAST, MOST_FALSE, Hotspots, find_hotspots

__all__ = [
    "CHANGE",
    "FALSE_DISCOVERIES",
    "LABELS",
    "LEAST",
    "LEVEL",
    "MOST_FALSE",
    "Hotspot",
    "Hotspots",
    "classify",
    "detectable_ratio",
    "find_hotspots",
]
