"""«Качество ответов», signals: with their reasons, dismissed and brought back by who may, taken away as a file."""

import base64
import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import openpyxl
import pandas as pd
import pytest

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits, Right
from answers import signals as found
from data.errors import AccessError, FilterError
from data.settings import Settings, current, use
from deeds import signals
from tests.data.records import installed
from tests.pages.test_screens import words

MAY = [name for name, role in ROLES.items() if Right.DISMISS_SIGNALS in role.rights]
WHERE = {"period": "all", "signal": "broken_promise"}


def screen() -> Any:
    return importlib.import_module("pages.answers_quality")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two broken promises, one of them in a channel of «Инцидент менеджмент»."""
    var = tmp_path_factory.mktemp("signals")
    late = {"received": "2026-03-02", "promised": "2026-03-10", "topic": "roads.potholes", "status": "deferred"}
    with installed(
        var,
        late | {"channel": "im_vk", "recipient": "road_service"},
        late | {"channel": "pos_message", "recipient": "mcu"},
        {"received": "2026-04-02", "topic": "roads.potholes", "recipient": "mcu"},
    ) as settings:
        return settings


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


@contextmanager
def as_somebody(role: str, recipients: tuple[str, ...] | None = None) -> Iterator[None]:
    who = Person(1, "somebody", "Кто-то", "", (role,), limits=Limits(recipients=recipients))
    with person.use(who), scope.use(who.scope):
        yield


def test_four_roles_dismiss_signals() -> None:
    assert MAY == ["curator", "centre_head", "incident_officer", "pos_officer"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_dismisses_and_restores_signals_of_its_records_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role, ("mcu",) if role == "recipient" else None):
        if role not in MAY:
            for call in (lambda: signals.dismiss("broken_promise", "1:1", "звонили"), lambda: signals.restore("1")):
                with pytest.raises(AccessError):
                    call()
            return
        own = "2:1" if role == "pos_officer" else "1:1"
        assert signals.dismiss("broken_promise", own, "звонили заявителю") == 1
        assert audit.page(1, 1, settings=made).entries[0].action == "signal_dismissed"
        if role.endswith("_officer"):
            with pytest.raises(AccessError):
                signals.dismiss("broken_promise", "1:1" if own == "2:1" else "2:1", "звонили заявителю")
        shown = words(screen().answer(WHERE))
        assert "звонили заявителю" in shown
        key = importlib.import_module("answers.signals").dismissed(made, scope.current())["key"].iloc[0]
        assert signals.restore(str(key)) == "broken_promise"


def test_the_screen_says_how_many_and_why_and_shows_no_text() -> None:
    with as_somebody("head"):
        shown = words(screen().answer(WHERE))
    assert "Обещали до 10.03.2026, ответа ещё нет." in shown
    assert "Нет данных: в загруженных файлах нет ответов." in shown
    assert "Верен в 40 случаях из 40" in shown
    assert "Отклонить" not in shown
    assert "Текст 1" not in shown


def test_a_recipient_sees_signals_of_own_records_only_and_the_auditor_none() -> None:
    with as_somebody("recipient", ("mcu",)):
        shown = words(screen().answer(WHERE))
    assert "МЦУ" in shown
    assert "Дорожная служба" not in shown
    with as_somebody("auditor"):
        assert "Обещали до" not in words(screen().answer(WHERE))


def test_the_records_leave_as_a_workbook_and_that_is_written_down(made: Settings) -> None:
    with as_somebody("head"):
        asked = screen().read_screen(WHERE, scope.current())
        saved = screen()._file(asked, "broken_promise")
        assert audit.page(1, 1, settings=made).entries[0].action == "export"
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(saved["content"])))
    rows = list(book["Данные"].values)
    assert len(rows) == 3
    assert rows[1][-1] == "Обещали до 10.03.2026, ответа ещё нет."


def test_the_table_of_all_signals_leaves_as_a_workbook() -> None:
    with as_somebody("head"):
        asked = screen().read_screen(WHERE, scope.current())
        saved = screen()._file(asked, "overview")
        known = found.overview(asked.filters, asked.scope, current())
    head, *rows = openpyxl.load_workbook(io.BytesIO(base64.b64decode(saved["content"])))["Данные"].values
    assert head == (
        "Сигнал", "Записей", "Почему на это смотреть", "Точность", "Как измерена точность",
        "Названо с отклонёнными", "Отклонено людьми",
        "Не отклонено", "Не отклонено: от (90 %)", "Не отклонено: до (90 %)",
    )  # fmt: skip
    assert [row[0] for row in rows] == list(found.CODES.values())
    assert [row[1] for row in rows] == [None if pd.isna(count) else count for count in known["count"]]
    assert not [row[2] for row in rows if ". (" in row[2]]


def test_what_was_dismissed_leaves_as_a_workbook_and_is_counted_beside_the_signal() -> None:
    with as_somebody("curator"):
        signals.dismiss("broken_promise", "1:1", "звонили заявителю Ивановой Марии Петровне")
        asked = screen().read_screen(WHERE, scope.current())
        saved = screen()._file(asked, "dismissed")
        known = found.overview(asked.filters, asked.scope, current()).set_index("code").loc["broken_promise"]
        signals.restore(str(found.dismissed(current(), scope.current())["key"].iloc[0]))
    head, *rows = openpyxl.load_workbook(io.BytesIO(base64.b64decode(saved["content"])))["Данные"].values
    assert head == ("Когда", "Кто", "Сигнал", "Запись", "Причина")
    assert [row[1:4] for row in rows] == [("somebody", "Обещали и не сделали в срок", "r1")]
    assert "Иванов" not in rows[0][4]
    assert (known["named"], known["dismissed"]) == (2, 1)
    assert known["judged"].replace("\u00a0", " ") == "мало данных: отклонено 1 из 2"


@pytest.mark.parametrize("key", ["3:1", "1:2", "3:9", "2:1"])
def test_a_signal_that_a_record_does_not_have_is_not_dismissed_whoever_forged_its_key(key: str) -> None:
    signal = "broken_promise" if key == "3:1" else "repeated"
    with as_somebody("curator"):
        with pytest.raises(FilterError, match="такого сигнала нет: отклонять нечего"):
            signals.dismiss(signal, key, "звонили заявителю")
        with pytest.raises(AccessError):
            signals.dismiss(signal, "99:1", "звонили заявителю")
        assert found.dismissed(current(), scope.current()).empty


def test_a_dismissal_without_a_reason_or_with_another_key_is_refused_in_words() -> None:
    with as_somebody("curator"):
        for signal, key, reason in (
            ("broken_promise", "1:1", ""),
            ("broken_promise", "1:1", ". . . ."),
            ("broken_promise", "1:1", "12345"),
            ("broken_promise", "1", "звонили"),
            ("x", "1:1", "звонили"),
        ):
            with pytest.raises(FilterError):
                signals.dismiss(signal, key, reason)


def test_who_dismisses_what_another_has_dismissed_already_is_told_so() -> None:
    with as_somebody("curator"):
        asked = screen().read_screen(WHERE, scope.current())
        said = [screen()._done("dismiss", "broken_promise:1:1", "звонили", asked) for _ in range(2)]
        signals.restore(str(found.dismissed(current(), scope.current())["key"].iloc[0]))
    assert said[0].startswith("Сигнал отклонён")
    assert said[1].startswith("Этот сигнал уже отклонили")


def test_a_button_that_the_screen_does_not_have_dismisses_nothing() -> None:
    with as_somebody("curator"), pytest.raises(FilterError, match="Такого действия нет"):
        screen()._done("explode", "broken_promise:1:1", "звонили", screen().read_screen(WHERE, scope.current()))


@pytest.mark.parametrize("signal", ["repeated", "conflict", "formal", "ping_pong"])
def test_a_signal_that_names_no_record_is_drawn_and_taken_away_empty(signal: str) -> None:
    with as_somebody("curator"):
        shown = words(screen().answer({"period": "all", "signal": signal}))
        saved = screen()._file(screen().read_screen(WHERE, scope.current()), signal)
    assert found.CODES[signal] in shown
    assert len(list(openpyxl.load_workbook(io.BytesIO(base64.b64decode(saved["content"])))["Данные"].values)) == 1
