"""A store filled by the real import from a small export, the application over it, and the same served to a browser."""

from collections.abc import Iterator

import pytest

import app as wiring
from access import scope
from bench import synthetic
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from etl.load import load
from tests import serving, signing, stores

RECORDS = 600


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation with `RECORDS` records of three years, published, with map layers."""
    return stores.once("filled", fill, tmp_path_factory.mktemp("var"))


def fill(settings: Settings) -> None:
    """Load, publish and make ready for screens."""
    file = settings.var / "export.csv"
    synthetic.write(file, RECORDS)
    stores.create(settings)
    load(file, settings)
    publish.publish(settings)
    stores.add_screens(settings)


@pytest.fixture
def settings(filled: Settings) -> Iterator[Settings]:
    """The same, in force during the test."""
    with use(filled):
        yield filled


@pytest.fixture(autouse=True)
def everything() -> Iterator[None]:
    """Callbacks called without a request are asked by somebody who may see all; a request names its own person."""
    with scope.use(EVERYTHING):
        yield


@pytest.fixture(scope="session", autouse=True)
def application(filled: Settings):
    """The application over the filled store; pages register themselves with it, so every test of a page needs it."""
    return wiring.create_app(filled)


@pytest.fixture(scope="session")
def address(application) -> Iterator[str]:
    """The program served on a free port."""
    with serving.served(application.server) as at:
        yield at


@pytest.fixture
def page(context, tab, address: str, filled: Settings):
    """An empty page of a curator who has signed in."""
    context.add_cookies([signing.cookie(signing.sign_in(filled), address)])
    return tab
