"""Small inputs written after bug reports of people who do this job, with the outcome each must have."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from etl.load import load
from etl.report import Report
from tests import stores

pytestmark = pytest.mark.usefixtures("read_here")

TODAY = date(2026, 11, 29)


@pytest.fixture
def cases(shared_folder: Path, tmp_path: Path) -> Iterator[Any]:
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)

        def run(*names: str, source: str = "auto", mapping: str | None = None) -> list[Report]:
            described = shared_folder / "cases" / mapping if mapping else None
            kind = "mapping" if mapping else source
            folder = shared_folder / "cases"
            return [load(folder / n, made, source=kind, mapping=described, imported_on=TODAY) for n in names]

        run.settings = made  # type: ignore[attr-defined]
        yield run


def asked(settings: Settings, *metrics: str, by: tuple[str, ...] = (), **filters: Any) -> list[list[Any]]:
    publish.publish(settings)
    frame = query(metrics, by, Filters(**({"period": "all"} | filters)), EVERYTHING)
    return [list(row) for row in frame[[*metrics]].to_numpy()]


@pytest.mark.parametrize("source", ["auto", "pos"])
def test_monthly_reports_of_dobrodel_are_six_messages(cases: Any, source: str) -> None:
    assert [one.loaded for one in cases("rowno_pos_jan.csv", "rowno_pos_feb.csv", source=source)] == [3, 3]


def test_the_second_export_of_the_regional_centre_updates_one_message(cases: Any) -> None:
    first, second = cases("ecur_full.csv", "ecur_full2.csv")
    assert (first.loaded, second.loaded, second.updated, second.unchanged) == (4, 0, 1, 3)
    assert asked(cases.settings, "records", "open") == [[4, 2]]


def test_closing_words_close(cases: Any) -> None:
    cases("unknown_status.csv", source="pos")
    assert asked(cases.settings, "records", "open") == [[6, 0]]


def test_a_column_of_settlements_is_read(cases: Any) -> None:
    cases("heatmap_place_column.csv")
    publish.publish(cases.settings)
    found = query(("records",), ("place",), Filters(period="all"), EVERYTHING)
    assert found["records"].tolist() == [1, 1]


def test_a_cell_too_many_and_a_register_without_receipts(cases: Any) -> None:
    (over,) = cases("extra_cell2.csv", source="pos")
    assert (over.loaded, over.rejected, over.rejections[0]["reason"]) == (1, 1, "ячеек больше, чем столбцов")
    (register,) = cases("reg_only.csv")
    assert (register.loaded, register.rejected) == (2, 0)


def test_dates_of_tomorrow_move_nothing(cases: Any) -> None:
    (future,) = cases("future.csv", mapping="due_phone.yml")
    assert (future.loaded, [one["row"] for one in future.future_dates]) == (3, [4])
    assert asked(cases.settings, "records", "due", "overdue_open", period="4w") == [[3, 0, 0]]
    cases("tz.csv", source="pos")
    before = publish.publish(cases.settings).as_of
    (due,) = cases("future_due.csv")
    assert len(due.future_dates) == 1
    assert publish.publish(cases.settings).as_of == before


def test_a_typing_error_in_the_year_of_an_answer_leaves_the_clock_out(cases: Any) -> None:
    (report,) = cases("reg_typo.csv", source="register_59fz")
    assert (report.loaded, len(report.future_dates)) == (3, 1)
    assert asked(cases.settings, "not_yet_due", "overdue_open") == [[2, 0]]
