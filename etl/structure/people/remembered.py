"""What is told of a word, a run of words or a shape: worked out once, however many texts hold it."""

from collections.abc import Callable
from typing import Generic, TypeVar

_MOST = 200_000
"""So many are remembered; then they are forgotten all at once."""
_Told = TypeVar("_Told")


class Remembered(dict[str, _Told], Generic[_Told]):
    """Something as it is written → what is told of it. One that is known costs no step of Python."""

    def __init__(self, tell: Callable[[str], _Told]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, written: str) -> _Told:
        if len(self) >= _MOST:
            self.clear()
        made = self[written] = self._tell(written)
        return made
