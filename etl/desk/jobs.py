"""Jobs on the disk: one folder each under `var/intake`, named by chance and readable by the owner of the program only.

<key>/job.json        whose it is, what is asked of it; written by the web application
<key>/state.json      how far it has come; written by the child process, whole at every step
<key>/<key>.received  the received file, until the job ends
<key>/<key>.read      what the reading process has said of it, until then too
<key>/rejected.xlsx   rows that were refused
<key>/lock            held by the child while it works: a job without it that says «working» has been killed
<key>/stop            asks a child of another host to end
"""

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from data.commands import disk_said
from data.errors import AccessError, InputError, StoreError
from data.settings import Settings
from etl.desk.job import KEPT_HOURS, RUNNING

_KEY = re.compile(r"[0-9a-f]{32}")
_STARTING_SECONDS = 20
"""A child needs some seconds until it holds its lock; after that a missing lock means that it is dead."""
_DYING_SECONDS = 5
_LOOKING_SECONDS = 0.2
MOST_AT_ONCE, MOST_KEPT = 3, 8
"""Jobs of one person: at work at the same time, and kept until they expire."""
_INTERRUPTED = "Работа прервана: программу остановили или ей не хватило памяти. Ничего не записано. Повторите."
_CUT_SHORT = {
    "committing": (
        "Запись прервана: программу остановили или ей не хватило памяти. Принятый файл сохранён: нажмите «Проверить "
        "ещё раз», и станет видно, записан ли он."
    ),
    "publishing": (
        "Записано, но экраны ещё показывают прежний срез: программу остановили. Он обновится со следующей загрузкой "
        "или командой python -m data publish."
    ),
}


