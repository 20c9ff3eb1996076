"""A set of tables that the regional centre asks for, and what may stand in one."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from data.errors import FilterError
from data.metrics import METRICS, dimension, metric
from data.store.tables.materials import STEPS

DIMENSIONS = (
    "channel", "topic_group", "topic", "municipality", "place", "recipient", "kind", "status", "week", "month",
)  # fmt: skip
"""What a table may be broken down by: what parts the records of a period and tells nothing of single ones."""
APART = (("topic_group", "topic"), ("municipality", "place"), ("week", "month"))
"""Dimensions that don't stand in one set: the difference of their sums would tell what is hidden."""
MOST_TABLES, MOST_METRICS, MOST_DIMENSIONS, LONGEST = 8, 12, 2, 200
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\Z")


@dataclass(frozen=True)
class Asked:
    """A table. metrics, by: ids of the catalogue."""

    title: str
    metrics: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    """step: length of the period («week», «month», «quarter»). version: 0 of those that come with the program."""

    code: str
    name: str
    step: str
    tables: tuple[Asked, ...]
    version: int = 0

    @property
    def is_own(self) -> bool:
        """Whether people of the installation made it."""
        return self.version > 0

    def as_text(self) -> str:
        """Its tables as the store keeps them."""
        return json.dumps([asdict(one) for one in self.tables], ensure_ascii=False)


def tables_of(text: str) -> tuple[Asked, ...]:
    """Tables from what the store keeps."""
    return _tables(json.loads(text))


def _tables(told: Sequence[dict[str, Any]]) -> tuple[Asked, ...]:
    return tuple(Asked(str(one["title"]), tuple(one["metrics"]), tuple(one["by"])) for one in told)


@cache
def shipped() -> tuple[Profile, ...]:
    """The sets that come with the program, as its file says."""
    told = yaml.safe_load((Path(__file__).parent / "profiles.yml").read_text(encoding="utf-8"))
    return tuple(checked(Profile(one["code"], one["name"], one["step"], _tables(one["tables"]))) for one in told)


def checked(profile: Profile) -> Profile:
    """The same without spaces around its words. FilterError says what can't stand so."""
    name = " ".join(profile.name.split())
    if not _CODE.match(profile.code):
        raise FilterError("Код набора — латинские буквы, цифры, «-» и «_», не длиннее 60 знаков. Исправьте код.")
    if not name or len(name) > LONGEST:
        raise FilterError(f"Назовите набор, не длиннее {LONGEST} знаков.")
    if profile.step not in STEPS:
        raise FilterError(f"Периода «{profile.step[:20]}» нет. Есть: {', '.join(STEPS)}.")
    if not 1 <= len(profile.tables) <= MOST_TABLES:
        raise FilterError(f"В наборе от одной до {MOST_TABLES} таблиц. Добавьте или уберите таблицы.")
    tables = tuple(_checked_table(one) for one in profile.tables)
    titles = [one.title.lower() for one in tables]
    if len(set(titles)) < len(titles):
        raise FilterError("Две таблицы набора названы одинаково. Переименуйте одну.")
    _keep_apart(tables)
    return Profile(profile.code, name, profile.step, tables, profile.version)


def _checked_table(one: Asked) -> Asked:
    title = " ".join(one.title.split())
    if not title or len(title) > LONGEST:
        raise FilterError(f"Назовите каждую таблицу набора, не длиннее {LONGEST} знаков.")
    if not 1 <= len(one.metrics) <= MOST_METRICS or len(set(one.metrics)) < len(one.metrics):
        raise FilterError(f"В таблице «{title}» от одного до {MOST_METRICS} разных показателей.")
    if not 1 <= len(one.by) <= MOST_DIMENSIONS or len(set(one.by)) < len(one.by):
        raise FilterError(f"Таблица «{title}» делится по одному или двум разным признакам.")
    for name in one.metrics:
        if metric(name).kind == "rate":
            raise FilterError(f"«{METRICS[name].label}» в материалах не бывает: число жителей выдало бы скрытое.")
    for name in one.by:
        if dimension(name).id not in DIMENSIONS:
            known = ", ".join(dimension(each).label.lower() for each in DIMENSIONS)
            raise FilterError(f"В материалах по признаку «{dimension(name).label}» не делят. Есть: {known}.")
    if any(METRICS[name].state for name in one.metrics) and any(dimension(name).is_time for name in one.by):
        raise FilterError(f"В таблице «{title}» по времени делится то, что считается на день. Уберите одно из двух.")
    return Asked(title, one.metrics, one.by)


def _keep_apart(tables: Sequence[Asked]) -> None:
    used = {name for one in tables for name in one.by}
    for pair in APART:
        if used >= set(pair):
            words = " и ".join(f"«{dimension(name).label}»" for name in pair)
            raise FilterError(f"{words} вместе в одном наборе выдали бы скрытое. Сделайте два набора.")
