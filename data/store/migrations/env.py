"""Alembic's environment: always run by `data.store.create`, on the connection it hands over."""

from alembic import context

from data.store.tables import metadata


def run() -> None:
    """Apply the migrations inside one transaction, so that a killed migration leaves the store as it was."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=True, compare_type=True
    )
    with context.begin_transaction():
        context.run_migrations()


run()
