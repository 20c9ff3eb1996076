"""«Что изменилось с выпуска»: every figure of an issued note beside what it is now, and why, record by record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from data.filters import parse
from data.metrics import METRICS, query
from data.metrics.bridge import CAUSES, Bridge, bridge, share_parts
from data.scope import Scope
from reports.documents.blocks import Block, Heading, Number, Paragraph, Table, text_of
from reports.documents.canonical import blocks_of
from reports.weekly.week import Weekly
from words import format

_LONGEST = 90


@dataclass(frozen=True)
class Change:
    """A figure then and now. what: where it stands; before, after: as they are read; net: cause → by how much it moved
    the figure, in records, or in tenths of a percent where `is_share`; is_sum: before and the causes make after.
    """

    what: str
    before: str
    after: str
    net: Mapping[str, int]
    is_sum: bool = True
    is_share: bool = False

    @property
    def is_same(self) -> bool:
        """Whether nothing came in and nothing fell out."""
        return not self.net and self.before == self.after


def changes(content: str, of: Weekly) -> list[Change]:
    """Every figure of an issued note once, in the order of reading. content: canonical; of: its week and snapshot.

    Counts and shares change by exactly what the causes say, and so do the records that shares and medians are counted
    from; a median itself is no sum of causes.
    """
    made: list[Change] = []
    seen: set[tuple[str, str]] = set()
    for what, number in _figures(blocks_of(content)):
        key = (number.metric, number.href or number.asked or f"{what}{number.value}")
        if key not in seen and number.metric in METRICS:
            seen.add(key)
            is_count = METRICS[number.metric].kind == "count"
            made += _count(what, number, of.scope) if is_count else _derived(what, number, of)
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
            numbers = [run for run in block.runs if isinstance(run, Number)]
            which = [f", {i}-е число" if len(numbers) > 1 else "" for i in range(1, len(numbers) + 1)]
            yield from ((f"{section}: {short}{i}", run) for i, run in zip(which, numbers, strict=True))
        elif isinstance(block, Table):
            for row in block.rows:
                for head, cell in zip(block.head, row, strict=True):
                    of_cell = (run for run in cell if isinstance(run, Number))
                    yield from ((f"{section}: {text_of(row[0])}, {head.lower()}", run) for run in of_cell)


def _count(what: str, number: Number, scope: Scope) -> list[Change]:
    if not (number.href or number.asked):
        return []  # of a note issued before zeros were asked for
    params = dict(parse_qsl(urlsplit(number.href or number.asked).query))
    found = bridge(parse(params), scope, params.get("behind", ""))
    return [_of(what, found, found.before, found.after)]


def _derived(what: str, number: Number, of: Weekly) -> list[Change]:
    """A share or a median then and now, then the records behind it: hits and all, or all."""
    declared = METRICS[number.metric]
    then = parse(dict(parse_qsl(number.asked))) if number.asked else of.filters()
    value = query([number.metric], [], replace(then, snapshot=None, snapshot_hash=""), of.scope)[number.metric].iloc[0]
    whole = bridge(then, of.scope, number.metric, is_base=True)
    told = (what, format.value(declared, number.value), format.value(declared, value))
    all_of_it = _of(f"{what}: из скольких записей", whole, whole.before, whole.after)
    if not declared.is_share:
        return [Change(*told, {}, is_sum=False), all_of_it]
    hits = bridge(then, of.scope, declared.id)
    parts = share_parts(hits, whole)
    share = Change(
        *told, {one: net for one, net in parts.items() if net}, is_sum=bool(whole.before and whole.after), is_share=True
    )
    return [share, _of(f"{what}: сколько записей", hits, hits.before, hits.after), all_of_it]


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
        | {cause: _signed(one.net[cause], one.is_share) if cause in one.net else "" for cause in causes}
        for one in found
        if not one.is_same
    ]


def _signed(net: int, is_share: bool) -> str:
    said = f"{format.number(abs(net) / 10, 1)} п.п." if is_share else format.number(abs(net))
    return f"{'+' if net > 0 else '−' if net < 0 else ''}{said}"
