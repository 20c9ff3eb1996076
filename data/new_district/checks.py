"""Everything that is wrong with the tables of a district, each fault with its file, row and column."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

import numpy as np
import shapely
import sqlalchemy as sa

from data.new_district.files import (
    MUNICIPALITIES,
    NEEDED,
    OPTIONAL,
    OUTLINE,
    PERIOD,
    PLACES,
    RECIPIENTS,
    TABLES,
    Table,
)
from data.new_district.reading import Fault, Received
from data.store import reference
from data.store.tables import metadata

Row = Mapping[str, str]
KINDS = {
    "municipalities": ("городское поселение", "сельское поселение", "муниципальный округ", "территориальный отдел"),
    "recipients": ("district_department", "settlement", "institution", "republic", "utility"),
}
_NEAR = 0.05
"""Degrees a place may lie outside an outline: drawn outlines are generalised."""
_PATTERNS = {
    ("municipalities", "oktmo"): (r"\d{8}", "нужны 8 цифр"),
    ("places", "oktmo"): (r"\d{11}", "нужны 11 цифр"),
    ("recipients", "recipient_code"): (
        r"[a-z][a-z0-9_]{1,58}",
        "нужно 2–59 знаков: строчные латинские буквы, цифры и «_», первой — буква",
    ),
    ("places", "is_centre"): (r"[01]?", "нужны 1, 0 или пусто"),
    ("places", "population"): (r"\d{0,7}", "нужно целое число или пусто"),
    ("places", "postal_code"): (r"(\d{6})?", "нужны 6 цифр или пусто"),
}
_REFERENCES = (
    (PLACES, "municipality_oktmo", MUNICIPALITIES, "oktmo"),
    (PLACES, "successor_oktmo", PLACES, "oktmo"),
    (MUNICIPALITIES, "successor_oktmo", MUNICIPALITIES, "oktmo"),
    (RECIPIENTS, "municipality_oktmo", MUNICIPALITIES, "oktmo"),
    (RECIPIENTS, "parent_code", RECIPIENTS, "recipient_code"),
    (RECIPIENTS, "successor_code", RECIPIENTS, "recipient_code"),
    (OPTIONAL[0], "place_oktmo", PLACES, "oktmo"),
    (OPTIONAL[1], "municipality_oktmo", MUNICIPALITIES, "oktmo"),
    (OPTIONAL[2], "recipient_code", RECIPIENTS, "recipient_code"),
    (OPTIONAL[6], "place_oktmo", PLACES, "oktmo"),
)


def number(text: str) -> float | None:
    """A decimal number with a point or a comma; None when it is none."""
    return float(text.replace(",", ".")) if re.fullmatch(r"-?\d{1,6}([.,]\d{1,12})?", text, re.ASCII) else None


def faults(received: Received, oktmo: str) -> list[Fault]:
    """All faults, in the order of the files and rows; none of a district that can be used.

    oktmo: of the district; empty when its own file does not say it.
    """
    found = list(received.faults)
    for check in _CHECKS:
        found += check(received, oktmo)
    place = {table.file: n for n, table in enumerate(TABLES)}
    return sorted(dict.fromkeys(found), key=lambda one: (place.get(one.file, -1), one.row))


def _cells(received: Received, _: str) -> Iterator[Fault]:
    for table in TABLES:
        for row in received.of(table):
            yield from (_at(table, row, name, "пусто") for name in table.needed if not row[name])
            for name, text in row.items():
                pattern, reason = _PATTERNS.get((table.name, name), ("", ""))
                if text and pattern and not re.fullmatch(pattern, text, re.ASCII):
                    yield _at(table, row, name, f"«{text[:40]}»: {reason}")
                elif name in PERIOD and text and not _is_day(text):
                    yield _at(table, row, name, f"«{text[:40]}»: нужна дата вида 2026-01-31 или пусто")
            if all(name in row and row[name] for name in PERIOD) and row[PERIOD[0]] > row[PERIOD[1]]:
                yield _at(table, row, PERIOD[1], "конец действия раньше начала")


def _lengths(received: Received, _: str) -> Iterator[Fault]:
    """Texts that the store has no room for."""
    for table in NEEDED[:3]:
        stored = metadata.tables[table.name]
        room = {name: length for name in table.columns if (length := _room(stored, name))}
        for row in received.of(table):
            for name, most in room.items():
                if len(row[name]) > most:
                    yield _at(table, row, name, f"{len(row[name])} знаков, помещается {most}")


def _room(stored: sa.Table, name: str) -> int | None:
    column = stored.columns.get("code" if name == "recipient_code" else name)
    return getattr(column.type, "length", None) if column is not None else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _kinds(received: Received, _: str) -> Iterator[Fault]:
    for table in (MUNICIPALITIES, RECIPIENTS):
        known = KINDS[table.name]
        for row in received.of(table):
            if row["kind"] and row["kind"] not in known:
                yield _at(table, row, "kind", f"«{row['kind'][:40]}» не известно. Есть: {', '.join(known)}")


def _keys(received: Received, _: str) -> Iterator[Fault]:
    for table in NEEDED[:3]:
        key = table.columns[0]
        counted = Counter(row[key] for row in received.of(table))
        for row in received.of(table):
            if row[key] and counted[row[key]] > 1:
                yield _at(table, row, key, f"«{row[key]}» стоит в {counted[row[key]]} строках, код бывает один")


def _references(received: Received, _: str) -> Iterator[Fault]:
    for table, name, other, key in _REFERENCES:
        known = {row[key] for row in received.of(other)}
        for row in received.of(table):
            if row[name] and row[name] not in known:
                yield _at(table, row, name, f"«{row[name][:40]}» нет в {other.file}")
            elif row[name] and table is other and row[name] == row[key]:
                yield _at(table, row, name, "ссылается на саму строку")


def _loops(received: Received, _: str) -> Iterator[Fault]:
    """A body above itself, a name that follows itself."""
    for table, key, name in (
        (RECIPIENTS, "recipient_code", "parent_code"),
        (RECIPIENTS, "recipient_code", "successor_code"),
        (PLACES, "oktmo", "successor_oktmo"),
        (MUNICIPALITIES, "oktmo", "successor_oktmo"),
    ):
        above = {row[key]: row[name] for row in received.of(table)}
        for row in received.of(table):
            seen, at = {row[key]}, row[name]
            while at and at not in seen:
                seen.add(at)
                at = above.get(at, "")
            if at and at != row[name]:
                yield _at(table, row, name, "ссылки ходят по кругу")


def _codes_of_district(received: Received, oktmo: str) -> Iterator[Fault]:
    for row in received.of(MUNICIPALITIES):
        if re.fullmatch(r"\d{8}", row["oktmo"]) and not row["oktmo"].startswith(oktmo[:5]):
            yield _at(MUNICIPALITIES, row, "oktmo", f"не начинается с ОКТМО района {oktmo[:5]}")
    for row in received.of(PLACES):
        if row["municipality_oktmo"] and row["oktmo"][:8] != row["municipality_oktmo"] and not row["valid_to"]:
            yield _at(PLACES, row, "oktmo", "начинается не с ОКТМО своего поселения")


def _names(received: Received, _: str) -> Iterator[Fault]:
    """Two places that nobody could tell apart, two bodies or municipalities of one name, two centres."""
    current = [row for row in received.of(PLACES) if not row["valid_to"]]
    yield from _twins(PLACES, current, lambda row: (row["municipality_oktmo"], row["kind"], _plain(row["name"])))
    for table in (MUNICIPALITIES, RECIPIENTS):
        rows = [row for row in received.of(table) if not row["valid_to"]]
        yield from _twins(table, rows, lambda row: _plain(row["name"]))
    centres = [row for row in current if row["is_centre"] == "1"]
    for row, first in _repeated(centres, lambda row: row["municipality_oktmo"]):
        yield _at(PLACES, row, "is_centre", f"центр у поселения один, строка {first['row']} уже названа им")


def _twins(table: Table, rows: list[dict[str, str]], key: Callable[[Row], object]) -> Iterator[Fault]:
    for row, first in _repeated(rows, key):
        yield _at(table, row, "name", f"«{row['name'][:60]}» уже в строке {first['row']}: их не различить")


def _repeated(rows: Iterable[dict[str, str]], key: Callable[[Row], object]) -> Iterator[tuple[Row, Row]]:
    seen: dict[object, Row] = {}
    for row in rows:
        first = seen.setdefault(key(row), row)
        if first is not row:
            yield row, first


def _plain(name: str) -> str:
    return reference.label_key(name)


def _topics(received: Received, _: str) -> Iterator[Fault]:
    known = set(reference.table("topics")["topic_code"])
    for row in received.of(RECIPIENTS):
        for code in topics_of(row):
            if code not in known:
                yield _at(RECIPIENTS, row, "topics", f"тематики «{code[:40]}» нет: коды в docs/topics.md")
    seen: dict[str, str] = {}
    for row in received.of(RECIPIENTS):
        for code in () if row["valid_to"] else topics_of(row):
            if seen.setdefault(code, row["row"]) != row["row"]:
                reason = f"«{code}» уже у строки {seen[code]}: ответственный по умолчанию один"
                yield _at(RECIPIENTS, row, "topics", reason)


def topics_of(row: Row) -> list[str]:
    """Codes of the topics, or groups of them, that come to a body by default."""
    return [code for part in row.get("topics", "").split(";") if (code := part.strip())]


def _coordinates(received: Received, _: str) -> Iterator[Fault]:
    limits = {"lat": 90.0, "lon": 180.0}
    for table in (PLACES, OUTLINE):
        for row in received.of(table):
            for name, most in limits.items():
                value = number(row[name])
                if row[name] and (value is None or abs(value) > most):
                    yield _at(table, row, name, f"«{row[name][:40]}»: нужны градусы от {-most:g} до {most:g}")
    for row in received.of(PLACES):
        if bool(row["lat"]) != bool(row["lon"]):
            yield _at(PLACES, row, "lat" if row["lon"] else "lon", "нужны обе координаты или ни одной")
    if not any(row["lat"] and not row["valid_to"] for row in received.of(PLACES)):
        yield Fault(PLACES.file, 0, "lat", "ни у одного населённого пункта нет координат: карту не построить")


def corners(received: Received) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The outline, shape (n, 2), lon and lat, by `seq` where it is said, closed; empty when a number is none."""
    rows = received.of(OUTLINE)
    if all(row["seq"].isdigit() for row in rows):
        rows = sorted(rows, key=lambda row: int(row["seq"]))
    points = [(number(row["lon"]), number(row["lat"])) for row in rows]
    if any(value is None for point in points for value in point) or not points:
        return np.empty((0, 2))
    if points[0] != points[-1]:
        points.append(points[0])
    return np.array(points, dtype=float)


