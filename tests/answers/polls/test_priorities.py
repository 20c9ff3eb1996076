"""What to ask about first, on a district whose one planted hotspot can be counted by hand."""

from collections.abc import Iterator

import pytest

from answers.hotspots import weeks
from answers.polls import draft, priorities
from data.errors import AccessError
from data.filters import parse
from data.metrics import stamp
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests import planted


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted.settings(tmp_path_factory.mktemp("priorities"))


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def test_candidates_have_eight_measures_and_those_that_cannot_be_measured_give_their_weight_away() -> None:
    filters = parse({"period": "52w"})
    frame = priorities.candidates(filters, EVERYTHING, weeks.window(filters, stamp().as_of), priorities.weights({}))
    holes = frame[(frame["topic"] == planted.TOPIC) & (frame["municipality"] == planted.PLANTED[0][:8])].iloc[0]

    assert (holes["records"], holes["excluded"], holes["rank"]) == (2 * planted.EACH, "", 1)
    assert holes["known"] == pytest.approx(0.9)  # nobody has rated: disagreement, 10 of 100, is not known
    assert str(holes["part_disagreement"]) == "nan"
    assert holes["first"] > 0
    assert (frame.loc[frame["excluded"] != "", "rank"].isna()).all()
    water = frame[frame["topic"] == "housing.no_water"].iloc[0]
    assert water["excluded"].startswith("Обязанность")
    assert draft.places(planted.TOPIC, planted.PLANTED[0][:8], EVERYTHING)


def test_who_sees_totals_only_is_told_no_order() -> None:
    filters = parse({"period": "52w"})
    window = weeks.window(filters, stamp().as_of)
    totals = Scope((Grant(detail="totals"),))
    with pytest.raises(AccessError):
        priorities.candidates(filters, totals, window, priorities.weights({}))
    assert draft.places(planted.TOPIC, planted.PLANTED[0][:8], totals) == []


def test_weights_come_from_the_address_and_nonsense_is_the_default() -> None:
    told = priorities.weights({"w_people": "50", "w_cost": "-1", "w_value": "many", "w_growth": "900"})
    assert (told["people"], told["cost"], told["value"], told["growth"]) == (50, 5, 15, 100)
    assert priorities.weights(dict.fromkeys((f"w_{name}" for name in told), "0")) == priorities.weights({})
