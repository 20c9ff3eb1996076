"""Rating profiles as they are now: what is compared, with what weights; and what was put in by hand.

`change` writes them, edit by edit (`data.decisions.edits`).
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from data import store
from data.errors import FilterError
from data.settings import Settings
from data.store import reference
from data.store.tables import profile_values, rating_indicators, rating_profiles

OWN_INDEX = "mcu_index"
"""The profile whose weights make the index of a recipient."""


@dataclass(frozen=True)
class Indicator:
    """One indicator. metric: of the door; empty where its value is put in by hand, then name and unit say what it is,
    both empty until the district fills them. weight: 0–100; direction: «higher», «lower» or empty: shown, not counted.
    """

    id: int
    number: int
    metric: str
    name: str
    unit: str
    weight: float
    direction: str
    target: float | None
    version: int


@dataclass(frozen=True)
class Profile:
    """A way to rate. source_document: empty until the district names it. indicators: by number."""

    id: int
    code: str
    name: str
    source_document: str
    valid_from: date | None
    valid_to: date | None
    version: int
    indicators: tuple[Indicator, ...]

    @property
    def is_by_hand(self) -> bool:
        """Whether no indicator is counted by the program."""
        return not any(one.metric for one in self.indicators)


@dataclass(frozen=True)
class Value:
    """What was put in for a period, both days inclusive."""

    id: int
    indicator_id: int
    valid_from: date
    valid_to: date
    value: float
    version: int


_OF_VALUE = ("indicator_id", "valid_from", "valid_to", "value", "version")


def all_of(settings: Settings) -> tuple[Profile, ...]:
    """All profiles, the first ones of the product first. StoreError where the store does not answer."""
    with store.reading(settings) as connection:
        profiles = (
            connection.execute(sa.select(rating_profiles).order_by(rating_profiles.c.profile_id)).mappings().all()
        )
        order = (rating_indicators.c.profile_id, rating_indicators.c.number)
        rows = connection.execute(sa.select(rating_indicators).order_by(*order)).mappings().all()
    made: dict[int, list[Indicator]] = {}
    for row in rows:
        made.setdefault(row["profile_id"], []).append(_indicator(row))
    return tuple(_profile(row, made.get(row["profile_id"], [])) for row in profiles)


def _indicator(row: sa.RowMapping) -> Indicator:
    values = {key: value for key, value in row.items() if key not in ("indicator_id", "profile_id")}
    return Indicator(id=row["indicator_id"], **values)


def _profile(row: sa.RowMapping, indicators: list[Indicator]) -> Profile:
    values = {key: value for key, value in row.items() if key != "profile_id"}
    return Profile(id=row["profile_id"], indicators=tuple(indicators), **values)


def by_code(profiles: tuple[Profile, ...], code: str) -> Profile:
    """One of them. FilterError for an unknown code."""
    for one in profiles:
        if one.code == code:
            return one
    raise FilterError(f"Профиля рейтинга «{code[:40]}» нет. Обновите страницу и выберите из списка.")


def shipped() -> Profile:
    """The product's own index with the weights it comes with: what there is when the store does not answer."""
    profile = reference.table("rating_profiles").set_index("profile_code").loc[OWN_INDEX]
    frame = reference.table("rating_indicators").query("profile_code == @OWN_INDEX").fillna("")
    rows = enumerate(frame.itertuples(), start=1)
    own = [Indicator(0, i, str(r.metric), "", "", float(str(r.weight)), str(r.direction), None, 0) for i, r in rows]
    return Profile(0, OWN_INDEX, str(profile["name"]), str(profile["source_document"]), None, None, 0, tuple(own))


def values_of(settings: Settings, profile: Profile) -> list[Value]:
    """All values put in for a profile, the latest period first."""
    v = profile_values.c
    own = v.indicator_id.in_([one.id for one in profile.indicators])
    query = sa.select(profile_values).where(own).order_by(v.valid_to.desc(), v.valid_from.desc(), v.indicator_id)
    with store.reading(settings) as connection:
        found = connection.execute(query).mappings().all()
    return [Value(id=row["value_id"], **{name: row[name] for name in _OF_VALUE}) for row in found]
