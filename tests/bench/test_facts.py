"""Facts made directly are a snapshot like any other, so many times as large; six questions at once ask it."""

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask

from access import scope
from bench import facts, pages, six
from data.filters import Filters
from data.metrics import query
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import require_whole
from tests.data import mixture
from tests.data.records import installed

TIMES = 7


@pytest.fixture(scope="module")
def multiplied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("facts")
    with installed(folder, *mixture.rows()) as settings, use(settings), scope.use(EVERYTHING):
        facts.multiply(settings, TIMES)
        yield settings
    shutil.rmtree(folder)


def _told(by: list[str], snapshot: int) -> dict[str, int]:
    found = query(["records"], by, Filters(period="all", snapshot=snapshot), EVERYTHING)
    return dict(zip(found.get("month", found.index), found["records"], strict=True))


def test_every_month_has_so_many_times_the_records_and_the_snapshot_is_whole(multiplied: Settings) -> None:
    manifest = open_snapshot().manifest
    require_whole(multiplied.snapshots, manifest)
    before, now = _told(["month"], manifest.number - 1), _told(["month"], manifest.number)
    assert now == {month: TIMES * count for month, count in before.items()}
    assert sum(before.values()) > 0


def test_copies_are_other_records_than_the_first_ones(multiplied: Settings) -> None:
    number = open_snapshot().manifest.number
    rows = "SELECT record_id // $times AS origin, record_id, question_no, place_id, is_multi FROM facts"
    now = open_snapshot(number).cursor().execute(rows.replace("$times", str(TIMES))).df()
    assert not now.duplicated(["record_id", "question_no"]).any()
    assert (now.groupby(["origin", "question_no"]).size() == TIMES).all()
    places = now.fillna({"place_id": 0}).groupby(["origin", "question_no", "is_multi"])["place_id"].nunique()
    assert (places.xs(True, level="is_multi") == 1).all()
    assert (places.xs(False, level="is_multi") > 1).any()


def test_six_questions_are_asked_anew_of_every_filter(multiplied: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = six._ask

    def noted(server: Flask, address: str) -> None:
        asked.append(address)
        ask(server, address)

    monkeypatch.setattr(six, "_ask", noted)
    spent = six.measure(2)
    assert len(asked) == len(six.QUESTIONS) * (1 + 2 + 5)
    assert len(set(asked)) == len(six.QUESTIONS) * (1 + 2 + 1)
    assert 0 < spent.median <= spent.p95
    assert spent.cpu_unfiltered > 0


def test_what_a_screen_asked_duckdb_is_named(multiplied: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SCREENS", ("deadlines",))
    monkeypatch.setattr("data.metrics.reader.Snapshot.tiles", lambda _self: None)
    (spent,) = pages.measure(1).values()
    assert (spent.by_tiles, spent.by_duckdb) == (0, spent.of_duckdb.total())
    assert any("on_time_share" in question for question in spent.of_duckdb)
    assert spent.cpu_median > 0
