"""What became of a file: every row in exactly one of loaded, updated, unchanged, rejected."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Report:
    """The outcome of one import; `rows_in` equals the sum of the four fates.

    rejections: sheet, row (as a person sees it), column, value (masked), reason. The unmapped and unknown lists say
    what the reference tables do not know yet, as label → number of occurrences. repeated: fate → rows whose record an
    earlier row of the same file has brought already. emptied_cells: told like rejections; their rows are loaded without
    the cell. future_dates: told like rejections; their rows are loaded without the date, but a receipt in the future
    rejects its row. completed: unchanged rows of which more is read than an earlier release has read.
    """

    source: str
    file: str
    sha256: str
    rows_in: int = 0
    loaded: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejections: list[dict[str, Any]] = field(default_factory=list)
    repeated: dict[str, int] = field(default_factory=dict)
    unmapped_topics: dict[str, int] = field(default_factory=dict)
    unknown_places: dict[str, int] = field(default_factory=dict)
    unknown_recipients: dict[str, int] = field(default_factory=dict)
    unknown_statuses: dict[str, int] = field(default_factory=dict)
    future_dates: list[dict[str, Any]] = field(default_factory=list)
    seconds: float = 0.0
    import_id: int | None = None
    is_dry_run: bool = False
    notes: list[str] = field(default_factory=list)
    emptied_cells: list[dict[str, Any]] = field(default_factory=list)
    completed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As written to the report file."""
        return asdict(self)

    def sentence(self) -> str:
        """One Russian line for the person who loaded the file."""
        kept = "пробный прогон, ничего не записано" if self.is_dry_run else f"загрузка № {self.import_id}"
        return (
            f"{self.file}: {kept}. Строк {self.rows_in} = загружено {self.loaded} + обновлено {self.updated} + "
            f"без изменений {self.unchanged} + отклонено {self.rejected}."
        )
