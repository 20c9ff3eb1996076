"""Default folders of the command line; everything else takes its paths as parameters."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "store" / "reference"
"""Places and municipalities as they come with the program."""


def default_folder() -> Path:
    """Folder of map layers and imported boundaries: `$MCU_VAR/geo`, or `var/geo` beside the program."""
    return Path(os.environ.get("MCU_VAR") or ROOT / "var") / "geo"
