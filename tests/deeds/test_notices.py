"""What each role is called to, counted by hand; who acknowledges it, and when nobody is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from access import audit, person, scope
from access.person import Person
from access.roles import ROLES, Limits
from data.decisions.notes import write as notes
from data.decisions.notices import kept, rules
from data.decisions.notices import settings as notice_settings
from data.decisions.notices.settings import KindSetting, QuietHours
from data.decisions.notices.state import Call, Finding, Notice
from data.errors import AccessError, EditConflictError, FilterError
from data.scope import EVERYTHING, NOTHING
from data.settings import Settings, use
from data.snapshots import publish
from data.store.tables.notices import ACKNOWLEDGED, EXPIRING, FAILED, FIRED, HOTSPOT, NOTE, PASSED, STALE
from deeds import accounts, notice_looks, notices
from deeds import notice_settings as settings_deeds
from etl.desk import jobs
from etl.desk.job import scope_to_dict
from tests import stores
from tests.data.records import add, day, installed
from tests.signing import PASSWORD

AREA, OTHER_AREA = "95608151", "95608165"
NOW = datetime(2026, 3, 13, 5, tzinfo=UTC).replace(tzinfo=None)
"""Noon of Friday the 13th in the district; the data reach that day."""
RECORDS: list[dict[str, Any]] = [
    # 30 days from receipt; a term that would end on a day off ends on the working day before.
    {"received": "2026-02-11", "recipient": "mcu", "municipality": AREA},  # 1: 13.03, today
    {"received": "2026-02-14", "recipient": "mcu", "municipality": OTHER_AREA},  # 2: 16.03, one working day
    {"received": "2026-02-16", "recipient": "road_department", "municipality": AREA},  # 3: 18.03, three
    {"received": "2026-02-17", "recipient": "road_department", "municipality": AREA},  # 4: 19.03, four
    {"received": "2026-02-10", "recipient": "mcu", "municipality": AREA},  # 5: 12.03, overdue
    {"received": "2026-02-16", "recipient": "mcu", "municipality": AREA, "answered": "2026-03-02"},  # 6: answered
    {"received": "2026-02-16", "registered": "2026-02-16", "channel": "letter", "recipient": "mcu"},  # 7: 18.03, three
    {"received": "2026-03-13", "channel": "im_vk", "source": "incident_management"},  # 8: without a term
]  # fmt: skip
EXPECTED = {
    "head": {"1", "2", "3", "7"},
    "curator": {"1", "2", "3", "7"},
    "centre_head": {"1", "2", "3", "7"},
    "incident_officer": set(),
    "pos_officer": {"1", "2", "3"},
    "recipient": {"1", "2", "7"},  # of the body «mcu»
    "auditor": set(),
    "administrator": set(),
}
LIMITS = {"recipient": Limits(recipients=("mcu",))}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    with installed(tmp_path_factory.mktemp("notices"), *RECORDS) as settings:
        for role in ROLES:
            accounts.create(
                settings, f"of-{role}", "Кто-то", [role], password=PASSWORD, limits=LIMITS.get(role, Limits())
            )
        limited = Limits(municipalities=(OTHER_AREA,))
        accounts.create(settings, "of-area", "Кто-то", ["head"], password=PASSWORD, limits=limited)
        return settings


@pytest.fixture
def own(filled: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A copy of the installation, in force."""
    with stores.copied(filled, tmp_path / "var") as made, use(made):
        yield made


@contextmanager
def as_role(role: str, limits: Limits | None = None, login: str = "") -> Iterator[Person]:
    told = LIMITS.get(role, Limits()) if limits is None else limits
    who = Person(1, login or f"of-{role}", "Кто-то", "", (role,), limits=told)
    with person.use(who), scope.use(who.scope):
        yield who


def of(role: str, kind: str, **more: Any) -> list[Notice]:
    with as_role(role, **more):
        return [one for one in notices.listed() if one.kind == kind]


def ring(role: str, now: datetime = NOW) -> Call | None:
    with as_role(role):
        return notices.bell(now)


def test_each_role_is_called_to_the_terms_of_its_own_records(own: Settings) -> None:
    notice_looks.look(own, NOW)
    found = {role: of(role, EXPIRING) for role in ROLES}
    assert {role: {mark for one in told for mark in one.marks} for role, told in found.items()} == EXPECTED
    assert all(one.records == len(EXPECTED[role]) for role, told in found.items() for one in told)
    assert all(one.state == FIRED for told in found.values() for one in told)
    assert {one.href for told in found.values() for one in told} == {"/register?state=burning&as_of=2026-03-13"}


