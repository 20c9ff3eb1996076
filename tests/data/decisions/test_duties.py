"""Duties: kept by people row by row or by a whole table, and held against the list of topics."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.decisions import edits
from data.decisions.duties import coverage, read, table, write
from data.decisions.duties.read import Duty, Recipient, Topic
from data.decisions.duties.write import Form
from data.errors import EditConflictError, FilterError
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings
from data.store import seed, tables
from etl.desk import small_table
from tests import stores
from tests.read_here import without_child

DAY = date(2026, 3, 2)
ROADS = Form("road_department", "Содержание дорог", ("roads.potholes", "roads.bridges"), "Положение № 5")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store that the tests below leave as they found it."""
    with stores.installation("sqlite", tmp_path_factory.mktemp("duties")) as settings:
        yield settings


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as settings:
        yield settings


def by_code(settings: Settings) -> dict[str, Duty]:
    return {one.code: one for one in read.listed(settings, EVERYTHING)}


def last_edit(settings: Settings) -> int:
    return write.history(settings, 1)[0][0].number


def test_a_new_store_knows_what_the_default_recipients_of_topics_say_and_that_it_is_to_be_checked(
    kept: Settings,
) -> None:
    found = by_code(kept)
    water = found["water_utility.housing"]
    assert (water.name, water.confidence) == ("ЖКХ", "L")
    assert {one.code for one in water.topics} == {
        "housing.no_water", "housing.water_quality", "housing.water_main_breaks", "housing.sewerage",
    }  # fmt: skip
    assert water.document == "Не указан: по получателям по умолчанию"
    assert {one.confidence for one in found.values()} == {"L"}
    assert sum(one.recipient.kind == "settlement" for one in found.values()) == 14
    of = coverage.of(kept, DAY)
    assert (of.gaps, of.overlaps) == ((), ())


def test_a_duty_that_was_removed_does_not_come_back_with_the_next_release(own: Settings) -> None:
    code, duty = next(iter(by_code(own).items()))
    write.remove(own, "anna", code, duty.version)
    with store.writing(own) as connection:
        connection.execute(sa.delete(tables.duty_topics))
        connection.execute(sa.delete(tables.duties))
        assert seed.add_missing(connection) == 0
    assert by_code(own) == {}


def test_a_duty_is_added_changed_removed_and_all_of_it_is_taken_back(either: Settings) -> None:
    own = either
    before = by_code(own)
    code = write.save(own, "anna", "", 0, ROADS)
    added, first = by_code(own)[code], last_edit(own)
    assert (added.name, [one.code for one in added.topics]) == (ROADS.name, ["roads.potholes", "roads.bridges"])
    write.save(own, "boris", code, added.version, Form("road_service", "Дороги", ("roads",), "", DAY))
    changed = by_code(own)[code]
    assert (changed.recipient.code, [one.code for one in changed.topics]) == ("road_service", ["roads"])
    edits.undo(own, "anna", last_edit(own))
    assert table.form_of(by_code(own)[code]) == ROADS
    write.remove(own, "boris", code, by_code(own)[code].version)
    assert code not in by_code(own)
    edits.undo(own, "anna", last_edit(own))
    assert table.form_of(by_code(own)[code]) == ROADS
    edits.undo(own, "boris", first)
    assert {code: table.form_of(one) for code, one in by_code(own).items()} == {
        code: table.form_of(one) for code, one in before.items()
    }


def test_topics_that_somebody_else_saved_meanwhile_are_not_lost(own: Settings) -> None:
    code = write.save(own, "anna", "", 0, ROADS)
    seen = by_code(own)[code].version
    write.save(own, "boris", code, seen, Form(ROADS.recipient, ROADS.name, ("roads",), ROADS.document))
    with pytest.raises(
        EditConflictError, match=r"сохранили в .*\(boris\): вот разница: тематики: «Дороги» → «Ямы на дорогах»"
    ):
        write.save(own, "anna", code, seen, Form(ROADS.recipient, ROADS.name, ("roads.potholes",), ROADS.document))
    with pytest.raises(EditConflictError):
        write.remove(own, "anna", code, seen)
    assert [one.code for one in by_code(own)[code].topics] == ["roads"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Form("nobody", "Дороги", ("roads",)), "Получателя «nobody» нет"),
        (Form("road_service", "  ", ("roads",)), "Назовите обязанность"),
        (Form("road_service", "Дороги", ()), "нет тематик"),
        (Form("road_service", "Дороги", ("roads.moon",)), "Тематики «roads.moon» нет"),
        (Form("road_service", "д" * 401, ("roads",)), "Слишком длинно"),
        (Form("road_service", "Дороги", ("roads",), "", date(2026, 2, 1), date(2026, 1, 1)), "раньше начала"),
        (Form("road_service", "Дороги", ("roads",), confidence="Z"), "Достоверность"),
    ],
)
def test_what_is_wrong_with_a_duty_is_said_and_nothing_is_kept(kept: Settings, form: Form, said: str) -> None:
    before = by_code(kept)
    with pytest.raises(FilterError, match=said):
        write.save(kept, "anna", "", 0, form)
    assert by_code(kept) == before


