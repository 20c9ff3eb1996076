"""Received files on their way, as the web application asks of them: understood, tried, then written, dropped or undone.

Light: it asks the disk (`var/intake`) and the store, keeps nothing between calls and leaves the work to child processes
that outlive the request; `job_of` tells how far they have come. Every function raises AccessError for a job of somebody
else or a source that is not open to the asker.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, Any

import sqlalchemy as sa

from data import store
from data.commands import disk_explained
from data.errors import AccessError, InputError
from data.settings import current
from data.store import tables
from etl.desk import dry_run, jobs, recent_entries, turns
from etl.desk import header as head
from etl.desk.job import MOST_MEGABYTES, Asker, Choice, Job, LedgerRow, choice_of, scope_to_dict
from etl.desk.loadable import may_load

_MOST_BYTES = MOST_MEGABYTES << 20
_BLOCK = 1 << 20
_LONGEST_NAME = 200
_LEAVING_SECONDS = 5.0
_SHOWN = ("head", "plan", "result")


def receive(name: str, content: IO[bytes], asker: Asker, *, again: int | None = None) -> str:
    """Keep a file under a random name and begin to read it; the key of its job. again: the import to be repeated."""
    dry_run.channels_of(asker)  # refuses who may not load at all, before anything is kept
    settings = current()
    repeated = _repeated(again, asker)
    folder = jobs.new(settings, asker.login)
    folder.write_request(what="try", name=_plain_name(name), at=time.time(), **_of(asker), **repeated)
    folder.write_answer("reading")
    try:
        with disk_explained():
            digest = _keep(content, folder.file)
        _require_same(repeated, digest)
    except BaseException:
        folder.remove()
        raise
    turns.start(folder, settings)
    return folder.key


def _repeated(again: int | None, asker: Asker) -> dict[str, Any]:
    """What the ledger knows of an import that is to be repeated."""
    if again is None:
        return {}
    row = import_of(again, asker)
    if row.is_typed:
        raise InputError(f"Загрузка № {again} внесена в форме, файла у неё нет. Внесите запись ещё раз.")
    with store.reading(current()) as connection:
        i = tables.imports.c
        told, received_on = connection.execute(
            sa.select(i.understood_as, i.received_on).where(i.import_id == again)
        ).one()
    choice = {"choice": told} if choice_of(told) else {}
    day = {"received_on": received_on.isoformat()} if received_on else {}
    return {"again": again, "sha256": row.sha256} | choice | day


def job_of(key: str, asker: Asker) -> Job:
    """How far a job has come."""
    folder = _folder(key, asker)
    told = folder.state()
    shown = {name: told.get(name, {}) for name in _SHOWN}
    if told.get("was_counted"):
        shown["plan"] = shown["plan"] | {"was_counted": True}
    name = str(folder.request().get("name", ""))
    stage, message = str(told["stage"]), str(told.get("message", ""))
    return Job(
        key,
        name,
        stage,
        message,
        told["done"],
        told["total"],
        **shown,
        has_rejected_file=folder.rejected.exists(),
        is_renumbered=bool(told.get("is_renumbered")),
        has_file=folder.file.exists(),
    )


def latest(asker: Asker) -> str | None:
    """The newest job of the asker that has not been given up, so that a reloaded page finds it again."""
    return jobs.latest(current(), asker.login)


def choose(key: str, choice: Choice, asker: Asker) -> None:
    """Understand the file otherwise, remember that for its set of headers, and try it again."""
    folder = _idle(key, asker)
    told = folder.state().get("head", {})
    if choice.source == head.MAPPING:
        head.mapping_file(folder.path / "mapping.yml", choice)
    else:
        choice = replace(choice, code="", channel="", time_zone="", formats={}, meanings={})
    _require_columns(choice, told.get("header", ()))
    day = choice.received_on.isoformat() if choice.received_on else None
    header_key = head.key_of(told.get("header", ()))
    head.remember(current(), header_key, choice, asker.login)
    _again(folder, asker, what="try", choice=choice.to_dict(), received_on=day, chosen_by=asker.login, renumbered=False)


def forget(key: str, asker: Asker) -> None:
    """Forget what was remembered of the file's headers and recognise it again."""
    folder = _idle(key, asker)
    head.remember(current(), head.key_of(folder.state().get("head", {}).get("header", ())), None, asker.login)
    _again(folder, asker, what="try", choice=None, received_on=None, chosen_by="", renumbered=False)


def renumber(key: str, asker: Asker) -> None:
    """Try the file as one whose numbers stand for other appeals than in the store."""
    _again(_idle(key, asker), asker, what="try", renumbered=True)


def commit(key: str, asker: Asker) -> None:
    """Write what was tried."""
    folder = _idle(key, asker)
    if folder.state()["stage"] != "ready":
        raise InputError("Этот файл ещё не проверен или уже записан. Обновите страницу.")
    _again(folder, asker, what="commit")


def retry(key: str, asker: Asker) -> None:
    """Try a file again whose work was cut short."""
    folder = _idle(key, asker)
    if folder.state()["stage"] != "failed" or not folder.file.exists():
        raise InputError("Этого файла больше нет. Перетащите его ещё раз.")
    _again(folder, asker, what="try")


def drop(key: str, asker: Asker) -> None:
    """Give the job up: its file goes. A trial at work is ended, what is being written is not."""
    folder = _folder(key, asker)
    if folder.is_held() and folder.request().get("what") == "try":
        folder.stop()
    _idle(key, asker).remove()


