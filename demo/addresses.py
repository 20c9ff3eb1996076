"""Addresses as people and clerks write them: short forms, wrong spellings, bare names, nothing at all."""

from random import Random

from demo.record import Matter, Place
from demo.world import DISTRICT, REGION

NOTHING = ("", "", "", "", "", "", "", "-", "'", " ")
KIND_FORMS = {
    "рабочий посёлок": ("рабочий посёлок {}", "рп {}", "пгт {}"),
    "посёлок при станции": ("посёлок при станции {}", "станция {}", "ст. {}"),
    "село": ("село {}", "село {}", "с. {}", "с {}"),
    "деревня": ("деревня {}", "д. {}"),
    "аал": ("аал {}", "аал {}", "а. {}"),
    "посёлок": ("посёлок {}", "п. {}"),
    "станция": ("станция {}", "ст. {}"),
}
DISTRICT_ONLY = (DISTRICT, f"{REGION}, {DISTRICT}", "Хакасия Респ, Аскизский р-н", "Аскизский район, д. 12")
SHARE_EMPTY = {"im": 0.41, "pos": 0.08, "letter": 0.04, "heat": 0.12}
SHARE_DISTRICT_ONLY = {"im": 0.0, "pos": 0.05, "letter": 0.03, "heat": 0.14}


def nothing(rng: Random) -> str:
    """An empty cell in one of its disguises."""
    return rng.choice(NOTHING)


def place_name(place: Place, rng: Random) -> str:
    """The place with its kind; sometimes misspelt, sometimes a bare name, which for two names is ambiguous."""
    draw = rng.random()
    if draw < 0.035:
        return rng.choice(place.misspelt)
    if draw < 0.11:
        return place.name
    if draw < 0.125:
        return place.municipality_name
    return rng.choice(KIND_FORMS[place.kind]).format(place.name)


def street_name(matter: Matter, rng: Random) -> str:
    """«улица Школьная», «Школьная улица», «ул Школьная»."""
    name = matter.street.name
    return rng.choice((f"улица {name}", f"{name} улица", f"ул. {name}", f"ул {name}"))


def house_number(matter: Matter, rng: Random) -> str:
    """House with a letter or a flat now and then."""
    draw = rng.random()
    letter = rng.choice("АБ") if draw < 0.06 else ""
    flat = f", кв. {rng.randint(1, 24)}" if draw > 0.85 else ""
    return f"{matter.house}{letter}{flat}"


def one_line(matter: Matter, rng: Random) -> str:
    """The whole address in a cell; may be empty, or name the district only."""
    draw = rng.random()
    if draw < SHARE_EMPTY[matter.flow]:
        return nothing(rng)
    if draw < SHARE_EMPTY[matter.flow] + SHARE_DISTRICT_ONLY[matter.flow]:
        return rng.choice(DISTRICT_ONLY)
    return _full(matter, rng)


def _full(matter: Matter, rng: Random) -> str:
    place = place_name(matter.place, rng)
    code = f"{matter.place.postal_code}, " if matter.place.postal_code and rng.random() < 0.4 else ""
    parts = [
        f"{code}{rng.choice((REGION, 'Хакасия Респ', 'Респ Хакасия'))}",
        rng.choice((DISTRICT, "Аскизский р-н")),
        place,
    ]
    if rng.random() < 0.8:
        parts.append(street_name(matter, rng))
        if rng.random() < 0.75:
            parts.append(rng.choice(("д. ", "д ", "")) + house_number(matter, rng))
    return ", ".join(parts[2:] if rng.random() < 0.25 and not code else parts)
