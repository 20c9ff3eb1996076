"""Roadmaps as they are in the store, and the lists that their forms choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.duties.read import Topic, topics_by_id
from data.errors import FilterError
from data.scope import Scope
from data.settings import Settings
from data.store.tables import (
    municipalities,
    places,
    problems,
    recipients,
    roadmap_causes,
    roadmap_checks,
    roadmap_measures,
    roadmaps,
)

DISTRICT = "district"
"""Code of the territory that is the whole district."""


@dataclass(frozen=True)
class Territory:
    """code: 11-digit ОКТМО of a place, 8-digit of a municipality, or DISTRICT; municipality: '' for the district."""

    code: str
    name: str
    municipality: str


@dataclass(frozen=True)
class Responsible:
    """A recipient, and after it those that took over from it, with the last day of each."""

    code: str
    line: tuple[tuple[str, date | None], ...]

    @property
    def name(self) -> str:
        """As it was called when it was chosen."""
        return self.line[0][0]

    def successor(self, day: date) -> str:
        """Who answers instead of it on a day; '' while it is in force itself, or when nobody took over."""
        if self.is_in_force(day):
            return ""
        return next((name for name, last in self.line[1:] if last is None or day <= last), "")

    def is_in_force(self, day: date) -> bool:
        """Whether it still answers on a day."""
        last = self.line[0][1]
        return last is None or day <= last


@dataclass(frozen=True)
class Cause:
    """An answer to «почему». parent: number of the cause that it explains; missing: it explains the problem."""

    key: int
    version: int
    no: int
    name: str
    parent: int | None


@dataclass(frozen=True)
class Measure:
    """What is done. cause: number of the cause that it removes."""

    key: int
    version: int
    no: int
    name: str
    cause: int | None
    responsible: Responsible | None
    post: str
    starts_on: date | None
    due_on: date | None
    resource: str
    document: str
    stage: str
    done_on: date | None

    def is_overdue(self, day: date) -> bool:
        """Whether its time is over on a day and it is not done."""
        return self.stage in ("planned", "running") and self.due_on is not None and self.due_on < day


@dataclass(frozen=True)
class Check:
    """A check point. fact: what was seen, '' while nobody has looked."""

    key: int
    version: int
    no: int
    name: str
    on: date
    fact: str
    fact_on: date | None


@dataclass(frozen=True)
class Target:
    """What was promised in advance: per cent of records, days or points of repeats fewer, after `months`.

    baseline: what was before, in records a week, days, or per cent of repeats; smallest: the smallest fall of records
    that can be shown by then, in per cent. Missing: it wasn't known, or none can.
    """

    kind: str
    value: float
    months: int
    fixed_on: date
    baseline: float | None
    baseline_from: date | None
    baseline_to: date | None
    smallest: float | None
    checkability: str


@dataclass(frozen=True)
class Roadmap:
    """One roadmap with its parts in the order of their numbers."""

    key: int
    version: int
    code: str
    title: str
    problem: int | None
    problem_title: str
    topic: Topic
    territory: Territory
    stage: str
    starts_on: date | None
    target: Target | None
    causes: tuple[Cause, ...]
    measures: tuple[Measure, ...]
    checks: tuple[Check, ...]

    def overdue(self, day: date) -> list[Measure]:
        """Measures whose time is over, unless the roadmap itself was given up."""
        return [] if self.stage == "dropped" else [one for one in self.measures if one.is_overdue(day)]

    @property
    def fixed_late(self) -> bool:
        """Whether the target was written down after the start: then it was not promised in advance."""
        return self.target is not None and self.starts_on is not None and self.target.fixed_on > self.starts_on


@dataclass(frozen=True)
class Choices:
    """What forms choose from: recipients that are in force today, topics and groups, territories."""

    recipients: tuple[Responsible, ...]
    topics: tuple[Topic, ...]
    territories: tuple[Territory, ...]


def listed(settings: Settings, scope: Scope) -> list[Roadmap]:
    """Roadmaps open to the asker, the newest first."""
    with store.reading(settings) as connection:
        return [one for one in of(connection) if is_open(one, scope)]


def is_open(one: Roadmap, scope: Scope) -> bool:
    """Whether an asker may see it: who opens records of its territory, or of a recipient that it gives something to."""
    return any(
        (grant.municipalities is None or one.territory.municipality in grant.municipalities)
        and (
            grant.recipients is None
            or any(step.responsible and step.responsible.code in grant.recipients for step in one.measures)
        )
        for grant in scope.at_least("records").grants
    )


def of(connection: sa.Connection, code: str = "") -> list[Roadmap]:
    """All roadmaps or the one of a code, the newest first."""
    wanted = roadmaps.c.code == code if code else sa.true()
    query = sa.select(roadmaps, problems.c.title.label("problem_title")).outerjoin(problems).where(wanted)
    rows = list(connection.execute(query.order_by(roadmaps.c.roadmap_id.desc())).mappings())
    subjects, lands = topics_by_id(connection), _territories(connection)
    causes, measures, checks = _causes(connection, wanted), _measures(connection, wanted), _checks(connection, wanted)
    return [
        _roadmap(row, subjects, lands, *(parts.get(row["roadmap_id"], ()) for parts in (causes, measures, checks)))
        for row in rows
    ]


def choices(settings: Settings, day: date) -> Choices:
    """What forms choose from on a day."""
    with store.reading(settings) as connection:
        known = responsible_by_id(connection).values()
        lands = _territories(connection)
        found = tuple(sorted((one for one in known if one.is_in_force(day)), key=lambda one: one.name))
        return Choices(found, tuple(topics_by_id(connection).values()), tuple(lands.values()))


def responsible_by_id(connection: sa.Connection) -> dict[int, Responsible]:
    """All recipients with those that took over from them."""
    r = recipients.c
    rows = {row.recipient_id: row for row in connection.execute(sa.select(recipients).order_by(r.recipient_id))}
    return {key: Responsible(row.code, _line(rows, key)) for key, row in rows.items()}


def _line(rows: dict[int, Any], key: int | None) -> tuple[tuple[str, date | None], ...]:
    seen: list[int] = []
    while key in rows and key not in seen:
        seen.append(key)
        key = rows[key].successor_id
    return tuple((rows[one].short_name, rows[one].valid_to) for one in seen)


def _territories(connection: sa.Connection) -> dict[tuple[str, int], Territory]:
    """(kind, id) → territory: the district, municipalities, places, in the order of lists."""
    made = {(DISTRICT, 0): Territory(DISTRICT, "Весь район", "")}
    m, p = municipalities.c, places.c
    found = list(connection.execute(sa.select(m.municipality_id, m.oktmo, m.name).order_by(m.name)))
    codes = {key: oktmo for key, oktmo, _ in found}
    made |= {("municipality", key): Territory(oktmo, name, oktmo) for key, oktmo, name in found}
    query = sa.select(p.place_id, p.oktmo, p.name, p.kind, p.municipality_id).order_by(p.name, p.oktmo)
    for key, oktmo, name, kind, own in connection.execute(query):
        made["place", key] = Territory(oktmo, f"{name} ({kind})", codes[own])
    return made


def _roadmap(row: Any, subjects: Any, lands: Any, causes: Any, measures: Any, checks: Any) -> Roadmap:
    kinds = (("place", row["place_id"]), ("municipality", row["municipality_id"]), (DISTRICT, 0))
    land = next(lands[kind, key] for kind, key in kinds if key is not None)
    own = {name: row[name] for name in ("version", "code", "title", "stage", "starts_on")}
    return Roadmap(
        key=row["roadmap_id"], problem=row["problem_id"], problem_title=row["problem_title"] or "",
        topic=subjects[row["topic_id"]], territory=land, target=_target(row), causes=tuple(causes),
        measures=tuple(measures), checks=tuple(checks), **own,
    )  # fmt: skip


def _target(row: Any) -> Target | None:
    if not row["target_kind"]:
        return None
    names = ("kind", "value", "months", "fixed_on")
    own = {name: row[f"target_{name}"] for name in names}
    more = ("baseline", "baseline_from", "baseline_to", "smallest", "checkability")
    return Target(**own, **{name: row[name] for name in more})


def _parts(connection: sa.Connection, table: sa.Table, wanted: sa.ColumnElement[bool]) -> Sequence[Any]:
    inside = table.c.roadmap_id.in_(sa.select(roadmaps.c.roadmap_id).where(wanted))
    return connection.execute(sa.select(table).where(inside).order_by(table.c.roadmap_id, table.c.no)).all()


def _causes(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> dict[int, list[Cause]]:
    rows = _parts(connection, roadmap_causes, wanted)
    numbers = {row.cause_id: row.no for row in rows}
    found: dict[int, list[Cause]] = {}
    for row in rows:
        one = Cause(row.cause_id, row.version, row.no, row.name, numbers.get(row.parent_id))
        found.setdefault(row.roadmap_id, []).append(one)
    return found


def _measures(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> dict[int, list[Measure]]:
    rows = _parts(connection, roadmap_measures, wanted)
    c, known = roadmap_causes.c, responsible_by_id(connection)
    numbers = {row.cause_id: row.no for row in connection.execute(sa.select(c.cause_id, c.no))} if rows else {}
    found: dict[int, list[Measure]] = {}
    for row in rows:
        one = Measure(
            row.measure_id, row.version, row.no, row.name, numbers.get(row.cause_id), known.get(row.recipient_id),
            row.post, row.starts_on, row.due_on, row.resource, row.document, row.stage, row.done_on,
        )  # fmt: skip
        found.setdefault(row.roadmap_id, []).append(one)
    return found


def _checks(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> dict[int, list[Check]]:
    found: dict[int, list[Check]] = {}
    for row in _parts(connection, roadmap_checks, wanted):
        one = Check(row.check_id, row.version, row.no, row.name, row.check_on, row.fact, row.fact_on)
        found.setdefault(row.roadmap_id, []).append(one)
    return found


def required(connection: sa.Connection, code: str) -> Roadmap:
    """The roadmap of a code. FilterError for none."""
    found = of(connection, code) if code else []
    if not found:
        raise FilterError("Такой дорожной карты нет. Обновите страницу и выберите ещё раз.")
    return found[0]
