"""How matters are handled: who answers, how fast, how well; drawn in full, writers cut it at the export day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from demo import clock
from demo.record import Handling, Matter
from demo.stories import LATE_RECIPIENT, LATE_SINCE_DAYS, MENDED_RECIPIENT, MENDED_SINCE_DAYS
from demo.world import World

KEEPS_DATES = {"district_department": 0.86, "settlement": 0.78, "utility": 0.76, "republic": 0.87, "institution": 0.83}
FAST_TOPICS = ("roads.snow_ice", "amenities.roof_icicles", "waste.collection_sites")
FIRST_REPLY_MINUTES = 9 * 60
TERM_DAYS = 30
INTERIM_WORKING_DAYS = 7


@dataclass(frozen=True)
class Manner:
    """How a recipient works on a day: share of kept dates, quality of answers 0–1, pace (1 usual, less is faster)."""

    on_time: float
    quality: float
    pace: float


def manner(recipient: str, kind: str, day: date, until: date) -> Manner:
    """Manner of a recipient; two of them change on a planted day, the rest differ by a lasting trait of their own."""
    trait = Random(f"manner {recipient}")
    on_time = KEEPS_DATES.get(kind, 0.8) + trait.uniform(-0.14, 0.09)
    quality = trait.uniform(0.35, 0.85)
    if recipient == LATE_RECIPIENT:
        is_late = day >= until - timedelta(LATE_SINCE_DAYS)
        return Manner(0.3, 0.25, 1.7) if is_late else Manner(0.83, 0.55, 1.0)
    if recipient == MENDED_RECIPIENT:
        is_mended = day >= until - timedelta(MENDED_SINCE_DAYS)
        return Manner(0.94, 0.85, 0.6) if is_mended else Manner(0.45, 0.4, 1.5)
    return Manner(min(on_time, 0.96), quality, 1.0)


def recipient_of(matter: Matter, world: World, rng: Random) -> str:
    """Who answers: the topic's default, else the settlement; sometimes the district steps in."""
    settlement = world.settlements.get(matter.place.municipality, "administration")
    usual = matter.topic.default_recipient or settlement
    draw = rng.random()
    if draw < 0.9 or matter.story:
        return usual
    return settlement if draw < 0.96 else "administration"


def handle(matter: Matter, world: World, until: date, rng: Random) -> Handling:
    """Handling of one matter; moments may lie after `until`."""
    recipient = recipient_of(matter, world, rng)
    how = manner(recipient, world.recipient_kinds[recipient], matter.received_at.date(), until)
    forgotten = rng.random() < 0.004 + 0.03 * (1 - how.on_time) ** 2
    if matter.flow == "letter":
        return _letter(matter, recipient, how, forgotten, rng)
    if matter.flow == "pos":
        return _keep_promise(_portal(matter, recipient, how, forgotten, rng), how, until, rng)
    return _keep_promise(_network(matter, recipient, how, forgotten, rng), how, until, rng)


def _keep_promise(handling: Handling, how: Manner, until: date, rng: Random) -> Handling:
    """A deferred decision whose day has come is mostly solved by then; a broken promise stays deferred."""
    promised = handling.promised_on
    if promised is None or promised > until or rng.random() > 0.4 + 0.5 * how.quality:
        return handling
    kept_at = datetime.combine(clock.not_later_working(promised), _office_time(rng))
    return replace(handling, outcome="solved", answered_at=max(kept_at, handling.answered_at))


def _network(matter: Matter, recipient: str, how: Manner, forgotten: bool, rng: Random) -> Handling:
    """«Инцидент менеджмент»: a first reply in working hours, then the solution within days."""
    minutes = _first_reply_minutes(how, rng)
    first_reply = clock.add_working_minutes(matter.received_at, minutes)
    informational = rng.random() < 0.2
    days = 0 if informational else _solution_days(matter, how, rng) + (rng.randint(150, 700) if forgotten else 0)
    answered = clock.add_working_minutes(first_reply, rng.randint(5, 200)) + timedelta(days)
    if days:
        answered = datetime.combine(clock.not_earlier_working(answered.date()), answered.time())
    outcome = "explained" if informational else _outcome(matter, how, rng)
    return Handling(
        recipient=recipient,
        registered_on=matter.received_at.date(),
        assigned_at=clock.add_working_minutes(matter.received_at, min(minutes - 1, rng.randint(4, 70))),
        first_reply_at=first_reply,
        answered_at=answered,
        due_on=clock.add_working_days(first_reply.date(), INTERIM_WORKING_DAYS),
        extended_to=None,
        outcome=outcome,
        promised_on=_promised(outcome, answered.date(), rng),
        rating=_rating(outcome, how, minutes > FIRST_REPLY_MINUTES, 0.3, rng),
        formal=rng.random() > 0.45 + 0.55 * how.quality,
        informational=informational,
        working_minutes=minutes,
    )


def _first_reply_minutes(how: Manner, rng: Random) -> int:
    if rng.random() < how.on_time:
        return 2 + int((FIRST_REPLY_MINUTES - 4) * rng.betavariate(1.4, 2.4))
    return FIRST_REPLY_MINUTES + 3 + int(rng.expovariate(1 / (11 * 60 * how.pace)))


