"""A letter handed to the server of the organisation: only to addresses that were named, over TLS unless it has none.

Until the server has the whole letter, a try that fails may be repeated. Once it has, and does not answer, nobody knows
whether it will deliver: that is said, and not repeated.
"""

import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime
from pathlib import Path

from data.decisions.subscriptions.deliveries import FAILED, SENT, UNCLEAR, Outcome
from data.errors import SettingsError
from data.settings import Mail

_SECONDS = 30
_FOR_EVER = 500
"""Answers of a server from here on will be the same next time."""


def letter(sender: str, to: str, subject: str, text: str, message_id: str, now: datetime) -> EmailMessage:
    """A letter of plain text without its attachments. now: naive UTC."""
    made = EmailMessage(policy=POLICY)
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Date"] = format_datetime(now.replace(tzinfo=UTC))
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text, cte="base64")
    return made


def attach(made: EmailMessage, name: str, content: bytes, mimetype: str) -> None:
    """Add a file under its Russian name."""
    main, _, sub = mimetype.partition("/")
    made.add_attachment(content, maintype=main, subtype=sub, filename=name)


def send(mail: Mail, made: EmailMessage) -> Outcome:
    """Hand it over; what came of it."""
    try:
        server = _connected(mail)
    except (OSError, smtplib.SMTPException) as error:
        return _not_taken(error)
    try:
        server.mail(mail.sender)
        code, said = server.rcpt(str(made["To"]))
        if code >= 400:
            return _refused(code, said)
        return _data(server, made)
    except (OSError, smtplib.SMTPException) as error:
        return _not_taken(error)
    finally:
        server.close()


def _connected(mail: Mail) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=mail.ca_file or None)
    if mail.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=_SECONDS, context=context)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=_SECONDS)
    try:
        server.ehlo_or_helo_if_needed()
        if mail.tls == "starttls":
            server.starttls(context=context)
        if mail.user:
            server.login(mail.user, password(mail))
    except BaseException:
        server.close()
        raise
    return server


def password(mail: Mail) -> str:
    """From its file, which nobody else may read. SettingsError where it is not there, or open to others."""
    file = Path(mail.password_file)
    try:
        is_open, text = bool(file.stat().st_mode & 0o077), file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            "Файл пароля почты из MCU_SMTP_PASSWORD_FILE не читается. Проверьте путь и права."
        ) from None
    if is_open:
        raise SettingsError("Файл пароля почты открыт другим пользователям. Выполните: chmod 600 и повторите.")
    return text


def _data(server: smtplib.SMTP, made: EmailMessage) -> Outcome:
    """From the first byte on the letter may be delivered, whatever is heard of it."""
    try:
        code, said = server.data(made.as_bytes())
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException):
        return Outcome(UNCLEAR, "Сервер принял письмо и не ответил: дошло ли оно, неизвестно. Само оно не повторится.")
    return Outcome(SENT) if code < 400 else _refused(code, said)


def _refused(code: int, said: bytes | str) -> Outcome:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return Outcome(FAILED, f"Сервер почты отказал: {code} {text[:200]}", is_final=code >= _FOR_EVER)


def _not_taken(error: Exception) -> Outcome:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Outcome(FAILED, "Сервер почты не принял логин и пароль. Проверьте MCU_SMTP_USER и файл пароля.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Outcome(
            FAILED, "Сертификат сервера почты не проверен. Назовите удостоверяющий центр в MCU_SMTP_CA_FILE."
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error.smtp_code, error.smtp_error)
    return Outcome(FAILED, f"Сервер почты недоступен ({type(error).__name__}). Проверьте адрес, порт и TLS.")
