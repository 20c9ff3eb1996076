"""What explains a change is split off before it is called growth, counted by hand on four weeks of three years."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from answers.hotspots import growth
from answers.hotspots.growth import Change
from data import store
from data.decisions.events import write as events
from data.decisions.events.write import Form
from data.decisions.problems import decide
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots.publish import publish
from data.store import tables
from tests.answers.hotspots.growing import by_cause, change
from tests.data.records import day, published

WATER, ROADS = "housing.no_water", "roads.potholes"
FIRST, SECOND, THIRD = (day(text) for text in ("2024-07-02", "2025-07-01", "2026-06-30"))
"""Last days of the same four weeks of three years."""


def some(count: int, received: str, topic: str, source: str = "pos") -> list[dict[str, str]]:
    return [{"received": received, "topic": topic, "source": source, "place": "95608405101"}] * count


ROWS = [
    *some(1, "2024-05-10", WATER), *some(4, "2024-06-10", WATER),
    *some(2, "2025-05-10", ROADS), *some(1, "2025-05-11", WATER),
    *some(2, "2025-05-12", ROADS, "incident_management"),
    *some(6, "2025-06-10", WATER), *some(4, "2025-06-11", ROADS),
    *some(3, "2025-06-15", ROADS, "register_59fz"),
    *some(1, "2026-05-10", WATER), *some(9, "2026-06-10", WATER),
]  # fmt: skip
MERGED = (11, 12, 13)
"""Three of the six about water of June 2025."""


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = Path(tmp_path_factory.mktemp("years"))
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    with use(made):
        published(made, *ROWS)
        with store.writing(made) as connection:
            proposals = [{"record_id": i, "leader_id": MERGED[0]} for i in MERGED]
            connection.execute(sa.insert(tables.problem_proposals), proposals)
        decide.merge(made, EVERYTHING, f"r{MERGED[0]}", "Прорыв", "x")
        publish(made)
    return made


@pytest.fixture(autouse=True)
def _in_force(years: Settings) -> Iterator[None]:
    with use(years):
        yield


def said(found: Change) -> str:
    return growth.sentence(found).replace("\u00a0", " ")


def test_each_record_has_one_cause_and_only_the_rest_is_growth() -> None:
    # 5 → 13. Sources: +3 new, −2 ended. Two further ones of a problem. First ones of the known source 3 → 8, and in
    # the same weeks a year before 1 → 4.
    found = change(Filters(period="4w", as_of=SECOND))

    assert (found.growth.before, found.growth.after) == (5, 13)
    assert by_cause(found) == {"source": 1, "again": 2, "season": 3, "growth": 2}


def test_the_sentence_names_the_causes_first_and_both_comparisons() -> None:
    text = said(change(Filters(period="4w", as_of=SECOND)))

    assert text.startswith("Было 5, стало 13: +160 %. Год назад в те же недели было 4: +225 %. Объяснимое: источники (")
    assert (
        ") +1, следующие сообщения об одной проблеме +2, сезон (по прошлому году) +3. Рост сверх этого: +2 (+40 п.п.). "
        in text
    )
    assert "Главное: +2 — «Ямы на дорогах»" in text, "water is the season's and the problem's"


def test_the_days_of_an_event_that_leaves_the_norm_are_a_cause_of_their_own(years: Settings) -> None:
    # The accident has all 6 about water of June 2025, and in the same days of May there were none: +6. Taken out with
    # it are the 4 of the same days a year before, so the season of water is 0 − 1. The rest: water 1 → 0, roads 2 → 4.
    form = Form("accident", "Авария", WATER, "", day("2025-06-09"), day("2025-06-12"), leaves_norm=True)
    wider = Form("outage", "Отключение", "housing", "", day("2025-06-10"), day("2025-06-10"), leaves_norm=True)
    codes = [events.save(years, "kurator", "", 0, one) for one in (form, wider)]
    try:
        found = change(Filters(period="4w", as_of=SECOND))
        assert by_cause(found) == {"source": 1, "event": 6, "season": -1, "growth": 2}
        assert "дни событий вне нормы («Авария», «Отключение») +6, сезон (по прошлому году) −1" in said(found)
        assert growth.table(found)["event"].sum() == 6
    finally:
        for code in codes:
            events.remove(years, "kurator", code, 1)


def test_the_norm_of_the_season_is_the_mean_of_two_years_and_an_ended_source_has_none() -> None:
    # 1 → 9; the known source's first ones of 2025 3 → 8 and of 2024 1 → 4: (5 + 3) / 2.
    found = change(Filters(period="4w", as_of=THIRD))

    assert by_cause(found) == {"season": 4, "growth": 4}
    assert "сезон (по двум прошлым годам) +4" in said(found)


def test_without_a_year_before_the_season_is_said_to_be_unknown_and_not_zero() -> None:
    found = change(Filters(period="4w", as_of=FIRST))

    assert by_cause(found) == {"growth": 3}
    assert "Год назад в те же недели: данных нет." in said(found)
    assert "Сезон не выделен: данных за те же недели год назад нет." in said(found)
    assert growth.table(found)["season"].isna().all()


def test_against_the_same_weeks_of_another_year_there_is_no_season_to_split_off() -> None:
    found = change(Filters(period="4w", as_of=SECOND), "year")

    assert by_cause(found) == {"source": 3, "again": 2, "growth": 4}
    assert "В предыдущем таком же периоде было 5: +160 %." in said(found)
    assert "Сезон не выделен: периоды и так приходятся на одни и те же недели года." in said(found)


def test_a_source_is_known_by_any_of_its_records_and_not_by_those_of_the_topic_alone() -> None:
    found = change(Filters(period="4w", as_of=SECOND, topics=(ROADS,), sources=("pos",)))

    assert by_cause(found) == {"growth": 2}


def test_the_cells_of_the_file_hold_the_causes_that_sum_to_their_change() -> None:
    cells = growth.table(change(Filters(period="4w", as_of=SECOND)))

    causes = cells[["source", "again", "season", "growth"]]
    assert causes.sum().tolist() == [1, 2, 3, 2]
    assert (causes.sum(axis=1) == cells["change"]).all()


def test_the_steps_of_the_bridge_stand_in_the_order_of_the_causes() -> None:
    steps = growth.steps(change(Filters(period="4w", as_of=SECOND)), "cause")

    assert steps["cause"].tolist() == ["source", "again", "season", "growth"]
    assert steps["end"].tolist() == [6, 8, 11, 13]
    alone = growth.steps(change(Filters(period="4w", as_of=FIRST)), "cause")
    assert alone["cause"].tolist() == ["growth"], "a cause of nothing is no step"


@pytest.mark.parametrize(
    "nowhere",
    [
        Filters(period="4w", as_of=SECOND, sources=("heat_map",)),
        Filters(period="4w", as_of=SECOND, topics=("roads.lighting",)),
    ],
)
def test_where_neither_period_holds_a_record_it_is_said(nowhere: Filters) -> None:
    found = growth.change(nowhere, EVERYTHING, SECOND, "previous")

    assert found == "Ни в этом периоде, ни в том, с которым сравниваем, записей нет."


def test_a_source_that_only_began_or_only_ended_is_all_of_the_change() -> None:
    began = change(Filters(period="4w", as_of=SECOND, sources=("register_59fz",)))
    ended = change(Filters(period="4w", as_of=SECOND, sources=("incident_management",)))

    assert (by_cause(began), by_cause(ended)) == ({"source": 3}, {"source": -2})
    assert said(began).startswith("Было 0, стало 3: сравнить не с чем.")
    assert said(began).endswith("Сверх этого изменения нет.")
    assert "закончился «Инцидент менеджмент») −2" in said(ended)
