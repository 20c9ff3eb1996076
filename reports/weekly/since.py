"""«Что изменилось с выпуска»: every figure of an issued note beside what it is now, and why, record by record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from data.filters import Filters, parse
from data.metrics import METRICS, query
from data.metrics.bridge import CAUSES, Bridge, bridge
from data.metrics.declaration import Metric
from data.scope import Scope
from reports.documents.blocks import Block, Heading, Number, Paragraph, Table, text_of
from reports.documents.canonical import blocks_of
from reports.weekly.week import Weekly
from words import format

_LONGEST = 90


@dataclass(frozen=True)
class Change:
    """A figure then and now. what: where it stands; before, after: as they are read; net: cause → by how many records;
    base: how the records that it is counted from have changed, missing for counts.
    """

    what: str
    before: str
    after: str
    net: Mapping[str, int]
    is_sum: bool = True

    @property
    def is_same(self) -> bool:
        """Whether nothing came in and nothing fell out."""
        return not self.net and self.before == self.after


def changes(content: str, of: Weekly) -> list[Change]:
    """Every figure of an issued note once, in the order of reading. content: canonical; of: its week and snapshot.

    Counts, and of shares and medians the records that they are counted from, change by exactly what the causes say.
    """
    made: list[Change] = []
    seen: set[tuple[str, str]] = set()
    for what, number in _figures(blocks_of(content)):
        key = (number.metric, number.href or f"{what}{number.value}")
        if key not in seen and number.metric in METRICS:
            seen.add(key)
            made += _count(what, number, of.scope) if number.href else _derived(what, number, of)
    return made


def _figures(blocks: tuple[Block, ...]) -> Iterator[tuple[str, Number]]:
    """Numbers with where they stand."""
    section = ""
    for block in blocks:
        if isinstance(block, Heading):
            section = block.text
        elif isinstance(block, Paragraph):
            told = text_of(block.runs)
            short = told if len(told) <= _LONGEST else f"{told[:_LONGEST].rsplit(' ', 1)[0]}…"
            yield from ((f"{section}: {short}", run) for run in block.runs if isinstance(run, Number))
        elif isinstance(block, Table):
            for row in block.rows:
                for head, cell in zip(block.head, row, strict=True):
                    numbers = (run for run in cell if isinstance(run, Number))
                    yield from ((f"{section}: {text_of(row[0])}, {head.lower()}", run) for run in numbers)


def _count(what: str, number: Number, scope: Scope) -> list[Change]:
    params = dict(parse_qsl(urlsplit(number.href).query))
    found = bridge(parse(params), scope, params.get("behind", ""))
    return [_of(what, found, found.before, found.after)]


def _derived(what: str, number: Number, of: Weekly) -> list[Change]:
    """A share or a median then and now, then the records behind it: hits and all, or all."""
    declared = METRICS[number.metric]
    if declared.kind == "count":
        return []
    now = replace(of.filters(), snapshot=None, snapshot_hash="")
    value = query([number.metric], [], now, of.scope)[number.metric].iloc[0]
    found = bridge(of.filters(), of.scope, number.metric, is_base=True)
    whole = _of(f"{what}: из скольких записей", found, found.before, found.after)
    told = Change(what, format.value(declared, number.value), format.value(declared, value), {}, is_sum=False)
    return [told, *_hits(what, declared, of.filters(), of.scope), whole]


def _hits(what: str, declared: Metric, filters: Filters, scope: Scope) -> list[Change]:
    if not declared.is_share:
        return []
    found = bridge(filters, scope, declared.id)
    return [_of(f"{what}: сколько записей", found, found.before, found.after)]


def _of(what: str, found: Bridge, before: int, after: int) -> Change:
    return Change(what, format.number(before), format.number(after), found.net)


def columns(found: list[Change]) -> dict[str, str]:
    """Causes that occur, in their order, with their words."""
    return {cause: words for cause, words in CAUSES.items() if any(cause in one.net for one in found)}


def rows(found: list[Change]) -> list[dict[str, Any]]:
    """What has changed, a row each: what, before, after, and a signed number per cause that occurs."""
    causes = columns(found)
    return [
        {"what": one.what, "before": one.before, "after": one.after}
        | {cause: _signed(one.net[cause]) if cause in one.net else "" for cause in causes}
        for one in found
        if not one.is_same
    ]


def _signed(net: int) -> str:
    return f"+{format.number(net)}" if net > 0 else format.number(net).replace("-", "−")
