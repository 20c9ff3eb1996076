"""Planted truths: what an attentive reader of the screens should find. Each is known by place, topic and days."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from random import Random

from demo.flow import SHARES, Span, matter, received_on
from demo.record import Matter, Street
from demo.world import World, rows

RECORDS_OF_REFERENCE = 9000
# A recipient who keeps no dates since this many days before the end, and one who began to keep them.
LATE_RECIPIENT, LATE_SINCE_DAYS = "waste_operator", 290
MENDED_RECIPIENT, MENDED_SINCE_DAYS = "road_service", 430


@dataclass(frozen=True)
class Story:
    """A cluster: `records` at the full size, spread from `from_days` to `to_days` before the end of the period.

    shape: `even` over the days, `fading` after a sudden start, `growing` towards the end; months limits it to a season.
    one_street: all write about the same spot.
    """

    code: str
    title: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    from_days: int
    to_days: int
    records: int
    shape: str
    months: tuple[int, ...]
    one_street: bool


@lru_cache(maxsize=1)
def every() -> tuple[Story, ...]:
    """The stories of `stories.csv`."""
    return tuple(_story(row) for row in rows("stories.csv"))


def _story(row: dict[str, str]) -> Story:
    return Story(
        code=row["code"],
        title=row["title"],
        topics=tuple(row["topics"].split("|")),
        places=tuple(row["places"].split("|")),
        from_days=int(row["from_days"]),
        to_days=int(row["to_days"]),
        records=int(row["records"]),
        shape=row["shape"],
        months=tuple(int(month) for month in row["months"].split("|") if month),
        one_street=row["one_street"] == "1",
    )


def planted(world: World, span: Span, records: int, seed: str) -> list[Matter]:
    """Matters of all stories, their sizes scaled with the number of records asked for (at least three each)."""
    scale = records / RECORDS_OF_REFERENCE
    return [
        one
        for story in every()
        for one in _tell(story, world, span, max(3, round(story.records * scale)), Random(f"{seed} story {story.code}"))
    ]


def _tell(story: Story, world: World, span: Span, number: int, rng: Random) -> list[Matter]:
    days = _days(story, span)
    if not days:
        return []
    spot = world.streets[story.places[0]][0]
    told = []
    for offset in rng.choices(days, _weights(story, days), k=number):
        place = world.place_by_oktmo[rng.choice(story.places)]
        topic = world.topic_by_code[story.topics[0] if rng.random() < 0.72 else rng.choice(story.topics)]
        flow = rng.choices(list(SHARES), [0.5, 0.2, 0.22, 0.08])[0]
        day = span.until - timedelta(offset)
        one = matter(world, flow, topic, place, day, rng, story=story.code)
        told.append(_at(one, spot if story.one_street else one.street, span, rng))
    return told


def _at(one: Matter, street: Street, span: Span, rng: Random) -> Matter:
    return replace(one, street=street, received_at=received_on(one.received_at.date(), one.flow, span, rng))


def _days(story: Story, span: Span) -> list[int]:
    """Days of the story as days before the end, oldest first, inside the period and the season."""
    oldest = min(story.from_days, span.days - 1)
    days = range(oldest, story.to_days - 1, -1)
    return [day for day in days if not story.months or (span.until - timedelta(day)).month in story.months]


def _weights(story: Story, days: list[int]) -> list[float]:
    if story.shape == "fading":
        return [0.5 ** (4 * index / len(days)) for index in range(len(days))]
    if story.shape == "growing":
        return [1 + 2 * index / len(days) for index in range(len(days))]
    return [1.0] * len(days)
