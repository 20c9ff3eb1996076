"""Two hosts of one installation share what people notice: whom they know and what they may do, what they count, how far
a file has come, what rings and what was set, and the log of it all.
"""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from access import chain
from access import store as access_store
from components.notices import listed
from data import store
from data.decisions.notices import kept
from data.decisions.notices.state import HOTSPOT, Finding, fire
from data.settings import Settings, use
from deeds import accounts, notice_looks, notices
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
        for login in ("head", "guessed", "moved"):
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
    key = _bring(browser, FILE)
    browser.port = there.ports[OTHER]
    assert "own.csv" in _progress(browser, key)
    hosts.until(lambda: _is_at_rest(browser, key))
    _press(browser, "commit", key)
    browser.port = there.ports[ONE]
    hosts.until(lambda: "staff-done" in _progress(browser, key))
    assert _told(browser) == before + 2
    browser.port = there.ports[OTHER]
    assert _told(browser) == before + 2, "the other host answers from the new snapshot too"


def test_a_form_that_one_host_has_shown_is_taken_by_the_other(there: Installation) -> None:
    browser = there.browser(ONE)
    found = re.search(r'name="form_token" value="([^"]+)"', browser.get("/login").data.decode())
    browser.port = there.ports[OTHER]
    form = {"login": "head", "password": PASSWORD, "form_token": found[1] if found else ""}
    assert browser.post("/login", form=form).status_code == 303


def test_a_right_and_a_session_taken_away_are_gone_on_both_hosts_at_once(there: Installation) -> None:
    browsers = [there.browser(host, "moved") for host in (ONE, OTHER)]
    assert [one.get("/export/recipients.xlsx?period=all").status_code for one in browsers] == [200, 200]
    accounts.set_roles(there.settings, "moved", ["auditor"])
    assert [one.get("/notices").status_code for one in browsers] == [302, 302], "signing in again is needed"
    browsers = [there.browser(host, "moved") for host in (ONE, OTHER)]
    assert [one.get("/export/recipients.xlsx?period=all").status_code for one in browsers] == [403, 403]


def test_a_file_asked_for_on_either_host_is_the_same(there: Installation) -> None:
    """No host keeps anything of a file between asking and getting it: its address says all of it."""
    browser = there.browser(ONE, "head")
    answers = []
    for host in (ONE, OTHER):
        browser.port = there.ports[host]
        answers.append(browser.get("/export/register.xlsx?period=all"))
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].data == answers[1].data


def test_filters_set_on_one_host_come_back_on_the_other(there: Installation) -> None:
    browser = there.browser(ONE, "head")
    told = {"flt.data": {"period": "quarter"}, "_pages_location.pathname": "/deadlines"}
    assert ask(browser, "flt-chips", told, "flt.data").status_code == 200  # type: ignore[arg-type]
    browser.port = there.ports[OTHER]
    assert browser.get("/deadlines").headers["Location"].endswith("/deadlines?period=quarter")


def test_what_is_acknowledged_on_one_host_rings_on_neither(there: Installation) -> None:
    browser = there.browser(ONE, "head")
    before = _rings(browser)
    (own,) = [one.audience for one in notice_looks.positions(there.settings) if one.roles == ("centre_head",)]
    rings = Finding(HOTSPOT, "two hosts", "Тема на двух машинах", "/hotspots", ("1",), 1)  # no look takes it back
    with store.writing(there.settings) as connection:
        kept.put(connection, own, [fire(rings, datetime.fromisoformat("2026-03-02T03:00"))])
    (rung,) = [one for one in kept.listed(there.settings, own) if one.subject == "two hosts"]
    browser.port = there.ports[OTHER]
    assert _rings(browser) == before + 1
    identity = listed.button("acknowledge", str(rung.key), notices.moment_of(rung))
    act = {"notice-do": [(identity, 1)], "notices-asked.data": {"state": "open", "kind": ""}}
    said = shown(ask(browser, "notices-body", act, pressed(identity)))  # type: ignore[arg-type]
    assert "Подтверждено: 1." in said, said[-900:]
    assert _rings(browser) == before
    browser.port = there.ports[ONE]
    assert _rings(browser) == before


