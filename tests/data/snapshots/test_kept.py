"""What is counted once for all processes: equal when kept, whole or counted again, never of another question."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from data.settings import Settings
from data.snapshots import Manifest, kept, removal
from tests.data import records

NAME = "asked-0123"


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    return Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")


def never() -> bytes:
    raise AssertionError("counted though it is kept")


def row(number: int) -> dict[str, str]:
    return {"external_id": str(number), "received": "2026-03-01T10:00"}


def files(settings: Settings) -> list[Path]:
    return sorted((settings.snapshots / kept.FOLDER).iterdir())


def ask(settings: Settings, manifest: Manifest, count: Callable[[], bytes], name: str = NAME) -> bytes:
    return kept.once(settings.snapshots, manifest, name, count)


def test_what_was_counted_is_read_by_who_asks_next(made: Settings) -> None:
    manifest = records.published(made, row(1))

    assert ask(made, manifest, lambda: b"one\ntwo") == ask(made, manifest, never) == b"one\ntwo"
    assert ask(made, manifest, lambda: b"three", "asked-else") == b"three", "another question has its own answer"


@pytest.mark.parametrize("damage", [b"", b"nothing", b"0" * 64 + b"\none"])
def test_a_damaged_file_is_counted_again(made: Settings, damage: bytes) -> None:
    manifest = records.published(made, row(1))
    ask(made, manifest, lambda: b"one")
    files(made)[0].write_bytes(damage)

    assert ask(made, manifest, lambda: b"one") == ask(made, manifest, never) == b"one"


def test_many_who_ask_at_once_count_once(made: Settings) -> None:
    manifest, counted = records.published(made, row(1)), []

    def count() -> bytes:
        counted.append(1)
        time.sleep(0.1)
        return b"one"

    asking = [threading.Thread(target=ask, args=(made, manifest, count)) for _ in range(4)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert len(counted) == 1
    assert [path.name[0] for path in files(made)] == ["0"], "no lock is left"


def test_a_fault_in_counting_is_the_askers_and_keeps_nobody_waiting(made: Settings) -> None:
    manifest = records.published(made, row(1))

    with pytest.raises(AssertionError):
        ask(made, manifest, never)

    assert ask(made, manifest, lambda: b"one") == b"one"


def test_an_older_snapshot_keeps_nothing_and_an_equal_question_of_the_next_is_not_counted(made: Settings) -> None:
    first = records.published(made, row(1))
    ask(made, first, lambda: b"one")
    second = records.published(made, row(2))

    assert ask(made, second, never) == b"one", "the name says all that the answer depends on"
    assert ask(made, first, lambda: b"late", "asked-late") == b"late"
    assert ask(made, first, lambda: b"later", "asked-late") == b"later"


def test_files_stay_for_two_snapshots_and_go_with_theirs(made: Settings) -> None:
    manifests = []
    for number in range(1, 4):
        manifests.append(records.published(made, row(number)))
        ask(made, manifests[-1], f"{number}".encode, f"asked-{number}")
    assert [path.name[:6] for path in files(made)] == ["000002", "000003"]

    removal.remove(made, lambda one: one == manifests[1], keep=3)

    assert [path.name[:6] for path in files(made)] == ["000003"]


def test_where_nothing_can_be_written_it_is_counted_all_the_same(made: Settings) -> None:
    manifest = records.published(made, row(1))
    (made.snapshots / kept.FOLDER).write_text("a file in the folder's place")

    assert ask(made, manifest, lambda: b"one") == ask(made, manifest, lambda: b"one") == b"one"
