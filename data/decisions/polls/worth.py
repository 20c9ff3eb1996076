"""What a poll is worth before it is held, as far as people have stated what that takes (`analysis.polls.value`)."""

from collections.abc import Mapping
from typing import Any

from analysis.polls.value import MOST_ANSWERS_OF_CALLED, Inquiry, Worth, worth
from data.errors import FilterError
from data.store.tables.polls import FREE

STATED = ("months", "threshold", "prior_for", "prior_against")
"""Columns without which nothing can be counted."""
CANNOT_CHANGE = (
    "Опрос не может изменить решение: при любом его итоге выбор останется тем же. Не проводите его или назовите другие "
    "варианты."
)
NOT_STATED = "Ценность опроса не считается: не названы два решения и что о них известно до опроса."
NO_BIAS = (
    "Ценность опроса не считается: при свободном участии её можно назвать, только сказав, какая доля участников придёт "
    "по призыву одной из сторон."
)
NO_PEOPLE = "Ценность опроса не считается: число жителей, кого касается решение, неизвестно."


def inquiry(values: Mapping[str, Any], residents: int | None) -> Inquiry | str:
    """The question of `worth`, or why there is no figure. values: columns of `polls`."""
    if any(values[name] is None for name in STATED) or values["planned_answers"] is None:
        return NOT_STATED
    if not residents:
        return NO_PEOPLE
    is_free = values["design"] == FREE
    if is_free and values["called"] is None:
        return NO_BIAS
    return Inquiry(
        people=residents,
        months=values["months"],
        threshold=values["threshold"],
        prior=(values["prior_for"], values["prior_against"]),
        answers=values["planned_answers"],
        delay_months=values["delay_months"] or 0.0,
        work=values["work"] or 0.0,
        called=values["called"] if is_free else 0.0,
        called_for_other=0.5 if values["called_for_other"] is None else values["called_for_other"],
    )


def of(values: Mapping[str, Any], residents: int | None) -> Worth | str:
    """The figures, or the sentence of why there are none."""
    asked = inquiry(values, residents)
    return asked if isinstance(asked, str) else worth(asked)


def require_of_use(values: Mapping[str, Any], residents: int | None) -> None:
    """Refuse a poll no outcome of which changes the choice. FilterError, too, for more answers than can be summed."""
    if values["design"] == FREE and values["called"] and (values["planned_answers"] or 0) > MOST_ANSWERS_OF_CALLED:
        raise FilterError(
            f"«Ответов по плану»: с долей пришедших по призыву считается до {MOST_ANSWERS_OF_CALLED} ответов. Напишите "
            "меньше или уберите эту долю."
        )
    found = of(values, residents)
    if not isinstance(found, str) and not found.can_change:
        raise FilterError(CANNOT_CHANGE)
