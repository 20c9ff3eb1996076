"""Two hosts of one installation share what people notice: whom they know, what they count, how far a file has come."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from access import store as access_store
from data.settings import Settings, use
from deeds import accounts
from tests import stores
from tests.data.records import add
from tests.durability import hosts
from tests.durability.hosts import Browser
from tests.etl.dirty.files import HEADER, row, text_of
from tests.pages.asking import ask, pressed, shown
from tests.postgres import ClusterError, _binaries
from tests.signing import PASSWORD

FILE = text_of(HEADER, row(90_001), row(90_002)).encode()
ONE, OTHER = 0, 1


@dataclass
class Installation:
    """What stands there. ports: of its hosts; proxy: before both."""

    settings: Settings
    ports: tuple[int, int]
    processes: list[Any]
    proxy: Browser

    def browser(self, host: int, login: str = "") -> Browser:
        """A browser before one host; signed in when a login is given."""
        made = Browser(self.ports[host])
        if login:
            assert made.sign_in(login, PASSWORD).status_code == 303
        return made


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation on PostgreSQL with one record and two hosts."""
    try:
        _binaries()
    except ClusterError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("hosts")
    folder.chmod(0o755)
    with ExitStack() as stack:
        made = stack.enter_context(stores.installation("postgresql", folder / "var"))
        stack.enter_context(use(made))
        add(made, {"received": "2026-03-02 10:00", "applicant": "Иванов И. И."})
        access_store.create(made)
        for login in ("head", "guessed"):
            accounts.create(made, login, "Проверяющий", ["centre_head"], password=PASSWORD, must_change=False)
        ports = (hosts.free_port(), hosts.free_port())
        processes = [stack.enter_context(hosts.host(made, port, folder / f"{port}.log")) for port in ports]
        yield Installation(made, ports, processes, stack.enter_context(hosts.proxy(folder, ports)))


pytestmark = [pytest.mark.postgres, pytest.mark.seconds(400)]


def test_who_signs_in_on_one_host_is_known_on_the_other_and_signs_out_of_both(there: Installation) -> None:
    browser = there.browser(ONE, "head")
    browser.port = there.ports[OTHER]
    assert browser.get("/loading").status_code == 200
    assert _told(browser) == 1
    assert browser.post("/logout", form={"csrf_token": browser.cookies["_csrf_token"]}).status_code == 303
    browser.port = there.ports[ONE]
    assert browser.get("/loading").status_code == 302


def test_wrong_passwords_are_counted_by_both_hosts_together(there: Installation) -> None:
    tried = (ONE, OTHER, ONE, OTHER, ONE)
    said = [there.browser(host).sign_in("guessed", "не тот пароль").status_code for host in tried]
    assert said == [401] * 5
    for host in (ONE, OTHER):
        assert there.browser(host).sign_in("guessed", PASSWORD).status_code == 429, "not even the right one"


def test_a_file_brought_to_one_host_is_followed_and_written_on_the_other(there: Installation) -> None:
    browser = there.browser(ONE, "head")
    before = _told(browser)
    key = browser.post("/intake/file?name=own.csv", data=FILE).get_json()["job"]
    browser.port = there.ports[OTHER]
    assert "own.csv" in _progress(browser, key)
    hosts.until(lambda: _is_at_rest(browser, key))
    identity = {"type": "intake-do", "action": "commit", "of": key}
    pressing = ask(browser, "intake-job.data", {"intake-do": [(identity, 1)]}, pressed(identity))  # type: ignore[arg-type]
    assert pressing.status_code == 200
    browser.port = there.ports[ONE]
    hosts.until(lambda: "staff-done" in _progress(browser, key))
    assert _told(browser) == before + 2
    browser.port = there.ports[OTHER]
    assert _told(browser) == before + 2, "the other host answers from the new snapshot too"


def test_behind_the_proxy_of_the_guide_both_hosts_answer_one_person_and_one_alone_is_enough(
    there: Installation,
) -> None:
    browser = there.proxy
    assert browser.sign_in("head", PASSWORD).status_code == 303
    asked = [browser.get("/loading") for _ in range(8)]
    assert {one.status_code for one in asked} == {200}
    assert {one.by for one in asked} == {str(port) for port in there.ports}
    there.processes[OTHER].terminate()
    there.processes[OTHER].wait(60)
    left = [browser.get("/loading") for _ in range(4)]
    assert {(one.status_code, one.by) for one in left} == {(200, str(there.ports[ONE]))}


def _told(browser: Browser) -> int:
    answer = browser.get("/api/v1/query?metrics=records&period=all")
    assert answer.status_code == 200, answer.data
    return int(json.loads(answer.data)["rows"][0]["records"])


def _progress(browser: Browser, key: str) -> str:
    return shown(ask(browser, "intake-now", {"intake-job.data": {"key": key}}, "intake-job.data"))  # type: ignore[arg-type]


def _is_at_rest(browser: Browser, key: str) -> bool:
    """Whether the clock of the screen has been stopped: nothing is at work."""
    return '"disabled": true' in _progress(browser, key)
