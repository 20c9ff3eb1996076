"""When things are written about: months of a topic, weather of single days, the week, the trend."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

import holidays

from demo.record import Topic
from demo.world import rows

# Weight of Monday…Sunday: people write on social networks at weekends too, the registry works five days.
WEEK = {
    "im": (1.15, 1.1, 1.05, 1.0, 1.0, 0.85, 0.85),
    "pos": (1.25, 1.15, 1.1, 1.0, 0.95, 0.6, 0.55),
    "letter": (1.3, 1.05, 0.95, 0.95, 0.85, 0.0, 0.0),
    "heat": (1.15, 1.1, 1.05, 1.0, 1.0, 0.7, 0.65),
}
# Growth of a flow over a year: networks and the portal grow, paper shrinks.
TREND = {"im": 1.1, "pos": 1.18, "letter": 0.96, "heat": 1.05}


@dataclass(frozen=True)
class Weather:
    """Factors of single days, by kind of weather; 1 on an ordinary day."""

    first: date
    days: int
    factors: dict[str, list[float]]


def weather(first: date, days: int, rng: Random) -> Weather:
    """Cold snaps, snowfalls, heat waves and storms of the period, drawn once."""
    factors = {
        "cold": _spells(first, days, rng, months=(12, 1, 2), chance=0.045, length=(4, 8), strength=2.8),
        "snowfall": _spells(first, days, rng, months=(11, 12, 1, 2, 3), chance=0.06, length=(2, 4), strength=3.6),
        "heatwave": _spells(first, days, rng, months=(6, 7, 8), chance=0.04, length=(4, 9), strength=2.0),
        "storm": _spells(first, days, rng, months=(4, 5, 6, 10, 11), chance=0.035, length=(1, 3), strength=3.0),
    }
    return Weather(first, days, factors)


def _spells(
    first: date,
    days: int,
    rng: Random,
    *,
    months: tuple[int, ...],
    chance: float,
    length: tuple[int, int],
    strength: float,
) -> list[float]:
    factor = [1.0] * days
    day = 0
    while day < days:
        if (first + timedelta(day)).month in months and rng.random() < chance:
            end = min(days, day + rng.randint(*length))
            factor[day:end] = [strength * rng.uniform(0.7, 1.2)] * (end - day)
            day = end
        day += 1
    return factor


# Which weather moves which seasonal profile.
MOVED_BY = {
    "heat": ("cold",),
    "freeze": ("cold",),
    "water": ("cold", "heatwave"),
    "fuel": ("cold",),
    "snow": ("snowfall",),
    "transport": ("snowfall",),
    "power": ("storm", "cold"),
    "fire": ("storm",),
}


def day_weights(topic: Topic, flow: str, sky: Weather, rng: Random) -> list[float]:
    """Relative number of records of a topic by day: season, weather, week, trend, and a noise shared by a week."""
    months = monthly()[topic.season]
    moved = [sky.factors[kind] for kind in MOVED_BY.get(topic.season, ())]
    noise = [rng.gammavariate(6, 1 / 6) for _ in range(sky.days // 7 + 1)]
    weights = []
    for index in range(sky.days):
        day = sky.first + timedelta(index)
        weight = (
            _between_months(months, day) * WEEK[flow][day.weekday()] * TREND[flow] ** (index / 365) * noise[index // 7]
        )
        for factor in moved:
            weight *= factor[index]
        weights.append(weight if flow != "letter" or is_working(day) else 0.0)
    return weights


def _between_months(months: tuple[float, ...], day: date) -> float:
    """Weight of a day, linear between the middles of the months, so that no season starts overnight."""
    offset = (day.day - 15) / 30
    other = (day.month - 1 + (1 if offset > 0 else -1)) % 12
    share = min(abs(offset), 0.5)
    return months[day.month - 1] * (1 - share) + months[other] * share


@lru_cache(maxsize=1)
def monthly() -> dict[str, tuple[float, ...]]:
    """Seasonal profiles: twelve weights by name."""
    return {row["season"]: tuple(float(row[str(month)]) for month in range(1, 13)) for row in rows("seasons.csv")}


@lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("RU")


@lru_cache(maxsize=8192)
def is_working(day: date) -> bool:
    """Whether the day is a working one in Russia, with transfers and working Saturdays where they are published."""
    return _calendar().is_working_day(day)
