"""The door itself: names, totals, scope, filters."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.errors import AccessError, FilterError, QueryError, SnapshotError
from data.filters import MISSING, Filters
from data.metrics import DIMENSIONS, METRICS, members, query, register, stamp
from data.metrics.cell_keys import DEVIATION
from data.metrics.disclosure import STEP
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import publish
from tests.data.records import add, day, published

TOPICS = ("roads.potholes", "roads.lighting", "housing.no_water", None)
PLACES = ("95608405101", "95608151051", "95608405106", "")
CHANNELS = ("pos_message", "letter", "im_vk")
EVER = Filters(period="all")


def _mixed() -> list[dict[str, object]]:
    """Forty records of every mixture, made without chance."""
    rows = []
    for i in range(40):
        row: dict[str, object] = {
            "received": f"2026-0{1 + i % 4}-{1 + i % 27:02d} 10:00",
            "channel": CHANNELS[i % 3],
            "place": PLACES[i % 4],
            "questions": [TOPICS[i % 4], TOPICS[(i * 7 + 1) % 4]] if i % 5 == 0 else [TOPICS[i % 4]],
            "recipient": "administration" if i % 3 else "",
            "rating": 1 + i % 5 if i % 2 else None,
            "applicant": f"a{i % 9}",
        }
        row["registered"] = row["received"]
        if i % 4:
            row["answered"] = f"2026-0{2 + i % 4}-{1 + i % 27:02d} 15:00"
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("mixed")
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    with use(made):
        published(made, *_mixed())
    return made


def test_an_unknown_metric_names_the_nearest_known_one(mixed: Settings) -> None:
    with use(mixed), pytest.raises(QueryError, match="on_time_share"):
        query(["on_time_shar"], (), Filters(), EVERYTHING)


def test_an_unknown_dimension_names_the_nearest_known_one(mixed: Settings) -> None:
    with use(mixed), pytest.raises(QueryError, match="municipality"):
        query(["records"], ["municipalty"], Filters(), EVERYTHING)


def test_an_unknown_code_in_a_filter_is_refused_not_ignored(mixed: Settings) -> None:
    with use(mixed), pytest.raises(FilterError, match=r"roads\.holes"):
        query(["records"], (), Filters(topics=("roads.holes",)), EVERYTHING)


@pytest.mark.trial
def test_every_metric_can_be_asked_by_every_dimension(mixed: Settings) -> None:
    with use(mixed):
        for dimension in DIMENSIONS:
            frame = query(list(METRICS), [dimension], EVER, EVERYTHING, intervals=True)
            assert len(frame)
            assert {f"{m}_low" for m in METRICS} <= set(frame.columns)


def test_without_any_snapshot_the_reader_is_told_what_to_do(settings: Settings) -> None:
    with pytest.raises(SnapshotError, match="python -m etl load"):
        query(["records"], (), Filters(), EVERYTHING)


def test_a_scope_narrows_every_number_and_the_register(mixed: Settings) -> None:
    scope = Scope((Grant(channels=("letter",), municipalities=("95608405",)),))
    with use(mixed):
        narrowed = Filters(period="all", channels=("letter",), municipalities=("95608405",))
        assert query(["records"], (), EVER, scope).equals(query(["records"], (), narrowed, EVERYTHING))
        assert query(["records"], (), EVER, Scope((Grant(recipients=()),)))["records"].tolist() == [0]
        assert register.page(EVER, scope).total == query(["records"], (), narrowed, EVERYTHING)["records"].iloc[0]


def test_an_answer_asked_again_is_the_same_and_nobody_else_s(mixed: Settings) -> None:
    letters = Scope((Grant(channels=("letter",)),))
    with use(mixed):
        first, narrow = (
            query(["records"], ["channel"], EVER, EVERYTHING),
            query(["records"], ["channel"], EVER, letters),
        )
        first.loc[:, "records"] = -1  # what a screen does to its frame must not come back
        assert query(["records"], ["channel"], EVER, EVERYTHING)["records"].sum() == 40
        assert query(["records"], ["channel"], EVER, letters).equals(narrow)
        assert narrow["channel"].tolist() == ["letter"]


def test_several_grants_open_what_any_of_them_opens(mixed: Settings) -> None:
    letters, centre = Grant(channels=("letter",)), Grant(municipalities=("95608405",))
    with use(mixed):
        counted = {
            name: int(query(["records"], (), EVER, Scope(grants))["records"].iloc[0])
            for name, grants in {"either": (letters, centre), "letters": (letters,), "centre": (centre,)}.items()
        }
        both = Scope((Grant(channels=("letter",), municipalities=("95608405",)),))
        overlap = int(query(["records"], (), EVER, both)["records"].iloc[0])
    assert counted["either"] == counted["letters"] + counted["centre"] - overlap
    assert overlap and counted["either"] > max(counted["letters"], counted["centre"])


def test_without_any_grant_there_is_nothing_to_see(mixed: Settings) -> None:
    with use(mixed):
        assert query(["records"], (), EVER, NOTHING)["records"].tolist() == [0]
        with pytest.raises(AccessError):
            register.page(EVER, NOTHING)


def test_records_open_only_where_a_grant_is_that_fine(mixed: Settings) -> None:
    scope = Scope((Grant(detail="totals"), Grant(channels=("letter",))))
    with use(mixed):
        shown = query(["records"], (), EVER, scope)["records"].iloc[0]
        assert pd.isna(shown) or abs(shown - 40) <= 3 * DEVIATION + STEP  # hidden where noise leaves a few
        assert set(register.page(EVER, scope).frame["channel"]) == {"letter"}


def test_of_a_letter_with_two_questions_a_recipient_reads_only_his_own(settings: Settings) -> None:
    both = {
        "received": "2026-03-02", "channel": "letter", "questions": ["roads.potholes", "housing.no_water"],
        "recipients": ["administration", "road_department"], "texts": ["Яма на дороге", "Нет воды"],
    }  # fmt: skip
    published(settings, both)
    own = Scope((Grant(recipients=("road_department",)),))
    found = register.page(EVER, own).frame
    assert found["text"].tolist() == ["Нет воды"]
    seen = register.card(int(found["record_id"].iloc[0]), EVER, own)["questions"]
    assert [(q["number"], q["text"]) for q in seen] == [(2, "Нет воды")]


def test_an_asker_without_detail_cannot_open_records(mixed: Settings) -> None:
    with use(mixed), pytest.raises(AccessError):
        register.page(EVER, Scope((Grant(detail="totals"),)))


def test_a_record_outside_the_scope_looks_as_if_it_did_not_exist(mixed: Settings) -> None:
    with use(mixed):
        letter = register.page(replace(EVER, channels=("letter",)), EVERYTHING).frame["record_id"].iloc[0]
        with pytest.raises(AccessError):
            register.card(int(letter), EVER, Scope((Grant(channels=("im_vk",)),)))
        assert register.card(int(letter), EVER, EVERYTHING)["record_id"] == letter


def test_records_without_a_place_can_be_chosen(mixed: Settings) -> None:
    with use(mixed):
        by_place = query(["records"], ["place"], EVER, EVERYTHING)
        unknown = by_place[by_place["place"].isna()]["records"].sum()
        assert query(["records"], (), replace(EVER, places=(MISSING,)), EVERYTHING)["records"].tolist() == [unknown]


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["channel", "municipality", "place", "source", "kind", "status", "month", "week", "day", "year"])
)
def test_parts_of_a_single_valued_dimension_sum_to_the_whole(mixed: Settings, by: str) -> None:
    with use(mixed):
        whole = query(["records", "due", "on_time", "late", "overdue_open", "rated"], (), EVER, EVERYTHING).iloc[0]
        parts = query(["records", "due", "on_time", "late", "overdue_open", "rated"], [by], EVER, EVERYTHING)
        assert parts[whole.index].sum().to_dict() == whole.to_dict()
        assert whole["on_time"] + whole["late"] + whole["overdue_open"] == whole["due"]


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    channels=st.sets(st.sampled_from(CHANNELS)),
    places=st.sets(st.sampled_from([p for p in PLACES if p])),
    topics=st.sets(st.sampled_from([t for t in TOPICS if t])),
    month=st.integers(1, 5),
)
def test_a_filter_only_narrows(
    mixed: Settings, channels: set[str], places: set[str], topics: set[str], month: int
) -> None:
    wide = Filters(date_from=day("2026-01-01"), date_to=day(f"2026-0{month}-28"))
    narrow = replace(wide, channels=tuple(channels), places=tuple(places), topics=tuple(topics))
    with use(mixed):
        a = query(["records", "due", "rated"], (), wide, EVERYTHING).iloc[0]
        b = query(["records", "due", "rated"], (), narrow, EVERYTHING).iloc[0]
        assert (b <= a).all()
        assert register.page(narrow, EVERYTHING).total == b["records"]


def test_an_older_snapshot_still_gives_its_own_numbers(settings: Settings) -> None:
    first = published(settings, {"received": "2026-04-01"})
    add(settings, {"received": "2026-04-02"})
    second = publish.publish(settings)
    assert second.number == first.number + 1
    assert query(["records"], (), replace(EVER, snapshot=first.number), EVERYTHING)["records"].tolist() == [1]
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [2]
    assert stamp(replace(EVER, snapshot=first.number)).snapshot == first.number


def test_namesakes_are_told_apart_by_their_labels(mixed: Settings) -> None:
    with use(mixed):
        labels = members("place").set_index("code")["label"]
    assert labels["95608151051"] != labels["95608405101"]
    assert labels.is_unique


@pytest.mark.parametrize("narrowed", [EVER, replace(EVER, channels=("letter",)), replace(EVER, topics=(MISSING,))])
@pytest.mark.parametrize("share", register.BEHIND)
def test_the_records_behind_a_share_are_those_it_counts(share: str, narrowed: Filters, mixed: Settings) -> None:
    with use(mixed):
        row = query([share], (), narrowed, EVERYTHING, intervals=True).iloc[0]
        behind = register.page(narrowed, EVERYTHING, behind=share)
    assert behind.total == len(behind.frame) == round(row[share] * row[f"{share}_n"])


def test_the_records_without_a_topic_are_counted_by_hand(tmp_path: Path) -> None:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        rows = [
            {"received": "2026-03-02", "questions": asked} for asked in ([None], ["roads.potholes", None], [None, None])
        ]
        published(made, *rows)
        assert sorted(register.page(EVER, EVERYTHING, behind="unmapped_share").frame["record_id"]) == [1, 3]
        with pytest.raises(QueryError, match="unmapped_share"):
            register.page(EVER, EVERYTHING, behind="unmaped_share")
