"""All metrics and dimensions by id."""

from data.errors import QueryError
from data.metrics import ages, answer_times, completeness_bands, outcome
from data.metrics.declaration import Dimension, Metric, closest
from data.metrics.declared import answers, clocks, derived, quality, replies, satisfaction, states, terms, volume

METRICS: dict[str, Metric] = {
    metric.id: metric
    for area in (volume, states, terms, clocks, replies, answers, satisfaction, quality)
    for metric in area.METRICS
}
"""What the door answers."""
DERIVED: dict[str, Metric] = {metric.id: metric for metric in derived.METRICS}
"""What the heat map derives from its answers."""

DIMENSIONS: dict[str, Dimension] = {
    dimension.id: dimension
    for dimension in (
        Dimension("day", "День", "day", is_time=True),
        Dimension("week", "Неделя", "week", is_time=True),
        Dimension("month", "Месяц", "month", is_time=True),
        Dimension("quarter", "Квартал", "quarter", is_time=True),
        Dimension("year", "Год", "year", is_time=True),
        Dimension("channel", "Канал", "channel_id"),
        Dimension("source", "Источник", "source_id"),
        Dimension("topic_group", "Группа тем", "topic_group_id", per_question=True),
        Dimension("topic", "Тема", "topic_id", per_question=True),
        Dimension("municipality", "Поселение", "municipality_id"),
        Dimension("place", "Населённый пункт", "place_id"),
        Dimension("recipient", "Получатель", "recipient_id", per_question=True),
        Dimension("status", "Статус", "status_id"),
        Dimension("kind", "Вид", "kind_id"),
        Dimension("age", "Возраст записи", ages.COLUMN),
        Dimension("answered_in", "Ответ занял", answer_times.COLUMN),
        Dimension("hint_band", "Полнота ответа по подсказкам", completeness_bands.COLUMN, per_question=True),
        Dimension("outcome", "Исполнение", outcome.expression()),
        Dimension("rating", "Оценка заявителя", "rating"),
        Dimension("meaning", "Значение названия темы", "meaning_id", per_question=True),
        Dimension("topic_rules", "Правила, по которым названа тема", "topic_rules_id", per_question=True),
        Dimension("ruling", "Другая тема по новым правилам", "ruling_id", per_question=True),
        Dimension("has_term", "Есть ли срок", "CASE WHEN due_day IS NOT NULL THEN 1 END"),
    )
}


def metric(metric_id: str) -> Metric:
    """The declaration of a metric; an unknown id raises QueryError with the nearest known one."""
    if metric_id in DERIVED:
        one = DERIVED[metric_id]
        raise QueryError(
            f"«{one.label}» считается на тепловой карте из показателя «{one.derived_from}»: спросите его или "
            "откройте карту."
        )
    if metric_id not in METRICS:
        raise closest("Показатель", metric_id, tuple(METRICS))
    return METRICS[metric_id]


def dimension(dimension_id: str) -> Dimension:
    """The declaration of a dimension; an unknown id raises QueryError with the nearest known one."""
    if dimension_id not in DIMENSIONS:
        raise closest("Разрез", dimension_id, tuple(DIMENSIONS))
    return DIMENSIONS[dimension_id]