def test_who_is_limited_to_a_settlement_is_called_to_its_records_only(own: Settings) -> None:
    notice_looks.look(own, NOW)
    (found,) = of("head", EXPIRING, limits=Limits(municipalities=(OTHER_AREA,)))
    assert found.marks == {"2"}


@pytest.mark.parametrize(
    ("day_of_report", "days", "numbers"),
    [
        ("2026-03-13", 1, {"1", "2"}),
        ("2026-03-13", 4, {"1", "2", "3", "4", "7"}),
        ("2026-03-14", 1, {"2"}),
        ("2026-03-12", 1, {"1", "5"}),
    ],
)
def test_terms_are_counted_in_working_days_from_the_day_of_the_report(
    own: Settings, day_of_report: str, days: int, numbers: set[str]
) -> None:
    (found,) = rules.expiring(EVERYTHING, days, day(day_of_report))
    assert set(found.marks) == numbers
    assert rules.expiring(NOTHING, days, day(day_of_report)) == []


def subjects(kind: str) -> dict[str, set[str]]:
    """Role → what of a kind it is called to; roles without anything are left out."""
    found = {role: {one.subject for one in of(role, kind)} for role in ROLES}
    return {role: told for role, told in found.items() if told}


def test_a_stale_source_calls_who_loads_it_and_who_keeps_the_program(own: Settings) -> None:
    """The last day of ПОС is the answer on the 2nd of March, of ИМ the 13th; each is stale after three days."""
    notice_looks.look(own, NOW + timedelta(days=3))
    of_pos, of_im = {"pos"}, {"incident_management"}
    assert subjects(STALE) == {"centre_head": of_pos, "pos_officer": of_pos, "administrator": of_pos}
    assert [one.href for role in ("pos_officer", "administrator") for one in of(role, STALE)] == ["/loading", ""]
    notice_looks.look(own, NOW + timedelta(days=4))
    both = of_pos | of_im
    assert subjects(STALE) == {
        "centre_head": both, "pos_officer": of_pos, "incident_officer": of_im, "administrator": both,
    }  # fmt: skip


def test_a_source_that_is_loaded_again_has_passed_and_another_silence_is_something_new(own: Settings) -> None:
    notice_looks.look(own, NOW + timedelta(days=3))
    acknowledge_all("administrator")
    add(own, {"received": "2026-03-16", "recipient": "mcu"})
    publish.publish(own)
    notice_looks.look(own, NOW + timedelta(days=3))
    assert [(one.subject, one.state) for one in of("administrator", STALE)] == [("pos", PASSED)]
    notice_looks.look(own, NOW + timedelta(days=9))
    found = {(one.subject, one.state) for one in of("administrator", STALE)}
    assert found == {("pos", PASSED), ("pos", FIRED), ("incident_management", FIRED)}


def test_a_failed_file_calls_who_loads_such_files_and_the_administrator(own: Settings) -> None:
    with as_role("pos_officer") as who:
        folder = jobs.new(own, who.login)
        told = {"name": "ПОС Иванова Мария Петровна.xlsx", "login": who.login, "scope": scope_to_dict(who.scope)}
        folder.write_request(what="try", at=1.0, is_demo=False, **told)
        folder.write_answer("failed", message="Лист не читается.")
    notice_looks.look(own, NOW)
    labels = {role: one.label for role in ROLES for one in of(role, FAILED)}
    assert set(labels) == {"pos_officer", "centre_head", "administrator"}
    assert labels["administrator"] == "Файл, который загружает of-pos_officer"
    assert labels["pos_officer"].startswith("Файл «ПОС") and "Иванова" not in labels["pos_officer"]
    folder.remove()
    notice_looks.look(own, NOW)
    assert {one.state for role in labels for one in of(role, FAILED)} == {PASSED}


def test_a_note_calls_whose_turn_it_is(own: Settings) -> None:
    notes.prepare(own, "anna", "2026-W10", "1-abc")
    notice_looks.look(own, NOW)
    assert subjects(NOTE) == {}
    notes.move(own, "anna", "2026-W10", 1, ("draft", "with_centre_head"), "передана")
    notice_looks.look(own, NOW)
    assert subjects(NOTE) == {"centre_head": {"2026-W10"}}
    assert [one.label for one in of("centre_head", NOTE)] == ["Записка за 02.03–08.03.2026 ждёт согласования"]
    notes.move(own, "anna", "2026-W10", 2, ("with_centre_head", "with_curator"), "согласована")
    notice_looks.look(own, NOW)
    states = {role: [one.state for one in of(role, NOTE)] for role in ROLES}
    assert {role: told for role, told in states.items() if told} == {"centre_head": [PASSED], "curator": [FIRED]}


