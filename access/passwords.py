"""Passwords: argon2id hashes, and what a password must not be. Every refusal is a Russian sentence that says why."""

import threading
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import AccessError
from data.settings import district

SHORTEST = 12
LONGEST = 200
HASHER = PasswordHasher()
"""The library's parameters for argon2id (RFC 9106, 64 MiB); a stored hash made with others is renewed at sign-in."""
_AT_ONCE = threading.BoundedSemaphore(2)  # each hash takes 64 MiB: eight threads must not ask for half a gigabyte
_KEYBOARD = (
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "1234567890", "0987654321",
    "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "йфяцычувскамепинртгоьшлбщдюзж", "1й2ц3у4к5е6н7г8ш9щ0з",
    "abcdefghijklmnopqrstuvwxyz", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
)  # fmt: skip
_COMMON = (
    "password", "passw0rd", "parol", "пароль", "admin", "administrator", "администратор", "welcome", "letmein",
    "iloveyou", "monkey", "dragon", "master", "login", "логин", "привет", "любовь", "россия", "hello", "secret",
    "секрет", "солнышко",
)  # fmt: skip
_PRODUCT = ("мцу", "mcu", "администрация", "обращение", "район")
_FEWEST_LEFT = 6
"""Characters that must be left of a password when the words anybody would try are taken out."""


@dataclass(frozen=True)
class Owner:
    """Whose password it is: what the person is called must not be in it."""

    login: str = ""
    full_name: str = ""


def require_strong(password: str, owner: Owner) -> None:
    """Raises AccessError saying what is wrong with a new password."""
    wrong = objection(password, owner)
    if wrong:
        raise AccessError(wrong)


def objection(password: str, owner: Owner) -> str | None:
    """What is wrong with a password; None when nothing is."""
    if len(password) < SHORTEST:
        return f"Пароль короче {SHORTEST} символов. Возьмите несколько не связанных между собой слов."
    if len(password) > LONGEST:
        return f"Пароль длиннее {LONGEST} символов: сократите его."
    if not password.isprintable():
        return "В пароле есть непечатаемые символы: наберите его на клавиатуре."
    return _guessable(password.lower(), owner)


def _guessable(password: str, owner: Owner) -> str | None:
    if password.isdigit() or not any(c.isalpha() for c in password):
        return "Пароль без букв подбирается быстро (дата, телефон): добавьте слова."
    if len(set(password)) < 5:
        return "В пароле повторяются одни и те же символы: возьмите разные."
    if _is_repeated(password):
        return "Пароль — повторение одного и того же куска: возьмите разные слова."
    if _left_without(password, _names(owner)) < _FEWEST_LEFT:
        return "Пароль построен на логине или имени: они известны всем, возьмите другие слова."
    if _left_without(password, (*_COMMON, *_PRODUCT, *district().password_words)) < _FEWEST_LEFT:
        return "Пароль построен на слове, которое подбирают первым: возьмите другие слова."
    if _longest_row(password) * 2 >= len(password):
        return "Пароль набран подряд по клавиатуре или алфавиту: возьмите слова."
    return None


def _names(owner: Owner) -> tuple[str, ...]:
    words = f"{owner.login} {owner.full_name}".lower().replace(".", " ").replace("-", " ").replace("_", " ").split()
    return tuple(word for word in (owner.login.lower(), *words) if len(word) >= 3)


def _left_without(password: str, words: tuple[str, ...]) -> int:
    """Letters left when the words are taken out; digits and signs around a word don't make it a secret."""
    rest = password
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(password) if rest == password else sum(c.isalpha() for c in rest)


def _is_repeated(password: str) -> bool:
    return any(
        password == (password[:size] * (len(password) // size + 1))[: len(password)]
        for size in range(1, len(password) // 2 + 1)
    )


def _longest_row(password: str) -> int:
    """Length of the longest part typed along a row of the keyboard or the alphabet, either way."""
    longest = run = 1
    for pair in pairwise(password):
        run = run + 1 if "".join(pair) in _NEIGHBOURS else 1
        longest = max(longest, run)
    return longest


_NEIGHBOURS = {
    one + other for row in _KEYBOARD for way in (row, row[::-1]) for one, other in pairwise(way)
}  # fmt: skip


def normal_form(typed: str) -> str:
    """The same letters whatever keyboard they were typed on: «й» is one character, not «и» with a mark (NFC).

    Nothing else changes: «№», «½» and «…» stay what they are.
    """
    return unicodedata.normalize("NFC", typed)


def hash_of(password: str) -> str:
    """The argon2id hash of a password, with its own salt and parameters inside."""
    with _AT_ONCE:
        return HASHER.hash(normal_form(password))


def matches(password: str, known: str | None) -> bool:
    """Whether a password has this hash. Without a hash the same work is done for nothing, so that the time of a
    refusal doesn't tell a known login from an unknown one. Older hashes were made of the letters as they were typed.
    """
    password = password[: LONGEST + 1]
    return any(_verified(one, known) for one in dict.fromkeys((normal_form(password), password)))


def _verified(password: str, known: str | None) -> bool:
    with _AT_ONCE:
        try:
            return HASHER.verify(known or _nobodys(HASHER), password) and known is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(known: str) -> bool:
    """Whether a hash was made with parameters weaker than today's."""
    return HASHER.check_needs_rehash(known)


_made_for_nobody: dict[int, str] = {}


def _nobodys(hasher: PasswordHasher) -> str:
    """A hash no password is meant to have, made once per process with today's parameters."""
    if id(hasher) not in _made_for_nobody:
        _made_for_nobody[id(hasher)] = hasher.hash("nobody")
    return _made_for_nobody[id(hasher)]
