"""A database brought to the schema of this version: a new one at once, an older one by the chain of revisions.

The revisions stay, however old: a store of any released version is brought forward by them. A new store would only
repeat that history, so it gets today's tables and the number of the newest revision; a test holds the two ways equal.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(connection: sa.Connection, metadata: sa.MetaData, scripts: Path, version_table: str) -> None:
    """Make the tables of `metadata`, or migrate those that are there, inside the connection's transaction.

    scripts: the folder of the revisions; version_table: where they note how far the database has come.
    """
    from alembic import command  # dear to import, and only the first start and a new version need it

    config = alembic_config(connection, scripts)
    if sa.inspect(connection).has_table(version_table):
        command.upgrade(config, "head")
        return
    metadata.create_all(connection, checkfirst=False)
    command.stamp(config, "head")


def alembic_config(connection: sa.Connection, scripts: Path) -> "Config":
    """Alembic's configuration: revisions of a folder on a connection that is open already."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(scripts))
    made.attributes["connection"] = connection
    return made
