"""Texts of a large file are read by processes of their own, as many as the machine has cores; those of a small one
here, for starting a process takes longer.

What is asked and answered lies in files without a name: whoever is killed leaves nothing. What a process has not
answered is read here, so a killed process changes nothing, and an error in one is the error of this one.
"""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Self, overload

from data.settings import ROOT
from etl.reading.table import environment
from etl.structure.texts import Asked, ReadTexts, TextReader

ENOUGH = 10_000
"""Rows from which other processes are worth starting."""
_PIECE = 1_000
"""Rows that a process reads at once."""
_NICE = 5
"""By how much they give way to the process that reads the file and writes: while it works they have the other core, and
both when it waits for them; else it would be left with its own work when theirs is done.
"""
_WAITING = 1_000
"""Pieces a process has been given and has not answered, at most: a line of each fits the pipes both ways."""


class _Worker:
    """One process and the pieces it has been given."""

    def __init__(self, asked: int) -> None:
        self._answers = TemporaryFile()  # noqa: SIM115  (closed with the worker)
        self.waiting: deque[int] = deque()
        self.is_alive = True
        answered = self._answers.fileno()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "etl.text_worker", str(asked), str(answered), str(os.getpid()), str(_NICE)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            pass_fds=(asked, answered), env=environment(),
        )  # fmt: skip

    def give(self, start: int, length: int) -> None:
        """Name a piece of the asked file to it."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{start} {length}\n")
            self._process.stdin.flush()
        except OSError:
            self.is_alive = False

    def hear(self) -> Callable[[], bytes] | None:
        """What reads the answer to the piece that has waited longest; None when the process has ended without it."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.endswith("\n"):
            self.is_alive = False
            return None
        start, length = map(int, line.split())
        return lambda: os.pread(self._answers.fileno(), length, start)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            try:
                pipe.close()
            except OSError:
                """What it has not read of its input is of no use any more."""
        self._process.wait()
        self._answers.close()


class TextsAhead(Sequence[ReadTexts]):
    """What the texts of a chunk say, asked ahead: a piece of it is waited for when the first row of it is wanted."""

    def __init__(self, rows: int, pieces: Sequence[int], answer: Callable[[int], list[ReadTexts]]) -> None:
        """pieces: by which `answer` tells what `_PIECE` rows say, each asked once."""
        self._rows, self._pieces, self._answer = rows, pieces, answer
        self._told: dict[int, list[ReadTexts]] = {}

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, at: int) -> ReadTexts: ...

    @overload
    def __getitem__(self, at: slice) -> list[ReadTexts]: ...

    def __getitem__(self, at: int | slice) -> ReadTexts | list[ReadTexts]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(self._rows))]
        number, row = divmod(at, _PIECE)
        if number not in self._told:
            self._told[number] = self._answer(self._pieces[number])
        return self._told[number][row]


class TextWorkers:
    """A `TextReader` whose texts may be asked ahead; a context manager that ends its processes."""

    def __init__(self, reader: TextReader, processes: int) -> None:
        """processes: how many may be started; none where there is one core only."""
        self._reader, self._most = reader, processes
        self._asked: IO[bytes] = TemporaryFile()  # noqa: SIM115
        self._pieces: list[tuple[int, int]] = []
        self._answers: dict[int, Callable[[], bytes]] = {}
        self._next, self._rows = 0, 0
        self._workers: list[_Worker] = []
        self._ahead: deque[tuple[int, list[int]]] = deque()

    def expect(self, rows: int) -> None:
        """About so many rows are coming, or lines, of which a row may take several: where they are surely enough, start
        the processes while the first of them are read.
        """
        if rows >= 2 * ENOUGH and self._most > 1:
            self._workers = self._workers or self._started()

    def read(self, asked: Sequence[Asked]) -> list[ReadTexts]:
        """What each row says, in order, now."""
        self._rows += len(asked)
        if not self._is_worth or self._most < 2:
            return self._reader.read(asked)
        return self._all([self._ask(part) for part in _parts(asked)])

    def ahead(self, asked: Sequence[Asked]) -> None:
        """Ask for the texts of a chunk that will be wanted later (`of_next`)."""
        if self._most < 2:
            return
        self._rows += len(asked)
        self._ahead.append((len(asked), [self._ask(part) for part in _parts(asked)]))

    def of_next(self, count: int) -> TextsAhead | None:
        """Texts of the next chunk asked ahead; None where nobody has asked, or the chunk has lost rows since."""
        if not self._ahead:
            return None
        rows, pieces = self._ahead.popleft()
        return TextsAhead(rows, pieces, self._answer) if rows == count else None

    def _ask(self, asked: Sequence[Asked]) -> int:
        """Number of the piece by which the answer is had."""
        start = self._asked.seek(0, os.SEEK_END)
        pickle.dump(asked, self._asked, pickle.HIGHEST_PROTOCOL)
        self._asked.flush()
        self._pieces.append((start, self._asked.tell() - start))
        if self._is_worth:
            self._workers = self._workers or self._started()
            self._hand_out()
        return len(self._pieces) - 1

    @property
    def _is_worth(self) -> bool:
        return bool(self._workers) or self._rows >= ENOUGH

    def _started(self) -> list[_Worker]:
        start = self._asked.seek(0, os.SEEK_END)
        pickle.dump(self._reader.knowledge, self._asked, pickle.HIGHEST_PROTOCOL)
        self._asked.flush()
        workers = [_Worker(self._asked.fileno()) for _ in range(self._most)]
        for worker in workers:
            worker.give(start, self._asked.tell() - start)
        return workers

    def _hand_out(self) -> None:
        """Pieces in their order, each to the process that has the fewest."""
        while self._next < len(self._pieces):
            alive = [one for one in self._workers if one.is_alive and len(one.waiting) < _WAITING]
            if not alive:
                return
            chosen = min(alive, key=lambda one: len(one.waiting))
            chosen.give(*self._pieces[self._next])
            chosen.waiting.append(self._next)
            self._next += 1

    def _all(self, pieces: Sequence[int]) -> list[ReadTexts]:
        return [row for piece in pieces for row in self._answer(piece)]

    def _answer(self, piece: int) -> list[ReadTexts]:
        worker = next((one for one in self._workers if piece in one.waiting), None)
        while worker and piece not in self._answers and worker.is_alive:
            heard = worker.hear()
            if heard is not None:
                self._answers[worker.waiting.popleft()] = heard
                self._hand_out()
        said = self._answers.pop(piece, None)
        if said is not None:
            answer: list[ReadTexts] = pickle.loads(said())  # noqa: S301  (our own, without a name)
            return answer
        start, length = self._pieces[piece]
        self._next = max(self._next, piece + 1)
        return self._reader.read(pickle.loads(os.pread(self._asked.fileno(), length, start)))  # noqa: S301

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()
        self._asked.close()


def _parts(asked: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    for start in range(0, len(asked), _PIECE):
        yield asked[start : start + _PIECE]
