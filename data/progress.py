"""Progress of long work on the command line."""

from typing import Any

from tqdm import tqdm


class Bars:
    """One progress bar per stage of long work; none when nobody looks."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __enter__(self) -> "Bars":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """How far a stage has come."""
        if self._bar is None or self._stage != stage:
            self.__exit__()
            self._bar, self._stage = tqdm(desc=stage, disable=None, unit="", unit_scale=True), stage
        self._bar.total = total or None
        self._bar.update(done - self._bar.n)
