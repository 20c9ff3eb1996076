"""What a reader has narrowed the data to: one frozen value, one parser, one URL form.

The URL reproduces the screen and is the cache key. Codes are the stable ones: topics and channels by code, places by
11-digit ОКТМО, municipalities by 8-digit ОКТМО. Defaults are left out of the URL.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from data.errors import FilterError

DEFAULT_PERIOD = "52w"
WEEKS = {"4w": 4, "12w": 12, "26w": 26, "52w": 52}
PERIODS = (*WEEKS, "month", "quarter", "year", "all")
LISTS = {
    "channel": "channels",
    "source": "sources",
    "group": "topic_groups",
    "topic": "topics",
    "municipality": "municipalities",
    "place": "places",
    "recipient": "recipients",
    "status": "statuses",
    "kind": "kinds",
    "outcome": "outcomes",
    "rating": "ratings",
    "due": "dues",
}
STATES = ("open", "overdue", "burning", "queue")
"""Where a record may stand on the day of the report (`data.metrics.states`)."""
MISSING = "none"
"""The code of «не определено» in a list: records whose place, topic or recipient is unknown."""
_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,100}\Z")
_HASH = re.compile(r"[0-9a-f]{4,16}\Z")
_MOST_CODES = 200
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Signs inside a word that nobody sees or types: they come with what is copied from a document."""
LONGEST_TEXT = 200
"""Signs of a text that records are found by."""


