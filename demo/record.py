"""One made-up record: what happened, how it was handled, what was written about it."""

from dataclasses import dataclass, field
from datetime import date, datetime

FLOWS = ("im", "pos", "letter", "heat")


@dataclass(frozen=True, slots=True)
class Topic:
    """A row of `topics.csv` joined with the reference topic.

    days: typical days until a solution; solved: share of answers that solve; where: all, large, small or rail places.
    """

    code: str
    group_code: str
    group_name: str
    competence: str
    default_recipient: str
    weight: float
    season: str
    flows: dict[str, float]
    days: float
    solved: float
    where: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place with the Russian forms that texts need; `misspelt` are wrong spellings people use."""

    oktmo: str
    name: str
    kind: str
    municipality: str
    municipality_name: str
    population: int
    postal_code: str
    locative: str
    genitive: str
    short: str
    misspelt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Street:
    """A street: nominative and the form after «на улице»."""

    name: str
    oblique: str


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up applicant; the phone is of the range `+7 900 000-XX-XX`, the mail at example.ru."""

    surname: str
    first: str
    patronymic: str
    phone: str
    email: str
    profile: int
    category: str

    @property
    def full(self) -> str:
        """Surname, name, patronymic."""
        return f"{self.surname} {self.first} {self.patronymic}"


@dataclass(frozen=True, slots=True)
class Matter:
    """What came in: local naive time, a true place (files may hide it), story is the id of a planted story or empty."""

    flow: str
    received_at: datetime
    topic: Topic
    place: Place
    street: Street
    house: int
    person: Person
    story: str = ""
    is_repeat: bool = False
    more_topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    """What was done about it, known in full; writers show only what had happened by the day of the export.

    outcome: solved, explained, rejected, deferred or forwarded; formal: an answer of words only.
    working_minutes: from receipt to the first reply.
    """

    recipient: str
    registered_on: date
    assigned_at: datetime
    first_reply_at: datetime
    answered_at: datetime
    due_on: date
    extended_to: date | None
    outcome: str
    promised_on: date | None
    rating: int | None
    formal: bool
    informational: bool
    working_minutes: int


@dataclass(frozen=True, slots=True)
class Record:
    """A matter with its handling and number inside its flow (1…, in order of receipt)."""

    number: int
    matter: Matter
    handling: Handling
    text: str = field(default="", compare=False)
