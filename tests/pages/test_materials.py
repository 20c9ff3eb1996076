"""«Материалы для ЦУР»: two roles put them together and write down what was sent; the files sent are kept."""

import base64
import hashlib
import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Right
from components.materials import form
from data import store
from data.decisions.materials import read, table
from data.decisions.materials.profile import Asked, Profile
from data.errors import AccessError, EditConflictError, FilterError
from data.settings import Settings, use
from deeds import materials
from etl import demo_rows, leave_demo
from tests.data.records import installed
from tests.pages.test_screens import words
from tests.signing import as_somebody

SENDERS = [name for name, role in ROLES.items() if Right.SEND_MATERIALS in role.rights]
OWN = Profile("own", "Свой набор", "month", (Asked("Темы", ("records",), ("topic",)),))


def screen() -> Any:
    return importlib.import_module("pages.materials")


@pytest.fixture(scope="module", autouse=True)
def _pages(application: Any) -> None:
    """Pages register themselves with an application."""


@pytest.fixture
def made(tmp_path: Any) -> Iterator[Settings]:
    days = ("2026-03-02", "2026-03-30", "2026-04-15")
    with installed(tmp_path, *({"received": day} for day in days for _ in range(6))) as settings, use(settings):
        yield settings


def test_two_roles_send_materials() -> None:
    assert SENDERS == ["curator", "centre_head"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_sees_and_does_it_or_nothing_of_it(role: str, made: Settings) -> None:
    with as_somebody(role):
        if role in SENDERS:
            materials.save(OWN)
            assert "Свой набор" in words(screen().layout())
            return
        shown = words(screen().layout())
        assert "готовят куратор и руководитель" in shown
        assert "Наборы таблиц" not in shown
        assert (materials.profiles(), materials.packages(), materials.history()) == ([], [], [])
        for call in (
            lambda: materials.save(OWN), lambda: materials.remove("own", 1), lambda: materials.take_in("a.csv", b""),
            lambda: materials.undo("1"), lambda: materials.kept("М-2026-001", "x"), lambda: materials.profile("month"),
            lambda: materials.send(None, date(2026, 5, 1), "ЦУР", ""),  # type: ignore[arg-type]
        ):  # fmt: skip
            with pytest.raises((AccessError, AttributeError)):
                call()


def test_a_set_is_saved_changed_by_who_saw_it_last_and_taken_back(made: Settings) -> None:
    with as_somebody("curator"):
        materials.save(OWN, "попросили")
        saved = materials.profile("own")
        assert replace(saved, version=0) == OWN
        materials.save(replace(saved, name="Переименован"))
        with pytest.raises(EditConflictError, match="somebody"):
            materials.save(replace(saved, name="По-старому"))
        materials.undo(str(materials.history()[0][0].number))
        assert materials.profile("own").name == "Свой набор"
        materials.remove("own", materials.profile("own").version)
        with pytest.raises(FilterError, match="Набора материалов «own» нет"):
            materials.profile("own")
        materials.undo(str(materials.history()[0][0].number))
        assert materials.profile("own").tables == OWN.tables
        with pytest.raises(FilterError, match="пришёл с программой"):
            materials.save(replace(OWN, code="month"))


def test_what_is_sent_is_kept_byte_for_byte_and_written_down(made: Settings) -> None:
    with as_somebody("centre_head"):
        materials.save(OWN)
        given = {"day": "", "to": "ЦУР Хакасии", "note": "Иванову Ивану Ивановичу, тел. 8 913 123-45-67"}
        assert "М-2026-001" in screen()._send("own", "2026-03", given | {"day": "01.04.2026"})
        (sent,) = materials.packages()
        assert (sent.code, sent.period, sent.sent_to, sent.sent_by) == (
            "М-2026-001",
            "2026-03",
            "ЦУР Хакасии",
            "somebody",
        )
        assert "123-45-67" not in sent.note
        kept = [materials.kept(sent.code, name) for name, _ in sent.files]
        assert [one.name for one in kept] == ["материалы-own-2026-03.docx", "материалы-own-2026-03.xlsx"]
        assert [hashlib.sha256(one.content).hexdigest() for one in kept] == [own for _, own in sent.files]
        assert [one.content for one in kept] == list(screen()._package("own", "2026-03").files().values())
        row = audit.page(size=1, settings=made).entries[0]
        assert (row.action, row.details["period"], row.details["sha256"]) == (
            "materials_sent",
            "2026-03",
            sent.content_hash,
        )
        shown = words(screen().layout())
        assert "М-2026-001" in shown
        assert kept[0].name in shown
        # A row written by mistake is taken back; its number is not given again.
        materials.undo(str(materials.history()[0][0].number))
        assert materials.packages() == []
        assert "М-2026-002" in screen()._send("own", "2026-03", given | {"day": "01.04.2026"})


@pytest.mark.parametrize(
    ("day", "to", "told"),
    [("завтра", "ЦУР", "не дата"), ("", "", "кому отправлены"), ("01.01.2099", "ЦУР", "ещё не наступил")],
)
def test_a_sending_that_says_too_little_is_refused(made: Settings, day: str, to: str, told: str) -> None:
    with as_somebody("curator"):
        materials.save(OWN)
        with pytest.raises(FilterError, match=told):
            screen()._send("own", "2026-03", {"day": day, "to": to})
        assert materials.packages() == []


def test_the_screen_offers_whole_periods_and_says_what_a_package_holds(made: Settings) -> None:
    with as_somebody("curator"):
        options, chosen = screen().periods("month")
        # Records end on 15 April 2026.
        assert chosen == "2026-03"
        assert [one["value"] for one in options][:2] == ["2026-03", "2026-02"]
        shown = screen().draft("2026-03", "month")
        assert "Записи по каналам" in words(shown)
        assert "/export/package.xlsx?profile=month&month=2026-03" in repr(shown)
        assert "ещё не кончился" in words(screen().draft("2026-04", "month"))


def test_sets_leave_as_a_table_and_come_back_changed(made: Settings) -> None:
    with as_somebody("curator"):
        materials.save(OWN)
        text = table.as_csv([materials.profile("own")])
        content = base64.b64encode(text.replace("Свой набор", "Из файла").encode()).decode()
        body, said = screen().upload(f"data:;base64,{content}", "наборы.csv")
        assert "1 набор" in words(said).replace("\u00a0", " ")
        assert "Из файла" in words(body)
        assert materials.profile("own").name == "Из файла"


def test_the_panel_gives_back_the_set_that_it_shows() -> None:
    one = replace(OWN, version=3)
    fields = [part for part in form.form(one)._traverse() if isinstance(getattr(part, "id", None), dict)]
    given = [part for part in fields if part.id["type"] == "material-set-field"]
    read, reason = form.read([part.value for part in given], [part.id for part in given], 3)
    assert (read, reason) == (one, "")


def test_days_of_sending_are_not_later_than_today(made: Settings) -> None:
    with as_somebody("curator"):
        materials.save(OWN)
        late = materials.today() + timedelta(days=1)
        with pytest.raises(FilterError, match="ещё не наступил"):
            screen()._send("own", "2026-03", {"day": f"{late:%d.%m.%Y}", "to": "ЦУР"})


def test_what_the_demonstration_has_sent_goes_with_its_files(made: Settings) -> None:
    def send(login: str) -> str:
        who = Person(1, login, "Кто-то", "", ("curator",))
        with person.use(who), scope.use(who.scope):
            given = {"day": "01.04.2026", "to": "ЦУР", "note": ""}
            return str(screen()._send("month", "2026-03", given)).split()[1].rstrip(".")

    invented, real = send("demo-kurator"), send("petrova")
    with store.writing(made) as connection:
        leave_demo._forget_sent_files(connection)
        demo_rows.forget(connection)
    assert [one.code for one in read.packages(made)] == [real]
    with pytest.raises(FilterError):
        read.kept(made, invented, "материалы-month-2026-03.docx")
    assert read.kept(made, real, "материалы-month-2026-03.docx").content
