"""Months written by the workers of a cluster are those that one process writes, whoever dies meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Timer
from types import SimpleNamespace

import pytest

from bench import cluster as processes
from data import publishing
from data.metrics.tiles import build, stored
from data.settings import Settings, use
from data.snapshots.publish import publish
from tests import cluster, stores
from tests.data import mixture
from tests.data.records import add


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation on PostgreSQL whose questions and months a cluster answers."""
    address = cluster.address()
    with stores.installation("postgresql", tmp_path_factory.mktemp("cluster")) as own, use(own):
        add(own, *mixture.rows())
        yield replace(own, engine=address)


def test_the_files_of_months_are_the_same_as_without_a_cluster(made: Settings, tmp_path: Path) -> None:
    by_workers = publish(made)
    here = publish(replace(made, engine="", var=tmp_path), everything=True)
    assert len(by_workers.months) > 12
    assert by_workers.months == here.months
    assert by_workers.tallies == here.tallies
    assert by_workers.sources == here.sources


def test_the_tiles_are_the_same_as_without_a_cluster(made: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "uuid4", lambda: SimpleNamespace(hex="one numbering"))
    manifest, folder = publishing.publish(made), made.snapshots / stored.FOLDER
    by_workers = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(by_workers) > len(manifest.months)
    build.build(made, manifest, everything=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == by_workers


@pytest.mark.durability
@pytest.mark.seconds(300)
def test_a_killed_worker_changes_nothing(made: Settings, tmp_path: Path) -> None:
    expected = publish(replace(made, engine="", var=tmp_path / "here"), everything=True).months
    killed = Timer(2.0, processes.kill, ["worker2"])
    killed.start()
    try:
        assert publish(replace(made, var=tmp_path / "there"), everything=True).months == expected
    finally:
        killed.join()
        processes.start_worker("worker2")
