"""The card of a poll as a person fills it in: each field checked, the whole refused where ПОС could not hold it."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.decisions.polls import typed, worth
from data.decisions.polls.read import Municipality, Topic
from data.errors import FilterError
from data.store.tables.polls import DESIGNS, FREE, KINDS, ORDER, SCALE, SEVERAL, SINGLE

FIELDS = {
    "title": "Название",
    "topic": "Тематика",
    "municipality": "Территория",
    "problem": "Проблема №",
    "question": "Вопрос",
    "kind": "Вид вопроса",
    "options": "Варианты ответа",
    "most_options": "Не больше вариантов",
    "scale_top": "Верх шкалы",
    "design": "Кого спрашивают",
    "age_from": "Возраст от",
    "residents": "Жителей, кого касается",
    "starts_on": "Начало",
    "ends_on": "Конец",
    "link": "Ссылка на опрос",
    "planned_answers": "Ответов по плану",
    "option_now": "Решение сегодня",
    "option_other": "Другое решение",
    "months": "Сколько месяцев действует решение",
    "threshold": "Скольким подходит решение сегодня, %",
    "prior_for": "До опроса: голосов за другое",
    "prior_against": "До опроса: голосов против",
    "delay_months": "На сколько месяцев опрос отложит решение",
    "work": "Затраты на опрос, жителе-месяцев",
    "called": "Придут по призыву, %",
    "called_for_other": "Позовут за другое решение, вероятность %",
}
"""Field → its label."""
MOST_OPTIONS, MOST_MARK = 20, 10
_MOST_PEOPLE = 10_000_000
_OWN_OPTIONS = (SINGLE, SEVERAL, ORDER)


def checked(form: Mapping[str, str], topics: Sequence[Topic], territories: Sequence[Municipality]) -> dict[str, Any]:
    """Columns of `polls` that a form says. FilterError is the sentence for the person."""
    topic = next((one for one in topics if one.code == form.get("topic", "")), None)
    if topic is None:
        raise FilterError("Выберите тематику из списка: по ней видно, можно ли об этом спрашивать.")
    if topic.barred:
        raise FilterError(f"Об этом спрашивать нельзя. {topic.barred}")
    where = _territory(form.get("municipality", ""), territories)
    values = {
        "title": typed.text(form, "title", FIELDS["title"], 200, needed="Назовите опрос: под этим именем его найдут."),
        "topic_id": topic.key,
        "municipality_id": where.key if where else None,
        "problem_id": typed.whole(form, "problem", FIELDS["problem"], 1, 2**31 - 1),
        **_question(form),
        **_people(form),
        **_decision(form),
    }
    known = [one.population for one in territories if where in (None, one)]
    population = sum(known) if known and all(known) else None  # type: ignore[arg-type]
    _check(values, population)
    return values


def _territory(code: str, territories: Sequence[Municipality]) -> Municipality | None:
    if not code:
        return None
    found = next((one for one in territories if one.oktmo == code), None)
    if found is None:
        raise FilterError("Такого поселения в списке нет. Выберите территорию из списка.")
    return found


def _question(form: Mapping[str, str]) -> dict[str, Any]:
    kind = typed.choice(form, "kind", FIELDS["kind"], KINDS)
    asked = typed.text(form, "question", FIELDS["question"], 1000, needed="Напишите вопрос: без него спросить нечего.")
    options = typed.lines(form, "options", FIELDS["options"], 4000) if kind in _OWN_OPTIONS else ""
    made: dict[str, Any] = {
        "question": asked,
        "kind": kind,
        "options": options,
        "most_options": None,
        "scale_top": None,
    }
    if kind in _OWN_OPTIONS:
        _check_options(options.splitlines())
    if kind == SEVERAL:
        made["most_options"] = _most_options(form, len(options.splitlines()))
    if kind == SCALE:
        made["scale_top"] = typed.whole(form, "scale_top", FIELDS["scale_top"], 2, MOST_MARK) or 5
    return made


def _check_options(options: Sequence[str]) -> None:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise FilterError(f"Вариантов ответа {len(options)}. Напишите от 2 до {MOST_OPTIONS}, каждый с новой строки.")
    if len({one.casefold() for one in options}) < len(options):
        raise FilterError("Два варианта ответа одинаковы. Оставьте один из них.")
    if long := [one for one in options if len(one) > 300]:
        raise FilterError(f"Вариант «{long[0][:60]}…» слишком длинный. Сократите до 300 знаков.")


def _most_options(form: Mapping[str, str], options: int) -> int:
    most = typed.whole(form, "most_options", FIELDS["most_options"], 2, options)
    if most is None:
        raise FilterError(f"Скажите, сколько вариантов можно отметить: от 2 до {options}.")
    return most


def _people(form: Mapping[str, str]) -> dict[str, Any]:
    link = typed.text(form, "link", FIELDS["link"], 300)
    if link and not link.lower().startswith(("https://", "http://")):
        raise FilterError("Ссылка на опрос начинается с https:// — скопируйте её из ПОС целиком.")
    return {
        "design": typed.choice(form, "design", FIELDS["design"], DESIGNS),
        "age_from": typed.whole(form, "age_from", FIELDS["age_from"], 14, 100),
        "residents": typed.whole(form, "residents", FIELDS["residents"], 1, _MOST_PEOPLE),
        "starts_on": typed.day(form, "starts_on", FIELDS["starts_on"]),
        "ends_on": typed.day(form, "ends_on", FIELDS["ends_on"]),
        "link": link,
        "planned_answers": typed.whole(form, "planned_answers", FIELDS["planned_answers"], 1, 50_000),
    }


def _decision(form: Mapping[str, str]) -> dict[str, Any]:
    def number(name: str, most: float, least: float = 0) -> float | None:
        return typed.decimal(form, name, FIELDS[name], least, most)

    return {
        "option_now": typed.text(form, "option_now", FIELDS["option_now"], 200),
        "option_other": typed.text(form, "option_other", FIELDS["option_other"], 200),
        "months": number("months", 600),
        "threshold": typed.share(form, "threshold", FIELDS["threshold"]),
        "prior_for": number("prior_for", 10_000, 0.1),
        "prior_against": number("prior_against", 10_000, 0.1),
        "delay_months": number("delay_months", 120),
        "work": number("work", 1_000_000),
        "called": typed.share(form, "called", FIELDS["called"]),
        "called_for_other": typed.share(form, "called_for_other", FIELDS["called_for_other"]),
    }


def _check(values: Mapping[str, Any], population: int | None) -> None:
    starts, ends = values["starts_on"], values["ends_on"]
    if ends and not starts:
        raise FilterError("Конец опроса назван, а начало нет. Назовите начало.")
    if ends and ends < starts:
        raise FilterError("Конец опроса раньше начала. Поменяйте даты местами.")
    residents = values["residents"] or population
    if values["residents"] and population and values["residents"] > population:
        raise FilterError(
            f"Жителей, кого касается, {values['residents']}, а на этой территории живёт {population}. Проверьте число."
        )
    if values["planned_answers"] and residents and values["planned_answers"] > residents:
        raise FilterError(f"Ответов по плану {values['planned_answers']}, а жителей {residents}. Проверьте число.")
    if values["called"] is not None and values["design"] != FREE:
        raise FilterError("По призыву приходят на свободный опрос; в случайной выборке этой доли нет. Уберите её.")
    _check_worth(values, residents)


def _check_worth(values: Mapping[str, Any], residents: int | None) -> None:
    told = [name for name in worth.STATED if values[name] is not None]
    if told and (len(told) < len(worth.STATED) or not (values["option_now"] and values["option_other"])):
        raise FilterError(
            "Для ценности опроса назовите оба решения, сколько месяцев оно действует, скольким подходит сегодняшнее и "
            "что известно до опроса — или не называйте ничего из этого."
        )
    worth.require_of_use(values, residents)
