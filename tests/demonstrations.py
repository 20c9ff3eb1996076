"""The whole demonstration, loaded once for all tests that look at it: invented records and all that people would have
written beside them.
"""

from datetime import date
from pathlib import Path

from data.settings import Settings
from demo import bootstrap
from tests import stores

UNTIL = date(2026, 11, 29)
"""The last day of its records."""


def copied(var: Path) -> Settings:
    """An own copy, with what screens ask for."""
    return stores.once("demonstration", _fill, var)


def _fill(settings: Settings) -> None:
    stores.create(settings)
    bootstrap.load_demo(settings, UNTIL)
    stores.add_screens(settings)
