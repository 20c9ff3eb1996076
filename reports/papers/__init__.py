"""Documents of what people keep: a roadmap with its scheme, the card of a poll, the minutes of a meeting."""

from reports.papers.kept import KINDS, document

__all__ = ["KINDS", "document"]
