"""Settings of one installation, read once from the environment.

Nothing here is read at import time: `load()` returns a frozen value that `app.py` and the command-line programs put in
force
with `use`; whoever is deep inside asks `current()`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where an installation keeps its things.

    var: folder of everything the program writes (embedded store, snapshots, imported boundaries, keys).
    store_url: SQLAlchemy URL; SQLite inside `var` by default, PostgreSQL by `MCU_STORE_URL`.
    """

    var: Path
    store_url: str
    host: str = "127.0.0.1"
    port: int = 8050
    time_zone: ZoneInfo = ZoneInfo("Asia/Krasnoyarsk")

    @property
    def snapshots(self) -> Path:
        """Folder of published snapshots."""
        return self.var / "snapshots"

    @property
    def geo(self) -> Path:
        """Folder of derived cells and of boundaries the user imported."""
        return self.var / "geo"

    @property
    def pseudonym_key(self) -> Path:
        """File with the key of applicants' pseudonyms; outside the database, readable by its owner only."""
        return self.var / "pseudonym.key"


def load(store_url: str | None = None) -> Settings:
    """Settings from `MCU_VAR`, `MCU_STORE_URL`, `MCU_HOST`, `MCU_PORT`; an explicit `store_url` wins."""
    var = Path(os.environ.get("MCU_VAR") or ROOT / "var")
    url = store_url or os.environ.get("MCU_STORE_URL") or f"sqlite:///{var / 'store.sqlite'}"
    return Settings(
        var=var,
        store_url=url,
        host=os.environ.get("MCU_HOST", "127.0.0.1"),
        port=int(os.environ.get("MCU_PORT", "8050")),
    )


_current: ContextVar[Settings | None] = ContextVar("mcu_settings", default=None)


def current() -> Settings:
    """The settings in force here; outside `use`, those of the environment."""
    return _current.get() or load()


@contextmanager
def use(settings: Settings) -> Iterator[Settings]:
    """Put settings in force for this context (a request, a command, a test)."""
    token = _current.set(settings)
    try:
        yield settings
    finally:
        _current.reset(token)
