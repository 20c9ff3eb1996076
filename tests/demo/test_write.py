"""The demonstration folder as a whole: repeatable, of the right size, inside its period, invented."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import demo
from data.store.reference import label_key, table
from tests.demo.conftest import UNTIL, Exports

ALLOWED_AHEAD = {"Срок", "Продление", "Отложено до", "Примечание"}


def every_row(exports: Exports) -> Iterator[dict[str, Any]]:
    for sheet in (*exports.incidents, exports.heat, *exports.portal, exports.letters):
        yield from sheet


def received(exports: Exports) -> dict[str, list[datetime]]:
    """Moments of receipt by flow, local time; impossible dates are left out."""
    im = [row["Дата создания"] for sheet in exports.incidents for row in sheet]
    pos = {row["id"]: row["Дата"] for sheet in exports.portal for row in sheet}
    return {
        "im": [datetime.fromisoformat(text) for text in im if "-02-31" not in text],
        "pos": [at + timedelta(hours=4) for at in map(_moscow, pos.values()) if at],
        "heat": [value for row in exports.heat if isinstance(value := row["Дата"], datetime)],
        "letter": [day for row in exports.letters if (day := _day(row["Дата поступления"]))],
    }


def _moscow(text: str) -> datetime | None:
    return None if text.startswith("31.02") else _dotted(text)


def _dotted(text: str) -> datetime:
    """«12.03.2026» or «12.03.2026 14:05:00»."""
    return datetime.fromisoformat(f"{text[6:10]}-{text[3:5]}-{text[:2]}{text[10:]}")


def _day(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    return None if value.startswith("31.02") else _dotted(value[:10])


def records(exports: Exports) -> int:
    ids = {row["id"] for sheet in exports.portal for row in sheet}
    return sum(map(len, exports.incidents)) + len(exports.heat) + len(ids) + len(exports.letters)


def test_the_same_seed_gives_the_same_cells(small: Callable[..., Exports]) -> None:
    first, second = small("first"), small("second")
    assert [path.name for path in first.files] == [path.name for path in second.files]
    assert first.incidents == second.incidents
    assert first.heat == second.heat
    assert first.portal == second.portal
    assert first.letters == second.letters


def test_another_seed_gives_other_records(small: Callable[..., Exports]) -> None:
    assert small("first", seed=1).letters != small("second", seed=2).letters


def test_nine_thousand_records_come_by_default(exports: Exports) -> None:
    assert 8_500 <= records(exports) <= 9_500


def test_a_quarter_of_the_flow_are_letters(exports: Exports) -> None:
    assert 0.22 <= len(exports.letters) / records(exports) <= 0.28


def test_the_number_of_records_is_a_parameter(small: Callable[..., Exports]) -> None:
    refused = 9
    assert records(small("few", records=400)) - 400 in range(refused + 1)


def test_the_newest_message_is_of_the_last_day(exports: Exports) -> None:
    newest = max(at for moments in received(exports).values() for at in moments)
    assert UNTIL - timedelta(1) <= newest.date() <= UNTIL


def test_the_period_is_three_years(exports: Exports) -> None:
    oldest = min(at for moments in received(exports).values() for at in moments)
    assert abs((UNTIL - oldest.date()).days - 3 * 365) < 14


@pytest.mark.parametrize("until", [UNTIL, date(2026, 1, 1), date(2024, 2, 29)])
def test_nothing_happens_after_the_last_day(until: date, exports: Exports, small: Callable[..., Exports]) -> None:
    written = exports if until == UNTIL else small("other", until=until, records=500)
    late = [
        (column, value)
        for row in every_row(written)
        for column, value in row.items()
        if column not in ALLOWED_AHEAD
        for day in days_in(value)
        if day > until
    ]
    assert late == []


def days_in(value: Any) -> list[date]:
    """Dates a cell holds: as a date, as ISO text, as day.month.year."""
    if isinstance(value, datetime):
        return [value.date()]
    if not isinstance(value, str) or "31.02" in value or "-02-31" in value:
        return []
    iso = [date.fromisoformat(text) for text in re.findall(r"\b20\d\d-\d\d-\d\d\b", value)]
    dotted = re.findall(r"\b(\d\d)\.(\d\d)\.(20\d\d)\b", value)
    return iso + [date(int(year), int(month), int(day)) for day, month, year in dotted]


def test_every_telephone_is_of_the_reserved_range(exports: Exports) -> None:
    phones = {
        re.sub(r"\D", "", match)[-10:]
        for row in every_row(exports)
        for value in row.values()
        if isinstance(value, str)
        for match in re.findall(r"(?:\+7|\b8)[ -]?\(?9\d\d\)?[ -]?\d{3}[ -]?\d\d[ -]?\d\d\b", value)
    }
    assert len(phones) > 20
    assert {phone[:6] for phone in phones} == {"900000"}


def test_every_mail_box_is_at_example_ru(exports: Exports) -> None:
    boxes = [box for row in every_row(exports) for value in row.values() for box in re.findall(r"\S+@\S+", str(value))]
    assert boxes
    assert all(re.search(r"@example\.ru\b", box) for box in boxes)


def test_texts_hardly_repeat(exports: Exports) -> None:
    texts = [row["Текст инцидента"] for sheet in exports.incidents for row in sheet]
    texts += [row["Текст Сообщения"] for row in exports.portal[0]] + [
        row["Краткое содержание"] for row in exports.letters
    ]
    assert len(set(texts)) / len(texts) > 0.95


def test_no_pattern_leaves_its_marks_in_a_text(exports: Exports) -> None:
    texts = [value for row in every_row(exports) for value in row.values() if isinstance(value, str)]
    assert not [text for text in texts if re.search(r"[{}]|None|(?<!\.)\.\.(?!\.)", text)]


def test_most_records_can_be_put_on_the_map(exports: Exports) -> None:
    cells = [str(row["Населенный пункт"] or "") for sheet in exports.incidents for row in sheet]
    cells += [str(row["Адрес (формат)"] or "") for row in exports.heat]
    cells += [row["Адрес"] for row in exports.portal[0]] + [str(row["Адрес"] or "") for row in exports.letters]
    share = sum(is_locatable(cell) for cell in cells) / len(cells)
    assert 0.64 <= share <= 0.78


def test_emptiness_wears_its_disguises(exports: Exports) -> None:
    places = Counter(row["Населенный пункт"] for sheet in exports.incidents for row in sheet)
    assert places[None] > 0
    assert places["-"] > 0
    assert places["'"] > 0
    assert places["Аскиз"] > 0, "a bare name of two places"


def is_locatable(cell: str, known: set[str] | None = None) -> bool:
    known = KNOWN if known is None else known
    return any(label_key(part) in known for part in cell.split(","))


def _known() -> set[str]:
    """Names of one place or municipality only; bare «Аскиз» and «Камышта» name two."""
    places = Counter(table("places")["name"])
    labels = [name for name, number in places.items() if number == 1]
    labels += list(table("place_labels")["label"]) + list(table("municipality_labels")["label"])
    labels += list(table("municipalities")["name"])
    kinds = {"рабочий посёлок": "рп", "село": "с", "деревня": "д.", "аал": "а.", "станция": "ст.", "посёлок": "п."}
    for row in table("places").to_dict("records"):
        labels += [f"{row['kind']} {row['name']}", f"{kinds.get(row['kind'], 'ст.')} {row['name']}"]
        labels += [f"с. {row['name']}"] if row["kind"] == "село" else []
    return {label_key(label) for label in labels}


KNOWN = _known()


def test_the_folder_says_that_it_is_a_demonstration(tmp_path: Path) -> None:
    files = demo.write(tmp_path, until=UNTIL, records=100, years=1)
    assert all(path.name.startswith(demo.PREFIX) for path in files)
    notice = (tmp_path / demo.MARKER).read_text(encoding="utf-8")
    assert notice.startswith("Демонстрационные данные")
    assert tmp_path / demo.MARKER not in files


def test_an_earlier_demonstration_is_replaced(tmp_path: Path) -> None:
    demo.write(tmp_path, until=UNTIL, records=100, years=1)
    (tmp_path / "demo_own.txt").write_text("оставить", encoding="utf-8")
    files = demo.write(tmp_path, until=UNTIL - timedelta(40), records=100, years=1)
    assert sorted(tmp_path.glob("demo_*.[cx]*")) == sorted(files)
    assert (tmp_path / "demo_own.txt").exists()


def test_progress_is_told_in_russian_and_reaches_its_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    demo.write(tmp_path, until=UNTIL, records=120, years=1, progress=lambda *step: told.append(step))
    ends = {stage: (done, total) for stage, done, total in told}
    assert len(ends) >= 5
    assert all(done == total for done, total in ends.values())
    assert all(re.search("[а-я]", stage) for stage in ends)


@pytest.mark.parametrize(("records", "years"), [(10, 1), (200, 0)])
def test_too_little_is_refused(tmp_path: Path, records: int, years: int) -> None:
    with pytest.raises(ValueError, match="60 records"):
        demo.write(tmp_path, until=UNTIL, records=records, years=years)
