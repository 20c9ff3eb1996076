"""Every way a store, a folder, keys and demonstration can meet: the program serves one installation or refuses.

The combinations are made by copying pieces of two installations, of which one is kept at two moments. The store lies
apart from the folder, as PostgreSQL does; what is expected is told from the pieces, not from the program.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import pytest
import sqlalchemy as sa

import app
from access import store as access_store
from data import metrics, store
from data.errors import MCUError
from data.filters import Filters
from data.metrics import register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import numbers, publish, read_manifest
from data.store import tables
from deeds import accounts, demo_logins
from demo import bootstrap
from etl.load import load
from geo import layers
from tests import stores
from tests.etl.conftest import HEADER

STORES = ("own", "earlier", "another", "new", "lost")
FOLDERS = ("own", "earlier", "another", "lost")
KEYS = ("own", "another", "mixed", "lost")
"""mixed: the key of pseudonyms is the own one, the key of accounts another's."""
KINDS = ("real", "demonstration")
EVER = Filters(period="all")
KEY_FILES = ("pseudonym.key", "access.key")


@dataclass(frozen=True)
class Combination:
    """What meets: the store, the folder with snapshots and accounts, the keys, and what the installations hold."""

    store: str
    folder: str
    keys: str
    kind: str

    @property
    def is_answered_by_refusal(self) -> bool:
        """Whether the pieces cannot belong to one installation."""
        holds_people = self.store in ("own", "earlier", "another")
        owner = {"own": "here", "earlier": "here", "another": "there"}
        pseudonyms, accounts = {
            "own": ("here", "here"), "another": ("there", "there"), "mixed": ("here", "there"), "lost": ("", ""),
        }[self.keys]  # fmt: skip
        wrong_pseudonyms = holds_people and pseudonyms != owner[self.store]
        wrong_accounts = self.folder != "lost" and accounts != owner[self.folder]
        return wrong_pseudonyms or wrong_accounts or not self._snapshots_fit

    @property
    def _snapshots_fit(self) -> bool:
        fits = {"own": {"own", "earlier"}, "earlier": {"earlier"}, "another": {"another"}}
        return self.folder == "lost" or self.folder in fits.get(self.store, set())


COMBINATIONS = [Combination(*chosen) for chosen in product(STORES, FOLDERS, KEYS, KINDS)]


def _rows(first: int, count: int, who: str, *, is_demo: bool) -> str:
    lines = ["Демонстрационные данные"] if is_demo else []
    lines.append(";".join(HEADER))
    lines += [
        f"{i};{1 + i % 27:02d}.02.2026 10:00;{who} вопрос {i};Отсутствие воды;Сообщение;"
        f"Администрация Аскизского района;На исполнении;;село Бельтирское;;Заявитель {i}"
        for i in range(first, first + count)
    ]
    return "\n".join(lines) + "\n"


def _make(folder: Path, who: str, counts: tuple[int, ...], *, is_demo: bool) -> None:
    """An installation, kept at every moment of its growth as folder/0, folder/1, …"""
    made = Settings(var=folder / "now" / "var", store_url=f"sqlite:///{folder / 'now' / 'store.sqlite'}")
    made.var.mkdir(parents=True)
    with use(made):
        store.create(made)
        access_store.create(made)
        accounts.create(made, "petrova", "Петрова", ["administrator"], password="Длинный-пароль-2026")
        first = 1
        for moment, count in enumerate(counts):
            file = folder / f"{moment}.csv"
            file.write_text(_rows(first, count, who, is_demo=is_demo), encoding="utf-8")
            load(file, made, is_demo=is_demo)
            publish.publish(made)
            first += count
            store.engine(made.store_url).dispose()
            store.engine(access_store._own(made).store_url).dispose()
            shutil.copytree(folder / "now", folder / str(moment))


@pytest.fixture(scope="module", params=KINDS)
def pieces(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Path]]:
    """The installations that are taken apart, by name of the piece."""
    folder = tmp_path_factory.mktemp("pieces")
    is_demo = request.param == "demonstration"
    _make(folder / "here", "Местный", (4, 3), is_demo=is_demo)
    _make(folder / "there", "Дальний", (5, 6), is_demo=is_demo)
    return request.param, {
        "own": folder / "here" / "1",
        "earlier": folder / "here" / "0",
        "another": folder / "there" / "1",
    }


