"""What loads, undoes and leaves takes the words of its texts along."""

import pytest
import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store.search import index
from data.store.search.find import find
from data.store.tables import questions
from etl import leave_demo
from etl.load import load
from etl.undo import undo
from tests.etl.conftest import WriteFile, rows

pytestmark = pytest.mark.usefixtures("read_here")


def state(settings: Settings) -> index.State:
    """Compared with every text."""
    with store.writing(settings) as connection:
        return index.check(connection)


def count(settings: Settings, text: str) -> int:
    with store.reading(settings) as connection:
        return len(find(connection, text).keys)


def test_loads_and_their_undoing_keep_the_index_in_step(either: Settings, pos_file: WriteFile) -> None:
    first = load(pos_file("one.csv", rows(3)), either)
    before = state(either)
    assert before.texts == count(either, "обращение") == 3
    changed = load(pos_file("two.csv", rows(4, status="Закрыта", answered="20.03.2026")), either)
    assert (changed.updated, state(either).texts, count(either, "телефоны обращение")) == (3, 4, 4)
    assert changed.import_id and first.import_id
    undo(either, changed.import_id)
    assert state(either) == before
    undo(either, first.import_id)
    assert state(either) == index.State(0, 0)


def test_leaving_the_demonstration_leaves_no_word_of_it(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("demo.csv", rows(3)), own, is_demo=True)
    assert state(own).texts == 3
    leave_demo.leave(own)
    assert state(own) == index.State(0, 0)


def test_a_trial_run_indexes_nothing(own: Settings, pos_file: WriteFile) -> None:
    load(pos_file("one.csv", rows(3)), own, dry_run=True)
    with store.reading(own) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(questions)).scalar_one() == 0
    assert state(own) == index.State(0, 0)
