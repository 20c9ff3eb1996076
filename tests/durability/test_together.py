"""Several processes at once: writers take turns, nothing is counted twice, nobody is sent away."""

from pathlib import Path

from data import backup
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from data.snapshots import latest, publish
from etl.load import load
from tests.durability import work
from tests.durability.processes import at_once
from tests.etl.conftest import WriteFile, dump, rows

EVER = Filters(period="all")


def test_two_imports_of_one_file_load_it_once(home: Settings, pos_file: WriteFile) -> None:
    path = pos_file("one.csv", rows(40))
    said = at_once([(work.load_file, home, path)] * 2)
    assert sorted(said) == ["0 0 40", "40 0 0"]
    assert len(dump(home)["records"]) == 40


def test_two_imports_of_different_files_both_land_whole(home: Settings, pos_file: WriteFile) -> None:
    first, second = pos_file("a.csv", rows(30)), pos_file("b.csv", rows(70)[30:])
    assert at_once([(work.load_file, home, first), (work.load_file, home, second)]) == ["30 0 0", "40 0 0"]
    tables = dump(home, without=set())
    assert len(tables["records"]) == 70
    assert len({row[0] for row in tables["imports"]}) == 2
    publish.publish(home)
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [70]


def test_publishers_and_an_import_at_once_end_in_one_true_snapshot(home: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", rows(30)), home)
    more = pos_file("b.csv", rows(50))
    works = [(work.publish_snapshot, home), (work.publish_snapshot, home), (work.load_file, home, more)]
    at_once(works)
    newest = publish.publish(home)
    assert newest.records == 50
    assert newest.number == latest(home.snapshots)
    assert newest.number <= 3, "the same state is not published twice"
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [50]
    for number in range(1, newest.number + 1):
        found = query(["records"], (), Filters(period="all", snapshot=number), EVERYTHING)["records"].tolist()
        assert found in ([30], [50]), "every snapshot is a state that was"


def test_an_undo_and_an_import_at_once_end_as_if_one_came_after_the_other(home: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", rows(20)), home)
    number = load(pos_file("b.csv", rows(30)), home).import_id
    later = pos_file("c.csv", rows(45)[30:])
    at_once([(work.undo_import, home, number), (work.load_file, home, later)])
    assert len(dump(home)["records"]) == 35


def test_first_starts_at_once_make_one_store(store_url: str, tmp_path: Path) -> None:
    var = tmp_path / "new"
    new = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}" if "sqlite" in store_url else store_url)
    assert at_once([(work.create_store, new)] * 3) == ["None"] * 3
    tables = dump(new, without=set())
    assert len(tables["changes"]) == 1
    assert len(tables["topics"]) == len({row[1] for row in tables["topics"]}) > 10


def test_a_backup_during_imports_is_the_state_of_one_moment(home: Settings, pos_file: WriteFile) -> None:
    load(pos_file("a.csv", rows(20)), home)
    works: list[tuple[object, ...]] = [(work.load_file, home, pos_file(f"{n}.csv", rows(20 + n * 40))) for n in (1, 2)]
    at_once([*works, (work.back_up, home, home.var.parent / "out")])
    file = next(path for path in (home.var.parent / "out").glob("*.zip") if "-keys" not in path.name)
    if home.store_url.startswith("sqlite"):
        there = Settings(var=home.var.parent / "there", store_url=f"sqlite:///{home.var.parent / 'there' / 's.sqlite'}")
        backup.restore(there, file)
        tables = dump(there, without=set())
        assert len(tables["records"]) == len(tables["questions"]) == len(tables["identities"])
        assert len(tables["records"]) in (20, 60, 100)
