"""A temporary PostgreSQL cluster for the tests: one per run, shared by its workers, gone when the run is gone.

`Cluster.start` costs about two seconds, so the first test that asks for a database starts it, under a file lock.
A watchdog process holds the read end of a pipe whose write end lives in the run's main process: when that process ends,
however it ends, the watchdog stops the server and removes the folder.
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

VERSION = 15
FOLDER_VARIABLE = "MCU_TEST_CLUSTER"
DEBIAN_BINARIES = Path("/usr/lib/postgresql")
START_ATTEMPTS = 5
START_SECONDS = 60

# A crash of the machine may lose a test database: nothing is ever synced to the disk; no database lives to be tidied.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 100
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
timezone = 'UTC'
log_min_messages = warning
"""
_END_SESSIONS = sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}")


class ClusterError(RuntimeError):
    """The temporary cluster cannot be had; the message says why."""


@dataclass(frozen=True)
class Cluster:
    """A running server on 127.0.0.1 that trusts every local connection."""

    port: int

    def url(self, database: str) -> str:
        """SQLAlchemy URL of a database of this cluster."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template0") -> str:
        """Create a database with a random name, as a copy of `template` (used by nobody now); return the name.

        A connection to the template that a forgotten engine has not closed yet is ended: it would forbid the copy.
        """
        name = f"test_{uuid.uuid4().hex}"
        if template != "template0":
            self._execute(_END_SESSIONS.format(sql.Literal(template)))
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")  # by way of the log takes twice the work
        self._execute(made.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """URL of a database that is there as long as the context lasts."""
        name = self.create_database(template)
        yield self.url(name)
        self.drop_database(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, ending the connections that are still open to it."""
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        address = f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


def shared_cluster() -> Cluster:
    """The cluster of this run: started by whichever process asks first, found by the others."""
    folder = Path(os.environ[FOLDER_VARIABLE])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "port"
        if not known.exists():
            known.write_text(str(_start(folder / "data")), encoding="ascii")
        return Cluster(int(known.read_text(encoding="ascii")))


class Watchdog:
    """Owner of the cluster's folder in the run's main process; `close`, or that process's end, removes everything."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mcu-cluster-"))
        self.folder.chmod(0o711)  # the server's own user has to reach the data folder inside
        # A session of its own: Ctrl+C in the terminal ends the run, and only then the watchdog.
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, str(self.folder)], stdin=subprocess.PIPE, start_new_session=True
        )

    def close(self) -> None:
        """Stop the server if it was started, remove the folder and wait until that is done."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=START_SECONDS)


def _start(data: Path) -> int:
    data.mkdir()
    if os.geteuid() == 0:
        owner = _server_user()
        os.chown(data, owner.pw_uid, owner.pw_gid)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run("initdb", f"--pgdata={data}", *options)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write(CONFIGURATION)
    for _ in range(START_ATTEMPTS):
        port = _free_port()
        # Somebody may take the port in between: then the server ends at once, and another port is tried.
        if _run("pg_ctl", *_server(data), "--wait", f"--options=-p {port}", "start", check=False):
            return port
    raise ClusterError((data / "server.log").read_text(encoding="utf-8", errors="replace"))


def _server(data: Path) -> list[str]:
    return [f"--pgdata={data}", f"--log={data / 'server.log'}", f"--timeout={START_SECONDS}"]


def _run(program: str, *arguments: str, check: bool = True) -> bool:
    command = [str(_binaries() / program), *arguments]
    owner = _server_user() if os.geteuid() == 0 else None  # the server refuses to run as root
    # The server keeps its starter's output open, so that goes to a file and not to a pipe that would never end.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command,
            cwd="/",
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=[] if owner else None,
        )
        output.seek(0)
        if check and done.returncode != 0:
            raise ClusterError(f"{program}: {output.read()}")
    return done.returncode == 0


def _binaries() -> Path:
    debian = DEBIAN_BINARIES / str(VERSION) / "bin"
    if (debian / "postgres").exists():
        return debian
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise ClusterError(f"PostgreSQL {VERSION} is not installed; `bash tests/bootstrap.sh` installs it")
    return Path(elsewhere).resolve().parent


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop_and_remove(folder: Path) -> None:
    data = folder / "data"
    if (data / "postmaster.pid").exists():
        _run("pg_ctl", f"--pgdata={data}", "--mode=immediate", "--wait", "stop", check=False)
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)  # a process of the server was still writing


def _watch(folder: Path) -> None:
    sys.stdin.buffer.read()  # returns when the run's main process has closed its end or is gone
    _stop_and_remove(folder)


if __name__ == "__main__":
    _watch(Path(sys.argv[1]))
