"""What `Filters` say in words: the chips of a screen and the subtitle of its pictures come from here."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.filters import DEFAULT_PERIOD, LISTS, MISSING, Filters
from data.metrics import Stamp, members, metric
from data.metrics.describe import BASIS
from words import format, texts

_OTHERS = {"group": "topic_group", "due": "has_term"}
DIMENSION_OF = {key: _OTHERS.get(key, key) for key in LISTS}
"""URL key → dimension of `data.metrics` that lists its members."""
_MOST_NAMED = 3
_NAMED_WITH_KEY = ("rating",)
"""Lists whose members say nothing alone: «Оценка: 1»."""


@dataclass(frozen=True)
class Member:
    """One choice of a filter. parent: code of the group or municipality it belongs to."""

    code: str
    label: str
    parent: str = ""


@dataclass(frozen=True)
class Active:
    """One narrowing in force. code is empty for the period, `as_of` and the snapshot."""

    key: str
    code: str
    text: str


def choices(key: str) -> list[Member]:
    """Members of a filter in the dimension's order; members of one name are told apart by their kind."""
    frame = members(DIMENSION_OF[key])
    if frame.empty:
        return []
    parents = frame.get("municipality" if key == "place" else "group", pd.Series("", index=frame.index)).fillna("")
    kinds = frame.get("kind", pd.Series("", index=frame.index)).fillna("")
    twins = frame["label"].duplicated(keep=False)
    rows = zip(frame["code"], frame["label"], parents, kinds, twins, strict=True)
    return [
        Member(str(c), f"{label} ({kind})" if twin and kind else str(label), str(p)) for c, label, p, kind, twin in rows
    ]


def labels(filters: Filters) -> dict[tuple[str, str], str]:
    """(URL key, code) → Russian label of everything that the filters name."""
    named = {(key, code): code for key, name in LISTS.items() for code in getattr(filters, name)}
    for key in {key for key, _ in named}:
        known = {m.code: m.label for m in choices(key)} | {MISSING: texts.WITHOUT.get(key, texts.UNDEFINED)}
        named |= {(k, code): known.get(code, code) for k, code in named if k == key}
    return named


def active(filters: Filters, as_of: date | None = None) -> list[Active]:
    """Every narrowing in force, in the order of the controls; the period is always there.

    as_of: the day presets are counted back from; missing leaves the preset's name alone.
    """
    named = labels(filters)
    found = [Active("period", "", period_text(filters, as_of))]
    for (key, code), label in named.items():
        found.append(Active(key, code, f"{texts.FILTER_LABELS[key]}: {label}" if key in _NAMED_WITH_KEY else label))
    if filters.state:
        found.append(Active("state", "", texts.STATES[filters.state]))
    if filters.text:
        found.append(Active("text", "", f"{texts.FILTER_LABELS['text']}: «{filters.text}»"))
    if filters.as_of:
        found.append(Active("as_of", "", f"{texts.FILTER_LABELS['as_of']} {format.day(filters.as_of)}"))
    if filters.snapshot:
        found.append(Active("snapshot", "", f"{texts.FILTER_LABELS['snapshot']} № {filters.snapshot}"))
    return found


def period_text(filters: Filters, as_of: date | None = None) -> str:
    """«24.11.2025–23.11.2026 (52 недели)»; of a state without own dates its day, «на 23.11.2026»."""
    if filters.date_from or filters.date_to:
        return format.period(filters.date_from, filters.date_to)
    if filters.state:
        return texts.STATE_DAY if as_of is None else f"на{format.NBSP}{format.day(as_of)}"
    name = texts.PERIODS[filters.period]
    if as_of is None or filters.period == "all":
        return name
    return f"{format.period(*filters.span(as_of))} ({name[0].lower()}{name[1:]})"


def counted_by(metric_id: str) -> str:
    """«только «Отвечено с опозданием», период — по дате окончания срока»; empty without a metric."""
    if not metric_id:
        return ""
    m = metric(metric_id)
    when = "" if m.state or m.basis == "received" else f", период — по дате {BASIS[m.basis]}"
    return f"только «{m.label}»{when}"


def is_default_period(filters: Filters) -> bool:
    """Whether the period is the one that the URL leaves out, or does not count."""
    return (filters.period == DEFAULT_PERIOD or bool(filters.state)) and not (filters.date_from or filters.date_to)


def describe(filters: Filters, stamp: Stamp) -> str:
    """«24.11.2025–23.11.2026 (52 недели) · ЖКХ · Верхнее городское поселение»: for pictures, headings and
    documents.
    """
    has_name = filters.period == "all" or bool(filters.state)
    span = period_text(filters, stamp.as_of) if has_name else format.period(*filters.span(stamp.as_of))
    named: dict[str, list[str]] = {}
    for item in active(filters, stamp.as_of)[1:]:
        named.setdefault(item.key, []).append(item.text)
    return " · ".join([span, *(_shortened_list(found) for found in named.values())])


def _shortened_list(found: list[str]) -> str:
    rest = len(found) - _MOST_NAMED
    return ", ".join(found[:_MOST_NAMED]) + (f" и ещё {rest}" if rest > 0 else "")
