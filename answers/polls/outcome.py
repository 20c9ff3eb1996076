"""What came back from a poll: votes with what they may be trusted for, who took part where, what would overturn it."""

from collections.abc import Mapping

import pandas as pd

from analysis.polls.overturn import overturn
from analysis.polls.sample import error, share_interval
from answers.table import Column
from data.decisions.polls.read import Poll
from data.decisions.polls.results import answers
from data.decisions.polls.terms import FREE, ORDER, RANDOM, SCALE, TEXT
from data.metrics.enough import FEW
from words import format

NOT_ALL = "Итог не представляет всех жителей: он говорит только о тех, кто пришёл сам."
ANSWER_COLUMNS = (
    Column("answer", "Ответ"),
    Column("votes", "Голосов", "count", "Для порядка — баллы Борда: последнее место 0, предпоследнее 1 и так далее."),
    Column("share", "Доля участников", "share", "Пусто у порядка: там баллы, а не голоса."),
    Column("low", "от (95 %)", "share", "Только у случайной выборки, с поправкой на конечную численность."),
    Column("high", "до (95 %)", "share"),
)
PLACE_COLUMNS = (
    Column("place_label", "Населённый пункт"),
    Column("participants", "Участников", "count", f"Пусто: меньше {FEW} или закрыто, чтобы по итогу не вычислить."),
    Column("population", "Жителей", "count", "Справочно, около 2020–2021."),
    Column("share", "Участвовало", "share"),
)


def votes(poll: Poll) -> pd.DataFrame:
    """A row an answer in the order of the card, of own words the most frequent first: `ANSWER_COLUMNS`.

    share: of the participants; low, high: of all residents, for a random sample only.
    """
    told: dict[int, int] = {}
    words = dict(answers(poll))
    for one in poll.results:
        if one.number is not None:
            told[one.number] = told.get(one.number, 0) + one.votes
            words.setdefault(one.number, one.answer)
    order = sorted(words, key=lambda n: (-told.get(n, 0), n) if poll.said["kind"] == TEXT else (0, n))
    rows = [{"answer": words[n], "votes": told.get(n, 0), **_share(poll, told.get(n, 0))} for n in order]
    return pd.DataFrame(rows, columns=[column.name for column in ANSWER_COLUMNS])


def _share(poll: Poll, count: int) -> dict[str, float | None]:
    people, residents = poll.said["participants"], poll.residents
    if not people or people < FEW or poll.said["kind"] == ORDER:
        return {"share": None, "low": None, "high": None}
    if poll.said["design"] != RANDOM or not residents or not 0 < people <= residents or count > people:
        return {"share": count / people, "low": None, "high": None}
    low, high = share_interval(count, people, residents)
    return {"share": count / people, "low": low, "high": high}


def participation(poll: Poll, populations: Mapping[str, int | None]) -> pd.DataFrame:
    """Who took part by place, where that was told: `PLACE_COLUMNS`. Fewer than `FEW` people, and the next place when
    one alone would be counted from the total, are missing.
    """
    told: dict[tuple[str, str], int] = {}
    has_own = any(one.number is None and one.place for one in poll.results)
    for one in poll.results:
        if one.place and (one.number is None) == has_own and (has_own or _is_one_each(poll)):
            told[one.place, one.place_name] = told.get((one.place, one.place_name), 0) + one.votes
    rows = sorted(told.items(), key=lambda item: -item[1])
    hidden = _hidden([count for _, count in rows])
    made = [
        {
            "place_label": name,
            "participants": None if i in hidden else count,
            "population": populations.get(code),
            "share": count / people if (people := populations.get(code)) and i not in hidden else None,
        }
        for i, ((code, name), count) in enumerate(rows)
    ]
    return pd.DataFrame(made, columns=[column.name for column in PLACE_COLUMNS])


def _is_one_each(poll: Poll) -> bool:
    return poll.said["kind"] not in (ORDER, TEXT) and poll.said["most_options"] is None


def _hidden(counts: list[int]) -> set[int]:
    """Positions of what is closed. counts: the largest first."""
    small = {i for i, count in enumerate(counts) if count < FEW}
    if len(small) == 1 and len(counts) > 1:
        small.add(min(small) - 1)
    return small


def sentences(poll: Poll) -> list[str]:
    """What the results say and how far they go, in whole sentences; empty without results."""
    if poll.said["participants"] is None:
        return []
    return [one for one in (_taken_part(poll), _leader(poll), _trust(poll), _overturned(poll)) if one]


def _taken_part(poll: Poll) -> str:
    people, residents = poll.said["participants"], poll.residents
    said = format.plural(people, "участник", "участника", "участников")
    if not residents:
        return f"{said}; сколько жителей это касается, неизвестно."
    return f"{said} из {format.number(residents)} жителей, кого касается опрос: {format.percent(people / residents)}."


def _leader(poll: Poll) -> str:
    frame, kind = votes(poll), poll.said["kind"]
    if kind == SCALE:
        total = int(frame["votes"].sum())
        mean = sum(mark * count for mark, count in enumerate(frame["votes"], start=1)) / total
        return f"Средняя оценка {format.number(mean, 2)} из {len(frame)}, ответов {format.number(total)}."
    ordered = frame.sort_values("votes", ascending=False, kind="stable")
    first, second = (ordered.iloc[0], ordered.iloc[1]) if len(ordered) > 1 else (ordered.iloc[0], None)
    unit = ("балл", "балла", "баллов") if kind == ORDER else ("голос", "голоса", "голосов")
    said = f"Впереди «{first['answer']}»: {format.plural(int(first['votes']), *unit)}"
    if second is None:
        return f"{said}."
    if first["votes"] == second["votes"]:
        return f"Поровну у {_tied(ordered)}: по {format.plural(int(first['votes']), *unit)}."
    return f"{said}, у «{second['answer']}» — {format.number(second['votes'])}."


def _tied(ordered: pd.DataFrame) -> str:
    """All that lead together."""
    *most, last = (f"«{answer}»" for answer in ordered.loc[ordered["votes"] == ordered["votes"].iloc[0], "answer"])
    return f"{', '.join(most)} и {last}"


def _trust(poll: Poll) -> str:
    people, residents = poll.said["participants"], poll.residents
    if poll.said["design"] == FREE:
        return NOT_ALL
    if not residents or not 0 < people <= residents:
        return "Ошибка доли не посчитана: число жителей, кого касается опрос, неизвестно."
    half = format.number(100 * error(people, residents), 1)
    return f"Случайная выборка: доля ошибается не больше чем на {half} пункта в 95 случаях из 100."


def _overturned(poll: Poll) -> str:
    """How many of the silent would turn the outcome round: for who came by themselves."""
    residents, people = poll.residents, poll.said["participants"]
    if poll.said["design"] != FREE or not residents:
        return ""
    needed = overturn(poll.said["kind"], [int(count) for count in votes(poll)["votes"]])
    silent = residents - people
    if needed is None:
        return ""
    if needed > silent:
        return f"Промолчали {format.number(silent)}: даже если все они не согласны, итог остаётся."
    share = format.percent(needed / silent)
    dissent = format.plural(needed, "несогласный", "несогласных", "несогласных")
    return f"Промолчали {format.number(silent)}; из них {dissent} ({share}) перевернули бы итог."
