"""A search over everything is made once: the same when kept, never in place of another."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from answers.hotspots import ahead, searched
from answers.hotspots import list as hotspot_list
from answers.hotspots.counts import WeeklyCounts, weekly_counts
from answers.hotspots.list import HOTSPOT, WATCHED, by_default, hotspots, window
from data.filters import Filters, parse
from data.metrics import reader, stamp
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import kept, publish
from etl.load import load
from tests import planted

ALL_RECORDS = Scope((Grant(),))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return planted.settings(tmp_path_factory.mktemp("planted"))


@pytest.fixture(autouse=True)
def district(made: Settings) -> Iterator[Settings]:
    """In force, as if no process had asked yet."""
    reader._open.clear()
    shutil.rmtree(made.snapshots / kept.FOLDER, ignore_errors=True)
    with use(made):
        yield made


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.snapshots / kept.FOLDER).glob("*"))


def land(filters: Filters) -> WeeklyCounts:
    return weekly_counts(filters, EVERYTHING, window(filters, stamp().as_of, ""))


@pytest.fixture
def nobody_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_asked: Any, **_chosen: Any) -> None:
        raise AssertionError("searched though it is kept")

    monkeypatch.setattr(searched, "find_hotspots", refused)


def test_what_is_kept_is_what_the_search_finds_again(district: Settings) -> None:
    ground, snapshot = land(Filters()), reader.open_snapshot()

    first, again = (searched.found(ground, WATCHED, snapshot) for _ in range(2))

    assert first == again == searched.found(ground, WATCHED, None) != []
    assert len(files(district)) == 1


def test_another_process_and_another_person_who_sees_all_are_answered_without_a_search(
    district: Settings, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCU_VAR", str(district.var))
    monkeypatch.setenv("MCU_STORE_URL", district.store_url)
    assert ahead.main() == 0
    request.getfixturevalue("nobody_searches")
    first = by_default(EVERYTHING).frame
    reader._open.clear()  # as a process that begins

    pd.testing.assert_frame_equal(by_default(ALL_RECORDS).frame, first)
    assert list(first["verdict"]).count(HOTSPOT) == 1


@pytest.mark.parametrize(
    ("asked", "scope"),
    [
        (Filters(), Scope((Grant(municipalities=("95608420",)),))),
        (parse({"channel": "pos_message"}), EVERYTHING),
        (Filters(as_of=date(2026, 5, 31)), EVERYTHING),
        (parse({"to": "2026-05-31"}), EVERYTHING),
    ],
)
def test_who_asks_for_less_or_for_another_day_has_a_search_of_his_own(
    district: Settings, asked: Filters, scope: Scope
) -> None:
    by_default(EVERYTHING)
    known = files(district)
    made = hotspots(asked, scope, window(asked, asked.as_of or stamp().as_of, ""))

    assert files(district) == known, "nothing of it is kept for others"
    fresh = hotspot_list._district_rows(made.ground, None)
    pd.testing.assert_frame_equal(made.frame, fresh)


def test_whatever_the_search_depends_on_is_in_its_name(district: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    ground, snapshot = land(Filters()), reader.open_snapshot()
    searched.found(ground, WATCHED, snapshot)
    counts, places = ground.counts.copy(), ground.places.copy()
    counts[0, 0, 0] += 1
    places.loc[0, "population"] = float(places["population"].max()) + 1
    moved = ground.places.assign(latitude=ground.places["latitude"] + np.linspace(0, 1, len(ground.places)))

    for other in (replace(ground, counts=counts), replace(ground, places=places), replace(ground, places=moved)):
        searched.found(other, WATCHED, snapshot)
    searched.found(replace(ground, window=replace(ground.window, weeks=4)), WATCHED, snapshot)
    searched.found(ground, WATCHED / 2, snapshot)
    monkeypatch.setattr(searched, "_method", lambda: "another version of the program")
    searched.found(ground, WATCHED, snapshot)

    assert len(files(district)) == 7


def test_a_new_snapshot_is_searched_in_its_own_records(district: Settings, tmp_path: Path) -> None:
    before = by_default(EVERYTHING)
    folder = tmp_path / "var"
    shutil.copytree(district.var, folder)
    later = replace(district, var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    file = tmp_path / "more.csv"
    planted.write(file, [(0, planted.LABEL, place) for place in before.ground.places["label"].tail(1)] * 30)
    file.write_text(file.read_text(encoding="utf-8").replace("\n", "\n9000", 30), encoding="utf-8")  # own numbers
    with use(later):
        load(file, later)
        publish.publish(later)
        after = by_default(EVERYTHING)

        assert after.ground.counts.sum() > before.ground.counts.sum()
        assert after.frame["records"].sum() > before.frame["records"].sum()
        assert len(files(later)) == 2


def test_the_counts_of_a_question_asked_again_are_not_made_again(district: Settings) -> None:
    first, again = land(Filters()), land(Filters())

    assert again.counts is first.counts
    assert not first.counts.flags.writeable
    assert land(parse({"channel": "pos_message"})).counts is not first.counts


def test_the_counts_of_one_asker_are_not_given_to_another(district: Settings) -> None:
    everything = land(Filters())
    mine = Scope((Grant(municipalities=(str(everything.places["municipality"].iloc[0]),)),))

    own = weekly_counts(Filters(), mine, window(Filters(), stamp().as_of, ""))

    assert len(own.places) < len(everything.places)
    assert own.counts.sum() < everything.counts.sum()


def test_after_the_snapshot_forgets_the_counts_are_made_anew(district: Settings) -> None:
    first = land(Filters())
    reader.open_snapshot().forget()

    assert land(Filters()).counts is not first.counts
    np.testing.assert_array_equal(land(Filters()).counts, first.counts)
