"""Alembic's environment of the staff's tables: always run by `access.store.create`, inside its transaction."""

from alembic import context

from access.tables import metadata


def run() -> None:
    """Apply the migrations in the transaction of the connection handed over: all of them or none."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table="access_version",
        transactional_ddl=True,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
