"""Figures of one run, each under a name of its own: printed as they come, kept for `--json`."""

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Figures:
    """Values by key; a figure that is compared with a reference of the same run keeps the ratio beside it."""

    kept: dict[str, float] = field(default_factory=dict)
    prefix: str = ""

    def add(
        self, key: str, value: float, what: str, unit: str, more: str = "", *, reference: float | None = None
    ) -> None:
        """Keep and print one figure. reference: what the same machine did of the reference work, in the same unit."""
        self.kept[self.prefix + key] = round(value, 6)
        if reference:
            ratio = value / reference
            self.kept[f"{self.prefix}{key}_ratio"] = round(ratio, 6)
            more = f"{ratio:.3g} × эталон{'; ' if more else ''}{more}"
        shown = f"{value:,.1f}".replace(",", " ") if value < 100 else f"{value:,.0f}".replace(",", " ")
        width = shutil.get_terminal_size((110, 20)).columns
        print(f"  {what:<42} {shown + ' ' + unit:>24}   {more}"[:width])

    def write(self, path: Path) -> None:
        """All figures as one JSON object."""
        path.write_text(json.dumps(self.kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
