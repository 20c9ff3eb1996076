"""The chain of the log: each row carries a keyed hash of itself and of the row before it, and an anchor outside the
database remembers the last one.

A change, a removal, an insertion or a swap of rows breaks the chain at that row; a cut tail leaves the anchor pointing
at a row that is gone. The key is outside the database, so a broken chain cannot be mended from inside.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from access import keys, store
from access.tables import audit
from data.errors import SettingsError, StoreError
from data.settings import Settings

START = "0" * 64
"""What the first row names as the hash before it."""
FILE = "access.anchor"
_SIGNED = tuple(column.name for column in audit.columns if column.name != "hash")


@dataclass(frozen=True)
class Anchor:
    """The last row of the log as the file outside the database remembers it; seq 0: no row yet."""

    seq: int = 0
    hash: str = START


@dataclass(frozen=True)
class Verdict:
    """What a check of the log found. first_broken: number of the first row that doesn't fit; missing when all do."""

    is_intact: bool
    rows: int
    first_broken: int | None
    sentence: str


def signature(row: Mapping[str, Any], key: bytes) -> str:
    """Keyed hash of one row, its number and the hash before it included."""
    signed = json.dumps([row[name] for name in _SIGNED], ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()


def verify(settings: Settings) -> Verdict:
    """Check every row and the anchor. The log may grow meanwhile: what is checked is the log as it was at the start."""
    anchor = read_anchor(settings)  # before the rows, which are therefore never behind it
    key = keys.key_for(settings, "audit")
    before, seq = START, 0
    anchored = anchor.seq == 0 and anchor.hash == START
    gap: int | None = None
    with store.reading(settings) as connection:
        for row in connection.execute(sa.select(audit).order_by(audit.c.seq)).mappings():
            seq += 1
            broken = _objection(dict(row), seq, before, key)
            if broken:
                return Verdict(False, seq, seq, broken)
            before = row["hash"]
            anchored = anchored or (seq == anchor.seq and before == anchor.hash)
            gap = gap or (seq if row["action"] == "chain_gap" else None)
    return _concluded(seq, anchor, anchored, gap)


def require_own_key(settings: Settings) -> None:
    """Raises SettingsError when neither the first nor the last row of the log was signed by the key that is here: it is
    another installation's, and would call a good log violated.
    """
    with store.reading(settings) as connection:
        ends = [sa.select(audit).order_by(order).limit(1) for order in (audit.c.seq, audit.c.seq.desc())]
        rows = [dict(row) for query in ends for row in connection.execute(query).mappings()]
    key = keys.key_for(settings, "audit")
    if rows and not any(hmac.compare_digest(str(row["hash"]).encode(), signature(row, key).encode()) for row in rows):
        raise SettingsError(keys.another(settings, "журнал подписан другим"))


def _objection(row: Mapping[str, Any], seq: int, before: str, key: bytes) -> str:
    if row["seq"] != seq:
        return f"Журнал нарушен: вместо строки № {seq} стоит строка № {row['seq']} — строки удалены или вставлены."
    if row["previous_hash"] != before:
        return f"Журнал нарушен: строка № {seq} не продолжает предыдущую — строки переставлены или подменены."
    if not hmac.compare_digest(str(row["hash"]).encode(), signature(row, key).encode()):
        hint = " Если повреждены все строки, возможно, заменён файл ключа var/access.key." if seq == 1 else ""
        return f"Журнал нарушен: строка № {seq} изменена после записи.{hint}"
    return ""


def _concluded(rows: int, anchor: Anchor, anchored: bool, gap: int | None) -> Verdict:
    if gap is not None:
        text = f"Журнал нарушен: к записи строки № {gap} от него был отрезан конец; подробности — в самой строке."
        return Verdict(False, rows, gap, text)
    if not anchored and anchor.seq > rows:
        text = f"Журнал нарушен: последние строки удалены — было не меньше {anchor.seq}, осталось {rows}."
        return Verdict(False, rows, rows + 1, text)
    if not anchored:
        text = f"Журнал нарушен: строка № {anchor.seq} не та, которую помнит файл var/{FILE}."
        return Verdict(False, rows, anchor.seq, text)
    if rows and anchor.seq == 0:
        text = f"Журнал не подтверждён: нет файла var/{FILE}, по которому видно, что конец на месте."
        return Verdict(False, rows, rows, text)
    return Verdict(True, rows, None, f"Журнал цел: проверено строк — {rows}.")


def read_anchor(settings: Settings) -> Anchor:
    """The anchor as written; a missing file is the anchor of an empty log. Raises StoreError for a damaged one."""
    path = settings.var / FILE
    try:
        seq, last = path.read_text(encoding="ascii").split()
        return Anchor(int(seq), last)
    except FileNotFoundError:
        return Anchor()
    except (OSError, ValueError) as error:
        raise StoreError(f"Файл {path} повреждён: по нему проверяется журнал. Верните его из копии.") from error


def write_anchor(settings: Settings, anchor: Anchor) -> None:
    """Replace the anchor whole. Called inside `writer_lock`, so that it never goes back."""
    path = settings.var / FILE
    draft = path.with_name(f".{FILE}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(f"{anchor.seq} {anchor.hash}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise StoreError(f"Файл {path} не записан ({type(error).__name__}). Проверьте место на диске.") from error


@contextmanager
def writer_lock(settings: Settings) -> Iterator[None]:
    """One writer of the log at a time on this machine, from reading its end to moving the anchor."""
    descriptor = os.open(settings.var / f"{FILE}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
