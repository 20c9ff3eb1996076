"""Which municipality a feature of an imported file is: by ОКТМО, else by name, else by the centre it holds."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import shapely

_DISTRICT_WORDS = re.compile(r"\b(район|округ)\b")
_OUTER = re.compile(r"\S+ (муниципальн\S+ )?(района|округа)\b|республик\S+ \S+|\bр-на\b|\bрх\b")
_URBAN = re.compile(r"поссовет|городск|поселков|\bгп\b|пгт")
_RURAL = re.compile(r"сельсовет|сельск|\bсп\b")
_FILLER = re.compile(
    r"поссовет\S*|сельсовет\S*|городск\S+|поселков\S+|сельск\S+|поселени\S+|муниципальн\S+|образовани\S+|\b(мо|сп|гп)\b"
)
_ENDING = re.compile(r"(ский|ское|ская|ского)$")


@dataclass(frozen=True)
class Matches:
    """Row of the file → ОКТМО of the municipality, and the rows nobody recognised (numbers from 1)."""

    codes: dict[int, str]
    unknown: list[int] = field(default_factory=list)


def normalise(name: str) -> tuple[str, str]:
    """(stem, kind) of a municipality's name: «сельское поселение Верхнинский сельсовет» → («верхнин», «rural»).

    kind is «urban», «rural» or empty; ё is е, quotes, hyphens and words around the name don't matter.
    """
    text = re.sub(r"[«»\"'„“”]", " ", name.lower().replace("ё", "е"))
    text = _OUTER.sub(" ", re.sub(r"\s+", " ", text).strip())
    kind = "urban" if _URBAN.search(text) else "rural" if _RURAL.search(text) else ""
    words = re.sub(r"[^а-яa-z]+", " ", _FILLER.sub(" ", re.sub(r"[-‐–—]", "", text))).split()
    return _ENDING.sub("", "".join(words)), kind


def by_name(name: str, municipalities: pd.DataFrame) -> str | None:
    """ОКТМО of the municipality of that name; None when no name, or more than one, fits."""
    stem, kind = normalise(name)
    rows = zip(municipalities["oktmo"], municipalities["name"].map(normalise), strict=True)
    fitting = [(oktmo, other_kind) for oktmo, (other, other_kind) in rows if stem and other == stem]
    if kind:
        fitting = [(oktmo, other_kind) for oktmo, other_kind in fitting if other_kind == kind]
    return str(fitting[0][0]) if len(fitting) == 1 else None


def by_code(code: str, municipalities: pd.DataFrame) -> str | None:
    """ОКТМО (8 digits) of the municipality with this code, written with 8 digits or with 11 ending in 000."""
    short = code[:8] if len(code) == 11 and code.endswith("000") else code
    return short if short in set(municipalities["oktmo"]) else None


def by_centre(area: Any, centres: pd.DataFrame) -> str | None:
    """ОКТМО of the only municipality whose centre lies in the area; None when several or none do."""
    held = centres[shapely.intersects(area, shapely.points(centres[["lon", "lat"]].to_numpy(dtype=float)))]
    return str(held["municipality_oktmo"].iloc[0]) if len(held) == 1 else None


def match(frame: pd.DataFrame, municipalities: pd.DataFrame, centres: pd.DataFrame) -> Matches:
    """Recognises every feature (oktmo, name, geometry in lon/lat) of an imported file.

    A code that is present but unknown is not overruled by the centre: such a feature is extra, say, a neighbour.
    """
    ways: list[Callable[[Any], str | None]] = [
        lambda row: by_code(row.oktmo, municipalities) if isinstance(row.oktmo, str) else None,
        lambda row: by_name(row.name_, municipalities) if isinstance(row.name_, str) else None,
        lambda row: None if isinstance(row.oktmo, str) else by_centre(row.geometry, centres),
    ]
    codes: dict[int, str] = {}
    unknown: list[int] = []
    for number, row in enumerate(frame.rename(columns={"name": "name_"}).itertuples(), start=1):
        code = next((found for way in ways if (found := way(row))), None)
        if code is None:
            unknown.append(number)
        else:
            codes[number] = code
    return Matches(codes, unknown)


def is_district(frame: pd.DataFrame, municipalities: pd.DataFrame, centres: pd.DataFrame) -> bool:
    """Whether the file is one feature for the whole district: by its code, its name, or all the centres it holds."""
    if len(frame) != 1:
        return False
    code, name, area = frame["oktmo"].iloc[0], frame["name"].iloc[0], frame["geometry"].iloc[0]
    prefixes = {oktmo[:5] for oktmo in municipalities["oktmo"]}
    if isinstance(code, str):
        return code.rstrip("0") in prefixes
    if isinstance(name, str) and _DISTRICT_WORDS.search(name.lower()):
        return by_name(name, municipalities) is None
    return bool(shapely.intersects(area, shapely.points(centres[["lon", "lat"]].to_numpy(dtype=float))).all())
