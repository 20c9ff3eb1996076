"""A store older than the cases of names gets them; a name that the district has changed keeps its own."""

import sqlalchemy as sa

from data.settings import Settings
from data.store import cases, reading, writing
from data.store.tables import places, recipients
from tests import stores


def test_names_get_their_cases_unless_they_are_other_names(settings: Settings) -> None:
    stores.create(settings)
    here = places.c.oktmo.in_(["95608410111", "95608405116"])
    with writing(settings) as connection:
        connection.execute(sa.update(places).where(here).values(genitive=None, dative=None, prepositional=None))
        connection.execute(sa.update(places).where(places.c.oktmo == "95608405116").values(name="Новый Анхаков"))
        connection.execute(
            sa.update(recipients).where(recipients.c.code == "post").values(genitive="Почты", dative=None)
        )
        cases.fill(connection)
    with reading(settings) as connection:
        rows = connection.execute(sa.select(places.c.prepositional).where(here).order_by(places.c.oktmo))
        assert [row[0] for row in rows] == [None, "в Верхней Базе"]
        post = connection.execute(sa.select(recipients.c.genitive).where(recipients.c.code == "post")).scalar_one()
        assert post == "Почты"
