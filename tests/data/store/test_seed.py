"""Reference rows that come with a release find their place in a store that has been worked with."""

from pathlib import Path

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store import bulk, seed, tables


def test_a_source_of_a_later_release_is_added_behind_one_that_an_import_has_described(
    new_store_url: str, tmp_path: Path
) -> None:
    settings, s = Settings(var=tmp_path, store_url=new_store_url), tables.sources.c
    with store.writing(settings) as connection:
        connection.execute(sa.delete(tables.sources).where(s.code == "by_hand"))
        for number in range(3):
            row = {"source_id": bulk.next_id(connection, tables.sources), "code": f"city_{number}"}
            connection.execute(sa.insert(tables.sources).values(name=row["code"], time_zone="Europe/Moscow", **row))
        assert seed.add_missing(connection) == 1
        assert seed.add_missing(connection) == 0
        codes = list(connection.execute(sa.select(s.code).order_by(s.source_id)).scalars())
    assert codes[-4:] == ["city_0", "city_1", "city_2", "by_hand"]
