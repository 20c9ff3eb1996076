"""What the processes beside a test do, forked from one that has the program loaded (`tests.durability.processes`)."""

from typing import Any

from access import audit, login
from access.attempts import TooManyAttemptsError
from access.audit import Actor
from access.sessions import Visitor
from data.errors import AccessError
from data.settings import Settings

OFFICE = Visitor("10.0.0.5", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")


def guess(settings: Settings, count: int, answers: Any) -> None:
    """Try wrong passwords and put down what came of each: checked, or told to wait."""
    for _ in range(count):
        try:
            login.sign_in("ivanova", "не тот пароль", OFFICE, settings)
        except TooManyAttemptsError:
            answers.put("wait")
        except AccessError:
            answers.put("checked")


def append(settings: Settings, name: str, count: int) -> None:
    """Write rows of the log."""
    for number in range(count):
        with audit.recording(settings) as journal:
            journal.note("export", "records", number, actor=Actor(name))
