"""People who may see a part only, and by what they are limited: those who try to see more."""

from dataclasses import dataclass

from flask.testing import FlaskClient

from access.roles import NO_LIMITS, Limits
from data.metrics.cell_keys import DEVIATION
from data.metrics.disclosure import STEP
from data.metrics.enough import FEW
from data.settings import Settings
from tests.security import truth
from tests.security.conftest import Installation

NOISE = int(3 * DEVIATION) + STEP


@dataclass(frozen=True)
class Limited:
    """roles, limits: of the account; prefix: of the channels the role opens; «-» opens none."""

    name: str
    roles: tuple[str, ...]
    limits: Limits
    prefix: str = ""

    def client(self, there: Installation) -> FlaskClient:
        """A client signed in as this person."""
        return there.client(*self.roles, limits=self.limits)

    def sees(self, settings: Settings) -> list[truth.Question]:
        """What this person may see, by the store."""
        return truth.visible(truth.everything(settings), self.prefix, self.limits)

    @property
    def sees_totals_only(self) -> bool:
        """Whether counts carry noise for this person."""
        return self.roles == ("auditor",)

    def agrees(self, seen: int, count: int) -> bool:
        """Whether a count may be read as this; who sees totals only reads it with noise, or nothing (0) at all."""
        if not self.sees_totals_only:
            return seen == count
        return seen == 0 or (count >= FEW and abs(seen - count) <= NOISE)

    def most(self, count: int) -> int:
        """The largest number that may be read of a count."""
        return count + NOISE * self.sees_totals_only


NAMES = (
    "recipient", "unbound recipient", "officer of ПОС", "officer of ИМ", "one area", "one channel", "head of two areas",
    "body and area", "channel that the role has not", "administrator", "auditor of one area",
)  # fmt: skip


def person(name: str, settings: Settings) -> Limited:
    """One of `NAMES`; bodies and areas are the commonest of the store, so that there is something to see."""
    found = truth.everything(settings)
    bodies = _commonest(found, "recipient")
    areas = _commonest(found, "municipality")
    made = {
        "recipient": (("recipient",), Limits(recipients=bodies[:1])),
        "unbound recipient": (("recipient",), NO_LIMITS, "-"),
        "officer of ПОС": (("pos_officer",), NO_LIMITS, "pos_"),
        "officer of ИМ": (("incident_officer",), NO_LIMITS, "im_"),
        "one area": (("curator",), Limits(municipalities=areas[:1])),
        "one channel": (("curator",), Limits(channels=("site",))),
        "head of two areas": (("head",), Limits(municipalities=areas[:2])),
        "body and area": (("recipient",), Limits(recipients=bodies[:2], municipalities=areas[:2])),
        "channel that the role has not": (("pos_officer",), Limits(channels=("site",)), "pos_"),
        "administrator": (("administrator",), NO_LIMITS, "-"),
        "auditor of one area": (("auditor",), Limits(municipalities=areas[:1])),
    }
    return Limited(name, *made[name])  # type: ignore[arg-type]


def _commonest(found: list[truth.Question], name: str) -> tuple[str, ...]:
    counted = truth.by(found, name)
    return tuple(code for code in sorted(counted, key=lambda c: (-counted[c], c or "")) if code is not None)
