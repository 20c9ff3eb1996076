"""A store with the reference tables alone."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings, use
from etl.structure.recipients.resolver import RecipientResolver
from tests import stores


@pytest.fixture(scope="session")
def reference_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """A reading connection to a store as it is first made."""
    folder = tmp_path_factory.mktemp("reference")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        stores.create(made)
        with store.reading(made) as connection:
            yield connection


@pytest.fixture(scope="session")
def resolver(reference_store: sa.Connection) -> RecipientResolver:
    """Recipients by the product's own list and labels."""
    return RecipientResolver(reference_store, "pos")
