"""Files of every source, and a store into which an earlier release has loaded them; README.md says how it was made."""

from pathlib import Path

FOLDER = Path(__file__).parent
ARCHIVE = FOLDER / "c2d314f.tar.xz"
FILES = {
    "incident_management.csv": "incident_management",
    "heat_map.csv": "heat_map",
    "ecur.csv": "heat_map",
    "pos.csv": "pos",
    "dobrodel.csv": "pos",
    "register.csv": "register_59fz",
    "journal.csv": "register_59fz",
    "table.csv": "mapping",
}
"""File → its source, as the command line calls it; `table.csv` goes by `table.yml`."""
