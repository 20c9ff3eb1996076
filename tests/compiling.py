"""Of a fresh clone each process compiles every test: pytest writes out their asserts, which takes as long as starting
the program ten times. Workers that begin at different places find compiled what another has come to first.
"""

import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def begin_elsewhere(config: pytest.Config) -> None:
    """Import the tests of a whole run from this worker's own place on; collection meets them again in its own order,
    and there an import that fails is told.
    """
    worker = getattr(config, "workerinput", {})
    if worker.get("workercount", 1) == 1 or not _is_whole(config) or _is_compiled():
        return
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    first = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    for file in files[first:] if first else ():
        with suppress(Exception, pytest.skip.Exception):
            import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))


def _is_whole(config: pytest.Config) -> bool:
    return not config.option.markexpr and [Path(one).resolve() for one in config.args] == [ROOT / "tests"]


def _is_compiled() -> bool:
    """Whether the last test has been compiled before: then there is nothing to save."""
    last = sorted((ROOT / "tests").rglob("test_*.py"))[-1]
    return any(last.parent.glob(f"__pycache__/{last.stem}.{sys.implementation.cache_tag}-pytest-*.pyc"))
