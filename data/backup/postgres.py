"""The store on PostgreSQL: dumped and put back by PostgreSQL's own programs, counted by us.

The dump is taken from the very state whose rows were counted (an exported snapshot), and is read back row by row.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from data import store
from data.backup.contents import ASIDE
from data.backup.sqlite_file import VERSIONS, Contents
from data.errors import BackupError

_DEBIAN = Path("/usr/lib/postgresql")
_POLL_SECONDS = 0.2
_COPY = re.compile(rb'^COPY (?:"?\w+"?\.)?"?(\w+)"? .*FROM stdin;$')
_SCHEMA_PREFIX = ASIDE.replace("-", "_")


def dump(url: str, target: Path, progress: Callable[[int], None]) -> Contents:
    """Dump the database into a file and say what it held at that moment. progress: bytes written so far."""
    program = _program("pg_dump")
    with store.engine(url).connect() as connection:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            held = _contents(connection)
            moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            options = ["--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={moment}"]
            hidden = f"--exclude-schema={_SCHEMA_PREFIX}*"
            _run([program, *options, hidden, f"--file={target}", _address(url)], url, lambda: progress(_size(target)))
    return held


def count(dumped: Path) -> dict[str, int]:
    """Rows by table as they lie in a dump, by reading all of it; BackupError when it cannot be read to the end."""
    command = [_program("pg_restore"), "--data-only", "--file=-", str(dumped)]
    with tempfile.TemporaryFile() as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors) as process:
            assert process.stdout is not None
            rows = _count(process.stdout)
        if process.returncode:
            raise BackupError("Копия базы PostgreSQL не читается: pg_restore отказался. Возьмите другую копию.")
    return rows


def _count(lines: Iterable[bytes]) -> dict[str, int]:
    rows: dict[str, int] = {}
    table = ""
    for line in lines:
        if table:
            if line == b"\\.\n":
                table = ""
            else:
                rows[table] += 1
        elif match := _COPY.match(line.rstrip(b"\n")):
            table = match[1].decode()
            rows[table] = 0
    return rows


def is_empty(url: str) -> bool:
    """Whether the database holds no table in the schema the program would use."""
    with store.engine(url).connect() as connection:
        return not sa.inspect(connection).get_table_names()


def require_idle(url: str) -> None:
    """BackupError while an import or another writer works in the database."""
    with store.engine(url).connect() as connection:
        taken = connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({store.WRITERS})").scalar_one()
        if not taken:
            raise BackupError("В базу сейчас идёт загрузка. Дождитесь её конца, остановите программу и повторите.")
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({store.WRITERS})")


def put_back(url: str, dumped: Path, stamp: str, progress: Callable[[], None]) -> str | None:
    """Fill the database from a dump, in one transaction; returns the schema into which former tables were moved.

    When the dump is refused, the former tables get their place back.
    """
    program = _program("pg_restore")
    aside = None if is_empty(url) else _SCHEMA_PREFIX + re.sub(r"\W", "_", stamp)
    if aside:
        _change(url, f"ALTER SCHEMA public RENAME TO {aside}", *_NEW_SCHEMA)
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    try:
        _run([program, *options, f"--dbname={_address(url)}", str(dumped)], url, progress)
    except BackupError:
        if aside:
            _change(url, "DROP SCHEMA public", f"ALTER SCHEMA {aside} RENAME TO public")
        raise
    return aside


_NEW_SCHEMA = (
    # As PostgreSQL makes it in a new database: the next dump then has nothing to say about it.
    "CREATE SCHEMA public",
    "ALTER SCHEMA public OWNER TO pg_database_owner",
    "GRANT USAGE ON SCHEMA public TO PUBLIC",
    "COMMENT ON SCHEMA public IS 'standard public schema'",
)


def _change(url: str, *statements: str) -> None:
    with store.engine(url).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def as_backup_error(doing: str) -> Iterator[None]:
    """Turn a database that does not answer into BackupError."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise BackupError(
            f"{doing}: PostgreSQL не отвечает или отказал ({type(error.orig).__name__}). Проверьте, что он запущен."
        ) from error


def _contents(connection: sa.Connection) -> Contents:
    names = sorted(sa.inspect(connection).get_table_names())
    rows = {
        name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one() for name in names
    }
    if "alembic_version" not in rows:
        raise BackupError("Хранилища в базе ещё нет. Выполните: python -m data create.")
    versions = {
        name: str(connection.execute(sa.select(sa.text("version_num")).select_from(sa.table(name))).scalar())
        for name in VERSIONS
        if name in rows
    }
    change_no = connection.exec_driver_sql("SELECT max(change_no) FROM changes").scalar()
    return Contents(rows, versions, int(change_no or 0))


def _program(name: str) -> str:
    """The newest of Debian's versions: its wrapper in the path picks one by local clusters, not by the server asked."""
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]), reverse=True)
    program = str(found[0]) if found else shutil.which(name)
    if program is None:
        raise BackupError(
            f"Нет программы {name}: хранилище на PostgreSQL копирует она. Установите пакет postgresql-client "
            "(версии не старше сервера) и повторите."
        )
    return program


def _address(url: str) -> str:
    """The libpq address without the password: other users of the machine can read command lines."""
    parsed = sa.make_url(url).set(drivername="postgresql")
    return sa.URL.create(
        "postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, parsed.query
    ).render_as_string()


def _run(command: list[str], url: str, tick: Callable[[], None]) -> None:
    password = sa.make_url(url).password
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {}) | {"LC_MESSAGES": "C"}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=errors, env=environment) as process:
            while True:
                try:
                    process.wait(_POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    tick()
        errors.seek(0)
        if process.returncode:
            raise BackupError(_refused(Path(command[0]).name, errors.read()))


def _refused(program: str, said: str) -> str:
    if "No space left" in said:
        return "На диске кончилось место, работа прервана. Освободите место и повторите."
    if "server version" in said:
        return f"Программа {program} старше сервера PostgreSQL. Установите postgresql-client версии сервера."
    # Its words may quote a row of the table: only what kind of refusal it was is told.
    kind = re.search(r"(permission denied|connection to server|already exists|authentication failed)", said)
    why = kind[1] if kind else "причина неизвестна"
    return f"Программа {program} отказала ({why}). Проверьте базу и права и повторите."


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
