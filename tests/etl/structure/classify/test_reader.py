"""The classifier as the queue of unknown names asks it."""

from pathlib import Path

from data.settings import Settings, use
from etl.structure.classify.reader import topics_of


def test_a_text_that_says_its_topic_is_read_and_one_that_says_nothing_is_not(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url="sqlite://")):
        assert topics_of(["третий день нет воды, водоснабжение отключили", "спасибо за работу"]) == [
            "housing.no_water",
            "",
        ]
        assert topics_of([]) == []


def test_a_damaged_model_leaves_the_rules(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "topics-0001-0123456789abcdef.npz").write_bytes(b"damaged")
    with use(Settings(var=tmp_path, store_url="sqlite://")):
        assert topics_of(["третий день нет воды, водоснабжение отключили"]) == ["housing.no_water"]