def _solution_days(matter: Matter, how: Manner, rng: Random) -> int:
    days = matter.topic.days * how.pace * rng.lognormvariate(-0.15, 0.6)
    if rng.random() < how.on_time * 0.75:
        days = min(days, rng.uniform(1, 8))
    return max(1, round(days))


def _portal(matter: Matter, recipient: str, how: Manner, forgotten: bool, rng: Random) -> Handling:
    """ПОС: one answer by the portal's term, shorter for the fast track."""
    day = matter.received_at.date()
    fast = matter.topic.code in FAST_TOPICS
    due = clock.add_working_days(day, 10) if fast else clock.not_later_working(day + timedelta(TERM_DAYS))
    answered_on = _answer_day(day, due, matter.topic.days, how, forgotten, rng)
    outcome = _outcome(matter, how, rng)
    moment = datetime.combine(answered_on, _office_time(rng))
    assigned = clock.add_working_minutes(matter.received_at, rng.randint(20, 500))
    return Handling(
        recipient=recipient,
        registered_on=day,
        assigned_at=assigned,
        first_reply_at=moment,
        answered_at=max(moment, matter.received_at + timedelta(minutes=35)),
        due_on=due,
        extended_to=None,
        outcome=outcome,
        promised_on=_promised(outcome, answered_on, rng),
        rating=_rating(outcome, how, answered_on > due, 0.34, rng),
        formal=rng.random() > 0.45 + 0.55 * how.quality,
        informational=False,
        working_minutes=0,
    )


def _letter(matter: Matter, recipient: str, how: Manner, forgotten: bool, rng: Random) -> Handling:
    """59-ФЗ: mostly registered within three days, answered near the end of the term; some extended or forwarded."""
    day = matter.received_at.date()
    registered = clock.not_earlier_working(day + timedelta(rng.choices((0, 1, 2, 3, 6), (45, 30, 14, 8, 3))[0]))
    due = clock.not_later_working(registered + timedelta(TERM_DAYS))
    forwarded = matter.topic.competence in ("federal", "republic") and rng.random() < 0.3
    extended = None if forwarded or rng.random() > 0.07 else clock.not_later_working(due + timedelta(TERM_DAYS))
    if forwarded:
        answered_on = clock.not_earlier_working(registered + timedelta(rng.randint(1, 7)))
    else:
        answered_on = _answer_day(registered, extended or due, 18, how, forgotten, rng)
    outcome = "forwarded" if forwarded else _outcome(matter, how, rng)
    moment = datetime.combine(answered_on, _office_time(rng))
    return Handling(
        recipient=recipient,
        registered_on=registered,
        assigned_at=datetime.combine(registered, _office_time(rng)),
        first_reply_at=moment,
        answered_at=moment,
        due_on=due,
        extended_to=extended,
        outcome="explained" if outcome == "deferred" else outcome,
        promised_on=None,
        rating=None,
        formal=rng.random() > 0.45 + 0.55 * how.quality,
        informational=False,
        working_minutes=0,
    )


def _answer_day(start: date, due: date, typical: float, how: Manner, forgotten: bool, rng: Random) -> date:
    """Working day of the answer: most near the typical pace or the end of the term, the late ones with a long tail."""
    term = (due - start).days
    if forgotten:
        return clock.not_earlier_working(due + timedelta(rng.randint(90, 600)))
    if rng.random() >= how.on_time:
        return clock.not_earlier_working(due + timedelta(1 + int(rng.expovariate(1 / (6 + 8 * how.pace)))))
    days = min(typical * how.pace * rng.lognormvariate(0, 0.5), term * rng.betavariate(5, 1.3))
    return min(clock.not_earlier_working(start + timedelta(max(0, round(days)))), due)


def _office_time(rng: Random) -> time:
    return time(rng.choice((8, 9, 10, 11, 13, 14, 15, 16)), rng.randrange(60), rng.randrange(60))


def _outcome(matter: Matter, how: Manner, rng: Random) -> str:
    solved = min(0.95, matter.topic.solved * (0.7 + 0.6 * how.quality))
    draw = rng.random()
    if draw < solved:
        return "solved"
    draw = rng.random()
    return "explained" if draw < 0.8 else "deferred" if draw < 0.91 else "rejected"


def _promised(outcome: str, answered_on: date, rng: Random) -> date | None:
    return clock.not_earlier_working(answered_on + timedelta(rng.randint(14, 150))) if outcome == "deferred" else None


def _rating(outcome: str, how: Manner, is_late: bool, share: float, rng: Random) -> int | None:
    """A mark of 1–5 by the quality of the answer; most people leave none."""
    if rng.random() > share:
        return None
    mean = {"solved": 4.4, "explained": 2.7, "deferred": 2.4, "rejected": 1.6, "forwarded": 2.2}[outcome]
    return min(5, max(1, round(rng.gauss(mean + 0.8 * (how.quality - 0.6) - 0.8 * is_late, 0.9))))
