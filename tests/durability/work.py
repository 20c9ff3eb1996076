"""What the tests do to an installation, as functions that another process can be told to run."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config

from data import backup, store
from data.settings import Settings
from data.snapshots import publish
from etl.load import load
from etl.undo import undo


def load_file(settings: Settings, path: Path) -> str:
    """Import a file; how many rows were new."""
    report = load(path, settings)
    assert report.rows_in == report.loaded + report.updated + report.unchanged + report.rejected
    return f"{report.loaded} {report.updated} {report.unchanged}"


def undo_import(settings: Settings, number: int) -> str:
    """Undo an import."""
    return undo(settings, number)


def publish_snapshot(settings: Settings) -> int:
    """Publish; the snapshot's number."""
    return publish.publish(settings).number


def create_store(settings: Settings) -> None:
    """Create or migrate, as the program's start does."""
    store.create(settings)


def back_up(settings: Settings, folder: Path) -> None:
    """Make a backup in a folder."""
    backup.backup(settings, folder)


def put_back(settings: Settings, file: Path) -> None:
    """Restore with what is there moved aside."""
    backup.restore(settings, file, force=True)


def upgrade(settings: Settings, scripts: Path, target: str = "head") -> None:
    """Bring the schema forward to a revision, as the program's start does."""
    _migrate(settings, scripts, target, command.upgrade)


def downgrade(settings: Settings, scripts: Path, target: str) -> None:
    """Bring the schema back to a revision."""
    _migrate(settings, scripts, target, command.downgrade)


def _migrate(settings: Settings, scripts: Path, target: str, way: Callable[[Config, str], None]) -> None:
    with store.migrating(settings) as connection:
        config = Config()
        config.set_main_option("script_location", str(scripts))
        config.attributes["connection"] = connection
        way(config, target)
