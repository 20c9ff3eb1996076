"""The other clocks: first reply by its norm, registration by law, and promises given to citizens.

A reply is the first one that the export tells of, or the final answer when no earlier one is known. Silence is counted
against: who has not replied by the end of the norm is among the violations.
"""

from data.metrics.declaration import Metric

_NORM = "Норматив первого ответа (таблица сроков, действующая на дату поступления)"
_REPLY_DUE = "reply_due_day < $as_of"
_REPLIED = "replied_day <= $as_of"
_REGISTRATION = "registration_due_day IS NOT NULL AND observes_registration"
_REGISTERED = "registered_day <= $as_of"
_UNREGISTERED = "registration_due_day < $as_of"
_FORWARDED = "is_forwarded AND resolved_day <= $as_of"
_TRANSFER = "59-ФЗ, ст. 8 ч. 3–4"
_PROMISE_DUE = "promised_day < $as_of AND NOT is_closed_undated"
_KEPT = "resolved_day <= promised_day"

METRICS = (
    Metric(
        "reply_due",
        "Норматив первого ответа истёк",
        "Норматив истёк",
        "шт.",
        "count",
        "reply_due",
        "Записи, у которых норматив первого ответа истёк за период (последний день раньше даты отчёта).",
        where=_REPLY_DUE,
        legal_basis=_NORM,
    ),
    Metric(
        "reply_on_time",
        "Первый ответ в норматив",
        "Ответ в норматив",
        "шт.",
        "count",
        "reply_due",
        "Первый ответ дан не позже конца норматива, в рабочем времени получателя.",
        where=f"{_REPLY_DUE} AND {_REPLIED} AND NOT is_reply_late",
        better="higher",
        legal_basis=_NORM,
    ),
    Metric(
        "reply_late",
        "Первый ответ с опозданием",
        "Ответ позже",
        "шт.",
        "count",
        "reply_due",
        "Первый ответ дан после конца норматива.",
        where=f"{_REPLY_DUE} AND {_REPLIED} AND is_reply_late",
        better="lower",
        legal_basis=_NORM,
    ),
    Metric(
        "reply_missing",
        "Нет первого ответа",
        "Без ответа",
        "шт.",
        "count",
        "reply_due",
        "Норматив истёк, ни первого, ни итогового ответа на дату отчёта нет. Считается нарушением.",
        where=f"{_REPLY_DUE} AND coalesce(replied_day, 32767) > $as_of",
        better="lower",
        legal_basis=_NORM,
    ),
    Metric(
        "reply_on_time_share",
        "Доля первых ответов в норматив",
        "Первый ответ, %",
        "%",
        "share",
        "reply_due",
        "Первый ответ в норматив / все, у кого норматив истёк, включая тех, кому не ответили.",
        where=f"{_REPLIED} AND NOT is_reply_late",
        among=_REPLY_DUE,
        counted="у которых норматив истёк",
        better="higher",
        interval="wilson",
        legal_basis=_NORM,
    ),
    Metric(
        "registration_on_time_share",
        "Доля зарегистрированных в срок",
        "Регистрация, %",
        "%",
        "share",
        "received",
        "Зарегистрировано не позже трёх дней / все обращения по 59-ФЗ, которые зарегистрированы или у которых эти дни "
        "прошли без регистрации. Выгрузки без даты регистрации не участвуют.",
        where=f"{_REGISTERED} AND registered_day <= registration_due_day",
        among=f"{_REGISTRATION} AND ({_REGISTERED} OR {_UNREGISTERED})",
        counted="которые пора было зарегистрировать",
        better="higher",
        interval="wilson",
        legal_basis="59-ФЗ, ст. 8 ч. 2",
    ),
    Metric(
        "unregistered",
        "Не зарегистрировано в срок",
        "Не зарегистр.",
        "шт.",
        "count",
        "received",
        "Обращения по 59-ФЗ, которые на дату отчёта не зарегистрированы, хотя три дня прошли.",
        where=f"{_REGISTRATION} AND NOT coalesce({_REGISTERED}, FALSE) AND {_UNREGISTERED}",
        better="lower",
        legal_basis="59-ФЗ, ст. 8 ч. 2",
    ),
    Metric(
        "forwarded",
        "Направлено по компетенции",
        "Направлено",
        "шт.",
        "count",
        "resolved",
        "Записи, направленные другому органу, пока шёл срок ответа. В долю ответов в срок не входят: ответа не было.",
        where=_FORWARDED,
        legal_basis=_TRANSFER,
    ),
    Metric(
        "forwarded_on_time_share",
        "Доля направленных в срок",
        "Направлено в срок, %",
        "%",
        "share",
        "resolved",
        "Направлено не позже семи дней от регистрации / все направленные по компетенции обращения по 59-ФЗ.",
        where="resolved_day <= transfer_due_day",
        among=f"{_FORWARDED} AND transfer_due_day IS NOT NULL",
        better="higher",
        interval="wilson",
        legal_basis=_TRANSFER,
    ),
    Metric(
        "promises",
        "Обещания, срок которых прошёл",
        "Обещания",
        "шт.",
        "count",
        "promised",
        "Записи, которым назвали дату решения (промежуточный ответ, отложенное решение), и она прошла за период.",
        where=_PROMISE_DUE,
    ),
    Metric(
        "promises_broken",
        "Обещания нарушены",
        "Нарушены",
        "шт.",
        "count",
        "promised",
        "К обещанному дню запись не закрыта: закрыта позже или не закрыта на дату отчёта.",
        where=f"{_PROMISE_DUE} AND NOT coalesce({_KEPT}, FALSE)",
        better="lower",
    ),
    Metric(
        "promises_kept_share",
        "Доля выполненных обещаний",
        "Обещания, %",
        "%",
        "share",
        "promised",
        "Закрыто не позже обещанного дня / все обещания, срок которых прошёл.",
        where=_KEPT,
        among=_PROMISE_DUE,
        better="higher",
        interval="wilson",
    ),
)
