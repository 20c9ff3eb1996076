"""Roadmaps (дорожные карты) as people keep them: read, written row by row, taken away and brought back as one table."""

from data.store.tables.roadmaps import BY_COUNT, BY_MEASURE, CHECKABILITY, MEASURE_STAGES, NOT_BY_COUNT, STAGES, TARGETS

__all__ = ["BY_COUNT", "BY_MEASURE", "CHECKABILITY", "MEASURE_STAGES", "NOT_BY_COUNT", "STAGES", "TARGETS"]
