"""Channels that fall silent, by records counted by hand."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from answers.roadmaps.counts import Subject, weekly
from answers.roadmaps.writing import silent_channels
from data.decisions.duties.read import Topic
from data.decisions.roadmaps.read import Territory
from data.filters import Filters
from data.scope import EVERYTHING
from tests.data.records import installed

HERE, STARTED = "95608420", date(2025, 3, 3)
SUBJECT = Subject(Topic("waste", "Отходы", ""), Territory(HERE, "Есинский сельсовет", HERE))


@pytest.mark.parametrize(("weeks", "expected"), [(26, [13.0]), (8, [])])
def test_a_channel_that_brought_one_record_a_fortnight_is_silent_only_after_a_long_time(
    weeks: int, expected: list[float], tmp_path: Path
) -> None:
    """26 records of the year before by the portal, then none: after 26 weeks 13 would have come, after 8 only 4."""
    before = [STARTED - timedelta(days=14 * number + 7) for number in range(26)]
    rows = [_row(day, "pos_message") for day in before]
    letters = [STARTED + timedelta(days=7 * number + 6) for number in range(-60, weeks)]
    rows += [_row(day, "letter") for day in letters]
    with installed(tmp_path, *rows):
        counts = weekly(SUBJECT, Filters(), EVERYTHING)
        assert counts is not None
        found = silent_channels(SUBJECT, counts, STARTED, Filters(), EVERYTHING)
    assert [round(one.expected, 1) for one in found] == expected
    assert [one.since for one in found] == [STARTED] * len(expected)


def _row(day: date, channel: str) -> dict[str, str]:
    return {"received": day.isoformat(), "channel": channel, "topic": "waste.illegal_dumps", "municipality": HERE}


def test_that_nobody_writes_of_what_was_mended_is_no_silence_while_others_write(tmp_path: Path) -> None:
    """Elsewhere the same channel goes on, and here it brought nothing else before."""
    days = [STARTED - timedelta(days=14 * number + 7) for number in range(26)]
    elsewhere = [STARTED + timedelta(days=7 * number + 6) for number in range(26)]
    rows = [_row(day, "pos_message") for day in days]
    rows += [_row(day, "pos_message") | {"municipality": "95608430"} for day in elsewhere]
    with installed(tmp_path, *rows):
        counts = weekly(SUBJECT, Filters(), EVERYTHING)
        assert counts is not None
        assert silent_channels(SUBJECT, counts, STARTED, Filters(), EVERYTHING) == []
