"""Numbers, dates and plurals as Russian text; nothing else in the program formats them.

Missing values (None, NaN, NaT, pandas.NA) become «нет данных», never 0. Thousands are split by a narrow no-break
space, the decimal mark is a comma, a minus is «−», and a number never parts from its unit.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import pandas as pd

from data.metrics.declaration import Metric
from data.metrics.words import form

NO_DATA = "нет данных"
THIN = "\u202f"
NBSP = "\u00a0"
MINUS = "\u2212"
MONTHS = (
    ("январь", "января", "янв"),
    ("февраль", "февраля", "фев"),
    ("март", "марта", "мар"),
    ("апрель", "апреля", "апр"),
    ("май", "мая", "мая"),
    ("июнь", "июня", "июн"),
    ("июль", "июля", "июл"),
    ("август", "августа", "авг"),
    ("сентябрь", "сентября", "сен"),
    ("октябрь", "октября", "окт"),
    ("ноябрь", "ноября", "ноя"),
    ("декабрь", "декабря", "дек"),
)
_DAYS = ("день", "дня", "дней")
_DIGITS = {"%": 1, "дн.": 1, "раб. ч": 1, "балл 1–5": 2, "на 1000 жителей": 1}
_FEW_TO_COMPARE = 20
"""Below this many records a relative change says less than the difference itself."""


@dataclass(frozen=True)
class Change:
    """How a number moved. text: «+12 %», «−1,5 п.п.», «без изменений» or «нет данных»; is_good: missing when neither
    way is good.
    """

    text: str
    direction: Literal["up", "down", "flat", "unknown"]
    is_good: bool | None = None


def is_missing(x: Any) -> bool:
    """Whether a value stands for «нет данных»."""
    if isinstance(x, str | int):  # most cells of a table; pandas asks long
        return False
    return x is None or (x != x if isinstance(x, float) else bool(pd.isna(x)))


def number(x: Any, digits: int = 0) -> str:
    """«1 234,5»: at most `digits` decimals are not cut, so that columns align."""
    if is_missing(x):
        return NO_DATA
    text = f"{abs(float(x)):,.{digits}f}".replace(",", THIN).replace(".", ",")
    is_negative = float(x) < 0 and any(c not in f"0,{THIN}" for c in text)
    return MINUS + text if is_negative else text


def percent(share: Any, digits: int = 1) -> str:
    """«12,3 %» from a share 0–1; whole percents without the «,0»."""
    return _with_unit(_scaled(share), "%", digits)


def days(x: Any) -> str:
    """«5 дней», «2,5 дня»."""
    if is_missing(x):
        return NO_DATA
    return f"{_short(x)}{NBSP}{_form(x, *_DAYS)}"


def plural(n: Any, one: str, few: str, many: str) -> str:
    """«21 обращение», «3 обращения», «1 234 обращения», «0,5 обращения»."""
    return NO_DATA if is_missing(n) else f"{_short(n)}{NBSP}{_form(n, one, few, many)}"


def records(n: Any) -> str:
    """«21 запись»."""
    return plural(n, "запись", "записи", "записей")


def over(n: Any, metric: Metric | None = None) -> str:
    """«по 21 записи», «по 45 записям»: what a share or a median is counted over; of a metric that leaves some records
    out, which are counted: «из 1 476, у которых срок наступил».
    """
    if metric is not None and metric.counted:
        return f"из{NBSP}{number(n)}, {metric.counted}"
    return f"по{NBSP}{plural(n, 'записи', 'записям', 'записям')}"


def heading(metric: Metric) -> str:
    """The short label of a metric, with which records it is of: «В срок, % записей, у которых срок наступил»."""
    return f"{metric.short_label} записей, {metric.counted}" if metric.counted else metric.short_label


def snapshot(number: int, address: str = "") -> str:
    """«срез № 12», with its address «срез № 12 (12-3fa9c1d2)», by which no other can be taken for it."""
    return f"срез №{NBSP}{number}" + (f" ({address})" if address else "")


def day(x: Any) -> str:
    """«23.11.2026»."""
    return NO_DATA if is_missing(x) else f"{_date(x):%d.%m.%Y}"


def short_day(x: Any) -> str:
    """«23 ноя»: for axes and tight tables where the year is said elsewhere."""
    return NO_DATA if is_missing(x) else f"{_date(x).day}{NBSP}{MONTHS[_date(x).month - 1][2]}"


def day_and_month(x: Any) -> str:
    """«19 июля»: for sentences where the year is said elsewhere."""
    return NO_DATA if is_missing(x) else f"{_date(x).day}{NBSP}{MONTHS[_date(x).month - 1][1]}"


def long_day(x: Any) -> str:
    """«23 ноября 2026 г.»: for sentences."""
    if is_missing(x):
        return NO_DATA
    return f"{_date(x).day}{NBSP}{MONTHS[_date(x).month - 1][1]} {_date(x).year}{NBSP}г."


def month(x: Any) -> str:
    """«ноябрь 2026»."""
    return NO_DATA if is_missing(x) else f"{MONTHS[_date(x).month - 1][0]}{NBSP}{_date(x).year}"


def quarter(x: Any) -> str:
    """«III квартал 2026»."""
    if is_missing(x):
        return NO_DATA
    return f"{('I', 'II', 'III', 'IV')[(_date(x).month - 1) // 3]}{NBSP}квартал {_date(x).year}"


def week(x: Any) -> str:
    """«23–29.11.2026», «30.11–06.12.2026»: the week that begins on the given Monday."""
    if is_missing(x):
        return NO_DATA
    first = _date(x)
    return period(first, first + timedelta(days=6))


def period(first: Any, last: Any) -> str:
    """«23–29.11.2026»; without a first day «по 29.11.2026»."""
    if is_missing(last):
        return NO_DATA if is_missing(first) else f"с{NBSP}{day(first)}"
    if is_missing(first):
        return f"по{NBSP}{day(last)}"
    start, end = _date(first), _date(last)
    if start == end:
        return day(end)
    pattern = "%d.%m.%Y" if start.year != end.year else "%d.%m" if start.month != end.month else "%d"
    return f"{start:{pattern}}–{end:%d.%m.%Y}"


def moment(x: Any) -> str:
    """«23.11.2026, 14:05»; the caller has brought the time to the district's zone."""
    return NO_DATA if is_missing(x) else f"{pd.Timestamp(x):%d.%m.%Y, %H:%M}"


