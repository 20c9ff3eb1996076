"""Roadmaps as people keep them, for screens that draw them: what they are, the words of their fields, their forms."""

from data.decisions.duties.table import day
from data.decisions.roadmaps import MEASURE_STAGES, STAGES, TARGETS
from data.decisions.roadmaps.forms import MONTHS, CauseForm, CheckForm, MapForm, MeasureForm, Part, Promise
from data.decisions.roadmaps.read import DISTRICT, Cause, Choices, Roadmap

__all__ = [
    "DISTRICT",
    "MEASURE_STAGES",
    "MONTHS",
    "STAGES",
    "TARGETS",
    "Cause",
    "CauseForm",
    "CheckForm",
    "Choices",
    "MapForm",
    "MeasureForm",
    "Part",
    "Promise",
    "Roadmap",
    "day",
]
