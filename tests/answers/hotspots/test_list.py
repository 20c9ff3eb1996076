"""The list of hotspots names what was planted, with numbers that can be counted by hand, and only narrows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pytest

from answers.hotspots import counts, sentences
from answers.hotspots import list as hotspot_list
from answers.hotspots.counts import weekly_counts
from answers.hotspots.list import HOTSPOT, VERDICTS, HotspotList
from data.decisions.events import write as events
from data.decisions.events.write import Form
from data.errors import AccessError
from data.filters import Filters, parse
from data.metrics import query, stamp
from data.metrics.enough import FEW
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests import planted
from words.format import NBSP

TOTALS = Scope((Grant(detail="totals"),))


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted.settings(tmp_path_factory.mktemp("planted"))


@pytest.fixture(autouse=True)
def _in_force(district: Settings) -> Iterator[None]:
    with use(district):
        yield


def found(weeks: str = "12", narrow: Mapping[str, str] | None = None, scope: Scope = EVERYTHING) -> HotspotList:
    filters = parse(narrow or {})
    return hotspot_list.hotspots(filters, scope, hotspot_list.window(filters, stamp().as_of, weeks))


def test_the_planted_hotspot_is_the_only_one_with_its_count_its_class_and_its_period() -> None:
    rows = found().rows(HOTSPOT)

    assert len(rows) == 1
    row = rows.iloc[0]
    assert (row["topic"], row["places"]) == (planted.TOPIC, planted.PLANTED)
    assert (row["records"], row["kind_label"], row["rank"]) == (2 * planted.EACH, "новый", 1)
    assert (row["first"].isoformat(), row["last"]) == ("2026-04-08", planted.LAST)
    assert row["measures"] == "не записаны"


def test_the_expected_is_the_share_of_these_places_in_everything_else() -> None:
    # Elsewhere the topic was written of once in the window by each of eight places; these two have 1957 of the
    # residents, and everything else keeps step with residents.
    row = found().rows(HOTSPOT).iloc[0]
    people = weekly_counts(Filters(), EVERYTHING, hotspot_list.window(Filters(), stamp().as_of, "12")).places[
        "population"
    ]
    topic = query(["records"], (), parse({"period": "12w", "topic": planted.TOPIC}), EVERYTHING)["records"].iloc[0]

    assert row["expected"] == pytest.approx(topic * (1025 + 932) / people.sum(), rel=0.1)
    assert row["ratio"] == pytest.approx(row["records"] / row["expected"])
    assert row["low"] < row["ratio"] < row["high"]
    assert row["p"] <= row["q"] < 0.01


def test_counts_of_the_list_are_the_counts_of_the_door() -> None:
    for row in found("52").frame.to_dict("records"):
        asked = {"topic": row["topic"], "place": ",".join(row["places"])}
        days = {"from": row["first"].isoformat(), "to": row["last"].isoformat()}
        assert query(["records"], (), parse(asked | days), EVERYTHING)["records"].iloc[0] == row["records"]


def test_the_ground_holds_every_record_of_the_door_that_has_a_topic_and_a_place() -> None:
    land = weekly_counts(Filters(), EVERYTHING, hotspot_list.window(Filters(), stamp().as_of, "26"))
    whole = query(["records"], ["topic", "place"], parse({"period": "26w"}), EVERYTHING)

    known = whole.dropna(subset=["topic", "place"])["records"].sum()
    assert land.totals.sum() == known
    assert land.left_out == whole["records"].sum() - known


def test_weeks_of_a_row_add_up_to_its_count_and_its_expected() -> None:
    listing = found()
    row = listing.frame.iloc[0].to_dict()

    weeks = hotspot_list.timeline(listing.ground, row)

    inside = weeks[weeks["inside"]]
    assert inside["records"].sum() == row["records"]
    assert inside["expected"].sum() == pytest.approx(row["expected"])
    assert (len(inside), inside["day"].iloc[0]) == (row["weeks"], row["first"])
    assert (weeks["low"] <= weeks["high"]).all()
    assert list(row["series"]) == weeks["records"].tail(len(row["series"])).tolist()


def test_a_hotspot_that_ended_is_told_with_its_last_day_and_its_own_weeks() -> None:
    land = found("52").ground
    quiet = 20
    topic = land.topics.index[land.topics["code"] == planted.TOPIC][0]
    earlier = land.counts.copy()
    earlier[topic] = np.roll(land.counts[topic], -quiet, axis=1)  # its first weeks, ordinary ones, come last

    frame = hotspot_list._district_rows(replace(land, counts=earlier), None)

    row = frame[frame["topic"] == planted.TOPIC].iloc[0].to_dict()
    assert (row["places"], row["records"]) == (planted.PLANTED, 2 * planted.EACH)
    assert (row["first"].isoformat(), row["last"].isoformat()) == ("2025-11-19", "2026-02-10")
    assert (row["state_label"], row["is_over"]) == (f"закончилось 10{NBSP}февраля", True)
    weeks = hotspot_list.timeline(replace(land, counts=earlier), row)
    assert weeks.loc[weeks["inside"], "records"].sum() == row["records"]
    assert weeks.loc[weeks["inside"], "expected"].sum() == pytest.approx(row["expected"])


@pytest.mark.parametrize(
    "narrow",
    [
        {"topic": planted.TOPIC},
        {"group": "roads"},
        {"municipality": planted.PLANTED[0][:8]},
        {"place": planted.PLANTED[1]},
        {"place": planted.PLANTED[1], "topic": planted.TOPIC, "period": "4w"},
    ],
)
def test_filters_of_topic_and_place_leave_the_numbers_of_a_row_as_they_are(narrow: dict[str, str]) -> None:
    whole, part = found().frame, found(narrow=narrow).frame

    assert part.iloc[0].equals(whole.iloc[0])
    assert set(part["key"]) <= set(whole["key"])


@pytest.mark.parametrize("narrow", [{"group": "health"}, {"municipality": "95608151"}, {"topic": "none"}])
def test_filters_elsewhere_leave_the_hotspot_out_and_say_so(narrow: dict[str, str]) -> None:
    listing = found(narrow=narrow)

    assert listing.rows(HOTSPOT).empty
    assert "Снимите фильтр темы или места" in sentences.nothing(listing)


def test_findings_of_few_records_are_few_data_and_have_no_rank() -> None:
    frame = found("52").frame
    others = frame[frame["verdict"] != HOTSPOT]

    assert set(frame["verdict"]) <= set(VERDICTS)
    assert (frame.loc[frame["verdict"] == HOTSPOT, "records"] >= FEW).all()
    assert others["rank"].isna().all()
    assert (others.loc[others["verdict"] == hotspot_list.WATCH, "q"] > 0.10).all()


def test_a_window_longer_than_the_data_is_cut_to_what_is_known() -> None:
    first = min(query(["records"], ["day"], parse({"period": "all"}), EVERYTHING)["day"])
    filters = parse({"to": first.isoformat()})

    listing = hotspot_list.hotspots(filters, EVERYTHING, hotspot_list.window(filters, stamp().as_of, "52"))

    assert listing.ground.window.weeks == 0
    assert listing.frame.empty
    assert "меньше чем за целую неделю" in sentences.nothing(listing)


def test_the_scope_of_the_asker_limits_places_and_counts() -> None:
    narrow = Scope((Grant(municipalities=("95608151",)),))

    listing = found(scope=narrow)

    assert set(listing.ground.places["code"].str[:8]) == {"95608151"}
    assert listing.rows(HOTSPOT).empty


def test_rounded_totals_give_no_list() -> None:
    with pytest.raises(AccessError, match="округлённые"):
        found(scope=TOTALS)


def test_a_short_window_needs_a_larger_rise_and_says_what_it_is_good_for() -> None:
    short, long = (sentences.power(found(weeks).ground) for weeks in ("4", "52"))

    assert "для оперативной работы" in short
    assert "для оперативной работы" not in long
    assert "Аскиз" in long
    assert "с местом за окно" in long, "not the most frequent topic of the summary, which counts all records"


def test_a_district_without_records_says_so() -> None:
    land = found().ground
    empty = type(land)(
        np.zeros((0, len(land.places), 60), dtype=np.int64), land.topics[:0], land.places, land.window, 0
    )

    assert sentences.power(empty) == ""
    assert "Возьмите окно длиннее" in sentences.nothing(HotspotList(found().frame[:0], 0, 0, empty))


def test_a_sensitive_topic_is_never_named_by_place(district: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    real = counts.members
    monkeypatch.setattr(
        counts,
        "members",
        lambda name, filters: real(name, filters).assign(
            **({"is_sensitive": real(name, filters)["code"] == planted.TOPIC} if name == "topic" else {})
        ),
    )
    open_snapshot().answers.clear()
    listing = found()
    assert planted.TOPIC not in set(listing.frame["topic"])
    said = sentences.nothing(listing).replace(NBSP, " ")
    assert "По местам не называются 1 чувствительная тема" in said
    open_snapshot().answers.clear()


def test_an_event_before_the_window_leaves_the_norm_of_the_search_and_is_named(district: Settings) -> None:
    # A whole week of the topic elsewhere is taken out: what was there is replaced by what its places usually write.
    asked = hotspot_list.window(Filters(), stamp().as_of, "12")
    before = weekly_counts(Filters(), EVERYTHING, asked)
    burst = np.argwhere(before.counts[:, :, : -asked.weeks] == before.counts[:, :, : -asked.weeks].max())[0]
    started = asked.day(before.counts.shape[2] - 1 - int(burst[2]))
    code = events.save(
        district, "kurator", "", 0, Form("accident", "Паводок", "", "", started, started, leaves_norm=True)
    )
    try:
        land, listed = weekly_counts(Filters(), EVERYTHING, asked), found()
        assert land.usual[tuple(burst)] < land.counts[tuple(burst)]
        assert (land.usual[:, :, -asked.weeks :] == land.counts[:, :, -asked.weeks :]).all()
        assert "В норму не входят недели событий: «Паводок»." in sentences.certainty(listed)
        assert len(listed.rows(HOTSPOT)) == 1
    finally:
        events.remove(district, "kurator", code, 1)
    assert (weekly_counts(Filters(), EVERYTHING, asked).usual == before.counts).all()
