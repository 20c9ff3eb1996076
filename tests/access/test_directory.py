"""Passwords checked by a directory: ldap3's imitation of a server stands for a real one."""

import warnings
from collections.abc import Iterator
from dataclasses import replace

import pytest

from access import login, sessions
from access import settings as rules
from access.sessions import Visitor
from data.errors import AccessError, SettingsError
from data.settings import AccessSettings, Directory, Settings
from deeds import accounts
from tests.access.conftest import PASSWORD, add

with warnings.catch_warnings():  # the library uses names its own dependency calls old, at import and later
    warnings.simplefilter("ignore", DeprecationWarning)
    import ldap3

    from access import directory

pytestmark = pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
BASE = "ou=people,dc=askiz,dc=local"
BOUND = Directory("ldap://localhost", bind_template=f"uid={{login}},{BASE}")
READER = f"uid=reader,{BASE}"
SEARCHED = Directory("ldap://localhost", search_base=BASE, reader=READER, reader_password="reader-secret")
HERE = Visitor("10.0.0.5")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ldap3.Server]:
    """A directory with three people; every connection of the test goes to it."""
    made = ldap3.Server("localhost", get_info=ldap3.NONE)
    seed = ldap3.Connection(made, client_strategy=ldap3.MOCK_SYNC)
    for name, password in (("petrov", "right-one"), ("reader", "reader-secret"), ("o'brien", "third-one")):
        attributes = {"uid": name, "userPassword": password, "sn": name, "objectClass": "person"}
        seed.strategy.add_entry(f"uid={name},{BASE}", attributes)
    monkeypatch.setattr(directory, "server_of", lambda _: made)
    real = directory._connected
    monkeypatch.setattr(directory, "_connected", lambda name, word, of, _: real(name, word, of, "MOCK_SYNC"))
    yield made
    seed.unbind()


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("settings_of_it", [BOUND, SEARCHED], ids=["bound", "searched"])
@pytest.mark.parametrize(
    ("name", "password", "is_right"),
    [
        ("petrov", "right-one", True),
        ("petrov", "wrong-one", False),
        ("petrov", "", False),
        ("nobody", "right-one", False),
        ("*", "right-one", False),
        ("petrov)(uid=*", "right-one", False),
        ("petrov,ou=people", "right-one", False),
        ("petrov\x00", "right-one", False),
    ],
)
def test_only_the_right_password_of_a_person_there_is_taken(
    settings_of_it: Directory, name: str, password: str, is_right: bool
) -> None:
    assert directory.matches(name, password, settings_of_it) is is_right


@pytest.mark.usefixtures("server")
def test_a_person_signs_in_only_when_an_account_here_says_so(settings: Settings) -> None:
    bound = replace(settings, access=AccessSettings(directory=BOUND))
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in("petrov", "right-one", HERE, bound)
    accounts.create(bound, "petrov", "Петров", ["head"], password=None, source="ldap")
    found = sessions.resolve(login.sign_in("petrov", "right-one", HERE, bound).token, bound)
    assert found is not None
    assert (found.roles, found.must_change_password) == (("head",), False)
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in("petrov", "wrong-one", HERE, bound)


@pytest.mark.usefixtures("server")
def test_a_local_account_is_never_asked_of_the_directory(settings: Settings) -> None:
    add(settings, "petrov")
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in("petrov", "right-one", HERE, replace(settings, access=AccessSettings(directory=BOUND)))
    assert login.sign_in("petrov", PASSWORD, HERE, settings).token


def test_without_a_directory_its_people_cannot_sign_in(settings: Settings) -> None:
    accounts.create(settings, "petrov", "Петров", ["head"], password=None, source="ldap")
    with pytest.raises(AccessError, match="неверны"):
        login.sign_in("petrov", "right-one", HERE, settings)


def test_a_directory_that_does_not_answer_is_said_in_words() -> None:
    with pytest.raises(AccessError, match="не отвечает"):
        directory.matches("petrov", "right-one", Directory("ldap://127.0.0.1:9", bind_template="uid={login}"))


def test_certificates_are_always_checked_and_plain_text_never_leaves_the_machine() -> None:
    assert directory.server_of(Directory("ldaps://dc.askiz.local")).tls.validate.name == "CERT_REQUIRED"
    assert directory._needs_start_tls(Directory("ldap://dc.askiz.local"))
    assert not directory._needs_start_tls(Directory("ldaps://dc.askiz.local"))
    assert not directory._needs_start_tls(Directory("ldap://localhost"))
    with pytest.raises(SettingsError, match="ldaps://"):
        directory.server_of(Directory("http://dc.askiz.local"))


def test_the_directory_is_set_up_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    assert rules.load().directory is None
    monkeypatch.setenv("MCU_LDAP_URL", "ldaps://dc.askiz.local")
    with pytest.raises(SettingsError, match="MCU_LDAP_BIND_TEMPLATE"):
        rules.load()
    secret = tmp_path / "secret"
    secret.write_text("reader-secret\n", encoding="utf-8")
    monkeypatch.setenv("MCU_LDAP_SEARCH_BASE", BASE)
    monkeypatch.setenv("MCU_LDAP_READER_PASSWORD_FILE", str(secret))
    found = rules.load().directory
    assert found is not None
    assert (found.search_base, found.reader_password) == (BASE, "reader-secret")


@pytest.mark.parametrize("text", ["0", "-5", "ten", "1.5", "99999", "１２"])
def test_a_senseless_time_is_refused_with_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MCU_IDLE_MINUTES", text)
    with pytest.raises(SettingsError, match="MCU_IDLE_MINUTES"):
        rules.load()
