"""Rows written by the driver's own means are those that SQLAlchemy would write."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from data.store import bulk


@given(st.datetimes())
def test_a_moment_is_written_with_its_microseconds_always(moment: datetime) -> None:
    assert bulk._moment(moment) == moment.isoformat(sep=" ", timespec="microseconds")
