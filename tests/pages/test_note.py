"""«Записка»: prepared, written in, approved, issued, checked; each step by whose turn it is, nothing changes after."""

import base64
import hashlib
import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import docx
import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from access import audit, person, scope
from access import store as access_store
from access.person import Person
from access.roles import ROLES, Limits, Right
from answers import note_checks
from data import store
from data.errors import AccessError, EditConflictError, FilterError, StoreError
from data.settings import Settings, use
from data.snapshots import publish, verify
from data.store.tables import note_files, note_issues
from deeds import notes
from reports import __main__ as command
from reports.documents.stamp import qr_png
from reports.weekly import since
from tests.data.records import add, published
from tests.pages.test_screens import words
from tests.reports.documents.archival import faults
from tests.reports.weekly.test_note import WEEK, rows

PREPARE = [name for name, role in ROLES.items() if Right.PREPARE_NOTES in role.rights]
_ORDER = ("curator", "centre_head", "head")


def screen() -> Any:
    return importlib.import_module("pages.note")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("note-screen")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}", public_url="http://mcu.local")
    with use(settings):
        published(settings, *rows())
        access_store.create(settings)
    return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(*roles: str, limits: Limits | None = None, login: str = "") -> Iterator[None]:
    who = Person(1, login or roles[0], f"Сотрудник {roles[0]}", "", roles, limits=limits or Limits())
    with person.use(who), scope.use(who.scope):
        yield


def do(action: str, key: str = "", version: int = 0, week: str = WEEK, **fields: str) -> str:
    return str(screen()._done(action, key, week, version, {"week": week, **fields}))


def write(section: str, body: str, version: int = 0, mode: str = "instead") -> None:
    do("write", section, version, mode=mode, body=body)


@pytest.fixture(scope="module")
def issued(made: Settings) -> Any:
    """The whole way once, by the people of the decree; what the screen showed on it."""
    shown = {}
    with use(made):
        with as_somebody("centre_head"):
            do("prepare")
            shown["draft"] = words(screen().layout(week=WEEK))
            write("minute", "Поступило 7 записей, по слухам 99.\n- Просрочена 1 запись <срочно> & важно.")
            do("comment", "topics", body="Назовите причину")
            do("send", version=notes.opened(WEEK).version)
            do("approve", version=notes.opened(WEEK).version)
        with as_somebody("curator"):
            do("return", version=notes.opened(WEEK).version, body="Уберите слухи")
        with as_somebody("centre_head"):
            shown["returned"] = words(screen().layout(week=WEEK))
            text = notes.opened(WEEK).texts["minute"]
            write("minute", "Поступило 7 записей.\n- Просрочена 1 запись <срочно> & важно.", text.version)
            do("send", version=notes.opened(WEEK).version)
            do("approve", version=notes.opened(WEEK).version)
        with as_somebody("curator"):
            shown["altered"] = _refused_after_a_change()
            do("issue", version=notes.opened(WEEK).version)
            return notes.opened(WEEK), shown


def _refused_after_a_change() -> str:
    """What the curator is told when the note would say something else than what was approved."""
    with pytest.MonkeyPatch.context() as patch:
        whole = screen().drafts.document
        patch.setattr(screen().drafts, "document", lambda *told: replace(whole(*told), heading="другое"))
        with pytest.raises(FilterError) as refused:
            do("issue", version=notes.opened(WEEK).version)
    return str(refused.value)


def test_a_draft_shows_its_sections_and_the_words_of_people_with_unknown_numbers(issued: Any) -> None:
    _, shown = issued
    assert "Главное за минуту" in shown["draft"]
    assert "Передать руководителю МЦУ" in shown["draft"]
    assert "Чисел нет среди чисел записки: 99." in shown["returned"]
    assert "Назовите причину" in shown["returned"]
    assert "возвращена: Уберите слухи" in shown["returned"]
    assert "Отменить" in shown["returned"]


def test_what_is_issued_is_what_was_approved(issued: Any) -> None:
    note, shown = issued
    assert shown["altered"].startswith("После согласования записка изменилась")
    assert note.approved_hash == note.issue.content_hash


