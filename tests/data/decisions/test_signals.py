"""Signals about answers: each fires on what deserves it and not on what only looks like it; people may dismiss one."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from data import store
from data.decisions import edits
from data.decisions.signals import complaint, declared, dismissals, find, mass_closing
from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import METRICS, query
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings, use
from data.snapshots import publish
from data.store import reply_signals
from data.store.reply_signals import SIGNALS as BITS
from data.store.tables import questions, reply_readings
from tests import stores
from tests.data import records
from tests.data.decisions import planted_signals
from tests.data.decisions.planted_signals import Planted

EVER = Filters(period="all")
TOLD_BY_FACTS = [one for one in declared.ALL if one.measured]


def kept(settings: Settings, rows: list[dict[str, Any]]) -> None:
    """The rows in the store, replies beside them, published."""
    stores.create(settings)
    replies = {row["record_id"]: row.pop("answers")[0] for row in rows if "answers" in row}
    said = {row["record_id"]: row.pop("said") for row in rows if "said" in row}
    records.add(settings, *rows)
    with store.writing(settings) as connection:
        for record_id, text in replies.items():
            mine = questions.c.record_id == record_id
            connection.execute(sa.update(questions).where(mine).values(answer=text))
        for record_id, names in said.items():
            mine = questions.c.record_id == record_id
            key = connection.execute(sa.select(questions.c.question_id).where(mine)).scalar()
            row = {"question_id": key, "signals": sum(BITS[name] for name in names), "questions_asked": 1}
            row |= {"unanswered": 0, "hint": 0, "rules_version": 1}
            connection.execute(sa.insert(reply_readings).values(row))
    publish.publish(settings)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Planted]]:
    var = tmp_path_factory.mktemp("planted")
    made = planted_signals.planted(random.Random(20))
    last = {"received": str(planted_signals.TODAY), "topic": "housing.no_water", "source": "pos"}
    with use(Settings(var=var, store_url=f"sqlite:///{var / 'store.sqlite'}")) as settings:
        kept(settings, [*made.rows, last | {"record_id": len(made.rows) + 1}])
        yield settings, made


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with use(Settings(var=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.sqlite'}")) as settings:
        yield settings


def named(signal: declared.Signal, settings: Settings, filters: Filters = EVER, scope: Scope = EVERYTHING) -> set[int]:
    return set(find.found(signal, filters, scope, settings)["record_id"])


@pytest.mark.parametrize("signal", TOLD_BY_FACTS, ids=lambda one: one.code)
def test_the_precision_that_a_signal_declares_is_what_planted_truth_gives(
    signal: declared.Signal, planted: tuple[Settings, Planted]
) -> None:
    settings, made = planted
    found, true = named(signal, settings), made.true[signal.code]
    assert (len(found), len(found & true)) == signal.measured
    assert len(found & true) / len(true) >= 0.9, "what deserves it is found"


@pytest.mark.parametrize("filters", [EVER, Filters(date_from=date(2026, 3, 1), date_to=date(2026, 3, 31))])
@pytest.mark.parametrize("scope", [EVERYTHING, Scope((Grant(recipients=("water_utility",)),))])
def test_records_are_counted_and_turned_over_as_they_are_found(
    planted: tuple[Settings, Planted], filters: Filters, scope: Scope
) -> None:
    settings, _ = planted
    counts = find.counts(filters, scope, settings)
    assert counts.keys() == {one.code for one in declared.ALL if not find.unknown(one, filters)}
    for signal in declared.ALL:
        whole = find.found(signal, filters, scope, settings)
        assert len(whole) == counts.get(signal.code, 0)
        assert whole["day"].is_monotonic_decreasing or whole.empty
        parts = [find.found(signal, filters, scope, settings, (start, 7)) for start in range(0, len(whole), 7)]
        turned = [one for part in parts for one in zip(part["record_id"], part["question_no"], strict=True)]
        assert turned == list(zip(whole["record_id"], whole["question_no"], strict=True))


@pytest.mark.parametrize("signal", TOLD_BY_FACTS, ids=lambda one: one.code)
def test_a_signal_stands_of_the_records_that_it_names_and_of_no_others(
    signal: declared.Signal, planted: tuple[Settings, Planted]
) -> None:
    settings, made = planted
    found = find.found(signal, EVER, EVERYTHING, settings)
    keys = list(zip(found["record_id"], found["question_no"], strict=True))[:4]
    others = [(row["record_id"], 1) for row in made.rows if row["record_id"] not in set(found["record_id"])][::60]
    week = Filters(period="4w", topics=("roads.potholes",))
    assert all(find.stands(signal, key, week, EVERYTHING, settings) for key in keys)
    assert not any(find.stands(signal, key, EVER, EVERYTHING, settings) for key in [*others, (999_999, 1)])
    if signal.per_question:
        assert not find.stands(signal, (keys[0][0], 7), EVER, EVERYTHING, settings)
    assert not find.stands(signal, keys[0], EVER, Scope((Grant(recipients=("nobody",)),)), settings)


def test_dismissed_rows_are_counted_apart_whatever_tells_a_signal(planted: tuple[Settings, Planted]) -> None:
    settings, _ = planted
    before = find.counts(EVER, EVERYTHING, settings)
    for signal in (declared.LAST_DAY, declared.COMPLAINT, declared.IM_UNFINISHED, declared.REPEATED):
        found = find.found(signal, EVER, EVERYTHING, settings)
        keys = list(zip(found["record_id"], found["question_no"], strict=True))[:3]
        dismissals.dismiss(settings, EVERYTHING, "anna", signal.code, keys, "это не так")
        assert find.tallies(EVER, EVERYTHING, settings)[signal.code] == find.Tally(before[signal.code] - 3, 3)
        assert find.stands(signal, keys[0], EVER, EVERYTHING, settings), "dismissed, it still stands"
        for one in dismissals.listed(settings, EVERYTHING):
            dismissals.restore(settings, EVERYTHING, "anna", one.key)
    assert find.counts(EVER, EVERYTHING, settings) == before


@pytest.mark.parametrize("signal", [one for one in declared.ALL if one.metric], ids=lambda one: one.code)
def test_a_signal_names_as_many_as_the_door_counts(signal: declared.Signal, planted: tuple[Settings, Planted]) -> None:
    answer = query([signal.metric], [], EVER, EVERYTHING, intervals=True).iloc[0]
    share = METRICS[signal.metric].is_share
    hits = round(answer[signal.metric] * answer[f"{signal.metric}_n"]) if share else answer[signal.metric]
    assert hits == len(named(signal, planted[0])) >= 40


def test_the_period_is_of_the_day_that_a_signal_speaks_of(planted: tuple[Settings, Planted]) -> None:
    settings, made = planted
    march = Filters(date_from=date(2026, 3, 1), date_to=date(2026, 3, 31))
    promised = {row["record_id"]: row.get("promised") for row in made.rows}
    found = named(declared.BROKEN_PROMISE, settings, march)
    assert found == {one for one in made.true["broken_promise"] if str(promised[one]).startswith("2026-03")}
    assert found


def test_who_sees_one_recipient_is_told_of_its_records_only(planted: tuple[Settings, Planted]) -> None:
    settings, made = planted
    bound = Scope((Grant(recipients=("water_utility",)),))
    whose = {row["record_id"]: row.get("recipient") for row in made.rows}
    found = named(declared.COMPLAINT, settings, EVER, bound)
    assert found == {one for one in made.true["complaint"] if whose[one] == "water_utility"}
    with pytest.raises(AccessError):
        named(declared.COMPLAINT, settings, EVER, Scope((Grant(detail="totals"),)))
    with pytest.raises(AccessError):
        named(declared.COMPLAINT, settings, EVER, NOTHING)


WATER = [complaint.stems("Водоканал")]


@pytest.mark.parametrize(
    ("text", "names", "is_complaint"),
    [
        ("Жалоба на Водоканал", WATER, True),
        ("жалуюсь на работу сотрудников Водоканала!", WATER, True),
        ("Бездействие Водоканала достало", WATER, True),
        ("Жалоба на районную больницу", [complaint.stems("Районная больница")], True),
        ("Жалоба на воду. Водоканал молчит", WATER, False),
        ("Жалоба на воду Водоканала", WATER, False),
        ("Жалоб на Водоканал нет", WATER, False),
        ("Нет жалоб на Водоканал", WATER, False),
        ("Водоканал, примите жалобу на соседей", WATER, False),
        ("", WATER, False),
        ("Жалоба на", WATER, False),
        ("Жалоба на Водоканал", [], False),
        ("Жалоба на Водоканал", [()], False),
    ],
)
def test_a_letter_complains_of_the_body_that_it_names_first(
    text: str, names: list[tuple[str, ...]], is_complaint: bool
) -> None:
    assert complaint.complains_of(text, names) == is_complaint


@pytest.mark.parametrize(
    ("closings", "unusual"),
    [
        ([(1, 100)] * 5, {(1, 100)}),
        ([(1, 100)] * 4, set()),  # few, however rare
        ([(1, 100)] * 3 + [(2, 100)] * 2, set()),  # of two recipients
        ([(1, day) for day in range(130) for _ in range(5)], set()),  # a habit
        ([(1, day) for day in range(130)] + [(1, 131)] * 9, {(1, 131)}),  # one a day, and then nine
        ([], set()),
    ],
)
def test_a_mass_closing_is_beyond_the_habit_of_the_recipient(
    closings: list[tuple[int, int]], unusual: set[tuple[int, int]]
) -> None:
    assert mass_closing.unusual(Counter(closings), 182) == unusual


def letters() -> list[dict[str, Any]]:
    """A formal reply, a good one, one of which nothing is known, a rude letter, a rude reply."""
    said = [("is_formal",), ("has_date",), None, ("is_rude_letter", "has_date"), ("is_rude", "is_formal")]
    made = [
        {"record_id": number, "received": f"2026-03-0{number}", "answered": "2026-03-20", "status": "closed_explained",
         "recipient": "mcu", "channel": "im_vk" if number == 1 else "pos_message"}
        for number in range(1, 6)
    ]  # fmt: skip
    return [row | ({"said": names} if names else {}) for row, names in zip(made, said, strict=True)]


def test_what_replies_say_is_read_from_their_reading(own: Settings) -> None:
    kept(own, letters())
    assert named(declared.FORMAL, own) == {1, 5}
    assert named(declared.CONFLICT, own) == {4, 5}
    assert find.unknown(declared.FORMAL, EVER) == ""


def test_without_readings_or_with_the_signal_switched_off_nothing_is_known(
    own: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(own, [{"record_id": 1, "received": "2026-03-01", "answered": "2026-03-20", "status": "closed_explained"}])
    assert find.unknown(declared.FORMAL, EVER) == "Нет данных: в загруженных файлах нет ответов."
    assert find.unknown(declared.PING_PONG, EVER) == "Нет данных: в загруженных файлах нет сведений о передачах."
    assert find.unknown(declared.REPEATED, EVER) == ""
    assert named(declared.FORMAL, own) == set()
    monkeypatch.setattr(find, "SWITCHED_ON", reply_signals.SWITCHED_ON - {"is_formal"})
    assert find.unknown(declared.FORMAL, EVER).startswith("Сигнал выключен")


def test_a_dismissed_signal_is_gone_until_it_is_restored_or_the_edit_undone(either: Settings) -> None:
    own = either
    kept(own, letters())
    assert dismissals.dismiss(own, EVERYTHING, "anna", "formal", [(1, 1), (5, 1)], "это ответы по звонку") == 2
    assert dismissals.dismiss(own, EVERYTHING, "anna", "formal", [(1, 1)], "уже отклонено") == 0
    assert (named(declared.FORMAL, own), named(declared.CONFLICT, own)) == (set(), {4, 5})
    counts = find.counts(EVER, EVERYTHING, own)
    assert (counts["formal"], counts["conflict"]) == (0, 2)
    assert find.tallies(EVER, EVERYTHING, own)["formal"] == find.Tally(0, 2)
    assert find.tallies(EVER, Scope((Grant(channels=("im_vk",)),)), own)["formal"] == find.Tally(0, 1)
    assert find.tallies(replace(EVER, date_to=date(2026, 3, 19)), EVERYTHING, own)["formal"] == find.Tally(0)
    listed = dismissals.listed(own, EVERYTHING)
    assert [(one.record_id, one.who, one.reason) for one in listed] == [
        (5, "anna", "это ответы по звонку"), (1, "anna", "это ответы по звонку"),
    ]  # fmt: skip
    assert dismissals.restore(own, EVERYTHING, "boris", listed[1].key) == "formal"
    assert named(declared.FORMAL, own) == {1}
    with store.reading(own) as connection:
        removal = edits.history(connection, dismissals.signal_dismissals, listed[1].key)[0]
    edits.undo(own, "anna", removal.number)
    assert named(declared.FORMAL, own) == set()
    with pytest.raises(FilterError, match="уже нет"):
        dismissals.restore(own, EVERYTHING, "boris", 999)


def test_a_dismissal_outlives_the_record_and_its_next_import(own: Settings) -> None:
    rows = letters()
    kept(own, [dict(row) for row in rows])
    dismissals.dismiss(own, EVERYTHING, "anna", "conflict", [(4, 1)], "цитата из закона")
    with store.writing(own) as connection:
        connection.execute(sa.delete(records.tables.records).where(records.tables.records.c.record_id == 4))
    assert [one.record_id for one in dismissals.listed(own, EVERYTHING)] == []
    kept(own, [rows[3]])
    assert named(declared.CONFLICT, own) == {5}


def test_who_may_not_open_a_record_dismisses_and_restores_nothing_of_it(own: Settings) -> None:
    kept(own, letters())
    officer = Scope((Grant(channels=("im_vk",)),))
    assert dismissals.dismiss(own, officer, "anna", "formal", [(1, 1)], "сверено с отделом") == 1
    with pytest.raises(AccessError):
        dismissals.dismiss(own, officer, "anna", "formal", [(1, 1), (5, 1)], "сверено с отделом")
    dismissals.dismiss(own, EVERYTHING, "boris", "formal", [(5, 1)], "сверено с отделом")
    assert [one.record_id for one in dismissals.listed(own, officer)] == [1]
    closed = next(one for one in dismissals.listed(own, EVERYTHING) if one.record_id == 5)
    with pytest.raises(AccessError):
        dismissals.restore(own, officer, "anna", closed.key)


@pytest.mark.parametrize(("signal", "reason"), [("formal", ""), ("formal", "  да "), ("horoscope", "по звёздам")])
def test_a_dismissal_needs_a_known_signal_and_a_reason(own: Settings, signal: str, reason: str) -> None:
    with pytest.raises(FilterError):
        dismissals.dismiss(own, EVERYTHING, "anna", signal, [(1, 1)], reason)
