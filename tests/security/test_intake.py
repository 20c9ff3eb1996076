"""Files are brought by hand: by who may not, under strange names, without end, and into the jobs of others."""

import io
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from access.roles import ROLES, Limits, Right
from data.scope import EVERYTHING
from data.settings import use
from data.terms import working_days
from data.terms.rules import versions
from deeds.files import _MOST_BYTES
from etl.desk import files
from etl.desk.job import Asker
from tests import signing
from tests.attacks import Attacks
from tests.etl.dirty.files import HEADER, row, text_of
from tests.pages.asking import ask, pressed, shown
from tests.security import hostile
from tests.security.conftest import Installation
from tests.security.test_sizes import Endless

PLAIN = text_of(HEADER, row(90_001), row(90_002, "31.02.2026")).encode()
BRINGERS = [name for name, role in ROLES.items() if Right.IMPORT_FILES in role.rights]
KEEPERS = [name for name, role in ROLES.items() if Right.MANAGE_RULES in role.rights]
ACTIONS = ("commit", "drop", "forget", "choose", "open", "again", "undo")


def kept(there: Installation) -> set[str]:
    return {path.name for path in (there.settings.var / "intake").glob("*") if path.is_dir()}


def imports(there: Installation) -> list[tuple[Any, ...]]:
    whole = Asker("nobody-of-them", EVERYTHING)
    return [(row.import_id, row.loaded) for row in files.ledger(whole)]


def button(client: FlaskClient, action: str, of: str) -> str:
    """What comes of pressing a button of «Загрузка» that this person was never shown."""
    identity = {"type": "intake-do", "action": action, "of": of}
    return shown(ask(client, "intake-job.data", {"intake-do": [(identity, 1)]}, pressed(identity)))


def is_refused(text: str) -> bool:
    """Whether a press was answered by a notice, or by nothing at all."""
    return "notices" in text or json.loads(text)["response"] == {}


@pytest.fixture(scope="module")
def job(built: Installation) -> Iterator[str]:
    """A tried file of somebody else's, waiting for her word; it holds a refused row."""
    whose = signing.client(built.application, signing.sign_in(built.settings, "centre_head", login="owner"))
    with use(built.settings):
        key = whose.post("/intake/file?name=own.csv", data=PLAIN).get_json()["job"]
        who = Asker("owner", EVERYTHING)
        for _ in range(600):
            if not files.job_of(key, who).is_running:
                break
            time.sleep(0.1)
        done = files.job_of(key, who)
        assert done.stage == "ready", done.message
        yield key
        button(whose, "drop", key)  # the honest press works, or the attacks prove nothing
        assert files.latest(who) is None


@pytest.mark.parametrize("role", [name for name in ROLES if name not in BRINGERS])
def test_who_may_not_bring_files_brings_none(there: Installation, attacks: Attacks, job: str, role: str) -> None:
    client, before, known = there.client(role), kept(there), imports(there)
    for query in ("name=a.csv", "name=a.csv&again=1", "", "name=", "again=-1"):
        answer = client.post(f"/intake/file?{query}", data=PLAIN)
        attacks.met(f"{role}: файл ?{query}", answer.status_code == 403, answer.status_code)
    for action in ACTIONS:
        for of in (job, "1", "", "../../store"):
            text = button(client, action, of)
            attacks.met(f"{role}: {action} {of[:8]}", "notices" in text and "own.csv" not in text, text)
    text = shown(ask(client, "intake-now", {"intake-job.data": {"key": job}}, "intake-job.data"))
    attacks.met(f"{role}: чужая загрузка", "own.csv" not in text, text)
    attacks.met(f"{role}: ничего не осталось", (kept(there), imports(there)) == (before, known))


@pytest.mark.parametrize("role", BRINGERS)
def test_a_job_of_somebody_else_is_not_seen_taken_or_written(
    there: Installation, attacks: Attacks, job: str, role: str
) -> None:
    client, known = there.client(role), imports(there)
    attacks.met(f"{role}: отклонённые строки", client.get(f"/export/rejected/{job}.xlsx").status_code == 403)
    text = shown(ask(client, "intake-now", {"intake-job.data": {"key": job}}, "intake-job.data"))
    attacks.met(f"{role}: чужая загрузка", "own.csv" not in text, text)
    for action in ("commit", "drop", "forget"):
        text = button(client, action, job)
        attacks.met(f"{role}: {action}", "notices" in text and "own.csv" not in text, text)
    attacks.met(f"{role}: цела", job in kept(there) and imports(there) == known)


KEYS = ("0" * 32, "f" * 32, "..", "%2e%2e%2fstore", "a" * 5000, "\x00" * 32, "٣" * 32, "0" * 31 + "\n", "state")


@pytest.mark.parametrize("key", KEYS, ids=lambda key: repr(key)[:12])
def test_an_invented_key_of_a_job_opens_nothing(there: Installation, attacks: Attacks, key: str) -> None:
    client = there.client("centre_head")
    answer = client.get(f"/export/rejected/{key}.xlsx")
    attacks.met(f"ключ {key[:8]!r}: выгрузка", answer.status_code in (400, 403, 404), answer.status_code)
    for action in ("commit", "drop", "forget"):
        attacks.met(f"ключ {key[:8]!r}: {action}", is_refused(button(client, action, key)))
    for stored in ({"key": key}, {"key": [key]}, {"key": {"a": key}}, {"key": 5}, "x", 7):
        answer = ask(client, "intake-now", {"intake-job.data": stored}, "intake-job.data")
        attacks.met(f"хранилище {str(stored)[:20]!r}", answer.status_code < 500 and b"own.csv" not in answer.data)


