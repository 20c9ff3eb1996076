"""What the reference tables do not know of a file, counted while it is read."""

from dataclasses import dataclass, field


@dataclass
class Unmapped:
    """Labels that no reference row knows, with the number of records or questions that carry them."""

    topics: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    recipients: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)

    def note(self, kind: str, label: str) -> None:
        """Count one more occurrence."""
        counts: dict[str, int] = getattr(self, kind)
        counts[label] = counts.get(label, 0) + 1
