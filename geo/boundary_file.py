"""Reads a boundary file a person received: GeoJSON, or a shapefile, plain or zipped, in any coordinate system.

The file is not trusted: sizes are limited before parsing, only the geometry, a code and a name are taken out of it, and
anything odd ends in a Russian sentence.
"""

import json
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely

from geo import dbf
from geo.errors import BoundaryError

MAX_BYTES = 50_000_000
MAX_VERTICES = 2_000_000
MAX_FEATURES = 10_000
# Signs of a JSON text that would unpack into gigabytes: each costs at least a Python object.
MAX_JSON_LISTS = MAX_VERTICES + 100_000
MAX_JSON_COMMAS = 4 * MAX_VERTICES
TOO_MANY_VERTICES = f"в контурах больше {MAX_VERTICES // 1_000_000} 000 000 вершин. Упростите контуры."
SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
SHAPEFILE_MAGIC = b"\x00\x00\x27\x0a"
SUITABLE = "Подходят GeoJSON (.geojson) и shapefile (.shp рядом с .shx, .dbf, .prj, или всё в одном .zip)."


def _refuse(path: Path, reason: str, cause: Exception | None = None) -> NoReturn:
    raise BoundaryError(f"Файл «{path.name}» не загружен: {reason}") from cause


def read(path: Path) -> Any:
    """GeoDataFrame in WGS 84, one row per feature: oktmo, name (text or missing; as written in the file), geometry.

    BoundaryError when the file cannot be read, exceeds the limits or does not say where on the globe it lies.
    """
    size = _size(path)
    if size > MAX_BYTES:
        _refuse(path, f"он больше {MAX_BYTES // 1_000_000} МБ. Для 14 поселений хватает 1–5 МБ: упростите контуры.")
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith(b"PK"):
        frame = _read_zip(path)
    elif head == SHAPEFILE_MAGIC:
        frame = _read_shapefile(path, path)
    else:
        frame = _read_geojson(path, path.read_bytes())
    return _in_degrees(path, _checked(path, frame))


def _size(path: Path) -> int:
    try:
        if not path.is_file():
            _refuse(path, "такого файла нет. Проверьте путь и имя.")
        size = path.stat().st_size
    except OSError as error:
        _refuse(path, "его нельзя открыть. Проверьте путь и права.", error)
    if size == 0:
        _refuse(path, f"он пустой. {SUITABLE}")
    return size


def _read_geojson(path: Path, content: bytes) -> Any:
    document = _parse_json(path, content)
    features = document.get("features") if document.get("type") == "FeatureCollection" else None
    if not isinstance(features, list) or not features:
        _refuse(path, f"это не набор объектов GeoJSON (FeatureCollection). {SUITABLE}")
    if len(features) > MAX_FEATURES:
        _refuse(path, f"в нём больше {MAX_FEATURES} объектов.")
    return _frame(
        [_geojson_row(path, number, feature) for number, feature in enumerate(features, 1)], _named_crs(document)
    )


def _parse_json(path: Path, content: bytes) -> dict[str, Any]:
    if content.count(b"[") > MAX_JSON_LISTS or content.count(b",") > MAX_JSON_COMMAS:
        _refuse(path, TOO_MANY_VERTICES)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except RecursionError as error:
        _refuse(path, "вложенность JSON слишком глубока для границ: файл повреждён или собран не для карт.", error)
    except ValueError as error:
        _refuse(path, f"это не GeoJSON в кодировке UTF-8, или файл обрезан. {SUITABLE}", error)
    if not isinstance(document, dict):
        _refuse(path, f"это не GeoJSON. {SUITABLE}")
    return document


def _geojson_row(path: Path, number: int, feature: Any) -> dict[str, Any]:
    try:
        properties = feature.get("properties") or {}
        geometry = shapely.geometry.shape(feature["geometry"])
        return {**identify(properties), "geometry": geometry}
    except (
        shapely.errors.ShapelyError,
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
        OverflowError,
        RecursionError,
    ) as error:
        _refuse(path, f"объект № {number} не имеет контура или контур записан неверно.", error)


