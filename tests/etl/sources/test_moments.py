from datetime import datetime, timedelta
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
        "2026-03-02T10:15:00+07:00", "46083.427083333336", "46083,427083", "2026-03-02 10:15:00.000",
        "2026-03-02 10:15:00+07", "2026-03-02 10:15:00.000 +0700", "2026-03-02 10:15 +7", "02.03.2026 10:15 UTC+7",
        "02.03.2026 10:15:00 GMT+07:00", "2026-03-02 03:15:00 UTC",
        "02.03.2026 03:15 Z", "2026-03-02 06:15 МСК", "02.03.2026 06:15 (МСК)",
        "02.03.2026 10:15 (МСК+4)", "02.03.2026 06:15 по московскому времени", "2026-03-02T03:15:00.000000000Z",
        "2026-03-02T10:15:00+07:00[Asia/Krasnoyarsk]", "2026-03-02 06:15:00 +0300 MSK", "2026-03-01T22:15:00-05:00",
        "Mon, 02 Mar 2026 03:15:00 GMT", "Mon Mar 02 2026 10:15:00 GMT+0700 (Красноярск)",
        "Mon Mar  2 06:15:00 MSK 2026",
        "2026/03/02 10:15", "2026.03.02 10:15:00", "02.03.26 10:15:00", "2 марта 2026 г. 10:15",
        "2 марта 2026 г., 10:15", "«02» марта 2026 года в 10:15", "понедельник, 2 марта 2026, 10:15",
        "2 мар. 2026 10:15",
        "02.03.2026г. 10:15", "02.03.2026\u00a010:15", "10:15 02.03.2026", "2-го марта 2026 10:15", "02.03.2026 10.15",
        "02.03.2026 10 ч. 15 мин.",
        "2026-03-02 10:15:00 AM", "Mar 2, 2026 10:15", "20260302T101500", "20260302101500", "1772421300",
        "1772421300000", "02.03.2026T10:15:00,000",
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
    "value",
    [
        "31.02.2026", "2026-13-01", "29.02.2026", "вчера", "03/04/2026", "05/03/2024 10:00", "12345678", "25:00", "1",
        "март 2026", "2 марта", "02.03.2026 25:00", "02.03.2026 10:00-12:00", "02.03.2026-05.03.2026",
        "02.03.2026 10:00 +25", "02.03.2026 10:00 EST", "03/04/26", "02.03.2026 10", "31 июня 2026", "13/13/2026",
    ],
)  # fmt: skip
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
    texts = ["15-1 от 02.03.2026", "нет", "№ 15/2 от 2 марта 2026 г.", "15-1 от 02.03.26", "12.05.26-15"]
    assert moments.within(pd.Series(texts)).tolist() == ["02.03.2026", "", "2 марта 2026", "02.03.26", ""]


@pytest.mark.parametrize(("value", "day"), [("25/03/2026", "25.03"), ("03/25/2026", "25.03"), ("04/04/2026", "04.04")])
def test_a_date_with_slashes_is_read_where_it_can_be_read_in_one_way(value, day):
    assert parse(value).utc.dt.tz_convert(ZONE).dt.strftime("%d.%m").tolist() == [day]


@pytest.mark.parametrize("value", ["05.03.2024 24:00", "2024-03-05T24:00:00", "5 марта 2024 г. 24:00"])
def test_the_twenty_fourth_hour_ends_the_named_day(value):
    assert parse(value).utc[0].tz_convert(ZONE) == pd.Timestamp("2024-03-05 23:59:59", tz=ZONE)


@pytest.mark.parametrize(
    "value",
    [
        "01.01.0001 0:00:00", "01.01.0001", "0001-01-01T00:00:00+02:30:17", "  .  .    ", "  .  .       :  :  ",
        "__.__.____", "00.00.0000", "00.00.0000 00:00", "0000-00-00 00:00:00", "30.12.1899", "30.12.1899 10:15:00",
        "1899-12-31 12:00:00", "00.01.1900", "31.12.9999", "31.12.9999 23:59:59", "9999-12-31T23:59:59Z", "0", "0,0",
        "00:00:00", "нет даты", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [None, "%m/%d/%Y"])
def test_what_programs_write_for_no_date_is_no_date_and_no_fault(value, form):
    found = parse(value, form=form)
    assert found.utc.isna().all() and not found.bad and not found.timed.any()


@pytest.mark.parametrize(
    "value",
    ["2024-03-31 23:30:00 +0300", "2024-03-31 23:30:00 +03:00", "2024-03-31 20:30:00 UTC", "2024-03-31T20:30:00Z"],
)
def test_a_format_may_end_with_an_offset_in_any_spelling(value):
    found = parse(value, form="%Y-%m-%d %H:%M:%S %z")
    assert found.utc[0] == pd.Timestamp("2024-03-31 20:30", tz="UTC") and not found.bad


def test_a_format_with_an_offset_does_not_guess_a_missing_one():
    assert list(parse("31.03.2024 23:30", "31.03.2024 23:30 +3", form="%d.%m.%Y %H:%M%z").bad) == [0]


@pytest.mark.parametrize("form", ["%Q", "%", "дд.мм.гггг", "%d.%m.%Y %d"])
def test_a_format_that_is_none_is_told(form):
    assert not moments.is_format(form)


def test_midnight_is_a_time_only_in_a_column_that_has_times():
    assert not parse("02.03.2026 00:00:00", "03.03.2026 00:00:00", "04.03.2026").timed.any()
    assert parse("02.03.2026 00:00:00", "03.03.2026 10:15:00", "04.03.2026", "").timed.tolist() == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2 марта 2026 г.", True), ("02.03.26 10:15", True), ("46083", False), ("1772421300000", False), ("вода", False)],
)
def test_a_column_is_told_for_dates_by_spellings_but_not_by_numbers(value, expected):
    assert moments.is_date(value) is expected


OFFSETS = st.integers(-12, 14)


@settings(deadline=None, max_examples=60)
@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2099, 12, 30)),  # noqa: DTZ001
    OFFSETS,
    st.sampled_from(["{:+03d}", "{:+03d}00", "{:+03d}:00", " UTC{:+d}", " (GMT{:+03d}:00)"]),
    st.sampled_from(["%Y-%m-%dT%H:%M:%S.%f", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S"]),
)
def test_any_moment_survives_being_written_at_any_offset(moment, hours, offset, form):
    moment = moment.replace(microsecond=0)
    found = parse(f"{moment + timedelta(hours=hours):{form}}{offset.format(hours)}")
    assert not found.bad
    assert found.utc[0] == pd.Timestamp(moment, tz="UTC")
