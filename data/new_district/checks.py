"""Everything that is wrong with the tables of a district, each fault with its file, row and column.

What a cell may hold is in `values`; here stands how rows and tables fit together.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import shapely

from data.new_district import values
from data.new_district.files import (
    MUNICIPALITIES,
    NEEDED,
    OPTIONAL,
    OUTLINE,
    PLACES,
    RECIPIENTS,
    TABLES,
    Table,
)
from data.new_district.reading import Fault, Received, Row
from data.new_district.values import at, number
from data.store import reference

_NEAR = 0.05
"""Degrees a place may lie outside an outline: drawn outlines are generalised."""
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


def faults(received: Received, oktmo: str) -> list[Fault]:
    """All faults, in the order of the files and rows; none of a district that can be used.

    oktmo: of the district; empty when its own file does not say it.
    """
    found = list(received.faults)
    for check in _CHECKS:
        found += check(received, oktmo)
    place = {table.file: n for n, table in enumerate(TABLES)}
    return sorted(dict.fromkeys(found), key=lambda one: (place.get(one.file, -1), one.row))


def _keys(received: Received, _: str) -> Iterator[Fault]:
    for table in NEEDED[:3]:
        key = table.columns[0]
        counted = Counter(row[key] for row in received.of(table))
        for row in received.of(table):
            if row[key] and counted[row[key]] > 1:
                yield at(table, row, key, f"«{row[key]}» стоит в {counted[row[key]]} строках, код бывает один")


def _references(received: Received, _: str) -> Iterator[Fault]:
    for table, name, other, key in _REFERENCES:
        known = {row[key] for row in received.of(other)}
        for row in received.of(table):
            if row[name] and row[name] not in known:
                yield at(table, row, name, f"«{row[name][:40]}» нет в {other.file}")
            elif row[name] and table is other and row[name] == row[key]:
                yield at(table, row, name, "ссылается на саму строку")


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
            seen, code = {row[key]}, row[name]
            while code and code not in seen:
                seen.add(code)
                code = above.get(code, "")
            if code and code != row[name]:
                yield at(table, row, name, "ссылки ходят по кругу")


def _codes_of_district(received: Received, oktmo: str) -> Iterator[Fault]:
    for row in received.of(MUNICIPALITIES):
        if re.fullmatch(r"\d{8}", row["oktmo"]) and not row["oktmo"].startswith(oktmo[:5]):
            yield at(MUNICIPALITIES, row, "oktmo", f"не начинается с ОКТМО района {oktmo[:5]}")
    for row in received.of(PLACES):
        if row["municipality_oktmo"] and row["oktmo"][:8] != row["municipality_oktmo"] and not row["valid_to"]:
            yield at(PLACES, row, "oktmo", "начинается не с ОКТМО своего поселения")


def _territories(received: Received, _: str) -> Iterator[Fault]:
    """A municipality without places or with a centre that nobody knows; a settlement's own body without one."""
    places = [row for row in received.of(PLACES) if not row["valid_to"]]
    held, names = {row["municipality_oktmo"] for row in places}, {_plain(row["name"]) for row in places}
    for row in received.of(MUNICIPALITIES):
        if not row["valid_to"] and row["oktmo"] not in held:
            yield at(MUNICIPALITIES, row, "oktmo", f"в {PLACES.file} нет ни одного его населённого пункта")
        if row["centre"] and not row["valid_to"] and _plain(row["centre"]) not in names:
            yield at(MUNICIPALITIES, row, "centre", f"«{row['centre'][:40]}» нет в {PLACES.file}")
    for row in received.of(RECIPIENTS):
        if row["kind"] == "settlement" and not row["municipality_oktmo"]:
            reason = f"пусто, а вид settlement: назовите поселение, ОКТМО из {MUNICIPALITIES.file}"
            yield at(RECIPIENTS, row, "municipality_oktmo", reason)


def _successors(received: Received, _: str) -> Iterator[Fault]:
    for table, name in (
        (MUNICIPALITIES, "successor_oktmo"),
        (PLACES, "successor_oktmo"),
        (RECIPIENTS, "successor_code"),
    ):
        for row in received.of(table):
            if row[name] and not row["valid_to"]:
                yield at(
                    table, row, "valid_to", f"пусто, а преемник назван ({name}): впишите последний день или уберите его"
                )


def _names(received: Received, _: str) -> Iterator[Fault]:
    """Two places that nobody could tell apart, two bodies or municipalities of one name, two centres."""
    current = [row for row in received.of(PLACES) if not row["valid_to"]]
    yield from _twins(PLACES, current, lambda row: (row["municipality_oktmo"], row["kind"], _plain(row["name"])))
    for table in (MUNICIPALITIES, RECIPIENTS):
        rows = [row for row in received.of(table) if not row["valid_to"]]
        yield from _twins(table, rows, lambda row: _plain(row["name"]))
    centres = [row for row in current if row["is_centre"] == "1"]
    for row, first in _repeated(centres, lambda row: row["municipality_oktmo"]):
        yield at(PLACES, row, "is_centre", f"центр у поселения один, строка {first['row']} уже названа им")


def _twins(table: Table, rows: list[dict[str, str]], key: Callable[[Row], object]) -> Iterator[Fault]:
    for row, first in _repeated(rows, key):
        yield at(table, row, "name", f"«{row['name'][:60]}» уже в строке {first['row']}: их не различить")


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
        for code, times in Counter(topics_of(row)).items():
            if times > 1:
                yield at(RECIPIENTS, row, "topics", f"«{code[:40]}» стоит {times} раза")
            if code not in known:
                yield at(RECIPIENTS, row, "topics", f"тематики «{code[:40]}» нет: коды в docs/topics.md")
    seen: dict[str, str] = {}
    for row in received.of(RECIPIENTS):
        for code in () if row["valid_to"] else topics_of(row):
            if seen.setdefault(code, row["row"]) != row["row"]:
                reason = f"«{code}» уже у строки {seen[code]}: ответственный по умолчанию один"
                yield at(RECIPIENTS, row, "topics", reason)


def topics_of(row: Row) -> list[str]:
    """Codes of the topics, or groups of them, that come to a body by default."""
    return [code for part in row.get("topics", "").split(";") if (code := part.strip())]


def _coordinates(received: Received, _: str) -> Iterator[Fault]:
    limits = {"lat": 90.0, "lon": 180.0}
    for table in (table for table in TABLES if "lat" in table.columns):
        for row in received.of(table):
            for name, most in limits.items():
                value = number(row[name])
                if row[name] and (value is None or abs(value) > most):
                    yield at(table, row, name, f"«{row[name][:40]}»: нужны градусы от {-most:g} до {most:g}")


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
    said = [row["seq"] for row in received.of(OUTLINE) if row["seq"]]
    if said and (len(said) < len(received.of(OUTLINE)) or len(set(said)) < len(said)):
        yield Fault(OUTLINE.file, 0, "seq", "нужны разные номера во всех строках или ни в одной")
        return
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
        yield at(PLACES, row, "lat", f"точка {lat:g}, {lon:g} вне контура района.{turned}")


_CHECKS: tuple[Callable[[Received, str], Iterator[Fault]], ...] = (
    *values.CHECKS,
    _keys,
    _references,
    _loops,
    _codes_of_district,
    _territories,
    _successors,
    _names,
    _topics,
    _coordinates,
    _outline,
)
