"""Records whose signals are known: for every signal some that deserve it and more that only look like it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from data.decisions.signals import declared

TODAY = date(2026, 6, 30)
EACH, MISSES = 40, 60
_BODIES = {
    "water_utility": ("Водоканал", "Водоканала"),
    "settlement_baza": ("администрацию Базинского сельсовета", "администрации Базинского сельсовета"),
    "education_department": ("Управление образования", "Управления образования"),
    "district_hospital": ("районную больницу", "районной больницы"),
    "housing_department": ("отдел ЖКХ", "отдела ЖКХ"),
    "power_grid": ("Электросети", "Электросетей"),
}
_COMPLAINTS = (
    "Жалоба на {0}. Третий месяц не отвечают на письма.",
    "Жалоба на бездействие {1}: заявку закрыли, ничего не сделав.",
    "Жалуюсь на работу {1}, трубку никто не берёт.",
    "Здравствуйте! Жалуемся на {0}, обещали приехать и не приехали.",
    "Прошу разобраться, почему бездействие {1} продолжается год.",
    "ЖАЛОБА на неправомерные действия сотрудников {1}",
)
_NOT_COMPLAINTS = (
    "Жалоба на качество воды из колонки, прошу {0} разобраться.",
    "Жалоба на соседей: шумят ночью. {0} в курсе.",
    "Прошу {0} вывезти мусор.",
    "Благодарю {0} за быстрый ремонт, жалоб больше нет.",
    "Жалуюсь на дорогу у дома, грейдер не приходил. Писал в {0}.",
    "Жалоб на {0} нет, вопрос по дороге.",
    "Бездействие соседей надоело, прошу {0} помочь.",
)


@dataclass
class Planted:
    """rows: for `tests.data.records.add`; true: signal → record_ids that deserve it."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    true: dict[str, set[int]] = field(default_factory=lambda: {one.code: set() for one in declared.ALL})

    def add(self, signal: str = "", **row: Any) -> None:
        """A record; signal: the one it deserves."""
        number = len(self.rows) + 1
        self.rows.append({"record_id": number, "topic": "housing.no_water", "source": "pos"} | row)
        if signal:
            self.true[signal].add(number)


def planted(rng: random.Random) -> Planted:
    """EACH records of every signal that is told without a reading of replies, MISSES near misses of it."""
    made = Planted()
    for plant in (_repeats, _last_days, _complaints, _transfers, _promises, _reopened, _unfinished):
        plant(made, rng)
    return made


def _days(rng: random.Random) -> Iterator[date]:
    while True:
        yield date(2026, 2, 2) + timedelta(days=rng.randrange(90))


def _repeats(made: Planted, rng: random.Random) -> None:
    """An answer and a second letter: after «решено» within 30 days, or not quite so."""
    for number, day in zip(range(EACH + MISSES), _days(rng), strict=False):
        applicant, is_true, way = f"r{number}", number < EACH, number % 3
        answered = day + timedelta(days=rng.randrange(3, 20))
        after = rng.randrange(1, 29) if is_true or way == 0 else rng.randrange(31, 50)
        status = "closed_explained" if not is_true and way == 0 else "closed_solved"
        again = f"other{number}" if not is_true and way == 2 else applicant
        made.add(
            declared.REPEATED.code if is_true else "",
            received=str(day), answered=str(answered), status=status, applicant=applicant,
        )  # fmt: skip
        made.add(received=str(answered + timedelta(days=after)), applicant=again, status="in_work")


def _last_days(made: Planted, rng: random.Random) -> None:
    """Eight days of five closings at once; four at once, five on the day before the last, and a recipient whose habit
    it is to close on the last day.
    """
    for number in range(EACH // 5):
        due = date(2026, 3, 3) + timedelta(days=14 * number)
        for _ in range(5):
            _close(made, "road_service", due, due, declared.LAST_DAY.code)
        for _ in range(4):
            _close(made, "heat_utility", due, due)
        for _ in range(5):
            _close(made, "waste_operator", due, due - timedelta(days=1))
    for day in range(110):
        due = date(2026, 3, 2) + timedelta(days=day)
        for _ in range(rng.randrange(4, 8) if due.weekday() < 5 else 0):
            _close(made, "power_sales", due, due)


def _close(made: Planted, recipient: str, due: date, closed: date, signal: str = "") -> None:
    received = str(due - timedelta(days=12))
    made.add(
        signal, received=received, file_due=str(due), answered=str(closed), recipient=recipient,
        status="closed_explained",
    )  # fmt: skip


def _complaints(made: Planted, rng: random.Random) -> None:
    codes = list(_BODIES)
    for number, day in zip(range(EACH + MISSES), _days(rng), strict=False):
        whose = codes[number % len(codes)]
        is_true, of_another = number < EACH, number >= EACH and number % 2
        body = codes[(number + 1) % len(codes)] if of_another else whose
        texts = _COMPLAINTS if is_true or of_another else _NOT_COMPLAINTS
        text = rng.choice(texts).format(*_BODIES[body])
        made.add(declared.COMPLAINT.code if is_true else "", received=str(day), recipient=whose, texts=[text])


def _transfers(made: Planted, rng: random.Random) -> None:
    for number, day in zip(range(EACH + MISSES), _days(rng), strict=False):
        is_true = number < EACH
        times = rng.randrange(2, 5) if is_true else rng.choice([None, 0, 1])
        made.add(declared.PING_PONG.code if is_true else "", received=str(day), transfers=times)


def _promises(made: Planted, rng: random.Random) -> None:
    """Promised past: unanswered, answered late; answered in time, on the very day, still to come."""
    for number, day in zip(range(EACH + MISSES), _days(rng), strict=False):
        is_true, way = number < EACH, number % 3
        promised = day + timedelta(days=rng.randrange(10, 30))
        late = promised + timedelta(days=rng.randrange(1, 10))
        answered = {0: None, 1: late, 2: late}[way] if is_true else promised - timedelta(days=way)
        if not is_true and way == 2:
            promised, answered = TODAY + timedelta(days=rng.randrange(0, 20)), None
        status = "deferred" if answered is None else "closed_explained"
        made.add(
            declared.BROKEN_PROMISE.code if is_true else "",
            received=str(day), promised=str(promised), answered=answered and str(answered), status=status,
        )  # fmt: skip


def _reopened(made: Planted, rng: random.Random) -> None:
    for number, day in zip(range(EACH + MISSES), _days(rng), strict=False):
        is_true = number < EACH
        status = "reopened" if is_true else rng.choice(["returned", "in_work", "new", "closed_rejected"])
        closed = str(day + timedelta(days=5)) if status == "closed_rejected" else None
        made.add(declared.REOPENED.code if is_true else "", received=str(day), status=status, answered=closed)


def _unfinished(made: Planted, rng: random.Random) -> None:
    """In «Инцидент менеджмент» closed after an interim reply; with a second one, not promised, elsewhere."""
    for number, day in zip(range(EACH + MISSES), _days(rng), strict=False):
        is_true, way = number < EACH, number % 3
        promised = day + timedelta(days=20)
        channel = "pos_message" if not is_true and way == 0 else rng.choice(["im_vk", "im_ok", "im_telegram"])
        replies = ["Работы запланированы, ответим до " + f"{promised:%d.%m.%Y}"]
        if not is_true and way == 1:
            replies.append("Яма засыпана.")
        made.add(
            declared.IM_UNFINISHED.code if is_true else "",
            received=str(day), closed=str(promised - timedelta(days=2)), status="closed_explained", channel=channel,
            promised=None if not is_true and way == 2 else str(promised), answers=["\n\n".join(replies)],
        )  # fmt: skip
