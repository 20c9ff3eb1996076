"""What one open snapshot has been asked of texts: kept for a minute, because a screen asks it of several numbers."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

KEY = "(record_id::BIGINT * 256 + question_no)"
"""One number for a question of a record, the same in every snapshot and in the index of words."""
_SECONDS = 60


@dataclass
class Held:
    """An answer as a condition.

    is_similar: some typed word is in no open text, and words like it were asked for; table: where its numbers are, when
    they are many; used: the moment (monotonic) it was asked for last; count: how many questions were found.
    """

    condition: str
    is_similar: bool
    table: str = ""
    used: float = 0.0
    count: int = 0


class Answers:
    """Answers by (text, condition of the asker's scope, first key, number of the store's last change).

    first_keys: day since 1970-01-01 → the least key of a question received since then.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: OrderedDict[tuple[str, str, int, int], Held] = OrderedDict()
        self.count = 0
        self.first_keys: dict[int, int] = {}

    def outdated(self, now: float) -> list[Held]:
        """Answers that nobody has asked for lately are let go: nobody can be about to read their tables."""
        old = [key for key, held in self.held.items() if now - held.used > _SECONDS]
        return [self.held.pop(key) for key in old]
