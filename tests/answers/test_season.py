"""The same weeks of earlier years beside the preceding window."""

import pandas as pd
import pytest

from answers import season
from data.filters import Filters
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests.data.records import day, published

AS_OF = day("2026-06-30")
MONTH = Filters(period="4w", as_of=AS_OF)


def counts(**records: int | None) -> pd.DataFrame:
    return pd.DataFrame({"topic": list(records), "records": list(records.values())})


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("season")
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    with use(made):
        published(made, {"received": "2025-05-20"}, {"received": "2026-06-20"})
    return made


def test_the_same_weeks_are_the_same_days_of_the_week() -> None:
    before = season.weeks_before(MONTH, AS_OF)

    assert before is not None
    assert before.span(AS_OF) == (day("2025-06-04"), day("2025-07-01"))
    assert season.weeks_before(Filters(period="all"), AS_OF) is None


def test_a_year_that_the_records_do_not_reach_back_to_is_not_known(settings: Settings) -> None:
    with use(settings):
        assert [one.date_from for one in season.known_years(MONTH, EVERYTHING, AS_OF)] == [day("2025-06-04")]
        assert season.known_years(Filters(period="12w", as_of=AS_OF), EVERYTHING, AS_OF) == []
        assert season.known_years(Filters(period="all", as_of=AS_OF), EVERYTHING, AS_OF) == []


def test_a_topic_of_the_season_did_not_grow_against_a_year_ago() -> None:
    shown = season.with_season(counts(snow=12, roads=30), [counts(snow=12, roads=20)], "topic", "records")

    assert [text.replace("\u00a0", " ") for text in shown["year_text"]] == ["без изменений", "+50 %"]
    assert "norm_text" not in shown.columns, "one year is no norm"


def test_the_norm_is_the_mean_of_two_years_and_a_topic_of_one_of_them_counts_as_zero_in_the_other() -> None:
    years = [counts(snow=20, roads=40), counts(snow=40)]

    shown = season.with_season(counts(snow=45, roads=30), years, "topic", "records")

    assert [text.replace("\u00a0", " ") for text in shown["norm_text"]] == ["+50 %", "+50 %"]


def test_without_a_year_before_there_is_no_data_and_no_zero() -> None:
    assert season.with_season(counts(snow=12), [], "topic", "records")["year_text"].tolist() == ["нет данных"]


def test_a_count_hidden_in_one_of_the_years_leaves_the_norm_unknown() -> None:
    years = [counts(snow=20), counts(snow=None)]

    assert season.with_season(counts(snow=45), years, "topic", "records")["norm_text"].tolist() == ["нет данных"]
