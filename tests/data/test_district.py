"""What the program says and knows of its district comes from one file, and from nowhere else."""

import re
from pathlib import Path

import pytest

from data import district
from data.errors import WrongSettingError
from data.settings import Settings
from tests import another_district

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = district.shipped()
OTHER = ("demo", "tests", "docs", "findings", "node_modules", "var")
"""Rooms that may speak of a district: the invented one and what tells of the program."""


def _sources() -> list[Path]:
    kinds = {".py", ".html", ".js", ".css", ".yml", ".mjs", ".sh"}
    found = [file for file in ROOT.rglob("*") if file.suffix in kinds and file.is_file()]
    return [file for file in found if _is_ours(file.relative_to(ROOT))]


def _is_ours(file: Path) -> bool:
    parts = file.parts
    return not (parts[0] in OTHER or parts[0].startswith(".") or {"vendor", "reference", "versions"} & set(parts))


def test_nothing_of_the_district_is_left_outside_its_tables() -> None:
    bare, region = SHIPPED.bare_stem, SHIPPED.region_stem
    told = re.compile(rf"{bare}|{region}|{SHIPPED.code}|{SHIPPED.oktmo}|{SHIPPED.time_zone}", re.IGNORECASE)
    found = {
        f"{file.relative_to(ROOT)}:{number}"
        for file in _sources()
        for number, line in enumerate(file.read_text(encoding="utf-8").replace("ё", "е").splitlines(), start=1)
        if told.search(line)
    }
    assert found == set()


def test_the_search_above_would_find_it() -> None:
    assert len(_sources()) > 400
    assert ROOT / "app.py" in _sources()
    assert (SHIPPED.bare_stem, SHIPPED.region_stem) == ("аскиз", "хакас")


@pytest.mark.parametrize(
    ("name", "stem", "bare"),
    [
        ("Озёрный район", "озерн", "озерн"),
        ("Верх-Исетский район", "верх-исетск", "верх-исет"),
        ("ЗАТО Заря", "зато", "зато"),
    ],
)
def test_the_stem_of_a_district_is_what_its_adjective_begins_with(name: str, stem: str, bare: str) -> None:
    lines = (line.split(": ", 1) for line in another_district.YML.splitlines())
    told: dict[str, object] = {key: value.strip('"') for key, value in lines}
    told |= {"name": name, "password_words": []}
    made = district.parse(told, ROOT, ROOT)
    assert (made.stem, made.bare_stem) == (stem, bare)


def test_an_installation_has_the_district_of_its_folder_or_the_shipped_one(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path, store_url="sqlite://")
    assert settings.district is SHIPPED
    assert settings.time_zone.key == "Asia/Krasnoyarsk"
    another_district.write(tmp_path / "district")
    assert (settings.district.name, settings.time_zone.key) == ("Озёрный район", "Asia/Omsk")
    assert settings.district.region_stem == "кедров"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('oktmo: "50699"', 'oktmo: "5069"', "oktmo «5069»: нужны 5 или 8 цифр"),
        ("Asia/Omsk", "Asia/Nowhere", "часовой пояс «Asia/Nowhere» не известен"),
        ("code: ozerny", "code: Озёрный", "code «Озёрный»"),
        ("centre: Озёрное\n", "", "нет значения «centre»"),
        ("region: Кедровская область", "region:", "нет значения «region»"),
        ("code: ozerny", "code: ozerny\ncolour: red", "ключ «colour» лишний"),
        ("в Озёрном районе", "Озёрном районе", "нужен предлог"),
        ("[озерный, ozerny, кедровский]", "озерный", "password_words: нужен список"),
        (another_district.YML, "- одно\n- другое\n", "ожидаются строки"),
        (another_district.YML, "code: [", "не читается"),
    ],
)
def test_a_wrong_file_of_a_district_is_refused_in_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = another_district.write(tmp_path, district=another_district.YML.replace(old, new))
    with pytest.raises(WrongSettingError, match=said):
        district.of_folder(folder)
