"""Signals about answers: who dismisses one or brings it back, and what leaves in a file."""

from collections.abc import Sequence

from access import person, scope
from access.roles import Right
from data.decisions.signals import dismissals, find
from data.decisions.signals.declared import BY_CODE
from data.errors import FilterError
from data.filters import Filters
from data.settings import current
from deeds.deed import deed
from etl.desk.typed_texts import without_people

RIGHT = Right.DISMISS_SIGNALS


def may_dismiss() -> bool:
    """Whether the person in force may dismiss signals."""
    found = person.current()
    return found is not None and found.may(RIGHT)


def dismiss(signal: str, key: str, reason: str | None, seen: Filters | None = None) -> int:
    """Dismiss a signal of one record; how many were not dismissed yet. key: «record:question», as a button has it;
    seen: filters of the screen that named it. FilterError for a record that the signal does not name.
    """
    person.require(RIGHT)  # who may not is told so, whatever was typed
    record, question = _numbers(key, 2)
    _require_named(signal, (record, question), seen or Filters())
    why = without_people((reason or "").strip())
    with deed(
        RIGHT, "signal_dismissed", "record", record, reason=why[:200], details={"signal": signal[:40]}, publishes=False
    ) as who:
        return dismissals.dismiss(current(), scope.current(), who.login, signal, [(record, question)], why)


def _require_named(signal: str, key: tuple[int, int], seen: Filters) -> None:
    """What was never named cannot be dismissed, or it would stay silent when it comes."""
    if signal not in BY_CODE:
        raise FilterError("Такого сигнала нет. Обновите страницу.")
    dismissals.require_open(current(), scope.current(), key[0])
    if not find.stands(BY_CODE[signal], key, seen, scope.current(), current()):
        raise FilterError("У этой записи такого сигнала нет: отклонять нечего. Обновите страницу.")


def restore(key: str) -> str:
    """Bring a dismissed signal back; key: of the dismissal. Its code."""
    (number,) = _numbers(key, 1)
    with deed(RIGHT, "signal_restored", "dismissal", number, publishes=False) as who:
        return dismissals.restore(current(), scope.current(), who.login, number)


def export(name: str) -> None:
    """Write down that a list of signals leaves in a file."""
    with deed(Right.EXPORT, "export", "file", name, publishes=False):
        return


def _numbers(key: str, count: int) -> Sequence[int]:
    parts = key.split(":")
    if len(parts) != count or not all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts):
        raise FilterError("Обновите страницу и выберите запись ещё раз.")
    return [int(part) for part in parts]
