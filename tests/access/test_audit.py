"""The log: it only grows, every damage is found, and what can't be recorded doesn't happen."""

import shutil
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

import data.store
from access import audit, chain, keys, store, tables
from access.audit import Actor, LogFilters
from access.chain import Verdict
from data.errors import QueryError, SettingsError, StoreError
from data.order import Order
from data.settings import Settings
from tests.access.processes import append
from tests.durability.processes import CONTEXT

ROWS = 6
COLUMNS = [c.name for c in tables.audit.columns if c.name != "seq"]
WHO = Actor("ivanova", ("curator",))


def fill(settings: Settings, count: int = ROWS) -> None:
    for number in range(count):
        audit.note("export", "records", number, reason="для записки", details={"rows": number}, actor=WHO)


def tamper(settings: Settings, *statements: str) -> None:
    """Do what only the owner of the database can: take the guards away, then change rows."""
    with store.writing(settings) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE access_audit DISABLE TRIGGER USER")
        else:
            for trigger in ("no_update", "no_delete", "in_order"):
                connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS access_audit_{trigger}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_intact_log_says_how_many_rows_it_has(either: Settings) -> None:
    fill(either)
    verdict = audit.verify(either)
    assert verdict.is_intact
    assert verdict.sentence == "Журнал цел: проверено строк — 6."


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_audit SET actor = 'somebody' WHERE seq = 2",
        "DELETE FROM access_audit WHERE seq = 6",
        "DELETE FROM access_audit",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(either: Settings, statement: str) -> None:
    fill(either)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.writing(either) as connection:
        connection.exec_driver_sql(statement)
    assert audit.verify(either).is_intact


def test_replacing_or_skipping_rows_is_refused_too(settings: Settings) -> None:
    fill(settings)
    for seq in (2, 9):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.writing(settings) as connection:
            columns = ", ".join(COLUMNS)
            connection.exec_driver_sql(
                f"INSERT OR REPLACE INTO access_audit (seq, {columns}) "
                f"SELECT {seq}, {columns.replace('hash', 'hash', 1)} FROM access_audit WHERE seq = 1"
            )


