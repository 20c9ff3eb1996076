"""The shipped reference, layers built from it once, and boundary files such as a person could receive."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo import layers, reference
from geo.settings import SHIPPED

Collection = dict[str, Any]


@pytest.fixture(scope="session")
def places() -> pd.DataFrame:
    return layers.plain(reference.read_places(SHIPPED))


@pytest.fixture(scope="session")
def municipalities() -> pd.DataFrame:
    return reference.read_municipalities(SHIPPED)


@pytest.fixture(scope="session")
def built(places, municipalities, tmp_path_factory) -> layers.Layers:
    return layers.build(places, municipalities, tmp_path_factory.mktemp("layers"))


@pytest.fixture
def boundaries(built) -> Collection:
    """Fourteen municipalities as a well-made file has them, free to be spoilt."""
    return deepcopy(built.municipalities)


@pytest.fixture
def write(tmp_path) -> Callable[[Any], Path]:
    """Writes a value as JSON, or bytes as they are, into a file to import."""

    def _write(content: Any, name: str = "границы.geojson") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode())
        return path

    return _write
