"""Meetings: planned, put in order, written down, taken back; a practice and a decision are edits like any other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.decisions import edits
from data.decisions.meetings import read, write
from data.decisions.meetings.read import Meeting
from data.decisions.meetings.write import Form, ItemForm
from data.decisions.orders import read as orders_read
from data.decisions.orders import write as orders
from data.decisions.orders.write import Form as Order
from data.decisions.practices import read as practices_read
from data.decisions.practices import write as practices
from data.decisions.practices.write import Form as Practice
from data.decisions.recommendations import read as decisions
from data.decisions.recommendations import write as recommendations
from data.decisions.recommendations.write import Form as Recommendation
from data.errors import EditConflictError, FilterError
from data.scope import EVERYTHING, Grant, Scope
from data.settings import Settings
from data.store.tables import meeting_items, meetings, recommendation_decisions
from data.store.tables import orders as orders_table
from tests import stores

TODAY = date(2026, 3, 20)
FORM = Form("Итоги недели", "curator", date(2026, 3, 18), "09:00", "Зал", "Отдел ЖКХ")
ITEMS = (ItemForm("Вода"), ItemForm("Дороги", kind="overdue", key="overdue|road_service"), ItemForm("Свет"))
STATE = (meetings, meeting_items, orders_table, recommendation_decisions)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store that the tests below leave with what they have planned."""
    with stores.installation("sqlite", tmp_path_factory.mktemp("meetings")) as settings:
        yield settings


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as settings:
        yield settings


def planned(settings: Settings) -> Meeting:
    code = write.save(settings, "anna", "", 0, FORM, TODAY)
    write.add_items(settings, "anna", code, ITEMS)
    return one(settings, code)


def one(settings: Settings, code: str) -> Meeting:
    return next(meeting for meeting in read.listed(settings, EVERYTHING) if meeting.code == code)


def subjects(meeting: Meeting) -> list[str]:
    return [item.subject for item in meeting.items]


def state(settings: Settings) -> list[object]:
    with store.reading(settings) as connection:
        return [
            sorted(tuple(row) for row in connection.execute(sa.select(*(c for c in table.c if c.name != "version"))))
            for table in STATE
        ]


def last_edit(settings: Settings) -> int:
    return write.history(settings, 1)[0][0].number


def test_an_agenda_is_put_in_order_held_and_all_of_it_is_taken_back(either: Settings) -> None:
    meeting = planned(either)
    assert (meeting.code, subjects(meeting)) == ("С-2026-01", ["Вода", "Дороги", "Свет"])
    before, keys = state(either), [item.key for item in meeting.items]
    seen = {item.key: item.version for item in meeting.items}
    write.arrange(either, "anna", meeting.code, keys[::-1], seen)
    assert subjects(one(either, meeting.code)) == ["Свет", "Дороги", "Вода"]
    write.undo(either, "anna", last_edit(either))
    assert state(either) == before
    write.save(either, "anna", meeting.code, meeting.version, replace(FORM, state="held"), TODAY)
    assert one(either, meeting.code).is_held
    write.remove(either, "anna", meeting.code, one(either, meeting.code).version)
    assert read.listed(either, EVERYTHING) == []
    write.undo(either, "anna", last_edit(either))
    assert subjects(one(either, meeting.code)) == ["Вода", "Дороги", "Свет"]


def test_what_was_proposed_once_is_not_put_on_an_agenda_again(own: Settings) -> None:
    meeting = planned(own)
    assert write.add_items(own, "anna", meeting.code, [ITEMS[1], ItemForm("Мосты")]) == 1
    assert subjects(one(own, meeting.code)) == ["Вода", "Дороги", "Свет", "Мосты"]


def test_who_drags_an_item_that_another_has_changed_is_told_so(own: Settings) -> None:
    meeting = planned(own)
    first, *_ = meeting.items
    write.save_item(own, "boris", first.key, first.version, ItemForm("Вода", decision="Починить"))
    keys, seen = [item.key for item in meeting.items], {item.key: item.version for item in meeting.items}
    with pytest.raises(EditConflictError, match=r"\(boris\)"):
        write.arrange(own, "anna", meeting.code, [*keys[1:], keys[0]], seen)
    with pytest.raises(FilterError, match="Повестка изменилась"):
        write.arrange(own, "anna", meeting.code, keys[1:], seen)
    with pytest.raises(EditConflictError, match="решили: «Починить» → «Заменить»"):
        write.save_item(own, "anna", first.key, first.version, ItemForm("Вода", decision="Заменить"))
    assert one(own, meeting.code).items[0].decision == "Починить"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": " "}, "Назовите совещание"),
        ({"title": "с" * 301}, "название"),
        ({"chair": "moon"}, "Выберите из списка"),
        ({"state": "moon"}, "Выберите из списка"),
        ({"starts_at": "9 утра"}, "09:30"),
        ({"starts_at": "24:00"}, "09:30"),
        ({"state": "held", "held_on": date(2026, 3, 21)}, "ещё не наступило"),
    ],
)
def test_what_is_wrong_with_a_meeting_is_said_and_nothing_is_kept(
    kept: Settings, changed: dict[str, object], said: str
) -> None:
    before = state(kept)
    with pytest.raises(FilterError, match=said):
        write.save(kept, "anna", "", 0, replace(FORM, **changed), TODAY)  # type: ignore[arg-type]
    assert state(kept) == before


