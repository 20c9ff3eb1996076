"""What every test may ask for: a database of either kind, a browser that records what it asks the network for.

Fixtures that know more of the program (a loaded store, a served application) live with the tests of their room.
"""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from argon2 import PasswordHasher

from access import passwords
from data.settings import Settings
from tests import attacks, compiling, grouping, memory, statements, stores, time_limit
from tests.postgres import FOLDER_VARIABLE, Cluster, Watchdog, shared_cluster

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
# How long an example takes says more of the machine's other work than of the program.
hypothesis.settings.register_profile("program", deadline=None)
hypothesis.settings.register_profile("check", deadline=None)  # see `_try_few`
hypothesis.settings.load_profile("program")
FEW = 5
"""Examples of a property in `make check`."""
DEAR = {
    "durability": (
        "durability/", "data/snapshots/test_month_files", "data/snapshots/test_verify", "data/store/test_identity",
        "data/test_backup", "etl/desk/test_turns", "etl/test_text_workers",
    ),
    "fuzz": (
        "security/test_contract", "security/test_files", "security/test_injection", "security/test_sizes",
        "security/test_scope_of", "security/test_anonymous", "security/test_small_numbers", "security/test_intake",
        "security/test_erasing", "etl/dirty/test_dirty", "etl/test_bad_input", "etl/test_plain_path",
        "pages/test_forged_values",
    ),
    "trial": (
        "analysis/forecast/test_backtest", "analysis/forecast/test_command", "answers/hotspots/test_list",
        "answers/hotspots/test_searched", "answers/hotspots/test_views", "answers/polls/test_priorities",
        "answers/roadmaps/test_effect", "answers/roadmaps/test_writing", "bench/test_facts", "bench/test_peers",
        "bench/test_varied", "bench/trials", "data/decisions/test_signals", "data/metrics/test_behind",
        "data/metrics/test_both_engines", "data/metrics/tiles/test_apart", "data/metrics/tiles/test_build",
        "data/metrics/tiles/test_completeness", "data/snapshots/test_edited_months", "data/snapshots/test_known_then",
        "data/terms/test_deadline_properties", "demo/test_conduct", "demo/test_layouts", "demo/test_papers",
        "demo/test_recommended", "demo/test_roadmaps", "demo/test_truths", "demo/test_write",
        "etl/test_files_of_an_earlier_release", "etl/test_known_rows", "pages/test_every_view", "pages/test_first_look",
        "pages/test_hotspots", "pages/test_one_answer", "reports/test_notices", "reports/weekly/test_shortening",
        "test_contributing",
    ),
    "whole": (
        "data/metrics/test_newest", "data/store/search/test_index", "deeds/test_demo_logins", "deeds/test_first_steps",
        "deeds/test_leave_demo", "etl/desk/test_child", "etl/discussions/test_load", "etl/reading/test_cache",
        "etl/reading/test_table", "etl/test_cases", "etl/test_clocks_of_files", "etl/test_identity",
        "etl/test_leave_demo", "etl/test_recipient_learning", "etl/test_reply_readings", "geo/test_child_process",
        "geo/test_importing", "pages/test_addresses", "pages/test_links", "pages/test_loading", "pages/test_materials",
        "pages/test_note", "pages/test_reference_topics", "pages/test_reference_words", "pages/test_roadmaps",
        "pages/test_slides", "pages/test_surveys", "reports/documents/test_archival", "reports/documents/test_files",
        "reports/mail/test_deliver", "reports/mail/test_note", "reports/test_materials", "reports/test_paper_download",
        "reports/test_papers", "reports/weekly/test_odd_weeks", "reports/weekly/test_since", "security/test_traces",
    ),
}  # fmt: skip
"""Marker → beginnings of the paths of dear tests: `make test` runs them, `make check` does not."""
WATCHDOG = pytest.StashKey[Watchdog]()

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # the sandbox cannot start under root, which CI is
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--num-raster-threads=1",  # pictures are small
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A request to another host is recorded by the test and still goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


WINDOW: "ViewportSize" = {"width": 1280, "height": 800}


