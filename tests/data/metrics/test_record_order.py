"""The order of the register: over all its pages, unknown last both ways, words by the Russian alphabet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import FilterError
from data.filters import Filters
from data.metrics import record_order, register
from data.order import Order, or_default, parse
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests.data.records import day, published

EVER = Filters(period="all", as_of=day("2026-04-30"))
RECEIVED = {"channel": "letter", "registered": "2026-02-02"}
ROWS = (
    RECEIVED | {"received": "2026-02-02", "external_id": "Я-10/26", "topic": "roads.potholes", "rating": 2},
    RECEIVED | {"received": "2026-02-01", "external_id": "Я-9/26", "topic": "housing.no_water", "answered": "2026-03-01"},  # noqa: E501
    RECEIVED | {"received": "2026-02-03", "external_id": "", "topic": None, "recipient": "administration"},
    {"received": "2026-02-04", "external_id": "100", "channel": "media", "topic": "roads.lighting", "rating": 10 - 9},
)  # fmt: skip
LAST = {"number": [3], "due": [4], "rating": [2, 3], "resolved": [1, 3, 4], "topic": [3], "recipient": [1, 2, 4]}
"""Records of which the order's value is not known."""


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Four records, published and in force."""
    folder: Path = tmp_path_factory.mktemp("ordered")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, *ROWS)
        yield made


def in_order(name: str, *, is_down: bool, size: int = 50) -> list[int]:
    """Ids of all pages, one after another."""
    pages = [
        register.page(EVER, EVERYTHING, sort=name, descending=is_down, page=number, size=size)
        for number in range(1, 5 if size == 1 else 2)
    ]
    return [record_id for page in pages for record_id in page.frame["record_id"]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("received", [2, 1, 3, 4]),
        ("number", [4, 2, 1, 3]),
        ("topic", [4, 2, 1, 3]),  # Освещение…, Отсутствие воды, Ямы…
        ("rating", [4, 1, 2, 3]),
        ("channel", [1, 2, 3, 4]),  # Письмо…, СМИ
    ],
)
def test_the_records_stand_in_the_order_that_is_asked_for(few: Settings, name: str, expected: list[int]) -> None:
    assert in_order(name, is_down=False) == expected


@pytest.mark.parametrize("name", [name for name in record_order.SORTS if name != record_order.URGENT])
def test_both_ways_say_the_same_records_with_the_unknown_last(few: Settings, name: str) -> None:
    up, down = in_order(name, is_down=False), in_order(name, is_down=True)
    unknown = LAST.get(name, [])
    assert set(up) == set(down) == {1, 2, 3, 4}
    assert set(up[4 - len(unknown) :]) == set(down[4 - len(unknown) :]) == set(unknown) or name not in LAST
    if len(unknown) < 3 and name in ("received", "number", "topic", "rating"):
        assert up[: 4 - len(unknown)] == down[: 4 - len(unknown)][::-1]


@pytest.mark.parametrize("name", record_order.SORTS)
def test_the_order_goes_over_all_pages_and_not_over_the_shown_one(few: Settings, name: str) -> None:
    assert in_order(name, is_down=True, size=1) == in_order(name, is_down=True)


def test_too_many_records_are_not_sorted_by_their_numbers_and_the_reader_is_told(
    few: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "_MOST_BY_NUMBER", 3)
    with pytest.raises(FilterError, match="Сузьте период"):
        register.page(EVER, EVERYTHING, sort="number")


def test_an_order_of_the_url_is_read_and_nonsense_is_refused_or_left_out() -> None:
    assert parse("due.desc", record_order.SORTS) == Order("due", is_down=True)
    assert parse("received", record_order.SORTS, record_order.DOWN_AT_FIRST).text == "received.desc"
    assert parse("received.asc", record_order.SORTS, record_order.DOWN_AT_FIRST).text == "received.asc"
    for nonsense in ("dues", "due.up", "due.", "due.asc.desc", "; drop"):
        with pytest.raises(FilterError, match="не существует"):
            parse(nonsense, record_order.SORTS)
        assert or_default(nonsense, record_order.SORTS, record_order.NEWEST) == record_order.NEWEST
