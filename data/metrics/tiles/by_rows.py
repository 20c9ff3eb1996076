"""The sums that a question of the door needs, added up row by row: where no cube tells its dimensions together, and its
lists or its period leave few rows.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from data.filters import LISTS, MISSING
from data.metrics import sql
from data.metrics.catalogue import DIMENSIONS
from data.metrics.tiles import measures
from data.metrics.tiles.grouping import NOT_TOLD, Integers, Table, cuts_of, presented
from data.metrics.tiles.measures import ROWS, UNKNOWN
from data.metrics.tiles.narrowed import MOST_ROWS, Narrowed
from data.metrics.tiles.question import Question
from data.metrics.tiles.rows import Mask, Places, Rows
from data.metrics.tiles.stored import Part, Tiles

_MOST_CODES = 1 << 22
"""Up to so many combinations are counted in a table of all of them instead of being sorted."""


def sums(
    tiles: Tiles, parts: Sequence[Part], question: Question, basis: str, wanted: list[str], period: tuple[int, int]
) -> Table | None:
    """As `answer.sums`, of columns of `measures.of_rows`; None where the lists leave too many rows."""
    rows = _narrowed(tiles, parts, question)
    if rows is None and basis == "received":
        rows = _narrowed(tiles, _received(parts, period), question, is_short=True)
    if rows is None:
        return None
    day = rows.values(f"{basis}_day")
    placed = _counted(rows, question) & (day != UNKNOWN) & (day >= period[0]) & (day < period[1])
    return _table(rows, np.flatnonzero(placed), day, question, wanted, period, [])


def lengths(
    tiles: Tiles, parts: Sequence[Part], question: Question, duration: str, period: tuple[int, int]
) -> Table | None:
    """As `answer.lengths`, the coded length as the last key."""
    rows = _narrowed(tiles, parts, question)
    if rows is None:
        rows = _narrowed(tiles, _received(parts, period), question, is_short=True)
    if rows is None:
        return None
    day, length = rows.values("received_day"), rows.values(duration)
    placed = _counted(rows, question) & (length >= 0) & (day >= period[0]) & (day < period[1])
    return _table(rows, np.flatnonzero(placed), day, question, [ROWS], period, [duration])


def _counted(rows: Narrowed, question: Question) -> Mask:
    """Rows that count: of records that several questions could bring into several rows of the answer none."""
    per_question = any(DIMENSIONS[name].per_question for name in question.needs)
    return rows.values("is_multi") == 0 if per_question else rows.values("question_no") == 1


def _table(
    rows: Narrowed,
    at: Places,
    day: npt.NDArray[np.int32],
    question: Question,
    wanted: list[str],
    period: tuple[int, int],
    more: list[str],
) -> Table:
    """more: columns that tell the rows of the answer apart beside its dimensions."""
    day = day[at]
    cuts, steps = cuts_of(question, period, (int(day.min()), int(day.max()) + 1) if len(day) else (0, 0))
    named = [*(d.id for d in question.dims if not d.is_time), *more]
    keys, places = _grouped([rows.values(name)[at].astype(np.int64) for name in named], len(at))
    width = len(keys[0]) if keys else 1
    stretch = np.searchsorted(cuts, day, side="right") - 1 if len(cuts) > 2 else np.zeros(len(at), dtype=np.int64)
    cell = stretch * width + places
    total = np.zeros((len(cuts) - 1, len(wanted), width), dtype=np.int64)
    for i, name in enumerate(wanted):
        value = None if name == ROWS else rows.values(name)[at]
        found = np.bincount(cell, value, minlength=total[:, i].size)
        total[:, i] = found.astype(np.int64).reshape(len(cuts) - 1, width)
    return presented(total, keys, question, steps)


def _grouped(keys: list[Integers], count: int) -> tuple[list[Integers], Integers]:
    """Each combination once, in order, and for every row the position of its combination."""
    code = np.zeros(count, dtype=np.int64)
    for key in keys:
        code = (code << int(key.max(initial=0)).bit_length()) + key
    if not keys:
        return [], code
    if int(code.max(initial=0)) < _MOST_CODES:
        is_there = np.bincount(code) > 0
        places = (np.cumsum(is_there) - 1)[code]
    else:
        _, places = np.unique(code, return_inverse=True)
    some = np.zeros(int(places.max(initial=-1)) + 1, dtype=np.int64)
    some[places] = np.arange(count)
    return [key[some] for key in keys], places


def _received(parts: Sequence[Part], period: tuple[int, int]) -> Sequence[Part]:
    """Months with records that were received in a period."""
    return [part for part in parts if part.rows.received[0] < period[1] and part.rows.received[1] >= period[0]]


def _narrowed(tiles: Tiles, parts: Sequence[Part], question: Question, *, is_short: bool = False) -> Narrowed | None:
    """The rows that the lists and the scope let through; None where they are too many, or all of them and not of a
    short time.
    """
    lists, scope = tuple(getattr(question.filters, name) for name in LISTS.values()), question.scope
    if not question.needs <= measures.OF_ROWS or not (any(lists) or not scope.is_everything or is_short):
        return None
    months = [part.rows for part in parts]
    if not any(lists) and scope.is_everything and sum(rows.count for rows in months) > MOST_ROWS:
        return None
    wanted = _lists(question)
    return tiles.narrowed.rows((lists, scope), lambda rows: _chosen(rows, question, wanted), months)


def _chosen(rows: Rows, question: Question, wanted: Sequence[tuple[str, list[int]]]) -> Places:
    """The rows of a month that lie in all lists and in the scope."""
    at = np.flatnonzero(_let_through(rows, question, wanted[:1]))
    for name, ids in wanted[1:]:
        at = at[np.isin(rows.values(name, at), ids)]
    return at


def _let_through(rows: Rows, question: Question, wanted: Sequence[tuple[str, list[int]]]) -> Mask:
    """Rows that lie in the scope and in a list."""
    found = np.ones(rows.count, dtype=bool)
    for name, ids in wanted:
        found &= rows.is_among(name, ids)
    if not question.scope.is_everything:
        grants = (_granted(rows, question, grant.limits) for grant in question.scope.grants)
        found &= np.any(list(grants), axis=0)
    return found


def _lists(question: Question) -> list[tuple[str, list[int]]]:
    """Dimension and ids of each list, that first which should leave the fewest rows."""
    made = []
    for name in LISTS.values():
        if codes := getattr(question.filters, name):
            dimension = sql.FILTERED[name]
            known = question.snapshot.by_code(dimension)
            ids = [NOT_TOLD if code == MISSING else known[code].id for code in codes]
            made.append((len(ids) / max(len(known), 1), dimension, ids))
    return [(dimension, ids) for _, dimension, ids in sorted(made)]


def _granted(rows: Rows, question: Question, limits: Mapping[str, tuple[str, ...]]) -> Mask:
    """Rows of one grant; a code that is unknown lets nothing through, «не определено» lies in no limit."""
    found = np.ones(rows.count, dtype=bool)
    for name, codes in limits.items():
        known = question.snapshot.by_code(sql.SCOPED[name])
        found &= rows.is_among(sql.SCOPED[name], [known[code].id for code in codes if code in known])
    return found
