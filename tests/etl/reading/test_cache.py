"""A file is read once, however often it is looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import InputError, StoreError
from etl.reading import table
from etl.reading.cache import CachedReading
from etl.reading.table import RawBook
from tests.etl.reading.files import csv, rows_of, xlsx

ROWS = [(1, ["id", "Текст"]), (2, ["1", "вода"])]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the files for which a reading process was started."""
    names: list[str] = []
    real = table.subprocess.Popen

    def popen(*args, **named):
        names.append("child")
        return real(*args, **named)

    monkeypatch.setattr(table.subprocess, "Popen", popen)
    yield names


def told(book: RawBook) -> list[tuple[int, list[str]]]:
    return [row for sheet in book.sheets() for block in sheet.blocks for row in block]


def test_a_file_is_read_by_one_process_in_this_and_in_later_ones(tmp_path: Path, started: list[str]) -> None:
    path = csv(tmp_path / "a.csv", "id;Текст\n1;вода\n")
    with CachedReading(path, tmp_path / "a.read") as reading:
        assert started == []
        first = next(reading.book().sheets())
        assert next(first.blocks) == ROWS
        assert told(reading.book()) == told(reading.book()) == ROWS
    path.unlink()
    with CachedReading(path, tmp_path / "a.read") as again:
        assert told(again.book()) == ROWS
    assert started == ["child"]


def test_what_was_kept_is_what_the_file_says(tmp_path: Path) -> None:
    rows = [[f"{i}", "строка\nс переносом"] for i in range(2500)]
    path = xlsx(tmp_path / "a.xlsx", {"Первый": rows, "Второй": [["a"]]})
    with CachedReading(path, tmp_path / "a.read") as reading:
        ahead, behind = reading.book().sheets(), reading.book().sheets()
        seen = [(next(one).name, next(one).name) for one in (ahead, behind)]  # told in turn, neither loses anything
        assert seen == [("Первый", "Второй")] * 2
        assert told(reading.book()) == rows_of(path)


def test_a_reading_that_is_broken_off_is_forgotten_and_begun_anew(tmp_path: Path, started: list[str]) -> None:
    path = csv(tmp_path / "a.csv", "id,text\n" + "1,а\n" * 200_000)
    with CachedReading(path, tmp_path / "a.read") as reading:
        next(next(reading.book().sheets()).blocks)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.csv"]
    with CachedReading(path, tmp_path / "a.read") as reading:
        assert len(told(reading.book())) == 200_001
    assert started == ["child"] * 2


def test_a_refusal_is_kept_too(tmp_path: Path, started: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"%PDF-1.7 x")
    for _ in range(2):
        with CachedReading(path, tmp_path / "a.read") as reading, pytest.raises(InputError, match="PDF"):
            told(reading.book())
    assert started == ["child"]


def test_a_disk_that_refuses_is_told_in_a_sentence(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "id;Текст\n1;вода\n")
    with CachedReading(path, tmp_path / "absent" / "a.read") as reading, pytest.raises(StoreError, match="Освободите"):
        told(reading.book())
