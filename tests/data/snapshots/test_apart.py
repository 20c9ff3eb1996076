"""Which records are counted apart before a change is called growth: each rule on a handful of rows."""

import numpy as np
import pandas as pd

from data.snapshots import apart

REASONS = {apart.FIRST: "first", apart.LATE: "late", apart.AGAIN: "again", apart.WRITTEN_AGAIN: "written_again"}


def month(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Rows are (day of receipt, moment of the import, source)."""
    received, loaded, source = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "received_day": np.array(received).astype("datetime64[D]").astype("int64"),
            "loaded_at": np.array(loaded).astype("datetime64[us]"),
            "source_id": [float(one) for one in source],
            "is_told_again": 0.0,
            "is_written_again": 0.0,
        }
    )


def told(frame: pd.DataFrame) -> list[str]:
    return [REASONS[int(reason)] for reason in apart.column(frame)]


def test_a_record_is_late_only_where_its_days_had_been_loaded_before_it() -> None:
    frame = month(
        ("2026-06-02", "2026-06-08", 1),
        ("2026-06-05", "2026-06-29", 1),  # three days from the first, with a later file, 24 days after receipt
        ("2026-06-06", "2026-06-29", 1),  # four days from it: these days came for the first time
        ("2026-06-16", "2026-06-29", 1),
        ("2026-06-03", "2026-06-29", 2),  # another source
    )

    assert told(frame) == ["first", "late", "first", "first", "first"]


def test_two_weeks_are_in_time_and_a_first_load_of_old_years_is_not_late() -> None:
    in_time = month(("2026-06-02", "2026-06-08", 1), ("2026-06-02", "2026-06-16T23:00", 1))
    late = month(("2026-06-02", "2026-06-08", 1), ("2026-06-02", "2026-06-17", 1))

    assert (told(in_time), told(late)) == (["first", "first"], ["first", "late"])
    assert told(month(("2020-01-10", "2026-06-08", 1), ("2020-01-11", "2026-06-08", 1))) == ["first", "first"]


def test_a_record_is_counted_apart_for_one_reason_the_first_that_holds() -> None:
    frame = month(*[("2026-06-02", "2026-06-08", 1)] * 4, *[("2026-06-02", "2026-06-29", 1)] * 2)
    frame["is_told_again"] = [0.0, 1.0, 0.0, 1.0, 1.0, 0.0]
    frame["is_written_again"] = [0.0, 0.0, 1.0, 1.0, 1.0, 0.0]

    assert told(frame) == ["first", "again", "written_again", "again", "late", "late"]