def test_an_issued_note_is_frozen_with_number_snapshot_and_hash(issued: Any, made: Settings) -> None:
    note, _ = issued
    assert note.issue.number.startswith("З-")
    assert note.issue.snapshot == note.snapshot
    assert note.issue.content_hash == hashlib.sha256(note.issue.content.encode()).hexdigest()
    assert {"docx", "pdf", "page1"} <= set(note.issue.files)
    assert note.issue.issued_by.startswith("Сотрудник curator")
    assert note.approved.startswith("Сотрудник centre_head")


def test_both_files_say_the_same_with_the_words_of_people_and_the_mark(issued: Any) -> None:
    note, _ = issued
    with as_somebody("head"):
        files = {kind: base64.b64decode(screen()._file(WEEK, kind)["content"]) for kind in ("docx", "pdf")}
    document = docx.Document(io.BytesIO(files["docx"]))
    pages = PdfReader(io.BytesIO(files["pdf"])).pages
    assert faults(files["pdf"]) == []
    said = {
        "docx": " ".join(paragraph.text for paragraph in document.paragraphs),
        "pdf": " ".join(page.extract_text() for page in pages),
    }
    for text in said.values():
        flat = " ".join(text.replace("\u00a0", " ").split())
        assert "Просрочена 1 запись <срочно> & важно." in flat
        assert f"№ {note.issue.number} от" in flat
        assert note.snapshot in flat
    pictures = [part.blob for part in document.part.package.iter_parts() if part.partname.endswith(".png")]
    sealed = type("Sealed", (), {"title": "Еженедельная аналитическая записка", "mark": _mark(note),
                                 "snapshot": note.snapshot, "hash": note.issue.content_hash})  # fmt: skip
    assert qr_png(sealed) in pictures  # type: ignore[arg-type]


def _mark(note: Any) -> str:
    return f"№ {note.issue.number} от {note.issue.issued_on:%d.%m.%Y}"


