from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.sources import moments

ZONE = ZoneInfo("Asia/Krasnoyarsk")


def parse(*values: str, **options):
    return moments.parse(pd.Series(list(values), dtype="str"), ZONE, **options)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-02 10:15:00", "2026-03-02T10:15:00", "2026-03-02 10:15", "02.03.2026 10:15:00", "02.03.2026 10:15",
        "2.3.2026 10:15", "02.03.26 10:15", "02.03.2026, 10:15", "02-03-2026 10:15:00", "2026-03-02T03:15:00Z",
        "2026-03-02T10:15:00+07:00", "46083.427083333336", "2026-03-02 10:15:00.000",
    ],
)  # fmt: skip
def test_every_usual_form_gives_the_same_moment(value):
    assert parse(value).utc[0] == pd.Timestamp("2026-03-02 03:15", tz="UTC")


def test_mixed_forms_in_one_column_are_all_read():
    found = parse("2026-03-02", "02.03.2026", "46083", "02.03.2026 г.", "")
    assert found.utc.nunique() == 1 and found.utc.isna().tolist() == [False] * 4 + [True]
    assert not found.bad


def test_day_numbers_of_1904_are_read_by_their_own_epoch():
    assert parse("44621", is_1904=True).utc[0] == parse("2026-03-02").utc[0]


@pytest.mark.parametrize(
    "value", ["31.02.2026", "2026-13-01", "29.02.2026", "вчера", "03/04/2026", "12345678", "25:00", "1"]
)
def test_what_is_no_date_is_told(value):
    assert "нет такой даты" in parse(value).bad[0]


@pytest.mark.parametrize("value", ["02.03.0202", "0202-03-02", "02.03.2202", "2202-03-02 10:00:00"])
def test_a_year_that_is_a_typing_error_is_told(value):
    assert parse(value).bad and parse(value).utc.isna().all()


def test_a_leap_day_is_a_day():
    assert not parse("29.02.2024").bad


def test_a_given_format_is_used_beside_iso_only():
    found = parse("03/04/2026 01:15:00 PM", "2026-03-04 13:15:00", "04.03.2026", form="%m/%d/%Y %I:%M:%S %p")
    assert found.utc[0] == found.utc[1]
    assert list(found.bad) == [2]


def test_an_hour_that_a_clock_change_repeats_or_skips_is_not_lost():
    zone = ZoneInfo("America/New_York")
    found = moments.parse(pd.Series(["2024-11-03 01:30:00", "2024-03-10 02:30:00"], dtype="str"), zone)
    assert [str(moment) for moment in found.utc] == ["2024-11-03 05:30:00+00:00", "2024-03-10 07:00:00+00:00"]


@settings(deadline=None, max_examples=40)
@given(st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)))  # noqa: DTZ001
def test_a_russian_and_an_iso_form_of_any_moment_agree(moment):
    moment = moment.replace(microsecond=0)
    found = parse(f"{moment:%d.%m.%Y %H:%M:%S}", f"{moment:%Y-%m-%d %H:%M:%S}")
    assert not found.bad
    assert found.utc[0] == found.utc[1]


def test_a_date_inside_a_text_is_found():
    assert moments.within(pd.Series(["15-1 от 02.03.2026", "нет"])).tolist() == ["02.03.2026", ""]
