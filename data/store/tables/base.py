"""The one MetaData; constraint names are fixed so that migrations can name them on both engines."""

from sqlalchemy import Column, Date, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def validity() -> tuple[Column, Column]:
    """Validity dates of a row, both inclusive; missing means unbounded."""
    return Column("valid_from", Date), Column("valid_to", Date)
