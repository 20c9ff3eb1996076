"""What took long to count from the newest snapshot: small files beside it, counted once for all processes.

    snapshots/kept/000012-<hash>.<name>     SHA-256 of what follows, a line break, what was counted

A name says all that the answer depends on, so that equal names have equal answers: what an earlier snapshot was asked
under the same name holds for the next one. A file that is missing or altered is counted again.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data.snapshots import Manifest, files, latest

FOLDER = "kept"
_SNAPSHOTS = 2
"""The newest snapshots with anything kept whose files stay: the next one may have the same answers."""


def once(folder: Path, manifest: Manifest, name: str, count: Callable[[], bytes]) -> bytes:
    """What was counted under this name, or is counted now while all others wait that ask for it; only of the newest
    snapshot is it kept. Who can't write has counted all the same. folder: of the snapshots.
    """
    path = folder / FOLDER / f"{_prefix(manifest)}.{name}"
    found = _read(path)
    if found is not None:
        return found
    with _turn(path):
        found = _read(path) or _of_another(path, name)
        made = count() if found is None else found
        with suppress(OSError):
            if latest(folder) == manifest.number:
                files.write(path, hashlib.sha256(made).hexdigest().encode() + b"\n" + made)
                _forget_old(path.parent)
    return made


def forget(folder: Path, number: int) -> None:
    """Take away what is kept of a snapshot that goes for good."""
    for path in (folder / FOLDER).glob(f"{number:06d}-*"):
        path.unlink(missing_ok=True)


def _prefix(manifest: Manifest) -> str:
    return f"{manifest.number:06d}-{manifest.hash}"


def _read(path: Path) -> bytes | None:
    """What a file holds; None where it is not there or not whole."""
    try:
        stated, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content if stated == hashlib.sha256(content).hexdigest().encode() else None


def _of_another(path: Path, name: str) -> bytes | None:
    """The answer under the same name beside another snapshot."""
    found = (_read(other) for other in path.parent.glob(f"[0-9]*.{name}"))
    return next((one for one in found if one is not None), None)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """One at a time, threads and processes alike; a killed one gives its turn back. Where the disk refuses, nobody
    waits.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(f".{path.name}.lock").open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        Path(lock.name).unlink(missing_ok=True)  # who waits holds it open, and then finds the answer


def _forget_old(own: Path) -> None:
    found = sorted(path for path in own.glob("[0-9]*"))
    left = sorted({path.name.split(".")[0] for path in found})[-_SNAPSHOTS:]
    for path in found:
        if path.name.split(".")[0] not in left:
            path.unlink(missing_ok=True)
