"""A question that a cluster answers: whoever dies meanwhile, the answer is right, or a sentence says what to check."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pandas as pd
import pytest

from bench import cluster as processes
from data import cluster as way
from data.errors import EngineError
from data.filters import Filters
from data.metrics import query
from data.metrics.reader import open_snapshot
from data.scope import EVERYTHING
from data.settings import ROOT, Settings, use
from tests import cluster
from tests.data import mixture
from tests.data.records import published

pytestmark = [pytest.mark.durability, pytest.mark.seconds(600)]
METRICS = ["records", "on_time_share", "resolution_median_days"]
BY = ("topic", "channel", "recipient", "place", "month")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation whose questions a cluster answers."""
    address, var = cluster.address(), tmp_path_factory.mktemp("question")
    made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(made):
        published(made, *mixture.rows())
    yield replace(made, engine=address)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine a worker that has just been started needs a minute for its first answer."""
    monkeypatch.setattr(way, "LONGEST", 400.0)


def _asked(settings: Settings, by: str) -> pd.DataFrame:
    with use(settings):
        return query(METRICS, [by], Filters(period="all"), EVERYTHING)


_ASKS = """
from data import cluster
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import load, use

with use(load()) as settings:
    cluster.session(settings.engine).range(3).toArrow()  # another session before it, as a publication has
    print(int(query(["records"], [], Filters(period="all"), EVERYTHING)["records"].iloc[0]))
"""


def test_a_program_that_has_asked_a_cluster_ends(there: Settings, tmp_path: Path) -> None:
    """It waited for threads that had ended before it: a worker of the web server, a command of publication."""
    program = tmp_path / "asks.py"  # of `python -c` the client believes that it is being tested itself
    program.write_text(_ASKS, encoding="utf-8")
    named = {"MCU_VAR": str(there.var), "MCU_STORE_URL": there.store_url, "MCU_ENGINE": there.engine}
    own = os.environ | named | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, program], env=own, capture_output=True, text=True, timeout=200)
    assert (done.returncode, done.stdout.strip()) == (0, str(mixture.COUNT)), done.stderr


def test_a_question_does_not_wait_for_a_publication(there: Settings) -> None:
    def slow(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            time.sleep(5)
            yield batch

    expected = _asked(replace(there, engine=""), "source")
    with way.working(there.engine) as session:
        months = session.range(0, 30, 1, 30).mapInArrow(slow, "id bigint")
        publication = Thread(target=months.toArrow)
        publication.start()
        time.sleep(2)
        pd.testing.assert_frame_equal(_asked(there, "source"), expected)
        assert publication.is_alive(), "it was answered before the last month was written"
        publication.join()


def test_a_killed_worker_changes_no_answer(there: Settings) -> None:
    expected = {by: _asked(replace(there, engine=""), by) for by in BY}
    with use(there):
        open_snapshot()  # so that the worker dies in the middle of the questions, not before them
    killed = Timer(1.0, processes.kill, ["worker2"])
    killed.start()
    try:
        for by in BY:
            pd.testing.assert_frame_equal(_asked(there, by), expected[by])
        assert killed.finished.is_set(), "it died while they were asked"
    finally:
        killed.join()
        processes.start_worker("worker2")


def test_without_any_worker_people_are_told_what_to_look_at(there: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = _asked(replace(there, engine=""), "kind")
    with use(there):
        open_snapshot()
    for name in processes.WORKERS:
        processes.kill(name)
    try:
        with monkeypatch.context() as patch, pytest.raises(EngineError, match="рабочие запущены") as told:
            patch.setattr(way, "LONGEST", 5.0)
            _asked(there, "kind")
    finally:
        for name in processes.WORKERS:
            processes.start_worker(name)
    assert told.value.status == 503
    pd.testing.assert_frame_equal(_asked(there, "kind"), expected)