@dataclass(frozen=True)
class Filters:
    """A narrowing of the data; empty tuples mean «all».

    outcomes: what became of the term (`data.metrics.outcome.OUTCOMES`); ratings: «1»–«5»; dues: «known» where a term is
    counted. `MISSING` in any list is «не определено»: without a rating, a term, a place.
    period: a preset of `PERIODS`, ignored when `date_from` or `date_to` is given (both inclusive, local dates).
    state: one of `STATES`, or all records: only those that stand so on the day of the report, whatever preset period
    they came in. Own dates of receipt still hold.
    text: words of the masked text, or a number of a record (`data.store.search.find`); only texts open to the asker.
    as_of: the day the numbers are counted for (a term that ends on it has not run out yet); missing means the
    snapshot's own last day.
    snapshot: number of a published snapshot; missing means the latest. snapshot_hash: the beginning of its hash, where
    the asker knows it: then no other snapshot of that number answers.
    """

    period: str = DEFAULT_PERIOD
    date_from: date | None = None
    date_to: date | None = None
    channels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    topic_groups: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    dues: tuple[str, ...] = ()
    state: str = ""
    text: str = ""
    as_of: date | None = None
    snapshot: int | None = None
    snapshot_hash: str = ""

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise FilterError(f"Период «{self.period}» не существует. Возможные: {', '.join(PERIODS)}.")
        if self.date_from and self.date_to and self.date_from > self.date_to:
            span = f"Начало периода {self.date_from:%d.%m.%Y} позже его конца {self.date_to:%d.%m.%Y}."
            raise FilterError(f"{span} Поменяйте даты местами.")
        if self.state and self.state not in STATES:
            raise FilterError(f"Состояние «{self.state[:40]}» не существует. Возможные: {', '.join(STATES)}.")

    def span(self, as_of: date) -> tuple[date | None, date]:
        """First and last day of the period, both inclusive, seen from `as_of`; a missing first day means «с начала»."""
        if self.date_from or self.date_to:
            return self.date_from, self.date_to or as_of
        if self.state:
            return None, as_of
        if self.period in WEEKS:
            return as_of - timedelta(days=7 * WEEKS[self.period] - 1), as_of
        if self.period == "month":
            return as_of.replace(day=1), as_of
        if self.period == "quarter":
            return as_of.replace(month=(as_of.month - 1) // 3 * 3 + 1, day=1), as_of
        if self.period == "year":
            return as_of.replace(month=1, day=1), as_of
        return None, as_of

    def previous(self, as_of: date) -> "Filters | None":
        """The same filters over the period of equal length just before; missing when the period has no
        beginning, or has not begun.
        """
        first, last = self.span(as_of)
        last = min(last, as_of)  # what is still ahead is compared with nothing
        if first is None or first > last:
            return None
        length = last - first + timedelta(days=1)
        return replace(self, date_from=first - length, date_to=first - timedelta(days=1))

    def is_default(self) -> bool:
        """Whether nothing is narrowed."""
        return self == Filters()

    def to_params(self) -> dict[str, str]:
        """URL parameters without defaults, in a fixed order."""
        params: dict[str, str] = {}
        if self.date_from or self.date_to:
            params |= {k: d.isoformat() for k, d in (("from", self.date_from), ("to", self.date_to)) if d}
        elif self.period != DEFAULT_PERIOD:
            params["period"] = self.period
        params |= {key: ",".join(getattr(self, name)) for key, name in LISTS.items() if getattr(self, name)}
        if self.state:
            params["state"] = self.state
        if self.text:
            params["text"] = self.text
        if self.as_of:
            params["as_of"] = self.as_of.isoformat()
        if self.snapshot:
            params["snapshot"] = "-".join(filter(None, (str(self.snapshot), self.snapshot_hash)))
        return params


def parse(params: Mapping[str, object]) -> Filters:
    """Filters from URL parameters (strings or lists of strings); unknown keys are left to others.

    Raises FilterError with a Russian sentence when a value makes no sense.
    """
    values = {key: _text(value) for key, value in params.items() if value not in (None, "", [])}
    number, _, own_hash = values.get("snapshot", "").partition("-")
    if own_hash and not _HASH.match(own_hash):
        raise FilterError(f"Отпечаток среза «{own_hash[:40]}» не разобран. Нужен вид 12-3fa9c1d2.")
    lists = {name: _codes(key, values[key]) for key, name in LISTS.items() if key in values}
    return Filters(
        period=values.get("period", DEFAULT_PERIOD),
        date_from=_day("from", values.get("from")),
        date_to=_day("to", values.get("to")),
        state=values.get("state", ""),
        text=typed(values.get("text", "")),
        as_of=_day("as_of", values.get("as_of")),
        snapshot=_number("snapshot", number or values.get("snapshot")),
        snapshot_hash=own_hash,
        **lists,
    )


def readable(params: Mapping[str, object]) -> tuple[Filters, tuple[str, ...]]:
    """Filters from what of the parameters makes sense, and the keys of what doesn't; two ends of a period that
    contradict each other both don't.
    """
    odd = tuple(key for key in names() if key in params and not _is_read({key: params[key]}))
    kept = {key: value for key, value in params.items() if key not in odd}
    if not _is_read(kept):
        odd, kept = (*odd, "from", "to"), {key: value for key, value in kept.items() if key not in ("from", "to")}
    return parse(kept), odd


def _is_read(params: Mapping[str, object]) -> bool:
    try:
        parse(params)
    except FilterError:
        return False
    return True


def names() -> tuple[str, ...]:
    """URL keys that `parse` understands."""
    return ("period", "from", "to", *LISTS, "state", "text", "as_of", "snapshot")


def typed(text: str) -> str:
    """What a reader typed to find records by, without what no database takes. Raises FilterError when it is too long,
    or nothing can be looked for.
    """
    seen = text.translate(_INVISIBLE)
    found = " ".join("".join(sign if sign.isprintable() else " " for sign in seen).split())
    if len(found) > LONGEST_TEXT:
        raise FilterError(f"Запрос длиннее {LONGEST_TEXT} знаков. Оставьте главные слова или номер.")
    if found and not any(map(str.isalnum, found)):
        raise FilterError("В запросе нет ни букв, ни цифр. Наберите слова из текста или номер записи.")
    return found


def _text(value: object) -> str:
    return ",".join(str(v) for v in value) if isinstance(value, list | tuple) else str(value)


def _codes(key: str, text: str) -> tuple[str, ...]:
    codes = tuple(sorted({part.strip() for part in text.split(",") if part.strip()}))
    if len(codes) > _MOST_CODES:
        raise FilterError(f"В фильтре «{key}» больше {_MOST_CODES} значений. Сократите список.")
    for code in codes:
        if not _CODE.match(code):
            raise FilterError(f"Значение «{code[:40]}» в фильтре «{key}» не похоже на код. Выберите его из списка.")
    return codes


def _day(key: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError as error:
        raise FilterError(f"Дата «{text[:40]}» в «{key}» не разобрана. Нужен вид 2026-03-31.") from error
    if not 1990 <= day.year <= 2100:
        raise FilterError(f"Дата {day:%d.%m.%Y} в «{key}» вне пределов 1990–2100. Проверьте год.")
    return day


def _number(key: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 9 or int(text) == 0:
        raise FilterError(f"Номер «{text[:40]}» в «{key}» не разобран. Нужно целое число больше нуля.")
    return int(text)


assert {f.name for f in fields(Filters)} >= set(LISTS.values())