def _is_main_process(config: pytest.Config) -> bool:
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Prepare the count of attacks and the place of the temporary cluster; nothing is started until a test asks."""
    attacks.install(config)
    statements.share()
    gc.disable()  # until everything is collected: see `pytest_collection_finish`
    # Every worker would compile the tests anew, every process that a test starts the program.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if _is_main_process(config):
        memory.use()
        config.stash[WATCHDOG] = Watchdog()
        os.environ[FOLDER_VARIABLE] = str(config.stash[WATCHDOG].folder)  # workers inherit it


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the temporary cluster and remove its files."""
    watchdog = config.stash.get(WATCHDOG, None)
    if watchdog is not None:
        watchdog.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """No fixture waits for ever."""
    with time_limit.ended(item):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """No test waits for ever."""
    with time_limit.ended(item):
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share something go to one worker."""
    return grouping.ByWhatIsShared(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they use and prove, so that `make check`, or a machine without PostgreSQL, runs the rest."""
    few = config.getoption("hypothesis_profile") == "check"
    for item in items:
        for marker in _dear(item.path):
            item.add_marker(marker)
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.browser)
        values = getattr(getattr(item, "callspec", None), "params", {}).values()
        if "postgres" in fixtures or "postgresql" in values:
            item.add_marker(pytest.mark.postgres)
        if few:
            _try_few(getattr(item, "obj", None))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of which a run leaves out every test is not even read: each process would import it."""
    is_needless = bool(left_out(config.option.markexpr).intersection(_dear(collection_path)))
    return (is_needless and collection_path.is_file()) or None


def left_out(expression: str) -> set[str]:
    """Markers that «not … and not …» leaves out; none for an expression of another kind."""
    parts = [part.split() for part in expression.split(" and ")]
    is_plain = all(len(part) == 2 and part[0] == "not" for part in parts)
    return {marker for _, marker in parts} if is_plain else set()


@cache
def _dear(path: Path) -> list[str]:
    place = path.relative_to(ROOT / "tests").as_posix()
    return [marker for marker, places in DEAR.items() if place.startswith(places)]


def _try_few(function: Any) -> None:
    """No more examples of a property than `FEW`, whatever the test asks for."""
    if hypothesis.is_hypothesis_test(function):
        asked = function._hypothesis_internal_use_settings
        few = hypothesis.settings(asked, max_examples=min(asked.max_examples, FEW))
        function._hypothesis_internal_use_settings = few


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Before anything is collected; see `tests.compiling`."""
    compiling.begin_elsewhere(session.config)


def pytest_collection_finish() -> None:
    """Nothing that collection made is looked through for garbage again: a fifth of the run went into that.

    What tests make is collected as before, only after more of it.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(5_000, 10, 10)


def pytest_sessionfinish() -> None:
    """Leave the interpreter as it ends otherwise: extensions tell of what is frozen as if it had leaked."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """argon2id with the least work: what a hash costs is tested by the program's own hasher."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Reference material beside the repository; tests that read it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"the folder {SHARED} with reference files is absent")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Cluster:
    """The temporary PostgreSQL cluster of this run, shared by all workers."""
    return shared_cluster()


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """SQLAlchemy URL of an empty PostgreSQL database of this test alone."""
    with postgres.database() as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """SQLAlchemy URL of an SQLite file of this test alone, not created yet."""
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """URL of an empty store of each kind in turn: the test runs twice."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a store without records of each kind in turn, as `data.store.create` leaves it."""
    if request.param == "sqlite":
        url = str(request.getfixturevalue("sqlite_url"))
        stores.create(Settings(var=tmp_path, store_url=url))
        yield url
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database(stores.template(cluster)) as url:
        yield url


@pytest.fixture
def read_here() -> Iterator[None]:
    """Good files are read in this process while the test runs; see `tests.read_here`."""
    from tests.read_here import without_child

    with without_child():
        yield


