"""Personal data out of texts, and people as pseudonyms.

`mask` replaces what identifies a person by a word in brackets: [телефон], [почта], [паспорт], [СНИЛС], [карта], [ИНН],
[счёт], [документ], [номер авто], [профиль], [квартира], [дата рождения], [имя]. How they are found:
`identifiers` and `names`.
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from data.errors import SettingsError
from data.store import keys
from etl.structure.people import identifiers
from etl.structure.people import names as person_names
from etl.structure.people.words import calls_of
from etl.structure.places.mentions import TextPlaces, from_reference

_LETTER = re.compile(r"[a-zа-я]")
_NOT_DIGITS = re.compile(r"\D+")
_HOST = re.compile(r"^(?:https?://)?(?:www\.|m\.)?")
_NOT_MAIL = re.compile(r"[^\w@.+-]+")
_NOT_WORD = re.compile(r"[\W_]+")


def mask(text: str, known_names: Iterable[str] = ()) -> str:
    """The text with personal data replaced by bracketed words; '' stays ''.

    known_names: names known to belong to people of this record (the applicant); found in any case form.
    """
    if not text:
        return ""
    calls = calls_of(text)
    hidden = identifiers.hide(text, calls)
    if hidden != text:
        text, calls = hidden, calls_of(hidden)
    known = tuple(known_names)
    spans = without_places(text, person_names.find(text, known, calls), known)
    for start, end in reversed(spans):
        text = f"{text[:start]}[имя]{text[end:]}"
    return text


def without_places(text: str, spans: list[tuple[int, int]], known_names: Iterable[str] = ()) -> list[tuple[int, int]]:
    """Spans of names without those that are places of the district: «на Вершине Тёи», «в Катанове».

    A word of a known name stays hidden whatever it looks like.
    """
    if not any(_places().may_hold(text, *span) for span in spans):
        return spans
    places = [place for place in _places().spans(text) if not person_names.is_known(text[slice(*place)], known_names)]
    return [span for span in spans if not any(start <= span[0] and span[1] <= end for start, end in places)]


@cache
def _places() -> TextPlaces:
    return from_reference()


def mask_all(texts: Sequence[str] | pd.Series, known_names: Sequence[str] | pd.Series | None = None) -> list[str]:
    """`mask` for each text; known_names: one name (or '') per text. Equal texts are masked once."""
    known = [""] * len(texts) if known_names is None else list(known_names)
    done: dict[tuple[str, str], str] = {}
    masked: list[str] = []
    for pair in zip(texts, known, strict=True):
        if pair not in done:
            done[pair] = mask(pair[0], [pair[1]] if pair[1] else [])
        masked.append(done[pair])
    return masked


def pseudonym(key: bytes, *parts: str | None) -> str | None:
    """HMAC-SHA256 of what identifies a person (32 hex digits); None when nothing is known.

    Parts are compared regardless of case, ё, spaces and punctuation; telephones by their last ten digits, profile
    addresses without scheme and `www`.
    """
    text = "\x1f".join([normal for part in parts if part and (normal := _normal(part))])
    return hmac.digest(key, text.encode(), "sha256").hex()[:32] if text else None


@lru_cache(maxsize=100_000)
def _normal(part: str) -> str:
    text = part.strip().lower().replace("ё", "е")
    if not _LETTER.search(text) and len(digits := _NOT_DIGITS.sub("", text)) >= 10:
        return digits[-10:]
    if "/" in text:
        return _HOST.sub("", text).rstrip("/")
    return _NOT_MAIL.sub(" ", text).strip(" .-") if "@" in text else _NOT_WORD.sub(" ", text).strip()


def load_or_create_key(path: Path) -> bytes:
    """The 32-byte key of the pseudonyms; created on first use, readable by its owner only.

    Two processes that start together get the same key: the file appears whole or not at all. Raises SettingsError when
    the file is damaged or readable by others.
    """
    if not path.exists():
        keys.create(path)
    key = path.read_bytes()
    if len(key) != 32:
        raise SettingsError(
            f"Файл ключа «{path}» повреждён. Восстановите его из резервной копии: с новым ключом прежние заявители "
            "не узнаются."
        )
    if path.stat().st_mode & 0o077:
        raise SettingsError(f"Файл ключа «{path}» доступен другим пользователям. Выполните: chmod 600 «{path}».")
    return key
