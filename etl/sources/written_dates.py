"""One written date: every unambiguous spelling of a day, a time of day and an offset from UTC.

Refused are spellings that two readers would read differently (03/04/2026) and those that name no whole date.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_MOSCOW = ZoneInfo("Europe/Moscow")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - a sheet knows no zone
_MONTHS = (
    "январь января january", "февраль февраля february", "март марта march", "апрель апреля april", "май мая may",
    "июнь июня june", "июль июля july", "август августа august", "сентябрь сентября september sept",
    "октябрь октября october", "ноябрь ноября november", "декабрь декабря december",
)  # fmt: skip
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u2060\ufeff]+")
_MARKS = str.maketrans({"−": "-", "–": "-", "—": "-", "‑": "-"} | dict.fromkeys("«»\"“”„'’", None))
_WEEKDAY = re.compile(
    r"^(?:(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\.?,? )|"
    r",? ?\((?:пн|вт|ср|чт|пт|сб|вс)\.?\)$"
)
_YEAR_WORD = re.compile(r"(?<=\d) ?г(?:ода?|\.)?(?![а-я])")
_BEFORE = re.compile(r"^(?:от|до|не позднее|не позже) ")
_UNIX = re.compile(r"^([a-z]{3}) (\d{1,2}) (\d\d:\d\d:\d\d) ([a-z+0-9:]+) (\d{4})$")

_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?: ?[.,] ?(\d{1,2}) ?[.,] ?|-(\d{1,2})-)(\d{4}|\d\d)")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:-?го)?[ .-]{0,2}([а-яa-z]{3,9})[ .,-]{0,2}(\d{4}|\d\d)")
_MONTH_FIRST = re.compile(r"([а-яa-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")

_CLOCK = (
    r"(?P<h>\d{1,2})(?=:| ?[ap]\.?m| ?ч)"
    r"(?::(?P<m>\d{1,2})(?::(?P<s>\d{1,2})(?:[.,](?P<f>\d+))?)?(?: ?(?P<half>[ap])\.?m\.?)?"
    r"| ?ч(?:ас(?:а|ов)?)?\.?(?: ?(?P<m2>\d{1,2}) ?м(?:ин)?\.?)?)"
)
_TIME_BEHIND = re.compile(rf"^(?P<day>.+?)(?:[ ,;t_]{{1,2}}(?:- |в )?|(?<=[а-я.]))(?:{_CLOCK})$")
_TIME_BEFORE = re.compile(rf"^{_CLOCK}[ ,;]{{1,2}}(?P<day>.+)$")
_DOTTED_TIME = re.compile(
    r"^(?P<day>.+?\d{4})(?:,? | в )(?P<h>\d\d)\.(?P<m>\d\d)(?:\.(?P<s>\d\d)(?:\.(?P<f>\d{1,9}))?)?$"
)
_COMPACT_TIME = re.compile(r"^(?P<day>\d{8})t?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?:\.(?P<f>\d+))?$")

_OFFSET = r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?(?::?00)?"
_ZONE = re.compile(
    r" ?\(?(?:(?P<base>utc|gmt|(?<=[\d ])z|мск|msk|(?:по )?московско(?:е|му) врем(?:я|ени)|по мск)\.? ?)?"
    rf"(?:{_OFFSET})?(?: ?ч(?:ас(?:а|ов)?)?\.?)?\)?$"
)
_NAME_AFTER_OFFSET = re.compile(r"(?<=[\dz])(?: ?\[[a-z_/]+\]| \([^()]*\)| (?:utc|msk|мск))$")
_NUMBER = re.compile(r"(\d{5}|\d{10}|\d{13})(?:[.,](\d+))?")

_NOTHING = re.compile(
    r"[\s.,:/_-]*|[0.,:/ -]+"  # «  .  .    », «__.__.____», «00.00.0000 0:00:00», 0
    r"|(?:0?1[.]0?1[.]0001|0001-01-01|3[01]\.12\.1899|1899-12-3[01]|0?0\.0?1\.1900|1900-01-00)(?:[ t,].*)?"
    r"|(?:31\.12\.(?:9999|3999|2999)|(?:9999|3999|2999)-12-31)(?:[ t,].*)?"
    r"|нет(?: даты| срока)?|без (?:срока|даты)|отсутствует|не (?:указан|определ[её]н|установлен|задан)[ао]?"
    r"|[бн]/?[дн]|дд\.мм\.г{2,4}|dd\.mm\.y{2,4}|\(?пусто\)?|\(blank\)"
)

_OF_OUR_TIME = re.compile(r"\d{1,2}\.\d{1,2}\.20\d\d")
"""How no cell begins that says «no date»."""


class WrittenMoment(NamedTuple):
    """moment: as written, naive; offset: from UTC, None when the text names none; is_timed: it says a time."""

    moment: datetime
    offset: timedelta | None
    is_timed: bool


def plain(text: str) -> str:
    """Small letters, usual dashes and single spaces; no quotes, weekday, «г.» or full stop at the end."""
    made = _SPACES.sub(" ", text.translate(_MARKS)).strip().lower()
    made = _BEFORE.sub("", _WEEKDAY.sub("", made))
    made = _YEAR_WORD.sub(" ", made).replace(" ,", ",")
    return _UNIX.sub(r"\1 \2 \5 \3 \4", _SPACES.sub(" ", made).strip(" ,;"))


def is_nothing(text: str) -> bool:
    """Whether a cell says «no date» as 1С, Excel and people do: 01.01.0001, «  .  .    », 30.12.1899, 31.12.9999, 0."""
    if _OF_OUR_TIME.match(text):  # nearly every cell
        return False
    return _NOTHING.fullmatch(_SPACES.sub(" ", text).strip().lower()) is not None


def read_date(text: str, *, is_1904: bool = False, only_iso: bool = False) -> WrittenMoment | None:
    """A date as written; None when it is none or can be read in two ways.

    only_iso: ISO dates and Excel's day numbers alone, for columns whose own format a person has said. An unknown or
    impossible part makes the whole unreadable. «24:00» is the last second of the named day.
    """
    try:
        return _number(text.strip(), is_1904) or _with_zone(plain(text).rstrip("."), only_iso)
    except (ValueError, OverflowError):
        return None


def with_offset(text: str) -> tuple[str, timedelta | None]:
    """A text parted from the offset at its end, whose hours are counted at any date; (text, None) without one."""
    low = _SPACES.sub(" ", text.translate(_MARKS)).strip()
    found = _zone_of(low.lower())
    if found is None:
        return text, None
    return low[: found.start()].strip(), _offset(found, datetime(2020, 1, 1))  # noqa: DTZ001 - only Moscow's year


def _number(text: str, is_1904: bool) -> WrittenMoment | None:
    """Excel's day number, or seconds or milliseconds since 1970."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole, value = len(found[1]), float(text.replace(",", "."))
    if whole == 5:
        moment = _EPOCHS[is_1904] + timedelta(seconds=round(value * 86_400))
        return WrittenMoment(moment, None, moment.time() != datetime.min.time())
    seconds = value / 1000 if whole == 13 else value
    moment = datetime.fromtimestamp(round(seconds), UTC).replace(tzinfo=None)
    return WrittenMoment(moment, timedelta(0), is_timed=True) if 2000 <= moment.year < 2100 else None


