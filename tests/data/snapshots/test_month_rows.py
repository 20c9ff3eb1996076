"""A month of receipt in columns: when a record was resolved and whether it came back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from data import store
from data.settings import Settings
from data.snapshots import month_rows
from data.store import tables
from tests import stores
from tests.data.records import add, at

ANSWERED = {
    "received": "2026-03-02",
    "answered": "2026-03-10",
    "applicant": "p1",
    "address": "a1",
    "topic": "roads.potholes",
}

CASES: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    # the answered record's difference, the later record, whether it follows
    ({}, {"received": "2026-03-20", "applicant": "p1", "topic": "roads.lighting"}, True),
    ({}, {"received": "2026-03-20", "applicant": "p2", "address": "a1", "topic": "roads.potholes"}, True),
    ({}, {"received": "2026-04-10 11:59", "applicant": "p1"}, True),
    ({}, {"received": "2026-03-10 12:01", "applicant": "p1"}, True),
    ({}, {"received": "2026-03-20", "applicant": "p2", "address": "a1", "topic": "roads.lighting"}, False),
    ({}, {"received": "2026-03-20", "applicant": "p2", "address": "a2", "topic": "roads.potholes"}, False),
    ({"topic": None}, {"received": "2026-03-20", "address": "a1"}, False),
    ({}, {"received": "2026-03-20"}, False),
    ({}, {"received": "2026-03-09", "applicant": "p1"}, False),
    ({}, {"received": "2026-03-10 12:00", "applicant": "p1"}, False),
    ({}, {"received": "2026-04-10 12:00", "applicant": "p1"}, False),
    ({}, {"received": "2026-03-20", "applicant": "p1", "is_spam": True}, False),
    # dates in conflict: the record itself came after its answer
    ({"answered": "2026-02-20", "is_date_conflict": True}, {"received": "2026-03-20"}, False),
    ({"status": "in_work"}, {"received": "2026-03-20", "applicant": "p1"}, False),  # open: nothing to come back to
]


def read(settings: Settings, number: int = 202603) -> pd.DataFrame:
    with store.reading(settings) as connection:
        return month_rows.read(connection, number).sort_values(["record_id", "question_no"], ignore_index=True)


def test_a_record_is_followed_only_by_its_applicant_or_its_address_and_topic_within_thirty_days(
    either: Settings,
) -> None:
    stores.create(either)
    rows = []
    for number, (answered, later, _) in enumerate(CASES):
        rows += [_own(ANSWERED | answered, number), _own(later, number)]
    add(either, *rows)
    found = read(either).set_index("record_id")["followed_at"]
    for number, (answered, later, is_followed) in enumerate(CASES):
        expected = at(later["received"]) if is_followed else None
        moment = found[2 * number + 1]
        assert (None if pd.isna(moment) else moment) == expected, (answered, later)


def test_a_month_read_in_parts_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stores.installation("sqlite", tmp_path) as own:
        add(own, *(_own(row, number) for number, (_, row, _) in enumerate(CASES)), ANSWERED)
        whole = read(own)
        assert whole["answered_at"].isna().any() and whole["answered_at"].notna().any()
        monkeypatch.setattr(month_rows, "_AT_ONCE", 2)
        pd.testing.assert_frame_equal(read(own), whole)


def _own(row: dict[str, Any], number: int) -> dict[str, Any]:
    """The row with people and addresses of its case alone."""
    return row | {key: f"{row[key]} {number}" for key in ("applicant", "address") if key in row}


def test_every_question_of_a_letter_says_how_many_there_are_and_when_the_letter_was_followed(either: Settings) -> None:
    stores.create(either)
    letter = ANSWERED | {"questions": ["roads.potholes", "roads.lighting"]}
    del letter["topic"]
    add(either, letter, {"received": "2026-03-20", "address": "a1", "topic": "roads.potholes"})
    frame = read(either)
    assert frame["questions"].tolist() == [2, 2, 1]
    assert frame["followed_at"].tolist()[:2] == [pd.Timestamp(at("2026-03-20"))] * 2


def test_a_month_without_records_has_the_same_columns(either: Settings) -> None:
    stores.create(either)
    add(either, ANSWERED)
    assert read(either, 202601).columns.tolist() == read(either).columns.tolist()
    assert len(read(either, 202601)) == 0


_TOPICS = ("roads.potholes", "roads.lighting", None)
_BEGIN = datetime.fromisoformat("2026-03-01 00:00")
_MOMENTS = st.integers(0, 92 * 1440).map(lambda minutes: f"{_BEGIN + timedelta(minutes=minutes):%Y-%m-%d %H:%M}")
_LATER = st.integers(-1440, 45 * 1440)
_RECORDS = st.fixed_dictionaries(
    {
        "received": _MOMENTS,
        "after": st.none() | _LATER,
        "applicant": st.sampled_from([None, "p1", "p2"]),
        "address": st.sampled_from([None, "a1", "a2"]),
        "questions": st.lists(st.sampled_from(_TOPICS), min_size=1, max_size=2),
        "status": st.sampled_from(["", "in_work", "closed_solved"]),
        "is_spam": st.sampled_from([False, False, True]),
    }
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("month")
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'store.sqlite'}")
    stores.create(made)
    return made


@effort(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(_RECORDS, min_size=1, max_size=10))
def test_the_columns_equal_what_one_record_after_another_says(kept: Settings, rows: list[dict[str, Any]]) -> None:
    with store.writing(kept) as connection:
        for table in (tables.questions, tables.records):
            connection.execute(sa.delete(table))
    rows = [{"record_id": i, **row, "answered": _answered(row)} for i, row in enumerate(rows, start=1)]
    add(kept, *[{name: value for name, value in row.items() if name != "after"} for row in rows])
    frame = pd.concat([read(kept, number) for number in (202603, 202604, 202605, 202606)])
    made = zip(frame["record_id"], frame["question_no"], frame["questions"], frame["followed_at"], strict=True)
    assert sorted((int(r), int(q), int(n), None if pd.isna(f) else f) for r, q, n, f in made) == [
        (row["record_id"], number, len(row["questions"]), _followed(row, rows))
        for row in rows
        if not row["is_spam"]
        for number in range(1, len(row["questions"]) + 1)
    ]


def _answered(row: dict[str, Any]) -> str | None:
    if row["after"] is None:
        return None
    return f"{datetime.fromisoformat(row['received']) + timedelta(minutes=row['after']):%Y-%m-%d %H:%M}"


def _followed(row: dict[str, Any], rows: list[dict[str, Any]]) -> datetime | None:
    if row["answered"] is None or row["status"] == "in_work":
        return None
    since, until = at(row["answered"]), at(row["answered"]) + timedelta(days=31)
    later = [other for other in rows if other is not row and not other["is_spam"] and _is_same(row, other)]
    return min((at(other["received"]) for other in later if since < at(other["received"]) < until), default=None)


def _is_same(row: dict[str, Any], other: dict[str, Any]) -> bool:
    topic, again = row["questions"][0], other["questions"][0]
    is_there = row["address"] is not None and row["address"] == other["address"] and topic and topic == again
    return bool(is_there) or (row["applicant"] is not None and row["applicant"] == other["applicant"])
