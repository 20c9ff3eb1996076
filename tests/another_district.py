"""An invented district of another zone: five municipalities, homonyms, a contour of seven corners."""

from pathlib import Path

YML = """\
code: ozerny
oktmo: "50699"
name: Озёрный район
genitive: Озёрного района
dative: Озёрному району
prepositional: в Озёрном районе
centre: Озёрное
region: Кедровская область
region_genitive: Кедровской области
region_short: КО
time_zone: Asia/Omsk
password_words: [озерный, ozerny, кедровский]
"""
MUNICIPALITIES = """\
oktmo;name;kind;centre;genitive
50699151;Озёрнинский поссовет;городское поселение;Озёрное;Озёрнинского поссовета
50699402;Берёзовский сельсовет;сельское поселение;Берёзовка;
50699404;Лугинский сельсовет;сельское поселение;Большая Луга;
50699406;Каменский сельсовет;сельское поселение;Каменка;
50699408;Заречный сельсовет;сельское поселение;Заречье;
"""
PLACES = """\
oktmo;name;kind;municipality_oktmo;is_centre;lat;lon;population;postal_code
50699151051;Озёрное;рабочий посёлок;50699151;1;54,905;73,352;6120;646100
50699151101;Зелёная Роща;посёлок;50699151;;54,95;73,42;210;646100
50699402101;Берёзовка;село;50699402;1;55,12;73,10;890;646110
50699402106;Каменка;деревня;50699402;;55,16;73,02;64;646110
50699404101;Большая Луга;село;50699404;1;54,72;73,61;540;646120
50699404106;Малая Луга;деревня;50699404;;54,69;73,70;;646120
50699406101;Каменка;село;50699406;1;54,80;72,95;710;646130
50699408101;Заречье;село;50699408;1;55,02;73,75;430;646140
50699408106;Заречье;станция;50699408;;55,05;73,80;38;646140
"""
OUTLINE = """\
lon,lat
72.8,54.6
73.4,54.55
73.95,54.7
73.95,55.1
73.5,55.25
72.95,55.22
72.75,54.9
"""
RECIPIENTS = """\
recipient_code;name;short_name;kind;municipality_oktmo;parent_code;topics
administration;Администрация Озёрного района;Администрация района;district_department;;;
ozerny_mcu;Муниципальный центр управления Озёрного района;МЦУ;district_department;;administration;other
ozerny_utilities;Отдел ЖКХ администрации Озёрного района;Отдел ЖКХ;district_department;;administration;housing; waste
ozerny_roads;Дорожная служба района;Дорожная служба;district_department;;administration;roads
settlement_ozernoe;Администрация Озёрнинского поссовета;;settlement;50699151;;
settlement_berezovka;Администрация Берёзовского сельсовета;;settlement;50699402;;
settlement_luga;Администрация Лугинского сельсовета;;settlement;50699404;;
settlement_kamenka;Администрация Каменского сельсовета;;settlement;50699406;;
settlement_zarechye;Администрация Заречного сельсовета;;settlement;50699408;;
""".replace("housing; waste", '"housing; waste"')
FILES = {
    "district.yml": YML,
    "municipalities.csv": MUNICIPALITIES,
    "places.csv": PLACES,
    "outline.csv": OUTLINE,
    "recipients.csv": RECIPIENTS,
}


def write(folder: Path, **changed: str) -> Path:
    """The files of the district in a folder; changed: name of a file without its ending → other content."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.partition(".")[0], text), encoding="utf-8")
    return folder
