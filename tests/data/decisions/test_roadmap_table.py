"""Roadmaps as a file: out and in again nothing has changed; what is wrong keeps all of it out."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.decisions import edits
from data.decisions.duties.read import Topic
from data.decisions.duties.write import plain
from data.decisions.roadmaps import apply, read, table, write
from data.decisions.roadmaps.forms import MONTHS, CauseForm, CheckForm, MapForm, MeasureForm
from data.decisions.roadmaps.read import Cause, Check, Measure, Responsible, Roadmap, Target, Territory
from data.errors import FilterError
from data.scope import EVERYTHING
from data.settings import Settings
from data.store.tables.roadmaps import MEASURE_STAGES, STAGES
from etl.desk import small_table
from tests import stores
from tests.data.decisions.test_roadmaps import planted
from tests.read_here import without_child

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=30)
NAME = TEXT.map(plain).filter(bool)
WORDS = NAME | st.just("")
DAY = st.dates(date(2024, 1, 1), date(2026, 1, 1))
NUMBER = st.floats(0.001, 90, allow_nan=False)
TARGET = st.builds(
    Target, st.sampled_from(["records", "days", "repeats"]), NUMBER, st.sampled_from(MONTHS), DAY, st.none() | NUMBER,
    st.none() | DAY, st.none() | DAY, st.none() | NUMBER, st.just("not_by_count"),
)  # fmt: skip
WHO = st.none() | st.sampled_from(["roads", "mcu"]).map(lambda code: Responsible(code, ((code, None),)))
NO = st.integers(1, 9)


def parts(kind: Any, *own: Any) -> Any:
    return st.lists(st.builds(kind, st.just(1), st.just(1), NO, NAME, *own), max_size=3, unique_by=lambda one: one.no)


MAPS = st.builds(
    Roadmap, st.just(1), st.just(1), st.integers(1, 999).map(lambda no: f"ДК-2026-{no:03}"), NAME,
    st.none() | st.integers(1, 2**31 - 1), st.just(""), st.just(Topic("roads", "Дороги", "")),
    st.sampled_from([Territory("95608420101", "Полтаков", "95608420"), Territory("district", "Весь район", "")]),
    st.sampled_from(list(STAGES)), st.none() | DAY, st.none() | TARGET, parts(Cause, st.none()),
    parts(Measure, st.none() | NO, WHO, WORDS, st.none() | DAY, st.none() | DAY, WORDS, WORDS,
          st.sampled_from(list(MEASURE_STAGES)), st.none() | DAY),
    parts(Check, DAY, WORDS, st.none() | DAY),
)  # fmt: skip


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def forms(one: Roadmap) -> list[tuple[str, int | None, Any]]:
    parts: list[Any] = [*one.causes, *one.measures, *one.checks]
    inside = [(one.code, part.no, table.form_of(part)) for part in parts]
    return [(one.code, None, table.form_of(one)), *inside]


@given(st.lists(MAPS, min_size=1, max_size=2, unique_by=lambda one: one.code))
@hypothesis_settings(max_examples=60)
def test_any_roadmap_is_the_same_after_a_way_through_a_file(made: list[Roadmap]) -> None:
    told = [(one.code, one.no, one.form) for one in table.from_cells(cells(table.as_csv(made)))]
    assert told == [row for one in made for row in forms(one)]


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as settings:
        yield settings


def known(settings: Settings) -> dict[str, Roadmap]:
    return {one.code: one for one in read.listed(settings, EVERYTHING)}


def test_a_file_changes_nothing_where_it_came_from_and_makes_the_same_elsewhere(own: Settings, tmp_path: Path) -> None:
    code = planted(own)
    seen = known(own)
    told = table.from_cells(cells(table.as_csv(list(seen.values()))))
    assert apply.apply(own, "anna", told, seen, "файл") == apply.Outcome(0, 0, 5)
    with stores.installation("sqlite", tmp_path / "other") as other:
        assert apply.apply(other, "anna", told, {}, "файл") == apply.Outcome(5, 0, 0)
        assert forms(known(other)[code]) == forms(seen[code])


def test_a_file_is_read_as_a_person_brings_it(own: Settings) -> None:
    planted(own)
    body = "\ufeff" + table.as_csv(list(known(own).values()))
    with without_child():
        told = table.from_cells(small_table.cells("карты.csv", body.encode()))
    assert [type(one.form) for one in told] == [MapForm, CauseForm, CauseForm, MeasureForm, CheckForm]


def test_a_file_adds_and_changes_and_all_of_it_is_taken_back_at_once(own: Settings) -> None:
    code = planted(own)
    before = known(own)
    text = table.as_csv(list(before.values())).replace("мастер участка", "главный инженер")
    new = dict.fromkeys(table.HEADINGS, "") | {"row": "карта", "name": "Свалки", "topic": "waste"}
    lines = [list(new.values()), list((new | {"row": "Причина", "name": "Нет площадки"}).values())]
    made = apply.apply(own, "anna", table.from_cells([*cells(text), *lines]), before, "файл")
    assert made == apply.Outcome(2, 1, 4)
    now = known(own)
    assert now[code].measures[0].post == "главный инженер"
    (added,) = [one for one in now.values() if one.code != code]
    assert (added.territory.code, [one.name for one in added.causes]) == ("district", ["Нет площадки"])
    edits.undo(own, "anna", write.history(own, None, 1)[0][0].number)
    assert [forms(one) for one in known(own).values()] == [forms(one) for one in before.values()]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"row": "стол", "name": "x"}, r"Строка 3\. «Строка»: «стол» не понято"),
        ({"row": "карта", "name": "x", "topic": "moon"}, r"Строка 3\. Тематики «moon» нет"),
        ({"row": "причина", "code": "ДК-2026-999", "name": "x"}, "Над ней нет строки её карты"),
        ({"row": "мероприятие", "name": "x", "due_on": "завтра"}, r"Строка 3\..*не дата"),
        ({"row": "причина", "name": "x", "no": "nan"}, "не число"),
        ({"row": "причина", "name": "x", "no": "1.5"}, "не целое число"),
        ({"row": "карта", "name": "x", "topic": "roads", "code": "ДК-1"}, "не похож на код"),
        ({"row": "карта", "name": "x", "topic": "roads", "target_kind": "больше"}, "«Цель»: «больше» не понято"),
    ],
)
def test_one_wrong_row_keeps_all_of_it_out(own: Settings, row: dict[str, str], said: str) -> None:
    good = dict.fromkeys(table.HEADINGS, "") | {"row": "карта", "name": "Ямы", "topic": "roads"}
    lines = [list(table.HEADINGS), *(list((dict.fromkeys(table.HEADINGS, "") | one).values()) for one in (good, row))]
    with pytest.raises(FilterError, match=said):
        apply.apply(own, "anna", table.from_cells(lines), {}, "файл")
    assert known(own) == {}


def test_a_roadmap_that_is_not_open_is_not_changed_by_a_file(own: Settings) -> None:
    planted(own)
    told = table.from_cells(cells(table.as_csv(list(known(own).values()))))
    with pytest.raises(FilterError, match="вам не открыта"):
        apply.apply(own, "boris", told, {}, "файл")


def test_a_line_that_is_named_twice_is_refused() -> None:
    one = Roadmap(
        1, 1, "ДК-2026-001", "Ямы", None, "", Topic("roads", "Дороги", ""), Territory("district", "Район", ""), "draft",
        None, None, (), (), (Check(1, 1, 1, "Смотреть", date(2026, 1, 1), "", None),),
    )  # fmt: skip
    with pytest.raises(FilterError, match="Строка 4: она названа дважды"):
        table.from_cells([*cells(table.as_csv([one])), cells(table.as_csv([replace(one, title="Иначе")]))[1]])
    assert table.form_of(one.checks[0]) == CheckForm("Смотреть", date(2026, 1, 1))
