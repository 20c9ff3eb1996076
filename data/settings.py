"""Settings of one installation, read once from the environment.

Nothing here is read at import time: `load()` returns a frozen value that `app.py` and the command-line programs put in
force with `use`. Entrances (screens, deeds, the door of metrics, commands) ask `current()` once; everything beneath
gets the settings passed. tests/test_signatures.py names the entrances.
"""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from data.district import District, of_folder
from data.errors import WrongSettingError
from data.in_force import InForce

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Directory:
    """An LDAP directory that checks passwords.

    bind_template: what `{login}` is bound as, «uid={login},ou=people,dc=example,dc=ru» or «{login}@example.local»;
    empty when a person is searched for first, under `search_base` by `search_filter`, bound as `reader` with its
    password.
    ca_file: certificate authorities to trust; empty means those of the system.
    """

    url: str
    bind_template: str = ""
    search_base: str = ""
    search_filter: str = "(uid={login})"
    reader: str = ""
    reader_password: str = ""
    ca_file: str = ""


@dataclass(frozen=True)
class AccessSettings:
    """Rules of signing in.

    idle: a session nobody uses dies after it; lifetime: any session dies after it.
    is_https: the program stands behind TLS, so cookies are sent over it only.
    trusted_proxies: how many proxies in front may name the client's address; 0 means nobody is believed.
    """

    idle: timedelta = timedelta(minutes=60)
    lifetime: timedelta = timedelta(hours=12)
    is_https: bool = False
    trusted_proxies: int = 0
    directory: Directory | None = None


@dataclass(frozen=True)
class Mail:
    """The server that takes letters. tls: «starttls», «tls» from the first byte, «none» for a server that has none.

    user: empty where nobody signs in; the password is read from its file when a letter goes, and kept nowhere. ca_file:
    certificate authorities to trust; empty means those of the system.
    """

    host: str
    port: int
    sender: str
    tls: str = "starttls"
    user: str = ""
    password_file: str = ""
    ca_file: str = ""


@dataclass(frozen=True)
class Settings:
    """Where an installation keeps its things.

    var: folder of everything the program writes (embedded store, snapshots, imported boundaries, keys).
    store_url: SQLAlchemy URL; SQLite inside `var` by default, PostgreSQL by `MCU_STORE_URL`.
    access: rules of signing in, read by `access.settings.load`; never shown, for they may hold a password.
    shows_demo: an empty installation may show the demonstration; `MCU_DEMO=0` says that it never does.
    public_url: where people reach the program («http://mcu.local:8050»), for the links of documents; empty: no links.
    mail: the server that takes letters; missing: none goes.
    workers: processes that read the texts of a large file and write a large snapshot; 0: one a core. With
    `MCU_WORKERS=1` no other one is started.
    engine: address of a Spark cluster that answers what the door asks («sc://10.0.0.5:15002»); empty: DuckDB in this
    process.
    """

    var: Path
    store_url: str
    host: str = "127.0.0.1"
    port: int = 8050
    access: AccessSettings = field(default=AccessSettings(), repr=False)
    shows_demo: bool = True
    public_url: str = ""
    mail: Mail | None = None
    workers: int = 0
    engine: str = ""

    @property
    def processes(self) -> int:
        """How many processes may work on one load or one publication."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def is_shared(self) -> bool:
        """Whether other hosts may work with the same store and folder: an embedded store is of one host."""
        return not self.store_url.startswith("sqlite")

    @property
    def district(self) -> District:
        """The district the installation serves: what lies in `var/district`, or the one that is shipped."""
        return of_folder(self.var / "district")

    @property
    def time_zone(self) -> ZoneInfo:
        """The zone of the district."""
        return self.district.zone

    @property
    def snapshots(self) -> Path:
        """Folder of published snapshots."""
        return self.var / "snapshots"

    @property
    def geo(self) -> Path:
        """Folder of derived cells and of boundaries the user imported."""
        return self.var / "geo"

    @property
    def pseudonym_key(self) -> Path:
        """File with the key of applicants' pseudonyms; outside the database, readable by its owner only."""
        return self.var / "pseudonym.key"


