"""Figures of one store never stand beside texts of another, numbers are given once, and rights of today hold for the
past.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import backup, store
from data.errors import AccessError, ForeignSnapshotError, SettingsError
from data.filters import Filters
from data.metrics import METRICS, query, register
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import latest, numbers, publish, read_manifest
from data.store import keys, tables
from etl.load import load
from etl.undo import undo
from tests.data.records import add, published
from tests.durability import earlier
from tests.etl.conftest import WriteFile, pos_file, rows  # noqa: F401  (a fixture)

pytestmark = pytest.mark.usefixtures("read_here")

EVER = Filters(period="all")
FIRST = Filters(period="all", snapshot=1)


def _other(settings: Settings, *made: dict[str, object]) -> Settings:
    """Another store beside, with records of its own; its folder is thrown away."""
    there = Settings(var=settings.var / "elsewhere", store_url=f"sqlite:///{settings.var / 'other.sqlite'}")
    with use(there):
        store.create(there)
        add(there, *made)
    shutil.rmtree(there.var)
    return replace(settings, store_url=there.store_url)


def test_another_store_over_the_same_folder_is_refused_and_takes_over_only_on_purpose(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10", "texts": ["Здешний"]})
    other = _other(settings, {"received": "2026-01-10", "texts": ["Чужой"]})
    with use(other):
        for question in (
            lambda: query(["records"], (), EVER, EVERYTHING),
            lambda: register.page(EVER, EVERYTHING),
            lambda: publish.publish(other),
        ):
            with pytest.raises(ForeignSnapshotError, match="из другого хранилища"):
                question()
        assert numbers(other.snapshots) == [1]
        assert publish.publish(other, everything=True).number == 2
        assert register.page(EVER, EVERYTHING).frame["text"].tolist() == ["Чужой"]
        with pytest.raises(ForeignSnapshotError):
            register.page(FIRST, EVERYTHING)
    with pytest.raises(ForeignSnapshotError):
        publish.publish(settings)


def test_nothing_is_loaded_into_a_store_beside_another_s_snapshots(
    settings: Settings,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    published(settings, {"received": "2026-01-10"})
    other = _other(settings, {"received": "2026-01-10"})
    with use(other):
        with pytest.raises(ForeignSnapshotError):
            load(pos_file("a.csv", rows(3)), other)
        with store.reading(other) as connection:
            assert connection.execute(sa.select(sa.func.count()).select_from(tables.records)).scalar() == 1


def test_an_older_file_put_back_is_noticed_even_after_it_has_gone_on(settings: Settings, tmp_path: Path) -> None:
    published(settings, {"received": "2026-01-10"})
    store.engine(settings.store_url).dispose()
    file, kept = settings.var / "store.sqlite", tmp_path / "kept.sqlite"
    shutil.copyfile(file, kept)
    add(settings, {"received": "2026-02-10"})
    publish.publish(settings)
    store.engine(settings.store_url).dispose()
    for left in settings.var.glob("store.sqlite*"):
        left.unlink()
    shutil.copyfile(kept, file)
    with pytest.raises(ForeignSnapshotError, match="старше"):
        publish.publish(settings)
    add(settings, {"received": "2026-03-10"})  # now the numbers of changes are the same, their marks are not
    with pytest.raises(ForeignSnapshotError, match="которых в хранилище нет"):
        publish.publish(settings)
    assert publish.publish(settings, everything=True).number == 3


def test_numbers_go_on_when_the_folder_is_lost(either: Settings) -> None:
    for month in (1, 2, 3):
        published(either, {"received": f"2026-0{month}-10"})
    shutil.rmtree(either.snapshots)
    assert publish.publish(either).number == 4
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [3]


def test_a_restore_begins_a_new_life_keeps_the_copy_s_snapshots_and_gives_no_number_again(
    settings: Settings, tmp_path: Path
) -> None:
    first = published(settings, {"received": "2026-01-10"})
    made = backup.backup(settings, tmp_path / "out")
    for month in (2, 3):
        add(settings, {"received": f"2026-0{month}-10"})
        publish.publish(settings)
    store.engine(settings.store_url).dispose()
    backup.restore(settings, made.path, force=True)
    store.engine(settings.store_url).dispose()
    assert numbers(settings.snapshots) == [1] and read_manifest(settings.snapshots, 1) == first
    assert query(["records"], (), FIRST, EVERYTHING)["records"].tolist() == [1]
    again = publish.publish(settings)
    assert again.number == 4, "2 and 3 have been told to people"
    assert (again.store_id, again.months) == (first.store_id, first.months)
    assert again.generation != first.generation and again.hash != first.hash


def test_the_number_of_a_record_is_never_given_to_another(
    either: Settings,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    with use(either):
        gone = load(pos_file("a.csv", rows(3)), either)
        publish.publish(either)
        undo(either, gone.import_id or 0)
        other = [(f"b{i}", "05.02.2026 10:00", "Отсутствие воды", "На исполнении", "", "", "") for i in range(3)]
        load(pos_file("b.csv", other), either)
        publish.publish(either)
        before, now = register.page(FIRST, EVERYTHING).frame, register.page(EVER, EVERYTHING).frame
        assert not set(before["record_id"]) & set(now["record_id"])
        assert before["text"].tolist() == before["external_id"].tolist() == [""] * 3, "their texts have left"
        assert all("Обращение b" in text for text in now["text"])
        card = register.card(int(before["record_id"][0]), FIRST, EVERYTHING)
        assert [question["text"] for question in card["questions"]] == [None]


def test_a_text_is_given_only_when_the_record_is_the_one_the_snapshot_speaks_of(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10", "texts": ["Прежний"]})
    with store.writing(settings) as connection:  # a number given twice, as older versions of the program could
        moved = {
            "external_id": "другая",
            "received_at": sa.text("'2026-02-11 05:00:00.000000'"),
            "received_month": 202602,
        }
        connection.execute(sa.update(tables.records).values(**moved))
        connection.execute(sa.update(tables.questions).values(text="Чужой"))
        store.note_change(connection, "edit", {202601, 202602})
    publish.publish(settings)
    assert register.page(FIRST, EVERYTHING).frame["text"].tolist() == [""]
    assert register.page(EVER, EVERYTHING).frame["text"].tolist() == ["Чужой"]


def _reassign(settings: Settings, record_id: int, code: str) -> None:
    with store.writing(settings) as connection:
        r = tables.recipients.c
        new = sa.select(r.recipient_id).where(r.code == code).scalar_subquery()
        q = tables.questions
        connection.execute(sa.update(q).where(q.c.record_id == record_id).values(recipient_id=new))
        store.note_change(connection, "edit", {202601})


@pytest.fixture
def reassigned(settings: Settings) -> Iterator[Scope]:
    """Two records of one body, of which one has gone to another body since; the scope of the first."""
    published(
        settings,
        {"received": "2026-01-10", "recipient": "housing_department"},
        {"received": "2026-01-11", "recipient": "housing_department"},
    )
    _reassign(settings, 2, "road_department")
    publish.publish(settings)
    yield Scope((Grant(recipients=("housing_department",)),))


def test_who_has_lost_a_record_has_lost_it_in_every_snapshot(reassigned: Scope) -> None:
    assert query(["records"], (), EVER, reassigned)["records"].tolist() == [1]
    assert query(["records"], (), FIRST, reassigned)["records"].tolist() == [1]
    assert register.page(FIRST, reassigned).frame["record_id"].tolist() == [1]
    assert register.no_longer_open(FIRST, reassigned) == 1
    with pytest.raises(AccessError):
        register.card(2, FIRST, reassigned)
    new = Scope((Grant(recipients=("road_department",)),))
    assert query(["records"], (), FIRST, new)["records"].tolist() == [0], "it was not theirs then"
    assert register.no_longer_open(FIRST, new) == 0
    assert query(["records"], (), FIRST, EVERYTHING)["records"].tolist() == [2]


def test_an_answer_kept_from_before_is_not_given_to_who_has_lost_the_record_since(settings: Settings) -> None:
    published(settings, {"received": "2026-01-10", "recipient": "housing_department"})
    scope = Scope((Grant(recipients=("housing_department",)),))
    assert query(["records"], (), FIRST, scope)["records"].tolist() == [1]
    _reassign(settings, 1, "road_department")
    publish.publish(settings)
    assert query(["records"], (), FIRST, scope)["records"].tolist() == [0]


def test_what_a_snapshot_of_an_older_format_lacks_is_no_data(tmp_path: Path) -> None:
    settings = earlier.unpack("c681764", tmp_path / "var")
    with use(settings):
        store.create(settings)
        assert publish.publish(settings).number == 2, "another format is published anew, without any change"
        old, new = (query(list(METRICS), (), filters, EVERYTHING).iloc[0] for filters in (FIRST, EVER))
        assert old["records"] == new["records"] == 10
        promised = [name for name, declared in METRICS.items() if declared.basis in ("promised", "reply_due")]
        assert promised and old[promised].isna().all()
        assert new[promised].notna().any()
        assert latest(settings.snapshots) == 2


def test_a_store_without_the_key_of_its_pseudonyms_takes_no_file(
    settings: Settings,
    pos_file: WriteFile,  # noqa: F811
) -> None:
    store.create(settings)
    load(pos_file("a.csv", rows(3)), settings)
    key = settings.pseudonym_key.read_bytes()
    settings.pseudonym_key.unlink()
    with pytest.raises(SettingsError, match="new-key"):
        load(pos_file("b.csv", rows(5)), settings)
    assert not settings.pseudonym_key.exists(), "nothing is made in its place"
    keys.create(settings.pseudonym_key)
    with pytest.raises(SettingsError, match="не от этого хранилища"):
        load(pos_file("b.csv", rows(5)), settings)
    settings.pseudonym_key.write_bytes(key)
    assert load(pos_file("b.csv", rows(5)), settings).unchanged == 3
    settings.pseudonym_key.unlink()
    keys.renew(settings)
    assert load(pos_file("c.csv", rows(6)), settings).loaded == 1
    with pytest.raises(SettingsError, match="на месте"):
        keys.renew(settings)
