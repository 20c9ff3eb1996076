"""The second factor: codes of an application on a phone (RFC 6238), each good once, the clock one step off at most.

The secret lies in the store encrypted with a key from outside it. While it is being set up it travels in the form,
encrypted too, bound to the account and good for ten minutes.
"""

import base64
import hmac
import io
import json
from datetime import UTC
from typing import Any

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from access import clock, keys
from data.errors import AccessError
from data.settings import Settings, district

_STEP_SECONDS = 30
_SETUP_SECONDS = 600


def new_secret() -> str:
    """A random secret, base32 as a person may type it."""
    return pyotp.random_base32()


def encrypt(secret: str, settings: Settings) -> str:
    """The secret as the store keeps it."""
    return _box(settings).encrypt(secret.encode()).decode()


def decrypt(stored: str, settings: Settings) -> str:
    """The secret again. Raises AccessError when the installation's key is another one by now."""
    try:
        return _box(settings).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise AccessError(
            "Второй фактор не проверить: ключ программы заменён. Администратор может сбросить второй фактор: "
            "python -m access reset-totp ЛОГИН."
        ) from error


def seal(secret: str, user_id: int, settings: Settings) -> str:
    """A secret on its way through the set-up form of one account."""
    body = json.dumps({"user": user_id, "secret": secret}).encode()
    return _box(settings).encrypt_at_time(body, _seconds()).decode()


def unseal(text: str, user_id: int, settings: Settings) -> str:
    """The secret of a set-up form. Raises AccessError when it is old, forged or of another account."""
    try:
        body: dict[str, Any] = json.loads(_box(settings).decrypt_at_time(text.encode(), _SETUP_SECONDS, _seconds()))
    except (InvalidToken, ValueError) as error:
        raise AccessError("Время настройки второго фактора вышло. Начните заново: будет новый код QR.") from error
    if body.get("user") != user_id:
        raise AccessError("Эта настройка второго фактора начата под другой учётной записью. Начните заново.")
    return str(body["secret"])


def accepted_step(secret: str, code: str, last_step: int | None) -> int | None:
    """The 30-second step a code belongs to; None when it is wrong, too old, too early, or was used already."""
    digits = code.replace(" ", "")
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    now = _seconds() // _STEP_SECONDS
    if last_step is not None and last_step > now + 1:  # of a clock that ran ahead and was put right
        last_step = None
    found: int | None = None
    for step in (now - 1, now, now + 1):
        is_it = hmac.compare_digest(pyotp.TOTP(secret).at(step * _STEP_SECONDS), digits)
        if is_it and (last_step is None or step > last_step):
            found = step
    return found


def picture(secret: str, login: str) -> str:
    """The QR code for the phone as an SVG element without styles or scripts."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=f"МЦУ {district().centre}")
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=1, border=2, xmldecl=False, svgns=True, omitsize=True, dark="#17212b", light="#ffffff"
    )
    return out.getvalue().decode()


def _box(settings: Settings) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(keys.key_for(settings, "totp")))


def _seconds() -> int:
    return int(clock.now().replace(tzinfo=UTC).timestamp())