@pytest.fixture
def work_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of «Загрузка» are done at once and in this process; that each is one of its own is proved without this."""
    from etl.desk import child, jobs, turns

    def done(folder: jobs.Folder, settings: Settings) -> None:
        monkeypatch.setattr(child.settings, "load", lambda: settings)
        child.main(str(folder.path))

    monkeypatch.setattr(turns, "start", done)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, headless; one per worker."""
    from playwright.sync_api import sync_playwright

    # The same engine either way; the shell has no windows of its own to draw, which saves a quarter of the time.
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if executable is None:
        pytest.fail("Chromium is not installed; `bash tests/bootstrap.sh` installs it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def requests_seen() -> list[str]:
    """URLs of everything the test's browser pages asked for, WebSockets included, in order."""
    return []


@pytest.fixture
def console_errors() -> list[str]:
    """Errors the test's browser pages wrote to the console or threw, in order."""
    return []


@pytest.fixture(scope="session")
def profile(browser: "Browser") -> "Iterator[BrowserContext]":
    """The browser profile of a reader in the district: Russian, Asia/Krasnoyarsk, 1280×800, nothing moves on its own.

    One per worker: what it keeps from test to test is the cache of the program's scripts, which take longer to fetch
    and to compile than most screens to draw.
    """
    made = browser.new_context(
        locale="ru-RU",
        timezone_id="Asia/Krasnoyarsk",
        viewport=WINDOW,
        accept_downloads=True,
        reduced_motion="reduce",
    )
    yield made
    made.close()


class Tab:
    """The one page of a worker's browser that its tests use in turn: a new one starts a process, which compiles the
    program's scripts again.
    """

    def __init__(self, profile: "BrowserContext") -> None:
        self._profile = profile
        self.page = profile.new_page()

    def empty(self) -> None:
        """As a new page: no address, no history, no storage of its own; the size and the looks are the profile's."""
        if self.page.is_closed():
            self.page = self._profile.new_page()
            return
        if self.page.url.startswith("http"):
            self.page.evaluate("() => sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.set_viewport_size(WINDOW)
        self.page.emulate_media(media="null", color_scheme="light")
        session = self._profile.new_cdp_session(self.page)
        session.send("Page.resetNavigationHistory")
        session.detach()


@pytest.fixture(scope="session")
def worker_tab(profile: "BrowserContext") -> Tab:
    """See `tab`."""
    return Tab(profile)


@pytest.fixture
def context(
    profile: "BrowserContext", worker_tab: Tab, requests_seen: list[str], console_errors: list[str]
) -> "Iterator[BrowserContext]":
    """That profile without pages but the one of `tab`, cookies and anything a page has stored."""
    listeners: dict[Any, Any] = {
        "request": lambda request: requests_seen.append(request.url),
        "page": lambda page: page.on("websocket", socket),
        "console": lambda message: console_errors.append(message.text) if message.type == "error" else None,
        "weberror": lambda error: console_errors.append(str(error.error)),
    }

    def socket(opened: Any) -> None:
        requests_seen.append(opened.url)

    for event, listener in listeners.items():
        profile.on(event, listener)
    worker_tab.page.on("websocket", socket)
    yield profile
    worker_tab.page.remove_listener("websocket", socket)
    _forget(
        profile,
        worker_tab,
        {f"{url.scheme}://{url.netloc}" for url in map(urlsplit, requests_seen) if url.scheme == "http"},
    )
    for event, listener in listeners.items():
        profile.remove_listener(event, listener)


def _forget(profile: "BrowserContext", tab: Tab, origins: set[str]) -> None:
    """Close the other pages and clear what all have stored; the cache stays."""
    tab.empty()
    for page in profile.pages:
        if page is not tab.page:
            page.close()
    session = profile.new_cdp_session(tab.page)
    for origin in origins:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb"})
    session.detach()
    profile.clear_cookies()
    profile.clear_permissions()


@pytest.fixture
def tab(context: "BrowserContext", worker_tab: Tab) -> "Page":
    """An empty page of a clean profile; see `requests_seen` and `console_errors`."""
    return worker_tab.page


@pytest.fixture
def page(tab: "Page") -> "Page":
    """The same; a room's own `page` has somebody signed in."""
    return tab
