"""«Загрузка» over HTTP and at the desk: who may bring what, what is refused, what is written down."""

import io
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from access import audit
from access.roles import Limits
from data import store
from data.errors import AccessError, InputError, MappingError
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings, current, use
from data.store import tables
from etl.desk import files, header, jobs
from etl.desk.job import Asker, Choice, Job
from tests import signing, stores
from tests.etl.conftest import dump
from tests.etl.dirty.files import HEADER, row, text_of

pytestmark = pytest.mark.usefixtures("read_here")  # that reading has a process of its own is proved in etl/
BOSS = Asker("ivanova", EVERYTHING)
_LINK = r"\"data-path\":\"\u002floading\""
"""The menu's link to the screen, as the layout spells it."""
MAY = ("centre_head", "incident_officer", "pos_officer")
MAY_NOT = ("head", "curator", "recipient", "auditor", "administrator")
PLAIN = text_of(HEADER, row(1), row(2, "31.02.2026"))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 's.sqlite'}")) as made:
        stores.create(made)
        yield made


def ended(key: str, asker: Asker = BOSS) -> Job:
    """The job when nobody works on it any more."""
    for _ in range(600):
        job = files.job_of(key, asker)
        if not job.is_running:
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job never ended: {job}")


def received(content: str, asker: Asker = BOSS, name: str = "файл.csv", **more: Any) -> Job:
    return ended(files.receive(name, io.BytesIO(content.encode()), asker, **more), asker)


@pytest.mark.parametrize("role", MAY_NOT)
def test_who_may_not_load_gets_neither_link_nor_address(role: str, application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, role))
    assert _LINK not in client.get("/_dash-layout").text
    answer = client.post("/intake/file?name=a.csv", data=PLAIN.encode())
    assert answer.status_code == 403
    assert "загружать файлы" in answer.get_json()["error"]
    assert client.get(f"/export/rejected/{'0' * 32}.xlsx").status_code == 403


@pytest.mark.parametrize("role", MAY)
def test_who_may_load_sees_the_link(role: str, application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, role))
    assert _LINK in client.get("/_dash-layout").text


def test_a_file_without_the_session_s_token_is_refused(application, filled: Settings) -> None:
    client = signing.client(application, signing.sign_in(filled, "centre_head"))
    client.environ_base.pop("HTTP_X_CSRFTOKEN")
    assert client.post("/intake/file?name=a.csv", data=PLAIN.encode()).status_code == 403


def test_a_file_above_the_limit_is_refused_in_words_and_nothing_stays(own: Settings, monkeypatch) -> None:
    monkeypatch.setattr("etl.desk.files._MOST_BYTES", 100)
    with pytest.raises(InputError, match="больше"):
        files.receive("a.csv", io.BytesIO(b"x" * 101), BOSS)
    assert not list((own.var / "intake").glob("*/*"))


def test_looking_changes_no_table_and_the_file_has_a_random_name_of_its_owner_only(own: Settings) -> None:
    # The first look publishes what there is: only the number of that snapshot is noted.
    before = dump(own, without={"used_numbers"})
    job = received(PLAIN, name="../../этажи\\выгрузка.csv")
    assert (job.stage, job.name) == ("ready", "выгрузка.csv")
    assert [job.plan[name] for name in ("rows_in", "loaded", "rejected")] == [2, 1, 1]
    assert dump(own, without={"used_numbers"}) == before
    (file,) = (own.var / "intake").glob("*/*.received")
    assert file.parent.stat().st_mode & 0o077 == 0
    assert "выгрузка" not in str(file)
    files.drop(job.key, BOSS)
    assert not file.parent.exists()


def test_another_person_s_job_is_as_good_as_none(own: Settings, work_here: None) -> None:
    job = received(PLAIN)
    stranger = replace(BOSS, login="petrov")
    for ask in (files.job_of, files.commit, files.drop, files.rejected_file):
        with pytest.raises(AccessError, match="нет"):
            ask(job.key, stranger)
    for key in ("../s.sqlite", "0" * 32, ""):
        with pytest.raises(AccessError):
            files.job_of(key, BOSS)


def test_a_person_of_some_channels_loads_only_files_of_those(own: Settings, work_here: None) -> None:
    officer = Asker("im", Scope((Grant(channels=("im_ok", "im_other", "im_telegram", "im_vk"), detail="contacts"),)))
    job = received(PLAIN, officer)
    assert job.stage == "failed"
    assert "ПОС" in job.message
    pos = Asker("pos", Scope((Grant(channels=("pos_appeal_59fz", "pos_message"), detail="contacts"),)))
    job = received(PLAIN, pos)
    assert job.stage == "ready"
    files.commit(job.key, pos)
    assert ended(job.key, pos).stage == "done"
    assert [row.may_undo for row in files.ledger(pos)] == [True]
    assert [row.may_undo for row in files.ledger(officer)] == [False]
    with pytest.raises(AccessError):
        files.undo(1, officer)
    village = Asker("v", Scope((Grant(municipalities=("95608151",), detail="contacts"),)))
    with pytest.raises(AccessError, match="целиком"):
        files.receive("a.csv", io.BytesIO(PLAIN.encode()), village)


