"""Who is signed in here: put in force by the guard for the time of a request, asked by screens, log and downloads."""

from dataclasses import dataclass, field

from access.roles import RIGHT_LABELS, Limits, Right, labels, rights_of, scope_of
from data.errors import AccessError
from data.in_force import InForce
from data.scope import Scope


@dataclass(frozen=True)
class Person:
    """A signed-in person of the staff.

    roles: codes of `access.roles.ROLES`; csrf: the token every change must carry; session: hash of the session's token,
    never the token itself. The last two stay out of `repr`, so that no log can hold them.
    """

    user_id: int
    login: str
    full_name: str
    position: str
    roles: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    is_demo: bool = False
    must_change_password: bool = False
    has_totp: bool = False
    source: str = "local"
    csrf: str = field(default="", repr=False)
    session: str = field(default="", repr=False)

    @property
    def rights(self) -> frozenset[Right]:
        """What the person may do."""
        return rights_of(self.roles)

    @property
    def scope(self) -> Scope:
        """The part of the data the person may see."""
        return scope_of(self.roles, self.limits)

    @property
    def role_labels(self) -> tuple[str, ...]:
        """Russian names of the roles."""
        return labels(self.roles)

    @property
    def start(self) -> str:
        """The screen to begin with: of whoever sees no data and keeps the accounts, «Пользователи»."""
        return "/people" if self.may(Right.MANAGE_USERS) and not self.scope.grants else "/"

    @property
    def after_entry(self) -> str:
        """What signing in opens: of whoever answers for Incident Management alone, its first replies."""
        return "/channels?of=im" if self.roles == ("incident_officer",) else self.start

    def may(self, right: Right) -> bool:
        """Whether the person has a right."""
        return right in self.rights


_in_force: InForce[Person | None] = InForce("mcu_person", lambda: None)
current = _in_force.current
"""The person in force here; None for a command line, a test, an anonymous request."""
use = _in_force.use
"""Put a person in force for this context (a request, a test)."""


def signed_in() -> Person:
    """The person in force. Raises AccessError when nobody is signed in."""
    found = current()
    if found is None:
        raise AccessError("Нужно войти в программу: откройте страницу входа.")
    return found


def require(right: Right) -> Person:
    """The person in force, who has the right. Raises AccessError when nobody is signed in or the right is missing."""
    found = signed_in()
    if not found.may(right):
        raise AccessError(f"Вашей роли нельзя {RIGHT_LABELS[right]}. Обратитесь к администратору, если это нужно.")
    return found
