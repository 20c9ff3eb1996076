"""Publication as the program does it: a snapshot of what the store holds, then the tiles that tell most of it."""

from contextlib import suppress

from data.errors import EngineError, StoreError
from data.metrics.tiles import build, on_cluster
from data.settings import Settings
from data.snapshots import Manifest
from data.snapshots import publish as snapshots


def publish(settings: Settings, *, everything: bool = False, progress: snapshots.Progress | None = None) -> Manifest:
    """`data.snapshots.publish.publish`; then tiles where its snapshot has none.

    Who can't write tiles has published all the same: DuckDB counts, and the next publication tries again.
    """
    manifest = snapshots.publish(settings, everything=everything, progress=progress)
    if not build.is_made(settings, manifest):
        with suppress(StoreError, EngineError):
            on_cluster.make(settings, manifest)
    return manifest
