"""A checked district put in its place, with an empty store over it: both or nothing."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data import district, store
from data.district import District
from data.errors import FilterError, InputError
from data.new_district import checks, labels, reading
from data.new_district.files import MUNICIPALITIES, OPTIONAL, OUTLINE, PLACES, RECIPIENTS, Table
from data.new_district.reading import Fault, Received
from data.settings import Settings
from data.store import csv_text, ours

_MOST_LINES = 50
_DUTIES = ("duty_code", "recipient_code", "name", "document", "topic_codes", "valid_from", "valid_to", "confidence")


@dataclass(frozen=True)
class Made:
    """What was set up: the district and how many municipalities, places and bodies it has."""

    district: District
    municipalities: int
    places: int
    recipients: int


class FaultyDistrictError(FilterError):
    """Files of a district are wrong; `lines` names each fault, at most fifty."""

    def __init__(self, found: list[Fault]) -> None:
        self.lines = [str(one) for one in found[:_MOST_LINES]]
        more = f", показаны первые {_MOST_LINES}" if len(found) > _MOST_LINES else ""
        super().__init__(f"Район не принят, ничего не записано. Ошибок: {len(found)}{more}. Исправьте и повторите.")


def make(folder: Path, settings: Settings) -> Made:
    """Check the files of a folder, put them into `var/district` and make an empty store.

    Raises FaultyDistrictError for wrong files, FilterError where the installation is not empty: nothing is written.
    """
    _require_empty(settings)
    received = reading.read(_existing(folder))
    said = district.faults_of(folder / district.FILE)
    oktmo = "" if said else district.parse_file(folder / district.FILE).oktmo
    found = [*(Fault(district.FILE, 0, "", one) for one in said), *checks.faults(received, oktmo)]
    if found:
        raise FaultyDistrictError(found)
    target = settings.var / "district"
    is_new = not settings.var.exists()
    settings.var.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".district-", dir=settings.var))
    try:
        _write(part, folder, received)
        part.chmod(0o755)
        part.rename(target)
        store.create(settings)
    except BaseException:
        _take_back(part, target, settings)
        if is_new:
            shutil.rmtree(settings.var, ignore_errors=True)
        raise
    return Made(settings.district, *(len(received.of(table)) for table in (MUNICIPALITIES, PLACES, RECIPIENTS)))


def _existing(folder: Path) -> Path:
    if not folder.is_dir():
        raise InputError(f"Папки «{folder}» нет. Образец файлов района: python -m data new-district ПАПКА --template.")
    if not (folder / district.FILE).is_file():
        raise InputError(f"В папке «{folder}» нет файла {district.FILE}. Образец даёт ключ --template.")
    return folder


def _require_empty(settings: Settings) -> None:
    """Another district never comes into a store that has one: records would lie in places that are not there."""
    if (settings.var / "district").exists() or ours.names(settings) or any(settings.snapshots.glob("*.json")):
        raise FilterError(
            f"В «{settings.var}» уже есть хранилище, район или срезы: другой район туда не ставится. "
            "Назовите пустую папку в MCU_VAR (и пустую базу в MCU_STORE_URL)."
        )


def _take_back(part: Path, target: Path, settings: Settings) -> None:
    shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(target, ignore_errors=True)
    if settings.store_url.startswith("sqlite:///"):
        file = Path(settings.store_url.removeprefix("sqlite:///"))
        for name in (file.name, f"{file.name}-wal", f"{file.name}-shm", f"{file.name}-journal"):
            file.with_name(name).unlink(missing_ok=True)


def _write(part: Path, folder: Path, received: Received) -> None:
    (part / district.FILE).write_bytes((folder / district.FILE).read_bytes())
    places, recipients = received.of(PLACES), received.of(RECIPIENTS)
    _table(part, MUNICIPALITIES, _with_population(received.of(MUNICIPALITIES), places))
    _table(part, PLACES, [_typed(row) for row in places])
    _table(part, RECIPIENTS, [row | {"short_name": row["short_name"] or row["name"]} for row in recipients])
    drawn = checks.corners(received).tolist()
    _table(part, OUTLINE, [{"seq": str(n), "lon": repr(lon), "lat": repr(lat)} for n, (lon, lat) in enumerate(drawn)])
    made = {
        "place_labels": labels.of_places(places),
        "municipality_labels": labels.of_municipalities(received.of(MUNICIPALITIES)),
        "recipient_labels": labels.of_recipients(recipients),
    }
    for table in OPTIONAL:
        rows = received.of(table) or made.get(table.name, [])
        if rows:
            _table(part, table, rows)
    _rows(part / "duties.csv", labels.duties(row for row in recipients if not row["valid_to"]), _DUTIES)


def _with_population(rows: list[dict[str, str]], places: list[dict[str, str]]) -> list[dict[str, str]]:
    """Population of a municipality that says none: of its places, when all of them say theirs."""
    told: dict[str, list[str]] = {}
    for place in places:
        if not place["valid_to"]:
            told.setdefault(place["municipality_oktmo"], []).append(place["population"])
    sums = {code: str(sum(map(int, parts))) for code, parts in told.items() if all(parts)}
    name = "population_sum_of_places"
    return [row | {name: row[name] or sums.get(row["oktmo"], "")} for row in rows]


def _typed(row: dict[str, str]) -> dict[str, str]:
    """Coordinates with a point; «not a centre» said plainly."""
    return row | {name: row[name].replace(",", ".") for name in ("lat", "lon")} | {"is_centre": row["is_centre"] or "0"}


def _table(part: Path, table: Table, rows: Iterable[Mapping[str, str]]) -> None:
    _rows(part / table.file, rows, table.columns)


def _rows(file: Path, rows: Iterable[Mapping[str, str]], columns: tuple[str, ...]) -> None:
    cut = [{name: row.get(name, "") for name in columns} for row in rows]
    file.write_text(csv_text.to_csv(cut, columns), encoding="utf-8")
