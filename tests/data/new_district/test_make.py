"""Another district is set up whole or not at all, and every fault of its files is named with its place."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from data import district, new_district, store
from data.__main__ import main
from data.errors import FilterError
from data.new_district import checks, reading, values
from data.settings import Settings, use
from data.store import reference, tables
from data.store.tables.dimensions import MUNICIPALITY_KINDS, PLACE_KINDS
from tests import another_district
from tests.another_district import MUNICIPALITIES, OUTLINE, PLACES, RECIPIENTS
from words import names


def _empty(var: Path) -> Settings:
    return Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = _empty(tmp_path_factory.mktemp("other") / "var")
    with use(settings):
        new_district.make(another_district.write(settings.var.parent / "files"), settings)
    return settings


def test_the_store_holds_the_district_and_no_record(made: Settings) -> None:
    with use(made), store.reading(made) as connection:
        counted = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for table in (tables.municipalities, tables.places, tables.recipients, tables.records)
        ]
        zones = set(connection.execute(sa.select(tables.sources.c.time_zone)).scalars())
    assert counted == [5, 9, 9, 0]
    assert zones == {"Asia/Omsk", "Europe/Moscow"}


def test_topics_come_to_the_bodies_that_the_file_names_and_to_no_other(made: Settings) -> None:
    with use(made), store.reading(made) as connection:
        t, r = tables.topics, tables.recipients
        told = sa.select(t.c.code, r.c.code).join(r, t.c.default_recipient_id == r.c.recipient_id)
        by_default = dict(connection.execute(told).all())
        duties = set(connection.execute(sa.select(tables.duties.c.code)).scalars())
    assert by_default["housing.no_water"] == "ozerny_utilities"
    assert by_default["roads.potholes"] == "ozerny_roads"
    assert set(by_default.values()) == {"ozerny_mcu", "ozerny_utilities", "ozerny_roads"}
    assert duties == {"ozerny_mcu.other", "ozerny_utilities.housing", "ozerny_utilities.waste", "ozerny_roads.roads"}


def test_population_of_a_municipality_is_the_sum_of_its_places_or_unknown(made: Settings) -> None:
    with use(made), store.reading(made) as connection:
        m = tables.municipalities.c
        told = dict(connection.execute(sa.select(m.oktmo, m.population)).all())
    assert told["50699151"] == 6330
    assert told["50699404"] is None  # «Малая Луга» says none


def test_a_place_where_something_is_already_takes_no_other_district(made: Settings, tmp_path: Path) -> None:
    folder = another_district.write(tmp_path)
    with use(made), pytest.raises(FilterError, match="уже есть хранилище"):
        new_district.make(folder, made)


FAULTS = [
    ("places", PLACES, "50699402106", "5069940210", "places.csv, строка 5, oktmo: «5069940210»: нужны 11 цифр"),
    ("places", PLACES, "50699404106", "50699404101", "строка 7, oktmo: «50699404101» стоит в 2 строках"),
    (
        "places",
        PLACES,
        ";50699406;1",
        ";50699999;1",
        "municipality_oktmo: «50699999» нет в municipalities.csv",
    ),
    ("places", PLACES, "54,905", "север", "строка 2, lat: «север»: нужны градусы"),
    ("places", PLACES, "54,905;73,352", "73,352;54,905", "Похоже, широта и долгота переставлены"),
    ("places", PLACES, "55,05;73,80", "57,05;73,80", "строка 10, lat: точка 57.05, 73.8 вне контура"),
    ("places", PLACES, "54,80;72,95", "54,80;", "строка 8, lon: пусто"),
    ("places", PLACES, ";6120;", ";много;", "строка 2, population: «много»: нужно целое число"),
    ("places", PLACES, "станция;50699408;", "станция;50699408;1", "строка 10, is_centre: центр у поселения один"),
    ("places", PLACES, "Зелёная Роща;посёлок", "Озерное;рабочий посёлок", "строка 3, name: «Озерное» уже в строке 2"),
    ("places", PLACES, "Берёзовка;село", ";село", "строка 4, name: пусто"),
    ("places", PLACES, "Берёзовка;село", "Б" * 300 + ";село", "строка 4, name: 300 знаков, помещается"),
    ("places", PLACES, "kind", "вид", "строка 1, kind: столбца нет"),
    ("places", PLACES, "kind", "вид", "строка 1, вид: столбец не известен"),
    ("places", PLACES, PLACES.partition("\n")[2], "", "places.csv: строк нет"),
    ("municipalities", MUNICIPALITIES, "50699402;", "40699402;", "не начинается с ОКТМО района 50699"),
    ("municipalities", MUNICIPALITIES, "сельское поселение;Каменка", "волость;Каменка", "kind: «волость» не известно"),
    ("municipalities", MUNICIPALITIES, "Заречный", "Каменский", "строка 6, name: «Каменский сельсовет» уже в строке 5"),
    ("recipients", RECIPIENTS, ';administration;"hous', ';nobody;"hous', "строка 4, parent_code: «nobody» нет"),
    ("recipients", RECIPIENTS, "ozerny_roads;", "Дороги;", "recipient_code: «Дороги»: нужно 2–59 знаков"),
    ("recipients", RECIPIENTS, "administration;roads", "administration;roads.bridge", "тематики «roads.bridge» нет"),
    ("recipients", RECIPIENTS, "administration;roads", "administration;waste", "«waste» уже у строки 4"),
    ("places", PLACES, "Берёзовка;село", "Берёзовка;чепуха", "строка 4, kind: «чепуха» не известно. Есть: город, "),
    ("places", PLACES, "54,80;72,95", ";", "строка 8, lat: пусто"),
    ("places", PLACES, ";646140\n", ";646140;лишнее\n", "строка 9: ячеек 10, столбцов 9"),
    ("places", PLACES, "село;50699406;1", "село;50699402;", "municipalities.csv, строка 5, oktmo: в places.csv нет ни"),
    (
        "municipalities",
        MUNICIPALITIES,
        "поселение;Каменка",
        "поселение;Нигде",
        "строка 5, centre: «Нигде» нет в places",
    ),
    (
        *(
            "municipalities",
            MUNICIPALITIES,
            "centre;genitive\n50699151;Озёрнинский поссовет;городское поселение;Озёрное",
        ),
        "population_sum_of_places;genitive\n50699151;Озёрнинский поссовет;городское поселение;много",
        "строка 2, population_sum_of_places: «много»: нужно целое число",
    ),
    (
        *(
            "municipalities",
            MUNICIPALITIES,
            "centre;genitive\n50699151;Озёрнинский поссовет;городское поселение;Озёрное",
        ),
        "successor_oktmo;genitive\n50699151;Озёрнинский поссовет;городское поселение;50699402",
        "строка 2, valid_to: пусто, а преемник назван",
    ),
    (
        "recipients",
        RECIPIENTS,
        ";settlement;50699151",
        ";village;50699151",
        "строка 6, kind: «village» не известно. Есть",
    ),
    ("recipients", RECIPIENTS, ";settlement;50699151", ";settlement;", "строка 6, municipality_oktmo: пусто"),
    ("recipients", RECIPIENTS, '"housing; waste"', '"housing; housing"', "строка 4, topics: «housing» стоит 2 раза"),
    ("recipients", RECIPIENTS, "parent_code", "confidence", "confidence: «administration» не известно. Есть: H, M, L"),
    ("outline", OUTLINE, "lon,lat\n72.8,54.6", "lon,lat,seq\n72.8,54.6,1", "outline.csv, seq: нужны разные номера"),
    ("outline", OUTLINE, "73.95,55.1", "72.7,54.5", "контур пересекает сам себя"),
    ("outline", OUTLINE, "72.8,54.6", "72.8,юг", "строка 2, lat: «юг»: нужны градусы"),
    ("outline", OUTLINE, OUTLINE, "lon,lat\n72.8,54.6\n73.4,54.55\n", "меньше трёх точек"),
]


@pytest.mark.parametrize(("name", "text", "old", "new", "said"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_its_file_row_and_column(
    tmp_path: Path, name: str, text: str, old: str, new: str, said: str
) -> None:
    assert old in text
    folder = another_district.write(tmp_path / "files", **{name: text.replace(old, new)})
    found = [str(one) for one in checks.faults(reading.read(folder), "50699")]
    assert any(said in one for one in found), found


OWN_WORDS = [
    ("place_mentions", "name,rule\nКаменка,zzz\n", "строка 2, rule: «zzz» не известно. Есть: word, "),
    ("district_words", "kind,words,means\nzzz,а,б\n", "строка 2, kind: «zzz» не известно. Есть: before, "),
    ("district_words", "kind,words,means\nshort,{а},б\n", "строка 2, words: «{а}»: фигурных скобок"),
    ("recipient_labels", "source_code,label,recipient_code\nzzz,Дор,ozerny_roads\n", "source_code: «zzz» не известно"),
    ("rivers", "river,part,seq,lon,lat\nОмь,0,x,73,54\n", "строка 2, seq: «x»: нужно целое число"),
    ("rivers", "river,part,seq,lon,lat\nОмь,0,1,север,54\n", "строка 2, lon: «север»: нужны градусы"),
    ("railway_stops", "line,seq,place_oktmo\nОмск,x,50699408106\n", "строка 2, seq: «x»"),
]


@pytest.mark.parametrize(("name", "text", "said"), OWN_WORDS)
def test_files_that_a_district_may_lack_are_judged_too(tmp_path: Path, name: str, text: str, said: str) -> None:
    folder = another_district.write(tmp_path)
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    found = [str(one) for one in checks.faults(reading.read(folder), "50699")]
    assert len(found) == 1 and found[0].startswith(f"{name}.csv") and said in found[0], found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"50699"', '"50699151"', "это код поселения, у района последние три цифры — 000"),
        ('"50699"', '"506991"', "нужны 5 или 8 цифр в кавычках"),
        ("dative: Озёрному району", "dative: Озёрный район", "dative «Озёрный район» не просклонено"),
        ("в Озёрном районе", "Озёрном районе всё", "нужен предлог и название"),
    ],
)
def test_the_names_and_the_code_of_the_district_itself_are_judged(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = another_district.write(tmp_path, district=another_district.YML.replace(old, new))
    (told,) = district.faults_of(folder / "district.yml")
    assert said in told


def test_every_kind_that_sentences_decline_may_be_written() -> None:
    assert set(names.KINDS) <= {*PLACE_KINDS, *MUNICIPALITY_KINDS}


def test_the_shipped_tables_hold_no_value_that_another_district_would_be_refused() -> None:
    for (table, column), known in values.CHOICES.items():
        assert set(reference.table(table)[column].dropna()) <= set(known()), (table, column)


def test_the_district_itself_has_no_fault(tmp_path: Path) -> None:
    assert checks.faults(reading.read(another_district.write(tmp_path)), "50699") == []


def test_bodies_that_stand_above_one_another_in_a_circle_are_told(tmp_path: Path) -> None:
    text = RECIPIENTS.replace("района;district_department;;;", "района;district_department;;ozerny_roads;")
    assert text != RECIPIENTS
    received = reading.read(another_district.write(tmp_path, recipients=text))
    found = [str(one) for one in checks.faults(received, "50699")]
    assert any("parent_code" in one and "по кругу" in one for one in found), found


def test_a_table_in_any_hand_is_read(tmp_path: Path) -> None:
    """CP1251, tabs and a contour that already returns to its beginning."""
    folder = another_district.write(tmp_path, outline=OUTLINE + OUTLINE.splitlines()[1] + "\n")
    (folder / "places.csv").write_bytes(PLACES.replace(";", "\t").encode("cp1251"))
    received = reading.read(folder)
    assert checks.faults(received, "50699") == []
    assert checks.corners(received).shape == (8, 2)


def test_a_refused_district_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCU_VAR", str(tmp_path / "var"))
    folder = another_district.write(tmp_path / "files", places=PLACES.replace("55,05;73,80", "57,05;73,80"))
    assert main(["new-district", str(folder)]) == 2
    said = capsys.readouterr()
    assert said.err.splitlines()[0].startswith("places.csv, строка 10")
    assert said.err.splitlines()[-1] == "Ошибка: Район не принят, ничего не записано. Ошибок: 1. Исправьте и повторите."
    assert not said.out
    assert not (tmp_path / "var").exists()


def test_a_store_that_cannot_be_made_takes_the_district_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _empty(tmp_path / "var")
    folder = another_district.write(tmp_path / "files")

    def fail(_: Settings) -> None:
        (settings.var / "store.sqlite").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data.new_district.writing.store.create", fail)
    with use(settings), pytest.raises(OSError, match="No space"):
        new_district.make(folder, settings)
    assert not settings.var.exists()


def test_a_blank_folder_is_filled_once_and_never_over_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-district", str(tmp_path / "blank"), "--template"]) == 0
    assert "Заполните файлы" in capsys.readouterr().out
    assert main(["new-district", str(tmp_path / "blank"), "--template"]) == 2
    assert "уже есть" in capsys.readouterr().err
    shutil.rmtree(tmp_path / "blank")


def test_the_demonstration_has_no_place_in_another_district(made: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    from data.snapshots import demonstration

    with use(made):
        assert "здесь другой" in str(demonstration.why_never(made))
