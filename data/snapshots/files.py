"""The folder of snapshots: files named by their content, whole or not there at all, one writer at a time."""

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from data.commands import disk_said
from data.errors import StoreError


def share(published: Path, path: Path) -> None:
    """The same file under a second name; a copy where the disk knows no such thing."""
    try:
        path.hardlink_to(published)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(published, path)


def has_size(path: Path, size: int) -> bool:
    """Whether a file is there, and as long as it was when it was written."""
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def sum_of(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file as it lies on the disk."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def snapshot_files(folder: Path) -> list[str]:
    """Paths, inside the folder, of all files that snapshots consist of."""
    kinds = ("months", "dimensions", "calendar")
    found = (path for kind in kinds for path in (folder / kind).glob("[!.]*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


@contextmanager
def aside(folder: Path, names: set[str]) -> Iterator[None]:
    """Damaged files out of the way of good ones of the same name; those that none has come for get their place back."""
    moved = {}
    for name in sorted(names):
        path = folder / name
        if path.exists():
            moved[path] = path.with_name(f".{path.name}.damaged")
            path.rename(moved[path])
    try:
        yield
    finally:
        for path, away in moved.items():
            if not path.exists():
                away.rename(path)
            elif away.is_dir():  # a folder in a file's place
                shutil.rmtree(away)
            else:
                away.unlink()


def writer() -> duckdb.DuckDBPyConnection:
    """A connection to write files with, to be closed; the engine behind it stays, as making one takes longer than a
    small snapshot. It must not cross a fork.
    """
    return _engine(os.getpid()).cursor()


@lru_cache(maxsize=1)
def _engine(process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def write_frame(writer: duckdb.DuckDBPyConnection, folder: Path, frame: pd.DataFrame, prefix: str) -> str:
    """A Parquet file named by its content; an equal one that is already there is kept."""
    content = digest(
        ",".join(frame.columns).encode(), pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes()
    )
    name = f"{prefix}{content}.parquet"
    if not (folder / name).exists():
        scratch = _scratch(folder / name)
        target = str(scratch).replace("'", "''")
        writer.register("frame", frame)
        writer.execute(f"COPY frame TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        writer.unregister("frame")
        settle(scratch, folder / name)
    return name


def read_frame(writer: duckdb.DuckDBPyConnection, path: Path) -> pd.DataFrame:
    """What `write_frame` has written of integers that may be missing and of flags."""
    read = writer.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchnumpy()
    return pd.DataFrame({name: _column(np.ma.asarray(values)) for name, values in read.items()})


def _column(values: "np.ma.MaskedArray[Any, Any]") -> Any:
    if values.dtype == np.bool_:
        return np.ma.getdata(values)
    missing = np.ma.getmaskarray(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, np.ma.getdata(values)).astype(values.dtype), missing)


def write(path: Path, content: bytes) -> None:
    """A file that appears whole."""
    scratch = _scratch(path)
    scratch.write_bytes(content)
    settle(scratch, path)


def _scratch(path: Path) -> Path:
    """Where a file is written before it gets its name: processes of two hosts may have the same number."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def settle(scratch: Path, path: Path) -> None:
    """Force the file to the disk, then give it its name in one step."""
    with scratch.open("rb") as file:
        os.fsync(file.fileno())
    scratch.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def digest(*parts: bytes) -> str:
    """A name for content: 16 hexadecimal digits."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


@contextmanager
def only_one(
    folder: Path, undone: str = "Срез не опубликован, прежний действует.", again: str = "python -m data publish"
) -> Iterator[None]:
    """A lock that a killed process gives back by itself; a disk that refuses is told in words.

    undone: what has not come about then. again: the command to repeat.
    """
    try:
        for name in ("months", "dimensions", "calendar"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            _sweep(folder)
            try:
                yield
            finally:
                _sweep(folder)
    except (OSError, duckdb.IOException) as error:
        full = OSError(errno.ENOSPC, "", str(folder)) if "No space left" in str(error) else None
        refused = error if isinstance(error, OSError) else OSError(errno.EIO, "", str(folder))
        raise StoreError(f"{undone} {disk_said(full or refused)} Затем: {again}.") from error


def _sweep(folder: Path) -> None:
    """Remove half-written files; whoever holds the lock knows that nobody is writing them."""
    for path in (*folder.glob("*/.*"), *folder.glob(".*.json.*")):
        if not path.is_dir():  # a folder is nobody's half-written file
            path.unlink()
