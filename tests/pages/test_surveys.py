"""«Опрос заявителей»: two roles write down what applicants answered, everything at once, and take it back at once."""

import base64
import importlib
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from access import audit
from access.roles import ROLES, Right
from data import store
from data.decisions.surveys.table import Told
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings
from data.store.tables import records, sources
from deeds import surveys
from tests import signing
from tests.data.records import installed
from tests.pages.test_screens import words
from tests.signing import as_somebody

KEEPERS = [name for name, role in ROLES.items() if Right.RECORD_SURVEYS in role.rights]
FILE = "Номер обращения;Исполнитель;Балл;Дата;Комментарий\nП-1;;5;01.04.2026;хорошо\n;mcu;плохо;02.04.2026;\n".encode()
DEEDS = {
    "load": lambda: surveys.load("survey", "Апрель", "a.csv", FILE, {}, ""),
    "call": lambda: surveys.add_call("П-1", "", "03.04.2026", "скорее доволен"),
    "undo": lambda: surveys.undo("1"),
    "list": surveys.listed,
    "header": lambda: surveys.header("a.csv", FILE),
}


@pytest.fixture
def made(tmp_path: Any) -> Iterator[Settings]:
    row = {"received": "2026-03-02", "answered": "2026-03-05", "external_id": "П-1", "channel": "im_vk"}
    with installed(tmp_path, row, row | {"external_id": "П-2"}) as settings:
        yield settings


def test_two_roles_write_surveys_down() -> None:
    assert KEEPERS == ["curator", "centre_head"]


@pytest.mark.parametrize("role", [name for name in ROLES if name not in KEEPERS])
@pytest.mark.parametrize("deed", DEEDS)
def test_nobody_else_does(made: Settings, role: str, deed: str) -> None:
    with as_somebody(role), pytest.raises(AccessError):
        DEEDS[deed]()


@pytest.mark.parametrize("role", KEEPERS)
def test_they_load_a_file_call_back_and_take_it_back(made: Settings, role: str) -> None:
    with as_somebody(role):
        assert len(DEEDS["load"]().told) == 2
        DEEDS["call"]()
        assert [(one.kind, one.answers) for one in surveys.listed()] == [("call_back", 1), ("survey", 2)]
        surveys.undo("1")
        assert [one.title for one in surveys.listed()] == ["Звонок 03.04.2026"]
        with pytest.raises(FilterError, match="Обновите страницу"):
            surveys.undo("1; drop")
    noted = [entry.action for entry in audit.page(settings=made).entries]
    assert sorted(noted) == ["survey_recorded", "survey_recorded", "survey_undone"]


def test_what_a_hand_sends_instead_of_the_forms_is_refused_in_words(made: Settings) -> None:
    page = importlib.import_module("pages.surveys")
    file = ("a.csv", "data:;base64," + base64.b64encode(FILE).decode())
    with as_somebody("curator"):
        for call in (lambda: page._load({}, "", file), lambda: page._call({}, "", file)):
            with pytest.raises(FilterError):
                call()
        assert surveys.listed() == []


@pytest.mark.parametrize(("day", "words"), [("31.12.2099", "ещё не наступил"), ("01.01.0001", "слишком давний")])
def test_an_answer_of_a_day_that_cannot_be_is_not_written_down(made: Settings, day: str, words: str) -> None:
    with as_somebody("curator"):
        with pytest.raises(FilterError, match=f"^День ответа .* {words}"):
            surveys.add_call("П-1", "", day, "5")
        with pytest.raises(FilterError, match=f"^Строка 2: день ответа .* {words}"):
            surveys.load("survey", "Апрель", "a.csv", "Номер;Балл\nП-1;5\n".encode(), {}, day)
        assert surveys.listed() == []


def test_a_file_that_comes_again_is_recognised_however_it_is_called(made: Settings) -> None:
    other = "\n".join(reversed(FILE.decode().strip().split("\n")[1:]))
    again = (FILE.decode().split("\n")[0] + "\n" + other).encode()
    with as_somebody("curator"):
        DEEDS["load"]()
        for content in (FILE, again):
            with pytest.raises(FilterError, match="уже загружены: «Апрель»"):
                surveys.load("survey", "Другое имя", "b.csv", content, {}, "")
        assert len(surveys.load("call_back", "Обзвон", "a.csv", FILE, {}, "").told) == 2
        assert len(surveys.load("survey", "Ещё раз", "a.csv", FILE, {}, "", again=True).told) == 2
        assert [one.title for one in surveys.listed()] == ["Ещё раз", "Обзвон", "Апрель"]