def test_who_sees_one_recipient_sees_its_duties_only(kept: Settings) -> None:
    bound = Scope((Grant(recipients=("water_utility",)),))
    assert {one.recipient.code for one in read.listed(kept, bound)} == {"water_utility"}
    assert read.listed(kept, NOTHING) == []


TOPICS = [Topic("roads", "Дороги", ""), Topic("roads.a", "Ямы", "roads"), Topic("roads.b", "Мосты", "roads")]
PLACES = {1: "Аскиз", 2: "База"}


def duty(key: int, recipient: str, codes: list[str], municipality: int | None = None) -> Duty:
    whose = Recipient(recipient, recipient, "x", municipality, None, None)
    topics = tuple(one for one in TOPICS if one.code in codes)
    return Duty(key, 1, f"{recipient}.{key}", whose, "дороги", "", topics, None, None, "H")


@pytest.mark.parametrize(
    ("duties", "gaps", "overlaps"),
    [
        ([], [("roads.a", ()), ("roads.b", ())], []),
        ([duty(1, "отдел", ["roads"])], [], []),  # a group covers its topics
        ([duty(1, "отдел", ["roads.a"])], [("roads.b", ())], []),
        ([duty(1, "сельсовет", ["roads"], 1)], [("roads.a", ("База",)), ("roads.b", ("База",))], []),
        ([duty(1, "сельсовет", ["roads"], 1), duty(2, "другой", ["roads"], 2)], [], []),  # each at home
        ([duty(1, "отдел", ["roads"]), duty(2, "сельсовет", ["roads.a"], 1)], [], [("roads.a", (1, 2))]),
        ([duty(1, "отдел", ["roads"]), duty(2, "отдел", ["roads.a"])], [], []),  # twice the same recipient
        ([duty(1, "отдел", ["roads"]), duty(2, "служба", ["roads.b"])], [], [("roads.b", (1, 2))]),
    ],
)
def test_what_nobody_and_what_several_answer_for_is_found_as_counted_by_hand(
    duties: list[Duty], gaps: list[tuple[str, tuple[str, ...]]], overlaps: list[tuple[str, tuple[int, ...]]]
) -> None:
    found = coverage.find(duties, TOPICS, PLACES)
    assert [(one.topic.code, one.places) for one in found.gaps] == gaps
    assert [(one.topic.code, tuple(d.key for d in one.duties)) for one in found.overlaps] == overlaps
    assert found.topics == 2


def test_a_duty_counts_in_its_days_and_while_its_recipient_is_there(own: Settings) -> None:
    code = write.save(own, "anna", "", 0, Form("culture_department_2023", "Клубы", ("culture",), "", date(2023, 1, 1)))
    made = by_code(own)[code]
    assert [made.is_in_force(day) for day in (date(2022, 12, 31), date(2023, 6, 1), date(2024, 1, 1))] == [
        False, True, False,
    ]  # fmt: skip


def as_cells(text: str) -> list[list[str]]:
    with without_child():
        return small_table.cells("обязанности.csv", text.encode("utf-8-sig"))


def test_what_was_taken_away_changes_nothing_when_it_is_brought_back(kept: Settings) -> None:
    known = by_code(kept)
    told = table.from_cells(as_cells(table.as_csv(list(known.values()))))
    assert table.apply(kept, "anna", told, known) == table.Outcome(0, 0, len(known))
    assert write.history(kept, 1) == []


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1, max_size=30)
FORMS = st.builds(
    Form,
    st.sampled_from(["water_utility", "roads", "mcu"]),
    TEXT.filter(lambda text: write.plain(text)),
    st.sets(st.sampled_from(["roads", "roads.bridges", "waste"]), min_size=1).map(lambda found: tuple(sorted(found))),
    TEXT,
    st.none() | st.dates(date(2020, 1, 1), date(2021, 1, 1)),
    st.none() | st.dates(date(2022, 1, 1), date(2023, 1, 1)),
    st.sampled_from(["H", "M", "L"]),
)


