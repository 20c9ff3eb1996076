"""«Дорожные карты»: two roles keep them, who is bound sees own ones only, forms give back what they were given."""

import base64
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits, Right
from answers.roadmaps.kept import CauseForm, CheckForm, MapForm, MeasureForm, Promise
from components.roadmaps import form
from components.roadmaps import ids as own
from data.decisions.roadmaps import table, write
from data.errors import AccessError, EditConflictError, FilterError
from data.settings import Settings, use
from deeds import roadmaps
from tests import planted_quarters as planted
from tests.data.records import installed
from tests.pages.test_screens import words

KEEPERS = [name for name, role in ROLES.items() if Right.EDIT_ROADMAPS in role.rights]
FORM = MapForm(
    "Свалки", "waste", planted.FELL, "running", planted.STARTED, promise=Promise("records", 60.0, 12, planted.FIRST)
)
PIPE = MeasureForm("Убрать <свалку>", "housing_department", "=начальник", planted.STARTED, date(2025, 6, 1), cause=1)


def screen(name: str) -> Any:
    return importlib.import_module(f"pages.{name}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, str]]:
    """An installation with the planted quarters and one roadmap about the place where they fell."""
    with installed(tmp_path_factory.mktemp("roadmaps"), *planted.rows()) as settings:
        code = write.save(settings, "anna", "", 0, FORM)
        for part in (CauseForm("Контейнеров нет"), PIPE, CheckForm("Съездить", date(2024, 6, 3))):
            write.save_part(settings, "anna", code, part)
        yield settings, code


@pytest.fixture
def code(made: tuple[Settings, str]) -> Iterator[str]:
    with use(made[0]):
        yield made[1]


@contextmanager
def as_somebody(*roles: str, recipients: tuple[str, ...] | None = None, places: Any = None) -> Iterator[None]:
    """A person of these roles, with the scope that the roles and limits open."""
    who = Person(1, "somebody", "Кто-то", "", roles, limits=Limits(recipients=recipients, municipalities=places))
    with person.use(who), scope.use(who.scope):
        yield


def test_two_roles_keep_roadmaps() -> None:
    assert KEEPERS == ["curator", "centre_head"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_keeps_roadmaps_or_is_refused(role: str, code: str, made: tuple[Settings, str]) -> None:
    with as_somebody(role, recipients=("housing_department",) if role == "recipient" else None):
        if role not in KEEPERS:
            for call in (
                lambda: roadmaps.save("", 0, FORM),
                lambda: roadmaps.save_part(code, CauseForm("Почему")),
                lambda: roadmaps.add_measure(code, PIPE),
                lambda: roadmaps.remove(code, 1),
                lambda: roadmaps.remove_part(code, "cause", 1, 1),
                lambda: roadmaps.undo("1"),
                lambda: roadmaps.replace_rows("x.csv", b"x"),
            ):
                with pytest.raises(AccessError):
                    call()
            assert roadmaps.history() == []
            return
        no = roadmaps.add_measure(code, replace(PIPE, name="Позвонить Иванову Ивану Петровичу 8-913-555-44-33"))
        assert audit.page(1, 1, settings=made[0]).entries[0].action == "roadmaps_changed"
        named = next(step.name for step in roadmaps.one(code).measures if step.no == no)
        assert "Иванов" not in named, "people are no part of a plan"
        assert "913" not in named
        roadmaps.undo(str(roadmaps.history()[0][0].number))
        assert [step.no for step in roadmaps.one(code).measures] == [1]


@pytest.mark.parametrize(
    ("roles", "limits", "sees"),
    [
        (["head"], {}, True),
        (["recipient"], {"recipients": ("housing_department",)}, True),
        (["recipient"], {"recipients": ("road_service",)}, False),
        (["curator"], {"places": (planted.FELL,)}, True),
        (["curator"], {"places": (planted.STEADY,)}, False),
        (["auditor"], {}, False),
        (["administrator"], {}, False),
    ],
)
def test_a_person_sees_the_roadmaps_of_an_own_circle(roles: list[str], limits: Any, sees: bool, code: str) -> None:
    with as_somebody(*roles, **limits):
        assert (code in [one.code for one in roadmaps.listed()]) is sees
        shown = words(screen("roadmaps").answer({}))
        assert ("Свалки" in shown) is sees
        if not sees:
            one = words(screen("roadmap").answer({"id": code}))
            assert "Свалки" not in one
            assert ("не открыта" in one) is not ("auditor" in roles or "administrator" in roles)


def test_who_keeps_some_municipalities_keeps_roadmaps_of_these_only(code: str) -> None:
    with as_somebody("curator", places=(planted.STEADY,)):
        with pytest.raises(FilterError, match="не открыта"):
            roadmaps.save("", 0, FORM)
        with pytest.raises(FilterError, match="не открыта"):
            roadmaps.save_part(code, CauseForm("Почему"))


def test_the_list_says_what_burns_and_what_has_come_of_it(code: str) -> None:
    with as_somebody("head"):
        shown = words(screen("roadmaps").answer({}))
        assert "1 карта, просрочено мероприятий: 1" in shown
        assert "Просрочено" in shown and "Горит" not in shown, "what burns has not yet expired"
        assert "снизилось" in shown
        for asked, is_there in (({"stage": "draft"}, False), ({"effect": "снизилось"}, True), ({"burns": "1"}, True)):
            assert (code in words(screen("roadmaps").answer(asked))) is is_there
        assert "Такой проблемы нет" in words(screen("roadmaps").answer({"problem": "5"}))


def test_one_roadmap_shows_its_parts_and_the_effect_with_the_interval_first(code: str) -> None:
    with as_somebody("head"):
        shown = words(screen("roadmap").answer({"id": code}))
    for said in (
        "Записей стало меньше на",
        "Контейнеров нет",
        "Убрать <свалку>",
        "горит: 01.06.2025",
        "пора проверить",
    ):
        assert said in shown
    assert "Отдел ЖКХ, =начальник" in shown
    assert "Изменить" not in shown, "who only reads is offered nothing to change"
    assert "&lt;свалку&gt;" in shown, "a figure draws typed words as words"


def test_who_sees_a_part_is_told_that_the_comparison_is_not_his(code: str) -> None:
    with as_somebody("recipient", recipients=("housing_department",)):
        shown = words(screen("roadmap").answer({"id": code}))
    assert "видит тот, кому открыты все записи" in shown
    assert "стало меньше на" not in shown


def test_a_form_gives_back_what_it_was_given(code: str) -> None:
    with as_somebody("curator"):
        one, choices = roadmaps.one(code), roadmaps.choices()
        kept = table.form_of(one)
        assert isinstance(kept, MapForm)
        again = form.told_map(values(form.of_map(kept, choices, code)), None)
        assert replace(again, promise=again.promise.aim) == replace(kept, promise=kept.promise.aim)  # type: ignore[arg-type]
        assert form.told_part("cause", values(form.of_cause(CauseForm("Почему"), one, None))) == CauseForm("Почему")
        assert form.told_part("measure", values(form.of_measure(PIPE, one, choices, 1))) == PIPE
        point = CheckForm("Съездить", date(2024, 6, 3), "Убрано", date(2024, 6, 4))
        assert form.told_part("check", values(form.of_check(point, 1))) == point


def values(shown: Any) -> dict[str, str]:
    """What stands in the fields of a form."""
    found = [one for one in shown._traverse() if isinstance(getattr(one, "id", None), dict) and hasattr(one, "value")]
    return own.values([one.value for one in found], [one.id for one in found])


@pytest.mark.parametrize("typed", ["много", "1e5", "−"])
def test_a_value_that_is_no_number_is_refused(typed: str, code: str) -> None:
    with as_somebody("curator"):
        given = values(form.of_map(FORM, roadmaps.choices(), "")) | {"target_value": typed}
    if typed == "−":
        assert form.told_map(given, None).promise.value is None
    else:
        with pytest.raises(FilterError, match="не число"):
            form.told_map(given, None)


def test_a_smaller_target_than_can_be_shown_is_said_to_be_one(code: str) -> None:
    page = screen("roadmap")
    with as_somebody("curator"):
        aims = [own.aim(name) for name in own.AIMS]
        told = page.prospect(["waste", planted.STEADY, "04.03.2025"], aims, [own.prospect("new")], {"id": code})
        assert "Через 12 мес. доказуемо снижение: не меньше" in words(told[0])
        assert "Выберите" in words(page.prospect(["waste", None, ""], aims, [own.prospect("new")], {"id": code})[0])


def test_two_who_change_one_row_are_told_of_one_another(code: str) -> None:
    with as_somebody("curator"):
        seen = roadmaps.one(code).causes[0]
        roadmaps.save_part(code, CauseForm("Площадок нет"), 1, seen.version)
        with pytest.raises(EditConflictError, match="Площадок нет"):
            roadmaps.save_part(code, CauseForm("Контейнеры малы"), 1, seen.version)
        roadmaps.undo(str(roadmaps.history()[0][0].number))


@pytest.mark.parametrize(("name", "kind"), [("roadmaps", "xlsx"), ("roadmaps", "csv"), ("roadmap", "xlsx")])
def test_a_file_that_leaves_comes_back_without_a_change(name: str, kind: str, code: str, read_here: None) -> None:
    page = screen(name)
    with as_somebody("curator"):
        if name == "roadmap":
            file = page._file(kind, roadmaps.one(code), page.read_screen({"id": code}, scope.current()))
        else:
            file = page._file(kind)
        body = base64.b64decode(file["content"]) if file.get("base64") else file["content"].encode()
        made = roadmaps.replace_rows(file["filename"], body)
        assert (made.added, made.changed, made.same) == (0, 0, 4)


@pytest.mark.parametrize("kind", ["measures", "facts"])
def test_tables_of_a_roadmap_leave_as_workbooks(kind: str, code: str) -> None:
    page = screen("roadmap")
    with as_somebody("head"):
        file = page._file(kind, roadmaps.one(code), page.read_screen({"id": code}, scope.current()))
        assert base64.b64decode(file["content"])[:2] == b"PK"
        with pytest.raises(FilterError):
            page._file("other", roadmaps.one(code), page.read_screen({"id": code}, scope.current()))
