"""An installation under attack: honest records of two channels, a hostile file, people of every role."""

import itertools
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

import app as wiring
from access import sessions
from access.cookies import SESSION
from access.roles import NO_LIMITS, Limits
from bench import synthetic
from data import store
from data.settings import Settings, use
from data.snapshots import publish
from data.store import reference, tables
from etl.load import load
from geo import layers
from geo.reference import read_municipalities, read_places
from geo.settings import SHIPPED
from tests import attacks as counting
from tests import serving, signing, stores
from tests.security import hostile

RECORDS = 240
FILLED = "filled.log"
"""What was logged while the installation was filled."""
_MAPPING = """
source: letters
channel: site
time_zone: Asia/Krasnoyarsk
columns:
  external_id: id
  received_at: {column: Дата создания, format: "%d.%m.%Y %H:%M:%S"}
  text: Текст Сообщения
  topic: Тематика
  recipient: Ответственное лицо
  place: Населенный пункт
  status: Статус
  applicant: Заявитель
  answer: Ответ
  answered_at: {column: Дата ответа, format: "%d.%m.%Y %H:%M:%S"}
"""


@dataclass
class Installation:
    """What stands there. log: file with all that the program logs while it is attacked."""

    settings: Settings
    application: Any
    log: Path
    kept: dict[Any, signing.NewSession] = field(default_factory=dict)

    def opened(self, *roles: str, limits: Limits = NO_LIMITS) -> signing.NewSession:
        """A living session of a person with these roles and limits, made once unless an attack has ended it."""
        key = (roles, limits)
        if key not in self.kept or sessions.resolve(self.kept[key].token, self.settings) is None:
            self.kept[key] = signing.sign_in(self.settings, *roles, limits=limits)
        return self.kept[key]

    def client(self, *roles: str, limits: Limits = NO_LIMITS) -> FlaskClient:
        """A client signed in as such a person."""
        return signing.client(self.application, self.opened(*roles, limits=limits))

    def anonymous(self) -> FlaskClient:
        """A browser without any cookie yet."""
        made: FlaskClient = self.application.server.test_client()
        return made

    def with_cookie(self, value: str) -> FlaskClient:
        """A client that sends exactly this as the cookie of the session, whatever it is, and keeps no others."""
        made: FlaskClient = self.application.server.test_client(use_cookies=False)
        made.environ_base["HTTP_COOKIE"] = f"{SESSION}={value}"
        return made


@pytest.fixture(scope="session")
def attacks(request: pytest.FixtureRequest) -> counting.Attacks:
    """The count of attacks of this run."""
    return counting.of(request.config)


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Everything that is logged during the attacks, in the form the program logs it."""
    path = tmp_path_factory.mktemp("log") / "mcu.log"
    with logged(path):
        yield path


@contextmanager
def logged(path: Path) -> Iterator[None]:
    """Whatever is logged meanwhile is written to a file too."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Installation:
    """The installation; see `there`."""
    var = tmp_path_factory.mktemp("attacked") / "var"  # what is written beside it is looked for, and only there
    settings = stores.once("attacked", fill, var)
    with log.open("a", encoding="utf-8") as whole:
        whole.write((var / FILLED).read_text(encoding="utf-8"))
    return Installation(settings, wiring.create_app(settings), log)


def fill(settings: Settings) -> None:
    """Load the files, spoil what people may edit, publish and make ready for screens."""
    var = settings.var
    honest, letters, mapping = var / "pos.csv", var / "letters.csv", var / "letters.yml"
    synthetic.write(honest, RECORDS, kind=synthetic.WITH_REPLIES)
    synthetic.write(letters, RECORDS // 2, seed=7, kind=synthetic.WITH_REPLIES)
    _say_nothing(honest)  # so that signals about replies stand in both channels, whatever the rules of replies are
    _say_nothing(letters)
    mapping.write_text(_MAPPING, encoding="utf-8")
    known = reference.table("topic_labels").query("source_code == 'pos'")["label"].iloc[0]
    with logged(var / FILLED):
        stores.create(settings)
        load(honest, settings)
        load(letters, settings, source="mapping", mapping=mapping)
        load(hostile.write(var, known), settings, source="pos", renumbered=True)
        _rename(settings)
        _plant(settings)
        publish.publish(settings)
    stores.add_screens(settings)
    shown = SHIPPED
    places = read_places(shown)
    places.loc[places.index[:4], "name"] = hostile.MARKUP[:4]
    layers.build(places, read_municipalities(shown), settings.geo)


def _say_nothing(export: Path) -> None:
    """Every fifth reply becomes one that nobody takes for an answer."""
    frame = pd.read_csv(export, sep=";", dtype=str, keep_default_na=False)
    replied = frame.index[frame["Ответ"] != ""]
    frame.loc[replied[::5], "Ответ"] = "Ваше обращение рассмотрено. Спасибо за обращение."
    frame.to_csv(export, sep=";", index=False)


def _rename(settings: Settings) -> None:
    """Names of bodies, places, topics and sources that are markup and formulas: whoever edits a list may write them."""
    payloads = [*hostile.MARKUP[:4], *hostile.FORMULAS[:7]]
    with store.writing(settings) as connection:
        for table in (tables.recipients, tables.places, tables.topics, tables.municipalities, tables.sources):
            key = next(iter(table.primary_key.columns))
            ids = connection.execute(sa.select(key).order_by(key)).scalars().all()
            short = {"short_name"} & set(table.c.keys())
            for row_id, payload in zip(ids, itertools.cycle(payloads), strict=False):
                changed = {"name": payload, **dict.fromkeys(short, payload)}
                connection.execute(sa.update(table).where(key == row_id).values(**changed))


def _plant(settings: Settings) -> None:
    """Raw markup in the latest records: the import takes tags away, the screens must stand without its help."""
    r, q, i = tables.records, tables.questions, tables.identities
    with store.writing(settings) as connection:
        latest = sa.select(r.c.record_id).order_by(r.c.record_id.desc()).limit(len(hostile.MARKUP))
        for row_id, payload in zip(connection.execute(latest).scalars().all(), hostile.MARKUP, strict=True):
            name, texts = {"applicant_name": f"{hostile.NAME} {payload}"}, {"text": payload, "answer": payload}
            external = {"external_id": f"{payload}{row_id}"}
            connection.execute(sa.update(r).where(r.c.record_id == row_id).values(**external))
            connection.execute(sa.update(q).where(q.c.record_id == row_id).values(**texts))
            connection.execute(sa.update(i).where(i.c.record_id == row_id).values(**name))


@pytest.fixture
def there(built: Installation) -> Iterator[Installation]:
    """The installation with its settings in force during the test."""
    with use(built.settings):
        yield built


@pytest.fixture(scope="session")
def address(built: Installation) -> Iterator[str]:
    """The same served to a browser on a free port."""
    with serving.served(built.application.server) as at:
        yield at


def answering(client: FlaskClient) -> list[str]:
    """Outputs of the callbacks that the server answers when filters change: every screen has one or more."""
    found = client.get("/_dash-dependencies").get_json()
    asked = [one for one in found if not one.get("clientside_function")]
    return [one["output"].lstrip(".") for one in asked if {"id": "flt", "property": "data"} in one["inputs"]]
