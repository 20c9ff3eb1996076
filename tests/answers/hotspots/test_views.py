"""What made the growth, who keeps quiet and what to ask about, counted by hand on the planted district.

Of potholes ten places wrote in the last twelve weeks, eight of them once, the planted two `EACH` times; in the twelve
weeks before nobody did.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

import app as wiring
from analysis.reporting import FEWEST_EXPECTED
from answers.hotspots import growth as hotspot_growth
from answers.hotspots import polls, silence, weeks
from answers.hotspots.growth import Change
from data.filters import Filters, parse
from data.metrics import query, stamp
from data.scope import EVERYTHING
from data.settings import Settings, use
from tests import planted, signing

NOW = Filters(period="12w")
HOLES = planted.ELSEWHERE + 2 * planted.EACH


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted.settings(Path(tmp_path_factory.mktemp("planted")))


@pytest.fixture(autouse=True)
def _in_force(district: Settings) -> Iterator[None]:
    with use(district):
        yield


def change(against: str = "previous") -> Change:
    found = hotspot_growth.change(NOW, EVERYTHING, stamp().as_of, against)
    assert not isinstance(found, str)
    return found


def book(district: Settings, address: str) -> list[tuple]:
    answer = signing.client(wiring.create_app(district), signing.sign_in(district)).get(address)
    assert answer.status_code == 200, answer.text
    return list(openpyxl.load_workbook(io.BytesIO(answer.data))["Данные"].values)


def test_the_topic_that_grew_is_named_with_its_records_and_the_places_that_wrote() -> None:
    found = change()
    steps = hotspot_growth.steps(found, "topic").set_index("label")

    assert steps.loc["Ямы на дорогах", "change"] == HOLES
    assert "«Ямы на дорогах»: " in hotspot_growth.sentence(found)
    assert "Полтаков" in hotspot_growth.sentence(found)


def test_against_a_year_ago_the_topic_grew_by_the_planted_records_only() -> None:
    # Eight places wrote once in the same weeks of the last year: 17 + 364 days ago.
    steps = hotspot_growth.steps(change("year"), "topic").set_index("label")

    assert steps.loc["Ямы на дорогах", "change"] == HOLES - planted.ELSEWHERE


def test_the_file_of_growth_holds_the_parts_that_sum_to_the_change(district: Settings) -> None:
    rows = book(district, "/export/growth.xlsx?period=12w")
    growth = change().growth

    assert rows[0] == tuple(column.label for column in hotspot_growth.COLUMNS)
    assert sum(row[3] for row in rows[1:]) == growth.before
    assert sum(row[4] for row in rows[1:]) == growth.after
    assert sum(row[5] for row in rows[1:]) == growth.change


def test_a_file_of_growth_without_an_earlier_period_is_refused_in_russian(district: Settings) -> None:
    client = signing.client(wiring.create_app(district), signing.sign_in(district))
    answer = client.get("/export/growth.xlsx?period=all")

    assert answer.status_code == 400
    assert "сравнивать не с чем" in answer.text


def test_a_candidate_for_a_poll_has_its_people_its_weeks_and_its_powers() -> None:
    window = weeks.window(NOW, stamp().as_of)
    frame = polls.candidates(NOW, EVERYTHING, window, polls.weights({}))

    row = frame[(frame["topic"] == planted.TOPIC) & (frame["municipality"] == planted.PLANTED[0][:8])].iloc[0]
    assert (row["records"], row["people"], row["persistence"], row["powers"]) == (
        2 * planted.EACH,
        1025 + 932,
        1.0,
        0.5,
    )
    assert row["growth_low"] > 1


def test_where_everybody_writes_by_their_number_nobody_is_called_silent() -> None:
    window = weeks.window(Filters(), stamp().as_of)
    frame = silence.places(Filters(), EVERYTHING, window)

    assert not set(frame["verdict"]) & {"silent", "quiet"}
    assert frame["by_people"].sum() == pytest.approx(frame.loc[frame["people"] > 0, "records"].sum())
    small = (frame["by_people"] < FEWEST_EXPECTED) & (frame["by_past"] < FEWEST_EXPECTED)
    assert frame.loc[small, "verdict"].isin(["few_data", "long"]).all()


def test_a_large_place_that_stops_writing_is_called_silent(tmp_path: Path) -> None:
    # 88 weekly records before the window: a dozen was to be expected in it.
    rows = [(day, planted.LABEL, "село Полтаков") for day in range(84)]
    rows += [(day, planted.LABEL, "село Усть-Чуль") for day in range(84, 700, 7)]
    with use(planted.only(tmp_path, rows)):
        window = weeks.window(NOW, stamp().as_of)
        frame = silence.places(NOW, EVERYTHING, window).set_index("place_label")

    row = frame.loc["Усть-Чуль (село)"]
    assert (row["records"], row["verdict"], row["quiet_weeks"]) == (0, "silent", 12)
    assert row["by_past"] == pytest.approx(88 * 12 / 88, rel=0.05)


def test_the_file_of_silence_holds_the_rows_of_the_screen(district: Settings) -> None:
    rows = book(district, "/export/silence.xlsx")
    frame = silence.places(Filters(), EVERYTHING, weeks.window(Filters(), stamp().as_of))

    assert [row[0] for row in rows[1:]] == frame["place_label"].tolist()
    assert [row[3] for row in rows[1:]] == frame["records"].tolist()
    assert (
        sum(row[3] for row in rows[1:])
        == query(["records"], (), parse({"place": ",".join(frame["place"])}), EVERYTHING)["records"].iloc[0]
    )
