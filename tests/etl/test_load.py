"""Loading: every row accounted for, nothing twice, nothing half."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.errors import InputError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import ROOT, Settings, use
from data.snapshots import publish
from data.store import tables
from etl.__main__ import main
from etl.load import load
from etl.undo import undo
from tests import stores
from tests.etl.conftest import WriteFile, dump, rows

EVER = Filters(period="all")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    """An empty installation on SQLite, where the engine changes nothing."""
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def _fates(report: object) -> tuple[int, int, int, int, int]:
    return tuple(getattr(report, n) for n in ("rows_in", "loaded", "updated", "unchanged", "rejected"))


def test_a_file_is_loaded_once_however_often_it_comes(either: Settings, pos_file: WriteFile) -> None:
    path = pos_file("pos.csv", rows(12))
    assert _fates(load(path, either)) == (12, 12, 0, 0, 0)
    before = dump(either)
    assert _fates(load(path, either)) == (12, 0, 0, 12, 0)
    assert dump(either) == before


def test_a_cumulative_file_updates_what_changed_and_adds_what_is_new(either: Settings, pos_file: WriteFile) -> None:
    load(pos_file("first.csv", rows(10)), either)
    later = [*rows(7), *rows(10, status="Закрыта", answered="20.03.2026 12:00")[7:], *rows(13)[10:]]
    assert _fates(load(pos_file("second.csv", later), either)) == (13, 3, 3, 7, 0)
    publish.publish(either)
    assert query(["records", "open"], (), EVER, EVERYTHING).iloc[0].tolist() == [13, 10]


@pytest.mark.parametrize("zone", ["Asia/Vladivostok", "America/New_York", "Europe/Moscow"])
def test_a_bare_date_belongs_to_the_month_its_source_has_written(own: Settings, tmp_path: Path, zone: str) -> None:
    columns = "{external_id: N, received_at: D, topic: T}"
    mapping, path = tmp_path / "city.yml", tmp_path / "city.csv"
    mapping.write_text(f"source: city\nchannel: phone\ntime_zone: {zone}\ncolumns: {columns}\n", encoding="utf-8")
    path.write_text("N,D,T\n1,2026-04-01,Ямы\n2,2026-04-30,Ямы\n3,2026-05-01,Ямы\n", encoding="utf-8")
    load(path, own, mapping=mapping)
    with store.reading(own) as connection:
        months = sa.select(tables.records.c.received_month).order_by(tables.records.c.external_id)
        assert connection.execute(months).scalars().all() == [202604, 202604, 202605]


def test_an_unreadable_cell_is_told_in_the_report_and_costs_no_record(own: Settings, pos_file: WriteFile) -> None:
    bad = [(1, "01.02.2026", "Вода", "Закрыта", "31.02.2026 тел. 8 900 000-11-22", "село Бельтирское", "семь")]
    report = load(pos_file("pos.csv", bad), own)
    assert _fates(report) == (1, 1, 0, 0, 0)
    told = [(cell["row"], cell["column"], cell["value"]) for cell in report.to_dict()["emptied_cells"]]
    assert told == [(2, "Дата ответа", "31.02.2026 тел. [телефон]"), (2, "Оценка", "семь")]


def test_the_order_of_a_files_rows_does_not_matter(either: Settings, pos_file: WriteFile) -> None:
    mixed = rows(20)
    random.Random(5).shuffle(mixed)
    load(pos_file("a.csv", mixed), either)
    publish.publish(either)
    assert query(["records"], ["day"], EVER, EVERYTHING)["records"].tolist() == [1] * 20


def test_a_bad_row_is_rejected_with_its_place_and_reason_and_the_rest_is_loaded(
    either: Settings, pos_file: WriteFile
) -> None:
    bad = (4, "31.02.2026 10:00", "Отсутствие воды", "На исполнении", "", "село Бельтирское", "")
    report = load(pos_file("pos.csv", [*rows(3), bad]), either)
    assert _fates(report) == (4, 3, 0, 0, 1)
    assert report.rejections[0]["row"] == 5
    assert report.rejections[0]["column"] == "Дата создания"
    assert "31.02.2026" in report.rejections[0]["value"]
    assert report.rejections[0]["reason"]


def test_a_row_that_comes_twice_in_one_file_is_counted_twice_and_kept_once(
    either: Settings, pos_file: WriteFile
) -> None:
    changed = rows(2, status="Закрыта", answered="20.03.2026 12:00")[:1]
    report = load(pos_file("pos.csv", [*rows(2), *rows(1), *changed]), either)
    assert _fates(report) == (4, 2, 1, 1, 0)


def test_undo_gives_back_every_table_as_it_was(either: Settings, pos_file: WriteFile) -> None:
    load(pos_file("first.csv", rows(10)), either)
    publish.publish(either)
    before, numbers = dump(either), query(["records", "open", "on_time"], ["day"], EVER, EVERYTHING)
    second = load(pos_file("second.csv", [*rows(6, status="Закрыта", answered="20.03.2026"), *rows(15)[10:]]), either)
    third = load(pos_file("third.csv", rows(3, status="Возврат модератору")), either)
    assert second.import_id and third.import_id
    with pytest.raises(InputError, match=str(third.import_id)):
        undo(either, second.import_id)
    undo(either, third.import_id)
    undo(either, second.import_id)
    assert dump(either) == before
    publish.publish(either)
    assert query(["records", "open", "on_time"], ["day"], EVER, EVERYTHING).equals(numbers)


@pytest.mark.trial
@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=12), min_size=1, max_size=4), st.data())
def test_any_chain_of_imports_can_be_undone(
    read_here: None,
    tmp_path_factory: pytest.TempPathFactory,
    pos_file: WriteFile,
    files: list[list[int]],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("chain")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        stores.create(made)
        states, numbers = [dump(made)], []
        for ids in files:
            status = data.draw(st.sampled_from(["На исполнении", "Закрыта", "На модерации"]))
            report = load(pos_file("any.csv", [rows(12, status=status)[i - 1] for i in ids]), made)
            assert report.rows_in == report.loaded + report.updated + report.unchanged + report.rejected == len(ids)
            states.append(dump(made))
            numbers.append(report.import_id)
        for number in reversed(numbers):
            assert dump(made) == states.pop()
            undo(made, number or 0)
        assert dump(made) == states.pop()


@pytest.mark.whole
@hypothesis_settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 9), min_size=1, max_size=9), st.sampled_from(["Закрыта", "На модерации"]))
def test_an_undone_import_loaded_again_gives_the_same_rows(
    read_here: None, tmp_path_factory: pytest.TempPathFactory, pos_file: WriteFile, ids: list[int], status: str
) -> None:
    folder = tmp_path_factory.mktemp("again")
    with use(Settings(var=folder, store_url=f"sqlite:///{folder / 's.sqlite'}")) as made:
        stores.create(made)
        load(pos_file("first.csv", rows(5)), made)
        path = pos_file("second.csv", [rows(9, status=status)[i - 1] for i in ids])
        first = load(path, made)
        once, chain = _without_numbers(dump(made)), first.import_id or 0
        undo(made, chain)
        second = load(path, made)
        assert _fates(second) == _fates(first)
        assert _without_numbers(dump(made)) == once


def _without_numbers(tables_now: dict[str, Any]) -> dict[str, Any]:
    """Everything but the numbers of imports and records, which go on counting; of records only their order is kept."""
    order = {row[0]: place for place, row in enumerate(tables_now["records"])}
    kept: dict[str, list[Any]] = {
        "search_texts": [(order[key // 256], words) for key, words in tables_now["search_texts"]]
    }
    for name in tables_now.keys() - {"import_changes", *kept}:
        columns = [column.name for column in tables.metadata.tables[name].columns]
        places = [(i, column == "record_id") for i, column in enumerate(columns) if "import_id" not in column]
        kept[name] = [tuple(order[row[i]] if own else row[i] for i, own in places) for row in tables_now[name]]
    return kept


def test_a_dry_run_says_everything_and_writes_nothing(either: Settings, pos_file: WriteFile) -> None:
    before = dump(either, without=set())
    report = load(pos_file("pos.csv", rows(5)), either, dry_run=True)
    assert _fates(report) == (5, 5, 0, 0, 0)
    assert dump(either, without=set()) == before


def test_texts_are_masked_and_names_stay_in_their_own_table(either: Settings, pos_file: WriteFile) -> None:
    load(pos_file("pos.csv", rows(3)), either)
    everything = dump(either, without={"identities", "question_originals", "import_changes"})
    assert "900 000" not in str(everything)
    assert "Заявитель" not in str(everything)
    with store.reading(either) as connection:
        names = connection.execute(sa.select(tables.identities.c.applicant_name)).scalars().all()
    assert set(names) == {"Заявитель 1", "Заявитель 2", "Заявитель 3"}


@pytest.mark.durability
@pytest.mark.parametrize("attempt", range(6))
def test_a_killed_import_leaves_the_store_as_before(attempt: int, tmp_path: Path, pos_file: WriteFile) -> None:
    with use(Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 's.sqlite'}")) as made:
        stores.create(made)
        load(pos_file("first.csv", rows(5)), made)
        before = dump(made, without=set())
        big = pos_file("big.csv", rows(4000))
        command = [sys.executable, "-m", "etl", "load", str(big), "--store", made.store_url]
        child = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"MCU_VAR": str(made.var)}, stderr=subprocess.DEVNULL
        )
        time.sleep(1.2 + attempt * 0.35)
        was_running = child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait()
        after = dump(made, without=set())
        if was_running and len(after["imports"]) == len(before["imports"]):
            assert after == before, "killed before the commit: nothing may stay"
        else:
            assert len(after["records"]) == 4000, "killed after the commit: everything is there"


def test_the_report_file_has_all_its_fields(either: Settings, pos_file: WriteFile, tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    path = pos_file(
        "pos.csv", [*rows(2), (3, "01.02.2026", "Небывалая тема", "На исполнении", "", "деревня Нигде", "")]
    )
    os.environ["MCU_VAR"] = str(either.var)
    try:
        assert main(["load", str(path), "--store", either.store_url, "--report", str(target)]) == 0
    finally:
        del os.environ["MCU_VAR"]
    report = json.loads(target.read_text(encoding="utf-8"))
    assert {
        "source", "file", "sha256", "rows_in", "loaded", "updated", "unchanged", "rejected", "rejections",
        "unmapped_topics", "unknown_places", "unknown_recipients", "seconds",
    } <= set(report)  # fmt: skip
    assert report["source"] == "pos"
    assert [(label.split(" / ")[-1], n) for label, n in report["unmapped_topics"].items()] == [("Небывалая тема", 1)]
    assert report["unknown_places"] == {"деревня Нигде": 1}


def test_a_day_of_import_that_has_not_come_is_refused_before_anything_is_made(
    tmp_path: Path, pos_file: WriteFile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "new"))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    assert main(["load", str(pos_file("pos.csv", rows(2))), "--imported-on", "2096-03-31"]) == 2
    assert capsys.readouterr().err.startswith("Ошибка: --imported-on: день 31.03.2096 ещё не наступил.")
    assert not (tmp_path / "new").exists()


def test_a_demonstration_that_the_settings_refuse_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "new"))
    monkeypatch.setenv("MCU_DEMO", "0")
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    assert main(["demo"]) == 2
    assert "MCU_DEMO=0" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_refused_file_and_a_trial_leave_no_store_in_a_new_folder(
    tmp_path: Path, pos_file: WriteFile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "new"))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    (tmp_path / "other.csv").write_text("a;b;c\n1;2;3\n", encoding="utf-8")
    assert main(["load", str(tmp_path / "other.csv")]) == 2
    assert main(["load", str(pos_file("pos.csv", rows(2))), "--dry-run"]) == 0
    assert "пробный прогон, ничего не записано. Строк 2 = загружено 2" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.csv", "pos.csv"]


def test_a_new_store_is_its_owners_only(tmp_path: Path) -> None:
    made = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'elsewhere' / 'store.sqlite'}")
    store.create(made)
    with store.reading(made):
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / "elsewhere").iterdir()} == {0}


def test_a_file_that_is_not_a_table_ends_with_code_2_and_one_sentence(
    either: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1000))
    before = dump(either, without=set())
    assert main(["load", str(path), "--store", either.store_url]) == 2
    assert capsys.readouterr().err.startswith("Ошибка: ")
    assert dump(either, without=set()) == before


@pytest.mark.trial
def test_requests_of_another_city_load_by_a_mapping_and_every_one_is_accounted_for(
    own: Settings, shared_folder: Path, tmp_path: Path
) -> None:
    """A sixth of the file, with both requests whose dates contradict; `test_mapped_table` reads the whole of it."""
    path = tmp_path / "nyc311.csv"
    with (shared_folder / "data" / "nyc311.csv").open(encoding="utf-8", newline="") as file, path.open("w") as part:
        header, *requests = csv.reader(file)
        csv.writer(part).writerows([header, *requests[1000:2000]])
    mapping = ROOT / "tests" / "etl" / "mappings" / "nyc311.yml"
    report = load(path, own, source="mapping", mapping=mapping)
    assert report.rows_in == 1000 == report.loaded + report.updated + report.unchanged + report.rejected
    assert report.loaded == 1000
    with store.reading(own) as connection:
        conflicts = sa.select(sa.func.count()).where(tables.records.c.is_date_conflict)
        assert connection.execute(conflicts).scalar() == 2
    publish.publish(own)
    assert query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [1000]


@pytest.mark.trial
def test_real_messages_without_dates_load_with_the_day_they_were_received(own: Settings, shared_folder: Path) -> None:
    from datetime import date

    path = shared_folder / "data" / "messages_ru_2022_train.csv"
    report = load(path, own, received_on=date(2022, 11, 1))
    assert report.rows_in == 1856 == report.loaded + report.updated + report.unchanged + report.rejected
    assert report.rejected == 0
    with store.reading(own) as connection:
        texts = connection.execute(sa.select(tables.questions.c.text)).scalars().all()
    assert not [text for text in texts if text and ("<p" in text or "&nbsp;" in text)]
