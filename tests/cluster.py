"""The Spark cluster that tests ask, where `make cluster` has started one; elsewhere they are skipped and say why."""

import importlib.util
import os
from pathlib import Path

import pytest

ADDRESS_FILE = Path(__file__).resolve().parent.parent / ".cluster" / "address"


def address() -> str:
    """«sc://host:port» of the running cluster; skips the test without one."""
    told = os.environ.get("MCU_TEST_SPARK", "") or (ADDRESS_FILE.read_text() if ADDRESS_FILE.exists() else "")
    if not told:
        pytest.skip("no Spark cluster: `make cluster` starts one (needs Java 17)")
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("no pyspark-client in this environment: `make cluster` installs it")
    return told.strip()
