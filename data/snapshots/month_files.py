"""Files of months written: by this process, and beside it by others where there are many records and several cores.

Another process reads the store for itself, so it helps only with what is committed, and only while the store says there
what it says here. Files are named by their content; what a process has not written is written here.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import sqlalchemy as sa

from data.settings import ROOT, Settings
from data.snapshots import Tally, files, freshness
from data.snapshots.grounds import Grounds
from data.store.tables import records

ENOUGH = 60_000
"""Records from which another process is worth starting."""


class MonthFile(NamedTuple):
    """A written month. name: of its file, None where nothing of its records counts."""

    month: int
    name: str | None
    tally: tuple[Tally, ...]


@dataclass(frozen=True)
class Share:
    """Months that one process writes, and what the store has to say there: its last change and its grounds."""

    settings: Settings
    months: tuple[int, ...]
    change_no: int
    basis: str


def write(
    connection: sa.Connection, writer: duckdb.DuckDBPyConnection, settings: Settings, month: int, grounds: Grounds
) -> MonthFile:
    """Write the file of one month."""
    frame = grounds.of_month(connection, month, settings.time_zone)
    name = files.write_frame(writer, settings.snapshots / "months", frame, f"{month}-") if len(frame) else None
    return MonthFile(month, name, freshness.tally(connection, month, settings))


def write_all(
    connection: sa.Connection, settings: Settings, months: Sequence[int], grounds: Grounds, committed: int | None
) -> Iterator[MonthFile]:
    """Write files of months, in no order. committed: number of the last change where others may see it, else None."""
    shares = _shares(connection, settings, months) if committed is not None else [tuple(months)]
    told = [Share(settings, share, committed or 0, grounds.basis) for share in shares[1:]]
    with files.writer() as writer, _helpers(told) as helpers:
        yield from (write(connection, writer, settings, month, grounds) for month in shares[0])
        for share, helper in zip(told, helpers, strict=True):
            left = set(share.months)
            for made in _made(helper):
                left.discard(made.month)
                yield made
            yield from (write(connection, writer, settings, month, grounds) for month in sorted(left))


def _shares(connection: sa.Connection, settings: Settings, months: Sequence[int]) -> list[tuple[int, ...]]:
    """Months of each process, this one's first: the biggest month to the one with the fewest records so far."""
    month = records.c.received_month
    query = sa.select(month, sa.func.count()).where(month.in_(months)).group_by(month)
    counts: dict[int, int] = {row[0]: row[1] for row in connection.execute(query)}
    if sum(counts.values()) < ENOUGH:
        return [tuple(months)]
    shares: list[list[int]] = [[] for _ in range(min(settings.processes, len(months)))]
    for one in sorted(months, key=lambda each: (-counts.get(each, 0), each)):
        min(shares, key=lambda share: sum(counts.get(each, 0) for each in share)).append(one)
    return [tuple(share) for share in shares]


@contextmanager
def _helpers(shares: Iterable[Share]) -> Iterator[list["subprocess.Popen[bytes]"]]:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "data.snapshots.month_worker", str(os.getpid())],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )
        for _ in shares
    ]  # fmt: skip
    try:
        for one, share in zip(started, shares, strict=True):
            assert one.stdin is not None
            with suppress(OSError):  # it has ended already: its months are written here
                one.stdin.write(pickle.dumps(share))
                one.stdin.close()
        yield started
    finally:
        for one in started:
            one.kill()
            for pipe in (one.stdin, one.stdout):
                assert pipe is not None
                with suppress(OSError):
                    pipe.close()
            one.wait()


def _made(helper: "subprocess.Popen[bytes]") -> Iterator[MonthFile]:
    """What a process says it has written, until it ends for whatever reason."""
    assert helper.stdout is not None
    with suppress(EOFError, pickle.UnpicklingError):
        while True:
            made: MonthFile = pickle.load(helper.stdout)  # noqa: S301  (our own process)
            yield made
