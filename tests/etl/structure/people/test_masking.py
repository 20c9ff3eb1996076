"""Masking is measured on examples made up for this file; every name, number and address in them is invented."""

import os
import re
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import SettingsError
from etl.structure.people.masking import load_or_create_key, mask, mask_all, pseudonym

# A text, and what must not be readable in the masked one.
IDENTIFIERS = [
    ("Мой телефон 8-913-445-12-34, звоните", "445-12-34"),
    ("+7 913 445 12 34", "445"),
    ("8(913)4451234", "4451234"),
    ("89134451234", "89134451234"),
    ("913 445 12 34 после шести", "445 12"),
    ("913-445-1234", "445"),
    ("тел.: 8 913 445-12-34", "445"),
    ("8 (39045) 9-12-34", "12-34"),
    ("тел. 9-12-34", "9-12-34"),
    ("телефон 91234", "91234"),
    ("звоните по номеру 2-15-22", "2-15-22"),
    ("сот. 89130001122", "0001122"),
    ("мой номер +79130001122", "0001122"),
    ("Вайбер 8 913 000 11 22", "000 11"),
    ("whatsapp +7-913-000-11-22", "000-11"),
    ("ватсап: 9130001122", "0001122"),
    ("дозвониться 2-11-33 нельзя", "2-11-33"),
    ("8\u00a0913\u00a0000\u00a011\u00a022", "000"),
    ("8 913 000–11–22", "000"),
    ("контакт: 8.913.000.11.22", "000"),
    ("+375 29 123 45 67", "123 45"),
    ("8 913 000 11 22 8 923 000 33 44", "44"),
    ("8 913 000 11 22 89230003344 15.07.2026", "913"),
    ("89130001122 89230003344", "3344"),
    ("рабочий 22-15-43", "22-15-43"),
    ("звоните 8-9О3-12З-45-67", "45-67"),
    ("89О31234567 Вайбер", "1234567"),
    ("+7 9о3 1ОО 2О 3О вечером", "1ОО 2О"),
    ("мой номер восемь девятьсот три двести двенадцать сорок пять тридцать шесть", "двенадцать"),
    ("плюс семь, девять, один, три, ноль, ноль, два, пять, пять, три, один", "пять, пять"),
    ("пишите ivan.petrov@mail.example", "ivan.petrov"),
    ("почта: ПЕТРОВ_56@почта.рф", "ПЕТРОВ_56"),
    ("a-b+c@sub.domain.example.", "a-b+c"),
    ("ivan (собака) mail.ru", "ivan"),
    ("Паспорт 9512 345678 выдан", "345678"),
    ("паспорт серия 95 12 № 345678", "345678"),
    ("паспорт: серия 9512 номер 345678", "345678"),
    ("серии 9512 №345678", "345678"),
    ("95 12 345678", "345678"),
    ("9512 345678", "345678"),
    ("паспортные данные 9512345678", "9512345678"),
    ("код подразделения 190-003", "190-003"),
    ("СНИЛС 123-456-789 01", "456-789"),
    ("снилс: 12345678901", "12345678901"),
    ("мой 123-456-789-01", "456-789"),
    ("123 456 789 01", "456 789"),
    ("карта 4276 1234 5678 9010", "5678"),
    ("на карту 4276123456789010 переведите", "4276123456789010"),
    ("карта 4276-1234-5678-9010", "5678"),
    ("полис 1234567890123456", "1234567890123456"),
    ("ИНН 190112345678", "190112345678"),
    ("инн: 1901 1234 5678", "1234"),
    ("190112345678", "190112345678"),
    ("лицевой счёт 123456789", "123456789"),
    ("л/с 12345678", "12345678"),
    ("по лицевому счету № 00-123-456", "123-456"),
    ("счёт 40817810000000000001", "40817810000000000001"),
    ("https://vk.com/id12345", "id12345"),
    ("моя страница vk.com/petrov_56", "petrov_56"),
    ("https://ok.ru/profile/5551234", "5551234"),
    ("пишите t.me/petrov", "petrov"),
    ("https://www.instagram.com/petrov.ivan/", "petrov"),
    ("ник @ivan_petrov", "ivan_petrov"),
    ("@id123 (Мария), спасибо", "Мария"),
    ("[id123|Мария Петрова], спасибо", "Мария"),
    ("id12345678 написал", "12345678"),
    ("ул. Ленина, д. 5, кв. 12", "12"),
    ("Ленина 5 кв12", "12"),
    ("дом 5 квартира № 12", "12"),
    ("в квартире 12 холодно", "12"),
    ("12-я квартира", "12"),
    ("в 15 квартире потоп", "15"),
    ("ул. Мира 15-3", "-3"),
    ("ул. Мира, д. 15 - 37", "37"),
    ("комната 14", "14"),
    ("кв.7а", "7а"),
    ("Я родился 12.03.1956", "1956"),
    ("дата рождения: 12 марта 1956 года", "1956"),
    ("1956 г.р.", "1956"),
    ("12.03.1956 г. р.", "1956"),
    ("1956 года рождения", "1956"),
    ("родилась в 1956 году", "1956"),
    ("д.р. 12.03.56", "12.03.56"),
]
NAMES = [
    ("Иванов Иван Иванович", "Иван"),
    ("ИВАНОВ ИВАН ИВАНОВИЧ", "ИВАН"),
    ("иванов иван иванович", "иванов"),
    ("Прошу Ивана Петровича помочь", "Петрович"),
    ("Уважаемая Марина Петровна!", "Марина"),
    ("обратилась к Наталье Ильиничне", "Наталье"),
    ("Кильчикова Айана Сергеевна пишет", "Айана"),
    ("Иванова И. И.", "Иванова"),
    ("Чебодаев А.П.", "Чебодаев"),
    ("И.И. Чебодаев", "Чебодаев"),
    ("А. П. Боргоякова", "Боргоякова"),
    ("В.Кызласов отказал", "Кызласов"),
    ("Иванов ИИ", "Иванов"),
    ("меня зовут мария", "мария"),
    ("Меня зовут Айас Боргояков", "Боргояков"),
    ("меня зовут петр иванович", "иванович"),
    ("С уважением, Кызласова", "Кызласова"),
    ("С уважением, Анна", "Анна"),
    ("С уважением\nТюкпиева Раиса", "Раиса"),
    ("глава Тюкпиев ничего не делает", "Тюкпиев"),
    ("Сосед Чертыков шумит", "Чертыков"),
    ("семья Сагалаковых без воды", "Сагалаковых"),
    ("у Сагалаковой Анны нет света", "Анны"),
    ("Сергей Майнагашев обещал", "Майнагашев"),
    ("фельдшер Ултургашева уехала", "Ултургашева"),
    ("начальник Торбостаев", "Торбостаев"),
    ("Наталья, здравствуйте", "Наталья"),
    ("Андрей! Помогите", "Андрей"),
    ("Здравствуйте, Ольга", "Ольга"),
    ("дети: Петя и Маша", "Маша"),
    ("спросите у Тимура", "Тимура"),
    ("говорил с Ковалевичем Олегом", "Олегом"),
    ("гражданка Петренко жалуется", "Петренко"),
    ("гр. Доможаков", "Доможаков"),
    ("ФИО: Патачакова Лидия", "Патачакова"),
    ("заявитель: Аёшина", "Аёшина"),
    ("Я, Топоева Вера, прошу", "Топоева"),
    ("воспитатель Кокова кричит", "Кокова"),
    ("участковый Шулбаев не приходит", "Шулбаев"),
    ("директор Кичеева", "Кичеева"),
    ("обещал Бурнаков", "Бурнаков"),
    ("жалоба на Абдина", "Абдина"),
    ("письмо Султрековой", "Султрековой"),
    ("Иван Сергеевич, когда отремонтируют", "Сергеевич"),
    ("Наташ, ответь", "Наташ"),
    ("Сыргашев Мерген", "Сыргашев"),
    ("Мария Ивановна Чанкова сказала", "Чанкова"),
    ("дядя Ваня трактор угнал", "Ваня"),
]
KEPT = [
    "12.05.2024 отключили воду на 3 часа в 10 домах",
    "на улице Пушкина 5 яма",
    "ул. Н. Клыкова, 5",
    "в деревне Апчинаев нет воды",
    "Аал Апчинаев без света",
    "Школа им. М.И. Чебодаева",
    "Живу в Аскизском районе, село Бельтирское",
    "дом 45 кв.м площадь",
    "телефон 112",
    "3 квартиры затопило",
    "Вера в лучшее умирает",
    "Люди ждут. Магазин закрыт. Дорога разбита.",
    "оплата 1500 рублей 50 копеек, счётчик 00123",
    "отключение 05-12-23 с 10:00 до 12:30",
    "температура -35, скорость 60 км/ч",
    "Прошу отремонтировать дорогу Аскиз — Верхний Имек",
    "код 0005.0005.0056.1160",
    "дома 5 о 7 о 8 о 9 о 3 о",
    "девятьсот тысяч двести рублей и сорок пять копеек",
    "ждём три, четыре, пять дней, девять раз звонили",
    "координаты 53.1234, 90.5678",
]


