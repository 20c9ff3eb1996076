"""How things stand on the day of the report: metrics of state. They ignore the period, and by time each step shows how
things stood at its end.
"""

from typing import Any

from data.metrics.declaration import Metric
from data.metrics.states import CONDITIONS, UNTOLD

_TERM = "59-ФЗ, ст. 12; правила платформ (таблица сроков, действующая на дату поступления)"
_ANY = "Период не важен; по времени — на конец каждого шага, но не позже даты отчёта."


def _state(state: str, label: str, short: str, note: str, **more: Any) -> Metric:
    return Metric(
        f"{state}_now", label, short, "шт.", "count", "received", f"{note} {_ANY}",
        where=CONDITIONS[state], state=state, better="lower", **more,
    )  # fmt: skip


METRICS = (
    _state("open", "В работе", "В работе", "Все записи, не закрытые на день: когда бы ни поступили."),
    _state(
        "overdue",
        "Просрочено",
        "Просрочено",
        "Не закрытые на день записи, срок ответа по которым истёк раньше этого дня: та же граница, что у «Просрочено "
        "и не закрыто», но за всё время.",
        legal_basis=_TERM,
    ),
    _state(
        "burning",
        "Горит",
        "Горит",
        "Не закрытые на день записи, срок которых истекает в этот день или в ближайшие три рабочих дня: ещё можно "
        "успеть.",
        legal_basis=_TERM,
    ),
    _state(
        "queue",
        "В очереди",
        "В очереди",
        "Не закрытые на день записи, которые ещё не у исполнителя: новые, на модерации и возвращённые. Прежние статусы "
        "выгрузки не сообщают: где на прошлый день статус хоть одной открытой записи не известен, там «нет данных».",
        untold=UNTOLD,
    ),
)
