"""New stores as copies of one made by the real `data.store.create`, which takes longer than most tests that need it;
installations as copies of one that was filled once.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from access import store as access_store
from data import store
from data.settings import Settings, use
from data.store import territories
from geo import layers
from tests.postgres import FOLDER_VARIABLE, Cluster, shared_cluster


def create(settings: Settings) -> None:
    """As `data.store.create`; a file that is not there yet is copied instead of being made anew."""
    url = sa.make_url(settings.store_url)
    file = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or file.exists():
        store.create(settings)
        return
    settings.var.mkdir(parents=True, exist_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_file(), file)


@cache
def _file() -> Path:
    """An SQLite store without records, one per process."""
    folder = _folder("mcu-store-")
    made = Settings(var=folder, store_url=f"sqlite:///{folder / 'made.sqlite'}")
    store.create(made)
    with store.engine(made.store_url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.execute("VACUUM INTO ?", (str(folder / "copied.sqlite"),))
    store.engine(made.store_url).dispose()
    return folder / "copied.sqlite"


@contextmanager
def known(settings: Settings, what: str) -> Iterator[bool]:
    """Whether the installation has become a copy of one in which the same was done; otherwise it is done inside, and
    kept the second time. PostgreSQL, a store outside of its folder and a folder with anything in it are never copied.
    """
    url = sa.make_url(settings.store_url)
    file = Path(url.database or "")
    is_new = url.get_backend_name() == "sqlite" and not (settings.var.exists() and any(settings.var.iterdir()))
    if not is_new or file.parent != settings.var:
        yield False
        return
    key = f"{file.name} {what}"
    kept = _KEPT.get(key)
    if kept:
        shutil.copytree(kept, settings.var, dirs_exist_ok=True)
    yield bool(kept)
    if kept is None:
        _KEPT[key] = None if key not in _KEPT else _keep(settings)


_KEPT: dict[str, Path | None] = {}
"""What was done in an installation → its folder; None when it was done once."""


def _keep(settings: Settings) -> Path:
    store.engine(settings.store_url).dispose()
    return shutil.copytree(settings.var, _folder("mcu-kept-"), dirs_exist_ok=True)


def _folder(prefix: str) -> Path:
    """A new folder that goes with the run, however it ends: its watchdog removes it with the cluster."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=os.environ.get(FOLDER_VARIABLE)))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def once(name: str, make: Callable[[Settings], None], var: Path) -> Settings:
    """An installation in a folder, a copy of the one that whichever process of the run asked first has made."""
    shutil.copytree(_made_once(name, make), var, dirs_exist_ok=True)
    return Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")


def add_screens(settings: Settings) -> None:
    """What screens ask for beside the store: accounts without anybody and the layers of the maps."""
    made = _made_once("screens", _screens)
    for path in made.rglob("*"):
        own = settings.var / path.relative_to(made)
        if path.is_file() and not own.exists():  # the key of pseudonyms may be there, and the store knows it
            own.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, own)


def _made_once(name: str, make: Callable[[Settings], None]) -> Path:
    folder = Path(os.environ[FOLDER_VARIABLE]) / f"once-{name}"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            var = folder.with_suffix(".made")
            var.mkdir()
            made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
            with use(made):
                make(made)
            for file in (made.store_url, f"sqlite:///{var / access_store.FILE}"):
                store.engine(file).dispose()  # the journals go into the files
            var.rename(folder)
    return folder


def _screens(settings: Settings) -> None:
    access_store.create(settings)
    layers.build(*territories.in_force(settings), settings.geo)


def template(cluster: Cluster) -> str:
    """Name of a database of this cluster with a store without records, made by whichever process asks first."""
    folder = Path(os.environ[FOLDER_VARIABLE])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "template"
        if not known.exists():
            name = cluster.create_database()
            store.create(Settings(var=folder / "template-var", store_url=cluster.url(name)))
            store.engine(cluster.url(name)).dispose()  # nobody may use a database that is copied
            known.write_text(name, encoding="ascii")
        return known.read_text(encoding="ascii")


ENGINES = ("sqlite", "postgresql")


@contextmanager
def installation(kind: str, var: Path) -> Iterator[Settings]:
    """A new installation on one of ENGINES; a database of PostgreSQL goes with the context, files stay."""
    if kind == "sqlite":
        made = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
        create(made)
        yield made
        store.engine(made.store_url).dispose()
        return
    cluster = shared_cluster()
    var.mkdir(parents=True, exist_ok=True)
    with cluster.database(template(cluster)) as url:
        yield Settings(var=var, store_url=url)
        store.engine(url).dispose()


@contextmanager
def copied(made: Settings, var: Path) -> Iterator[Settings]:
    """An installation like another that nobody writes to now: its store, snapshots and keys."""
    store.engine(made.store_url).dispose()  # SQLite's journal goes into the file, PostgreSQL copies what nobody uses
    shutil.copytree(made.var, var, dirs_exist_ok=True)
    url = sa.make_url(made.store_url)
    if url.get_backend_name() == "sqlite":
        own = var / Path(url.database or "").relative_to(made.var)
        yield replace(made, var=var, store_url=f"sqlite:///{own}")
        store.engine(f"sqlite:///{own}").dispose()
        return
    with shared_cluster().database(url.database or "") as address:
        yield replace(made, var=var, store_url=address)
        store.engine(address).dispose()
