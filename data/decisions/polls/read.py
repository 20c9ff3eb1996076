"""Polls as they are in the store, those that are open to the asker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.polls import barred
from data.scope import Grant, Scope
from data.settings import Settings
from data.store.tables import (
    duties,
    duty_topics,
    municipalities,
    places,
    poll_results,
    polls,
    problems,
    recipients,
    topics,
)
from data.store.tables.polls import DONE

DRAFT, PLANNED, RUNNING, NO_RESULTS, NO_DECISION, DECIDED, CARRIED = (
    "draft", "planned", "running", "no_results", "no_decision", "decided", "carried",
)  # fmt: skip
STATES = {
    DRAFT: "черновик",
    PLANNED: "запланирован",
    RUNNING: "идёт",
    NO_RESULTS: "ждёт итогов",
    NO_DECISION: "ждёт решения",
    DECIDED: "решение исполняется",
    CARRIED: "решение исполнено",
}


@dataclass(frozen=True)
class Result:
    """Votes of one answer, or without a number of who took part; place: 11-digit ОКТМО, '' where nobody has told."""

    place: str
    place_name: str
    number: int | None
    answer: str
    votes: int


@dataclass(frozen=True)
class Poll:
    """One poll. said: the columns of `polls` that a card says, by name; population: of its territory.

    municipality: 8-digit ОКТМО, '' for the whole district; problem_title: '' where there is no such problem (any more).
    """

    key: int
    version: int
    code: str
    topic: str
    topic_name: str
    municipality: str
    territory: str
    problem_title: str
    population: int | None
    said: Mapping[str, Any]
    results: tuple[Result, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """Options of the question as they stand on the card."""
        return tuple(self.said["options"].splitlines())

    @property
    def residents(self) -> int | None:
        """Who may take part: as stated, else all residents of the territory."""
        stated: int | None = self.said["residents"]
        return self.population if stated is None else stated

    def state(self, day: date) -> str:
        """One of `STATES` on a day."""
        v = self.said
        if v["decided_on"] is not None:
            return CARRIED if v["carried_out"] == DONE else DECIDED
        if v["participants"] is not None:
            return NO_DECISION
        if v["starts_on"] is None:
            return DRAFT
        if day < v["starts_on"]:
            return PLANNED
        return RUNNING if v["ends_on"] is None or day <= v["ends_on"] else NO_RESULTS

    def is_overdue(self, day: date) -> bool:
        """Whether the decision had to be looked at before this day and is not carried out."""
        check = self.said["follow_up_on"]
        return check is not None and check < day and self.state(day) == DECIDED


@dataclass(frozen=True)
class Topic:
    """A topic that a poll may be about. barred: why it must not be asked, '' when it may be."""

    key: int
    code: str
    name: str
    group: str
    barred: str


@dataclass(frozen=True)
class Problem:
    """A problem that a poll may be about. topic: code; municipality: 8-digit ОКТМО; both '' where nobody has told."""

    number: int
    title: str
    topic: str
    municipality: str


@dataclass(frozen=True)
class Municipality:
    """oktmo: 8 digits."""

    key: int
    oktmo: str
    name: str
    population: int | None


def listed(settings: Settings, scope: Scope) -> list[Poll]:
    """Polls that are open to the asker, the newest first. Nothing for who sees some of the data in totals only."""
    if scope.hides_small_cells:
        return []
    with store.reading(settings) as connection:
        found, of = all_of(connection), _duty_topics(connection)
    return [poll for poll in found if is_open(scope, poll.municipality, poll.topic, of)]


def totals(settings: Settings, day: date) -> dict[str, int]:
    """How many polls stand in each state: for who sees totals only."""
    with store.reading(settings) as connection:
        states = [poll.state(day) for poll in all_of(connection)]
    return {state: states.count(state) for state in STATES}


def may_hold(scope: Scope, municipality: str) -> bool:
    """Whether the asker's part of the data holds a whole territory; '' is the district."""
    return any(grant.municipalities is None or municipality in grant.municipalities for grant in scope.grants)


def is_open(scope: Scope, municipality: str, topic: str, of_recipients: Mapping[str, frozenset[str]]) -> bool:
    """Whether a poll of a territory ('' is the district) is open to the asker. A poll is held in public, so channels
    limit nobody; who answers for some matters only sees the polls about these.
    """
    return any(_is_within(grant, municipality, topic, of_recipients) for grant in scope.grants)


