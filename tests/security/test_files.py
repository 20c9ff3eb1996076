"""Files sent to be imported: climbing archives, declared entities, bombs, far corners, damaged and random bytes.

What such a file does elsewhere: entities that name one another ten times, ten deep, unfold to gigabytes; an archive of
some kilobytes unpacks to as much; a cell in the last corner of a sheet makes a careless reader walk through milliards
of empty ones; deep nesting ends a recursive parser. Here nothing of that kind is made: the limits are lowered instead,
and every file is harmless to any program.

A file is either loaded or refused by an error of the program with Russian words; nothing else may happen, and nothing
may be written outside the installation.
"""

import io
import random
import resource
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bench import synthetic
from data.errors import MCUError
from data.settings import Settings, use
from etl.load import load
from etl.reading.limits import Limits
from geo import importing
from geo.errors import BoundaryError
from geo.reference import read_municipalities, read_places
from geo.settings import SHIPPED
from tests import stores
from tests.attacks import Attacks

SHEET = '<?xml version="1.0"?>{head}<worksheet><sheetData>{rows}</sheetData></worksheet>'
CELL = '<row r="{row}"><c r="{name}" t="inlineStr"><is><t>{value}</t></is></c></row>'
LAUGHS = '<!DOCTYPE z [<!ENTITY a0 "ха"><!ENTITY a9 "&a0;">]>'
"""Entities that name one another, as the real attack's do, but unfold to two letters."""
LOW = Limits(columns=20, unpacked_floor=1 << 20, unpacked_ratio=1, parts=50, cell_characters=10_000)
OUTSIDE = (
    '<!DOCTYPE z [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE z [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>',
    '<!DOCTYPE z SYSTEM "http://evil.example/x.dtd">',
    '<!DOCTYPE z [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation that attacked files are loaded into."""
    var = tmp_path_factory.mktemp("fuzz") / "var"  # what is written beside it is looked for, and only there
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        stores.create(made)
    return made


def outcome(place: Settings, name: str, content: bytes, *, source: str = "pos") -> str:
    """What became of a file: «loaded» or the words of the refusal. Any other error is let through."""
    path = place.var / name
    path.write_bytes(content)
    with use(place):
        try:
            load(path, place, source=source, received_on=date(2026, 6, 1), dry_run=True, limits=LOW)
        except MCUError as error:
            return str(error)
        finally:
            path.unlink()
    return "loaded"


def is_russian(text: str) -> bool:
    return text == "loaded" or sum("а" <= letter.lower() <= "я" for letter in text) > 20


def workbook(replaced: dict[str, str], added: dict[str, str | bytes] | None = None) -> bytes:
    """A real workbook with parts replaced and added."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, replaced.get(name, source.read(name).decode()))
        for name, content in (added or {}).items():
            target.writestr(name, content)
    return made.getvalue()


def sheet(head: str = "", rows: str = "") -> bytes:
    return workbook({"xl/worksheets/sheet1.xml": SHEET.format(head=head, rows=rows)})


def corner(name: str) -> bytes:
    row = "".join(letter for letter in name if letter.isdigit())
    return sheet(rows=CELL.format(row=row, name=name, value="x"))


def bomb(part: str, megabytes: int) -> bytes:
    made = io.BytesIO(workbook({}))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as target, target.open(part, "w") as stream:
        for _ in range(megabytes):
            stream.write(b" " * (1 << 20))
    return made.getvalue()


def lying(part: str) -> bytes:
    """A directory that promises a small part where a large one is packed."""
    body = bytearray(bomb(part, 2))
    real, small = (2 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return bytes(body.replace(real, small))


SLIPS = ("../../evil.xml", "/etc/cron.d/evil", "..\\evil.xml", "C:/evil.xml", "xl/../../evil.xml", "xl//../../../e")
HOSTILE: dict[str, Callable[[], bytes]] = {
    **{f"выход из архива {name}": lambda n=name: workbook({}, {n: "x"}) for name in SLIPS},  # type: ignore[misc]
    "миллиард смешков": lambda: sheet(LAUGHS, CELL.format(row=1, name="A1", value="&a9;")),
    **{f"внешняя сущность {i}": lambda h=h: sheet(h, CELL.format(row=1, name="A1", value="&e;"))  # type: ignore[misc]
       for i, h in enumerate(OUTSIDE)},
    "сущность в строках": lambda: workbook({}, {"xl/sharedStrings.xml": f"{LAUGHS}<sst>&a9;</sst>"}),
    "дальний угол": lambda: corner("Z9"),
    "за дальним углом": lambda: corner("ZZZZ9"),
    "отрицательная строка": lambda: corner("A0"),
    "бомба в листе": lambda: bomb("xl/worksheets/sheet9.xml", 2),
    "бомба в строках": lambda: bomb("xl/sharedStrings.xml", 2),
    "бомба с ложным размером": lambda: lying("xl/worksheets/sheet9.xml"),
    "матрёшка": lambda: workbook({}, {"xl/media/in.zip": bomb("xl/worksheets/sheet9.xml", 2)}),
    "вложенность": lambda: sheet(rows="<a>" * 500),
    "длинный атрибут": lambda: sheet(rows=f'<row r="{"9" * 5_000}"/>'),
    "много частей": lambda: workbook({}, {f"xl/x{i}.xml": "" for i in range(60)}),
    "связь наружу": lambda: workbook({"xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" '
                                      'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'}),
    "связь на часть выше": lambda: workbook({"xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" '
                                             'Target="../../../etc/passwd"/></Relationships>'}),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_workbook_is_refused_and_writes_nothing(place: Settings, attacks: Attacks, what: str) -> None:
    before = sorted(place.var.parent.rglob("*"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = outcome(place, "attack.xlsx", HOSTILE[what]())
    attacks.met(what, said != "loaded" and is_russian(said), said)
    attacks.met(f"{what}: чужое содержимое", "root:" not in said, said)
    kept = [one for one in sorted(place.var.parent.rglob("*")) if one not in before and "store.sqlite" not in one.name]
    attacks.met(f"{what}: лишние файлы", not [one for one in kept if "pseudonym" not in one.name], kept)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) // 1024
    attacks.met(f"{what}: память", grown < 400, f"{grown} МБ")


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Small real files of both kinds, to be damaged."""
    path = tmp_path_factory.mktemp("honest") / "pos.csv"
    synthetic.write(path, 12)
    book = openpyxl.Workbook()
    for line in path.read_text(encoding="utf-8").splitlines():
        book.active.append(line.split(";"))
    made = io.BytesIO()
    book.save(made)
    return {"csv": path.read_bytes(), "xlsx": made.getvalue()}


def damaged(content: bytes, number: int) -> bytes:
    """The same file with one kind of damage; the number alone decides which."""
    chance = random.Random(number)
    body = bytearray(content)
    kind = number % 6
    at, size = chance.randrange(len(body)), chance.randrange(1, 60)
    if kind == 0:
        body[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del body[at:]
    elif kind == 2:
        del body[at : at + size]
    elif kind == 3:
        body[at:at] = chance.randbytes(size)
    elif kind == 4:
        body[at : at + size] = bytes(size)
    else:
        body[at:at] = chance.choice([b";" * 3000, b'"', b"\xff\xfe", b"\r", b"\x1a", b"\xa8", b"<!DOCTYPE"])
    return bytes(body)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_damaged_file_is_loaded_or_refused_in_russian(
    place: Settings, attacks: Attacks, honest: dict[str, bytes], kind: str
) -> None:
    assert outcome(place, f"honest.{kind}", honest[kind]) == "loaded"
    for number in range(24):
        said = outcome(place, f"damaged.{kind}", damaged(honest[kind], number))
        attacks.met(f"повреждение {kind} № {number}", is_russian(said), said)


_FUZZ = settings(
    max_examples=25, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
_HEADS = (b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", "id;Дата создания;Текст Сообщения;Тематика\n".encode())


@_FUZZ
@seed(523)
@given(head=st.sampled_from(_HEADS), body=st.binary(max_size=3000))
def test_random_bytes_are_loaded_or_refused_in_russian(
    place: Settings, attacks: Attacks, head: bytes, body: bytes
) -> None:
    said = outcome(place, "bytes.csv", head + body)
    attacks.met("случайные байты", is_russian(said), said)


@_FUZZ
@seed(523)
@given(rows=st.lists(st.lists(st.text(max_size=40), min_size=4, max_size=6), min_size=1, max_size=8))
def test_random_cells_are_loaded_or_refused_in_russian(
    place: Settings, attacks: Attacks, rows: list[list[str]]
) -> None:
    lines = ["id;Дата создания;Текст Сообщения;Тематика;Оценка", *(";".join(row) for row in rows)]
    said = outcome(place, "cells.csv", "\n".join(lines).encode("utf-8", "surrogatepass"))
    attacks.met("случайные ячейки", is_russian(said), said)


BOUNDARIES: dict[str, bytes] = {
    "не JSON": b"{",
    "глубина": b"[" * 500,
    "бесконечность": b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
    b'{"type":"Polygon","coordinates":[[[1e999,0],[0,NaN],[1,1],[1e999,0]]]}}]}',
    "сущности": f'<?xml version="1.0"?>{LAUGHS}<kml>&a9;</kml>'.encode(),
    "чужой файл": b'{"type":"FeatureCollection","features":[],"crs":{"type":"link","properties":'
    b'{"href":"file:///etc/passwd"}}}',
    "виртуальный источник": b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>'
    b"</OGRVRTLayer></OGRVRTDataSource>",
    "адрес вместо файла": b'{"type":"FeatureCollection","features":"http://127.0.0.1:9/"}',
    "архив": workbook({}, {"../../evil.shp": "x"}),
}


@pytest.mark.parametrize("what", BOUNDARIES)
def test_hostile_boundaries_are_refused_in_russian(tmp_path: Path, attacks: Attacks, what: str) -> None:
    path, shown = tmp_path / "attack.geojson", SHIPPED
    path.write_bytes(BOUNDARIES[what])
    said = ""
    try:
        importing.import_boundaries(
            path, read_places(shown), read_municipalities(shown), tmp_path / "geo", date(2026, 6, 1)
        )
    except BoundaryError as error:
        said = str(error)
    attacks.met(f"границы: {what}", bool(said) and is_russian(said) and "root:" not in said, said)
    attacks.met(f"границы: {what}: файлы", not (tmp_path / "geo").exists() or not any((tmp_path / "geo").iterdir()))
