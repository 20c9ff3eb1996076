# ruff: noqa: E501 - a pattern is easier to check on one line
"""Names of other districts, regions and towns beside the name of a place: then the place is theirs, not ours."""

import re

from data.district import District

_TERRITORY = r"(?<![а-я-])(?!{own})[а-я-]{{2,25}}[сцз]к(?:ого|ий|ом|ому|им|ая|ой|ую) (?:муниципальн[а-я]{{2,3}} )?(?:район|р-н|округ|кра[йяею]|област|обл(?![а-я]))[а-я]{{0,3}}\.?"
_BEHIND = (
    r"[ ,(]{{1,3}}(?:(?:что )?(?:в|из) )?(?:[а-я-]{{3,20}}[сз]к(?:ого|ий) (?:сельсовет|с/с)а?[ ,]{{1,2}})?{territory}"
)
_BEFORE = (
    r"(?:{territory}|(?:район|р-н) (?!{bare})[а-я-]{{2,25}}[сц]кий|(?<![а-я])(?:г\.|гор\.|город) ?(?!{bare})[а-я-]{{4,15}})"
    r"(?:[ ,;]{{1,3}}(?!{bare})(?:[а-я-]{{3,25}}(?:ий|ого) (?:сельсовет|с/с|район|р-н)а?|(?:г|с|п|д|рп|пгт)\.? ?[а-я-]{{4,20}}|(?:ул|пер)\.? [а-я-]{{3,20}}))?"
    r"[ ,;(]{{1,3}}(?:(?:в|на|из) )?$"
)
_ADDRESS = r"(?:{region}|респ\.?|{short}р-н|район|округ|совет|[сп]/с|\d{{6}})[, ]{{1,2}}$"


class Elsewhere:
    """Finds them around a name; the district's own adjective and its region's are none."""

    def __init__(self, district: District) -> None:
        bare, region = re.escape(district.bare_stem), re.escape(district.region_stem)
        territory = _TERRITORY.format(own=f"{bare}|{region}")
        self._behind = re.compile(_BEHIND.format(territory=territory))
        self._before = re.compile(_BEFORE.format(territory=territory, bare=bare))
        short = f"{re.escape(district.region_short.lower())}|" if district.region_short else ""
        self._address = re.compile(_ADDRESS.format(region=re.escape(district.region.lower().split()[-1]), short=short))

    def is_behind(self, text: str) -> bool:
        """Whether what stands behind a name begins with another territory."""
        return self._behind.match(text) is not None

    def is_address_before(self, text: str) -> bool:
        """Whether what stands before a name is the part of an address above it: region, district, council, postcode."""
        return self._address.search(text) is not None

    def is_before(self, text: str) -> bool:
        """Whether what stands before a name ends with another territory."""
        return self._before.search(text) is not None