def value(metric: Metric, x: Any) -> str:
    """A metric's value with its unit: «1 234», «87,5 %», «12,5 дня», «4,2 раб. ч», «4,31»."""
    if metric.unit == "дн.":
        return days(x)
    return _with_unit(_native(metric, x), _unit(metric), _DIGITS.get(metric.unit, 0))


def plain(metric: Metric, x: Any) -> str:
    """The same without the unit, for tables and axes whose heading says it."""
    return number(_native(metric, x), _DIGITS.get(metric.unit, 0))


def interval(metric: Metric, low: Any, high: Any) -> str:
    """«80–91 %», «3–5 дней»; «нет данных» when either end is unknown on both sides, «не меньше 3 дней» when only the
    upper end is.
    """
    if is_missing(low):
        return NO_DATA
    if is_missing(high):
        return f"не{NBSP}меньше{NBSP}{_bound(metric, low)}{_unit_after(metric)}"
    return f"{_bound(metric, low)}–{_bound(metric, high)}{_unit_after(metric)}"


def change(metric: Metric, now: Any, before: Any) -> Change:
    """How a metric moved: counts and rates relatively («+12 %», or «+3» when few), shares in points, the rest in
    their unit.
    """
    if is_missing(now) or is_missing(before):
        return Change(NO_DATA, "unknown")
    text = _difference(metric, float(now), float(before))
    if not any(c in "123456789" for c in text):
        return Change("без изменений", "flat")
    is_up = float(now) > float(before)
    good = None if metric.better is None else (metric.better == "higher") == is_up
    return Change(text, "up" if is_up else "down", good)


def _difference(metric: Metric, now: float, before: float) -> str:
    if metric.is_share:
        return _signed(100 * (now - before), 1) + f"{NBSP}п.п."
    if metric.kind == "rate" or (metric.kind == "count" and before >= _FEW_TO_COMPARE):
        return _signed(100 * (now / before - 1), 0) + f"{NBSP}%" if before else _signed(now, 1)
    return _signed(now - before, _DIGITS.get(metric.unit, 0)) + _unit_after(metric)


def _signed(x: float, digits: int) -> str:
    text = number(x, digits)
    return text if text.startswith(MINUS) or x <= 0 else f"+{text}"


def _unit(metric: Metric) -> str:
    return metric.unit if metric.unit in ("%", "дн.", "раб. ч") else ""


def _unit_after(metric: Metric) -> str:
    return f"{NBSP}{_unit(metric)}" if _unit(metric) else ""


def _native(metric: Metric, x: Any) -> Any:
    return _scaled(x) if metric.is_share else x


def _scaled(share: Any) -> Any:
    return share if is_missing(share) else 100 * float(share)


def _bound(metric: Metric, x: Any) -> str:
    digits = _DIGITS.get(metric.unit, 0) if metric.kind in ("mean", "rate", "quantile") else 0
    return _trimmed(number(_native(metric, x), digits))


def _with_unit(x: Any, unit: str, digits: int) -> str:
    if is_missing(x):
        return NO_DATA
    text = _trimmed(number(x, digits)) if unit else number(x, digits)
    return f"{text}{NBSP}{unit}" if unit else text


def _short(x: Any) -> str:
    return _trimmed(number(x, 1))


def _trimmed(text: str) -> str:
    return text.removesuffix(",0")


def _form(x: Any, one: str, few: str, many: str) -> str:
    shown = round(abs(float(x)), 1)
    if shown != int(shown):
        return few
    return form(int(shown), one, few, many)


def _date(x: Any) -> date:
    if isinstance(x, datetime):
        return x.date()
    return x if isinstance(x, date) else pd.Timestamp(x).date()