def _outline(received: Received, _: str) -> Iterator[Fault]:
    drawn = corners(received)
    if not received.of(OUTLINE) or not len(drawn):
        return
    if len(drawn) < 4:
        yield Fault(OUTLINE.file, 0, "", "у контура меньше трёх точек")
        return
    area = shapely.Polygon(drawn)
    if not area.is_valid:
        yield Fault(OUTLINE.file, 0, "", "контур пересекает сам себя: нарисуйте его одной линией по порядку точек")
        return
    yield from _outside(received, shapely.buffer(area, _NEAR))


def _outside(received: Received, area: shapely.Geometry) -> Iterator[Fault]:
    for row in received.of(PLACES):
        lon, lat = number(row["lon"]), number(row["lat"])
        if lon is None or lat is None or row["valid_to"] or shapely.intersects_xy(area, lon, lat):
            continue
        turned = " Похоже, широта и долгота переставлены." if shapely.intersects_xy(area, lat, lon) else ""
        yield _at(PLACES, row, "lat", f"точка {lat:g}, {lon:g} вне контура района.{turned}")


def _at(table: Table, row: Row, name: str, reason: str) -> Fault:
    return Fault(table.file, int(row["row"]), name, reason)


_CHECKS: tuple[Callable[[Received, str], Iterator[Fault]], ...] = (
    _cells,
    _lengths,
    _kinds,
    _keys,
    _references,
    _loops,
    _codes_of_district,
    _names,
    _topics,
    _coordinates,
    _outline,
)
