"""What the disk and SQLite may refuse, as sentences a person can act upon."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.errors import BackupError

_LITTLE_BYTES = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def as_backup_error(doing: str, where: Path) -> Iterator[None]:
    """Turn a refusal of the disk or of SQLite into BackupError. `doing`: «Копия не сделана», what has not happened."""
    try:
        yield
    except OSError as error:
        raise BackupError(f"{doing}: {_of_disk(error, where)}") from error
    except sqlite3.Error as error:
        raise BackupError(f"{doing}: {_of_sqlite(error, where)}") from error


def _of_disk(error: OSError, where: Path) -> str:
    place = error.filename or where
    if error.errno in _FULL:
        return f"на диске с «{where}» кончилось место. Освободите место или укажите другую папку и повторите."
    if error.errno in _FORBIDDEN:
        return f"нет прав на «{place}». Запустите команду от имени пользователя программы или исправьте права."
    if error.errno == errno.ENOENT:
        return f"нет файла или папки «{place}». Проверьте путь."
    return f"диск отказал на «{place}» ({error.strerror or type(error).__name__}). Проверьте диск и повторите."


def _is_full(where: Path) -> bool:
    """SQLite calls a write that finds no room an I/O error, when it comes in the middle of a page."""
    place = next(path for path in (where, *where.absolute().parents) if path.exists())
    return shutil.disk_usage(place).free < _LITTLE_BYTES


def _of_sqlite(error: sqlite3.Error, where: Path) -> str:
    text = str(error)
    if "full" in text or ("I/O" in text and _is_full(where)):
        return f"на диске с «{where}» кончилось место. Освободите место или укажите другую папку и повторите."
    if "locked" in text:
        return "хранилище занято другой работой дольше 30 секунд. Дождитесь её конца и повторите."
    if "unable to open" in text or "readonly" in text:
        return f"файл базы не открывается на диске с «{where}». Проверьте, что он на месте и права на него есть."
    return f"база SQLite повреждена или прервала работу ({type(error).__name__}). Сохраните её файл и проверьте диск."
