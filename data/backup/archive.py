"""The archive file: a ZIP readable by its owner only, whose manifest lists every member with size and SHA-256.

Reading trusts nothing: a member that would land outside, is a link, is not in the manifest, or unpacks to more than
the manifest says makes the whole file unacceptable before anything is unpacked.
"""

import errno
import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO

from data.backup.manifest import STORE_DUMP, STORE_FILE, VAR, Manifest, Member, parse
from data.errors import BackupError, WrongBackupError

Advance = Callable[[int], None]
"""Told how many bytes have just been done."""
MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 64 << 20
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, RuntimeError, ValueError,
    OverflowError,
)  # fmt: skip


class Writer:
    """Writes members in turn; `finish` adds the manifest and forces everything to the disk."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._members: dict[str, Member] = {}

    def add(self, name: str, source: Path, advance: Advance) -> Member:
        """Copy a file in, hashing what is really written."""
        with source.open("rb") as reading, self._zip.open(name, "w", force_zip64=True) as writing:
            self._members[name] = _copy(reading, writing, advance)
        return self._members[name]

    def finish(self, manifest: Manifest) -> Manifest:
        """Complete the manifest with the members written and close the archive."""
        complete = replace(manifest, members=self._members)
        self._zip.writestr(MANIFEST, complete.to_json())
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        return complete


@contextmanager
def new_archive(path: Path) -> Iterator[Writer]:
    """A new archive file, readable by its owner only."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield Writer(file)


class Archive:
    """An archive opened for reading, its list of members already held against its manifest."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = opened
        self.manifest = _manifest(opened)
        _check_members(opened, self.manifest)

    def extract(self, name: str, target: Path, advance: Advance) -> None:
        """Unpack one member into a new file and hold it against its hash; BackupError when it differs."""
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            self._check(name, file, advance)
            file.flush()
            os.fsync(file.fileno())

    def verify(self, name: str, advance: Advance) -> None:
        """Read one member and hold it against its hash."""
        with Path(os.devnull).open("wb") as nowhere:
            self._check(name, nowhere, advance)

    def _check(self, name: str, writing: IO[bytes], advance: Advance) -> None:
        with _damage(self.path), self._zip.open(name) as reading:
            found = _copy(reading, writing, advance)
        if found != self.manifest.members[name]:
            raise BackupError(f"Копия «{self.path.name}» повреждена: изменён файл «{name}». Возьмите другую копию.")


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """An archive for reading; BackupError when the file is no backup, is damaged or tries to write elsewhere."""
    if not path.is_file():
        raise WrongBackupError(f"Файла копии «{path}» нет. Проверьте путь.")
    with ExitStack() as stack:
        with _damage(path):
            archive = Archive(path, stack.enter_context(zipfile.ZipFile(path)))
        yield archive


@contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except (*_BROKEN, OSError) as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:  # EINVAL: told to seek before the beginning
            raise
        raise WrongBackupError(
            f"Файл «{path.name}» не похож на резервную копию программы или повреждён. Возьмите другую копию."
        ) from error


def _manifest(opened: zipfile.ZipFile) -> Manifest:
    try:
        info = opened.getinfo(MANIFEST)
    except KeyError as error:
        raise WrongBackupError("В архиве нет описания manifest.json: это не резервная копия программы.") from error
    if info.file_size > _LARGEST_MANIFEST:
        raise WrongBackupError("Описание внутри архива неправдоподобно велико: это не резервная копия программы.")
    return parse(opened.read(info))


def _check_members(opened: zipfile.ZipFile, manifest: Manifest) -> None:
    infos = [info for info in opened.infolist() if info.filename != MANIFEST]
    for info in infos:
        if not _is_safe(info):
            raise BackupError(
                f"В архиве недопустимое имя или ссылка: «{info.filename[:80]}». Такую копию программа не делала; "
                "ничего не распаковано."
            )
        stated = manifest.members.get(info.filename)
        if stated is None or stated.size != info.file_size:
            raise BackupError(f"Файл «{info.filename[:80]}» в архиве не тот, что в описании: копия повреждена.")
    if len(infos) != len(manifest.members) or len(opened.infolist()) != len(infos) + 1:
        raise BackupError("В архиве не те файлы, что в его описании: копия повреждена. Возьмите другую копию.")


def _is_safe(info: zipfile.ZipInfo) -> bool:
    name, path = info.filename, PurePosixPath(info.filename)
    plain = stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG) and not info.is_dir()
    tame = not path.is_absolute() and ".." not in path.parts and not {"\\", ":", "\0"} & set(info.orig_filename)
    known = name in (STORE_FILE, STORE_DUMP) or (name.startswith(VAR) and len(path.parts) > 1)
    return plain and tame and known and name == path.as_posix()


def _copy(reading: IO[bytes], writing: IO[bytes], advance: Advance) -> Member:
    digest, size = hashlib.sha256(), 0
    while block := reading.read(_BLOCK):
        writing.write(block)
        digest.update(block)
        size += len(block)
        advance(len(block))
    return Member(size, digest.hexdigest())
