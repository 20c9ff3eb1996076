"""Small installations as earlier commits of this program made them; README.md says how."""

import tarfile
from pathlib import Path

from data.settings import Settings

FOLDER = Path(__file__).parent
INPUT = FOLDER / "input.csv"
"""What each of them had loaded."""
REVISIONS = {"c681764": "0002", "c6c91b2": "0004", "049d371": "0005", "c2d314f": "0006"}
"""Commit → revision of its store."""


def unpack(commit: str, var: Path) -> Settings:
    """The installation of a commit, put into an empty folder."""
    with tarfile.open(FOLDER / f"{commit}.tar.xz") as archive:
        archive.extractall(var, filter="data")
    return Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
