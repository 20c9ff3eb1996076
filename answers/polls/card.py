"""The card of a poll as ПОС asks for it: the rows of a sheet and the sentences a document is written from."""

from datetime import date
from typing import Any

import pandas as pd

from analysis.polls.sample import error, sample_size
from analysis.polls.value import Worth
from answers.polls import outcome, wording
from answers.table import Column
from data.decisions.polls import worth
from data.decisions.polls.read import STATES, Poll
from data.decisions.polls.terms import CARRIED_OUT, DESIGNS, FREE, KINDS, RANDOM, SCALE, SEVERAL
from words import format

COLUMNS = (Column("field", "Реквизит"), Column("value", "Значение"))
USUAL_ERROR = 0.05
"""±5 points: what a random sample is proposed for."""
CHOICE = (
    "Сегодня: «{now}», подходит {threshold} жителей. Другое: «{other}», до опроса — как если бы за него было {a} и "
    "против {b} голосов."
)


def rows(poll: Poll, day: date) -> list[tuple[str, str]]:
    """Field and value of everything that the card says, in the order of ПОС; what nobody has said is left out."""
    told = [*asked(poll, day), *(("Итог", one) for one in outcome.sentences(poll)), *decision(poll)]
    return [(name, value) for name, value in told if value]


def asked(poll: Poll, day: date) -> list[tuple[str, str]]:
    """The same of the question alone, with how many took part."""
    v = poll.said
    told = [
        ("Код", poll.code),
        ("Название", v["title"]),
        ("Состояние", STATES[poll.state(day)]),
        ("Тематика", poll.topic_name),
        ("Проблема", problem(poll)),
        ("Территория", poll.territory),
        ("Возраст", f"с {v['age_from']} лет" if v["age_from"] else "без ограничения"),
        ("Кого спрашивают", DESIGNS[v["design"]]),
        ("Даты", dates(poll)),
        ("Вид вопроса", kind(poll)),
        ("Вопрос", v["question"]),
        *((f"Вариант {i}", one) for i, one in enumerate(poll.options, start=1)),
        ("Ссылка", v["link"]),
        ("Жителей, кого касается", format.number(poll.residents)),
        ("Ответов по плану", format.number(v["planned_answers"]) if v["planned_answers"] else ""),
        ("Участников", format.number(v["participants"]) if v["participants"] is not None else ""),
    ]
    return [(name, str(value)) for name, value in told if value]


def frame(poll: Poll, day: date) -> pd.DataFrame:
    """The same as a sheet: field, value; then the votes, an answer a row."""
    found = outcome.votes(poll) if poll.results else pd.DataFrame()
    counted = [(f"Голосов: {row['answer']}", format.number(row["votes"])) for row in found.to_dict("records")]
    return pd.DataFrame([*rows(poll, day), *counted], columns=[column.name for column in COLUMNS])


def state(poll: Poll, day: date) -> str:
    """«решение исполняется, проверка просрочена на 12 дней»."""
    if not poll.is_overdue(day):
        return STATES[poll.state(day)]
    return f"{STATES[poll.state(day)]}, проверка просрочена на {format.days((day - poll.said['follow_up_on']).days)}"


def kind(poll: Poll) -> str:
    """«Несколько ответов, не больше 3»."""
    v = poll.said
    more = {SEVERAL: f", не больше {v['most_options']}", SCALE: f" от 1 до {v['scale_top']}"}
    return KINDS[v["kind"]] + more.get(v["kind"], "")


def dates(poll: Poll) -> str:
    """«01.03.2026 – 15.03.2026», «с 01.03.2026», '' of a draft."""
    starts, ends = poll.said["starts_on"], poll.said["ends_on"]
    return format.period(starts, ends) if starts else ""


def problem(poll: Poll) -> str:
    """«№ 12, прорыв на Мира»; of a problem that is there no more it says so."""
    number = poll.said["problem_id"]
    if number is None:
        return ""
    return f"№ {number}, {poll.problem_title}" if poll.problem_title else f"№ {number}, больше не объединена"


def decision(poll: Poll) -> list[tuple[str, str]]:
    """What was decided and what became of it; empty before."""
    v = poll.said
    if not v["decision"]:
        return []
    return [
        ("Решение", f"{v['decision']} ({format.day(v['decided_on'])})"),
        ("Исполнение", CARRIED_OUT[v["carried_out"]] + (f", {format.day(v['carried_on'])}" if v["carried_on"] else "")),
        ("Что сделано", v["follow_up"]),
        ("Проверить исполнение", format.day(v["follow_up_on"]) if v["follow_up_on"] else ""),
    ]


def design(poll: Poll) -> list[str]:
    """How many to ask and what that will be worth; for who comes by himself what it will not be."""
    residents, planned = poll.residents, poll.said["planned_answers"]
    if poll.said["design"] == FREE:
        return [outcome.NOT_ALL]
    if not residents:
        return ["Сколько спросить, не посчитано: число жителей, кого касается опрос, неизвестно."]
    wanted = sample_size(residents, USUAL_ERROR)
    made = [f"Чтобы доля ошибалась не больше чем на 5 пунктов в 95 случаях из 100, спросите {format.number(wanted)} из "
            f"{format.number(residents)} жителей, выбранных случайно."]  # fmt: skip
    if planned:
        half = format.number(100 * error(min(planned, residents), residents), 1)
        made.append(f"По плану {format.number(planned)}: ошибка до {half} пункта, с поправкой на конечную численность.")
    return made


def value(poll: Poll) -> list[str]:
    """What the poll is worth before it is held, in resident-months; or why there is no figure."""
    found = worth.of(poll.said, poll.residents)
    if isinstance(found, str):
        return [found]
    v = poll.said
    said = CHOICE.format(
        now=v["option_now"],
        other=v["option_other"],
        threshold=format.percent(v["threshold"], 0),
        a=_plain(v["prior_for"]),
        b=_plain(v["prior_against"]),
    )
    return [said, *_figures(found), UNIT]


UNIT = "Жителе-месяц — один житель, который месяц живёт с решением, которое ему подходит."


def _figures(found: Worth) -> list[str]:
    if not found.can_change:
        return [worth.CANNOT_CHANGE]
    gain, cost, net = (format.number(one) for one in (found.gain, found.cost, found.net))
    said = f"Опрос изменит решение с вероятностью {format.percent(found.turns, 0)} и даст {gain} жителе-месяцев"
    verdict = "спрашивать стоит" if found.net > 0 else "спрашивать не стоит: решайте без опроса"
    return [f"{said}; задержка и работа стоят {cost}. Остаётся {net}: {verdict}."]


def _plain(number: Any) -> str:
    return f"{number:g}".replace(".", ",")


def wording_faults(poll: Poll) -> list[str]:
    """What is wrong with the question, a sentence each."""
    return [one.why for one in wording.faults(poll.said["question"], poll.options)]


def sentences(poll: Poll, day: date) -> list[str]:
    """The poll in whole sentences, for a note or a document: what was asked, what came back, what was decided."""
    v, asked = poll.said, dates(poll)
    when = f", {asked}" if asked else ""
    head = f"Опрос {poll.code} «{v['title']}» ({poll.territory}{when}): {STATES[poll.state(day)]}."
    random = design(poll) if v["design"] == RANDOM and v["participants"] is None else []
    told = [f"{name}: {value}." for name, value in decision(poll) if value]
    return [head, f"Вопрос: «{v['question']}»", *random, *outcome.sentences(poll), *told]
