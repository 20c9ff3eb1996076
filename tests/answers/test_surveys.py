"""What was answered when asked, counted by hand; kinds are never mixed."""

from collections.abc import Iterator

import pytest

from answers import surveys
from data.decisions.surveys import write
from data.decisions.surveys.table import Told
from data.filters import Filters
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, current, use
from tests.data.records import day, published

EVER = Filters(period="all", as_of=day("2026-12-31"))


@pytest.fixture(scope="module", autouse=True)
def _asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("surveys")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, {"received": "2026-03-02", "external_id": "П-1", "channel": "im_vk", "topic": "roads.potholes"})
        spring = [Told(i, mark, day("2026-04-02"), recipient="mcu") for i, mark in enumerate((5, 4, 2, 1), 2)]
        write.add(made, "petrov", "survey", "Весна", [*spring, Told(6, 5, day("2026-05-03"), number="П-1")])
        write.add(made, "petrov", "secret", "Проверка", [Told(2, 1, day("2026-05-04"), recipient="mcu")])
        yield


def rows(by: str, filters: Filters = EVER, scope: Scope = EVERYTHING) -> list[tuple[str, str, int, float]]:
    found = surveys.table(by, filters, scope, current()).to_dict("records")
    return [(one["label"], one["kind_label"], one["n"], round(one["satisfied_share"], 4)) for one in found]


def test_each_kind_has_its_whole_and_its_parts() -> None:
    assert rows("month") == [
        ("Все ответы", "Опрос заявителей", 5, 0.6),  # 5, 4 and 5 of five
        ("Все ответы", "Тайный заявитель", 1, 0.0),
        ("апрель\u00a02026", "Опрос заявителей", 4, 0.5),
        ("май\u00a02026", "Тайный заявитель", 1, 0.0),
        ("май\u00a02026", "Опрос заявителей", 1, 1.0),
    ]
    mean = surveys.table("channel", EVER, EVERYTHING, current()).iloc[0]
    assert mean["rating_mean"] == pytest.approx(17 / 5)
    assert mean["rating_mean_low"] < 3.4 < mean["rating_mean_high"]
    assert mean["satisfied_share_low"] < 0.6 < mean["satisfied_share_high"]


def test_filters_and_the_period_narrow_what_was_asked() -> None:
    assert [one[2] for one in rows("channel", Filters(period="all", as_of=day("2026-04-30")))][:1] == [4]
    assert rows("channel", Filters(period="all", as_of=day("2026-12-31"), channels=("im_vk",))) == [
        ("Все ответы", "Опрос заявителей", 1, 1.0),
        ("ИМ: ВКонтакте", "Опрос заявителей", 1, 1.0),
    ]
    roads = Filters(period="all", topic_groups=("roads",))
    assert rows("topic_group", roads)[1][0] == "Дороги", "asked after the last day of the data"
    assert rows("channel", Filters(period="all", as_of=day("2026-12-31"), statuses=("new",))) == []


def test_nobody_is_shown_what_lies_outside_and_totals_show_nothing() -> None:
    assert [one[2] for one in rows("recipient", scope=Scope((Grant(channels=("im_vk",)),)))] == [1, 1]
    assert rows("recipient", scope=Scope((Grant(detail="totals"),))) == []
    assert rows("recipient", scope=Scope(())) == []


def test_the_file_has_a_column_for_all_that_is_told() -> None:
    for by in surveys.BY:
        assert {one.name for one in surveys.columns(by)} <= set(surveys.table(by, EVER, EVERYTHING, current()).columns)
