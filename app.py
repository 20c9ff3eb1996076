"""The web application: wiring only, nothing imports it except its tests.

`create_app(settings)` gives a Dash application that several of may live in one process. `python app.py` prepares the
store on the first start and serves it with gunicorn until it is told to stop.
"""

import logging
import multiprocessing
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import dash
import flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from access import guard, person, scope
from access import settings as access_settings
from components import (
    account,
    address,
    boundary,
    content_policy,
    filter_bar,
    page_frame,
    received,
    refusals,
    search_box,
    shell,
)
from components.figures import ahead
from components.notices import bell
from components.static_files import StaticFiles, Wsgi
from data import backup, looking_after, memory, watching
from data import settings as settings_of
from data.commands import Parser, disk_explained
from data.errors import DamagedSnapshotError, MCUError, SettingsError
from data.metrics import stamp
from data.settings import ROOT, Settings
from data.snapshots import require_whole
from deeds import account_page, entries, files, last_filters, leave_demo, leave_demo_page, notices
from reports import api, discussion_download, download, hotspot_download, paper_download
from words import texts

ASSETS = ROOT / "assets"
PAGES = ROOT / "pages"
WORK_AHEAD = (sys.executable, "-m", "answers.hotspots.ahead")
_INTERNAL = ("/_dash", "/assets", "/api", "/export", "/_favicon")


def create_app(settings: Settings) -> dash.Dash:
    """An application over the store of `settings`.

    Asks the store for nothing: it may be created in a process that forks afterwards.
    """
    app = page_frame.Application(
        "app",
        assets_folder=str(ASSETS),
        pages_folder=str(PAGES),
        use_pages=True,
        assets_ignore=page_frame.IGNORED_FILES,
        assets_path_ignore=page_frame.IGNORED_FOLDERS,
        serve_locally=True,
        include_pages_meta=False,
        index_string=page_frame.index(ASSETS),
        title=texts.PRODUCT.format(name=settings.district.name),
        update_title="",
        on_error=boundary.handle,
        enable_mcp=False,
        add_log_handler=False,
    )
    app.enable_dev_tools(debug=False, dev_tools_disable_version_check=True)
    guard.install(app.server, settings.access)
    received.install(app)
    dash.register_page("not_found_404", path="/404", title=texts.NOT_FOUND, layout=shell.not_found)
    for page in dash.page_registry.values():
        page["layout"] = boundary.catch_errors(address.only_sense(page["layout"]))
    app.layout = lambda: shell.layout(_account())
    shell.register(app, scope.current, last_filters.keep)
    filter_bar.register(app)
    search_box.register(app, scope.current, _screens)
    bell.register(app, notices.bell)
    _register_routes(app.server)
    content_policy.install(app, _is_known)
    app.server.wsgi_app = _in_force(settings, StaticFiles(app.server.wsgi_app, ASSETS))
    _warm_up(app)
    return app


def _register_routes(server: flask.Flask) -> None:
    server.register_blueprint(api.blueprint(scope.current))
    of_files = (download, hotspot_download, discussion_download, paper_download)
    for one in (*of_files, files, entries, account_page, leave_demo_page, last_filters):
        server.register_blueprint(one.blueprint)
    server.add_url_rule("/healthz", view_func=_healthz)
    server.add_url_rule("/readyz", view_func=_readyz)
    server.add_url_rule("/_mcp", "no_mcp", lambda: flask.abort(404), methods=["GET", "POST", "DELETE"])
    refusals.register(server)


def _healthz() -> flask.Response:
    return flask.jsonify(status="ok")


def _readyz() -> tuple[flask.Response, int]:
    """Anybody may ask: the answer is one word, without number or day of the data."""
    try:
        stamp()
        require_whole(settings_of.current().snapshots)
    except DamagedSnapshotError:
        return flask.jsonify(status="damaged"), 503
    except MCUError:
        return flask.jsonify(status="not ready"), 503
    return flask.jsonify(status="ok"), 200


def _account() -> account.Account | None:
    """Whom the frame names; nobody while Dash makes the layout for itself."""
    found = person.current()
    if found is None:
        return None
    seen, is_demo = scope.current(), leave_demo.is_here(settings_of.current())
    may_leave = is_demo and leave_demo.may(found)
    opened = frozenset(["data"] * bool(seen.grants) + ["records"] * seen.may_open_records)
    rights, roles = frozenset(found.rights), ", ".join(found.role_labels)
    told = (roles, found.csrf, rights, seen.hides_small_cells, is_demo, may_leave, opened)
    return account.Account(found.full_name, *told, last_filters.own(), notices.bell())


