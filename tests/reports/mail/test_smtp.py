"""A letter is handed over only in the way that was set: over TLS to a server whose certificate is trusted."""

import ssl
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from data.decisions.subscriptions.deliveries import FAILED, SENT
from data.errors import SettingsError, WrongSettingError
from data.settings import Mail, load
from reports.mail import smtp
from tests.reports.mail import server

NOW = datetime.fromisoformat("2026-05-18 01:00")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of «localhost», signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "30", "-keyout", str(key), "-out", str(made), "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    return key, made


def letter(to: str = "anna@askiz.local"):
    made = smtp.letter("mcu@askiz.local", to, "Сводка «недели»", "Поступило 7 записей.\n.\n..точка", "<a@b>", NOW)
    smtp.attach(made, "Отчёт недели.pdf", b"%PDF-1.7\n.\n", "application/pdf")
    return made


def test_a_letter_arrives_as_it_was_written_with_russian_names() -> None:
    with server.running() as told:
        assert smtp.send(Mail("127.0.0.1", told.port, "mcu@askiz.local", "none"), letter()).state == SENT
    (got,) = told.messages

    assert got.get_body().get_content().splitlines() == ["Поступило 7 записей.", ".", "..точка"]
    (attached,) = got.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Отчёт недели.pdf", b"%PDF-1.7\n.\n")
    assert (got["Subject"], got["Message-ID"], got["Auto-Submitted"]) == ("Сводка «недели»", "<a@b>", "auto-generated")


def test_nothing_is_said_in_the_clear_to_a_server_without_tls() -> None:
    with server.running() as told:
        for tls in ("starttls", "tls"):
            assert smtp.send(Mail("127.0.0.1", told.port, "mcu@askiz.local", tls), letter()).state == FAILED
    assert (told.letters, told.recipients) == ([], [])


def test_a_certificate_that_nobody_trusts_is_refused_and_a_named_authority_is_believed(certificate) -> None:
    key, made = certificate
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    with server.running(context) as told:
        stranger = smtp.send(Mail("localhost", told.port, "mcu@askiz.local", "tls"), letter())
        known = smtp.send(Mail("localhost", told.port, "mcu@askiz.local", "tls", ca_file=str(made)), letter())
    assert (stranger.state, known.state) == (FAILED, SENT)
    assert "Сертификат" in stranger.reason
    assert len(told.letters) == 1


def test_a_server_that_is_not_there_is_a_failure_that_may_pass() -> None:
    outcome = smtp.send(Mail("127.0.0.1", 9, "mcu@askiz.local", "none"), letter())
    assert (outcome.state, outcome.is_final) == (FAILED, False)


def test_a_password_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("секрет\n", encoding="utf-8")
    mail = Mail("127.0.0.1", 25, "mcu@askiz.local", user="mcu", password_file=str(file))
    file.chmod(0o644)
    with pytest.raises(SettingsError):
        smtp.password(mail)
    file.chmod(0o600)
    assert smtp.password(mail) == "секрет"
    assert "секрет" not in repr(mail)


@pytest.mark.parametrize(
    "told",
    [
        {"FROM": ""},
        {"TLS": "ssl"},
        {"PORT": "x"},
        {"USER": "mcu"},
        {"TLS": "none", "USER": "mcu", "PASSWORD_FILE": "/etc/mcu/mail"},
    ],
)
def test_settings_that_would_send_a_password_in_the_clear_or_make_no_sense_are_refused(monkeypatch, told) -> None:
    for name, value in ({"HOST": "mail.local", "FROM": "mcu@askiz.local"} | told).items():
        monkeypatch.setenv(f"MCU_SMTP_{name}", value)
    with pytest.raises(WrongSettingError):
        load()


def test_without_a_host_mail_is_off_and_with_one_tls_is_on(monkeypatch) -> None:
    assert load().mail is None
    monkeypatch.setenv("MCU_SMTP_HOST", "mail.local")
    monkeypatch.setenv("MCU_SMTP_FROM", "mcu@askiz.local")
    found = load().mail
    assert found == Mail("mail.local", 587, "mcu@askiz.local", "starttls")
