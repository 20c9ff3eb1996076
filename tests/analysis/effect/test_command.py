"""`python -m analysis.effect estimate`: a strict file in, a row a series out, equal bytes for equal input."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from analysis.effect.__main__ import main

HEAD = ["series", "unit", "week", "count", "is_treated", "started_on", "target"]
FIRST = date(2024, 1, 1)
STARTED = FIRST + timedelta(weeks=78, days=3)


def rows(series: str = "вода", *, share: float = 0.25, target: str = "", rate: int = 4) -> list[list[str]]:
    """Thirteen places with as many records every week; the first falls to a share of them."""
    found = []
    for unit in range(13):
        for week in range(104):
            count = round(rate * share) if unit == 0 and week >= 78 else rate
            day = FIRST + timedelta(weeks=week)
            found.append([series, f"село {unit}", str(day), str(count), str(int(unit == 0)), str(STARTED), target])
    return found


def estimated(folder: Path, given: list[list[str]], head: list[str] = HEAD) -> tuple[int, Path]:
    source, out = folder / "in.csv", folder / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *given])
    return main(["estimate", str(source), "--out", str(out)]), out


def table(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_a_series_in_the_order_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = [row for row in rows("мосты") if row[2] < "2024-06"]
    given = [*rows("вода"), *few, *rows("дороги", share=1.0, target="-0.6")]

    code, out = estimated(tmp_path, given)

    assert code == 0
    assert capsys.readouterr().out.startswith("Рядов 3 за ")
    assert out.read_text(encoding="utf-8").splitlines()[0] == "series,effect,low,high,verdict,method,donors"
    water, bridges, roads = table(out)
    assert [each["series"] for each in (water, bridges, roads)] == ["вода", "мосты", "дороги"]
    assert water["verdict"] == "снизилось"
    assert float(water["low"]) < float(water["effect"]) < float(water["high"]) < 0
    assert float(water["effect"]) == pytest.approx(-0.75, abs=0.01)
    assert (water["method"], water["donors"]) == ("blocks", "12")
    assert bridges["verdict"] == "недостаточно данных"
    assert [bridges[name] for name in ("effect", "low", "high", "method")] == ["", "", "", ""]
    assert roads["verdict"] == "не снизилось"


def test_a_week_without_a_row_is_a_week_without_records_and_rows_come_in_any_order(tmp_path: Path) -> None:
    given = rows(share=0.0)
    (tmp_path / "whole").mkdir()
    (tmp_path / "sparse").mkdir()
    kept = [row for row in given if row[3] != "0"]
    kept = [kept[at] for at in np.random.default_rng(1).permutation(len(kept))]

    _, whole = estimated(tmp_path / "whole", given)
    _, sparse = estimated(tmp_path / "sparse", kept)

    assert len(kept) == len(given) - 26
    assert sparse.read_bytes() == whole.read_bytes()


def test_columns_may_stand_in_any_order_beside_others_and_target_may_be_absent(tmp_path: Path) -> None:
    given = [[*row[:6][::-1], "примечание"] for row in rows()]

    code, out = estimated(tmp_path, given, [*HEAD[:6][::-1], "note"])

    assert code == 0
    assert table(out)[0]["verdict"] == "снизилось"


def changed(at: int, column: str, value: str) -> list[list[str]]:
    given = rows(target="-0.3")
    given[at][HEAD.index(column)] = value
    return given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "ни одной строки"),
        (
            changed(5, "week", "2024-02-06"),
            "Строка 7: week «2024-02-06» — не понедельник. Понедельник той недели — 2024-02-05",
        ),
        (changed(5, "week", "05.02.2024"), "Строка 7: week «05.02.2024» — не дата"),
        (changed(5, "week", "2024-W06-1"), "не дата"),
        (changed(5, "week", "2024-01-29"), "уже была"),
        (changed(5, "week", "0224-02-02"), "Проверьте годы"),
        (changed(5, "count", "-1"), "Строка 7: count «-1»"),
        (changed(5, "count", "1.5"), "целое число"),
        (changed(5, "count", ""), "целое число"),
        (changed(5, "is_treated", "да"), "бывает 0 или 1"),
        (changed(5, "is_treated", "0"), "то 0, то 1"),
        (changed(5, "started_on", "2025-07-05"), "started_on ряда «вода»"),
        (changed(5, "target", ""), "target ряда «вода» — пусто"),
        (changed(0, "target", "-30"), "Строка 2: target «-30»"),
        (changed(0, "target", "0.3"), "доля от -1 до 0"),
        (changed(0, "target", "nan"), "доля от -1 до 0"),
        (changed(0, "target", "треть"), "не число"),
        (changed(5, "series", ""), "series пуст"),
        (changed(5, "unit", " "), "unit пуст"),
        ([[*row[:4], "0", *row[5:]] for row in rows()], "у 0: ни одного"),
        ([[*row[:4], "1", *row[5:]] for row in rows()], "у 13"),
        ([*rows(), ["вода", "село 1"]], "ячеек 2, а столбцов 7"),
    ],
)
def test_what_cannot_be_believed_is_told_by_its_row_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: list[list[str]], said: str
) -> None:
    code, out = estimated(tmp_path, given)

    told = capsys.readouterr().err
    assert code == 2
    assert said in told
    assert told.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "нет столбца «series»"),
        (";".join(HEAD).encode(), "Через запятую нужны"),
        (",".join([*HEAD, "count"]).encode(), "стоит дважды"),
        ("series,unit,week,count,is_treated,started_on\nвода".encode("cp1251"), "не в UTF-8"),
        (",".join(HEAD).encode() + b'\n"a', "кавычка"),
    ],
)
def test_another_file_is_told_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)

    assert main(["estimate", str(source), "--out", str(tmp_path / "out.csv")]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("out", ["out.xlsx", "нет/out.csv"])
def test_a_place_that_cannot_be_written_to_is_told_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert main(["estimate", str(tmp_path / "in.csv"), "--out", str(tmp_path / out)]) == 2
    assert "Ошибка" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv")]) == 2
    assert "нет" in capsys.readouterr().err
