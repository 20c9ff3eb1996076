"""The main walk in an invented district: another zone, five municipalities, homonyms, a contour of seven corners."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app as wiring
from data import new_district
from data.filters import Filters
from data.metrics import members, query
from data.scope import EVERYTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store import territories
from etl.load import load
from geo import layers
from tests import another_district, serving, signing
from tests.pages import main_walk
from words import names

EXPORT = """\
id;Текст сообщения;Тематика;Дата создания;Ответственное лицо;Статус;Адрес
1;В Каменке третий день нет воды;Отсутствие воды;02.03.2026 10:00;Отдел ЖКХ;На исполнении;с. Каменка, ул. Ленина, 5
2;В селе Большая Луга яма;Ямы и выбоины;03.03.2026 10:00;Дорожная служба района;На исполнении;Большая Луга
3;На станции Заречье свалка;Свалки;03.03.2026 23:30;Администрация Заречного сельсовета;На исполнении;
4;Жители Озёрного района, Малая Луга, без света;Отключение;04.03.2026 10:00;;На исполнении;
5;В Каменке Болотнинского района свет мигает;Отключение;04.03.2026 10:00;;На исполнении;
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The district set up, one export loaded, everything made ready for screens."""
    var = tmp_path_factory.mktemp("another") / "var"
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(settings):
        new_district.make(another_district.write(var.parent / "files"), settings)
        file = var.parent / "export.csv"
        file.write_text(EXPORT, encoding="utf-8")
        load(file, settings, source="pos")
        publish.publish(settings)
        layers.build(*territories.in_force(settings), settings.geo)
        yield settings


@pytest.fixture(scope="module")
def address(installation: Settings) -> Iterator[str]:
    with serving.served(wiring.create_app(installation).server) as at:
        yield at


@pytest.fixture
def page(context: Any, tab: Any, address: str, installation: Settings) -> Any:
    context.add_cookies([signing.cookie(signing.sign_in(installation), address)])
    return tab


OZERNY = main_walk.District(
    "Озёрный район", "с. Каменка, ул. Ленина, 5", "50699406101", 72.95, 54.80, "с. Большая Луга"
)


def test_the_main_walk_leads_through_a_district_set_up_from_its_files(
    tab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console_errors: list[str]
) -> None:
    settings = Settings(var=tmp_path / "var", store_url=f"sqlite:///{tmp_path / 'var' / 'store.sqlite'}")
    with use(settings):
        new_district.make(another_district.write(tmp_path / "files"), settings)
    main_walk.install(settings, monkeypatch)
    with main_walk.served(settings) as address:
        clicks = main_walk.walk(tab, address, OZERNY, tmp_path / "выгрузка.csv")
    assert list(clicks) == list(main_walk.STEPS)
    assert console_errors == []


def test_the_walk_from_the_map_to_a_village_and_its_records(address: str, page: Any) -> None:
    page.goto(f"{address}/heat-map?period=all")
    serving.until_at_rest(page)
    assert "Озёрный район" in page.inner_text(".brand")
    page.wait_for_selector("#heat-map-map .scattergeo text", state="attached")
    names = str(page.evaluate("() => document.querySelector('#heat-map-map').textContent"))
    assert "с. Каменка" in names and "Большая Луга" in names  # the homonym stands with its kind
    page.goto(f"{address}/register?period=all&place=50699406101")
    serving.until_at_rest(page)
    shown = page.inner_text("main")
    assert "третий день нет воды" in shown
    assert "Малая Луга" not in shown
    page.goto(f"{address}/recipients?period=all")
    serving.until_at_rest(page)
    assert "Дорожная служба" in page.inner_text("main")


def test_a_place_of_another_district_is_not_ours_and_local_midnight_is_the_district_s(installation: Settings) -> None:
    with use(installation):
        by_place = query(["records"], ["place"], Filters(period="all"), EVERYTHING)
        by_day = query(["records"], ["day"], Filters(period="all"), EVERYTHING)
    known = by_place.dropna(subset=["place"])
    counted = {str(code): int(n) for code, n in known[["place", "records"]].to_numpy() if str(code)}
    assert counted == {"50699406101": 1, "50699404101": 1, "50699404106": 1, "50699408106": 1}
    days = {str(day)[:10]: int(n) for day, n in by_day[["day", "records"]].to_numpy()}
    assert days == {"2026-03-02": 1, "2026-03-03": 1, "2026-03-04": 3}  # 23:30 in Moscow is 02:30 in Omsk


def test_names_that_nobody_has_declined_stand_in_the_sentences_of_documents_too(installation: Settings) -> None:
    with use(installation):
        listed = {one: members(one, Filters()).to_dict("records") for one in ("municipality", "place", "recipient")}
    found = {one: [{str(key): value for key, value in row.items()} for row in rows] for one, rows in listed.items()}
    said = [names.territory(row, "prepositional") for row in (*found["municipality"], *found["place"])]
    said += [names.body(row, "dative") for row in found["recipient"]]
    assert "в сельском поселении Каменский сельсовет" in said
    assert "на станции Заречье" in said
    assert "органу «Дорожная служба района»" in said
