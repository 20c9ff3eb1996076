"""«Справочники»: who sees data reads them, two roles change them; nothing an edit says is lost or overwritten."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits, Right
from components.reference import screen
from data import store
from data.decisions.reference import change, lists, table
from data.errors import AccessError, EditConflictError, FilterError
from data.filters import Filters
from data.metrics import members
from data.settings import Settings, use
from data.store.tables import places, recipients
from data.terms import working_days
from deeds import reference
from geo import layers
from tests import stores
from tests.data.records import installed
from tests.pages.test_screens import words

KEEPERS = [name for name, role in ROLES.items() if Right.EDIT_REFERENCE in role.rights]
BODY = {
    "recipient_code": "bridge_office",
    "name": "Отдел мостов",
    "short_name": "Отдел мостов",
    "kind": "district_department",
    "municipality_oktmo": "",
    "parent_code": "",
    "valid_from": "2026-01-01",
    "valid_to": "",
    "successor_code": "",
    "genitive": "Отдела мостов",
    "dative": "",
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("reference"), {"received": "2026-03-02"}) as settings:
        stores.add_screens(settings)
        return settings


@pytest.fixture
def made(seeded: Settings, tmp_path: Path) -> Iterator[Settings]:
    with stores.copied(seeded, tmp_path) as settings, use(settings):
        yield settings


@contextmanager
def as_somebody(role: str, login: str = "somebody") -> Iterator[None]:
    who = Person(1, login, "Кто-то", "", (role,), limits=Limits(recipients=("mcu",) if role == "recipient" else None))
    with person.use(who), scope.use(who.scope):
        yield


def texts_of(code: str, key: str) -> dict[str, str]:
    return dict(reference.entry(code, key).texts)


def rows(settings: Settings, listed: sa.Table) -> list[dict[str, Any]]:
    """Rows without the count of edits."""
    with store.reading(settings) as connection:
        found = connection.execute(sa.select(listed).order_by(*listed.primary_key.columns)).mappings()
        return [{name: value for name, value in row.items() if name != "version"} for row in found]


def test_two_roles_keep_the_lists() -> None:
    assert KEEPERS == ["centre_head", "administrator"]


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_changes_the_lists_or_is_refused(role: str, made: Settings) -> None:
    page = importlib.import_module("pages.reference")
    with as_somebody(role):
        shown = words(page.layout(list="places"))
        assert "Населённые пункты" in shown
        assert ("Изменить" in shown) == (role in KEEPERS)
        if role in KEEPERS:
            assert reference.save("recipients", BODY, 0, "создан") == "bridge_office"
            assert audit.page(1, 1, settings=made).entries[0].action == "reference_changed"
            return
        for call in (
            lambda: reference.save("recipients", BODY, 0),
            lambda: reference.undo("recipients", "1"),
            lambda: reference.plan("recipients", "x.csv", b""),
        ):
            with pytest.raises(AccessError):
                call()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"valid_to": "2026-06-01"}, "преемника нет"),
        ({"successor_code": "mcu"}, "последнего дня нет"),
        ({"valid_to": "2025-06-01", "successor_code": "mcu"}, "раньше начала"),
        ({"valid_to": "2026-06-01", "successor_code": "bridge_office"}, "по кругу"),
        ({"parent_code": "nobody"}, "нет в справочнике"),
        ({"kind": "office"}, "не годится"),
        ({"name": ""}, "не указано"),
        ({"name": "я" * 401}, "не годится"),
        ({"recipient_code": "Мосты"}, "не годится"),
        ({"valid_from": "вчера"}, "не дата"),
    ],
)
def test_what_cannot_be_is_refused_in_words(made: Settings, told: dict[str, str], said: str) -> None:
    with as_somebody("centre_head"), pytest.raises(FilterError, match=said):
        reference.save("recipients", BODY | told, 0)


@pytest.mark.parametrize("code", list(lists.LISTS))
def test_what_was_taken_away_changes_nothing_when_it_comes_back(made: Settings, code: str) -> None:
    with as_somebody("centre_head"):
        listed, found = reference.listed(code)
        content = table.as_csv(listed, found).encode()
        plan = reference.plan(code, "список.csv", content)
    assert (plan.rows, plan.same) == ((), len(found))


@pytest.mark.whole
@pytest.mark.parametrize("code", list(lists.LISTS))
def test_a_file_may_say_choices_in_the_words_of_the_screen(made: Settings, code: str) -> None:
    flags = {lists.YES: "Да", lists.NO: "нет"}
    with as_somebody("centre_head"):
        listed, found = reference.listed(code)
        told = {one.name: flags if one.kind == lists.FLAG else one.words for one in listed.fields}
        said = [
            replace(one, texts={name: told[name].get(text, text) for name, text in one.texts.items()}) for one in found
        ]
        plan = reference.plan(code, "список.csv", table.as_csv(listed, said).encode())
    assert (plan.rows, plan.same) == ((), len(found))


def test_a_choice_that_is_none_is_refused_with_the_words_of_the_screen(made: Settings) -> None:
    with pytest.raises(FilterError, match="орган района, поселение"):
        change.plan(made, lists.RECIPIENTS, [BODY | {"kind": "отдел"}])


def test_a_file_is_planned_written_as_one_group_and_taken_back(made: Settings) -> None:
    before = rows(made, recipients)
    parent = BODY | {"recipient_code": "road_office", "name": "Отдел дорог", "short_name": "Отдел дорог"}
    told = [BODY | {"parent_code": "road_office"}, parent]
    content = "\n".join([",".join(BODY), *(",".join(row.values()) for row in told)]).encode()
    with as_somebody("centre_head"):
        plan = reference.plan("recipients", "новые.csv", content)
        assert ([one.code for one in plan.added], plan.changed) == (["bridge_office", "road_office"], [])
        assert "«кому подчинён»" not in str(plan.added[0].changes[0]) and "road_office" in str(plan.added[0].changes)
        assert rows(made, recipients) == before
        reference.replace("recipients", "новые.csv", content, plan)
        assert texts_of("recipients", "bridge_office")["parent_code"] == "road_office"
        with pytest.raises(FilterError, match="изменился"):
            reference.replace("recipients", "новые.csv", content, plan)
        edits = reference.history("recipients")
        reference.undo("recipients", str(edits[0][0].number))
        assert rows(made, recipients) == before
        assert len(reference.history("recipients")) == 2 * len(edits)


def test_the_second_of_two_editors_is_told_what_differs(made: Settings) -> None:
    texts = {}
    with as_somebody("centre_head", "first"):
        entry = reference.entry("recipients", "mcu")
        texts = dict(entry.texts)
        reference.save("recipients", texts | {"short_name": "Центр"}, entry.version)
    with as_somebody("administrator", "second"), pytest.raises(EditConflictError) as refused:
        reference.save("recipients", texts | {"short_name": "МЦУ района"}, entry.version)
    assert "first" in str(refused.value) and "Центр" in str(refused.value)


def test_an_edit_of_another_list_is_not_taken_back_here(made: Settings) -> None:
    with as_somebody("administrator"):
        reference.save("recipients", BODY, 0)
        number = str(reference.history("recipients")[0][0].number)
        with pytest.raises(FilterError, match="другой таблицы"):
            reference.undo("places", number)


def test_hours_that_another_screen_keeps_survive_an_undo(made: Settings) -> None:
    with as_somebody("centre_head"):
        entry = reference.entry("recipients", "mcu")
        reference.save("recipients", dict(entry.texts) | {"short_name": "Центр"}, entry.version)
        working_days.set_hours(made, "mcu", "09:00-13:00 14:00-18:00")
        reference.undo("recipients", str(reference.history("recipients")[0][0].number))
    with store.reading(made) as connection:
        kept = connection.execute(sa.select(recipients.c.working_time).where(recipients.c.code == "mcu")).scalar()
    assert kept == "09:00-13:00 14:00-18:00"


def test_an_edit_is_published_and_survives_the_next_start(made: Settings) -> None:
    with as_somebody("centre_head"):
        drawn, entry = layers.current_version(made.geo), reference.entry("places", "95608405116")
        told = dict(entry.texts) | {"name": "Анхаков Новый", "lat": "53.5", **dict.fromkeys(("genitive", "dative"), "")}
        reference.save("places", told | {"prepositional": ""}, entry.version)
        store.create(made)
        assert texts_of("places", "95608405116") == told | {"prepositional": ""}
    assert "Анхаков Новый" in str(members("place", Filters())["label"].tolist())
    assert layers.current_version(made.geo) != drawn


def test_a_file_that_lacks_a_column_would_empty_it_and_is_refused(made: Settings) -> None:
    with as_somebody("centre_head"), pytest.raises(FilterError, match="Преемник"):
        header = ",".join(name for name in BODY if name != "successor_code")
        reference.plan("recipients", "x.csv", f"{header}\nmcu".encode())


def test_the_plan_of_a_row_names_its_line(made: Settings) -> None:
    with pytest.raises(FilterError, match="Строка 3"):
        change.plan(made, lists.RECIPIENTS, [BODY, BODY | {"recipient_code": "x"}])


def test_a_line_is_counted_with_the_title_and_the_blank_rows_above_it(made: Settings) -> None:
    other = BODY | {"recipient_code": "other_office", "kind": "чужой"}
    header, same, foreign = (",".join(told) for told in (BODY, BODY.values(), other.values()))
    body = "\n".join(["Справочник получателей", "", header, same, "", foreign])
    with as_somebody("centre_head"), pytest.raises(FilterError, match="Строка 6"):
        reference.plan("recipients", "x.csv", body.encode())


def test_a_place_keeps_what_a_form_gives_back(made: Settings) -> None:
    before = rows(made, places)
    with as_somebody("administrator"):
        entry = reference.entry("places", "95608405116")
        reference.save("places", dict(entry.texts), entry.version)
    assert rows(made, places) == before


def test_words_that_find_nothing_in_a_list_are_told_without_a_period() -> None:
    empty = screen.rows(lists.RECIPIENTS, pd.DataFrame(columns=["name", "code", "valid"]), may=True)
    assert "Таких строк в справочнике нет" in words(empty)
    assert "период" not in words(empty)
