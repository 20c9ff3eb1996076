"""Linear algebra takes one processor, whichever room is started first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = (
    "import threadpoolctl as t; print([one['num_threads'] for one in t.threadpool_info() if one['user_api'] == 'blas'])"
)


@pytest.mark.parametrize("first", ["data.settings, numpy", "analysis.arrays"])
def test_linear_algebra_counts_in_one_thread(first: str) -> None:
    plain = {name: value for name, value in os.environ.items() if "THREADS" not in name}
    said = subprocess.run(
        [sys.executable, "-c", f"import {first}\n{ASKED}"],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout == "[1]\n"