@pytest.mark.parametrize(
    "number", ["0", "-1", "1e9", "99999999999999999999", "' OR 1=1 --", "١", "1; DROP TABLE imports"]
)
def test_an_import_that_is_not_there_is_neither_undone_nor_opened(
    there: Installation, attacks: Attacks, number: str
) -> None:
    client, known = there.client("centre_head"), imports(there)
    for action in ("undo", "open", "again"):
        answer = button(client, action, number)
        attacks.met(f"{action} {number[:10]!r}", is_refused(answer), answer)
    attacks.met(f"{number[:10]!r}: всё цело", imports(there) == known)


def test_an_officer_undoes_no_import_of_another_channel(there: Installation, attacks: Attacks) -> None:
    client, known = there.client("incident_officer"), imports(there)
    for import_id, _ in known:  # none of them holds a record of «Инцидент менеджмент»
        for action in ("undo", "open", "again"):
            text = button(client, action, str(import_id))
            attacks.met(f"{action} № {import_id}", "notices" in text and hostile.NAME not in text, text)
    attacks.met("всё цело", imports(there) == known)


@pytest.mark.parametrize("told", [True, False], ids=["with a length", "chunked"])
def test_a_file_without_end_is_cut_at_the_limit_and_leaves_nothing(
    there: Installation, attacks: Attacks, told: bool
) -> None:
    client = signing.client(there.application, signing.sign_in(there.settings, "centre_head", login="pipe"))
    before, body = kept(there), Endless(b"a,b\n")
    more: dict[str, Any] = {"CONTENT_LENGTH": str(100 << 20)} if told else {"wsgi.input_terminated": True}
    environ = {"wsgi.input": body, "CONTENT_TYPE": "application/octet-stream", **more}
    answer = client.post("/intake/file?name=a.csv", environ_overrides=environ)
    attacks.met("100 МБ файлом", answer.status_code in (400, 413), answer.status_code)
    attacks.met("100 МБ файлом: прочитано", body.taken <= _MOST_BYTES + (1 << 20), body.taken)
    attacks.met("100 МБ файлом: русское предложение", "МБ" in answer.text or "МБ" in str(answer.get_json()))
    attacks.met("100 МБ файлом: ничего не осталось", kept(there) == before, kept(there) - before)


NAMES = ("../../etc/passwd", "C:\\a.csv", "<img src=x onerror=alert(1)>.csv", "a\r\nSet-Cookie: x=1.csv", "\x00.csv",
         "a" * 5000, "=cmd|' /C calc'!A0.csv", "", ".", "\u202evsc.exe")  # fmt: skip


def test_no_name_of_a_file_leaves_its_folder_or_its_header(
    there: Installation, attacks: Attacks, work_here: None
) -> None:
    client = signing.client(there.application, signing.sign_in(there.settings, "centre_head", login="namer"))
    who = Asker("namer", EVERYTHING)
    before = set(there.settings.var.parent.rglob("*passwd*"))
    for name in NAMES:
        answer = client.post("/intake/file", query_string={"name": name}, data=b"\x00\x01 no table")
        attacks.met(f"имя {name[:16]!r}: ответ", answer.status_code in (200, 400), answer.status_code)
        attacks.met(f"имя {name[:16]!r}: cookie", "x=1" not in str(answer.headers.getlist("Set-Cookie")))
        key = (answer.get_json() or {}).get("job")
        if key is None:
            continue
        while files.job_of(key, who).is_running:
            time.sleep(0.1)
        told = files.job_of(key, who).name
        attacks.met(f"имя {name[:16]!r}: хранится", not set(told) & set("/\\\r\n\x00\u202e") and len(told) <= 255, told)
        files.drop(key, who)
    attacks.met("вне папки ничего", set(there.settings.var.parent.rglob("*passwd*")) == before)


@pytest.mark.parametrize("role", [name for name in ROLES if name not in KEEPERS])
def test_rules_and_days_are_changed_by_their_keepers_only(there: Installation, attacks: Attacks, role: str) -> None:
    client, before = there.client(role), (versions(there.settings), working_days.local_days(there.settings))
    asked: dict[str, tuple[dict[str, Any], str]] = {
        "rules-body.children...rules-done.children..": (
            {"rules-change.n_clicks": 1, "rules-code.value": "pos_resolution", "rules-term.value": "365",
             "rules-since.date": "2050-01-01"}, "rules-change.n_clicks"),
        "rules-body.children@": ({"rules-upload.contents": "data:;base64,eA=="}, "rules-upload.contents"),
        "days-body": ({"days-change.n_clicks": 1, "days-day.date": "2050-01-03", "days-kind.value": "off"},
                      "days-change.n_clicks"),
    }  # fmt: skip
    for output, (values, changed) in asked.items():
        text = shown(ask(client, output, values, changed))
        attacks.met(f"{role}: {output[:12]}", "notices" in text, text)
    after = (versions(there.settings), working_days.local_days(there.settings))
    attacks.met(f"{role}: правила и дни целы", after == before)


def test_a_person_limited_to_an_area_loads_no_file(there: Installation, attacks: Attacks) -> None:
    limits = Limits(municipalities=("95608151",))
    answer = there.client("centre_head", limits=limits).post("/intake/file?name=a.csv", data=io.BytesIO(PLAIN))
    attacks.met("поселение: файл", answer.status_code == 403, answer.status_code)
