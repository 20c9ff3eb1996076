"""What citizens say of the answers."""

from data.metrics.declaration import Metric

METRICS = (
    Metric(
        "rated",
        "Оценено заявителями",
        "Оценок",
        "шт.",
        "count",
        "received",
        "Записи с оценкой от 1 до 5.",
        where="rating IS NOT NULL",
        better="higher",
    ),
    Metric(
        "rating_mean",
        "Средняя оценка",
        "Оценка",
        "балл 1–5",
        "mean",
        "received",
        "Среднее оценок заявителей от 1 до 5; записи без оценки не участвуют.",
        value="rating",
        among="rating IS NOT NULL",
        better="higher",
        interval="bounded_mean",
    ),
    Metric(
        "satisfied_share",
        "Доля довольных",
        "Довольны, %",
        "%",
        "share",
        "received",
        "Оценки 4 и 5 / все оценки.",
        where="rating >= 4",
        among="rating IS NOT NULL",
        better="higher",
        interval="wilson",
    ),
)