def test_what_another_import_has_overtaken_is_tried_anew_before_it_is_written(own: Settings, work_here: None) -> None:
    first, second = received(PLAIN), received(PLAIN)
    files.commit(first.key, BOSS)
    assert ended(first.key).stage == "done"
    files.commit(second.key, BOSS)
    again = ended(second.key)
    assert again.stage == "ready"
    assert again.plan["was_counted"]
    assert [again.plan[name] for name in ("loaded", "unchanged")] == [0, 1]
    assert [one["import_id"] for one in again.plan["same_as"]] == [1]


def test_an_undone_import_is_repeated_with_the_same_file_only(own: Settings, work_here: None) -> None:
    job = received(PLAIN)
    files.commit(job.key, BOSS)
    ended(job.key)
    once = [tuple(row[2:]) for row in dump(own)["records"]]
    assert ended(files.undo(1, BOSS)).stage == "done"
    assert dump(own)["records"] == []
    with pytest.raises(InputError, match="не тот файл"):
        received(PLAIN + " ", again=1)
    job = received(PLAIN, again=1)
    files.commit(job.key, BOSS)
    assert ended(job.key).result["loaded"] == 1
    assert [tuple(row[2:])[:5] for row in dump(own)["records"]] == [row[:5] for row in once]
    assert [(row.import_id, row.status) for row in files.ledger(BOSS)] == [(2, "committed"), (1, "undone")]


def test_rejected_rows_come_back_mended(own: Settings, work_here: None) -> None:
    job = received(PLAIN)
    name, content = files.rejected_file(job.key, BOSS)
    assert name.endswith("отклонённые строки.xlsx")
    book = load_workbook(io.BytesIO(content))
    page = book.active
    assert [cell.value for cell in page[1]][:-1] == list(HEADER)
    assert "нет такой даты" in page.cell(2, page.max_column).value
    page.cell(2, 2).value = "28.02.2026"
    mended = io.BytesIO()
    book.save(mended)
    key = files.receive("исправлено.xlsx", io.BytesIO(mended.getvalue()), BOSS)
    found = ended(key)
    assert [found.plan[n] for n in ("rows_in", "loaded", "rejected")] == [1, 1, 0]


def test_a_choice_is_remembered_for_its_headers_whatever_their_order_and_forgotten_when_asked(
    own: Settings, work_here: None
) -> None:
    odd = "Код;Когда;Суть\nа-1;05.02.2026;Нет воды\n"
    job = received(odd)
    assert job.stage == "choice"
    columns = {"external_id": "Код", "received_at": "Когда", "text": "Суть"}
    choice = Choice("mapping", columns, code="other_town", channel="phone", time_zone="Asia/Krasnoyarsk")
    with pytest.raises(MappingError):
        files.choose(job.key, replace(choice, code="pos"), BOSS)
    with pytest.raises(InputError, match="Цвет"):
        files.choose(job.key, replace(choice, columns=columns | {"topic": "Цвет"}), BOSS)
    files.choose(job.key, choice, BOSS)
    assert ended(job.key).plan["loaded"] == 1
    turned = received("Когда;Суть;Код\n06.02.2026;Яма;а-2\n", replace(BOSS, login="petrov"))
    assert (turned.stage, turned.head["by"]) == ("ready", "ivanova")
    files.forget(turned.key, replace(BOSS, login="petrov"))
    assert ended(turned.key, replace(BOSS, login="petrov")).stage == "choice"


def test_the_format_of_dates_and_the_meaning_of_values_are_said_on_the_screen(own: Settings, work_here: None) -> None:
    rows = "101;03/04/2026 10:00;Яма;Сделали\n102;03/25/2026 10:00;Яма;Открыто\n"
    job = received("Request ID;Created;Description;State\n" + rows)
    assert job.stage == "choice"
    columns = header.guess("mapping", job.head["header"])
    form = job.head["readings"]["Created"]["form"]
    said = {"formats": {"received_at": form}, "meanings": {"status": {"Сделали": "closed_solved"}}}
    files.choose(job.key, Choice("mapping", columns, None, "city", "site", "Asia/Krasnoyarsk", **said), BOSS)
    job = ended(job.key)
    assert (job.stage, job.plan["loaded"], job.plan["rejected"]) == ("ready", 2, 0)
    assert job.head["choice"]["formats"] == {"received_at": "%m/%d/%Y %H:%M"}
    files.commit(job.key, BOSS)
    assert ended(job.key).stage == "done"
    with store.reading(own) as connection:
        r, code = tables.records.c, tables.statuses.c.code
        joined = tables.records.outerjoin(tables.statuses)
        found = connection.execute(sa.select(r.external_id, r.received_at, code).select_from(joined)).all()
    assert {(number, f"{at:%d.%m}", status) for number, at, status in found} >= {("101", "04.03", "closed_solved")}