def _with_zone(text: str, only_iso: bool) -> WrittenMoment | None:
    zone = _zone_of(text)
    if zone is None:
        return _local(text, only_iso)
    local = _local(text[: zone.start()].strip(), only_iso)
    if local is None:
        return _local(text, only_iso)
    if not local.is_timed:
        return local  # «2024-03-05+03:00» names a day, whoever's it is
    has_seconds = text[: zone.start()].count(":") > 1 or _YEAR_FIRST.match(text)
    is_range = zone["sign"] == "-" and not zone["base"] and ":" in zone[0] and not has_seconds  # «10:00-12:00»
    return None if is_range else local._replace(offset=_offset(zone, local.moment))


def _zone_of(text: str) -> re.Match[str] | None:
    """The offset at the end of a text, with what may repeat it behind: «+03:00[Europe/Moscow]», «+0300 MSK»."""
    repeated = _NAME_AFTER_OFFSET.search(text)
    for end in (repeated.start() if repeated else 0, len(text)):
        found = _ZONE.search(text[:end])
        if found and (found["base"] or found["sign"]):
            return found
    return None


def _offset(zone: re.Match[str], moment: datetime) -> timedelta:
    """Raises ValueError for an offset that no place on earth has."""
    made = timedelta(hours=int(zone["hours"] or 0), minutes=int(zone["minutes"] or 0))
    made = -made if zone["sign"] == "-" else made
    if (zone["base"] or "").strip(" .") not in ("", "utc", "gmt", "z"):
        made += _MOSCOW.utcoffset(moment) or timedelta(0)
    if not timedelta(hours=-12) <= made <= timedelta(hours=14) or made % timedelta(minutes=15):
        raise ValueError(zone[0])
    return made


