"""Readings of many replies as columns of a table, by as many processes as there are processors."""

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from data.store.reply_signals import SWITCHED_ON
from etl.structure.people.masking import mask
from etl.structure.replies import duplicates, formal
from etl.structure.replies.reason import reason_of
from etl.structure.replies.signals import read
from etl.structure.text import clean_text

SIGNAL_COLUMNS = (
    "is_formal", "has_date", "has_responsible", "has_proof", "has_basis", "has_refusal", "claims_solution",
)  # fmt: skip
COLUMNS = (*SIGNAL_COLUMNS, "unanswered_questions", "unanswered_text", "duplicate_of", "reason")
NUMBERS = (*SIGNAL_COLUMNS, "unanswered_questions", "duplicate_of")
"""Of them, those that are numbers in a workbook."""
_AT_ONCE = 250
_FEW = 2_000
"""Replies that one process has read before a second one would have started."""
Pair = tuple[str, str]


class Told(NamedTuple):
    """What is said of one reply: its cells, and the trace by which its like is found. letter: its normal form."""

    cells: tuple[str, ...]
    letter: str
    trace: duplicates.Trace | None


def columns(pairs: Sequence[Pair], judge: formal.Judge) -> dict[str, list[str]]:
    """COLUMNS for letters and replies as received; rows are counted from 1. Equal pairs are read once."""
    different = list(dict.fromkeys(pairs))
    said = dict(zip(different, _read_all(different, judge), strict=True))
    seen, made = duplicates.Seen(), []
    for row, pair in enumerate(pairs, 1):
        told = said[pair]
        first = seen.first(row, told.letter, told.trace) if told.trace else None
        *cells, reason = told.cells
        made.append((*cells, "" if first is None else str(first), reason))
    return dict(zip(COLUMNS, map(list, zip(*made, strict=True)) if made else [[] for _ in COLUMNS], strict=True))


def _read_all(pairs: Sequence[Pair], judge: formal.Judge) -> Iterator[Told]:
    parts = [pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)]
    work = partial(_read_part, judge=judge)
    processors = len(os.sched_getaffinity(0))
    if len(pairs) < _FEW or processors == 1:
        yield from _flat(map(work, parts))
        return
    warm_up(judge)
    with multiprocessing.get_context("fork").Pool(processors) as pool:
        yield from _flat(pool.imap(work, parts))


def warm_up(judge: formal.Judge) -> None:
    """Read the lexicons, so that processes share them and no reply waits for them."""
    read("Когда починят, почему темно?", "Иванов И. И. починил 5 мая по акту № 3.", judge)
    mask("Иванов Иван Иванович")


def _flat(parts: Iterable[list[Told]]) -> Iterator[Told]:
    for part in parts:
        yield from part


def _read_part(pairs: Sequence[Pair], judge: formal.Judge) -> list[Told]:
    return [_told(*pair, judge) for pair in pairs]


def _told(letter: str, reply: str, judge: formal.Judge) -> Told:
    letter, reply = clean_text(letter), clean_text(reply)
    normal = " ".join(letter.lower().split())
    if not reply:
        return Told((*[""] * (len(SIGNAL_COLUMNS) + 2), "Ответ пуст."), normal, None)
    found = read(letter, reply, judge)
    signals = [_cell(name, found.signals) for name in SIGNAL_COLUMNS]
    left = " | ".join(mask(one.text.replace("\n", " ")) for one in found.unanswered)
    cells = (*signals, str(len(found.unanswered)), left, reason_of(found))
    return Told(cells, normal, duplicates.trace(duplicates.body(reply)))


def _cell(name: str, signals: frozenset[str]) -> str:
    return "" if name not in SWITCHED_ON else str(int(name in signals))
