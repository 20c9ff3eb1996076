"""How fast and how well it is answered."""

from data.metrics.declaration import Metric

_REPLIES = "observes_first_reply AND has_time AND NOT is_date_conflict"
_REPLY = {
    "among": _REPLIES,
    "value": "greatest(first_reply_minute - received_minute, 0)",
    "waited": "greatest($as_of_minute - received_minute, 0)",
    "event": "first_reply_minute <= $as_of_minute",
    "per_unit": 60,
}
_RESOLUTION = {
    "among": "observes_answer AND NOT is_date_conflict AND NOT is_closed_undated",
    "value": "greatest(resolved_day - received_day, 0)",
    "waited": "$as_of - received_day",
    "event": "resolved_day <= $as_of",
}
_REPLY_NOTE = (
    "Рабочие часы от поступления до первого ответа; итоговый ответ — тоже первый, если раньше не отвечали. Ответ без "
    "времени считается данным в конце своего дня. Записи без ответа учтены как ещё ждущие (Каплан — Мейер)."
)
_DAYS_NOTE = "Календарные дни от поступления до ответа; незакрытые записи учтены как ещё ждущие (Каплан — Мейер)."

METRICS = (
    Metric(
        "answered",
        "Дано ответов",
        "Ответов",
        "шт.",
        "count",
        "resolved",
        "Записи, на которые за период дан окончательный ответ или которые закрыты, когда бы они ни поступили.",
        where="NOT is_date_conflict",
    ),
    Metric(
        "first_reply_median_hours",
        "Первый ответ: медиана",
        "Первый ответ, ч",
        "раб. ч",
        "quantile",
        "received",
        _REPLY_NOTE,
        better="lower",
        interval="beta_product",
        **_REPLY,  # type: ignore[arg-type]
    ),
    Metric(
        "first_reply_p90_hours",
        "Первый ответ: у 90 % не дольше",
        "Первый ответ P90, ч",
        "раб. ч",
        "quantile",
        "received",
        _REPLY_NOTE,
        better="lower",
        interval="beta_product",
        quantile=0.9,
        **_REPLY,  # type: ignore[arg-type]
    ),
    Metric(
        "resolution_median_days",
        "Срок решения: медиана",
        "Решение, дн.",
        "дн.",
        "quantile",
        "received",
        _DAYS_NOTE,
        better="lower",
        interval="beta_product",
        **_RESOLUTION,  # type: ignore[arg-type]
    ),
    Metric(
        "resolution_p90_days",
        "Срок решения: у 90 % не дольше",
        "Решение P90, дн.",
        "дн.",
        "quantile",
        "received",
        _DAYS_NOTE,
        better="lower",
        interval="beta_product",
        quantile=0.9,
        **_RESOLUTION,  # type: ignore[arg-type]
    ),
    Metric(
        "repeat_share",
        "Доля повторных",
        "Повторы, %",
        "%",
        "share",
        "resolved",
        "Закрытые записи, за которыми в течение 30 дней пришла новая от того же заявителя или с того же адреса по "
        "той же теме / закрытые не позже чем за 30 дней до даты отчёта, у которых известен заявитель или адрес. "
        "Поступление без времени в день ответа считается пришедшим после него.",
        where="followed_day <= resolved_day + 30",
        among="resolved_day + 30 <= $as_of AND is_traceable",
        better="lower",
        interval="wilson",
    ),
    Metric(
        "ping_pong_share",
        "Доля переданных дважды и больше",
        "Передачи, %",
        "%",
        "share",
        "received",
        "Записи, которые передавали от одного получателя другому два раза и больше / записи, о которых выгрузка "
        "говорит, сколько раз их передавали.",
        where="transfers >= 2",
        among="transfers IS NOT NULL",
        better="lower",
        interval="wilson",
    ),
)
