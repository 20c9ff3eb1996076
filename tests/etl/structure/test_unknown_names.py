"""What the import would read in texts and names that wait for a person."""

from datetime import date
from pathlib import Path

from data import store
from data.settings import Settings, use
from etl.structure import unknown_names
from tests import stores


def test_a_text_that_says_its_topic_is_read_and_one_that_says_nothing_is_not(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url="sqlite://")):
        assert unknown_names.topics_of(["третий день нет воды, водоснабжение отключили", "спасибо за работу"]) == [
            "housing.no_water",
            "",
        ]
        assert unknown_names.topics_of([]) == []


def test_a_damaged_model_leaves_the_rules(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "topics-0001-0123456789abcdef.npz").write_bytes(b"damaged")
    with use(Settings(var=tmp_path, store_url="sqlite://")):
        assert unknown_names.topics_of(["третий день нет воды, водоснабжение отключили"]) == ["housing.no_water"]


def test_names_of_bodies_are_read_as_the_import_reads_them(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        with store.reading(made) as connection:
            named = ["УК «Чистый двор»", "Прокуратура"]
            assert [list(found) for found in unknown_names.recipients_like(connection, "pos", named)] == [
                ["management_company"],
                [],
            ]
            day = date(2026, 5, 1)
            meant = unknown_names.recipients_meant(connection, "pos", [("Отделом ЖКХ", day), ("Прокуратура", day)])
            assert meant[0] is not None
            assert meant[1] is None