def test_hotspots_of_a_search_call_the_position_they_were_searched_for(own: Settings) -> None:
    found = Finding(HOTSPOT, "housing.no_water", "Вода: Аскиз", "/hotspots", ("1", "2"), 2)
    with as_role("curator"):
        notices.keep_found([found])
    assert [one.label for one in of("curator", HOTSPOT)] == ["Вода: Аскиз"]
    assert of("head", HOTSPOT) == []
    notice_looks.look(own, NOW)  # knows nothing of hotspots
    assert [one.state for one in of("curator", HOTSPOT)] == [FIRED]
    with as_role("curator"):
        notices.keep_found([])
    assert [one.state for one in of("curator", HOTSPOT)] == [PASSED]


def acknowledge_all(role: str, login: str = "") -> None:
    with as_role(role, login=login):
        shown = notices.listed()
        notices.acknowledge([one.key for one in shown], max(map(notices.moment_of, shown)))


def test_colleagues_acknowledge_for_one_another_and_the_log_has_it(own: Settings) -> None:
    assert ring("curator") == Call(1, None)
    acknowledge_all("curator", login="anna")
    assert audit.page(1, 1, settings=own).entries[0].action == "notice_acknowledged"
    assert ring("curator") == Call(0, None)
    assert [(one.state, one.acknowledged_by) for one in of("curator", EXPIRING)] == [(ACKNOWLEDGED, "anna")]
    assert ring("head") == Call(1, None), "another role has not seen it"
    with as_role("curator"):
        notices.reopen([one.key for one in notices.listed()])
    assert audit.page(1, 1, settings=own).entries[0].action == "notice_returned"
    assert ring("curator") == Call(1, None)


def test_only_a_record_that_nobody_has_been_called_to_calls_again(own: Settings) -> None:
    ring("curator")
    acknowledge_all("curator")
    add(own, {"received": "2026-02-13", "recipient": "mcu"})  # 9: 13.03, as 15.03 is a Sunday
    publish.publish(own)
    assert ring("curator") == Call(1, None)
    (found,) = of("curator", EXPIRING)
    assert (found.state, found.records) == (FIRED, 5)
    assert found.marks == {"1", "2", "3", "7", "9"}


def test_a_notice_that_has_fired_since_it_was_shown_is_not_acknowledged(own: Settings) -> None:
    ring("curator")
    with as_role("curator"):
        shown = notices.listed()
        add(own, {"received": "2026-02-13", "recipient": "mcu"})
        publish.publish(own)
        notices.bell(NOW + timedelta(minutes=1))
        notices.acknowledge([one.key for one in shown], max(map(notices.moment_of, shown)))
        assert [one.state for one in notices.listed()] == [FIRED]


def test_another_audience_s_notice_is_as_good_as_none(own: Settings) -> None:
    ring("curator")
    (foreign,) = of("curator", EXPIRING)
    with as_role("recipient"):
        notices.acknowledge([foreign.key], notices.moment_of(foreign))
        notices.reopen([foreign.key])
    assert [one.state for one in of("curator", EXPIRING)] == [FIRED]
    with pytest.raises(FilterError):
        kept.save(own, "recipient", [foreign])


def test_in_quiet_hours_nothing_rings_and_all_of_it_comes_when_they_end(own: Settings) -> None:
    with as_role("administrator"):
        settings_deeds.save_quiet(QuietHours(0, 20, 8, weekends=True))
    late = NOW + timedelta(hours=9)  # 21:00 of Friday
    call = ring("curator", late)
    assert call is not None
    assert (call.waiting, f"{call.quiet_until:%d.%m %H:%M}") == (0, "16.03 08:00")
    assert [one.state for one in of("curator", EXPIRING)] == [FIRED]
    assert ring("curator", NOW + timedelta(hours=68)) == Call(1, None)  # 8:00 of Monday


def test_the_bell_is_of_who_can_be_called(own: Settings) -> None:
    assert {role: ring(role) is None for role in ROLES} == {role: role == "auditor" for role in ROLES}
    with as_role("recipient", Limits()):
        assert notices.bell(NOW) is None, "bound to no body, so nothing is open"


