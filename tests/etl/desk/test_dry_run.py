"""What the preview says of records that a file would change."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from data import store
from data.settings import Settings
from etl.desk import dry_run
from etl.load import load
from tests.etl.conftest import WriteFile

CHANGES = Callable[..., list[tuple[str, str, str]]]
ROW = (1, "01.02.2026 10:00", "Отсутствие воды", "На исполнении", "", "село Бельтирское", "")


@pytest.fixture
def changed(either: Settings, pos_file: WriteFile) -> CHANGES:
    """(field, before, after) of a record whose row comes again with values replaced by position."""

    def look(**replaced: str) -> list[tuple[str, str, str]]:
        at = {"topic": 2, "status": 3, "place": 5, "rating": 6}
        again = list(ROW)
        for name, value in replaced.items():
            again[at[name]] = value
        load(pos_file("a.csv", [ROW]), either)
        report = load(pos_file("b.csv", [again]), either)
        with store.reading(either) as connection:
            found = dry_run.changes(connection, report.import_id or 0, ZoneInfo("Asia/Krasnoyarsk"))
        return [(one["field"], one["before"], one["after"]) for one in found]

    return look


def test_values_of_lists_are_shown_before_and_after(changed: CHANGES) -> None:
    assert changed(rating="4") == [("Оценка", "", "4")]


def test_what_may_be_personal_is_said_to_have_changed_and_not_shown(changed: CHANGES) -> None:
    found = changed(place="село Бельтирское, ул. Ленина, д. 5")
    assert found
    assert {after for _, _, after in found} == {"изменено"}
    assert ("Другие сведения", "", "изменены") not in found
    assert "Место, как в файле" in {field for field, *_ in found}
    assert "Ленина" not in str(found)