def _share_hidden(examples):
    missed = [(text, secret, mask(text)) for text, secret in examples if secret in mask(text)]
    return 1 - len(missed) / len(examples), missed


def test_there_are_enough_examples():
    assert len(IDENTIFIERS) + len(NAMES) >= 100


@pytest.mark.parametrize(("text", "secret"), IDENTIFIERS)
def test_an_identifier_is_hidden(text, secret):
    assert secret not in mask(text)


def test_names_are_hidden_in_nine_cases_of_ten():
    share, missed = _share_hidden(NAMES)
    assert share >= 0.95, missed


@pytest.mark.parametrize("text", KEPT)
def test_what_identifies_nobody_is_kept(text):
    assert mask(text) == text


@pytest.mark.parametrize("form", ["Тоскараков", "Тоскаракова", "Тоскаракову", "тоскараковым", "ТОСКАРАКОВ"])
def test_the_applicants_name_is_hidden_in_every_case_form(form):
    assert form not in mask(f"Пишет {form} из аала", ["Тоскараков Айдо Петрович"])


def test_an_unusual_name_is_hidden_when_it_is_known():
    assert "Ли" in mask("Ли живёт тут")
    assert "Айдо" not in mask("это я, Айдо", ["Тоскараков Айдо"])


def test_the_place_of_what_was_hidden_is_shown():
    assert mask("Иванов И. И., тел. 8-913-445-12-34, кв. 5") == "[имя], тел. [телефон], [квартира]"


