"""Orders: given, changed, finished, withdrawn, taken back; seen by who may see their recipient."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.decisions import edits
from data.decisions.orders import read, write
from data.decisions.orders.read import Order
from data.decisions.orders.write import Form
from data.errors import EditConflictError, FilterError
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings
from tests import stores

TODAY = date(2026, 3, 20)
FORM = Form("Осмотреть скважину в Бискамже", "water_utility", date(2026, 3, 18), date(2026, 3, 2), "директор")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store that the tests below leave with what they have given."""
    with stores.installation("sqlite", tmp_path_factory.mktemp("orders")) as settings:
        yield settings


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as settings:
        yield settings


def given(settings: Settings, form: Form = FORM) -> str:
    return write.save(settings, "anna", "", 0, form, TODAY)


def by_code(settings: Settings) -> dict[str, Order]:
    return {one.code: one for one in read.listed(settings, EVERYTHING)}


def last_edit(settings: Settings) -> int:
    return write.history(settings, 1)[0][0].number


def test_an_order_is_given_done_removed_and_all_of_it_is_taken_back(either: Settings) -> None:
    code = given(either)
    assert code == "П-2026-001"
    first, start = by_code(either), last_edit(either)
    done = replace(FORM, done_on=date(2026, 3, 19), result="Осмотрена, насос заменён")
    write.save(either, "boris", code, first[code].version, done, TODAY)
    one, finished = by_code(either)[code], last_edit(either)
    assert (one.state(TODAY), one.days_late(TODAY), one.result) == (read.DONE, 1, "Осмотрена, насос заменён")
    write.remove(either, "boris", code, one.version, "по ошибке")
    assert by_code(either) == {}
    edits.undo(either, "anna", last_edit(either))
    assert by_code(either)[code].result == "Осмотрена, насос заменён"
    with pytest.raises(EditConflictError, match="Сначала отмените более позднюю правку"):
        edits.undo(either, "anna", start)
    edits.undo(either, "anna", finished)
    edits.undo(either, "anna", start)
    assert by_code(either) == {}


def test_undo_gives_back_every_field_and_the_history_only_grows(own: Settings) -> None:
    code = given(own)
    before = by_code(own)[code]
    write.save(own, "boris", code, before.version, replace(FORM, due_on=date(2026, 4, 1), official="инженер"), TODAY)
    length = len(write.history(own, 99))
    write.undo(own, "anna", last_edit(own))
    after = by_code(own)[code]
    assert replace(after, version=before.version) == before
    assert len(write.history(own, 99)) == length + 1


def test_a_number_is_never_given_twice_and_every_year_counts_anew(own: Settings) -> None:
    code = given(own)
    write.remove(own, "anna", code, by_code(own)[code].version)
    assert given(own) == "П-2026-002"
    assert given(own, replace(FORM, given_on=date(2025, 12, 30))) == "П-2025-001"
    write.undo(own, "anna", last_edit(own))
    assert given(own, replace(FORM, given_on=date(2025, 12, 30))) == "П-2025-002"


def test_who_saves_an_order_that_another_has_changed_is_told_the_difference(own: Settings) -> None:
    code = given(own)
    seen = by_code(own)[code].version
    write.save(own, "boris", code, seen, replace(FORM, due_on=date(2026, 3, 25)), TODAY)
    with pytest.raises(EditConflictError, match=r"\(boris\): вот разница: .*срок: «25.03.2026» → «18.03.2026»"):
        write.save(own, "anna", code, seen, replace(FORM, official="инженер"), TODAY)
    with pytest.raises(EditConflictError):
        write.remove(own, "anna", code, seen)
    assert by_code(own)[code].due_on == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": " \n "}, "Напишите, что поручено"),
        ({"text": "п" * 2001}, "Слишком длинно"),
        ({"official": "д" * 201}, "Слишком длинно"),
        ({"recipient": "nobody"}, "Получателя «nobody» нет"),
        ({"topic": "roads.moon"}, "Тематики «roads.moon» нет"),
        ({"due_on": date(2026, 3, 1)}, "раньше дня поручения"),
        ({"done_on": date(2026, 3, 1), "result": "да"}, "не раньше дня поручения"),
        ({"done_on": date(2026, 3, 21), "result": "да"}, "не позже сегодняшнего"),
        ({"done_on": date(2026, 3, 19)}, "Напишите результат"),
        ({"is_withdrawn": True}, "почему поручение снято"),
        ({"is_withdrawn": True, "done_on": date(2026, 3, 19), "result": "да"}, "Оставьте одно"),
        ({"source_kind": "moon"}, "откуда поручение"),
    ],
)
def test_what_is_wrong_with_an_order_is_said_and_nothing_is_kept(
    kept: Settings, changed: dict[str, object], said: str
) -> None:
    before = by_code(kept)
    with pytest.raises(FilterError, match=said):
        given(kept, replace(FORM, **changed))  # type: ignore[arg-type]
    assert by_code(kept) == before


@pytest.mark.parametrize(
    ("form", "state", "late"),
    [
        (FORM, read.OVERDUE, 2),
        (replace(FORM, due_on=TODAY), read.OPEN, 0),
        (replace(FORM, done_on=date(2026, 3, 18), result="да"), read.DONE, 0),
        (replace(FORM, done_on=date(2026, 3, 20), result="да"), read.DONE, 2),
        (replace(FORM, is_withdrawn=True, result="нет нужды"), read.WITHDRAWN, 0),
    ],
)
def test_an_order_burns_from_the_day_after_its_term(kept: Settings, form: Form, state: str, late: int) -> None:
    code = given(kept, form)
    one = by_code(kept)[code]
    assert (one.state(TODAY), one.days_late(TODAY)) == (state, late)


def test_who_sees_one_recipient_sees_its_orders_only_and_who_sees_sums_sees_sums(own: Settings) -> None:
    given(own)
    given(own, replace(FORM, recipient="road_department", done_on=date(2026, 3, 19), result="да"))
    bound = Scope((Grant(recipients=("water_utility",)),))
    assert {one.recipient for one in read.listed(own, bound)} == {"water_utility"}
    assert read.totals(own, bound, TODAY).counts == {"overdue": 1, "open": 0, "done": 0, "withdrawn": 0}
    sums = Scope((Grant(detail="totals"),))
    assert read.listed(own, sums) == []
    assert read.totals(own, sums, TODAY) == read.Totals({"overdue": 1, "open": 0, "done": 1, "withdrawn": 0}, 1)
    assert read.listed(own, NOTHING) == []
    assert read.listed(own, Scope((Grant(municipalities=("95608151",)),))) == []
    assert len(read.listed(own, EVERYTHING)) == 2
