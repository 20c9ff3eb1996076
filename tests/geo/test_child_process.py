"""A file that would eat the machine, or kill its reader, is only refused."""

import datetime
import math
import os
import time

import pytest

from geo import child_process, importing
from geo.errors import BoundaryError

TODAY = datetime.date(2026, 11, 2)


def _refuse():
    raise BoundaryError("нельзя")


def test_a_result_comes_back_from_the_child():
    assert child_process.run(math.factorial, 5) == 120


def test_a_refusal_in_the_child_is_a_refusal_here():
    with pytest.raises(BoundaryError, match="нельзя"):
        child_process.run(_refuse)


def test_work_that_takes_too_long_is_stopped():
    with pytest.raises(BoundaryError, match="не хватило времени"):
        child_process.run(time.sleep, 600, seconds=1.0)


def test_work_that_needs_too_much_memory_is_stopped():
    with pytest.raises(BoundaryError, match="не хватило памяти"):
        child_process.run(bytearray, 3 * 10**9, memory_bytes=2 * 10**9)


def test_a_crash_of_the_child_is_a_sentence_here():
    with pytest.raises(BoundaryError, match="произошёл сбой"):
        child_process.run(os.abort)


def test_a_contour_that_crosses_itself_millions_of_times_is_refused(places, municipalities, write, tmp_path):
    # A star with 20 001 points has about 10⁸ crossings.
    points = 20_001
    turns = [2 * math.pi * (index * (points // 2) % points) / points for index in range(points + 1)]
    ring = [[89.8 + 0.9 * math.cos(turn), 53.3 + 0.4 * math.sin(turn)] for turn in turns]
    feature = {
        "type": "Feature",
        "properties": {"oktmo": "95608"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = write({"type": "FeatureCollection", "features": [feature]})

    def examine(*arguments):
        return child_process.run(importing.examine, *arguments, seconds=15.0)

    with pytest.raises(BoundaryError, match="слишком сложны"):
        importing.import_boundaries(path, places, municipalities, tmp_path / "geo", TODAY, examine)
    assert not (tmp_path / "geo").exists()