class Folder:
    """One job's folder."""

    def __init__(self, path: Path) -> None:
        self.path, self.key = path, path.name

    @property
    def file(self) -> Path:
        """The received file."""
        return self.path / f"{self.key}.received"

    @property
    def reading(self) -> Path:
        """What was read of the received file."""
        return self.path / f"{self.key}.read"

    @property
    def rejected(self) -> Path:
        """The workbook of refused rows, where there are any."""
        return self.path / "rejected.xlsx"

    def request(self) -> dict[str, Any]:
        """What the web application has written."""
        return _read(self.path / "job.json")

    def write_request(self, **changes: Any) -> None:
        """Change what is asked, then forget the state that answered the former question."""
        known = self.request() if (self.path / "job.json").exists() else {}
        _write(self.path / "job.json", known | changes)

    def state(self) -> dict[str, Any]:
        """What the child has written; a killed child's job says so."""
        path = self.path / "state.json"
        told = _read(path)
        if told["stage"] in RUNNING and time.time() - path.stat().st_mtime > _STARTING_SECONDS and not self.is_held():
            return told | {"stage": "failed", "message": _CUT_SHORT.get(told["stage"], _INTERRUPTED)}
        return told

    def write_answer(self, stage: str, **told: Any) -> None:
        """Write how far the job has come; what was told before and isn't told now stays."""
        path = self.path / "state.json"
        known = _read(path) if path.exists() else {}
        _write(path, known | {"stage": stage, "done": 0, "total": None, "message": ""} | told)

    def is_held(self) -> bool:
        """Whether a child works on this job."""
        with (self.path / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The lock of the child, which says who it is; it is given back by itself when the child dies."""
        with (self.path / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.truncate(0)
            file.write(f"{os.getpid()} {socket.gethostname()}")
            file.flush()
            self._asked.unlink(missing_ok=True)
            yield

    @property
    def _asked(self) -> Path:
        return self.path / "stop"

    def end_when_asked(self) -> None:
        """Of the child, in a thread: end with all it has started as soon as another host asks for it."""
        while not self._asked.exists():
            time.sleep(_LOOKING_SECONDS)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    def stop(self) -> None:
        """End the child at work, with the process that reads for it; what it has not committed is undone by itself. One
        on another host, which shares this folder, is asked to end.
        """
        told = (self.path / "lock").read_text(encoding="utf-8") if self.is_held() else ""
        process, _, host = told.partition(" ")
        if not process.isdecimal():
            return
        if host == socket.gethostname() and _is_child(int(process), self.path):
            with suppress(ProcessLookupError):
                os.killpg(int(process), signal.SIGKILL)
        else:  # of another host, which may have the same name
            self._asked.touch()
        until = time.monotonic() + _DYING_SECONDS
        while self.is_held() and time.monotonic() < until:
            time.sleep(0.02)

    @property
    def size(self) -> int:
        """Bytes of the received file; an undo has none."""
        return self.file.stat().st_size if self.file.exists() else 0

    def drop_file(self) -> None:
        """The received file goes, and what was made of it for the trial."""
        self.file.unlink(missing_ok=True)
        self.reading.unlink(missing_ok=True)
        shutil.rmtree(self.path / "draft", ignore_errors=True)

    def remove(self) -> None:
        """Everything goes."""
        shutil.rmtree(self.path, ignore_errors=True)


def new(settings: Settings, login: str) -> Folder:
    """An empty job with a name nobody can guess. Jobs that have expired go at the same time, and of this person's all
    but the newest. Raises InputError while too many of them are at work: each is a process.
    """
    sweep(settings)
    mine = _of(settings, login)
    idle = [folder for folder in mine if folder.state()["stage"] not in RUNNING and not folder.is_held()]
    if len(mine) - len(idle) >= MOST_AT_ONCE:
        raise InputError(f"Ваших загрузок сейчас в работе {len(mine) - len(idle)}. Дождитесь конца и повторите.")
    for old in idle[: -(MOST_KEPT - 1)]:
        old.remove()
    folder = root(settings) / secrets.token_hex(16)
    folder.mkdir(mode=0o700)
    return Folder(folder)


def find(settings: Settings, key: str, login: str) -> Folder:
    """A job of this person. Raises AccessError when there is none: another's job is not told from no job."""
    if not isinstance(key, str):  # a store sent by hand holds anything
        raise AccessError(_gone())
    folder = root(settings) / key
    if not _KEY.fullmatch(key) or not (folder / "state.json").exists():
        raise AccessError(_gone())
    found = Folder(folder)
    if found.request().get("login") != login:
        raise AccessError(_gone())
    return found


def latest(settings: Settings, login: str) -> str | None:
    """The newest job of a person, so that a reloaded page finds it again."""
    mine = _of(settings, login)
    return mine[-1].key if mine else None


def every(settings: Settings) -> list[Folder]:
    """Jobs of all people."""
    found = (path for path in root(settings).iterdir() if _KEY.fullmatch(path.name))
    return [Folder(path) for path in found if (path / "state.json").exists()]


def _of(settings: Settings, login: str) -> list[Folder]:
    """Jobs of a person, the oldest first."""
    made = []
    for folder in every(settings):
        asked = folder.request()
        if asked.get("login") == login:
            made.append((asked.get("at", 0.0), folder.key, folder))
    return [folder for _, _, folder in sorted(made, key=lambda one: one[:2])]


def sweep(settings: Settings, now: float | None = None) -> None:
    """Remove jobs older than `KEPT_HOURS` that nobody works on."""
    oldest = (now or time.time()) - KEPT_HOURS * 3600
    for path in root(settings).iterdir():
        if _KEY.fullmatch(path.name) and path.stat().st_mtime < oldest and not Folder(path).is_held():
            Folder(path).remove()


def others_at_work(settings: Settings, mine: Folder) -> list[Folder]:
    """Jobs beside this one that a child works on, or waits with."""
    return [folder for folder in every(settings) if folder.path != mine.path and folder.is_held()]


def remove_demo(settings: Settings) -> None:
    """Remove the jobs of demonstration logins, whatever they are at."""
    for path in root(settings).iterdir():
        if _KEY.fullmatch(path.name) and (path / "job.json").exists() and Folder(path).request().get("is_demo"):
            Folder(path).stop()
            Folder(path).remove()


@contextmanager
def typing(settings: Settings) -> Iterator[Path]:
    """A folder for a record that is typed, one at a time: its number must not be given twice. It goes at the end; one
    that a killed process has left is swept like a job.
    """
    with (root(settings) / ".typing").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        folder = root(settings) / secrets.token_hex(16)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _is_child(process: int, folder: Path) -> bool:
    """Whether this process is the child of this job: numbers of processes are given again."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return str(folder.resolve()).encode() in words and process == os.getpgid(process)


def root(settings: Settings) -> Path:
    """The folder of all jobs, made when it is not there."""
    made = settings.var / "intake"
    try:
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Папка для принятых файлов не создаётся. {disk_said(error)}") from error
    return made


def _gone() -> str:
    return f"Этой загрузки нет: она отменена, закончена или прошло {KEPT_HOURS} ч. Перетащите файл ещё раз."


def _read(path: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return made


def _write(path: Path, content: dict[str, Any]) -> None:
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")  # another host may write at the same time
    scratch.write_text(json.dumps(content, ensure_ascii=False, default=str), encoding="utf-8")
    scratch.replace(path)
