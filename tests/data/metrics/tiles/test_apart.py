"""Months of tiles counted each for itself come out byte by byte as counted one after the other."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from data import publishing
from data.errors import EngineError
from data.metrics.reader import open_snapshot
from data.metrics.tiles import build, cubes, on_cluster, stored
from data.metrics.tiles.apart import Apart
from data.settings import Settings, use
from data.snapshots import Manifest
from tests import stores
from tests.data import mixture
from tests.data.records import add, published

LAST = 25
"""Records of the mixture that are enough: four months, each with records of every kind."""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """The last four months of the mixture, published without tiles; files of any making get the same names."""
    monkeypatch.setattr(build, "uuid4", lambda: SimpleNamespace(hex="one numbering"))
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as made:
        with stores.known(made, "the last months of the mixture without tiles") as is_made:
            if not is_made:
                stores.create(made)
                add(made, *list(mixture.rows())[-LAST:])
        yield made


def _apart(settings: Settings, manifest: Manifest) -> build.CountApart:
    folder = settings.snapshots
    return lambda months: {month: on_cluster.count_month(folder, manifest, month) for month in reversed(months)}


def _made(settings: Settings, manifest: Manifest, **how: Any) -> dict[str, bytes]:
    build.build(settings, manifest, everything=True, **how)
    folder = settings.snapshots / stored.FOLDER
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("most", [cubes.MOST_CELLS, 40], ids=["all cubes", "some cubes too large"])
def test_the_files_are_the_same_whoever_counts(settings: Settings, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(cubes, "MOST_CELLS", most)
    monkeypatch.setattr(cubes, "MOST_LENGTHS", most)
    manifest = published(settings)
    one_after_the_other = _made(settings, manifest)
    assert len(one_after_the_other) > len(manifest.months)
    assert _made(settings, manifest, count=_apart(settings, manifest)) == one_after_the_other


def test_only_months_that_are_missing_are_counted_elsewhere(settings: Settings) -> None:
    manifest = published(settings)
    build.build(settings, manifest)
    asked: list[list[int]] = []

    def count(months: list[int]) -> dict[int, Apart]:
        asked.append(months)
        return {}

    build.build(settings, manifest, count=count)
    assert asked == [[]]


def test_months_that_nobody_told_of_are_counted_here(settings: Settings) -> None:
    manifest = published(settings)
    whole, last = _made(settings, manifest), max(manifest.months)
    some = _apart(settings, manifest)
    made = _made(settings, manifest, count=lambda months: some([month for month in months if month != last]))
    assert made == whole


def test_a_cluster_that_does_not_count_leaves_the_publication_standing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise EngineError("кластер молчит")

    monkeypatch.setattr(on_cluster, "make", refuse)
    assert publishing.publish(settings).records == LAST
    assert open_snapshot().tiles() is None


def test_a_worker_of_another_version_counts_nothing(settings: Settings) -> None:
    counting = on_cluster._count(settings.snapshots, published(settings), "of a later release", iter(()))
    with pytest.raises(EngineError, match="другая версия"):
        next(counting)
