from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.metrics import METRICS, metric
from words import format


def plain(text: str) -> str:
    """The text with every kind of no-break space turned into an ordinary one."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


MISSING = {"None": None, "nan": float("nan"), "NaN": np.nan, "NA": pd.NA, "NaT": pd.NaT}


@pytest.mark.parametrize("kind", MISSING)
def test_a_missing_value_is_said_to_be_missing_and_never_zero(kind):
    missing = MISSING[kind]
    texts = [
        format.number(missing),
        format.percent(missing),
        format.days(missing),
        format.day(missing),
        format.month(missing),
        format.week(missing),
        format.plural(missing, "запись", "записи", "записей"),
        *(format.value(m, missing) for m in METRICS.values()),
        *(format.plain(m, missing) for m in METRICS.values()),
    ]
    assert set(texts) == {"нет данных"}


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.5, 1, "1 234,5"),
        (1234567, 0, "1 234 567"),
        (-12.3, 1, "−12,3"),
        (-0.01, 1, "0,0"),
        (0, 0, "0"),
        (np.int64(5000), 0, "5 000"),
    ],
)
def test_a_number_has_a_comma_narrow_spaces_and_a_true_minus(value, digits, text):
    assert plain(format.number(value, digits)) == text


def test_thousands_are_split_by_a_narrow_no_break_space():
    assert format.number(1234) == "1\u202f234"


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "0 обращений"),
        (1, "1 обращение"),
        (2, "2 обращения"),
        (4, "4 обращения"),
        (5, "5 обращений"),
        (11, "11 обращений"),
        (12, "12 обращений"),
        (14, "14 обращений"),
        (21, "21 обращение"),
        (22, "22 обращения"),
        (101, "101 обращение"),
        (111, "111 обращений"),
        (1001, "1 001 обращение"),
        (0.5, "0,5 обращения"),
        (1.5, "1,5 обращения"),
    ],
)
def test_a_noun_agrees_with_its_number(n, text):
    assert plain(format.plural(n, "обращение", "обращения", "обращений")) == text


@given(st.integers(min_value=0, max_value=10**9))
def test_the_form_of_a_noun_depends_on_the_last_two_digits_only(n):
    form = format.plural(n, "один", "два", "пять").split("\u00a0")[1]
    assert form == format.plural(n % 100, "один", "два", "пять").split("\u00a0")[1]


@given(st.floats(min_value=-1e12, max_value=1e12), st.integers(min_value=0, max_value=4))
def test_a_written_number_reads_back_as_the_rounded_number(x, digits):
    text = format.number(x, digits).replace("\u202f", "").replace(",", ".").replace("−", "-")
    assert float(text) == pytest.approx(float(f"{x:.{digits}f}"))


SHARES = [(0.875, "87,5 %"), (0.12, "12 %"), (0, "0 %"), (1, "100 %"), (0.0004, "0 %"), (0.1234, "12,3 %")]


@pytest.mark.parametrize(("share", "text"), SHARES)
def test_a_share_becomes_percent_only_when_it_is_written(share, text):
    assert plain(format.percent(share)) == text


DAYS = [(1, "1 день"), (3, "3 дня"), (12, "12 дней"), (2.5, "2,5 дня"), (5.04, "5 дней")]


@pytest.mark.parametrize(("x", "text"), DAYS)
def test_days_agree_with_their_number(x, text):
    assert plain(format.days(x)) == text


def test_dates_are_written_the_russian_way():
    assert format.day(date(2026, 11, 23)) == "23.11.2026"
    assert format.day(pd.Timestamp("2026-11-23")) == "23.11.2026"
    assert format.day(datetime(2026, 11, 23, 23, 59)) == "23.11.2026"  # noqa: DTZ001
    assert plain(format.short_day(date(2026, 11, 3))) == "3 ноя"
    assert plain(format.long_day(date(2026, 11, 3))) == "3 ноября 2026 г."
    assert plain(format.month(date(2026, 5, 1))) == "май 2026"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23–29.11.2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30.11–06.12.2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28.12.2026–03.01.2027"),
        (date(2026, 11, 23), date(2026, 11, 23), "23.11.2026"),
        (None, date(2026, 11, 29), "по 29.11.2026"),
        (date(2026, 11, 23), None, "с 23.11.2026"),
        (None, None, "нет данных"),
    ],
)
def test_a_period_repeats_no_month_and_no_year(first, last, text):
    assert plain(format.period(first, last)) == text


def test_a_week_is_named_by_its_first_and_last_day():
    assert format.week(date(2026, 11, 23)) == "23–29.11.2026"


@pytest.mark.parametrize(
    ("metric_id", "x", "text"),
    [
        ("records", 1234, "1 234"),
        ("on_time_share", 0.875, "87,5 %"),
        ("resolution_median_days", 12.5, "12,5 дня"),
        ("first_reply_median_hours", 4.25, "4,2 раб. ч"),
        ("rating_mean", 4.3, "4,30"),
        ("per_1000", 3.14, "3,1"),
    ],
)
def test_a_metric_is_written_in_its_own_unit(metric_id, x, text):
    assert plain(format.value(metric(metric_id), x)) == text


@given(st.sampled_from(sorted(METRICS)), st.floats(min_value=0, max_value=1))
def test_every_declared_metric_can_be_written(metric_id, x):
    assert format.value(metric(metric_id), x)
    assert format.plain(metric(metric_id), x)


@pytest.mark.parametrize(
    ("metric_id", "low", "high", "text"),
    [
        ("on_time_share", 0.801, 0.914, "80–91 %"),
        ("resolution_median_days", 3, 5.5, "3–5,5 дн."),
        ("resolution_median_days", 3, None, "не меньше 3 дн."),
        ("records", 90.2, 110.7, "90–111"),
        ("records", None, None, "нет данных"),
    ],
)
def test_an_interval_is_written_once_with_its_unit(metric_id, low, high, text):
    assert plain(format.interval(metric(metric_id), low, high)) == text


@pytest.mark.parametrize(
    ("metric_id", "now", "before", "text", "direction", "is_good"),
    [
        ("records", 112, 100, "+12 %", "up", None),
        ("records", 5, 2, "+3", "up", None),
        ("records", 3, 0, "+3", "up", None),
        ("overdue_open", 30, 40, "−25 %", "down", True),
        ("overdue_open", 50, 40, "+25 %", "up", False),
        ("on_time_share", 0.875, 0.85, "+2,5 п.п.", "up", True),
        ("on_time_share", 0.80, 0.85, "−5,0 п.п.", "down", False),
        ("resolution_median_days", 12.5, 14, "−1,5 дн.", "down", True),
        ("records", 100, 100, "без изменений", "flat", None),
        ("on_time_share", 0.85001, 0.85, "без изменений", "flat", None),
        ("on_time_share", 0.85, None, "нет данных", "unknown", None),
        ("on_time_share", None, 0.85, "нет данных", "unknown", None),
    ],
)
def test_a_change_says_how_much_which_way_and_whether_it_is_good(metric_id, now, before, text, direction, is_good):
    change = format.change(metric(metric_id), now, before)
    assert (plain(change.text), change.direction, change.is_good) == (text, direction, is_good)


@given(
    st.sampled_from(sorted(METRICS)),
    st.floats(min_value=0, max_value=1e6),
    st.floats(min_value=0, max_value=1e6),
)
def test_a_change_and_its_reverse_never_agree(metric_id, now, before):
    there, back = format.change(metric(metric_id), now, before), format.change(metric(metric_id), before, now)
    if "flat" not in (there.direction, back.direction):
        assert {there.direction, back.direction} == {"up", "down"}
        assert there.is_good is None or there.is_good is not back.is_good