def _local(text: str, only_iso: bool) -> WrittenMoment | None:
    day = _day(text, only_iso)
    if day is not None:
        return WrittenMoment(day, None, is_timed=False)
    for pattern in (_TIME_BEHIND, _TIME_BEFORE, _DOTTED_TIME, _COMPACT_TIME):
        found = pattern.match(text)
        day = _day(found["day"].strip(" ,;"), only_iso) if found else None
        if found and day is not None:
            return WrittenMoment(_at(day, found.groupdict()), None, is_timed=True)
    return None


def _at(day: datetime, clock: dict[str, str | None]) -> datetime:
    hour, minute = int(clock["h"] or 0), int(clock["m"] or clock.get("m2") or 0)
    second, half = int(clock.get("s") or 0), clock.get("half")
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(half)
        hour = hour % 12 + (12 if half == "p" else 0)
    if (hour, minute, second) == (24, 0, 0):
        hour, minute, second = 23, 59, 59
    return day.replace(hour=hour, minute=minute, second=second, microsecond=int(f"{clock.get('f') or 0:0<6}"[:6]))


def _day(text: str, only_iso: bool) -> datetime | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return None if only_iso and found[2] != "-" else _date_of(found[1], found[3], found[4])
    if only_iso:
        return None
    if found := _DAY_FIRST.fullmatch(text):
        return _date_of(found[4], found[2] or found[3], found[1])
    if found := _COMPACT.fullmatch(text):
        return _date_of(*found.groups())
    if found := _SLASHES.fullmatch(text):
        return _slashed(*map(int, found.groups()))
    return _in_words(text)


def _slashed(first: int, second: int, year: int) -> datetime | None:
    """Only where one of two numbers can be no month, or both are the same."""
    if first <= 12 and second <= 12 and first != second:
        return None
    return _date_of(year, min(first, second), max(first, second))


def _in_words(text: str) -> datetime | None:
    if found := _WORDS.fullmatch(text):
        day, word, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        word, day, year = found.groups()
    else:
        return None
    month = next((i for i, names in enumerate(_MONTHS, 1) if any(one.startswith(word) for one in names.split())), None)
    return None if month is None else _date_of(year, month, day)


def _date_of(year: str | int, month: str | int, day: str | int) -> datetime:
    """Raises ValueError for a day that is none. Two digits of a year are 1969–2068."""
    number = int(year)
    if len(str(year)) == 2:
        number += 2000 if number < 69 else 1900
    return datetime(number, int(month), int(day))  # noqa: DTZ001 - as written