def test_a_column_of_a_known_source_can_be_named_otherwise(own: Settings, work_here: None) -> None:
    job = received(PLAIN.replace("Тематика", "О чём это"))
    assert "topic" not in job.head["choice"]["columns"]
    named = job.head["choice"]["columns"] | {"topic": "О чём это"}
    files.choose(job.key, Choice("pos", named), BOSS)
    job = ended(job.key)
    files.commit(job.key, BOSS)
    assert ended(job.key).stage == "done"
    assert all(question[3] is not None for question in dump(own)["questions"])
    assert job.head["by"] == "ivanova"


def test_a_killed_worker_leaves_a_sentence_and_expired_jobs_go(own: Settings) -> None:
    folder = jobs.new(own, "ivanova")
    folder.write_request(what="try", login="ivanova", name="a.csv", at=time.time())
    folder.write_answer("trying")
    state = folder.path / "state.json"
    os.utime(state, (time.time() - 60,) * 2)
    assert "прервана" in files.job_of(folder.key, BOSS).message
    os.utime(folder.path, (time.time() - 25 * 3600,) * 2)
    jobs.sweep(own)
    assert not folder.path.exists()


def test_a_demonstration_person_s_file_stays_a_demonstration(own: Settings, work_here: None) -> None:
    visitor = replace(BOSS, is_demo=True)
    job = received(PLAIN, visitor)
    files.commit(job.key, visitor)
    ended(job.key, visitor)
    assert [row.is_demo for row in files.ledger(visitor)] == [True]


def test_every_step_is_written_down_by_login(application, filled: Settings, work_here: None) -> None:
    client = signing.client(application, signing.sign_in(filled, "centre_head", login="writer"))
    answer = client.post(
        "/intake/file?name=журнал.csv", data=text_of(HEADER, row(90_001), row(90_002, "31.02.2026")).encode()
    )
    assert answer.status_code == 200, answer.text
    with use(filled):
        last = audit.page(1, 1, settings=current()).entries[0]
        assert (last.actor, last.action, last.object_id) == ("writer", "file_received", "журнал.csv")
        key, who = answer.get_json()["job"], Asker("writer", EVERYTHING)
        done = ended(key, who)
        assert done.stage == "ready", done.message
        assert client.get(f"/export/rejected/{key}.xlsx").status_code == 200
        assert audit.page(1, 1, settings=current()).entries[0].action == "export"
        files.drop(key, who)


def test_limits_of_a_person_reach_the_desk(application, filled: Settings) -> None:
    limits = Limits(municipalities=("95608151",))
    client = signing.client(application, signing.sign_in(filled, "centre_head", limits=limits))
    answer = client.post("/intake/file?name=a.csv", data=PLAIN.encode())
    assert answer.status_code == 403
    assert "целиком" in answer.get_json()["error"]


def test_a_file_may_be_larger_than_any_other_request(
    application, filled: Settings, monkeypatch, work_here: None
) -> None:
    client = signing.client(application, signing.sign_in(filled, "centre_head", login="carrier"))
    large = text_of(HEADER, row(1, text="вода " * 700_000)).encode()
    answer = client.post("/intake/file?name=large.csv", data=large)
    assert answer.status_code == 200, answer.text
    with use(filled):
        key, who = answer.get_json()["job"], Asker("carrier", EVERYTHING)
        ended(key, who)
        files.drop(key, who)
    monkeypatch.setattr("deeds.files._MOST_BYTES", 1000)
    too_much = client.post("/intake/file?name=l.csv", data=large[:2000])
    assert too_much.status_code == 413
    assert "МБ" in too_much.get_json()["error"]


def test_one_person_has_a_few_jobs_at_work_and_a_few_kept(own: Settings) -> None:
    for number in range(jobs.MOST_AT_ONCE):
        folder = jobs.new(own, "ivanova")
        folder.write_request(login="ivanova", at=float(number))
        folder.write_answer("reading")
    with pytest.raises(InputError, match="в работе 3"):
        jobs.new(own, "ivanova")
    jobs.new(own, "petrova").remove()
    for number in range(2 * jobs.MOST_KEPT):
        folder = jobs.new(own, "petrova")
        folder.write_request(login="petrova", at=float(number))
        folder.write_answer("ready")
    assert jobs.latest(own, "petrova") == folder.key
    assert len(list((own.var / "intake").glob("*/job.json"))) == jobs.MOST_AT_ONCE + jobs.MOST_KEPT
