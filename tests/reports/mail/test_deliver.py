"""Letters over a real server: what is due goes once, to the named address, in the subscriber's own circle of data."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from access import store as accounts_store
from access.roles import Limits
from data.decisions.notes import write as notes
from data.decisions.notices import settings as notice_settings
from data.decisions.notices.settings import QuietHours
from data.decisions.subscriptions import deliveries, read, write
from data.decisions.subscriptions.deliveries import CLAIMED, DELAYS, EMPTY, FAILED, REFUSED, SENT, UNCLEAR, WAITING
from data.decisions.subscriptions.write import Form
from data.errors import FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Mail, Settings, use
from deeds import accounts
from deeds import deliveries as letters
from reports import __main__ as command
from reports.mail import deliver, smtp
from tests.data.records import published
from tests.reports.documents.archival import faults
from tests.reports.mail import server
from tests.signing import PASSWORD

TODAY = date(2026, 5, 18)
"""A Monday; the data reach to the Sunday before."""
NOW = datetime.fromisoformat("2026-05-18 01:00")
WEEKLY = Form("Дороги недели", "/", "period=12w", "weekly", 0, "any", "pdf")


def rows() -> Iterator[dict[str, object]]:
    """Two records a week by VK, one by telephone, of twelve weeks; seven by VK in the last."""
    for ago in range(12):
        day = date(2026, 5, 11) - timedelta(weeks=ago)
        for number in range(2 if ago else 7):
            yield {"received": f"{day + timedelta(days=number)} 10:00", "topic": "roads.snow_ice", "channel": "im_vk"}
        yield {"received": f"{day} 11:00", "topic": "energy.outages", "channel": "phone"}


@pytest.fixture
def post() -> Iterator[server.Told]:
    with server.running() as told:
        yield told


@pytest.fixture
def settings(tmp_path: Path, post: server.Told) -> Iterator[Settings]:
    mail = Mail("127.0.0.1", post.port, "mcu@askiz.local", "none")
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with use(Settings(var=tmp_path, store_url=url, public_url="http://mcu.local")) as plain:
        published(plain, *rows())
        made = replace(plain, mail=mail)
        accounts_store.create(made)
        somebody(made, "anna")
    with use(made):
        yield made


def somebody(settings: Settings, login: str, *roles: str, limits: Limits | None = None) -> None:
    more: dict[str, Any] = {"limits": limits} if limits else {}
    chosen = list(roles or ("curator",))
    accounts.create(settings, login, login.title(), chosen, password=PASSWORD, must_change=False, **more)
    write.put_address(settings, "admin", login, 0, f"{login}@askiz.local")


def subscribed(settings: Settings, login: str = "anna", form: Form = WEEKLY, since: date = TODAY) -> int:
    return write.add(settings, login, form, since)


def run(settings: Settings, now: datetime = NOW, today: date = TODAY) -> list[str]:
    assert settings.mail is not None
    return [outcome.state for _, outcome in deliver.run(settings, settings.mail, today, now)]


def last(settings: Settings) -> deliveries.Delivery:
    return deliveries.log(settings, 1)[0]


def text_of(letter: Any) -> str:
    return str(letter.get_body().get_content())


def test_what_is_due_goes_once_to_the_named_address_with_its_filters_first(
    settings: Settings, post: server.Told
) -> None:
    subscribed(settings)

    assert run(settings) == [SENT]
    assert run(settings) == []
    assert run(settings, NOW + timedelta(hours=9)) == []
    assert post.recipients == ["anna@askiz.local"]
    (letter,) = post.messages
    records = query(["records"], (), Filters(period="12w"), EVERYTHING)["records"].iloc[0]
    assert text_of(letter).splitlines()[0].startswith("Сводка: ")
    assert f" {records} запис" in text_of(letter)
    assert letter["Subject"] == "Дороги недели"
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "Дороги недели 2026-05-17.pdf"
    first = "".join(pypdf.PdfReader(io.BytesIO(attached.get_content())).pages[0].extract_text().split())
    assert "Фильтры:" in first
    assert faults(attached.get_content()) == []
    assert "Кругданных:всезаписирайона" in first
    assert last(settings).state == SENT
    assert last(settings).message_id == letter["Message-ID"]


def test_a_report_is_made_in_the_circle_that_its_reader_has_when_it_goes(settings: Settings, post: server.Told) -> None:
    somebody(settings, "boris", limits=Limits(channels=("phone",)))
    subscribed(settings, "boris", replace(WEEKLY, format="xlsx", path="/channels"))

    assert run(settings) == [SENT]
    (attached,) = post.messages[0].iter_attachments()
    book = openpyxl.load_workbook(io.BytesIO(attached.get_content()))
    assert [row[0] for row in book["Данные"].iter_rows(min_row=2, values_only=True)] == ["Телефон"]
    told = {row[0].value: row[1].value for row in book["О данных"].iter_rows() if row[0].value}
    assert told["Круг данных"] == "часть записей: каналы — Телефон"
    assert "Подписка: раз в неделю, понедельник" in told["Фильтры"]


def test_nobody_is_mailed_who_is_switched_off_lost_the_right_or_has_no_address(
    settings: Settings, post: server.Told
) -> None:
    somebody(settings, "viktor", "auditor")
    somebody(settings, "galina")
    for login in ("anna", "viktor", "galina"):
        subscribed(settings, login)
    accounts.deactivate(settings, "galina")
    write.put_address(settings, "admin", "anna", 1, "")

    assert run(settings) == []
    assert post.letters == []


def test_a_crash_in_the_middle_never_sends_twice_and_is_called_unclear(settings: Settings, post: server.Told) -> None:
    subscribed(settings)

    def crash(_mail: Mail, letter: Any) -> Any:
        smtp.send(_mail, letter)
        raise KeyboardInterrupt

    assert settings.mail is not None
    with pytest.raises(KeyboardInterrupt):
        list(deliver.run(settings, settings.mail, TODAY, NOW, crash))
    assert last(settings).state == CLAIMED
    assert run(settings, NOW + timedelta(minutes=1)) == []
    assert run(settings, NOW + timedelta(hours=1)) == []
    assert len(post.letters) == 1
    assert last(settings).state == UNCLEAR


def test_a_server_that_takes_a_letter_and_hangs_up_is_not_asked_again(settings: Settings, post: server.Told) -> None:
    post.on_data = "drop"
    subscribed(settings)

    assert run(settings) == [UNCLEAR]
    assert run(settings, NOW + timedelta(days=1)) == []
    assert len(post.letters) == 1


def test_an_unclear_letter_goes_again_when_a_person_asks_and_by_the_same_name(
    settings: Settings, post: server.Told
) -> None:
    post.on_data = "drop"
    subscribed(settings)
    assert run(settings) == [UNCLEAR]
    post.on_data = "take"
    key = last(settings).key
    deliveries.ask_again(settings, key, "anna", NOW)
    with pytest.raises(FilterError, match="уже отправляется"):
        deliveries.ask_again(settings, key, "anna", NOW)

    assert "просит anna" in last(settings).reason
    assert run(settings, NOW + timedelta(minutes=1)) == [SENT]
    first, second = post.messages
    assert first["Message-ID"] == second["Message-ID"], "a server that has it already may drop the second"
    with pytest.raises(FilterError):
        deliveries.ask_again(settings, key, "anna", NOW)
    assert run(settings, NOW + timedelta(minutes=5)) == []


def test_a_server_that_is_busy_is_asked_again_later_and_not_for_ever(settings: Settings, post: server.Told) -> None:
    post.on_rcpt = "451 later"
    subscribed(settings)
    now = NOW
    for delay in DELAYS:
        assert run(settings, now) == [FAILED]
        assert (last(settings).state, run(settings, now + timedelta(minutes=1))) == (WAITING, [])
        now += delay
    assert run(settings, now) == [FAILED]
    assert last(settings).state == FAILED
    assert "451" in last(settings).reason
    post.on_rcpt = "250 ok"
    assert run(settings, now + timedelta(days=3)) == []


def test_an_address_that_the_server_refuses_is_given_up_at_once(settings: Settings, post: server.Told) -> None:
    post.on_rcpt = "550 nobody"
    subscribed(settings)

    assert run(settings) == [FAILED]
    assert (last(settings).state, last(settings).next_at) == (FAILED, None)


def test_a_stale_source_or_a_missing_chart_stops_a_report_and_its_owner_reads_why(
    settings: Settings, post: server.Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed(settings, form=replace(WEEKLY, schedule="workdays"))
    later = TODAY + timedelta(days=60)

    assert run(settings, NOW + timedelta(days=60), later) == [REFUSED]
    assert last(settings).state == WAITING
    assert "источник устарел" in last(settings).reason
    assert post.letters == []


def test_a_report_without_its_chart_does_not_go(settings: Settings, post: server.Told, monkeypatch: Any) -> None:
    subscribed(settings)
    by = deliver.Asked.by
    empty = lambda asked, dimension, *names: by(asked, dimension, *names)[: 0 if dimension == "week" else None]  # noqa: E731
    monkeypatch.setattr(deliver.Asked, "by", empty)

    assert run(settings) == [REFUSED]
    assert "График" in last(settings).reason
    assert post.letters == []


@pytest.mark.parametrize(
    ("query_of_screen", "condition", "state"),
    [
        ("period=12w&channel=site", "any", EMPTY),
        ("period=12w&channel=phone", "growth", EMPTY),
        ("period=12w&channel=im_vk", "growth", SENT),
        ("period=12w&channel=im_vk", "overdue", EMPTY),
    ],
)
def test_an_empty_week_and_a_condition_that_is_not_met_are_not_mailed(
    settings: Settings, post: server.Told, query_of_screen: str, condition: str, state: str
) -> None:
    subscribed(settings, form=replace(WEEKLY, query=query_of_screen, condition=condition, format="xlsx"))

    assert run(settings) == [state]
    assert len(post.letters) == (state == SENT)


def test_the_command_says_what_it_did_and_refuses_without_a_server(
    settings: Settings, post: server.Told, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("MCU_VAR", str(settings.var))
    monkeypatch.delenv("MCU_STORE_URL", raising=False)
    monkeypatch.setattr(letters, "moment", lambda _settings: (TODAY, NOW))
    subscribed(settings)
    assert command.main(["deliver"]) == 2
    assert "MCU_SMTP_HOST" in capsys.readouterr().err
    for name, value in {"HOST": "127.0.0.1", "PORT": str(post.port), "FROM": "mcu@askiz.local", "TLS": "none"}.items():
        monkeypatch.setenv(f"MCU_SMTP_{name}", value)

    assert command.main(["deliver"]) == 0
    assert "отправлено" in capsys.readouterr().out
    assert [one.login for one in read.listed(settings)] == ["anna"]


CALLED = Form("Оповещения", "/notices", "", "workdays", 0, "any", "letter")


def test_what_waits_for_attention_comes_once_a_day_after_the_quiet_hours(settings: Settings, post: server.Told) -> None:
    notice_settings.save_quiet(settings, "admin", QuietHours(0, 20, 9))
    notes.prepare(settings, "boris", "2026-W19", "1-abc")
    notes.move(settings, "boris", "2026-W19", 1, ("draft", "with_curator"), "передана")
    subscribed(settings, form=CALLED)

    assert run(settings) == [], "it is eight o'clock"
    assert run(settings, NOW + timedelta(hours=1)) == [SENT]
    assert run(settings, NOW + timedelta(hours=5)) == []
    (letter,) = post.messages
    assert list(letter.iter_attachments()) == []
    lines = text_of(letter).splitlines()
    assert lines[0] == "Ждут внимания: записка ждёт решения — 1."
    assert "— Записка ждёт решения: Записка за 04.05–10.05.2026 ждёт выпуска" in lines
    assert "  http://mcu.local/note?week=2026-W19" in lines


def test_where_nothing_waits_no_letter_goes_and_a_stale_source_keeps_none_back(
    settings: Settings, post: server.Told
) -> None:
    subscribed(settings, form=CALLED)
    assert run(settings) == [EMPTY]
    somebody(settings, "vera", "centre_head")
    subscribed(settings, "vera", CALLED)
    week = timedelta(days=7)
    assert run(settings, NOW + week, TODAY + week) == [EMPTY, SENT]
    assert "— Источник устарел: Платформа обратной связи: данные по 17.05.2026" in text_of(post.messages[-1])


@pytest.mark.parametrize("wrong", [{"format": "pdf"}, {"condition": "often"}])
def test_notices_are_mailed_as_a_letter_only(settings: Settings, wrong: dict[str, Any]) -> None:
    with pytest.raises(FilterError):
        subscribed(settings, form=replace(CALLED, **wrong))
    with pytest.raises(FilterError):
        subscribed(settings, form=replace(WEEKLY, format="letter"))