def test_the_same_bytes_come_for_ever_and_a_check_tells_them_from_altered_ones(
    issued: Any, made: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    note, _ = issued
    monkeypatch.setenv("MCU_VAR", str(made.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    with as_somebody("curator"):
        one, two = (base64.b64decode(screen()._file(WEEK, "pdf")["content"]) for _ in range(2))
    assert one == two
    (tmp_path / "копия.pdf").write_bytes(one)
    (tmp_path / "правленая.pdf").write_bytes(one + b" ")
    (tmp_path / "оборванная.pdf").write_bytes(one[:1])
    (tmp_path / "пустая.pdf").touch()
    begin = note.issue.content_hash[:12]
    for asked, code, told in (
        (str(tmp_path / "копия.pdf"), 0, f"выпущенная записка № {note.issue.number}"),
        (str(tmp_path / "правленая.pdf"), 1, "не выпущенная записка"),
        (str(tmp_path / "другая.pdf"), 2, "нет. Проверьте путь"),
        (str(tmp_path), 2, "папка"),
        (str(tmp_path / "записка без расширения"), 2, "нет. Проверьте путь"),
        ("записка.odt", 2, "нет. Проверьте путь"),
        (str(tmp_path / "пустая.pdf"), 2, "Файл «пустая.pdf» пуст: сверять нечего"),
        (str(tmp_path / "оборванная.pdf"), 1, "не выпущенная записка"),
        ("/dev/zero", 2, "не файл, а устройство"),
        ("/" + "я" * 5000, 2, "не читается"),
        (note.issue.number, 0, note.issue.content_hash),
        (begin, 0, note.issue.number),
        (begin[:5], 2, "слишком короткое"),
        ("З-1999-001", 1, "среди выпущенных нет"),
    ):
        assert command.main(["check", asked]) == code, asked
        said = capsys.readouterr()
        assert told in (said.out or said.err)
        assert (said.out + said.err).count("\n") == 1
    assert command.main(["check", note.issue.number, "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / f"записка-{note.issue.number}.pdf").read_bytes() == one
    assert (tmp_path / "out" / f"записка-{note.issue.number}-1.png").read_bytes().startswith(b"\x89PNG")


def test_nobody_changes_an_issued_note(issued: Any) -> None:
    note, _ = issued
    before = note.issue
    calls = [
        ("write", "minute", {"body": "Иначе", "mode": "instead"}), ("send", "", {}),
        ("comment", "", {"body": "Поздно"}),
        ("approve", "", {}), ("issue", "", {}), ("recount", "", {}), ("return", "", {"body": "x"}), ("prepare", "", {}),
    ]  # fmt: skip
    with as_somebody("curator", "centre_head"):
        numbers = [str(edit.number) for edit, _, _ in notes.history(note)]
        for action, key, fields in calls:
            with pytest.raises((FilterError, EditConflictError)):
                do(action, key, note.version, **fields)
        for number in numbers:
            with pytest.raises(FilterError):
                do("undo", number)
        assert notes.opened(WEEK).issue == before
        assert "Отменить" not in words(screen().layout(week=WEEK))


def test_what_the_store_has_lost_of_an_issued_note_is_told(issued: Any, made: Settings) -> None:
    note, _ = issued
    with store.writing(made) as connection:
        connection.execute(sa.update(note_files).where(note_files.c.kind == "pdf").values(body=b"x"))
        connection.execute(sa.update(note_issues).values(content=note.issue.content + " "))
    try:
        with as_somebody("curator"), pytest.raises(StoreError, match="повреждена"):
            screen()._file(WEEK, "pdf")
        with pytest.raises(StoreError, match="повреждена"):
            note_checks.check(note.issue.number, made)
    finally:
        with store.writing(made) as connection:
            connection.execute(sa.update(note_issues).values(content=note.issue.content))


OTHER = "2026-W19"


def test_two_editors_lose_nothing() -> None:
    with as_somebody("centre_head", login="one"):
        do("prepare", week=OTHER)
        do("write", "topics", week=OTHER, mode="beside", body="Первый текст")
        version = notes.opened(OTHER).texts["topics"].version
        do("write", "topics", version=version, week=OTHER, mode="beside", body="Второй текст")
    with as_somebody("curator", login="two"):
        do("write", "quality", week=OTHER, mode="beside", body="Другой раздел")
        with pytest.raises(EditConflictError, match="Второй текст"):
            do("write", "topics", version=version, week=OTHER, mode="beside", body="Третий текст")
        with pytest.raises((EditConflictError, FilterError)):
            do("write", "topics", version=0, week=OTHER, mode="beside", body="Третий текст")
        assert {key: one.body for key, one in notes.opened(OTHER).texts.items()} == {
            "topics": "Второй текст", "quality": "Другой раздел",
        }  # fmt: skip
        last = next(edit for edit, section, _ in notes.history(notes.opened(OTHER)) if section == "topics")
        do("undo", str(last.number), week=OTHER)
        assert notes.opened(OTHER).texts["topics"].body == "Первый текст"


@pytest.mark.parametrize("body", ["Позвонить Ивановой Марии", "Тел. 8-913-123-45-67", "Почта a@mail.ru"])
def test_personal_data_is_refused_in_words_remarks_and_reasons(body: str) -> None:
    with as_somebody("centre_head"):
        for action in ("write", "comment"):
            with pytest.raises(FilterError, match="похоже на личные данные"):
                do(action, "topics", week="2026-W18", mode="beside", body=body)


def test_whose_turn_it_is_decides_who_may(made: Settings) -> None:
    assert PREPARE == ["curator", "centre_head"]
    week = "2026-W17"
    with as_somebody("centre_head"):
        do("prepare", week=week)
        assert audit.page(1, 1, settings=made).entries[0].action == "note_changed"
    for role in ROLES:
        if role in PREPARE:
            continue
        with as_somebody(role, limits=Limits(recipients=("mcu",)) if role == "recipient" else None):
            for action in ("prepare", "send", "approve", "issue", "recount"):
                with pytest.raises(AccessError):
                    do(action, week="2026-W16" if action == "prepare" else week, version=1)
            with pytest.raises(AccessError):
                do("write", "minute", week=week, mode="instead", body="Текст")
            with pytest.raises(AccessError):
                do("comment", "minute", week=week, body="Текст")
    with as_somebody("centre_head"):
        do("send", version=1, week=week)
    with as_somebody("curator"), pytest.raises(AccessError):
        do("approve", version=2, week=week)
    with as_somebody("centre_head"):
        do("approve", version=2, week=week)
        with pytest.raises(AccessError):
            do("issue", version=3, week=week)


@pytest.mark.parametrize("role", list(ROLES))
def test_a_part_of_the_district_is_not_enough_to_look(role: str, issued: Any) -> None:
    limits = Limits(recipients=("road_department",)) if role == "recipient" else Limits()
    with as_somebody(role, limits=limits):
        shown = words(screen().layout())
        assert ("Выпущенная записка не меняется" in shown) == (role in _ORDER)
        if role not in _ORDER:
            for call in (lambda: notes.opened(WEEK), lambda: screen()._file(WEEK, "pdf")):
                with pytest.raises(AccessError):
                    call()
    with as_somebody("curator", limits=Limits(municipalities=("95608410",))), pytest.raises(AccessError):
        notes.opened(WEEK)


def test_the_head_sees_issued_notes_and_no_drafts(issued: Any) -> None:
    with as_somebody("centre_head"):
        if all(one.is_issued for one in notes.listed()):
            do("prepare", week=OTHER)
        drafts = {one.week for one in notes.listed() if not one.is_issued}
    with as_somebody("head"):
        assert [one.week for one in notes.listed()] == [WEEK]
        with pytest.raises(FilterError):
            notes.opened(next(iter(drafts)))
        assert "История записки" not in words(screen().layout(week=WEEK))


def test_who_sees_no_records_may_still_check_a_copy(issued: Any) -> None:
    note, _ = issued
    page = importlib.import_module("pages.note_check")
    with as_somebody("auditor"):
        assert notes.check_code(note.issue.number).week == WEEK
        shown = words(page._verdict(note_checks.of_code(note, ""), note))
    assert note.issue.number in shown
    assert "data:image/png" not in shown
    with as_somebody("head"):
        assert "data:image/png" in words(page._verdict("", note))


def test_an_empty_file_is_refused_on_the_screen_too_and_the_verdict_on_another_goes(
    issued: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, taken_away = importlib.import_module("pages.note_check"), []
    monkeypatch.setattr(page, "set_props", lambda *told: taken_away.append(told))
    with as_somebody("auditor"), pytest.raises(FilterError, match=r"Файл «копия\.pdf» пуст"):
        page.file("data:application/pdf;base64,", "копия.pdf")
    assert taken_away == [("note-verdict", {"children": None})]


def test_what_has_changed_since_the_issue_is_told_number_by_number(issued: Any, made: Settings) -> None:
    page = screen()
    with as_somebody("head"):
        assert "с выпуска не изменилось" in words(page._since(WEEK))
        before = notes.opened(WEEK).issue
        add(made, {"received": "2026-05-13 10:00", "topic": "roads.snow_ice", "recipient": "road_department",
                   "channel": "im_vk", "place": "95608410111", "status": "in_work"})  # fmt: skip
        publish.publish(made)
        shown = words(page._since(WEEK))
        assert "Загружены с опозданием" in shown
        assert "Показатели недели: Записи, неделя" in shown
        assert notes.opened(WEEK).issue == before
        found = since.changes(before.content, page._weekly(notes.opened(WEEK)))
    assert int(before.snapshot.partition("-")[0]) not in verify.prune(made, 0, dry_run=True).numbers
    sums = [one for one in found if one.is_sum and not one.is_share]
    assert len(sums) > 8
    for one in sums:
        assert int(one.before) + sum(one.net.values()) == int(one.after), one


@pytest.mark.parametrize(
    ("action", "key", "fields"),
    [
        ("explode", "", {}),
        ("write", "nowhere", {"mode": "instead", "body": "Текст"}),
        ("write", "minute", {"mode": "elsewhere", "body": "Текст"}),
        ("write", "minute", {"mode": "instead", "body": "я" * 6001}),
        ("comment", "nowhere", {"body": "Текст"}),
        ("comment", "", {"body": " "}),
        ("undo", "1e3", {}),
        ("prepare", "", {"week": "2026-W99"}),
    ],
)
def test_what_a_hand_sends_instead_of_the_form_is_refused_in_words(
    action: str, key: str, fields: dict[str, Any]
) -> None:
    with as_somebody("centre_head", "curator"), pytest.raises(FilterError):
        do(action, key, week=fields.get("week", OTHER), **{name: one for name, one in fields.items() if name != "week"})