def load(store_url: str | None = None) -> Settings:
    """Settings from `MCU_VAR`, `MCU_STORE_URL`, `MCU_HOST`, `MCU_PORT`, `MCU_DEMO`, `MCU_PUBLIC_URL`,
    `MCU_SMTP_…`, `MCU_WORKERS`, `MCU_ENGINE`; an explicit `store_url` wins.

    Raises WrongSettingError for a port or a store's address that is none, for a folder that is a file and a file that
    is a folder.
    """
    var = Path(os.environ.get("MCU_VAR") or ROOT / "var")
    if var.exists() and not var.is_dir():
        raise WrongSettingError(f"Переменная MCU_VAR: «{var}» — файл, а нужна папка. Укажите другую.")
    url = store_url or os.environ.get("MCU_STORE_URL") or f"sqlite:///{var / 'store.sqlite'}"
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://", "postgres://")):
        raise WrongSettingError(
            f"Адрес хранилища «{url[:80].rpartition('@')[2]}» не разобран. Пример: postgresql://mcu@127.0.0.1/mcu или "
            "sqlite:///var/store.sqlite."
        )
    if url.startswith("sqlite:///") and Path(url.removeprefix("sqlite:///")).is_dir():
        raise WrongSettingError(f"Адрес хранилища «{url[:200]}» — папка, а нужен файл. Назовите файл в ней.")
    return Settings(
        var=var,
        store_url=url,
        host=os.environ.get("MCU_HOST", "127.0.0.1"),
        port=_port(os.environ.get("MCU_PORT") or "8050"),
        shows_demo=os.environ.get("MCU_DEMO", "").strip() in ("", "1"),  # «no» and «false» are no invitation either
        public_url=_address(os.environ.get("MCU_PUBLIC_URL", "").strip()),
        mail=_mail(),
        workers=_workers(os.environ.get("MCU_WORKERS", "").strip() or "0"),
        engine=_engine(os.environ.get("MCU_ENGINE", "").strip()),
    )


def _mail() -> Mail | None:
    """Refused is what would send a password in the clear, or sign in without one."""
    told = {name.removeprefix("MCU_SMTP_"): os.environ.get(name, "").strip() for name in _OF_MAIL}
    if not told["HOST"]:
        return None
    tls = told["TLS"] or "starttls"
    if tls not in _PORTS:
        raise WrongSettingError(f"Переменная MCU_SMTP_TLS: «{tls[:20]}» — нужно одно из: {', '.join(_PORTS)}.")
    if "@" not in told["FROM"]:
        raise WrongSettingError("Переменная MCU_SMTP_FROM: нужен адрес, от имени которого уходят письма.")
    if bool(told["USER"]) != bool(told["PASSWORD_FILE"]):
        raise WrongSettingError("MCU_SMTP_USER и MCU_SMTP_PASSWORD_FILE задаются вместе или не задаются.")
    if told["USER"] and tls == "none":
        raise WrongSettingError("MCU_SMTP_TLS=none: пароль ушёл бы открытым. Уберите MCU_SMTP_USER или включите TLS.")
    port = _port(told["PORT"] or _PORTS[tls], "MCU_SMTP_PORT")
    return Mail(told["HOST"], port, told["FROM"], tls, told["USER"], told["PASSWORD_FILE"], told["CA_FILE"])


_OF_MAIL = (
    "MCU_SMTP_HOST",
    "MCU_SMTP_PORT",
    "MCU_SMTP_FROM",
    "MCU_SMTP_TLS",
    "MCU_SMTP_USER",
    "MCU_SMTP_PASSWORD_FILE",
    "MCU_SMTP_CA_FILE",
)
_MOST_WORKERS = 64
_PORTS = {"starttls": "587", "tls": "465", "none": "25"}


def _address(text: str) -> str:
    parts = urlsplit(text)
    if text and not (parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment):
        raise WrongSettingError(f"Переменная MCU_PUBLIC_URL: «{text[:80]}» — не адрес. Пример: http://mcu.local:8050.")
    return text.rstrip("/")


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= _MOST_WORKERS):
        raise WrongSettingError(f"Переменная MCU_WORKERS: «{text[:40]}» — нужно целое число от 0 до {_MOST_WORKERS}.")
    return int(text)


def _engine(text: str) -> str:
    """DuckDB by default; whatever is no address of a cluster is refused, not passed over."""
    parts = urlsplit(text)
    if text and not (parts.scheme == "sc" and parts.hostname and parts.path in ("", "/")):
        raise WrongSettingError(
            f"Переменная MCU_ENGINE: «{text[:80].rpartition('@')[2]}» — не адрес кластера. Пример: sc://10.0.0.5:15002."
        )
    return text.rstrip("/")


def _port(text: str, name: str = "MCU_PORT") -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536):
        raise WrongSettingError(f"Переменная {name}: «{text[:40]}» — нужно целое число от 1 до 65535.")
    return int(text)


_in_force = InForce("mcu_settings", load)
current = _in_force.current
"""The settings in force here; outside `use`, those of the environment."""
use = _in_force.use
"""Put settings in force for this context (a request, a command, a test)."""


def district() -> District:
    """The district of the installation in force: reading of texts and names on screens know it by this."""
    return current().district
