"""What holds of every due date: not before its start, later for a longer term, the same whatever the order of import,
the engine of the database or the zone the file was written in.
"""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.filters import Filters
from data.metrics import register
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.terms import due_dates, gaps
from etl.load import load
from tests import stores
from tests.data.terms.test_due_dates_by_hand import CALENDARS, _record, _rule

MOMENTS = st.builds(lambda on, at: f"{on} {at:%H:%M}", st.dates(date(2023, 1, 1), date(2026, 12, 1)), st.times())
UNITS = ("calendar_days", "working_days", "working_hours")
AS_OF = Filters(period="all", as_of=date(2026, 3, 31))
HEADER = ("N", "Дата", "Закрыто", "Ответ", "Текст")
FACTS = (
    "SELECT external, due_day, reply_due_day, reply_due_time, gap, is_late, is_reply_late, outcome "
    "FROM facts JOIN names USING (record_id) ORDER BY 1"
)


@given(MOMENTS, st.integers(1, 60), st.sampled_from(UNITS), st.sampled_from(("preceding", "following", "as_is")))
def test_a_term_ends_no_earlier_than_it_starts_and_a_longer_one_no_earlier_than_a_shorter(
    start: str, term: int, unit: str, moving: str
) -> None:
    # A short term may move back over the New Year holidays; one longer than they are never ends before it began.
    shown = [
        due_dates.due_days(_record(start), _rule(term=n, unit=unit, non_working_last_day=moving), CALENDARS.common).day[
            0
        ]
        for n in (term, term + 1)
    ]
    assert shown[0] <= shown[1]
    if unit != "calendar_days" or moving != "preceding" or term >= 14:
        assert shown[0] >= _record(start)["received_day"][0]


@given(MOMENTS, st.integers(1, 40), st.sampled_from((0.0, 7.0)))
def test_a_norm_in_hours_ends_in_working_time_and_grows_with_the_hours(
    start: str, hours: int, recipient: float
) -> None:
    made = [
        due_dates.reply_terms(
            _record(start, recipient_id=recipient), _rule(clock="first_reply", term=n, unit="working_hours"), CALENDARS
        )
        for n in (hours, hours + 1)
    ]
    ends = [(one.day[0], one.time[0]) for one in made]
    assert ends[0] < ends[1]
    opens = 8 * 60 if recipient == 0 else 9 * 60
    assert opens < ends[0][1] <= opens + 9 * 60
    assert CALENDARS.common.is_working(np.array([int(ends[0][0])]))[0]


def _export(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def _loaded(path: Path, made: Settings, zone: str = "Asia/Krasnoyarsk") -> None:
    moment = "%Y-%m-%d %H:%M"
    dated = (("received_at", "Дата"), ("closed_at", "Закрыто"), ("first_reply_at", "Ответ"))
    columns = {name: {"column": column, "format": moment} for name, column in dated}
    mapping: dict[str, Any] = {"source": "city", "channel": "im_vk", "time_zone": zone}
    mapping |= {"columns": {"external_id": "N", "text": "Текст", **columns}}
    described = path.with_suffix(".yml")
    described.write_text(yaml.safe_dump(mapping, allow_unicode=True), encoding="utf-8")
    load(path, made, mapping=described)


def _terms(made: Settings) -> list[tuple[Any, ...]]:
    publish(made, everything=True)
    listed = register.page(AS_OF, EVERYTHING, texts=False).frame[["record_id", "external_id"]]
    cursor = open_snapshot().cursor()
    cursor.register("names", listed.rename(columns={"external_id": "external"}).astype({"external": str}))
    found = cursor.execute(FACTS).fetchall()
    cursor.unregister("names")
    return found


ROWS = st.lists(
    st.tuples(MOMENTS, st.none() | st.integers(1, 40), st.none() | st.integers(1, 100)), min_size=2, max_size=8
)


def _written(rows: list[tuple[str, int | None, int | None]]) -> list[tuple[str, ...]]:
    def later(at: str, **by: int | None) -> str:
        known = {name: n for name, n in by.items() if n is not None}
        return f"{datetime.fromisoformat(at) + timedelta(**known):%Y-%m-%d %H:%M}" if known else ""

    return [
        (str(i), at, later(at, days=days), later(at, hours=hours), "Нет воды")
        for i, (at, days, hours) in enumerate(rows)
    ]


@hypothesis_settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(ROWS, st.randoms(use_true_random=False))
def test_terms_do_not_depend_on_the_order_of_rows_and_files(
    read_here: None,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, int | None, int | None]],
    order: Any,
) -> None:
    written, found = _written(rows), []
    half = len(written) // 2
    # The same files either way: whether a column has times at all is judged by its file.
    first, second = (order.sample(part, len(part)) for part in (written[:half], written[half:]))
    for parts in ([written[:half], written[half:]], [second, first]):
        folder = tmp_path_factory.mktemp("order")
        with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
            stores.create(made)
            for i, part in enumerate(parts):
                _loaded(_export(folder / f"{i}.csv", part), made)
            found.append(_terms(made))
    assert found[0] == found[1]
    assert len(found[0]) == len({row[0] for row in found[0]})


def test_terms_are_the_same_on_both_engines(either: Settings, tmp_path: Path) -> None:
    rows = [("2025-10-31 16:00", 1, 3), ("2026-02-20 17:30", 40, None), ("2024-02-28 12:30", None, 30)]
    stores.create(either)
    _loaded(_export(tmp_path / "a.csv", _written(rows)), either)
    assert [row[2:4] for row in _terms(either)] == [
        ((date(2025, 11, 5) - date(1970, 1, 1)).days, 9 * 60),  # Friday: 1, the short Saturday: 7, Wednesday: 1
        ((date(2026, 2, 25) - date(1970, 1, 1)).days, 9 * 60),  # after 23.02; Friday was over: 24.02 and an hour
        ((date(2024, 2, 29) - date(1970, 1, 1)).days, 14 * 60),
    ]


def test_a_moscow_export_does_not_slip_by_four_hours(read_here: None, tmp_path: Path) -> None:
    """Twelve o'clock in Moscow is four in the afternoon here: an hour of the norm is left that day, not five."""
    ends = {}
    for zone in ("Europe/Moscow", "Asia/Krasnoyarsk"):
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
            stores.create(made)
            _loaded(_export(folder / "a.csv", _written([("2026-03-02 12:00", None, None)])), made, zone)
            publish(made)
            ends[zone] = register.clocks(1, AS_OF, EVERYTHING)[1][1].sentence.split("→ ")[1]
    assert ends == {
        "Europe/Moscow": "03.03.2026, вторник, 17:00",
        "Asia/Krasnoyarsk": "03.03.2026, вторник, 14:00",
    }
    assert (
        datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Europe/Moscow")).astimezone(ZoneInfo("Asia/Krasnoyarsk")).hour == 16
    )


def test_a_rule_without_records_and_records_without_rules_have_no_terms() -> None:
    nothing = _rule(term=30, unit="calendar_days").iloc[:0]
    assert np.isnan(due_dates.due_days(_record("2026-03-02"), nothing, CALENDARS.common).day).all()
    assert due_dates.reply_terms(_record("2026-03-02"), nothing, CALENDARS).gap.tolist() == [gaps.NO_RULE]
    assert len(due_dates.due_days(_record("2026-03-02").iloc[:0], nothing, CALENDARS.common).day) == 0
    assert isinstance(nothing, pd.DataFrame)
