"""A document as slides for a meeting: the same headings, sentences, tables and numbers, a sheet of 16:9 each."""

from reports.slides.deck import Slide, slides
from reports.slides.pdf import render

__all__ = ["Slide", "render", "slides"]
