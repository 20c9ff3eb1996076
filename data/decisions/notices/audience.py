"""Whom a notice concerns: people of the same roles and limits, who see the same data and may do the same things.

One of them acknowledges for the others: they are colleagues at one task, and each reads who has done it.
"""

import hashlib
from collections.abc import Mapping, Sequence

_DIGITS = 16


def audience(roles: Sequence[str], limits: Mapping[str, Sequence[str] | None]) -> str:
    """The code of an audience: «pos_officer», «head+curator/3fa9c1d2…». roles: codes in the order of the decree;
    limits: kind → codes, None for no limit.
    """
    told = {name: sorted(codes) for name, codes in sorted(limits.items()) if codes is not None}
    cut = hashlib.sha256(repr(told).encode()).hexdigest()[:_DIGITS]
    return "+".join(roles) + (f"/{cut}" if told else "")
