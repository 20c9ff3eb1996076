"""Passwords checked by a real slapd of Debian, which compares bytes; skipped where it is not installed."""

import base64
import os
import shutil
import socket
import subprocess
import time
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.settings import Directory

with warnings.catch_warnings():  # the library uses names its own dependency calls old, at import and later
    warnings.simplefilter("ignore", DeprecationWarning)
    from access import directory

pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
SUFFIX = "dc=askiz,dc=local"
COMPOSED = "чёрный чай № 5"
PASSWORDS = {
    "number": "ключ № 7 от склада",
    "half": "½ мешка муки",
    "dots": "так и быть…",
    "ligature": "eﬃcient-ﬁle",
    "letters": COMPOSED,
    "reader": "чтение № 1…",
}
CONFIGURATION = """
include /etc/ldap/schema/core.schema
pidfile {folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
suffix "{suffix}"
directory {folder}/data
"""


def _entries() -> str:
    """The directory as LDIF: one person for every password."""
    made = [f"dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: askiz\ndc: askiz\n"]
    for name, password in PASSWORDS.items():
        stored = base64.b64encode(password.encode()).decode()
        made.append(f"dn: uid={name},{SUFFIX}\nobjectClass: person\nobjectClass: uidObject\nuid: {name}\n"
                    f"cn: {name}\nsn: {name}\nuserPassword:: {stored}\n")  # fmt: skip
    return "\n".join(made)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a slapd of this test alone."""
    program = shutil.which("slapd", path=f"/usr/sbin:{os.environ['PATH']}")
    if program is None or not Path("/usr/lib/ldap/back_mdb.so").exists():
        pytest.skip("slapd is not installed: apt-get install slapd")
    folder = tmp_path_factory.mktemp("slapd")
    (folder / "data").mkdir()
    configuration, entries = folder / "slapd.conf", folder / "people.ldif"
    configuration.write_text(CONFIGURATION.format(folder=folder, suffix=SUFFIX), encoding="utf-8")
    entries.write_text(_entries(), encoding="utf-8")
    said = subprocess.run(
        [program, "-T", "add", "-f", str(configuration), "-l", str(entries)], capture_output=True, check=False
    )
    assert said.returncode == 0, said.stderr.decode()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"ldap://127.0.0.1:{port}"
    process = subprocess.Popen(
        [program, "-f", str(configuration), "-h", address, "-d", "0"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _wait_for(port)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("slapd did not answer")


def bound(address: str) -> Directory:
    return Directory(address, bind_template=f"uid={{login}},{SUFFIX}")


@pytest.mark.parametrize("name", PASSWORDS)
def test_a_password_is_compared_as_it_is_written(server: str, name: str) -> None:
    assert directory.matches(name, PASSWORDS[name], bound(server))
    assert not directory.matches(name, PASSWORDS[name][:-1], bound(server))
    another = unicodedata.normalize("NFKC", PASSWORDS[name])
    assert another == PASSWORDS[name] or not directory.matches(name, another, bound(server)), "another password"


def test_letters_typed_in_two_parts_are_the_same_letters(server: str) -> None:
    decomposed = unicodedata.normalize("NFD", COMPOSED)
    assert decomposed != COMPOSED
    assert directory.matches("letters", decomposed, bound(server))


def test_the_reader_s_own_password_is_given_as_it_is_written(server: str) -> None:
    searched = Directory(server, search_base=SUFFIX, reader=f"uid=reader,{SUFFIX}", reader_password=PASSWORDS["reader"])
    assert directory.matches("number", PASSWORDS["number"], searched)
    assert not directory.matches("number", PASSWORDS["half"], searched)
    assert not directory.matches("nobody", PASSWORDS["half"], searched)
