"""The one MetaData; constraint names are fixed so that migrations can name them on both engines."""

from sqlalchemy import Column, Date, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


_CASES = {"genitive": "кого, чего", "dative": "кому, чему", "prepositional": "где"}


def cases(*names: str) -> list[Column]:
    """Forms of a name, written down by hand; missing: nobody has. The prepositional holds its preposition."""
    return [Column(name, String(400), info={"label": _CASES[name]}) for name in names]


def validity() -> tuple[Column, Column]:
    """Validity dates of a row, both inclusive; missing means unbounded."""
    return (
        Column("valid_from", Date, info={"label": "действует с"}),
        Column("valid_to", Date, info={"label": "действует по"}),
    )
