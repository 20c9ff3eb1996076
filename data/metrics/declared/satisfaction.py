"""What citizens say of the answers."""

from data.metrics.declaration import Metric

_ANSWERED = "rating IS NOT NULL OR resolved_day <= $as_of OR is_closed_undated"

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
    Metric(
        "rated_share",
        "Доля оценивших",
        "Оценили, %",
        "%",
        "share",
        "received",
        "Записи с оценкой / отвеченные записи. Где оценку не спрашивают (обращения по 59-ФЗ), доля нулевая: кого "
        "спросили, выгрузки не сообщают. Чем она меньше, тем меньше оценки говорят о тех, кто промолчал.",
        where="rating IS NOT NULL",
        among=_ANSWERED,
        better="higher",
        interval="wilson",
    ),
)
