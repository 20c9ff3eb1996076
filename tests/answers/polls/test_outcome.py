"""What a poll says and how far that goes: sentences, error only where chance has chosen, small places closed."""

from datetime import date
from typing import Any

import pytest

from answers.polls import card, draft, fields, files, listed, outcome, wording
from answers.table import Column
from data.decisions.polls.read import Poll, Result
from data.decisions.polls.terms import FREE, KINDS, ORDER, RANDOM, SCALE, SEVERAL, SINGLE, TEXT
from data.errors import FilterError
from data.store.tables import polls

TODAY = date(2026, 7, 1)
ANSWERS = ("Тротуар", "Освещение", "Остановку")


def poll(kind: str = SINGLE, design: str = FREE, votes: tuple[int, ...] = (60, 45, 10), **more: Any) -> Poll:
    said = {column.name: None for column in polls.columns} | {
        "title": "С чего начать", "question": "Что сделать первым?", "kind": kind, "design": design, "link": "",
        "options": "\n".join(ANSWERS) if kind not in (SCALE, TEXT) else "", "participants": sum(votes) or None,
        "starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 15), "scale_top": 5 if kind == SCALE else None,
        "most_options": 2 if kind == SEVERAL else None, "decision": "", "follow_up": "", "carried_out": "no",
        "option_now": "", "option_other": "",
    }  # fmt: skip
    names = ANSWERS if kind not in (SCALE, TEXT) else tuple("12345") if kind == SCALE else ("свет", "вода", "дорога")
    told = [Result("", "", i, names[i - 1], count) for i, count in enumerate(votes, start=1)]
    places = more.pop("places", ())
    told += [Result(code, f"Село {code}", None, "", count) for code, count in places]
    return Poll(1, 1, "ОП-2026-001", "roads.pavements", "Тротуары", "95608151", "Аскизский поссовет", "", 1000,
                said | more, tuple(told))  # fmt: skip


def plain(told: list[str]) -> list[str]:
    return [said.replace("\xa0", " ").replace("\u202f", " ") for said in told]


def test_who_came_by_himself_gives_no_error_anywhere_and_says_whom_it_does_not_stand_for() -> None:
    one = poll()
    told = " ".join([*card.sentences(one, TODAY), *card.design(one), *card.frame(one, TODAY)["value"]])
    votes = outcome.votes(one)

    assert "не представляет всех жителей" in told
    assert "±" not in told
    assert "ошибк" not in told
    assert "погрешн" not in told
    assert votes["low"].isna().all() and votes["high"].isna().all()


def test_how_many_of_the_silent_would_overturn_it_is_said() -> None:
    # 1000 residents, 115 took part; 60 : 45, so 16 of the 885 silent: 1.8 %.
    assert plain(outcome.sentences(poll())) == [
        "115 участников из 1 000 жителей, кого касается опрос: 11,5 %.",
        "Впереди «Тротуар»: 60 голосов, у «Освещение» — 45.",
        "Итог не представляет всех жителей: он говорит только о тех, кто пришёл сам.",
        "Промолчали 885; из них 16 несогласных (1,8 %) перевернули бы итог.",
    ]
    assert "даже если все они не согласны" in outcome.sentences(poll(votes=(600, 45, 10)))[-1]


@pytest.mark.parametrize(
    ("kind", "votes", "said"),
    [
        (ORDER, (40, 31, 10), "40 баллов"),
        (SCALE, (0, 0, 0, 2, 2), "Средняя оценка 4,50 из 5, ответов 4."),
        (TEXT, (5, 12, 3), "Впереди «вода»: 12 голосов, у «свет» — 5."),
        (SEVERAL, (7, 7, 1), "Поровну у «Тротуар» и «Освещение»: по 7 голосов."),
        (ORDER, (20, 20, 20), "Поровну у «Тротуар», «Освещение» и «Остановку»: по 20 баллов."),
    ],
)
def test_every_kind_of_question_has_its_sentence(kind: str, votes: tuple[int, ...], said: str) -> None:
    assert said in plain(outcome.sentences(poll(kind, votes=votes, participants=20)))[1]


def test_a_random_sample_has_its_error_with_the_finite_population() -> None:
    one = poll(design=RANDOM, votes=(218, 0, 0), residents=500, planned_answers=218)
    votes = outcome.votes(one)

    assert any("не больше чем на 5,0 пункта" in said for said in outcome.sentences(one))
    assert plain(card.design(one))[0].startswith(
        "Чтобы доля ошибалась не больше чем на 5 пунктов в 95 случаях из 100, спросите 218 из 500"
    )
    assert (votes["low"] <= votes["share"]).all() and (votes["share"] <= votes["high"]).all()
    assert votes["high"].iloc[1] > 0