@given(st.lists(FORMS, min_size=1, max_size=3))
@hypothesis_settings(max_examples=40)
def test_any_duty_is_the_same_after_a_way_through_a_file(forms: list[Form]) -> None:
    topics = {code: Topic(code, code, "") for code in ("roads", "roads.bridges", "waste")}
    made = [
        Duty(
            number, 1, f"a.{number}", Recipient(one.recipient, "Имя", "x", None, None, None), write.plain(one.name),
            write.plain(one.document), tuple(topics[code] for code in one.topics), one.valid_from, one.valid_to,
            one.confidence,
        )
        for number, one in enumerate(forms)
    ]  # fmt: skip
    cells = list(csv.reader(io.StringIO(table.as_csv(made))))
    back = [table.form(row) for row in table.from_cells(cells)]
    assert back == [table.form_of(one) for one in made]


def test_a_file_adds_changes_and_leaves_what_it_does_not_name(own: Settings) -> None:
    known = by_code(own)
    rows = [
        {"duty_code": "", "recipient_code": "mcu", "name": "Сигналы", "topic_codes": "other, politics"},
        {"duty_code": "water_utility.housing", "recipient_code": "water_utility", "name": "Вода",
         "topic_codes": "housing.no_water", "valid_from": "01.02.2026"},
    ]  # fmt: skip
    told = [dict.fromkeys(table.HEADINGS, "") | row for row in rows]
    assert table.apply(own, "anna", told, known, "файл") == table.Outcome(1, 1, 0)
    now = by_code(own)
    assert now["water_utility.housing"].valid_from == date(2026, 2, 1)
    assert {one.code for one in now["mcu.1"].topics} == {"other", "politics"}
    edits.undo(own, "anna", last_edit(own))
    assert {code: table.form_of(one) for code, one in by_code(own).items()} == {
        code: table.form_of(one) for code, one in known.items()
    }


def test_a_row_without_a_code_adds_its_duty_once_however_often_it_comes(own: Settings) -> None:
    row = {"recipient_code": "mcu", "name": "Сигналы", "topic_codes": "politics; other"}
    told = [dict.fromkeys(table.HEADINGS, "") | row for row in (row, row | {"topic_codes": "other, politics"})]
    assert table.apply(own, "anna", told, by_code(own)) == table.Outcome(1, 0, 1)
    assert table.apply(own, "anna", told, by_code(own)) == table.Outcome(0, 0, 2)
    assert table.apply(own, "anna", [told[0] | {"document": "Положение № 5"}], by_code(own)) == table.Outcome(1, 0, 0)
    now = by_code(own)
    assert {code: now[code].confidence for code in now if code.startswith("mcu.")} == {"mcu.1": "L", "mcu.2": "H"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"recipient_code": "nobody", "name": "x", "topic_codes": "roads"}, r"Строка 3\. Получателя «nobody»"),
        ({"recipient_code": "mcu", "name": "x", "topic_codes": "roads", "valid_to": "завтра"}, r"Строка 3.*не дата"),
        ({"duty_code": "mcu.new", "recipient_code": "mcu", "name": "y", "topic_codes": "roads"}, "назван дважды"),
        ({"duty_code": "к" * 101, "recipient_code": "mcu", "name": "y", "topic_codes": "roads"}, r"Строка 3.*до 100"),
        ({"duty_code": "к\nк", "recipient_code": "mcu", "name": "y", "topic_codes": "roads"}, r"Строка 3.*до 100"),
    ],
)
def test_one_wrong_row_of_a_file_keeps_all_of_it_out(kept: Settings, row: dict[str, str], said: str) -> None:
    before = by_code(kept)
    good = {"duty_code": "mcu.new", "recipient_code": "mcu", "name": "x", "topic_codes": "roads"}
    told = [dict.fromkeys(table.HEADINGS, "") | one for one in (good, row)]
    with pytest.raises(FilterError, match=said):
        table.apply(kept, "anna", told, before)
    assert by_code(kept) == before


def test_a_wrong_row_behind_a_blank_one_is_called_by_its_line_of_the_file(kept: Settings) -> None:
    header = ["Код обязанности", "Код получателя", "Обязанность", "Коды тематик"]
    told = table.from_cells([header, ["", "mcu", "x", "roads"], [], ["", "nobody", "x", "roads"]])
    with pytest.raises(FilterError, match=r"Строка 4\. Получателя «nobody»"):
        table.apply(kept, "anna", told, {})


def test_a_file_without_a_column_is_refused_by_its_name() -> None:
    with pytest.raises(FilterError, match="нет столбца «Коды тематик»"):
        table.from_cells([["Код получателя", "Обязанность"]])
