"""Meetings: an agenda in its order, what was decided item by item."""
