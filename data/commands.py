"""How a command of the program ends: an exit code and, when something is wrong, one Russian sentence on stderr.

0 done; 1 a fault found or the store failed; 2 wrong input, nothing written. Nobody reading the output any more
(`… | head`) is no reason to stop half way: what was begun is finished.
"""

import argparse
import errno
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

from data import settings
from data.errors import FilterError, MCUError, StoreError

_READ_ONLY = "{where}: диск доступен только для чтения. Верните запись или укажите другую папку в MCU_VAR."
_FOREIGN = "{where}: папка или файл чужие, у программы нет прав. Сделайте её владельцем того, кто запускает программу."
_FULL = "{where}: на диске кончилось место, недописанное не в счёт. Освободите место и повторите."
_NO_FOLDER = "{where}: на этом пути стоит файл, а нужна папка. Укажите другую."
_NOT_THERE = "{where}: такого файла или папки нет. Проверьте путь."
_WORDS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _FOREIGN,
    errno.EPERM: _FOREIGN,
    errno.ENOTDIR: _NO_FOLDER,
    errno.EEXIST: _NO_FOLDER,
    errno.EISDIR: "{where}: это папка, а нужен файл. Назовите файл.",
    errno.ENOENT: _NOT_THERE,
}
_LEAST_FREE = 1 << 20
_WRONG_INPUT = 2
_MOST_DIGITS = 10
_OF_ARGPARSE = (
    (r"argument (.+?): (.+)", lambda m: f"{m[1]}: {_in_russian(m[2])}"),
    (r"the following arguments are required: (.+)", lambda m: f"не хватает: {m[1]}"),
    (r"one of the arguments (.+) is required", lambda m: f"нужен один из ключей {m[1]}"),
    (r"not allowed with argument (.+)", lambda m: f"вместе с {m[1]} не бывает"),
    (r"expected one argument", lambda m: "после ключа нужно значение"),
    (r"expected at least one argument", lambda m: "нужно хотя бы одно значение"),
    (r"ignored explicit argument (.+)", lambda m: f"значения {m[1]} у этого ключа не бывает"),
    (r"unrecognized arguments: (.+)", lambda m: f"лишнее: {m[1]}"),
    (r"ambiguous option: (.+) could match (.+)", lambda m: f"{m[1]} — это {m[2]}? Напишите ключ целиком"),
    (r"invalid choice: (.+) \(choose from (.+)\)", lambda m: f"значения {m[1]} нет, есть: {m[2]}"),
    (r"invalid int value: (.+)", lambda m: f"нужно целое число, а не {m[1]}"),
)
"""What argparse says in English → the same in Russian."""


class Parser(argparse.ArgumentParser):
    """A parser whose refusal is one Russian line, as every other error of a command is."""

    def error(self, message: str) -> NoReturn:
        """One line and code 2."""
        said = " ".join(_in_russian(message).split()).rstrip(".")
        self.exit(_WRONG_INPUT, f"Ошибка: {said}. Как пишется команда: {self.prog} --help.\n")


def whole(text: str, least: int = 1) -> int:
    """A number that a person may name, from `least`; one that no store could hold is none."""
    if not (text.isascii() and text.isdigit() and len(text) < _MOST_DIGITS and int(text) >= least):
        raise argparse.ArgumentTypeError(f"нужно целое число от {least}, а не «{text[:40]}»")
    return int(text)


def write_whole(file: Path, content: bytes) -> None:
    """A file that appears whole, or not at all."""
    write_all({file: content})


def write_all(made: Mapping[Path, bytes]) -> None:
    """Files that appear whole and all of them, or none where one of them can't be written."""
    scratches = {file: file.with_name(f".{file.name}.{os.getpid()}") for file in made}
    try:
        for file, content in made.items():
            if file.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder stands there", str(file))
            scratches[file].write_bytes(content)
        for file, scratch in scratches.items():
            scratch.replace(file)
    finally:
        for scratch in scratches.values():
            scratch.unlink(missing_ok=True)


def require_place(file: Path) -> None:
    """Before the work: the file that a person wants written can be where it is named; FilterError otherwise."""
    folder = file.absolute().parent
    if file.is_dir():
        raise FilterError(f"«{file}» — папка, а нужен файл. Назовите файл.")
    if not folder.is_dir():
        raise FilterError(f"Папки «{folder}» нет, файл «{file.name}» записать некуда. Создайте её или измените путь.")


def _in_russian(message: str) -> str:
    for pattern, said in _OF_ARGPARSE:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return said(found)
    return message


def run_in_force(work: Callable[[settings.Settings], int | None], store_url: str | None = None) -> int:
    """`run` under the settings of the environment: what is wrong with them is told like every other error."""

    def done() -> int | None:
        chosen = settings.load(store_url)
        with settings.use(chosen):
            return work(chosen)

    return run(done)


def run(work: Callable[[], int | None]) -> int:
    """Do the work of a command; its exit code, 0 when it has none of its own."""
    try:
        with patient_output(), disk_explained():
            return int(work() or 0)
    except MCUError as error:
        sys.stderr.write(f"Ошибка: {error}\n")
        return error.exit_code


@contextmanager
def disk_explained() -> Iterator[None]:
    """A disk that refuses, told in words: StoreError in place of OSError."""
    try:
        yield
    except OSError as error:
        raise StoreError(disk_said(error)) from error


def disk_said(error: OSError) -> str:
    """What a disk has refused and what to do, in a sentence."""
    where = f"«{error.filename}»" if error.filename else "Папка программы"
    words = _WORDS.get(error.errno or 0)
    if words:
        return words.format(where=where)
    return f"{where}: диск отказал ({type(error).__name__}). Проверьте диск и права и повторите."


def folder_trouble(folder: Path) -> str | None:
    """What is wrong with a folder that a file can't be opened in, in a sentence; None when nothing is found."""
    where = f"«{folder}»"
    if not folder.is_dir():
        return (_NO_FOLDER if folder.exists() else _NOT_THERE).format(where=where)
    state = os.statvfs(folder)
    if state.f_flag & os.ST_RDONLY:
        return _READ_ONLY.format(where=where)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return _FOREIGN.format(where=where)
    return _FULL.format(where=where) if state.f_bavail * state.f_frsize < _LEAST_FREE else None


@contextmanager
def patient_output() -> Iterator[None]:
    """Standard output that nobody needs to read to its end."""
    with redirect_stdout(cast(TextIO, _Patient(sys.stdout))):
        yield


class _Patient:
    """A stream that goes on into nothing when its reader has left."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write and, at the end of a line, hand it on."""
        self._tried(lambda: self._stream.write(text))
        if "\n" in text:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        self._tried(self._stream.flush)

    def _tried(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except BrokenPipeError:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._stream.fileno())
            os.close(nothing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