def test_places_with_few_participants_are_closed_and_none_can_be_counted_from_the_total() -> None:
    two = outcome.participation(poll(places=(("1", 90), ("2", 21), ("3", 4))), {"1": 900, "2": 60, "3": None})
    assert two["participants"].tolist()[0] == 90
    assert two["participants"].isna().tolist() == [False, True, True]
    three = outcome.participation(poll(places=(("1", 90), ("2", 21), ("3", 4), ("4", 2))), {"1": 900, "2": 60})
    assert three["participants"].isna().tolist() == [False, False, True, True]
    assert three["share"].tolist()[:2] == [0.1, 0.35]
    assert outcome.participation(poll(), {}).empty


def test_the_worth_of_a_poll_is_told_with_both_options_and_the_unit_or_why_there_is_none() -> None:
    known: dict[str, Any] = {"option_now": "Тротуар", "option_other": "Свет", "months": 12.0, "threshold": 0.5,
             "prior_for": 1.0,
             "prior_against": 1.0, "planned_answers": 1, "delay_months": 0.0, "work": 0.0}  # fmt: skip
    told = plain(card.value(poll(design=RANDOM, **known)))

    assert "«Тротуар», подходит 50 % жителей" in told[0]
    # One answer: 1/12 of 1000 residents · 12 months.
    assert "с вероятностью 50 % и даст 1 000 жителе-месяцев" in told[1]
    assert told[2] == card.UNIT
    assert "по призыву" in card.value(poll(**known))[0]
    assert card.value(poll()) == [
        "Ценность опроса не считается: не названы два решения и что о них известно до опроса."
    ]
    refused = card.value(poll(design=RANDOM, **known | {"prior_for": 1.0, "prior_against": 50.0}))
    assert "не может изменить решение" in refused[1]


def test_the_card_holds_what_pos_asks_for() -> None:
    names = [name for name, _ in card.rows(poll(SEVERAL, age_from=14, link="https://pos.example"), TODAY)]
    for name in ("Код", "Территория", "Возраст", "Кого спрашивают", "Даты", "Вид вопроса", "Вопрос", "Вариант 3",
                 "Ссылка", "Участников", "Итог"):  # fmt: skip
        assert name in names
    assert dict(card.rows(poll(SEVERAL), TODAY))["Вид вопроса"] == "Несколько ответов, не больше 2"


def test_an_overdue_look_burns() -> None:
    late: dict[str, Any] = {"decision": "Строить", "decided_on": date(2026, 4, 1), "follow_up_on": date(2026, 6, 19)}
    frame = listed.rows([poll(**late), poll()], TODAY)

    assert plain(frame["overdue"].tolist()) == ["на 12 дней", ""]
    assert plain([card.state(poll(**late), TODAY)]) == ["решение исполняется, проверка просрочена на 12 дней"]
    assert "Решение: Строить (01.04.2026)." in card.sentences(poll(**late), TODAY)


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_card_is_shown_in_its_form_as_it_was_typed(kind: str) -> None:
    now = fields.of_card(poll(kind, threshold=0.35, months=1.5))
    assert (now["threshold"], now["months"], now["starts_on"], now["kind"]) == ("35", "1,5", "01.03.2026", kind)
    assert fields.of_card(None)["design"] == FREE


@pytest.mark.parametrize("places", [["Аскиз", "Бирикчуль"], ["Аскиз"], []])
def test_a_draft_leads_nowhere(places: list[str]) -> None:
    made = draft.of_candidate("roads.pavements", "Тротуары", "95608151", "Аскизский поссовет", places)
    assert wording.faults(made["question"], made["options"].splitlines()) == []
    made = draft.of_problem("roads.pavements", "95608151", 7, "Прорыв на улице Мира")
    assert (made["problem"], wording.faults(made["question"], made["options"].splitlines())) == ("7", [])


def test_tables_that_leave_are_known_by_name() -> None:
    for key in ("card", "votes", "places"):
        title, frame, columns = files.table(key, poll(), TODAY, {})
        assert "ОП-2026-001" in title
        assert isinstance(columns[0], Column)
        assert {column.name for column in columns} <= set(frame.columns)
    with pytest.raises(FilterError):
        files.table("passwords", poll(), TODAY, {})