OF_RECORDS = ("Номер;Оценка;День", "П-1;5;03.04.2026", "П-1;2;04.04.2026", "П-2;4;05.04.2026")
OF_NOBODY = ("Исполнитель;Оценка;День", "mcu;5;03.04.2026", "mcu;5;03.04.2026", "mcu;2;03.04.2026", "mcu;3;03.04.2026")


@pytest.mark.parametrize(
    ("lines", "first", "then", "refusal"),
    [
        (OF_RECORDS, (1, 2), (1, 2, 3), "2 из 3 ответов уже загружены: «Начало»"),
        (OF_RECORDS, (1, 2), (2, 3), "1 из 2 ответов"),
        (OF_NOBODY, (1, 2), (1, 2, 3, 4), "2 из 4 ответов"),
        (OF_NOBODY, (1, 2, 3), (2, 3, 4), None),  # other people may have said the same
    ],
)
def test_a_file_that_has_grown_since_says_how_many_of_its_answers_are_known(
    made: Settings, lines: tuple[str, ...], first: tuple[int, ...], then: tuple[int, ...], refusal: str | None
) -> None:
    started, grown = ("\n".join(lines[at] for at in (0, *rows)).encode() for rows in (first, then))
    with as_somebody("curator"):
        surveys.load("survey", "Начало", "a.csv", started, {}, "")
        with pytest.raises(FilterError, match=refusal) if refusal else nullcontext():
            surveys.load("survey", "Дальше", "a.csv", grown, {}, "")
        assert len(surveys.listed()) == (1 if refusal else 2)


def test_a_survey_taken_back_may_come_again(made: Settings) -> None:
    with as_somebody("curator"):
        DEEDS["load"]()
        surveys.undo("1")
        assert len(DEEDS["load"]().told) == 2


def test_the_same_call_of_a_record_is_recognised_and_of_a_recipient_it_may_be_another(made: Settings) -> None:
    with as_somebody("curator"):
        DEEDS["call"]()
        with pytest.raises(FilterError, match="уже загружены"):
            DEEDS["call"]()
        surveys.add_call("П-1", "", "03.04.2026", "скорее доволен", again=True)
        for _ in range(2):
            surveys.add_call("", "mcu", "03.04.2026", "5")
        assert len(surveys.listed()) == 4


def test_a_record_may_be_named_with_the_sign_of_a_number(made: Settings) -> None:
    with as_somebody("curator"):
        surveys.add_call("№ П-1", "", "03.04.2026", "5")
        with pytest.raises(FilterError, match="уже загружены"):
            surveys.add_call("П-1", "", "03.04.2026", "5")


def test_personal_data_in_the_name_of_a_survey_are_masked(made: Settings) -> None:
    with as_somebody("curator"):
        surveys.load("survey", "Опрос Ивановой Марии Петровны, 8-913-123-45-67", "a.csv", FILE, {}, "")
        surveys.load("call_back", " ", "звонок Петрову Ивану Сергеевичу.csv", FILE, {}, "")
        titles = " ".join(one.title for one in surveys.listed())
    assert "[имя]" in titles
    assert "[телефон]" in titles
    assert "Иванов" not in titles and "Петров" not in titles and "913" not in titles


def test_a_control_question_leaves_the_numbers_with_the_deed_and_comes_back_with_its_undoing(made: Settings) -> None:
    def records() -> int:
        return int(query(["records"], (), Filters(period="all"), EVERYTHING)["records"].iloc[0])

    assert records() == 2
    with as_somebody("centre_head"):
        surveys.load("secret", "Проверка", "a.csv", FILE, {}, "")
        assert records() == 1
        surveys.undo("1")
        assert records() == 2


def test_the_satisfaction_screen_shows_what_was_asked_beside_the_ratings(made: Settings) -> None:
    page = importlib.import_module("pages.satisfaction")
    with as_somebody("curator"):
        assert "Опросы и обзвоны" not in words(page.answer({"period": "all"}))
        DEEDS["load"]()
        shown = words(page.answer({"period": "all", "by": "recipient"}))
    assert "Опросы и обзвоны" in shown
    assert "/export/surveys.xlsx?period=all&by=recipient" in shown


