"""What is kept of an answer is the answer, without what hangs on its index and names."""

from typing import Any

import pandas as pd
import pytest

from data.metrics import kept_frames

FRAMES = {
    "missing": pd.DataFrame({"topic": ["а", None], "records": [1, 2], "share": [0.5, float("nan")]}),
    "named rows": pd.DataFrame({"records": [1, 2]}, index=["а", "б"]),
    "every other row": pd.DataFrame({"records": [1, 2, 3]}).iloc[::2],
    "no rows": pd.DataFrame({"records": pd.Series([], dtype="int64")}),
    "days": pd.DataFrame({date: [1] for date in pd.to_datetime(["2026-05-01", "2026-06-01"])}),
}


@pytest.mark.parametrize("name", FRAMES)
def test_what_is_kept_is_the_same_and_nothing_of_it_is_shared(name: str) -> None:
    made = FRAMES[name].copy()
    kept, before = kept_frames.apart(made), made.copy()

    pd.testing.assert_frame_equal(kept, made, check_column_type=True, check_index_type=True)
    if len(made):
        changed: Any = made.iloc[0, -1]
        made.iloc[0, -1] = changed * 0 + 7
        pd.testing.assert_frame_equal(kept, before)


def test_a_kept_frame_does_not_list_what_was_made_of_the_first() -> None:
    made = pd.DataFrame({"topic": ["а", "б"], "records": [1, 2]})
    for _ in range(50):
        made[made["records"] > 0].reset_index(drop=True).assign(more=1)
        made.copy(deep=False)

    kept = kept_frames.apart(made)

    assert all(len(one._references.referenced_blocks) < 10 for one in (kept.index, kept.columns))