def _named_crs(document: dict[str, Any]) -> str:
    """The old «crs» member of GeoJSON; WGS 84 when there is none, as the standard has it."""
    member = document.get("crs")
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return "OGC:CRS84"
    # Only codes: a free PROJ text from a stranger could name files of this machine.
    code = re.fullmatch(r"(?:urn:ogc:def:crs:)?(EPSG|OGC):[\d.]*:?(\d{4,6}|CRS84)", name.strip(), re.IGNORECASE)
    return f"{code[1].upper()}:{code[2].upper()}" if code else "unknown"


def _frame(rows: list[dict[str, Any]], crs: Any) -> Any:
    import geopandas  # about a second: only an import of boundaries needs it

    return geopandas.GeoDataFrame(rows, columns=["oktmo", "name", "geometry"], geometry="geometry").assign(crs_name=crs)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The shapefile or GeoJSON inside an archive, in a temporary folder under names of our own."""
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            members = _members(path, archive)
            for suffix, member in members.items():
                (Path(folder) / f"boundaries{suffix}").write_bytes(_member_bytes(path, archive, member))
            main = ".shp" if ".shp" in members else ".geojson"
            yield Path(folder) / f"boundaries{main}"
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        _refuse(path, "архив повреждён или закрыт паролем.", error)


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Suffix → member; exactly one shapefile, or exactly one GeoJSON. Names from the archive go nowhere else."""
    found: dict[str, list[zipfile.ZipInfo]] = {}
    for member in archive.infolist():
        suffix = Path(member.filename).suffix.lower().replace(".json", ".geojson")
        if suffix in (*SHAPEFILE_PARTS, ".geojson") and not Path(member.filename).name.startswith("."):
            found.setdefault(suffix, []).append(member)
    main = found.get(".shp") or found.get(".geojson") or []
    if len(main) != 1:
        _refuse(path, f"в архиве должен быть ровно один слой границ, найдено: {len(main)}. {SUITABLE}")
    stem = Path(main[0].filename).with_suffix("").as_posix().lower()
    same = {suffix: member for suffix, group in found.items() for member in group if _stem(member) == stem}
    if sum(member.file_size for member in same.values()) > MAX_BYTES:
        _refuse(path, f"после распаковки он больше {MAX_BYTES // 1_000_000} МБ.")
    return same


def _stem(member: zipfile.ZipInfo) -> str:
    return Path(member.filename).with_suffix("").as_posix().lower()


