"""The product's own reference tables: CSV files beside this module, one door to read them.

Tables of places and bodies belong to a district: where the installation serves another one than the shipped, they are
read from its folder (`data.district`), and a table it has not is empty.

What each file holds and how labels are matched: `README.md` in this folder.
"""

import difflib
import re
import unicodedata
from pathlib import Path

import pandas as pd

from data.errors import MCUError
from data.settings import district

FOLDER = Path(__file__).resolve().parent
OF_DISTRICT = frozenset(
    (
        "district_words",
        "duties",
        "municipalities",
        "municipality_labels",
        "place_labels",
        "place_mentions",
        "places",
        "recipient_labels",
        "recipients",
    )
)
"""Tables that say what one district has."""
_SPACES = re.compile(r"\s+")
_DASHES = re.compile("[‐‑‒–—−]")


def names() -> list[str]:
    """Names of all reference tables, sorted; each is a file `<name>.csv` in this folder."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def table(name: str) -> pd.DataFrame:
    """One reference table as received: grain as in README.md, every column text, an empty cell is missing (NA).

    Codes keep their leading zeros; numbers and dates stay text: no reader guesses a type. A new frame each call.
    Raises MCUError for an unknown name, naming the nearest known one.
    """
    known = names()
    if name not in known:
        raise MCUError(_unknown(name, known))
    return read(folder_of(name) / f"{name}.csv", FOLDER / f"{name}.csv")


def folder_of(name: str) -> Path:
    """Where a table lies: with the program, or in the folder of the district in force."""
    return district().tables if name in OF_DISTRICT else FOLDER


def read(file: Path, shipped: Path) -> pd.DataFrame:
    """A table as received; of a file that is not there, no rows under the headings of the shipped one."""
    is_there = file.exists()
    frame = pd.read_csv(
        file if is_there else shipped,
        dtype="str",
        keep_default_na=False,
        encoding="utf-8",
        nrows=None if is_there else 0,
    )
    return frame.mask(frame == "")


def label_key(text: str) -> str:
    """The form in which two spellings of a label are the same: lower case, ё as е, one kind of dash, single spaces."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    return _SPACES.sub(" ", _DASHES.sub("-", plain)).strip()


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Возможно, вы имели в виду «{near[0]}»." if near else ""
    return f"Справочник «{name}» не найден в папке data/reference.{hint} Есть: {', '.join(known)}."
