"""Draws what comes in: a Gamma–Poisson world where villages differ in how readily they write, and where.

Counts of a flow are shared out over topic, place and day by weights whose noise is Gamma, which makes the counts
over-dispersed; neighbours then write about the same thing, and the same people write again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from demo import people
from demo.record import Matter, Place, Topic
from demo.season import Weather, day_weights, is_working
from demo.world import World

SHARES = {"im": 0.44, "letter": 0.25, "pos": 0.21, "heat": 0.10}
NEIGHBOUR_SHARE = 0.14
REPEAT_SHARE = 0.045
# Bigger places sit in the networks, small old villages send paper: exponent of the population by flow.
CROWD = {"im": 1.12, "pos": 1.05, "letter": 0.85, "heat": 1.1}
RAIL_PLACES = {"Балыкса", "Бирикчуль", "Бискамжа", "Вершина Тёи"}
HOURS = {
    "im": (6, 23, 19),
    "pos": (7, 23, 13),
    "letter": (8, 17, 11),
    "heat": (6, 23, 18),
}


@dataclass(frozen=True)
class Span:
    """The period of the demonstration, both days included."""

    first: date
    until: date

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.until - self.first).days + 1


def background(world: World, span: Span, sky: Weather, count: int, seed: str) -> list[Matter]:
    """Ordinary matters of all flows, `count` in total, neighbours and repeats included; in no particular order."""
    originals: list[Matter] = []
    followers = round(count * (NEIGHBOUR_SHARE + REPEAT_SHARE))
    for flow, number in _split(count - followers, SHARES).items():
        originals += _flow(world, span, sky, flow, number, Random(f"{seed} flow {flow}"))
    return originals + follow_up(originals, span, followers, Random(f"{seed} followers"))


def _split(count: int, shares: dict[str, float]) -> dict[str, int]:
    numbers = {name: int(count * share) for name, share in shares.items()}
    numbers["im"] += count - sum(numbers.values())
    return numbers


def _flow(world: World, span: Span, sky: Weather, flow: str, number: int, rng: Random) -> list[Matter]:
    reporting = {place.oktmo: rng.gammavariate(4, 1 / 4) for place in world.places}
    topics = rng.choices(world.topics, [topic.weight * topic.flows[flow] for topic in world.topics], k=number)
    matters: list[Matter] = []
    for topic in world.topics:
        drawn = topics.count(topic)
        if drawn:
            matters += _topic(world, span, sky, flow, topic, drawn, reporting, rng)
    return matters


def _topic(
    world: World,
    span: Span,
    sky: Weather,
    flow: str,
    topic: Topic,
    number: int,
    reporting: dict[str, float],
    rng: Random,
) -> list[Matter]:
    days = rng.choices(range(span.days), cum_weights=list(accumulate(day_weights(topic, flow, sky, rng))), k=number)
    weights = [
        suits(topic, place) * place.population ** CROWD[flow] * reporting[place.oktmo] * rng.gammavariate(2, 1 / 2)
        for place in world.places
    ]
    places = rng.choices(world.places, weights, k=number)
    return [
        matter(world, flow, topic, place, span.first + timedelta(day), rng, more=_more_topics(world, flow, rng))
        for place, day in zip(places, days, strict=True)
    ]


def suits(topic: Topic, place: Place) -> float:
    """How far a topic makes sense in a place: there is no central heating in a small village."""
    if topic.where == "large":
        return 1.0 if place.population >= 900 else 0.06
    if topic.where == "small":
        return 2.0 if place.population < 1100 else 0.5
    if topic.where == "rail":
        return 1.0 if "станц" in place.kind or place.name in RAIL_PLACES else 0.02
    return 1.0


def matter(
    world: World,
    flow: str,
    topic: Topic,
    place: Place,
    day: date,
    rng: Random,
    *,
    story: str = "",
    more: tuple[Topic, ...] = (),
) -> Matter:
    """One matter of a new applicant on the day; streets near the head of the list are the busy ones."""
    streets = world.streets[place.oktmo]
    index = min(int(rng.expovariate(3 / len(streets))), len(streets) - 1)
    return Matter(
        flow=flow,
        received_at=datetime.combine(day, hour(flow, rng)),
        topic=topic,
        place=place,
        street=streets[index],
        house=min(1 + int(rng.expovariate(1 / 18)), 96),
        person=people.draw(rng),
        story=story,
        more_topics=more,
    )


def hour(flow: str, rng: Random) -> time:
    """Time of day of receipt."""
    low, high, mode = HOURS[flow]
    seconds = int(rng.triangular(low * 3600, high * 3600 - 1, mode * 3600))
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _more_topics(world: World, flow: str, rng: Random) -> tuple[Topic, ...]:
    """Further questions of a letter: one letter in seven holds two or three."""
    if flow != "letter" or rng.random() > 0.14:
        return ()
    number = 1 if rng.random() < 0.8 else 2
    return tuple(rng.choices(world.topics, [topic.weight for topic in world.topics], k=number))


def follow_up(originals: list[Matter], span: Span, number: int, rng: Random) -> list[Matter]:
    """Matters that grow out of others: neighbours on the same thing within days, the same person within weeks."""
    share = NEIGHBOUR_SHARE / (NEIGHBOUR_SHARE + REPEAT_SHARE)
    late = timedelta(60)
    early = [one for one in originals if one.received_at.date() + late <= span.until] or originals
    return [
        _neighbour(rng.choice(originals), span, rng) if rng.random() < share else _repeat(rng.choice(early), span, rng)
        for _ in range(number)
    ]


def _neighbour(first: Matter, span: Span, rng: Random) -> Matter:
    flow = first.flow if rng.random() < 0.6 else rng.choices(list(SHARES), list(SHARES.values()))[0]
    received = received_on(first.received_at.date() + timedelta(rng.randint(0, 5)), flow, span, rng)
    return replace(
        first,
        flow=flow,
        received_at=received,
        person=people.draw(rng),
        house=min(96, first.house + rng.randint(1, 9)),
        more_topics=(),
    )


def _repeat(first: Matter, span: Span, rng: Random) -> Matter:
    flow = first.flow if rng.random() < 0.8 else "letter"
    received = received_on(first.received_at.date() + timedelta(rng.randint(8, 55)), flow, span, rng)
    return replace(first, flow=flow, received_at=received, is_repeat=True, more_topics=())


def received_on(day: date, flow: str, span: Span, rng: Random) -> datetime:
    """A moment on the day, inside the period; paper moves to a working day."""
    day = min(max(day, span.first), span.until)
    while flow == "letter" and not is_working(day) and day > span.first:
        day -= timedelta(1)
    return datetime.combine(day, hour(flow, rng))


def keep_fresh(matters: list[Matter], span: Span, rng: Random) -> list[Matter]:
    """The same matters, the newest message moved into the last day, so that the exports end where they say."""
    newest = max((one for one in matters if one.flow == "im"), key=lambda one: one.received_at)
    moved = replace(newest, received_at=received_on(span.until, "im", span, rng))
    return [moved if one is newest else one for one in matters]


def in_order(matters: Iterable[Matter]) -> list[Matter]:
    """Matters by time of receipt; ties are broken by text fields, so the order never depends on how they were drawn."""
    return sorted(
        matters, key=lambda one: (one.received_at, one.flow, one.topic.code, one.place.oktmo, one.person.full)
    )
