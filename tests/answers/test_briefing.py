"""Screens told in sentences: the door's numbers, the asker's scope, no small cell, no sensitive topic of a place."""

from collections.abc import Iterator

import pytest

from answers import briefing
from data.decisions.subscriptions.read import PATHS
from data.errors import QueryError
from data.filters import Filters
from data.metrics import answerable, query
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data.records import published

EVER = Filters(period="all")
PLACE = "95608151"
WATER, SOCIAL = "housing.no_water", "health.ambulance"
PHONE = Scope((Grant(channels=("phone",)),))


@pytest.fixture(scope="module", autouse=True)
def _some(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Seven records on water, six on an ambulance by telephone, three on potholes."""
    folder = tmp_path_factory.mktemp("briefing")
    one = {"received": "2026-03-02", "municipality": PLACE, "channel": "im_vk"}
    rows = [one | {"topic": WATER}] * 7 + [one | {"topic": SOCIAL, "channel": "phone"}] * 6
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        published(made, *rows, *[one | {"topic": "roads.potholes"}] * 3)
        yield


def test_a_summary_says_the_records_of_the_door_and_no_topic_of_few_records() -> None:
    said = briefing.text("/", EVER, EVERYTHING)

    assert query(["records"], (), EVER, EVERYTHING)["records"].iloc[0] == 16
    assert "Поступило 16 записей" in said
    assert "Отсутствие воды — 7" in said
    assert "Ямы" not in said


def test_whoever_sees_a_part_is_told_of_that_part() -> None:
    said = briefing.text("/", EVER, PHONE)

    assert "Поступило 6 записей" in said
    assert "Отсутствие воды" not in said


def test_a_sensitive_topic_is_told_of_the_district_and_of_no_place() -> None:
    here = Filters(period="all", municipalities=(PLACE,))

    assert "Скорая" in briefing.text("/", EVER, EVERYTHING)
    assert "Скорая" not in briefing.text("/", here, EVERYTHING)
    told = briefing.text("/heat-map", Filters(period="all", topics=(SOCIAL,)), EVERYTHING)
    assert "По местам чувствительные темы не называются." in told
    assert "Аскиз" not in told


@pytest.mark.parametrize("path", briefing.SCREENS)
def test_every_screen_is_told_in_lines_without_markup_for_every_asker(path: str) -> None:
    totals = Scope((Grant(detail="totals"),))
    for scope in (EVERYTHING, PHONE, totals):
        lines = briefing.text(path, answerable(EVER, scope), scope).splitlines()
        assert lines[0].startswith(f"{briefing.title(path)}: ")
        assert lines[-1].startswith("Данные на ")
        assert all(line.endswith(".") for line in lines)
        assert not any(sign in line for line in lines for sign in ("*", "_", "<", "#", "nan", "None"))


def test_a_period_without_records_says_so() -> None:
    assert "За период записей нет." in briefing.text("/", Filters(period="all", channels=("site",)), EVERYTHING)


def test_the_screens_that_are_told_are_those_that_can_be_subscribed_to() -> None:
    assert tuple(briefing.SCREENS) == PATHS


def test_a_screen_that_is_not_told_is_refused() -> None:
    with pytest.raises(QueryError):
        briefing.text("/register", EVER, EVERYTHING)