def undo(import_id: int, asker: Asker) -> str:
    """Begin to undo an import; the key of the job."""
    row, settings = import_of(import_id, asker), current()
    folder = jobs.new(settings, asker.login)
    folder.write_request(what="undo", name=row.file_name, at=time.time(), import_id=import_id, **_of(asker))
    folder.write_answer("undoing")
    turns.start(folder, settings)
    return folder.key


def rejected_file(key: str, asker: Asker) -> tuple[str, bytes]:
    """Name and content of the workbook of refused rows."""
    folder = _folder(key, asker)
    if not folder.rejected.exists():
        raise InputError("Отклонённых строк у этой загрузки нет.")
    stem = PurePosixPath(str(folder.request()["name"])).stem
    return f"{stem} — отклонённые строки.xlsx", folder.rejected.read_bytes()


def ledger(asker: Asker, most: int = 200) -> list[LedgerRow]:
    """Imports, the newest first."""
    return _rows(asker, most=most)


def _rows(asker: Asker, most: int, *conditions: sa.ColumnElement[bool]) -> list[LedgerRow]:
    i, s = tables.imports, tables.sources
    columns = (*(c for c in i.columns if c.name != "unmapped"), s.c.code, s.c.name)
    query = sa.select(*columns).join(s, s.c.source_id == i.c.source_id).where(*conditions)
    with store.reading(current()) as connection:
        rows = connection.execute(query.order_by(i.c.import_id.desc()).limit(most)).mappings().all()
        allowed = {code: may_load(connection, code, asker) for code in {row["code"] for row in rows}}
        own = recent_entries.typed_within(connection, rows, asker)
    return [_ledger_row(row, may_undo=allowed[row["code"]] or row["import_id"] in own) for row in rows]


def reasons(import_id: int, asker: Asker, most: int = 200) -> list[dict[str, Any]]:
    """Rejected rows of an import: sheet, row, column, value (masked), reason."""
    import_of(import_id, asker)
    r = tables.rejected_rows.c
    query = sa.select(r.sheet, r.row_number, r.column_name, r.value, r.reason).where(r.import_id == import_id)
    with store.reading(current()) as connection:
        return [dict(row) for row in connection.execute(query.order_by(r.rejected_row_id).limit(most)).mappings()]


def import_of(import_id: int, asker: Asker) -> LedgerRow:
    """One import that the asker may undo and repeat. Raises AccessError for another."""
    found = _rows(asker, 1, tables.imports.c.import_id == import_id)
    if not found or not found[0].may_undo:
        raise AccessError(f"Загрузки № {import_id} нет или её источник вам не открыт.")
    return found[0]


def _folder(key: str, asker: Asker) -> jobs.Folder:
    return jobs.find(current(), key, asker.login)


def _idle(key: str, asker: Asker) -> jobs.Folder:
    """A job nobody works on."""
    folder = _folder(key, asker)
    # A child says how it ended a moment before it gives the lock back: a quick person must not be told it still works.
    patience = time.monotonic() + (_LEAVING_SECONDS if folder.state()["stage"] not in jobs.RUNNING else 0)
    while folder.is_held():
        if time.monotonic() > patience:
            raise InputError("Программа ещё работает с этим файлом. Дождитесь конца.")
        time.sleep(0.02)
    return folder


def _again(folder: jobs.Folder, asker: Asker, **asked: Any) -> None:
    folder.write_request(**asked, **_of(asker))
    folder.write_answer("committing" if asked["what"] == "commit" else "reading", was_counted=False)
    turns.start(folder, current())


def _of(asker: Asker) -> dict[str, Any]:
    return {"login": asker.login, "scope": scope_to_dict(asker.scope), "is_demo": asker.is_demo}


def _plain_name(name: str) -> str:
    """The last part of a path of either kind, printable and not too long."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    return "".join(c for c in last if c.isprintable())[-_LONGEST_NAME:].strip() or "без имени"


def _keep(content: IO[bytes], path: Path) -> str:
    """Write the file block by block, no more than the limit; its digest."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:  # its folder is the owner's alone
        while block := content.read(_BLOCK):
            size += len(block)
            if size > _MOST_BYTES:
                raise InputError(too_large())
            digest.update(block)
            file.write(block)
    return digest.hexdigest()


def too_large() -> str:
    """The sentence about a file above the limit."""
    return (
        f"Файл больше {MOST_MEGABYTES} МБ. Выгрузите меньший период или загрузите его на сервере: "
        "python -m etl load ФАЙЛ."
    )


def _require_same(repeated: dict[str, Any], digest: str) -> None:
    if repeated and repeated["sha256"] != digest:
        raise InputError(
            f"Это не тот файл, что был загружен под № {repeated['again']}: содержимое другое. Повтор возможен только с "
            "тем же файлом; другой загрузите как новый."
        )


def _require_columns(choice: Choice, header: Sequence[str]) -> None:
    if not choice.columns:
        raise InputError("Не указан ни один столбец. Выберите хотя бы номер, дату поступления и текст.")
    unknown = [title for title in choice.columns.values() if title not in header]
    if unknown:
        raise InputError(f"Столбца «{unknown[0][:60]}» в файле нет. Выберите из списка.")


def _ledger_row(row: Any, *, may_undo: bool) -> LedgerRow:
    same = (
        "import_id", "file_name", "sha256", "loaded_by", "started_at", "status", "undone_at", "is_demo", "rows_in",
        "loaded", "updated", "unchanged", "rejected",
    )  # fmt: skip
    named = {"source_code": row["code"], "source_name": row["name"], "is_typed": recent_entries.is_typed(row)}
    return LedgerRow(may_undo=may_undo, **named, **{name: row[name] for name in same})
