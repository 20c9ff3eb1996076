"""PostgreSQL stopped and started while people work: readers notice nothing, the rest is told in Russian, and nobody has
to restart the program.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

import app as wiring
from access import sessions
from access import store as access_store
from access.cookies import SESSION
from access.tables import users
from data import store
from data.errors import StoreError
from data.filters import Filters
from data.metrics import query, register
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from deeds import accounts
from etl.load import load
from tests.durability.conftest import OwnCluster
from tests.etl.conftest import WriteFile, dump, rows

EVER = Filters(period="all")


@pytest.fixture
def served(own_cluster: OwnCluster, tmp_path: Path, pos_file: WriteFile) -> Iterator[Settings]:
    """An installation on a PostgreSQL of its own, with one snapshot."""
    with use(Settings(var=tmp_path / "var", store_url=own_cluster.new_url())) as made:
        store.create(made)
        load(pos_file("a.csv", rows(20)), made)
        publish.publish(made)
        yield made
        store.engine(made.store_url).dispose()


class Load:
    """Readers and a writer that go on working whatever happens, and note what they were answered."""

    def __init__(self, settings: Settings, works: dict[str, Callable[[], object]]) -> None:
        self._settings, self._works = settings, works
        self._stop = threading.Event()
        self.answers: dict[str, list[object]] = {name: [] for name in works}
        self._threads = [threading.Thread(target=self._go, args=item) for item in works.items()]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _go(self, name: str, work: Callable[[], object]) -> None:
        with use(self._settings):
            while not self._stop.is_set():
                try:
                    self.answers[name].append(work())
                except StoreError as error:
                    self.answers[name].append(str(error))
                self._stop.wait(0.02)

    def wait_for(self, name: str, wanted: Callable[[object], bool]) -> None:
        """Until a new answer is as wanted; gives up after about a minute."""
        start = len(self.answers[name])
        for _ in range(3000):
            if any(wanted(answer) for answer in self.answers[name][start:]):
                return
            self._stop.wait(0.02)
        raise AssertionError(f"{name} never answered as wanted: {self.answers[name][-3:]}")


def test_readers_work_on_and_everything_else_recovers_by_itself(
    served: Settings, own_cluster: OwnCluster, pos_file: WriteFile
) -> None:
    application = wiring.create_app(served)
    client = application.server.test_client()
    more = pos_file("b.csv", rows(25))

    def read() -> object:
        return query(["records", "open"], ["day"], EVER, EVERYTHING)["records"].sum()

    def look() -> object:
        return len(register.page(EVER, EVERYTHING).frame)

    def ready() -> object:
        return client.get("/healthz").status_code

    def write() -> object:
        report = load(more, served)
        return report.loaded + report.updated + report.unchanged

    with Load(served, {"read": read, "look": look, "ready": ready, "write": write}) as people:
        for name in people.answers:
            people.wait_for(name, lambda answer: not isinstance(answer, str))
        own_cluster.stop()
        people.wait_for("look", lambda answer: isinstance(answer, str))
        people.wait_for("write", lambda answer: isinstance(answer, str))
        people.wait_for("read", lambda answer: answer == 20)
        own_cluster.start()
        people.wait_for("look", lambda answer: answer == 20)
        people.wait_for("write", lambda answer: answer == 25)
    assert set(people.answers["read"]) == {20}, "a screen needs no store"
    assert set(people.answers["ready"]) == {200}
    said = {str(a) for name in ("look", "write") for a in people.answers[name] if isinstance(a, str)}
    assert all("Хранилище" in text for text in said)
    assert len(dump(served)["records"]) == 25
    assert publish.publish(served).records == 25


def signed_in(settings: Settings) -> FlaskClient:
    """A browser of a curator in an application of its own."""
    access_store.create(settings)
    accounts.create(settings, "ivanova", "Иванова Анна", ("curator",), password="медленный чайник", must_change=False)
    with access_store.writing(settings) as connection:
        user_id = connection.execute(sa.select(users.c.user_id)).scalar_one()
        visitor = sessions.Visitor("127.0.0.1", "browser")
        token = sessions.open_session(connection, user_id, visitor, settings, needs_code=False).token
    client = wiring.create_app(settings).server.test_client()
    client.set_cookie(SESSION, token)
    return client


def test_the_application_says_it_in_russian_and_is_well_again_without_a_restart(
    served: Settings, own_cluster: OwnCluster
) -> None:
    client = signed_in(served)
    addresses = ("/", "/api/v1/query?metrics=records&period=all", "/export/register.xlsx?period=all")
    assert [client.get(address).status_code for address in addresses] == [200] * 3
    own_cluster.stop()
    for address in addresses:
        answer = client.get(address, headers={"Accept": "text/html"})
        text = str(answer.get_json()) if answer.is_json else answer.get_data(as_text=True)
        assert answer.status_code in (200, 503), address
        assert answer.status_code == 200 or ("Хранилище" in text and "Traceback" not in text), address
    assert client.get(addresses[2]).status_code == 503
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
    own_cluster.start()
    assert [client.get(address).status_code for address in addresses] == [200] * 3
