"""«Обсуждения»: what is public, where and how much; a category is mapped and unmapped; who sees a part sees no more."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from access import audit
from access import store as access_store
from access.roles import ROLES, Right
from answers import discussions as frames
from data.decisions.discussions import read
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import query
from data.scope import EVERYTHING
from data.settings import Settings, current, use
from deeds import discussions
from etl.load import load
from tests import signing
from tests.data.records import published
from tests.etl.discussions import files
from tests.pages.test_screens import words
from tests.signing import as_somebody

EVER = {"period": "all"}
KEEPERS = {name for name, role in ROLES.items() if Right.EDIT_POLLS in role.rights}


def screen() -> Any:
    return importlib.import_module("pages.discussions")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("discussions")
    settings = Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")
    with use(settings):
        published(settings, {"received": "2026-03-02"})
        access_store.create(settings)
        _fill(settings, var)
    return settings


def _fill(settings: Settings, folder: Path) -> None:
    hearing = {"Вид": "Публичные слушания", "Дата начала": "01.02.2026", "За": 12, "Автор": "Иванов Иван"}
    place = "Населённый пункт"
    rows = [
        hearing | {"№": 1, "Тема голосования": "Вода", "Тематика": "Отсутствие воды", place: "с. Бельтирское"},
        hearing | {"№": 2, "Тема голосования": "Дорога", "Тематика": "Дороги и тропы", "За": ""},
        hearing | {"№": 3, "Тема голосования": "Клуб", place: "с. Аскиз"},
    ]  # fmt: skip
    load(files.write(folder / "hearings.csv", files.PORTAL, rows), settings, source="portal_hearings")
    opinions = [
        {"Номер обсуждения": 1, "Номер": 1, "Комментарий": "<p>Нужна скважина</p>", "Дата": "02.02.2026"},
        {"Номер обсуждения": 1, "Номер": 2, "Комментарий": "Согласен", "Дата": "03.02.2026"},
        {"Номер обсуждения": 9, "Номер": 1, "Комментарий": "О другом", "Дата": "03.02.2026"},
    ]
    header = ["Номер обсуждения", "Номер", "Комментарий", "Дата", "ФИО"]
    load(files.write(folder / "opinions.csv", header, opinions), settings, source="portal_hearings")


@pytest.fixture(autouse=True)
def _in_force(made: Settings) -> Iterator[None]:
    with use(made):
        yield


def said(found: Any) -> str:
    return words(found).replace("\xa0", " ").replace("\\u00a0", " ")


def _summary(by: str) -> dict[str, tuple[int, Any, int]]:
    found = frames.frame(read.listed(_settings(), EVERYTHING), Filters(period="all"), frames.date(2026, 3, 2))
    return {
        row["label"]: (
            row["discussions"],
            None if row["supports"] != row["supports"] else row["supports"],
            row["comments"],
        )
        for row in frames.summary(found, by).to_dict("records")
    }


def _settings() -> Settings:
    return current()


def test_what_has_no_category_or_no_topic_has_a_row_of_its_own() -> None:
    assert _summary("topic") == {
        "Отсутствие воды": (1, 12, 2),
        frames.NO_TOPIC: (1, None, 0),
        frames.NO_CATEGORY: (1, 12, 0),
    }
    assert _summary("place") == {"Бельтирское": (1, 12, 2), frames.NO_PLACE: (1, None, 0), "Аскиз": (1, 12, 0)}


def test_the_screen_shows_all_of_it_and_one_with_its_comments() -> None:
    shown = words(screen().answer(EVER))
    assert "Вода" in shown and frames.NO_TOPIC in str(screen().answer(EVER))
    assert "Комментариев ждут обсуждения" in shown
    key = next(row["key"] for row in discussions.listed() if row["title"] == "Вода")
    one = words(screen().answer(EVER | {"id": str(key)}))
    assert "Нужна скважина" in one and "Согласен" in one and "Иванов" not in one


def test_a_period_without_discussions_says_what_there_is_over_all_time() -> None:
    shown = said(screen().answer({"from": "2026-03-01", "to": "2026-03-02"}))
    assert "За всё время: 3 обсуждения, 2 комментария" in shown and "Показать за всё время" in shown


def test_no_metric_of_records_knows_of_discussions() -> None:
    assert query(["records"], [], Filters(period="all"), EVERYTHING)["records"].iloc[0] == 1


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_maps_a_category_or_is_refused(role: str, made: Settings) -> None:
    with as_somebody(role, recipients=("mcu",) if role == "recipient" else None):
        if role not in KEEPERS:
            with pytest.raises(AccessError):
                discussions.map_category("portal_hearings", "Дороги и тропы", "roads.potholes")
            with pytest.raises(AccessError):
                discussions.undo_edit("1")
            assert discussions.unmapped() == []
            return
        assert [one[2:] for one in discussions.unmapped()] == [("Дороги и тропы", 1)]
        assert discussions.map_category("portal_hearings", "Дороги и тропы", "roads.potholes") == 1
        assert audit.page(1, 1, settings=made).entries[0].action == "discussions_changed"
        assert discussions.unmapped() == [] and frames.NO_TOPIC not in _summary("topic")
        discussions.undo_edit(str(discussions.history()[0][0].number))
        assert frames.NO_TOPIC in _summary("topic")


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_loads_files_or_is_refused(role: str, made: Settings, tmp_path: Path) -> None:
    raw = files.write(tmp_path / "x.csv", files.PORTAL, [{"№": 77, "Тема голосования": "Новое"}]).read_bytes()
    with as_somebody(role, recipients=("mcu",) if role == "recipient" else None):
        if role != "centre_head":
            with pytest.raises(AccessError):
                discussions.load("x.csv", raw, "portal_hearings")
            with pytest.raises(AccessError):
                discussions.undo_import("1")
            return
        assert "загружено 1" in discussions.load("../x.csv", raw, "portal_hearings")
        assert {row["title"] for row in discussions.listed()} >= {"Новое"}
        newest = discussions.imports()[0]["import_id"]
        assert "отменена" in discussions.undo_import(str(newest))
        assert {row["title"] for row in discussions.listed()} == {"Вода", "Дорога", "Клуб"}
        with pytest.raises(FilterError):
            discussions.undo_import("1000000")


def test_who_sees_a_part_is_shown_that_part() -> None:
    found = {row["title"]: row for row in discussions.listed()}
    here = found["Вода"]["municipality"]
    with as_somebody("head", municipalities=(here,)):
        assert [row["title"] for row in discussions.listed()] == ["Вода"]
        with pytest.raises(FilterError, match="не открыто"):
            discussions.one(found["Клуб"]["key"])
        assert discussions.waiting() == 0
    with as_somebody("recipient", recipients=("water_utility",)):
        assert [row["title"] for row in discussions.listed()] == ["Вода"]
    with as_somebody("administrator"):
        assert discussions.listed() == []


def test_who_sees_totals_only_is_shown_no_single_discussion() -> None:
    with as_somebody("auditor"):
        shown = words(screen().answer(EVER))
        assert "Обсуждений" in shown and "Дорога" not in shown
        with pytest.raises(FilterError):
            discussions.one(discussions.listed()[0]["key"])


def test_what_is_discussed_leaves_as_a_workbook(settings: Settings, application: Any) -> None:
    client = signing.client(application, signing.sign_in(settings))
    for address, status in (("?period=all", 200), ("?by=place&period=all", 200), ("?by=вера", 400)):
        assert client.get(f"/export/discussions.xlsx{address}").status_code == status
    totals = signing.client(application, signing.sign_in(settings, "auditor"))
    assert totals.get("/export/discussions.xlsx").status_code == 403


def test_nonsense_is_a_sentence() -> None:
    assert "Такого обсуждения нет" in words(screen().answer(EVER | {"id": "x"}))
    with as_somebody("centre_head"), pytest.raises(FilterError, match="Выберите тематику"):
        discussions.map_category("portal_hearings", "Дороги и тропы", None)
