"""Questions of a letter that stand in one cell: one per line, numbered, or parted by semicolons with codes of ССТУ."""

import re
from itertools import pairwise

_CODE = re.compile(r"\[?\(?\b(\d{4}(?:\.\d{4}){1,4})\b\)?\]?")
_NUMBERED = re.compile(r"(?:^|\s)(?=\d{1,2}[).]\s+\D)")
_PREFIX = re.compile(r"^(?:\d{1,2}[).]|[-–—•*])\s*")


def questions(cell: str) -> list[tuple[str, str]]:
    """(label, other words) of each question of a cell; the label is the ССТУ code where there is one. Never empty."""
    found = [_question(part) for part in _parts(cell)]
    return [pair for pair in found if any(pair)] or [("", "")]


def _parts(cell: str) -> list[str]:
    lines = [part for line in cell.splitlines() for part in _NUMBERED.split(line)]
    if len(_CODE.findall(cell)) > 1 or ";" in cell:
        lines = [part for line in lines for part in line.split(";")]
    return [one for part in lines for one in _by_code(part.strip()) if one]


def _by_code(part: str) -> list[str]:
    """A line with several codes, each closing or opening its question."""
    codes = list(_CODE.finditer(part))
    if len(codes) < 2:
        return [part]
    is_behind = codes[0].start() > 0 and codes[0].start() > len(part) - codes[-1].end()
    cuts = [0, *((code.end() if is_behind else code.start()) for code in codes), len(part)]
    return [part[a:b].strip(" ,.;") for a, b in pairwise(cuts) if part[a:b].strip(" ,.;")]


def _question(part: str) -> tuple[str, str]:
    plain = _PREFIX.sub("", part.strip())
    code = _CODE.search(plain)
    if code is None:
        return plain, ""
    return code[1], (plain[: code.start()] + " " + plain[code.end() :]).strip(" .,;:-–—[]()")