def test_how_things_stand_is_looked_at_after_a_publication_on_another_day_and_after_some_minutes(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[datetime] = []

    def look(settings: Settings, now: datetime) -> None:
        looks.append(now)
        notice_looks.look(settings, now)

    monkeypatch.setattr(notices, "look", look)
    for minutes in (0, 1, 4, 6):
        ring("curator", NOW + timedelta(minutes=minutes))
    assert looks == [NOW, NOW + timedelta(minutes=6)]
    add(own, {"received": "2026-02-13", "recipient": "mcu"})
    publish.publish(own)
    ring("curator", NOW + timedelta(minutes=7))
    ring("curator", NOW + timedelta(days=1))
    assert len(looks) == 4


def test_the_auditor_sees_how_many_notices_there_are_and_nobody_else_asks(own: Settings) -> None:
    notice_looks.look(own, NOW)
    found: dict[str, dict[tuple[str, str], int]] = {}
    for role in ROLES:
        with as_role(role):
            found |= {role: notices.totals()} if notices.sees_totals() else {}
            assert (notices.totals() == {}) == (role != "auditor")
    # Terms: head, head of an area, curator, head of the centre, officer of ПОС, recipient; ПОС is stale for three.
    assert found == {"auditor": {(EXPIRING, FIRED): 6, (STALE, FIRED): 3}}


@pytest.mark.parametrize("role", sorted(ROLES.keys() - {"administrator", "curator"}))
def test_others_do_not_say_how_people_are_called(role: str, filled: Settings) -> None:
    with use(filled), as_role(role):
        with pytest.raises(AccessError):
            settings_deeds.save_kind(KindSetting(EXPIRING, 0, is_on=False, days=3))
        with pytest.raises(AccessError):
            settings_deeds.save_quiet(QuietHours(0, 20, 8))
        with pytest.raises(AccessError):
            settings_deeds.undo("1")
        assert settings_deeds.history() == []


@pytest.mark.parametrize("role", ["administrator", "curator"])
def test_the_administrator_and_the_curator_say_how_people_are_called(role: str, own: Settings) -> None:
    with as_role(role):
        settings_deeds.save_kind(KindSetting(EXPIRING, 0, is_on=True, days=4))
        assert audit.page(1, 1, settings=own).entries[0].action == "notice_settings_changed"
        notice_looks.look(own, NOW)
        assert {mark for one in of("head", EXPIRING) for mark in one.marks} == {"1", "2", "3", "4", "7"}
        with pytest.raises(EditConflictError):
            settings_deeds.save_kind(KindSetting(EXPIRING, 7, is_on=True, days=5))
        edit, about, changes = settings_deeds.history()[0]
        assert (about, [(one.field, one.after) for one in changes][-1]) == ("Истекают сроки", ("рабочих дней", "4"))
        settings_deeds.undo(str(edit.number))
        assert notice_settings.read(own)[0][EXPIRING] == KindSetting(EXPIRING, 0, is_on=True, days=3)


def test_a_kind_that_is_switched_off_has_passed(own: Settings) -> None:
    notice_looks.look(own, NOW)
    with as_role("curator"):
        settings_deeds.save_kind(KindSetting(EXPIRING, 0, is_on=False, days=3))
    notice_looks.look(own, NOW)
    assert [one.state for one in of("head", EXPIRING)] == [PASSED]


@pytest.mark.parametrize("days", [0, 11, -1])
def test_days_that_make_no_sense_are_refused(filled: Settings, days: int) -> None:
    with use(filled), as_role("curator"), pytest.raises(FilterError):
        settings_deeds.save_kind(KindSetting(EXPIRING, 0, is_on=True, days=days))


@pytest.mark.parametrize("hours", [(24, 8), (-1, 8), (8, 99)])
def test_hours_that_do_not_exist_are_refused(filled: Settings, hours: tuple[int, int]) -> None:
    with use(filled), as_role("curator"), pytest.raises(FilterError):
        settings_deeds.save_quiet(QuietHours(0, *hours))


def test_notices_of_a_position_that_nobody_has_any_more_pass_and_old_ones_are_forgotten(own: Settings) -> None:
    notice_looks.look(own, NOW)
    accounts.deactivate(own, "of-area")
    notice_looks.look(own, NOW)
    limits = Limits(municipalities=(OTHER_AREA,))
    assert [one.state for one in of("head", EXPIRING, limits=limits)] == [PASSED]
    notice_looks.look(own, NOW + kept.KEPT + timedelta(days=1))
    assert of("head", EXPIRING, limits=limits) == []
