"""Who asks in this context: the part of the data that every question to the door is limited to.

A guard puts the scope of the signed-in person in force with `use`; screens, downloads and the API ask `current()`.
Nobody has one by default: a command that may see all says `EVERYTHING` itself.
"""

from typing import NoReturn

from data.errors import AccessError
from data.in_force import InForce
from data.scope import Scope


def _nobody() -> NoReturn:
    raise AccessError("Не сказано, чьи данные показывать: круг данных не задан. Войдите в программу заново.")


_in_force: InForce[Scope] = InForce("mcu_scope", _nobody)
current = _in_force.current
"""The scope in force here. Raises AccessError outside `use`: whoever forgot to say who asks sees nothing."""
use = _in_force.use
"""Put a scope in force for this context (a request, a command, a test)."""
