"""Еженедельная аналитическая записка: the page the Head of the district reads. From numbers to sentences, no prose."""

from reports.weekly import sheets
from reports.weekly.note import note
from reports.weekly.sheet import sheet, workbook
from reports.weekly.week import Week, Weekly, open_week

__all__ = ["Week", "Weekly", "note", "open_week", "sheet", "sheets", "workbook"]
