"""How complete answers are, from tiles and from DuckDB: the same, whether people have read any of them or not."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.filters import MISSING, Filters
from data.metrics import query
from data.metrics.reader import Snapshot, open_snapshot
from data.metrics.tiles import build
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import Manifest, files, manifest_path
from tests.data import mixture
from tests.data.records import published

METRICS = ["records", "completeness", "completeness_hint"]
HINTS = "CASE WHEN record_id % 3 > 0 THEN record_id * 7 % 91 END::UTINYINT AS reply_hint"
WEIGHTS = "CASE WHEN record_id % 4 = 0 THEN 1000 + record_id % 5 * 700 END::INTEGER AS check_weight"
SCORES = "CASE WHEN record_id % 4 = 0 THEN record_id * 11 % 91 END::UTINYINT AS check_score"


@pytest.fixture(scope="module", params=[(HINTS,), (HINTS, WEIGHTS, SCORES)], ids=["nobody read any", "some are read"])
def answered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder: Path = tmp_path_factory.mktemp("completeness")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")) as made:
        manifest = published(made, *list(mixture.rows())[-75:])  # the last year
        build.build(made, _told(made, manifest, request.param))
        assert open_snapshot().has_checks is (WEIGHTS in request.param)
        yield made


def _told(settings: Settings, manifest: Manifest, columns: tuple[str, ...]) -> Manifest:
    """The next snapshot: what is said of its answers is told by these columns."""
    months = {}
    for month, name in manifest.months.items():
        months[month] = f"{month}-told.parquet"
        source, target = (settings.snapshots / "months" / one for one in (name, months[month]))
        duckdb.execute(f"COPY (SELECT * REPLACE ({', '.join(columns)}) FROM '{source}') TO '{target}'")
    made = dataclasses.replace(manifest, number=manifest.number + 1, months=months)
    made = dataclasses.replace(made, files={name: files.sum_of(settings.snapshots / name) for name in made.parts})
    files.write(manifest_path(settings.snapshots, made.number), made.to_json().encode())
    return made


LISTS = st.fixed_dictionaries(
    {"period": st.sampled_from(["all", "12w", "year"])},
    optional={
        "channels": st.sampled_from([("letter",), ("im_vk", MISSING)]),
        "topic_groups": st.sampled_from([("roads",), ("housing", MISSING)]),
        "recipients": st.sampled_from([("administration",), (MISSING,)]),
        "places": st.just(("95608405101",)),
    },
)
BREAKDOWNS = st.lists(
    st.sampled_from(["recipient", "channel", "topic", "municipality", "month"]), max_size=2, unique=True
)


@hypothesis_settings(max_examples=30)
@given(lists=LISTS, by=BREAKDOWNS, intervals=st.booleans())
def test_tiles_and_duckdb_say_the_same_of_answers(answered: Settings, lists: dict, by: list, intervals: bool) -> None:
    asked = Filters(**lists)
    with use(answered):
        open_snapshot().answers.clear()
        told = query(METRICS, by, asked, EVERYTHING, intervals=intervals)
        open_snapshot().answers.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Snapshot, "tiles", lambda _self: None)
            counted = query(METRICS, by, asked, EVERYTHING, intervals=intervals)
    pd.testing.assert_frame_equal(told, counted, check_exact=True)


def test_answers_are_counted_by_tiles_and_what_was_read_decides_the_estimate(answered: Settings) -> None:
    with use(answered):
        found = query(METRICS, ["recipient"], Filters(period="all"), EVERYTHING)
        assert open_snapshot().tiles() is not None
        assert found["completeness_hint"].notna().any()
        assert found["completeness"].notna().any() == open_snapshot().has_checks
