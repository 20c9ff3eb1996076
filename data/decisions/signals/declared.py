"""Every signal declared once: what it means, when it fires, of which day it is, how well it was measured.

The conditions read facts (`data.snapshots.facts`); `$as_of` is the day of the report, `$solved` and `$reopened` ids of
statuses, `$im` ids of the channels of «Инцидент менеджмент». What a condition cannot say, `data.decisions.signals.find`
asks of the texts.
"""

from dataclasses import dataclass, field

from data.store.reply_signals import SIGNALS as BITS

REPEAT_DAYS = 30
FEWEST_AT_ONCE = 5
"""Fewer answers on the last day of their terms are no mass closing, however rare they are."""


@dataclass(frozen=True)
class Signal:
    """One signal.

    meaning: why it deserves a look, a sentence for people. condition, day: SQL over facts. per_question: it speaks of a
    question, not of its record. bits: names of what a reply must say (`data.store.reply_signals`); without them
    nothing is known. words: what the letter must hold, any of them. basis: the law. metric: id of the declared metric
    that counts the same records. measured: how many it named on planted truth, how many of them rightly; read: the
    same on labelled replies that the rules had not seen, of a signal that reads replies (docs/answers.md).
    """

    code: str
    label: str
    meaning: str
    condition: str
    day: str
    per_question: bool = False
    bits: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    basis: str = ""
    metric: str = ""
    measured: tuple[int, int] | None = None
    read: tuple[int, int] | None = None
    reads: frozenset[str] = field(default_factory=frozenset)

    @property
    def judged(self) -> tuple[int, int] | None:
        """How many were named where it was measured, and how many of them rightly; missing where it was not."""
        return self.measured or self.read


def _said(*names: str) -> str:
    return f"(reply_signals & {sum(BITS[name] for name in names)}) <> 0"


def says(signals: int, name: str) -> bool:
    """Whether a reply, or its letter, says something; signals: the bits, name: of one of them."""
    return bool(signals & BITS[name])


FORMAL = Signal(
    "formal",
    "Формальные ответы",
    "В ответе нет ни сделанного, ни срока, ни ответственного, ни причины отказа, ни объяснения по существу.",
    _said("is_formal"),
    "coalesce(resolved_day, replied_day, received_day)",
    per_question=True,
    bits=("is_formal",),
    read=(60, 54),
    reads=frozenset(("reply_signals",)),
)
REPEATED = Signal(
    "repeated",
    "Повтор после «решено»",
    "Запись закрыта как решённая, а в течение 30 дней тот же заявитель — или с того же адреса по той же теме — написал "
    "снова.",
    f"status_id = $solved AND followed_day BETWEEN resolved_day AND resolved_day + {REPEAT_DAYS} "
    "AND followed_day <= $as_of",
    "followed_day",
    measured=(40, 40),
)
LAST_DAY = Signal(
    "last_day",
    "Массовое закрытие в последний день",
    "За один день закрыто необычно много записей, срок которых истекал в этот же день: так закрывают для отчёта.",
    "due_day = resolved_day AND NOT is_closed_undated AND recipient_id IS NOT NULL",
    "resolved_day",
    measured=(40, 40),
)
COMPLAINT = Signal(
    "complaint",
    "Жалоба у того, на кого жалуются",
    "Заявитель жалуется на орган, которому его обращение и отдано на рассмотрение.",
    "recipient_id IS NOT NULL",
    "received_day",
    per_question=True,
    words=("жалоба", "жалуюсь", "жалуемся", "пожаловаться", "бездействие"),
    basis="59-ФЗ, ст. 8 ч. 6",
    measured=(40, 40),
)
PING_PONG = Signal(
    "ping_pong",
    "Переброска между получателями",
    "Запись передавали от одного получателя к другому два раза и больше.",
    "transfers >= 2",
    "received_day",
    metric="ping_pong_share",
    measured=(40, 40),
    reads=frozenset(("transfers",)),
)
BROKEN_PROMISE = Signal(
    "broken_promise",
    "Обещали и не сделали в срок",
    "Обещанный в промежуточном ответе день прошёл, а окончательного ответа к нему не было.",
    "promised_day < $as_of AND (resolved_day IS NULL OR resolved_day > promised_day) AND NOT is_closed_undated",
    "promised_day",
    metric="promises_broken",
    measured=(40, 40),
)
REOPENED = Signal(
    "reopened",
    "Открыты повторно",
    "Запись закрывали, и её открыли снова: ответ не приняли.",
    "status_id = $reopened",
    "coalesce(status_day, received_day)",
    measured=(40, 40),
)
CONFLICT = Signal(
    "conflict",
    "Конфликтная переписка",
    "В письме или в ответе есть грубость: разговор стал ссорой, и вопрос может остаться нерешённым.",
    _said("is_rude", "is_rude_letter"),
    "coalesce(resolved_day, received_day)",
    per_question=True,
    bits=("is_rude", "is_rude_letter"),
    reads=frozenset(("reply_signals",)),
)
IM_UNFINISHED = Signal(
    "im_unfinished",
    "Закрыто в ИМ без окончательного ответа",
    "После промежуточного ответа с обещанным днём запись в «Инцидент менеджмент» закрыта, а второго ответа в ней нет.",
    "channel_id IN ($im) AND promised_day IS NOT NULL AND resolved_day IS NOT NULL",
    "resolved_day",
    measured=(40, 40),
)
ALL = (FORMAL, REPEATED, LAST_DAY, COMPLAINT, PING_PONG, BROKEN_PROMISE, REOPENED, CONFLICT, IM_UNFINISHED)
BY_CODE = {one.code: one for one in ALL}
