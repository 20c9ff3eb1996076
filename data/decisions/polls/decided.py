"""What was decided after a poll and whether it was done, as a person fills it in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from data.decisions.polls import typed
from data.errors import FilterError
from data.store.tables.polls import CARRIED_OUT, DONE, NOT_DONE

FIELDS = {
    "decision": "Решение",
    "decided_on": "Решено",
    "carried_out": "Исполнение",
    "carried_on": "Исполнено",
    "follow_up_on": "Проверить исполнение",
    "follow_up": "Что сделано",
}
"""Field → its label."""


def checked(form: Mapping[str, str], *, has_results: bool, today: date) -> dict[str, Any]:
    """Columns of `polls` that a form says. FilterError is the sentence for the person."""
    decision = typed.text(form, "decision", FIELDS["decision"], 2000, needed="Напишите, что решено по итогам опроса.")
    if not has_results:
        raise FilterError("Сначала внесите итоги опроса: решение принимают по ним.")
    values = {
        "decision": decision,
        "carried_out": typed.choice(form, "carried_out", FIELDS["carried_out"], CARRIED_OUT),
        "follow_up": typed.text(form, "follow_up", FIELDS["follow_up"], 2000),
        **{name: typed.day(form, name, FIELDS[name]) for name in ("decided_on", "carried_on", "follow_up_on")},
    }
    _check_days(values, today)
    _check_done(values)
    return values


def _check_days(values: Mapping[str, Any], today: date) -> None:
    decided, carried = values["decided_on"], values["carried_on"]
    if decided is None:
        raise FilterError("Назовите день, когда принято решение.")
    if decided > today or (carried is not None and carried > today):
        raise FilterError("Решено и исполнено бывает только в прошлом: день ещё не наступил. Проверьте даты.")
    if any(day is not None and day < decided for day in (carried, values["follow_up_on"])):
        raise FilterError("Исполнение и проверка не бывают раньше решения. Проверьте даты.")


def _check_done(values: Mapping[str, Any]) -> None:
    is_done = values["carried_out"] == DONE
    if is_done and not (values["carried_on"] and values["follow_up"]):
        raise FilterError("Решение исполнено: напишите, когда и что сделано.")
    if values["carried_out"] == NOT_DONE and values["carried_on"]:
        raise FilterError("День исполнения назван, а решение не исполнено. Выберите, исполнено ли оно.")
    if not is_done and values["follow_up_on"] is None:
        raise FilterError("Назовите день, когда проверить исполнение: иначе о решении забудут.")
