"""Demonstration exports written once for all tests of the folder."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import demo

UNTIL = date(2026, 3, 16)


@dataclass(frozen=True)
class Exports:
    """Files of one run, read back as a person would see them: rows by header."""

    files: list[Path]
    incidents: list[list[dict[str, Any]]]
    heat: list[dict[str, Any]]
    portal: list[list[dict[str, Any]]]
    letters: list[dict[str, Any]]


def read_sheet(path: Path, *, above: int = 0) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = book.worksheets[0].iter_rows(min_row=above + 1, values_only=True)
    header = [str(name) for name in next(rows)]
    width = len(header)
    return [dict(zip(header, (*row, *[None] * width)[:width], strict=True)) for row in rows]


def read_text(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="cp1251", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def read(files: list[Path]) -> Exports:
    def named(part: str) -> list[Path]:
        return [path for path in files if part in path.name]

    return Exports(
        files=files,
        incidents=[read_sheet(path) for path in named("_im_")],
        heat=read_sheet(*named("heat_map")),
        portal=[read_text(path) for path in named("_pos_")],
        letters=read_sheet(*named("register"), above=1),
    )


@pytest.fixture(scope="package")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return read(demo.write(tmp_path_factory.mktemp("demo"), until=UNTIL))


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Exports]:
    def write(folder: str, *, seed: int = 523, records: int = 300, years: int = 1, until: date = UNTIL) -> Exports:
        return read(demo.write(tmp_path / folder, until=until, seed=seed, records=records, years=years))

    return write
