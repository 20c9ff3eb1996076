"""A store filled by the real import from a small export, the application over it, and the same served to a browser."""

from collections.abc import Iterator

import pytest

import app as wiring
from access import scope
from access import store as access_store
from bench import synthetic
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from etl.load import load
from geo import layers
from geo.reference import read_municipalities, read_places
from geo.settings import default_reference
from tests import serving, signing, stores

RECORDS = 600


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation with `RECORDS` records of three years, published, with map layers."""
    var = tmp_path_factory.mktemp("var")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    file = var / "export.csv"
    synthetic.write(file, RECORDS)
    with use(settings):
        stores.create(settings)
        load(file, settings)
        publish.publish(settings)
    access_store.create(settings)
    reference = default_reference()
    layers.build(read_places(reference), read_municipalities(reference), settings.geo)
    return settings


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


@pytest.fixture(scope="session")
def application(filled: Settings):
    """The application over the filled store."""
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
