"""One-line addresses taken apart as far as they are marked: postal code, street, house. What is not marked is not
guessed.
"""

import re

import pandas as pd

_POSTAL = re.compile(r"(?<!\d)(65\d{4}|66\d{4}|[1-6]\d{5})(?!\d)")
_STREET = re.compile(
    r"(?:^|[\s,;])((?:ул(?:ица)?|пер(?:еулок)?|пр(?:оспект|-т|-кт)|пл(?:ощадь)?|мкр|микрорайон|проезд|тракт|шоссе|квартал"
    r"|туп(?:ик)?|наб(?:ережная)?)(?:\.\s?|\s)[^,;]{2,60}?)(?=\s*(?:[,;]|$|\s(?:д\.|дом\s|д\s?\d|\d+\s?[а-яА-Я]?\s*(?:[,;]|$))))"
    r"|(?:^|[,;])\s*([^,;]{2,40}?\s(?:ул\.?|улица|пер\.?|переулок))(?=\s*(?:[,;]|$))",
    re.IGNORECASE,
)
_HOUSE = re.compile(r"(?:д\.|дом)\s?№?\s?(\d{1,4}(?:\s?[/\-]\s?\d{1,3})?\s?[а-яА-Я]?)(?![а-яёА-ЯЁ\d])", re.IGNORECASE)
_BARE_HOUSE = re.compile(
    r"^[\s,]*(?:д\s?)?(\d{1,4}(?:/\d{1,3})?\s?[а-яА-Я]?)(?=\s*(?:[,;]|$|[-–]\s?\d|\sкв))", re.IGNORECASE
)


def split(values: pd.Series) -> pd.DataFrame:
    """Columns street, house, postal_code ('' where not told) for one-line addresses."""
    positions, distinct = pd.factorize(values, use_na_sentinel=False)
    parts = pd.DataFrame(map(_split, distinct), columns=["street", "house", "postal_code"], dtype="str")
    return parts.take(positions).set_index(values.index)


def _split(address: str) -> tuple[str, str, str]:
    postal = _POSTAL.search(address)
    rest = address.replace(postal[0], " ") if postal else address
    street = _STREET.search(rest)
    house = _HOUSE.search(rest)
    if street and not house:
        house = _BARE_HOUSE.match(rest[street.end() :])
    name = next((group for group in street.groups() if group), "") if street else ""
    return name.strip(), house[1].replace(" ", "") if house and street else "", postal[0] if postal else ""