def test_empty_text_stays_empty():
    assert mask("") == ""


@given(st.text("аАбИвановичП. 0123456789-+@()кв№ [телфон]\n", max_size=80))
@settings(deadline=None)
def test_masking_a_masked_text_reveals_and_breaks_nothing(text):
    once = mask(text)
    assert once.count("[") >= once.count("[имя]")
    assert len(mask(once)) >= 0


@given(st.from_regex(r"\A\+7 ?\(?9[0-9]{2}\)?[ -]?[0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{2}\Z"))
@settings(deadline=None)
def test_no_mobile_number_survives(number):
    assert mask(f"звоните {number} вечером") == "звоните [телефон] вечером"


@pytest.mark.parametrize(
    "piece",
    [
        "8 ",
        "А. ",
        "1-",
        "a@",
        "@a ",
        "кв ",
        "Иван ",
        "vk.com/",
        "ул. а ",
        "паспорт ",
        "т. 1 ",
        "[id1|",
        "уважением ",
        "9",
    ],
)
def test_hostile_repetition_is_only_long(piece):
    masked = mask(piece * 20_000)  # a pattern of more than linear time would not come back
    assert set(re.findall(r"\[\w+\]", masked)) == set(re.findall(r"\[\w+\]", mask(piece * 200)))


def test_a_whole_column_is_masked_with_its_names():
    texts, names = pd.Series(["я Тоскараков", "я Тоскараков", "вода"]), pd.Series(["Тоскараков А.", "", ""])
    assert mask_all(texts, names)[0] == "я [имя]"
    assert mask_all(texts)[2] == "вода"


KEY = bytes(range(32))


def test_a_pseudonym_is_the_same_for_the_same_person_however_written():
    assert pseudonym(KEY, "Петров  Пётр") == pseudonym(KEY, "ПЕТРОВ ПЕТР")
    assert pseudonym(KEY, "+7 (913) 445-12-34") == pseudonym(KEY, "89134451234")
    assert pseudonym(KEY, "https://www.vk.com/id1/") == pseudonym(KEY, "vk.com/id1")


def test_a_pseudonym_tells_people_keys_and_parts_apart():
    assert len({pseudonym(KEY, "а"), pseudonym(KEY, "б"), pseudonym(bytes(32), "а"), pseudonym(KEY, "а", "б")}) == 4
    assert len(pseudonym(KEY, "а") or "") == 32


@pytest.mark.parametrize("parts", [(), ("",), (None, ""), (" - ",)])
def test_nobody_has_no_pseudonym(parts):
    assert pseudonym(KEY, *parts) is None


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "var" / "pseudonym.key"
    first = load_or_create_key(path)
    assert len(first) == 32 and load_or_create_key(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["pseudonym.key"]


def test_processes_that_start_together_share_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_or_create_key(tmp_path / "key"), range(16)))
    assert len(keys) == 1


def test_a_damaged_or_open_key_is_refused(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"short")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match="повреждён"):
        load_or_create_key(path)
    path.write_bytes(os.urandom(32))
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_or_create_key(path)
