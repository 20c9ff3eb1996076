"""Files of a district: columns of each, which may lack, and a blank folder to be filled in."""

from dataclasses import dataclass
from pathlib import Path

from data.district import FILE
from data.errors import FilterError

CASES = ("genitive", "dative", "prepositional")
PERIOD = ("valid_from", "valid_to")


@dataclass(frozen=True)
class Table:
    """One CSV. columns: the headings it may have, in the order it is written; needed: those whose cells are filled in
    every row. is_optional: a district may have no such file.
    """

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    is_optional: bool = False

    @property
    def file(self) -> str:
        """Its name on disk."""
        return f"{self.name}.csv"


MUNICIPALITIES = Table(
    "municipalities",
    ("oktmo", "name", "kind", "centre", "population_sum_of_places", *PERIOD, "successor_oktmo", *CASES),
    ("oktmo", "name", "kind"),
)
PLACES = Table(
    "places",
    (
        *("oktmo", "name", "kind", "municipality_oktmo", "is_centre", "lat", "lon", "population", "population_as_of"),
        *("postal_code", "note", *PERIOD, "successor_oktmo", *CASES),
    ),
    ("oktmo", "name", "kind", "municipality_oktmo", "lat", "lon"),
)
RECIPIENTS = Table(
    "recipients",
    (
        *("recipient_code", "name", "short_name", "kind", "municipality_oktmo", "parent_code", *PERIOD),
        *("successor_code", "confidence", "genitive", "dative", "topics"),
    ),
    ("recipient_code", "name", "kind"),
)
OUTLINE = Table("outline", ("seq", "lon", "lat"), ("lon", "lat"))
NEEDED = (MUNICIPALITIES, PLACES, RECIPIENTS, OUTLINE)
OPTIONAL = (
    Table("place_labels", ("label", "place_oktmo"), ("label", "place_oktmo"), True),
    Table("municipality_labels", ("label", "municipality_oktmo"), ("label", "municipality_oktmo"), True),
    Table("recipient_labels", ("source_code", "label", "recipient_code"), ("label", "recipient_code"), True),
    Table("place_mentions", ("name", "rule", "note"), ("name", "rule"), True),
    Table("district_words", ("kind", "words", "means"), ("kind", "words"), True),
    Table("rivers", ("river", "part", "seq", "lon", "lat"), ("river", "part", "seq", "lon", "lat"), True),
    Table("railway_stops", ("line", "seq", "place_oktmo"), ("line", "seq", "place_oktmo"), True),
)
TABLES = (*NEEDED, *OPTIONAL)

_BLANK = """\
# Район, которому будет служить программа. Впишите значения и сохраните файл в UTF-8.
code:            # латиницей, например ozerny
oktmo: ""        # 5 или 8 цифр в кавычках
name:            # Озёрный район
genitive:        # Озёрного района
dative:          # Озёрному району
prepositional:   # в Озёрном районе — с предлогом
centre:          # административный центр: Озёрное
region:          # Новосибирская область
region_genitive: # Новосибирской области
region_short:    # сокращение, если им пользуются: НСО
time_zone:       # Asia/Novosibirsk
password_words: []  # слова, которые угадает каждый: [озерный, ozerny]
"""


def write_blank(folder: Path) -> list[Path]:
    """Put blank files into a folder; their paths. Raises FilterError when one is there already: nothing is lost."""
    files = {folder / FILE: _BLANK} | {folder / one.file: ",".join(one.columns) + "\n" for one in NEEDED}
    there = next((file for file in files if file.exists()), None)
    if there:
        raise FilterError(f"Файл «{there}» уже есть, образец его не заменит. Назовите пустую папку.")
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        file.write_text(text, encoding="utf-8-sig" if file.suffix == ".csv" else "utf-8")
    return list(files)
