"""A button of a history takes back edits of its own screen, and reads nothing but a number."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa

from access import person, scope
from access import store as access_store
from data import store
from data.decisions import edit_numbers
from data.decisions.events import write as events
from data.errors import FilterError
from data.settings import Settings, use
from data.store import tables
from deeds import discussions, duties, materials
from deeds import events as event_deeds
from tests import signing, stores


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store where somebody has saved one event."""
    with stores.installation("sqlite", tmp_path_factory.mktemp("numbers")) as settings, use(settings):
        access_store.create(settings)
        form = events.Form("accident", "Авария", "", "", date(2026, 3, 1))
        events.save(settings, "ivanova", "", 0, form)
        yield settings


def _number(settings: Settings) -> int:
    with store.reading(settings) as connection:
        return int(connection.execute(sa.select(sa.func.max(tables.edits.c.edit_no))).scalar_one())


@pytest.mark.parametrize("undo", [duties.undo, materials.undo, discussions.undo_edit])
def test_an_edit_of_another_screen_is_not_taken_back(kept: Settings, undo: Callable[[str], None]) -> None:
    somebody = signing.somebody("curator", "centre_head")
    with use(kept), person.use(somebody), scope.use(somebody.scope):
        with pytest.raises(FilterError, match="другого экрана"):
            undo(str(_number(kept)))
        with store.reading(kept) as connection:
            assert connection.execute(sa.select(tables.events.c.title)).scalars().all() == ["Авария"]


def test_the_screen_s_own_edit_is(kept: Settings) -> None:
    somebody = signing.somebody("curator")
    with use(kept), person.use(somebody), scope.use(somebody.scope):
        event_deeds.undo(str(_number(kept)))
        with store.reading(kept) as connection:
            assert connection.execute(sa.select(tables.events.c.title)).scalars().all() == []


@pytest.mark.parametrize("text", ["", "-1", "1.0", "٣", "1" * 16, "1 or 1=1"])
def test_what_no_button_carries_is_refused_in_words(text: str) -> None:
    with pytest.raises(FilterError, match="Обновите страницу"):
        edit_numbers.number_of(text)