def test_files_written_on_both_hosts_at_once_are_both_in_the_snapshot_that_both_answer_from(
    there: Installation,
) -> None:
    browsers = [there.browser(host, "head") for host in (ONE, OTHER)]
    before = _told(browsers[ONE])
    rows = [(row(90_100 + 2 * host), row(90_101 + 2 * host)) for host in (ONE, OTHER)]
    keys = [_bring(one, text_of(HEADER, *own).encode()) for one, own in zip(browsers, rows, strict=True)]
    for one, key in zip(browsers, keys, strict=True):
        hosts.until(lambda one=one, key=key: _is_at_rest(one, key))
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(_press, browsers, ["commit", "commit"], keys))
    for one, key in zip(browsers, reversed(keys), strict=True):  # each looks at what the other has begun
        hosts.until(lambda one=one, key=key: _is_written(one, key))
    assert [_told(one) for one in browsers] == [before + 4, before + 4]


def test_a_file_given_up_on_one_host_is_gone_on_the_other(there: Installation) -> None:
    browser = there.browser(ONE, "head")
    key = _bring(browser, text_of(HEADER, row(90_301)).encode())
    browser.port = there.ports[OTHER]
    hosts.until(lambda: _is_at_rest(browser, key))
    _press(browser, "drop", key)
    browser.port = there.ports[ONE]
    assert "own.csv" not in _progress(browser, key)
    assert not (there.settings.var / "intake" / key).exists()


def test_the_log_that_both_hosts_have_written_is_whole(there: Installation) -> None:
    browsers = [there.browser(host, "head") for host in (ONE, OTHER)]
    before = chain.verify(there.settings).rows
    paths = ["/export/recipients.xlsx?period=all"] * 6
    with ThreadPoolExecutor(2) as at_once:
        said = list(at_once.map(lambda browser: [browser.get(path).status_code for path in paths], browsers))
    assert said == [[200] * 6] * 2
    verdict = chain.verify(there.settings)
    assert (verdict.is_intact, verdict.rows) == (True, before + 12), verdict.sentence


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


def _bring(browser: Browser, content: bytes) -> str:
    """Bring a file; its job."""
    return str(browser.post("/intake/file?name=own.csv", data=content).get_json()["job"])


def _press(browser: Browser, action: str, key: str) -> None:
    identity = {"type": "intake-do", "action": action, "of": key}
    pressing = ask(browser, "intake-job.data", {"intake-do": [(identity, 1)]}, pressed(identity))  # type: ignore[arg-type]
    assert pressing.status_code == 200


def _is_written(browser: Browser, key: str) -> bool:
    """Whether a file is written; who was told that another was loaded meanwhile looks and says «write» once more."""
    said = _progress(browser, key)
    if "Пока вы смотрели, загружено другое" in said and '"action": "commit"' in said:
        _press(browser, "commit", key)
    return "staff-done" in said


def _rings(browser: Browser) -> int:
    """What the bell says."""
    said = shown(ask(browser, "bell.children", {"_pages_location.pathname": "/notices"}, "_pages_location.pathname"))  # type: ignore[arg-type]
    found = re.search(r"Оповещения: (\d+) нов", said)
    return int(found[1]) if found else 0


def _told(browser: Browser) -> int:
    answer = browser.get("/api/v1/query?metrics=records&period=all")
    assert answer.status_code == 200, answer.data
    return int(json.loads(answer.data)["rows"][0]["records"])


def _progress(browser: Browser, key: str) -> str:
    return shown(ask(browser, "intake-now", {"intake-job.data": {"key": key}}, "intake-job.data"))  # type: ignore[arg-type]


def _is_at_rest(browser: Browser, key: str) -> bool:
    """Whether the clock of the screen has been stopped: nothing is at work."""
    return '"disabled": true' in _progress(browser, key)
