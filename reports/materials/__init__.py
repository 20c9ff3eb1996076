"""Материалы для ЦУР: tables that the regional centre asks for, as a document and a workbook of one content."""

from reports.materials.package import Package, open_package

__all__ = ["Package", "open_package"]
