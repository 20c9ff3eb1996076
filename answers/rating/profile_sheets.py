"""What profiles consist of as tables of a file: weights, values put in by hand, who has changed what and why."""

import re
from collections.abc import Sequence
from datetime import UTC
from zoneinfo import ZoneInfo

import pandas as pd

from answers.rating import compared
from answers.rating.league import label, metric_label
from answers.table import Column
from data.decisions.profiles import Profile, Value
from data.decisions.profiles.change import Told
from words import format

DIRECTIONS = {"higher": "больше — лучше", "lower": "меньше — лучше", "": "показывается, в итог не входит"}
WEIGHT_COLUMNS = (Column("name", "Показатель"), Column("way", "Что лучше"), Column("weight", "Вес", "number"))
EDIT_COLUMNS = (
    Column("at", "Когда"), Column("who", "Кто"), Column("what", "Что"), Column("how", "Как"), Column("why", "Почему"),
)  # fmt: skip
_FRACTION = re.compile(r"«(\d+)\.(\d+)»")


def weights(profile: Profile) -> pd.DataFrame:
    """An indicator a row, under WEIGHT_COLUMNS."""
    rows = [(label(one), DIRECTIONS[one.direction], one.weight) for one in profile.indicators]
    return pd.DataFrame(rows, columns=[one.name for one in WEIGHT_COLUMNS])


def by_hand(profile: Profile, values: list[Value]) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """An indicator a row with its values by periods, the latest first."""
    frame = compared.form(profile, values)
    named = (Column("number", "№", "count"), Column("name", "Показатель"), Column("unit", "Единица"))
    return frame, (*named, *(Column(str(name), str(name), "number") for name in frame.columns[len(named) :]))


def edits(told: Sequence[Told], zone: ZoneInfo) -> pd.DataFrame:
    """An edit a row, the newest first: EDIT_COLUMNS in words, its number and whether it stands."""
    rows = [_edit(one, zone) for one in told]
    return pd.DataFrame(rows, columns=[*(one.name for one in EDIT_COLUMNS), "number", "stands"])


def _edit(one: Told, zone: ZoneInfo) -> tuple[str, str, str, str, str, int, bool]:
    edit, name = one.edit, one.name or metric_label(one.metric)
    at = format.moment(edit.at.replace(tzinfo=UTC).astimezone(zone))
    how = _FRACTION.sub(_in_russian, "; ".join(map(str, one.differences)))
    why = edit.reason or ("отмена правки" if edit.undoes else "")
    return at, edit.who, f"{one.profile}: {name}" if name else one.profile, how, why, edit.number, edit.stands


def _in_russian(match: re.Match[str]) -> str:
    """«35.0» as «35», «32.5» as «32,5»."""
    return f"«{match[1]},{match[2]}»" if match[2].strip("0") else f"«{match[1]}»"
