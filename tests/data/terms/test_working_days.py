"""Local days and hours: what a term is counted by, kept without moving dates that people have been told."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from components.rules import days
from data import store
from data.__main__ import main
from data.errors import FilterError
from data.filters import Filters
from data.metrics import register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.store.tables import records
from data.terms import working_days
from tests import stores
from tests.data.records import add, published

SNOW = {"received": "2026-03-31", "topic": "roads.snow_ice"}  # ten working days


@pytest.fixture(scope="module", params=stores.ENGINES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation with one record of 31.03.2026, on both engines: days may change from 01.04.2026 on. Nobody
    writes into it.
    """
    with stores.installation(request.param, tmp_path_factory.mktemp("days")) as settings, use(settings):
        add(settings, SNOW)
        publish(settings)
        yield settings


@pytest.fixture
def lived(made: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A copy of it."""
    with stores.copied(made, tmp_path) as settings, use(settings):
        yield settings


def day(text: str, kind: str = "off", hours: str = "", note: str = "") -> dict[str, str]:
    return {"day": text, "kind": kind, "hours": hours, "note": note}


def due(record_id: int = 1) -> str:
    return str(register.clocks(record_id, Filters(), EVERYTHING)[1][0].due_on)


def test_a_local_day_off_puts_a_term_in_working_days_off_by_one(lived: Settings) -> None:
    assert due() == "2026-04-14"  # 1–3, 6–10, 13, 14 April
    working_days.apply(lived, [day("2026-04-10", note="Родительский день")])
    publish(lived)
    assert due() == "2026-04-15"
    working_days.apply(lived, [day("2026-04-10", "usual"), day("2026-04-11", "working")])  # a Saturday
    publish(lived)
    assert (due(), [row["day"] for row in working_days.local_days(lived)]) == ("2026-04-13", ["2026-04-11"])


def test_a_day_that_records_have_met_stays_unless_it_is_corrected_on_purpose(lived: Settings) -> None:
    with pytest.raises(FilterError, match=r"Можно с 01\.04\.2026.*--past"):
        working_days.plan(lived, [day("2026-03-31")])
    assert working_days.apply(lived, [day("2026-03-30")], past=True) == [day("2026-03-30")]
    assert working_days.local_days(lived) == [day("2026-03-30")]


def test_a_day_that_terms_have_run_over_is_past_though_no_record_came_after_it(lived: Settings) -> None:
    """The last record came on 31 March, and one was closed on 10 April: 6 April was a working day for its term."""
    with store.writing(lived) as connection:
        closed = {"closed_at": datetime(2026, 4, 10, 3)}  # noqa: DTZ001 naive UTC
        connection.execute(sa.update(records).where(records.c.record_id == 1).values(**closed))
    with pytest.raises(FilterError, match=r"Можно с 11\.04\.2026.*--past"):
        working_days.plan(lived, [day("2026-04-06")])
    assert working_days.plan(lived, [day("2026-04-06")], past=True)
    assert working_days.plan(lived, [day("2026-04-13")])


def test_what_is_exported_and_imported_again_changes_nothing(lived: Settings) -> None:
    rows = [day("2026-04-30", "short", "4", "перед праздником"), day("2026-05-04"), day("2026-05-16", "working")]
    working_days.apply(lived, rows)
    again = working_days.from_csv(working_days.as_csv(working_days.local_days(lived)))
    assert (again, working_days.plan(lived, again)) == (rows, [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (day("10.04.2026"), "дата вида"), (day("1999-04-10"), "от 2000"), (day("2060-04-10"), "до 2058"),
        (day("2026-04-10", "праздник"), "Можно: off"), (day("2026-04-10", "off", "4"), "только для рабочего"),
        (day("2026-04-10", "short", "0"), "от 1 до 12"), (day("2026-04-10", "short", "4.5"), "от 1 до 12"),
        (day("2026-04-10", note="а" * 401), "Сократите"), (day("2026-04-09"), "дважды"), (day(""), "дата вида"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_named_and_nothing_is_changed(made: Settings, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(FilterError, match=said) as refused:
        working_days.apply(made, [day("2026-04-09"), wrong])
    assert "Строка 3" in str(refused.value)
    assert working_days.local_days(made) == []


def test_a_file_without_a_column_is_refused(lived: Settings) -> None:
    with pytest.raises(FilterError, match="нет столбца: kind"):
        working_days.from_csv("day,note\n2026-04-10,x\n")


@pytest.mark.trial
@effort(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.dates(date(2026, 3, 20), date(2026, 4, 20)), st.sampled_from(working_days.KINDS), max_size=6))
def test_no_local_day_brings_a_term_before_its_start_and_taking_all_back_restores_it(
    tmp_path_factory: pytest.TempPathFactory, chosen: dict[date, str]
) -> None:
    folder = tmp_path_factory.mktemp("days")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        published(made, SNOW)
        rows = [day(one.isoformat(), kind) for one, kind in chosen.items()]
        working_days.apply(made, rows, past=True)
        publish(made)
        assert due() > "2026-03-31"
        working_days.apply(made, [row | {"kind": "usual"} for row in rows], past=True)
        publish(made)
        assert due() == "2026-04-14"


def test_a_recipient_s_hours_are_set_and_taken_back_and_its_records_counted(lived: Settings) -> None:
    add(lived, {"received": "2026-03-02", "recipient": "mcu"})
    assert working_days.records_to_recount(lived, "mcu") == 1
    working_days.set_hours(lived, "mcu", "09:00-13:00 14:00-18:00")
    assert [(code, time) for code, _, time in working_days.hours(lived)] == [("mcu", "09:00-13:00 14:00-18:00")]
    with pytest.raises(FilterError, match="непонятно"):
        working_days.set_hours(lived, "mcu", "с девяти")
    with pytest.raises(FilterError, match="нет"):
        working_days.set_hours(lived, "nobody", "")
    working_days.set_hours(lived, "mcu", "")
    assert working_days.hours(lived) == []


def test_federal_days_are_those_of_the_decree() -> None:
    # 2025: Saturday 1 November worked; Sunday 2, Monday 3 and Tuesday 4 off; 8 and 9 are an ordinary weekend.
    found = working_days.federal_exceptions(date(2025, 10, 30), date(2025, 11, 10))
    assert found == [(date(2025, 11, 1), date(2025, 11, 1), True), (date(2025, 11, 2), date(2025, 11, 4), False)]
    assert working_days.transfers_known_until() >= 2026


@pytest.mark.parametrize(
    ("day", "is_short", "why"),
    [
        ("2025-11-01", True, "the working Saturday takes the shortening of Monday 03.11"),
        ("2024-11-02", True, "the working Saturday takes the shortening of Tuesday 30.04"),
        ("2024-04-27", False, "the working Saturday replaces 29.04, which is not before a holiday"),
        ("2024-12-28", False, "and this one 30.12, before a transferred day off"),
        ("2026-12-30", False, "31.12 is a transferred day off"),
        ("2025-12-30", False, "so it is a year before"),
        ("2026-04-30", True, "before 1 May"),
        ("2026-05-08", True, "before 9 May, though it is a Saturday"),
        ("2026-06-11", True, "before 12 June"),
        ("2026-11-03", True, "before 4 November"),
        ("2026-03-06", False, "a Friday; 8 March is a Sunday"),
        ("2026-02-20", False, "a Friday; 23 February is a Monday"),
        ("2023-02-22", True, "before 23 February"),
        ("2020-12-31", True, "before the New Year"),
    ],
)
def test_a_day_before_a_holiday_is_an_hour_shorter(day: str, is_short: bool, why: str) -> None:
    one = date.fromisoformat(day)
    assert working_days.short(one, one) == ([one] if is_short else []), why


def test_the_calendar_says_how_far_it_is_confirmed() -> None:
    found = working_days.federal(date(2026, 10, 1), date(2027, 3, 31))
    assert (found.confirmed_until, found.known_until) == (2026, 2027)


def test_days_and_hours_go_by_the_command_line(settings: Settings, tmp_path, capsys) -> None:
    published(settings, SNOW, {"received": "2026-03-02", "recipient": "mcu"})
    url, file = ["--store", settings.store_url], tmp_path / "days.csv"
    file.write_text("day,kind,hours,note\n2026-04-10,off,,указ\n", encoding="utf-8-sig")
    assert main(["days", "import", str(file), "--dry-run", *url]) == 0
    assert "Дней изменится: 1." in capsys.readouterr().out
    assert main(["days", "import", str(file), *url]) == 0
    assert "Срез №" in capsys.readouterr().out
    assert main(["days", "export", *url]) == 0
    assert capsys.readouterr().out == "day,kind,hours,note\n2026-04-10,off,,указ\n"
    assert main(["hours", "mcu", "09:00-13:00 14:00-18:00", *url]) == 0
    assert "Записей ответственного: 1" in capsys.readouterr().out
    assert main(["hours", *url]) == 0
    assert "09:00-13:00 14:00-18:00" in capsys.readouterr().out
    assert main(["hours", "mcu", "обычное", *url]) == 0
    assert main(["days", "import", *url]) != 0
    assert "Назовите файл" in capsys.readouterr().err


def test_a_short_working_saturday_is_one_row_of_the_calendar() -> None:
    shown = (
        str(days.federal(working_days.federal(date(2027, 2, 18), date(2027, 2, 25))))
        .replace("\xa0", " ")
        .replace("\\xa0", " ")
    )
    assert shown.count("20 февраля 2027 г., сб") == 1
    assert "рабочий, короткий: на час меньше (ТК РФ, ст. 95)" in shown
