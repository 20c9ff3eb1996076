"""Made-up applicants. No real person, telephone, mail box or profile can come out of here."""

from functools import lru_cache
from random import Random

import yaml

from demo.record import Person
from demo.world import HERE

CATEGORIES = (
    ("пенсионер", 30),
    ("работающий", 24),
    ("-", 12),
    ("", 10),
    ("многодетная семья", 7),
    ("ветеран труда", 6),
    ("инвалид", 5),
    ("безработный", 4),
    ("семья участника СВО", 3),
    ("студент", 1),
)
# Above every identifier a social network has issued.
FIRST_PROFILE = 9_000_000_000
_LATIN = str.maketrans("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", "жхцчшщъьюя")


@lru_cache(maxsize=1)
def _names() -> dict[str, list[str]]:
    names: dict[str, list[str]] = yaml.safe_load((HERE / "names.yml").read_text(encoding="utf-8"))
    return names


def draw(rng: Random) -> Person:
    """A new applicant."""
    names = _names()
    is_woman = rng.random() < 0.62
    stem = rng.choice(names["surnames"])
    patronymic = rng.choice(names["patronymics"])
    number = rng.randrange(10_000)
    return Person(
        surname=_feminine(stem) if is_woman else stem,
        first=rng.choice(names["female" if is_woman else "male"]),
        patronymic=patronymic + ("на" if is_woman else "ич"),
        phone=f"+7 900 000-{number // 100:02d}-{number % 100:02d}",
        email=f"{stem.lower().translate(_LATIN)}{rng.randrange(10, 99)}@example.ru",
        profile=FIRST_PROFILE + rng.randrange(900_000_000),
        category=rng.choices([name for name, _ in CATEGORIES], [weight for _, weight in CATEGORIES])[0],
    )


def _feminine(surname: str) -> str:
    return surname + "а"


def passport(rng: Random) -> str:
    """A passport number of a series that is not issued."""
    return f"00 00 {rng.randrange(1000, 999999):06d}"


def snils(rng: Random) -> str:
    """A СНИЛС below 001-001-998, a range without check digits that is not issued."""
    return f"001-000-{rng.randrange(100, 999)} {rng.randrange(10, 99)}"
