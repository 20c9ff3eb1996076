"""Hotspots with their doubt; `python -m analysis.hotspots --benchmark` measures how well they are found.

find(counts, population, distances, window) -> Found    hotspots of the last weeks, false discoveries held at 10 %
classify(hotspot, counts) -> str                        new, growing, chronic, seasonal, fading (`LABELS` in Russian)
detectable_ratio(expected) -> array                     what a short window can't see
"""

from analysis.hotspots.classes import LABELS, classify, detectable_ratio
from analysis.hotspots.finding import FALSE_DISCOVERIES, LEAST, Found, Hotspot, find

__all__ = ["FALSE_DISCOVERIES", "LABELS", "LEAST", "Found", "Hotspot", "classify", "detectable_ratio", "find"]
