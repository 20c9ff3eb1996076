"""Roadmaps: kept row by row, several people at once, everything taken back."""

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
from data.decisions.roadmaps import read, write
from data.decisions.roadmaps.forms import CauseForm, CheckForm, MapForm, MeasureForm, Part, Promise
from data.decisions.roadmaps.read import Responsible, Roadmap
from data.errors import EditConflictError, FilterError
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings
from data.store import tables
from tests import stores

STARTED = date(2026, 3, 2)
WATER = MapForm(
    "Вода в Полтакове", "housing.no_water", "95608420101", "running", STARTED,
    promise=Promise("records", 60.0, 6, date(2026, 2, 20), 1.5, date(2025, 3, 3), date(2026, 3, 1), 56.0),
)  # fmt: skip
PIPE = MeasureForm("Заменить 200 м трубы", "water_utility", "мастер участка", STARTED, date(2026, 5, 1), cause=2)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A store that the tests below leave as they found it."""
    with stores.installation("sqlite", tmp_path_factory.mktemp("roadmaps")) as settings:
        yield settings


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path) as settings:
        yield settings


def planted(settings: Settings) -> str:
    """A roadmap with two causes, one below the other, a measure and a check point."""
    code = write.save(settings, "anna", "", 0, WATER)
    for part in (
        CauseForm("Трубы текут"), CauseForm("Им сорок лет", 1), PIPE, CheckForm("Сколько пишут", date(2026, 9, 1)),
    ):  # fmt: skip
        write.save_part(settings, "anna", code, part)
    return code


def of(settings: Settings, code: str) -> Roadmap:
    return next(one for one in read.listed(settings, EVERYTHING) if one.code == code)


def state(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """The tables of state, versions left out: they never come again."""
    with store.reading(settings) as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(sa.select(*(c for c in table.c if c.name != "version")).order_by("no"))
            ]
            for table in write.TABLES.values()
        } | {"roadmaps": [(one.code, one.title) for one in read.of(connection)]}


def test_a_roadmap_with_all_its_parts_is_kept_removed_and_brought_back_whole(either: Settings) -> None:
    code = planted(either)
    assert code == f"ДК-{store.today(either).year}-001"
    one = of(either, code)
    assert (one.territory.name, one.topic.name) == ("Полтаков (село)", "Отсутствие воды")
    assert [(cause.no, cause.parent) for cause in one.causes] == [(1, None), (2, 1)]
    assert [(step.no, step.cause, step.post) for step in one.measures] == [(1, 2, "мастер участка")]
    before = state(either)
    write.remove(either, "boris", code, one.version)
    assert read.listed(either, EVERYTHING) == []
    edits.undo(either, "anna", write.history(either, None, 1)[0][0].number)
    assert state(either) == before
    again = write.save(either, "anna", "", 0, WATER)
    assert again.endswith("-002"), "a code is never given twice"


PARTS = st.sampled_from([CauseForm("Причина"), MeasureForm("Мероприятие"), CheckForm("Проверка", STARTED)])


@given(st.lists(st.tuples(PARTS, st.booleans(), st.booleans()), min_size=1, max_size=4))
@hypothesis_settings(max_examples=12, deadline=None)
def test_all_that_was_done_is_taken_back_in_turn_and_the_history_only_grows(
    kept: Settings, done: list[tuple[Part, bool, bool]]
) -> None:
    """Each: a part is added, changed and removed, or not; then every saving is undone, the last one first."""
    code = planted(kept)
    before, first = state(kept), len(write.history(kept, None, 10_000))
    for part, is_changed, is_removed in done:
        no, kind = write.save_part(kept, "anna", code, part), write.kind_of(part)
        version = 1
        if is_changed:
            write.save_part(kept, "boris", code, replace(part, name="Иначе"), no, version)
            version += 1
        if is_removed:
            write.remove_part(kept, "anna", code, kind, no, version)
    made = write.history(kept, None, 10_000)
    for edit, _, _ in made[: len(made) - first]:
        edits.undo(kept, "anna", edit.number)
    assert state(kept) == before
    assert len(write.history(kept, None, 10_000)) == first + 2 * (len(made) - first)
    write.remove(kept, "anna", code, of(kept, code).version)


def test_a_code_is_not_given_again_after_its_roadmap_is_gone(own: Settings) -> None:
    code = write.save(own, "anna", "", 0, WATER)
    write.remove(own, "anna", code, of(own, code).version)
    assert write.save(own, "anna", "", 0, WATER).endswith("-002")


def test_two_people_who_change_different_rows_lose_nothing_and_of_the_same_row_are_told(own: Settings) -> None:
    code = planted(own)
    seen = of(own, code)
    write.save_part(own, "anna", code, replace(PIPE, resource="район"), 1, seen.measures[0].version)
    write.save_part(own, "boris", code, CauseForm("Трубы стальные", 1), 2, seen.causes[1].version)
    write.save(own, "boris", code, seen.version, replace(WATER, title="Вода"))
    with pytest.raises(EditConflictError, match=r"\(anna\): вот разница: срок.*ресурс: «район» → «пусто»"):
        write.save_part(own, "boris", code, replace(PIPE, due_on=date(2026, 6, 1)), 1, seen.measures[0].version)
    now = of(own, code)
    assert (now.title, now.measures[0].resource, now.causes[1].name) == ("Вода", "район", "Трубы стальные")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (CauseForm(" "), "Назовите причину"),
        (CauseForm("Сама себя", 2), "объяснять саму себя"),
        (CauseForm("Чужая", 9), "Причины 9 в карте нет"),
        (replace(PIPE, recipient="nobody"), "Получателя «nobody» нет"),
        (replace(PIPE, due_on=date(2026, 1, 1)), "срок раньше начала"),
        (replace(PIPE, stage="done"), "день выполнения"),
        (replace(PIPE, stage="done", done_on=date(2099, 1, 1)), "ещё не наступило"),
        (CheckForm("Что пишут"), "назовите день проверки"),
        (CheckForm("Что пишут", STARTED, "пишут меньше"), "называют вместе"),
    ],
)
def test_what_is_wrong_with_a_part_is_said(kept: Settings, part: Part, said: str) -> None:
    code = planted(kept)
    try:
        with pytest.raises(FilterError, match=said):
            write.save_part(kept, "anna", code, part, 1, 1)
    finally:
        write.remove(kept, "anna", code, of(kept, code).version)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (replace(WATER, title=""), "Назовите дорожную карту"),
        (replace(WATER, topic="moon"), "Тематики «moon» нет"),
        (replace(WATER, territory="123"), "Территории «123» нет"),
        (replace(WATER, problem=77), "Проблемы № 77 нет"),
        (replace(WATER, starts_on=None), "Назовите день начала"),
        (replace(WATER, promise=Promise("records", 0.0, 6)), "больше нуля"),
        (replace(WATER, promise=Promise("records", 30.0, 5)), "через 3, 6 или 12"),
        (replace(WATER, promise=Promise("records", 30.0, 6, date(2099, 1, 1))), "ещё не наступил"),
    ],
)
def test_what_is_wrong_with_a_roadmap_is_said(kept: Settings, form: MapForm, said: str) -> None:
    with pytest.raises(FilterError, match=said):
        write.save(kept, "anna", "", 0, form)
    assert read.listed(kept, EVERYTHING) == []


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        (Promise(), ""),
        (Promise("records", 60.0, 6, smallest=56.0), "by_count"),
        (Promise("records", 50.0, 6, smallest=56.0), "not_by_count"),
        (Promise("records", 50.0, 6), "not_by_count"),
        (Promise("days", 5.0, 6), "by_measure"),
    ],
)
def test_a_fall_that_cannot_be_shown_is_kept_as_one_that_cannot_be_checked(promise: Promise, words: str) -> None:
    assert promise.checkability == words


def test_a_target_that_is_changed_was_promised_on_the_day_of_the_change(own: Settings) -> None:
    code = write.save(own, "anna", "", 0, WATER)
    first = of(own, code)
    assert first.target is not None
    assert (first.target.fixed_on, first.fixed_late) == (date(2026, 2, 20), False)
    write.save(own, "anna", code, first.version, replace(WATER, title="Иначе названа"))
    second = of(own, code)
    assert second.target == first.target, "a new name moves no target"
    eased = replace(WATER, promise=replace(WATER.promise, value=57.0))
    write.save(own, "anna", code, second.version, eased)
    third = of(own, code)
    assert third.target is not None
    assert (third.target.fixed_on, third.fixed_late) == (store.today(own), True)


def test_a_cause_that_others_hang_on_stays(own: Settings) -> None:
    code = planted(own)
    one = of(own, code)
    for no in (1, 2):
        with pytest.raises(FilterError, match="опираются"):
            write.remove_part(own, "anna", code, write.CAUSE, no, one.causes[no - 1].version)


def test_who_is_bound_sees_own_roadmaps_only(own: Settings) -> None:
    planted(own)
    seen = [
        Scope((Grant(recipients=("water_utility",)),)),
        Scope((Grant(recipients=("road_service",)),)),
        Scope((Grant(municipalities=("95608420",)),)),
        Scope((Grant(municipalities=("95608450",)),)),
        Scope((Grant(detail="totals"),)),
        NOTHING,
    ]
    assert [len(read.listed(own, scope)) for scope in seen] == [1, 0, 1, 0, 0, 0]


def test_a_recipient_that_is_gone_shows_who_took_over() -> None:
    old = Responsible("old", (("Старый", date(2026, 1, 31)), ("Средний", date(2026, 2, 28)), ("Новый", None)))
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))
    assert [old.successor(day) for day in days] == ["", "Средний", "Новый"]
    assert Responsible("last", (("Последний", date(2026, 1, 1)),)).successor(days[0]) == ""


def test_a_recipient_that_is_gone_stays_where_it_was_and_is_not_chosen_anew(own: Settings) -> None:
    code = planted(own)
    with store.writing(own) as connection:
        r = tables.recipients.c
        heir = connection.execute(sa.select(r.recipient_id).where(r.code == "road_service")).scalar()
        gone = {"valid_to": date(2026, 1, 1), "successor_id": heir}
        connection.execute(sa.update(tables.recipients).where(r.code == "water_utility").values(gone))
    one = of(own, code)
    write.save_part(own, "anna", code, replace(PIPE, resource="район"), 1, one.measures[0].version)
    with pytest.raises(FilterError, match=r"уже не действует\. Выберите «"):
        write.save_part(own, "anna", code, PIPE)


def test_a_measure_burns_while_it_is_not_done(kept: Settings) -> None:
    code = planted(kept)
    one = of(kept, code)
    days = (date(2026, 5, 1), date(2026, 5, 2))
    assert [len(one.overdue(day)) for day in days] == [0, 1]
    assert replace(one, stage="dropped").overdue(days[1]) == []
    write.remove(kept, "anna", code, one.version)
