"""How complete the answers are: by what people have read of them, and by rules alone; what their texts say."""

from typing import Literal

from data.metrics.declaration import Metric
from data.store.reply_signals import SIGNALS, SWITCHED_ON

ANSWERED = (
    "observes_answer AND NOT is_date_conflict AND NOT is_closed_undated AND NOT is_forwarded AND resolved_day <= $as_of"
)
"""Answers there are to check; plans of checks draw from the same."""
_IS_REPEAT_KNOWN = "resolved_day + 30 <= $as_of AND is_traceable"
_REPEAT = "CASE WHEN coalesce(followed_day <= resolved_day + 30, FALSE) THEN 0 ELSE 900 END"
_NINETIETHS = 90
"""Whole parts of a point in which scores are summed: of 90 points and of 100 alike."""


def _of_hundred(points: str) -> str:
    """Points of 90 as ninetieths of a point of 100."""
    whole = f"CAST({points} AS BIGINT)"
    return f"CASE WHEN {_IS_REPEAT_KNOWN} THEN 90 * {whole} + {_REPEAT} ELSE 100 * {whole} END"


SCORE, HINT = _of_hundred("check_score"), _of_hundred("reply_hint")
"""Of an answer that was read, and of one with a text by rules."""
_POINTS = (
    "Вопрос решён или «разъяснено» с причиной вне своих полномочий — 40, отвечено на все вопросы — 20, названы срок и "
    "ответственный — 15, есть подтверждение — 15, нет повторной записи за 30 дней — 10. Пока 30 дней не прошли или "
    "не известно, от кого запись, балл считается из 90 и приводится к 100."
)
_BASIS = "Постановление № 523-п: рейтинг по полноте ответа"

_TEXTS = "Среди данных ответов, текст которых есть в выгрузках; читает программа; насколько она ошибается, измерено."


def _said(
    signal: str, id: str, label: str, short_label: str, note: str, better: Literal["lower", "higher"] | None
) -> Metric:
    """Share of the replies with a text that a signal holds of; of a signal that is switched off nothing is known."""
    among = f"{ANSWERED} AND reply_signals IS NOT NULL" if signal in SWITCHED_ON else "FALSE"
    return Metric(
        id,
        label,
        short_label,
        "%",
        "share",
        "resolved",
        f"{note} {_TEXTS}",
        where=f"(reply_signals & {SIGNALS[signal]}) <> 0",
        among=among,
        better=better,
        interval="wilson",
    )


_OF_TEXTS = (
    _said(
        "is_formal",
        "formal_share",
        "Доля отписок",
        "Отписки, %",
        "Ни сделанного, ни срока или исполнителя дела, ни отказа с причиной, ни разъяснения по существу.",
        "lower",
    ),
    _said(
        "claims_solution",
        "claimed_share",
        "Доля ответов «сделано»",
        "Сделано, %",
        "Сказано, что дело сделано или неисправность устранена; обещание не в счёт.",
        "higher",
    ),
    _said("has_date", "dated_share", "Доля ответов со сроком", "Со сроком, %", "Назван срок или день дела.", "higher"),
    _said(
        "has_responsible",
        "responsible_share",
        "Доля ответов с ответственным",
        "С ответственным, %",
        "Назван человек или орган, который делает или отвечает.",
        "higher",
    ),
    _said(
        "has_proof",
        "proof_share",
        "Доля ответов с подтверждением",
        "С подтверждением, %",
        "Названы фото, акт, протокол, отчёт, замер.",
        "higher",
    ),
    _said(
        "has_refusal",
        "refusal_share",
        "Доля отказов с причиной",
        "Отказы, %",
        "Отказано, и сказано почему: нельзя, не планируется, не в полномочиях, нет средств.",
        None,
    ),
    _said(
        "is_duplicate",
        "duplicate_share",
        "Доля одинаковых ответов",
        "Одинаковые, %",
        "Тот же ответ уже дан на другое письмо.",
        "lower",
    ),
)

METRICS = (
    Metric(
        "completeness",
        "Полнота ответа",
        "Полнота",
        "балл 0–100",
        "assisted_mean",
        "resolved",
        f"{_POINTS} Оценка по всем данным ответам: среднее подсказок программы по каждому тексту плюс взвешенная "
        "средняя разность между тем, что прочитали люди по плану проверок, и подсказкой. Верна в среднем, даже если "
        "подсказки ошибаются. Пока никто ничего не прочитал — «нет данных».",
        among=ANSWERED,
        value=SCORE,
        hint=HINT,
        weight="check_weight",
        scale=(0.0, 100.0),
        per_unit=_NINETIETHS,
        better="higher",
        interval="assisted_mean",
        legal_basis=_BASIS,
    ),
    Metric(
        "completeness_hint",
        "Полнота по подсказкам программы",
        "По подсказкам",
        "балл 0–100",
        "mean",
        "resolved",
        f"{_POINTS} Только по правилам, без людей: среднее по ответам, текст которых есть в выгрузках. Насколько "
        "подсказки ошибаются, показывает «Полнота ответа».",
        among=f"{ANSWERED} AND reply_hint IS NOT NULL",
        value=HINT,
        scale=(0.0, 100.0),
        per_unit=_NINETIETHS,
        better="higher",
        interval="bounded_mean",
        legal_basis=_BASIS,
    ),
    Metric(
        "checked",
        "Ответов проверено людьми",
        "Проверено",
        "шт.",
        "count",
        "resolved",
        "Ответы, прочитанные по плану проверок; прочитанные вне плана в оценку не входят и здесь не считаются.",
        where=f"{ANSWERED} AND check_weight IS NOT NULL",
        better="higher",
    ),
    Metric(
        "unanswered_share",
        "Доля ответов не на всё",
        "Не на всё, %",
        "%",
        "share",
        "resolved",
        f"Есть вопрос или просьба письма, которым не отвечает ни одно предложение ответа. {_TEXTS}",
        where="unanswered > 0",
        among=f"{ANSWERED} AND unanswered IS NOT NULL",
        better="lower",
        interval="wilson",
    ),
    *_OF_TEXTS,
)
