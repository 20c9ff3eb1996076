"""Installations that may be copied, a disk that can be filled, a PostgreSQL that can be stopped."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from data import store
from data.settings import Settings, use
from data.snapshots import publish
from tests import stores
from tests.etl.conftest import pos_file  # noqa: F401  (a fixture)
from tests.postgres import Cluster, Watchdog, _run, _server, _start

MEGABYTE = 1 << 20
Copy = Callable[[Settings], Settings]


@pytest.fixture(params=stores.ENGINES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty installation on SQLite and on PostgreSQL."""
    with stores.installation(request.param, tmp_path / "home" / "var") as made, use(made):
        yield made


@pytest.fixture
def copied(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Copy]:
    """Makes a copy of an installation, store included, that can be spoilt."""
    databases: list[str] = []

    def copy(original: Settings) -> Settings:
        place = tmp_path / f"copy{len(list(tmp_path.glob('copy*')))}"
        store.engine(original.store_url).dispose()
        shutil.copytree(original.var, place)
        if original.store_url.startswith("sqlite"):
            return Settings(var=place, store_url=f"sqlite:///{place / 'store.sqlite'}")
        cluster: Cluster = request.getfixturevalue("postgres")
        databases.append(cluster.create_database(template=original.store_url.rpartition("/")[2]))
        return Settings(var=place, store_url=cluster.url(databases[-1]))

    yield copy
    for name in databases:
        request.getfixturevalue("postgres").drop_database(name)


@dataclass
class Disk:
    """A small disk of its own."""

    folder: Path

    def fill(self, *, leaving: int) -> None:
        """Write ballast until only so many bytes are left."""
        free = shutil.disk_usage(self.folder).free
        (self.folder / ".ballast").write_bytes(bytes(max(0, free - leaving)))

    def free(self) -> None:
        """Remove the ballast."""
        (self.folder / ".ballast").unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 24 MB; the test is skipped where it may not be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can be mounted by the superuser only")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let a small disk be mounted")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def disk_home(disk: Disk) -> Iterator[Settings]:
    """An installation with an embedded store on the small disk."""
    var = disk.folder / "var"
    with use(Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")) as made:
        store.create(made)
        publish.publish(made)
        yield made
        store.engine(made.store_url).dispose()


@dataclass(frozen=True)
class OwnCluster:
    """A PostgreSQL of one file of tests, to be stopped and started on the same port."""

    data: Path
    port: int

    def new_url(self) -> str:
        """An empty database."""
        cluster = Cluster(self.port)
        return cluster.url(cluster.create_database())

    def stop(self) -> None:
        """End every connection now. Not by a crash: this cluster never syncs, and would lose what was committed."""
        assert _run("pg_ctl", *_server(self.data), "--wait", "--mode=fast", "stop")

    def start(self) -> None:
        """Start again and wait until it answers."""
        assert _run("pg_ctl", *_server(self.data), "--wait", f"--options=-p {self.port}", "start")
        for _ in range(100):
            try:
                psycopg.connect(f"host=127.0.0.1 port={self.port} user=postgres dbname=postgres").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.1)


@pytest.fixture(scope="module")
def own_cluster() -> Iterator[OwnCluster]:
    """A cluster that nobody else uses; its watchdog stops it, however the run ends."""
    watchdog = Watchdog()
    try:
        port = _start(watchdog.folder / "data")
        yield OwnCluster(watchdog.folder / "data", port)
    finally:
        watchdog.close()