def _screens() -> dict[str, str]:
    """Path → name of the screens that the navigation shows to whoever asks."""
    return {page["path"]: page["name"] for page in account.pages_of(_account())}


def _is_known(path: str) -> bool:
    pages = {page["path"] for page in dash.page_registry.values()} - {"/404"}
    return path in pages or path in guard.OWN or path.startswith(_INTERNAL)


def _in_force(settings: Settings, application: Wsgi) -> Wsgi:
    """Every request, static ones too, is answered under the application's own settings."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with settings_of.use(settings):
            return application(environ, start)

    return answer


def _warm_up(app: dash.Dash) -> None:
    """The first request sets Dash up. Made here, it can't race between threads, and callbacks of pages land in this
    application.
    """
    app.server.test_client().get("/healthz")
    app.validation_layout = page_frame.outline(app.validation_layout)  # type: ignore[assignment]
    app.csp_hashes()


class Server(BaseApplication):
    """gunicorn over an application made before the workers fork."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """One worker of eight threads; one line when the address answers, errors only after that."""
        address = f"http://{self._settings.host}:{self._settings.port}"
        options = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,  # a second holds all that is open once more and answers no sooner: docs/performance.md
            "worker_class": "gthread",
            "threads": 8,
            "preload_app": True,
            "timeout": 120,
            "graceful_timeout": 10,
            "keepalive": 30,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": lambda _: looking_after.begin(self._settings),
            "worker_exit": lambda _, __: looking_after.end(),
            "when_ready": lambda _: print(f"Откройте {address} (остановить — Ctrl+C)", flush=True),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, made once in the parent; the workers share its memory as long as nothing touches it."""
        made = create_app(self._settings).server
        ahead.draw()
        memory.keep_shared()
        return made


def prepare(settings: Settings) -> None:
    """Everything that must be there before the first screen: stores, demonstration data where nothing is and nobody has
    an account, snapshot, demonstration logins over demonstration data, map layers.
    """
    # Imported here: the workers never need the import of files, and start lighter without it.
    from access import demo_logins as offered
    from access import installation
    from access import store as access_store
    from data import publishing, store
    from data.store import territories
    from deeds import demo_logins
    from demo import bootstrap, papers
    from geo import layers

    installation.require(settings)  # before anything is made or migrated in what may be another's
    store.create(settings)
    access_store.create(settings)
    installation.name_keys(settings)
    try:
        if offered.why_never(settings) is None and bootstrap.ensure_demo(settings):
            papers.keep(settings)
        publishing.publish(settings)
        require_whole(settings.snapshots)
    except DamagedSnapshotError as error:  # screens say it too, and everything else works meanwhile
        print(error, file=sys.stderr)
    demo_logins.ensure(settings)
    layers.build(*territories.in_force(settings), settings.geo)


def _prepare_and_report(settings: Settings) -> None:
    from geo.errors import BoundaryError

    try:
        with settings_of.use(settings), disk_explained():
            prepare(settings)
    except (MCUError, BoundaryError) as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)


def _prepared_apart(settings: Settings) -> None:
    """`prepare` in a child process: open stores must not survive into the workers that gunicorn forks."""
    child = multiprocessing.get_context("fork").Process(target=_prepare_and_report, args=(settings,))
    child.start()
    child.join()
    if child.exitcode:
        sys.exit(child.exitcode if child.exitcode > 0 else 1)


def _require_free_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"Адрес {settings.host}:{settings.port} занят: возможно, программа уже запущена. "
                "Остановите её или задайте другой порт: MCU_PORT=8051 make run."
            ) from error


def _require_bundle() -> None:
    absent = page_frame.missing_files(ASSETS)
    if absent:
        raise SettingsError(f"Нет собранных файлов интерфейса ({', '.join(absent)}). Выполните: make setup.")


def main(told: Sequence[str] = ()) -> int:
    """Prepare and serve; 1 with a Russian sentence when that is impossible, 2 for words that the command has not."""
    about = "Подготовить хранилище и открыть программу. Настройки — переменные MCU_…, они описаны в README.md."
    Parser(prog="python app.py", description=about).parse_args(told)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        settings = replace(settings_of.load(), access=access_settings.load())
        _require_bundle()
        _require_free_port(settings)
        with disk_explained(), backup.lock_shared(settings):
            _prepared_apart(settings)
            with watching.after_publications(settings, WORK_AHEAD):
                Server(settings).run()
    except MCUError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