def _assemble(chosen: Combination, pieces: dict[str, Path], place: Path) -> Settings:
    made = Settings(var=place / "var", store_url=f"sqlite:///{place / 'store' / 'store.sqlite'}")
    (place / "store").mkdir(parents=True)
    if chosen.folder == "lost":
        made.var.mkdir()
    else:
        shutil.copytree(pieces[chosen.folder] / "var", made.var)
    if chosen.store in pieces:
        for file in pieces[chosen.store].glob("store.sqlite*"):
            shutil.copy2(file, place / "store")
    elif chosen.store == "new":
        stores.create(made)
    for name in KEY_FILES:
        (made.var / name).unlink(missing_ok=True)
        if chosen.keys != "lost":
            whose = chosen.keys if chosen.keys != "mixed" else "own" if name == "pseudonym.key" else "another"
            shutil.copy2(pieces[whose] / "var" / name, made.var / name)
    return made


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the start did that takes long: nothing is loaded, it is only told."""
    did: list[str] = []
    monkeypatch.setattr(bootstrap, "load_demo", lambda _settings: did.append("demonstration"))
    monkeypatch.setattr(layers, "build", lambda *_: None)
    yield did


def _held(settings: Settings) -> tuple[int, list[int]]:
    """Records in the store and numbers of snapshots in the folder."""
    if not store.is_there(settings):
        return 0, numbers(settings.snapshots)
    with store.reading(settings) as connection:
        count = connection.execute(sa.select(sa.func.count()).select_from(tables.records)).scalar_one()
    return count, numbers(settings.snapshots)


def test_there_are_so_many_combinations() -> None:
    assert len(COMBINATIONS) == len(set(COMBINATIONS)) == 160
    refused = [one for one in COMBINATIONS if one.is_answered_by_refusal]
    assert 0 < len(refused) < 160


@pytest.mark.parametrize("where", list(product(STORES, FOLDERS, KEYS)), ids="-".join)
def test_a_combination_is_one_installation_or_refused_in_words(
    where: tuple[str, str, str], pieces: tuple[str, dict[str, Path]], tmp_path: Path, started: list[str]
) -> None:
    kind, parts = pieces
    chosen = Combination(*where, kind)
    settings = _assemble(chosen, parts, tmp_path)
    before = _held(settings)
    with use(settings):
        try:
            app.prepare(settings)
        except MCUError as error:
            assert chosen.is_answered_by_refusal, str(error)
            assert len(str(error)) > 40 and "Traceback" not in str(error)
            assert _held(settings) == before and not started, "a refusal changes nothing"
            _asks_nothing_of_another(settings)
        else:
            assert not chosen.is_answered_by_refusal, "pieces of two installations were put together"
            _is_of_one_piece(chosen, settings, before, started)
    store.engine(settings.store_url).dispose()
    store.engine(access_store._own(settings).store_url).dispose()


def _is_of_one_piece(
    chosen: Combination, settings: Settings, before: tuple[int, list[int]], started: list[str]
) -> None:
    count, had = before
    if chosen.store in ("new", "lost"):
        assert started == ["demonstration"] and chosen.folder == "lost"
        return
    found = register.page(EVER, EVERYTHING)
    who = "Дальний" if chosen.store == "another" else "Местный"
    assert metrics.query(["records"], (), EVER, EVERYTHING)["records"].tolist() == [count] == [found.total]
    assert all(who in text for text in found.frame["text"])
    assert metrics.stamp().is_demo == demo_logins.is_demonstration(settings) == (chosen.kind == "demonstration")
    known = numbers(settings.snapshots)
    assert set(had) <= set(known), "no snapshot is lost"
    given = {"own": 2, "earlier": 1, "another": 2}[chosen.store]
    assert max(known) >= given and (had or max(known) > given), "a number is never given again"
    assert read_manifest(settings.snapshots, max(known)).generation


def _asks_nothing_of_another(settings: Settings) -> None:
    """Without a start nothing of another installation is told either: no text of other records."""
    for number in numbers(settings.snapshots):
        try:
            shown = register.page(replace(EVER, snapshot=number), EVERYTHING).frame
        except MCUError:
            continue
        manifest = read_manifest(settings.snapshots, number)
        with store.reading(settings) as connection:
            own = dict(connection.execute(sa.select(tables.installation.c.name, tables.installation.c.value)).all())
        assert own["store_id"] == manifest.store_id and len(shown)
