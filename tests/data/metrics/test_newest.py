"""The newest records, looked for where they should lie, are those that reading the whole period gives."""

from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.filters import Filters
from data.metrics import newest, register
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from tests.data import mixture
from tests.data.records import installed

SCOPES = st.sampled_from([EVERYTHING, Scope((Grant(recipients=("administration",)),))])
ASKED = st.builds(
    Filters,
    period=st.sampled_from(["all", "52w", "12w"]),
    topic_groups=st.sampled_from([(), ("roads",)]),
    channels=st.sampled_from([(), ("letter",)]),
    state=st.sampled_from(["", "open"]),
)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with installed(tmp_path_factory.mktemp("newest"), *mixture.rows()) as settings:
        yield settings


def _told(asked: Filters, scope: Scope, page: int, size: int) -> register.RegisterPage:
    return register.page(asked, scope, page=page, size=size, texts=False)


@hypothesis_settings(max_examples=40)
@given(asked=ASKED, scope=SCOPES, page=st.integers(1, 4), size=st.integers(1, 7), days=st.sampled_from([None, 0, 400]))
def test_a_page_is_the_same_wherever_its_records_are_looked_for(
    mixed: Settings, asked: Filters, scope: Scope, page: int, size: int, days: int | None
) -> None:
    """days: how far before the last day of 2026 is looked, too near and far enough; None as the program does."""
    with use(mixed), pytest.MonkeyPatch.context() as patch:
        if days is not None:
            patch.setattr(newest, "since", lambda *_: 20_818 - days)
        told = _told(asked, scope, page, size)
        patch.setattr(newest, "since", lambda *_: None)
        whole = _told(asked, scope, page, size)
        assert told.total == whole.total == len(register.numbers(asked, scope))
    pd.testing.assert_frame_equal(told.frame, whole.frame)


def test_a_few_of_many_are_looked_for_in_the_last_days_only(mixed: Settings) -> None:
    with use(mixed):
        snapshot, asked = register.open_snapshot(), Filters(period="all")
        last = newest.since(snapshot, asked, 150, 1)
        assert last is not None
        assert (newest.since(snapshot, asked, 150, 10) or last) < last
        assert newest.since(snapshot, asked, 150, 100) is None
        assert newest.since(snapshot, asked, 0, 50) is None