def test_truncating_is_refused_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, store_url=postgres_url)
    store.create(settings)
    with pytest.raises(sa.exc.IntegrityError, match="append-only"), store.writing(settings) as connection:
        connection.exec_driver_sql("TRUNCATE access_audit")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation whose log has `ROWS` rows and no guards; each example damages a copy of it."""
    var = tmp_path_factory.mktemp("filled")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    store.create(settings)
    with audit.recording(settings) as journal:
        for number in range(ROWS):
            journal.note("export", "records", number, reason="для записки", details={"rows": number}, actor=WHO)
    tamper(settings)
    data.store.engine(store._own(settings).store_url).dispose()  # nothing may be written while the folder is copied
    return var


@pytest.fixture
def damaged(filled: Path, tmp_path: Path) -> Callable[..., Verdict]:
    """Runs statements over a fresh copy and checks it."""

    def run(*statements: str) -> Verdict:
        var = tmp_path / uuid.uuid4().hex
        shutil.copytree(filled, var)
        with sqlite3.connect(var / store.FILE) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        return chain.verify(Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}"))

    return run


@effort(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(1, ROWS), column=st.sampled_from(COLUMNS), value=st.text("abc0№", max_size=20))
def test_a_change_of_any_value_is_found_at_its_row(damaged, seq: int, column: str, value: str) -> None:
    verdict = damaged(f"UPDATE access_audit SET {column} = '№{value}' WHERE seq = {seq}")
    assert not verdict.is_intact
    assert verdict.first_broken == seq


@effort(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(1, ROWS), count=st.integers(1, ROWS))
def test_removal_of_any_rows_is_found_the_last_ones_too(damaged, first: int, count: int) -> None:
    verdict = damaged(f"DELETE FROM access_audit WHERE seq >= {first} AND seq < {first + count}")
    assert not verdict.is_intact
    assert verdict.first_broken == first


@effort(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=st.lists(st.integers(1, ROWS), min_size=2, max_size=2, unique=True))
def test_a_swap_of_two_rows_is_found(damaged, pair: list[int]) -> None:
    one, other = sorted(pair)
    moves = ((one, 100), (other, one), (100, other))
    verdict = damaged(*(f"UPDATE access_audit SET seq = {to} WHERE seq = {was}" for was, to in moves))
    assert verdict.first_broken == one


def test_a_cut_tail_stays_visible_after_the_log_has_grown_again(either: Settings) -> None:
    fill(either)
    tamper(either, "DELETE FROM access_audit WHERE seq > 3")
    fill(either, 5)
    verdict = audit.verify(either)
    assert not verdict.is_intact
    assert verdict.first_broken == 4
    assert "отрезан" in verdict.sentence


def test_a_log_without_its_anchor_is_not_confirmed(settings: Settings) -> None:
    fill(settings)
    (settings.var / chain.FILE).unlink()
    assert "нет файла" in audit.verify(settings).sentence


def test_another_key_confirms_nothing(settings: Settings) -> None:
    fill(settings)
    (settings.var / keys.FILE).unlink()
    keys.ensure(settings)
    verdict = audit.verify(settings)
    assert verdict.first_broken == 1
    assert "ключ" in verdict.sentence


@pytest.mark.whole
def test_two_processes_keep_one_chain(either: Settings) -> None:
    running = [CONTEXT.Process(target=append, args=(either, name, 25)) for name in ("one", "two")]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0, 0]
    verdict = audit.verify(either)
    assert verdict.is_intact
    assert verdict.rows == 50


def test_a_change_and_its_row_are_kept_together_or_not_at_all(either: Settings) -> None:
    with pytest.raises(RuntimeError), audit.recording(either) as journal:
        journal.note("export", "records", 1)
        raise RuntimeError("the change failed")
    assert audit.page(settings=either).total == 0
    assert audit.verify(either).is_intact


def test_a_process_killed_between_the_row_and_the_anchor_leaves_an_intact_log(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(settings, 2)
    with monkeypatch.context() as patched:
        patched.setattr(chain, "write_anchor", lambda *_: None)
        fill(settings, 1)
    assert audit.verify(settings).is_intact
    fill(settings, 1)
    assert audit.verify(settings).rows == 4


def test_an_anchor_that_cannot_be_written_is_an_error(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chain.os, "fsync", full)
    with pytest.raises(StoreError, match="место"):
        fill(settings, 1)


def test_an_action_nobody_declared_is_refused(settings: Settings) -> None:
    with pytest.raises(QueryError, match="не объявлено"):
        audit.note("dance")


def test_the_log_is_read_by_pages_and_filters(either: Settings) -> None:
    fill(either)
    audit.note("sign_in", "user", "petrov", actor=Actor("petrov", ("head", "auditor")))
    newest = audit.page(1, 2, settings=either)
    assert (newest.total, [entry.seq for entry in newest.entries]) == (7, [7, 6])
    assert newest.entries[0].label == "вход"
    assert newest.entries[0].actor_roles == ("head", "auditor")
    only = audit.page(narrowed=LogFilters(actor="ivanova", object_id="3"), settings=either)
    assert [entry.details for entry in only.entries] == [{"rows": 3}]


def test_a_page_beyond_the_last_is_the_last(either: Settings) -> None:
    assert audit.page(9999, 2, settings=either).entries == ()
    fill(either)
    last = audit.page(9999, 4, settings=either)
    assert (last.total, [entry.seq for entry in last.entries]) == (6, [2, 1])


def test_the_log_is_sorted_by_any_heading_over_all_its_pages(either: Settings) -> None:
    for action, kind, number, who in (
        ("sign_in", "user", "юрьев", "юрьев"),
        ("export", "record", 10, "ёлкин"),
        ("edit", "record", 9, "жуков"),
        ("sign_out", "", "", "ёлкин"),
    ):
        audit.note(action, kind, number, actor=Actor(who))
    expected = {
        "seq": [1, 2, 3, 4],
        "time": [1, 2, 3, 4],
        "actor": [4, 2, 3, 1],  # ё before ж, the newest of one person first
        "action": [1, 2, 4, 3],  # вход, выгрузка данных, выход, исправление данных
        "object": [3, 2, 1, 4],  # № 9 before № 10, nothing last
    }
    for name, up in expected.items():
        pages = [audit.page(n, 1, order=Order(name), settings=either).entries[0].seq for n in (1, 2, 3, 4)]
        assert pages == up, name
    assert set(expected) == set(audit.SORTS)
    down = audit.page(order=Order("object", is_down=True), settings=either).entries
    assert [entry.seq for entry in down] == [1, 2, 3, 4], "nothing is last both ways"


def test_a_damaged_row_is_still_shown(settings: Settings) -> None:
    fill(settings, 1)
    tamper(settings, "UPDATE access_audit SET details = '{', made_at = 'вчера'")
    entry = audit.page(settings=settings).entries[0]
    assert (entry.made_at, entry.details) == (None, {"": "{"})


def test_the_key_is_readable_by_its_owner_only_and_refused_otherwise(settings: Settings) -> None:
    path = settings.var / keys.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        audit.note("sign_in")


def test_a_damaged_key_is_refused(settings: Settings) -> None:
    (settings.var / keys.FILE).write_bytes(b"short")
    with pytest.raises(SettingsError, match="повреждён"):
        audit.note("sign_in")