@pytest.mark.parametrize("item", [ItemForm(" "), ItemForm("В", kind="moon"), ItemForm("В", link="https://example.org")])
def test_an_item_without_a_subject_or_with_a_foreign_address_is_refused(kept: Settings, item: ItemForm) -> None:
    meeting = planned(kept)
    with pytest.raises(FilterError):
        write.add_items(kept, "anna", meeting.code, [item])


def test_a_meeting_with_orders_stays_and_is_closed_to_who_sees_a_part(own: Settings) -> None:
    meeting = planned(own)
    order = Order("Починить", "water_utility", TODAY, TODAY, source_kind="meeting", source_id=meeting.key)
    orders.save(own, "anna", "", 0, order, TODAY)
    with pytest.raises(FilterError, match="даны поручения"):
        write.remove(own, "anna", meeting.code, meeting.version)
    assert orders_read.listed(own, EVERYTHING)[0].source == meeting.code
    for scope in (Scope((Grant(recipients=("water_utility",)),)), Scope((Grant(detail="totals"),))):
        assert read.listed(own, scope) == []


@given(st.permutations([0, 1, 2]), st.permutations([0, 1, 2]))
@hypothesis_settings(max_examples=6)
def test_undoing_two_orders_of_an_agenda_gives_back_the_tables(
    kept: Settings, first: list[int], then: list[int]
) -> None:
    meeting = planned(kept)
    before, length = state(kept), len(write.history(kept, 999))
    keys, made = [item.key for item in meeting.items], []
    for wanted in (first, then):
        known = {item.key: item.version for item in one(kept, meeting.code).items}
        count = len(write.history(kept, 999))
        write.arrange(kept, "anna", meeting.code, [keys[place] for place in wanted], known)
        made += [last_edit(kept)] if len(write.history(kept, 999)) > count else []
    for number in reversed(made):
        write.undo(kept, "boris", number)
    assert state(kept) == before
    assert len(write.history(kept, 999)) >= length


TOLD = Recommendation("any.overdue", "roads.potholes", "road_service", "Назначить день", "Числа.", "/register", True)


def test_an_accepted_recommendation_and_its_order_are_one_edit(either: Settings) -> None:
    before = state(either)
    order = Order("Закрыть просроченное", "road_service", TODAY, TODAY)
    code = recommendations.decide(either, "anna", TOLD, TODAY, order)
    (kept_one,) = decisions.decisions(either, EVERYTHING)
    assert (kept_one.became, kept_one.is_accepted, kept_one.is_in_force(TODAY)) == (code, True, True)
    assert orders_read.listed(either, EVERYTHING)[0].source_id == kept_one.key
    with pytest.raises(FilterError, match=r"уже решено 20\.03\.2026"):
        recommendations.decide(either, "boris", TOLD, TODAY)
    recommendations.undo(either, "anna", recommendations.history(either, 1)[0][0].number)
    assert state(either) == before


def test_a_refusal_needs_a_reason_and_is_counted(own: Settings) -> None:
    declined = replace(TOLD, is_accepted=False)
    with pytest.raises(FilterError, match="почему рекомендация отклонена"):
        recommendations.decide(own, "anna", declined, TODAY)
    with pytest.raises(FilterError, match="уже нет"):
        recommendations.decide(own, "anna", replace(TOLD, rule="moon"), TODAY)
    recommendations.decide(own, "anna", replace(declined, reason="Уже сделано"), TODAY)
    assert decisions.counts(own, EVERYTHING) == (0, 1)
    assert decisions.counts(own, Scope((Grant(recipients=("mcu",)),))) == (0, 0)


PRACTICE = Practice("График вывоза", "waste", "Вывесили дни", "Пишут реже", place="Аскиз", source="Отчёт района")


def test_a_practice_is_found_by_words_and_offered_for_its_topics(own: Settings) -> None:
    code = practices.save(own, "anna", "", 0, PRACTICE, 2026)
    (found,) = practices_read.listed(own)
    assert code == "ЛП-2026-01"
    assert found.helps("waste.collection_sites")
    assert found.helps("waste")
    assert not found.helps("roads.potholes")
    assert found.holds("граф выв")
    assert not found.holds("график мостов")
    with pytest.raises(FilterError, match="с источником"):
        practices.save(own, "anna", "", 0, replace(PRACTICE, source=""), 2026)
    with pytest.raises(FilterError, match="что вышло"):
        practices.save(own, "anna", "", 0, replace(PRACTICE, result=" "), 2026)
    practices.remove(own, "anna", code, found.version)
    practices.undo(own, "anna", practices.history(own, 1)[0][0].number)
    assert [one.code for one in practices_read.listed(own)] == [code]
    with pytest.raises(FilterError, match="не практики"):
        write.save(own, "anna", "", 0, FORM, TODAY)
        practices.undo(own, "anna", last_edit(own))


def test_an_edit_of_another_table_is_not_undone_here(own: Settings) -> None:
    practices.save(own, "anna", "", 0, PRACTICE, 2026)
    number = practices.history(own, 1)[0][0].number
    for undo in (write.undo, orders.undo, recommendations.undo):
        with pytest.raises(FilterError, match="Эта правка не"):
            undo(own, "anna", number)
    edits.undo(own, "anna", number)
