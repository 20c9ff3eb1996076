"""Polls: a card that is checked field by field, results held against it, a decision that is followed up."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data import store
from data.decisions import edits
from data.decisions.polls import decided, read, results, write
from data.decisions.polls.read import Poll
from data.errors import EditConflictError, FilterError
from data.scope import EVERYTHING, NOTHING, Grant, Scope
from data.settings import Settings
from data.store import tables
from data.store.tables.polls import FREE, ORDER, RANDOM, SCALE, SEVERAL, SINGLE, TEXT
from tests import stores

ASKIZ = "95608151"
CARD = {
    "title": "Тротуар или освещение", "topic": "roads.pavements", "municipality": ASKIZ, "problem": "",
    "question": "Что сделать первым на улице Мира?", "kind": SINGLE, "options": "Тротуар\nОсвещение\n\nОстановку",
    "design": FREE, "starts_on": "01.03.2026", "ends_on": "2026-03-15", "link": "https://pos.example/1",
}  # fmt: skip
DECISION = {
    "decision": "Сначала тротуар",
    "decided_on": "20.03.2026",
    "carried_out": "no",
    "follow_up_on": "20.06.2026",
}
TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with stores.installation("sqlite", tmp_path_factory.mktemp("polls")) as settings:
        yield settings


def save(settings: Settings, code: str = "", version: int = 0, **more: str) -> str:
    return write.save(settings, EVERYTHING, "anna", code, version, CARD | more)


def poll(settings: Settings, code: str) -> Poll:
    return next(one for one in read.listed(settings, EVERYTHING) if one.code == code)


def state(settings: Settings) -> list[Any]:
    with store.reading(settings) as connection:
        return [connection.execute(sa.select(one)).all() for one in (tables.polls, tables.poll_results)]


def without_versions(settings: Settings) -> list[Any]:
    """Rows by their keys, but for the version, which never comes again."""
    return [sorted(tuple(row)[:-1] for row in rows) for rows in state(settings)]


def hand(one: Poll, participants: str = "", *votes: int) -> results.Outcome:
    form = {f"votes-{i}": str(count) for i, count in enumerate(votes, start=1)}
    return results.by_hand(form | {"participants": participants}, one)


def test_the_whole_way_of_a_poll_and_back_again(either: Settings) -> None:
    stores.create(either)
    code = save(either)
    made = poll(either, code)
    assert code.startswith("ОП-") and code.endswith("-001")
    assert made.options == ("Тротуар", "Освещение", "Остановку")
    assert [made.state(date(2026, 3, day)) for day in (1, 15, 16)] == ["running", "running", "no_results"]
    assert made.state(date(2026, 2, 28)) == "planned"

    write.record(either, "anna", code, made.version, hand(made, "120", 60, 45, 10))
    made = poll(either, code)
    assert [(one.number, one.votes) for one in made.results] == [(1, 60), (2, 45), (3, 10), (None, 120)]
    assert made.said["participants"] == 120
    assert made.state(TODAY) == "no_decision"

    write.decide(either, "anna", code, made.version, DECISION, TODAY)
    made = poll(either, code)
    assert made.state(TODAY) == "decided"
    assert made.is_overdue(TODAY)
    assert not made.is_overdue(date(2026, 6, 20))
    done = DECISION | {"carried_out": "yes", "carried_on": "30.06.2026", "follow_up": "Положили 300 м"}
    write.decide(either, "anna", code, made.version, done, TODAY)
    made = poll(either, code)
    assert made.state(TODAY) == "carried"
    assert not made.is_overdue(TODAY)

    write.remove(either, "anna", code, made.version)
    assert read.listed(either, EVERYTHING) == []
    edits.undo(either, "anna", write.history(either, 1)[0][0].number)
    assert poll(either, code).results == made.results


def test_every_step_taken_back_leaves_the_tables_as_they_were_and_the_history_longer(either: Settings) -> None:
    stores.create(either)
    states, code = [without_versions(either)], save(either)
    steps = (
        lambda seen: save(either, code, seen, title="Иначе"),
        lambda seen: write.record(either, "anna", code, seen, hand(poll(either, code), "", 3, 2, 1)),
        lambda seen: write.record(either, "anna", code, seen, hand(poll(either, code), "", 1, 2, 3)),
        lambda seen: write.decide(either, "anna", code, seen, DECISION, TODAY),
        lambda seen: write.remove(either, "anna", code, seen),
    )
    done = [write.history(either, 1)[0][0].number]
    for step in steps:
        states.append(without_versions(either))
        step(poll(either, code).version)
        done.append(write.history(either, 1)[0][0].number)
    length = len(write.history(either, 1000))
    for number, before in zip(reversed(done), reversed(states), strict=True):
        edits.undo(either, "boris", number)
        assert without_versions(either) == before
        length, former = len(write.history(either, 1000)), length
        assert length > former


def test_a_code_is_never_given_twice(kept: Settings) -> None:
    first = save(kept)
    write.remove(kept, "anna", first, poll(kept, first).version)
    second = save(kept)
    assert int(second[-3:]) == int(first[-3:]) + 1
    write.remove(kept, "anna", second, poll(kept, second).version)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"topic": "nothing"}, "тематику из списка"),
        ({"topic": "health.medicines"}, "Чувствительная"),
        ({"topic": "safety.floods"}, "Безопасность людей"),
        ({"topic": "housing.no_water"}, "Обязанность"),
        ({"municipality": "1"}, "поселения в списке нет"),
        ({"title": "  "}, "Назовите опрос"),
        ({"question": ""}, "Напишите вопрос"),
        ({"kind": "prize"}, "в списке нет"),
        ({"options": "Один"}, "от 2 до 20"),
        ({"options": "Да\nда"}, "одинаковы"),
        ({"options": f"Да\n{'н' * 301}"}, "слишком длинный"),
        ({"kind": SEVERAL}, "сколько вариантов можно отметить"),
        ({"kind": SEVERAL, "most_options": "4"}, "от 2 до 3"),
        ({"kind": SCALE, "scale_top": "1"}, "от 2 до 10"),
        ({"design": "telepathy"}, "в списке нет"),
        ({"age_from": "семь"}, "от 14 до 100"),
        ({"problem": "1" * 30}, "целое число"),
        ({"problem": "7"}, "Проблемы № 7 нет"),
        ({"starts_on": "завтра"}, "не дата"),
        ({"starts_on": ""}, "начало нет"),
        ({"ends_on": "01.02.2026"}, "раньше начала"),
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"residents": "999999"}, "живёт"),
        ({"planned_answers": "49000"}, "а жителей"),
        ({"design": RANDOM, "called": "20"}, "По призыву"),
        ({"months": "12"}, "назовите оба решения"),
        ({"months": "inf"}, "Напишите число"),
        ({"months": "1_0"}, "Напишите число"),
        ({"threshold": "nan"}, "Напишите число"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(kept: Settings, wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(FilterError, match=said):
        save(kept, **wrong)
    assert read.listed(kept, EVERYTHING) == []


WORTH: dict[str, Any] = {
    "option_now": "Тротуар", "option_other": "Освещение", "months": "12", "threshold": "80", "prior_for": "2",
    "prior_against": "4", "planned_answers": "10", "design": RANDOM,
}  # fmt: skip


def test_a_poll_that_cannot_change_the_decision_is_refused_with_that_sentence(kept: Settings) -> None:
    with pytest.raises(FilterError, match="не может изменить решение"):
        save(kept, **WORTH)
    code = save(kept, **WORTH | {"planned_answers": "30"})
    assert poll(kept, code).said["threshold"] == 0.8
    code = save(kept, code, poll(kept, code).version, **WORTH | {"design": FREE})  # no figure, so nothing to refuse
    with pytest.raises(FilterError, match="не может изменить решение"):
        save(kept, code, poll(kept, code).version, **WORTH | {"design": FREE, "called": "30"})
    write.remove(kept, "anna", code, poll(kept, code).version)


def test_two_who_edit_a_card_lose_nothing(kept: Settings) -> None:
    code = save(kept)
    seen = poll(kept, code).version
    save(kept, code, seen, question="Что сделать раньше?")
    with pytest.raises(EditConflictError) as refused:
        save(kept, code, seen, question="С чего начать?")
    assert "вопрос" in str(refused.value)
    assert "Что сделать раньше?" in str(refused.value)
    write.remove(kept, "anna", code, poll(kept, code).version)


def test_what_was_answered_stays_what_was_asked(kept: Settings) -> None:
    code = save(kept)
    made = poll(kept, code)
    write.record(kept, "anna", code, made.version, hand(made, "", 3, 2, 1))
    made = poll(kept, code)
    assert made.said["participants"] == 6
    with pytest.raises(FilterError, match="Итоги уже внесены"):
        save(kept, code, made.version, options="Да\nНет")
    save(kept, code, made.version, title="Другое имя")
    write.remove(kept, "anna", code, poll(kept, code).version)


@pytest.fixture(scope="module")
def kinds(kept: Settings) -> Iterator[dict[str, Poll]]:
    codes = {
        kind: save(kept, kind=kind, most_options="2" if kind == SEVERAL else "", scale_top="")
        for kind in (SINGLE, SEVERAL, ORDER, SCALE, TEXT)
    }
    found = {kind: poll(kept, code) for kind, code in codes.items()}
    yield found
    for one in found.values():
        write.remove(kept, "anna", one.code, one.version)


@pytest.mark.parametrize(
    ("kind", "participants", "votes", "is_held"),
    [
        (SINGLE, "10", (6, 3, 1), True),
        (SINGLE, "10", (6, 3, 2), False),
        (SEVERAL, "10", (10, 6, 4), True),
        (SEVERAL, "10", (10, 6, 5), False),
        (SEVERAL, "10", (11, 1, 0), False),
        (SEVERAL, "", (10, 6, 4), False),
        (ORDER, "10", (20, 8, 2), True),
        (ORDER, "10", (20, 8, 3), False),
        (SCALE, "", (1, 0, 0, 2, 7), True),
        (SINGLE, "99999", (1, 1, 1), False),
    ],
)
def test_results_are_held_against_the_question(
    kinds: dict[str, Poll], kind: str, participants: str, votes: tuple[int, ...], is_held: bool
) -> None:
    if is_held:
        assert hand(kinds[kind], participants, *votes).participants == 10
        return
    with pytest.raises(FilterError):
        hand(kinds[kind], participants, *votes)


def test_themes_of_own_words_are_typed_line_by_line(kinds: dict[str, Poll]) -> None:
    told = results.by_hand({"themes": "освещение; 12\nтротуар; 5", "participants": "15"}, kinds[TEXT])
    assert [(one.number, one.answer, one.votes) for one in told.rows[:2]] == [(1, "освещение", 12), (2, "тротуар", 5)]
    with pytest.raises(FilterError, match="точку с запятой"):
        results.by_hand({"themes": "освещение 12", "participants": "15"}, kinds[TEXT])


FILE = [
    ["Село", "Вариант", "Голоса"],
    ["Аскиз", "тротуар", "30"],
    ["95608151051", "2", "12,0"],
    ["", "Остановку", "1"],
    ["Аскиз", "Участников", "50"],
]


def test_a_file_says_answers_by_their_words_or_numbers_and_places_by_name_or_code(
    kept: Settings, kinds: dict[str, Poll]
) -> None:
    places = {"аскиз": "95608151051", "95608151051": "95608151051"}
    told = results.from_cells(FILE, kinds[SINGLE], places)
    assert [(one.place[-3:], one.number, one.votes) for one in told.rows] == [
        ("051", 1, 30), ("051", 2, 12), ("", 3, 1), ("051", None, 50),
    ]  # fmt: skip
    assert told.participants == 50
    assert set(write.place_names(kept, ASKIZ).values()) >= {"95608151051"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([], "нет столбца"),
        ([["Ответ", "Голосов"]], "ни одного ответа"),
        ([["Ответ", "Голосов"], ["Мост", "3"]], "Строка 2: ответа «Мост»"),
        ([["Ответ", "Голосов"], ["1", "-3"]], "Строка 2: «-3»"),
        ([["Ответ", "Голосов"], ["1", "٣"]], "не число голосов"),
        ([["Ответ", "Голосов"], ["1", "3"], ["Тротуар", "4"]], "дважды"),
        ([["Ответ", "Голосов", "Село"], ["1", "3", "Марс"]], "«Марс»"),
        ([["Ответ", "Голосов"], ["Участников", "3"]], "ни один ответ"),
        ([["Ответ", "Голосов"], ["1", "0"]], "сколько человек участвовало"),
    ],
)
def test_a_file_with_a_fault_is_refused_whole_with_the_row(
    kinds: dict[str, Poll], cells: list[list[str]], said: str
) -> None:
    with pytest.raises(FilterError, match=said):
        results.from_cells(cells, kinds[SINGLE], {})


@hypothesis_settings(max_examples=80)
@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=5))
def test_any_file_gives_results_or_a_sentence(kinds: dict[str, Poll], cells: list[list[str]]) -> None:
    for rows in (cells, [["Ответ", "Голосов", "Село"], *cells]):
        try:
            told = results.from_cells(rows, kinds[SINGLE], {"аскиз": "95608151051"})
        except FilterError as error:
            assert str(error).endswith(".")
        else:
            assert told.participants >= sum(one.votes for one in told.rows if one.number is not None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"decision": ""}, "что решено"),
        ({"decided_on": ""}, "когда принято"),
        ({"decided_on": "02.07.2026"}, "ещё не наступил"),
        ({"follow_up_on": "01.01.2026"}, "не бывают раньше"),
        ({"follow_up_on": ""}, "когда проверить"),
        ({"carried_out": "maybe"}, "в списке нет"),
        ({"carried_out": "yes"}, "когда и что сделано"),
        ({"carried_on": "01.04.2026"}, "не исполнено"),
    ],
)
def test_a_decision_says_what_when_and_when_to_look_again(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(FilterError, match=said):
        decided.checked(DECISION | wrong, has_results=True, today=TODAY)
    with pytest.raises(FilterError, match="внесите итоги"):
        decided.checked(DECISION, has_results=False, today=TODAY)


def test_who_sees_what(kept: Settings) -> None:
    here, everywhere = (save(kept, topic="roads.signs_crossings", municipality=one) for one in (ASKIZ, ""))
    other = "95608165"

    def seen(*grants: Grant) -> set[str]:
        return {one.code for one in read.listed(kept, Scope(grants))} & {here, everywhere}

    assert seen(Grant(municipalities=(ASKIZ,))) == {here, everywhere}
    assert seen(Grant(municipalities=(other,))) == {everywhere}
    assert seen(Grant(channels=("pos_message",))) == {here, everywhere}
    assert seen(Grant(recipients=("road_department",))) == {here, everywhere}
    assert seen(Grant(recipients=("police",))) == set()
    assert seen(Grant(detail="totals")) == set()
    assert read.listed(kept, NOTHING) == []
    assert sum(read.totals(kept, TODAY).values()) == len(read.listed(kept, EVERYTHING))
    assert not read.may_hold(Scope((Grant(municipalities=(ASKIZ,)),)), "")
    for code in (here, everywhere):
        write.remove(kept, "anna", code, poll(kept, code).version)


def test_an_edit_of_something_else_is_no_edit_of_a_poll(kept: Settings) -> None:
    with edits.editing(kept, "anna") as editor:
        editor.insert(tables.surveys, {"kind": "survey", "title": "Другое"})
    with store.reading(kept) as connection:
        number = edits.recent(connection, [tables.surveys], 1)[0].number
    with pytest.raises(FilterError, match="не опроса"):
        write.poll_of_edit(kept, number)