def _is_within(grant: Grant, municipality: str, topic: str, of_recipients: Mapping[str, frozenset[str]]) -> bool:
    is_here = grant.municipalities is None or not municipality or municipality in grant.municipalities
    own = grant.recipients is None or any(
        topic in of_recipients.get(one, ()) or topic.partition(".")[0] in of_recipients.get(one, ())
        for one in grant.recipients
    )
    return is_here and own


def _duty_topics(connection: sa.Connection) -> dict[str, frozenset[str]]:
    """Code of a recipient → codes of the topics and groups that its duties name."""
    named = sa.select(recipients.c.code, topics.c.code).distinct()
    source = duties.join(duty_topics).join(topics, topics.c.topic_id == duty_topics.c.topic_id)
    query = named.select_from(source.join(recipients, recipients.c.recipient_id == duties.c.recipient_id))
    made: dict[str, set[str]] = {}
    for recipient, topic in connection.execute(query):
        made.setdefault(recipient, set()).add(topic)
    return {recipient: frozenset(found) for recipient, found in made.items()}


def all_of(connection: sa.Connection) -> list[Poll]:
    """All polls, the newest first."""
    m, t, p = municipalities.c, topics.c, problems.c
    source = (
        polls.join(topics, t.topic_id == polls.c.topic_id)
        .outerjoin(municipalities, m.municipality_id == polls.c.municipality_id)
        .outerjoin(problems, p.problem_id == polls.c.problem_id)
    )
    named = (
        t.code.label("topic"), t.name.label("topic_name"), m.oktmo, m.name.label("municipality_name"), m.population,
        p.title.label("problem_title"),
    )  # fmt: skip
    rows = connection.execute(sa.select(polls, *named).select_from(source).order_by(polls.c.poll_id.desc())).mappings()
    told, district = _results(connection), _district_population(connection)
    return [_poll(row, told.get(row["poll_id"], ()), district) for row in rows]


def _poll(row: Any, told: tuple[Result, ...], district: int | None) -> Poll:
    values = {column.name: row[column.name] for column in polls.columns}
    return Poll(
        row["poll_id"],
        row["version"],
        row["code"],
        row["topic"],
        row["topic_name"],
        row["oktmo"] or "",
        row["municipality_name"] or "Весь район",
        row["problem_title"] or "",
        row["population"] if row["oktmo"] else district,
        values,
        told,
    )


def _results(connection: sa.Connection) -> dict[int, tuple[Result, ...]]:
    r = poll_results.c
    query = (
        sa.select(r.poll_id, places.c.oktmo, places.c.name, r.answer_no, r.answer, r.votes)
        .select_from(poll_results.outerjoin(places, places.c.place_id == r.place_id))
        .order_by(r.poll_result_id)
    )
    made: dict[int, list[Result]] = {}
    for poll, place, name, *rest in connection.execute(query):
        made.setdefault(poll, []).append(Result(place or "", name or "", *rest))
    return {poll: tuple(found) for poll, found in made.items()}


def _district_population(connection: sa.Connection) -> int | None:
    total = connection.execute(sa.select(sa.func.sum(municipalities.c.population))).scalar()
    return None if total is None else int(total)


def topics_of(connection: sa.Connection) -> list[Topic]:
    """Topics, groups left out, in the order of the list."""
    t, groups = topics.c, topics.alias("groups")
    query = (
        sa.select(t.topic_id, t.code, t.name, groups.c.name, t.competence, t.is_sensitive, t.is_pollable)
        .select_from(topics.join(groups, t.group_id == groups.c.topic_id))
        .order_by(t.sort_order, t.code)
    )
    return [
        Topic(key, code, name, group, barred.reason(code, whose, is_sensitive=bool(closed), is_pollable=bool(may)))
        for key, code, name, group, whose, closed, may in connection.execute(query)
    ]


def municipalities_of(connection: sa.Connection) -> list[Municipality]:
    """All municipalities, by name."""
    m = municipalities.c
    rows = connection.execute(sa.select(m.municipality_id, m.oktmo, m.name, m.population).order_by(m.name))
    return [Municipality(*row) for row in rows]


def choices(settings: Settings) -> tuple[list[Topic], list[Municipality]]:
    """Topics and territories that a card may name."""
    with store.reading(settings) as connection:
        return topics_of(connection), municipalities_of(connection)


def place_populations(settings: Settings) -> dict[str, int | None]:
    """11-digit ОКТМО → residents."""
    with store.reading(settings) as connection:
        rows = connection.execute(sa.select(places.c.oktmo, places.c.population))
        return {row.oktmo: row.population for row in rows}
