"""What a person has typed into a field of a poll, as a value; what makes no sense is refused in a sentence."""

import math
from collections.abc import Mapping
from datetime import date

from data.decisions.duties.table import day as day_of
from data.decisions.duties.write import plain
from data.errors import FilterError


def text(form: Mapping[str, str], name: str, label: str, longest: int, *, needed: str = "") -> str:
    """One line. needed: what to say of an empty one; '' where it may be."""
    found = plain(form.get(name, ""))
    if needed and not found:
        raise FilterError(needed)
    return _short(found, label, longest)


def lines(form: Mapping[str, str], name: str, label: str, longest: int) -> str:
    """Several lines, empty ones left out."""
    found = [plain(line) for line in form.get(name, "").splitlines()]
    return _short("\n".join(line for line in found if line), label, longest)


def _short(found: str, label: str, longest: int) -> str:
    if len(found) > longest:
        raise FilterError(f"«{label}»: слишком длинно, {len(found)} знаков. Сократите до {longest}.")
    return found


def whole(form: Mapping[str, str], name: str, label: str, least: int, most: int) -> int | None:
    """A whole number within bounds; '' is missing."""
    found = _compact(form, name)
    if not found:
        return None
    if not (found.isascii() and found.isdigit() and len(found) < 10 and least <= int(found) <= most):
        raise FilterError(f"«{label}»: «{found[:40]}» не годится. Напишите целое число от {least} до {most}.")
    return int(found)


def decimal(form: Mapping[str, str], name: str, label: str, least: float, most: float) -> float | None:
    """A number within bounds, with a comma or a point; '' is missing."""
    found = _compact(form, name).replace(",", ".").removesuffix("%")
    if not found:
        return None
    try:
        number = float(found) if found.isascii() and "_" not in found else math.nan
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        bounds = f"от {least:g} до {most:g}".replace(".", ",")
        raise FilterError(f"«{label}»: «{found[:40]}» не годится. Напишите число {bounds}.")
    return number


def share(form: Mapping[str, str], name: str, label: str) -> float | None:
    """A share 0–1 that is typed in percent; '' is missing."""
    found = decimal(form, name, label, 0, 100)
    return None if found is None else found / 100


def day(form: Mapping[str, str], name: str, label: str) -> date | None:
    """A day; '' is missing."""
    return day_of(form.get(name, "").strip(), label)


def choice(form: Mapping[str, str], name: str, label: str, known: Mapping[str, str]) -> str:
    """One of the known codes."""
    found = form.get(name, "")
    if found not in known:
        raise FilterError(f"«{label}»: «{found[:40]}» в списке нет. Выберите: {', '.join(known.values())}.")
    return found


def _compact(form: Mapping[str, str], name: str) -> str:
    return "".join(form.get(name, "").split())
