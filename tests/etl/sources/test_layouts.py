"""Layouts of the regional centre and of «Добродел», by their own headers, in any case."""

from pathlib import Path

import pytest

from etl.sources.detection import SheetLayout, recognise, with_number_column

VALUES = {
    "Номер ЕЦУР": "50001", "Номер в источнике": "9001", "Дата": "12.01.2026", "Спам": "Нет", "Источник": "ПОС",
    "Дата (первого взятия в работу)": "12.01.2026", "Статус": "Закрыта", "Тип сообщения": "0", "№ п/п": "1",
    "Номер в доброделе": "7001", "Дата жалобы": "12.01.2026", "Текст обращения": "Нет воды во всём доме третий день",
}  # fmt: skip


@pytest.mark.parametrize("is_upper", [False, True])
@pytest.mark.parametrize(
    ("name", "source", "number", "more"),
    [
        (
            "ecur_heat_map_22",
            "heat_map",
            "Номер ЕЦУР",
            {"place": "Населенный пункт", "street": "Улица", "house": "Дом"},
        ),
        ("ecur_dashboard_23", "heat_map", "Номер ЕЦУР", {"place": "Населённый пункт", "address": "Адрес"}),
        ("dobrodel_report", "pos", "Номер в доброделе", {"received_at": "Дата жалобы", "text": "Текст обращения"}),
    ],
)
def test_a_layout_is_recognised_by_its_headers(
    shared_folder: Path, name: str, source: str, number: str, more: dict[str, str], is_upper: bool
) -> None:
    header = (shared_folder / "layouts" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    row = [VALUES.get(title, "") for title in header]
    titles = [title.upper() for title in header] if is_upper else header
    rows = [(1, titles), (2, row)]
    found = recognise(rows)
    assert isinstance(found, SheetLayout)
    settled = with_number_column(found, rows)
    read = {field: header[position] for field, position in settled.columns.items()}
    field = "number" if source == "heat_map" else "external_id"
    assert (settled.source_code, read[field], settled.counters) == (source, number, frozenset())
    assert read.items() >= more.items()