def _member_bytes(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        content = stream.read(MAX_BYTES + 1)  # the size in the directory may lie
    if len(content) > MAX_BYTES:
        _refuse(path, f"после распаковки он больше {MAX_BYTES // 1_000_000} МБ.")
    return content


def _read_zip(path: Path) -> Any:
    with _unpacked(path) as inner:
        if inner.suffix == ".geojson":
            return _read_geojson(path, inner.read_bytes())
        return _read_shapefile(path, inner)


def _read_shapefile(path: Path, shp: Path) -> Any:
    missing = [suffix for suffix in (".shx", ".dbf") if not _sibling(shp, suffix)]
    if missing:
        _refuse(path, f"рядом нет частей shapefile: {', '.join(missing)}. {SUITABLE}")
    sizes = [sibling.stat().st_size for suffix in SHAPEFILE_PARTS if (sibling := _sibling(shp, suffix))]
    if sum(sizes) > MAX_BYTES:
        _refuse(path, f"вместе с соседними файлами он больше {MAX_BYTES // 1_000_000} МБ.")
    table = _shapefile_table(path, shp)
    rows = [
        {**identify(properties), "geometry": geometry}
        for properties, geometry in zip(table.drop(columns="geometry").to_dict("records"), table.geometry, strict=True)
    ]
    return _frame(rows, table.crs.to_wkt() if table.crs is not None else None)


def _sibling(shp: Path, suffix: str) -> Path | None:
    """The neighbour with another suffix, in small or capital letters."""
    return next((path for path in (shp.with_suffix(suffix), shp.with_suffix(suffix.upper())) if path.exists()), None)


def _shapefile_table(path: Path, shp: Path) -> Any:
    """The table as it is; names in UTF-8, also cut inside a letter, else CP1251 when the file does not say which."""
    for encoding in [None] if _sibling(shp, ".cpg") else ["utf-8", "cp1251"]:
        try:
            return _opened(path, shp, encoding)
        except UnicodeDecodeError:
            if encoding == "cp1251":
                continue
        with _repaired_copy(shp) as copy:
            try:
                return _opened(path, copy, encoding)
            except UnicodeDecodeError:
                continue
    _refuse(path, "кодировка названий в .dbf не распознана. Сохраните файл в UTF-8 с файлом .cpg.")


def _opened(path: Path, shp: Path, encoding: str | None) -> Any:
    """The table of a shapefile. Raises UnicodeDecodeError for another encoding."""
    import geopandas
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

    try:
        return geopandas.read_file(shp, encoding=encoding, rows=MAX_FEATURES)
    except UnicodeDecodeError:
        raise
    except (DataLayerError, DataSourceError, FieldError, GeometryError, ValueError, OSError) as error:
        _refuse(path, f"shapefile повреждён или неполон. {SUITABLE}", error)


@contextmanager
def _repaired_copy(shp: Path) -> Iterator[Path]:
    """A copy of a shapefile without half letters in its table."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in SHAPEFILE_PARTS:
            if part := _sibling(shp, suffix):
                content = part.read_bytes()
                mended = dbf.without_cut_letters(content) if suffix == ".dbf" else content
                (Path(folder) / f"boundaries{suffix}").write_bytes(mended)
        yield Path(folder) / "boundaries.shp"


def identify(properties: Mapping[str, Any]) -> dict[str, str | None]:
    """The code (oktmo: digits) and name (text) found among a feature's properties; None when there are none."""
    return {
        "oktmo": _first(properties, ("oktmo", "октмо"), _digits),
        "name": _first(properties, ("name", "наим", "назв"), _text),
    }


def _first(properties: Mapping[str, Any], words: tuple[str, ...], convert: Any) -> str | None:
    """The first usable value under a key that holds one of the words; a key that is the word itself goes first."""
    keys = sorted((str(key) for key in properties), key=lambda key: (key.lower() not in words, key))
    values = [convert(properties.get(key)) for key in keys if any(word in key.lower() for word in words)]
    return next((value for value in values if value), None)


def _digits(value: Any) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = re.sub(r"[\s-]", "", str(value)) if isinstance(value, int | str) else ""
    return text if re.fullmatch(r"[0-9]{5,11}", text) else None


def _text(value: Any) -> str | None:
    return value.strip()[:300] if isinstance(value, str) and value.strip() else None


def _checked(path: Path, frame: Any) -> Any:
    """Limits and plain numbers: no missing geometry, no infinite coordinate, no third dimension."""
    empty = np.flatnonzero(frame.geometry.isna() | frame.geometry.is_empty) + 1
    if len(frame) == 0 or len(empty):
        _refuse(path, f"объект № {empty[0]} без контура." if len(empty) else "в нём нет ни одного объекта.")
    if int(shapely.get_num_coordinates(frame.geometry.to_numpy()).sum()) > MAX_VERTICES:
        _refuse(path, TOO_MANY_VERTICES)
    if not np.isfinite(shapely.get_coordinates(frame.geometry.to_numpy())).all():
        _refuse(path, "в контурах есть бесконечные или нечисловые координаты.")
    frame["geometry"] = shapely.force_2d(frame.geometry.to_numpy())
    return frame


def _in_degrees(path: Path, frame: Any) -> Any:
    """Reprojects to WGS 84. Without a coordinate system, numbers that look like degrees are taken as degrees."""
    import pyproj

    crs = frame["crs_name"].iloc[0]
    frame = frame.drop(columns="crs_name")
    bounds = np.abs(frame.geometry.total_bounds)
    if not isinstance(crs, str):
        if bounds.max() > 180:
            _refuse(path, "неизвестна система координат: положите рядом файл .prj или сохраните границы в WGS 84.")
        crs = "OGC:CRS84"
    try:
        frame = frame.set_crs(crs).to_crs("OGC:CRS84")
    except pyproj.exceptions.ProjError as error:
        _refuse(path, "его система координат не распознана. Сохраните границы в WGS 84 (EPSG:4326).", error)
    if not np.isfinite(frame.geometry.total_bounds).all():
        _refuse(path, "координаты не переводятся в WGS 84: указана не та система координат.")
    return frame
