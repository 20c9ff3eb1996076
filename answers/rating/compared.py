"""One period by two profiles side by side, and a form put in by hand."""

from datetime import date
from typing import Any

import pandas as pd

from answers.ranks import LAST
from answers.rating.league import League
from answers.rating.standing import INDEX, RECIPIENT
from data.decisions.profiles import Indicator, Profile, Value
from data.decisions.profiles.change import Told
from words import format, texts

__all__ = ["Indicator", "Profile", "Told", "Value", "beside", "filled", "form", "period_words", "validity"]
"""Screens know profiles and their edits from here."""


def beside(one: League, other: League) -> pd.DataFrame:
    """Recipients in the order of the first profile: `recipient`, and of each of the two the index and the place, as
    `one_index`, `one_place`, `other_index`, `other_place`.
    """
    left, right = (_named(league, name) for name, league in (("one", one), ("other", other)))
    return left.merge(right, on=RECIPIENT, how="left", validate="one_to_one")


def _named(league: League, name: str) -> pd.DataFrame:
    told = {INDEX.id: f"{name}_index", "rank_text": f"{name}_place"}
    frame = league.frame.assign(**{INDEX.id: league.frame[INDEX.id].where(league.frame["best"] < LAST)})
    return frame[[RECIPIENT, *told]].rename(columns=told)


def form(profile: Profile, values: list[Value]) -> pd.DataFrame:
    """A row per indicator put in by hand: `number`, `name`, `unit`, then a column per period told, the latest first;
    missing where nothing was put in.
    """
    by_hand = [one for one in profile.indicators if not one.metric]
    told = {(value.indicator_id, period_words(value)): value.value for value in values}
    periods = list(dict.fromkeys(period_words(value) for value in values))
    rows: list[dict[str, Any]] = [
        {"number": one.number, "name": one.name or texts.NO_DATA, "unit": one.unit}
        | {period: told.get((one.id, period)) for period in periods}
        for one in by_hand
    ]
    return pd.DataFrame(rows, columns=["number", "name", "unit", *periods])


def period_words(value: Value) -> str:
    """«01–31.10.2026»."""
    return format.period(value.valid_from, value.valid_to)


def filled(profile: Profile, values: list[Value]) -> str:
    """«заполнено 3 из 23»: indicators that have a name and a value."""
    by_hand = [one for one in profile.indicators if not one.metric]
    told = {value.indicator_id for value in values}
    return f"заполнено {sum(bool(one.name) and one.id in told for one in by_hand)} из {len(by_hand)}"


def validity(profile: Profile) -> str:
    """«действует с 18.07.2022», «бессрочно»."""
    ends: tuple[date | None, date | None] = (profile.valid_from, profile.valid_to)
    return f"действует {format.period(*ends)}" if any(ends) else "бессрочно"
