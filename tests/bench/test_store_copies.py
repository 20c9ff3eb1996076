"""A store copied inside its server is one of so many different records: each counts as the one it was made from."""

from pathlib import Path

import pandas as pd
import pytest

from bench import store_copies
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import use
from data.snapshots.publish import publish
from tests import stores
from tests.data.records import add
from tests.postgres import Cluster

TIMES = 4
ROWS = [
    {"received": f"2026-0{1 + i % 3}-11", "answered": f"2026-0{2 + i % 3}-0{1 + i}", "channel": "letter",
     "questions": ["roads.potholes", "waste.bulky"][: 1 + i % 2], "applicant": f"a{i % 2}"}
    for i in range(6)
]  # fmt: skip


@pytest.mark.postgres
def test_every_record_has_so_many_copies_with_its_dates_and_questions(postgres: Cluster, tmp_path: Path) -> None:
    asked = (["records", "due", "on_time", "written_again"], ["topic", "month"], Filters(period="all"), EVERYTHING)
    told: list[int] = []
    with stores.installation("postgresql", tmp_path) as own, use(own):
        add(own, *ROWS)
        publish(own)
        before = query(*asked).set_index(["topic", "month"])
        store_copies.multiply(own.store_url, TIMES, told.append)
        assert publish(own, everything=True).records == TIMES * len(ROWS)
        after = query(*asked).set_index(["topic", "month"])
    assert told == [len(ROWS)]
    numbers = before.select_dtypes("number").columns
    assert before[numbers].to_numpy().any()
    pd.testing.assert_frame_equal(after[numbers], before[numbers] * TIMES)