def test_the_columns_of_a_chosen_file_are_asked_for_with_the_usual_ones_filled_in(made: Settings) -> None:
    page = importlib.import_module("pages.surveys")
    contents = "data:text/csv;base64," + base64.b64encode(FILE).decode()
    with as_somebody("curator"):
        asked = page.choose(contents, "a.csv")[1].children[1:-1]
        chosen = {one.children[1].id["name"]: one.children[1].value for one in asked}
        assert {name: heading for name, heading in chosen.items() if heading} == {
            "column-value": "Балл", "column-day": "Дата", "column-number": "Номер обращения",
            "column-recipient": "Исполнитель",
        }  # fmt: skip
        with pytest.raises(FilterError, match="передайте его ещё раз"):
            page.choose("data:;base64,???", "a.csv")


def test_a_person_says_on_the_screen_what_values_mean_that_were_not_understood(made: Settings) -> None:
    page = importlib.import_module("pages.surveys")
    rows = [f"mcu;{mark};01.04.2026" for mark in ("да", "нет", "")]
    content = "\n".join(["Опрос, апрель", "Получатель;Довольны ли вы ответом;Дата", *rows])
    file = ("a.csv", "data:;base64," + base64.b64encode(content.encode()).decode())
    columns = {"column-value": "Довольны ли вы ответом", "column-day": "Дата", "column-recipient": "Получатель"}
    told = columns | {"kind": "survey", "title": "Апрель", "day": ""}
    with as_somebody("curator"):
        with pytest.raises(surveys.UnclearMarksError) as caught:
            page._load(told, "", file)
        assert surveys.listed() == []
        asked = page._asked_again(told | {"meaning-да": "5"}, file, caught.value)
        assert "Что значит «да»" in words(asked) and "Что значит «нет»" in words(asked)
        said = page._load(told | {"meaning-да": "5", "meaning-нет": "none"}, "", file)
        assert said.replace("\u00a0", " ") == "Внесено: 1 ответ. Без оценки и не внесено: 2 строки."
        assert [one.answers for one in surveys.listed()] == [1]


def test_the_screen_is_drawn_for_its_keepers_and_says_to_others_who_they_are(made: Settings) -> None:
    page = importlib.import_module("pages.surveys")
    with as_somebody("curator"):
        assert "Записать звонок" in words(page.layout())
    with as_somebody("head"):
        assert "Записать звонок" not in words(page.layout())


def test_what_was_asked_leaves_as_a_workbook(settings: Settings, application: Any) -> None:
    client = signing.client(application, signing.sign_in(settings))
    assert client.get("/export/surveys.xlsx?by=recipient&period=all").status_code == 200
    assert client.get("/export/surveys.xlsx?by=вера").status_code == 400


def test_rows_whose_record_is_not_there_are_named_one_by_one_and_kept(made: Settings) -> None:
    page = importlib.import_module("pages.surveys")
    rows = ["П-1;{};5", "№ П-2;{};4", "П-77;{};3", "П-1;;2", "П-78;{};1"]
    source = _source(made)
    file = "Номер;Источник;Балл\n" + "\n".join(rows).format(*[source] * 4) + "\n"
    sent = ("a.csv", "data:;base64," + base64.b64encode(file.encode()).decode())
    with as_somebody("curator"):
        columns = {"column-number": "Номер", "column-source": "Источник", "column-value": "Балл"}
        said = page._load({"kind": "survey", "title": "Апрель", "day": "01.04.2026"} | columns, "", sent)
        assert said.startswith("Внесено: 5")
        assert f"строка 4 — «П-77» ({source}); строка 6 — «П-78» ({source})" in said
        assert "строка 2" not in said
        assert "П-2»" not in said
        assert [one.answers for one in surveys.listed()] == [5]


def test_long_lists_of_rows_keep_every_line() -> None:
    page = importlib.import_module("components.surveys.listed")
    told = [Told(line, 5, date(2026, 4, 1), number=f"П-{line}", source="ИМ") for line in range(2, 15)]
    assert "строка 11 — «П-11» (ИМ); и строки 12, 13, 14." in page.unknown(told)


def _source(settings: Settings) -> str:
    with store.reading(settings) as connection:
        return str(connection.execute(sa.select(sources.c.name).join(records)).scalars().first())
