"""The summary in ten seconds: a sentence each with a fair comparison, and where its records are.

What hurts, where, who is late, what changed since the day before and since the same week a year ago, what needs a
decision today, how fast Incident Management is answered. Every number is the door's answer for the asker.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from answers import channels, record_links, season, set_goals
from answers.frames import is_few, only_row, with_short_names
from data.filters import Filters
from data.metrics import METRICS, members, query
from data.scope import Scope
from words import format, nouns, texts

_WEEK = timedelta(days=6)
_DAYS = 8
"""Of how many earlier days of the same name «usually» is the mean."""
NEEDED = ("records", "open_now", "overdue_now", "burning_now")
AREAS = ("records", "per_1000", "on_time_share")
"""What the screen asks of municipalities: asked alike, it is counted once."""
_NAMES = ("понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям")


@dataclass(frozen=True)
class Told:
    """One card. title: the question; sentence: the answer; beside: what it is compared with; href: its records, empty
    where they are not open.
    """

    title: str
    sentence: str
    beside: str
    href: str


@dataclass(frozen=True)
class Asked:
    """filters, scope: of the screen; as_of: the day of the report; opens: whether records may be listed; whole: what
    the screen was told of all its records, with `NEEDED` in it.
    """

    filters: Filters
    scope: Scope
    as_of: date
    opens: bool
    whole: Mapping[str, Any]

    def row(self, *metrics: str, filters: Filters | None = None) -> dict[str, Any]:
        """One row of the door, with intervals."""
        return only_row(query(metrics, (), filters or self.filters, self.scope, intervals=True))

    def by(self, dimension: str, *metrics: str, intervals: bool = True) -> pd.DataFrame:
        """A row per known member."""
        found = query(metrics, [dimension], self.filters, self.scope, intervals=intervals)
        return found.dropna(subset=[dimension])

    def records(self, metric: str, cell: Mapping[str, Any], filters: Filters | None = None) -> str:
        """The address of the records behind a number."""
        of = filters or self.filters
        return record_links.address(of, of.as_of or self.as_of, metric, cell) if self.opens else ""

    @property
    def days_are_open(self) -> bool:
        """Whether days and weeks may be asked for: who sees totals gets whole months only."""
        return not self.scope.hides_small_cells


def cards(asked: Asked) -> list[Told]:
    """The cards that have something to say, in their order."""
    made = [_hurts(asked), _where(asked), _late(asked)]
    made += [_yesterday(asked), _week(asked)] if asked.days_are_open else []
    made += [_today(asked), *(_family(asked, one) for one in channels.FAMILIES.values())]
    return [one for one in made if one is not None]


def _hurts(asked: Asked) -> Told | None:
    """The topic with the most records; sensitive ones only of the whole district."""
    found = asked.by("topic", "records", intervals=False)  # as the screen asks for its table
    known = members("topic", asked.filters)
    if asked.filters.places or asked.filters.municipalities:
        found = found[~found["topic"].isin(known["code"][known["is_sensitive"].astype(bool)])]
    top = _most(found, "records")
    if top is None:
        return None
    years = season.known_years(asked.filters, asked.scope, asked.as_of)
    where = replace(asked.filters, topics=(str(top["topic"]),))
    ago = asked.row("records", filters=replace(years[0], topics=where.topics))["records"] if years else None
    told = format.change(METRICS["records"], top["records"], ago)
    beside = "Год назад данных нет" if told.direction == "unknown" else f"{told.text} к тому же времени год назад"
    share = _part(top["records"], asked.whole["records"])
    sentence = f"{top['topic_label']} — {format.records(top['records'])}{share}."
    return Told("Что болит", sentence, beside, asked.records("records", {"topic": top["topic"]}))


def _part(count: Any, total: Any) -> str:
    """«, 14 % всех»; of a few records no share is told."""
    if is_few(total):
        return f" из {format.number(total)}: {texts.FEW_DATA}" if total else ""
    return ", других тем нет" if count == total else f", {format.percent(count / total, 0)} всех"


def _where(asked: Asked) -> Told | None:
    """The municipality that surely writes most by residents."""
    found = asked.by("municipality", *AREAS)
    found = found[found["per_1000"].notna() & (found["records"] >= _FEWEST)]
    if len(found) < 2:
        return None
    top = found.iloc[int(found["per_1000_low"].fillna(found["per_1000"]).astype(float).argmax())]
    rate = METRICS["per_1000"]
    sentence = f"{top['municipality_label']} — {format.value(rate, top['per_1000'])} записи на 1000 жителей."
    beside = f"Записей {format.number(top['records'])}"
    if asked.days_are_open:  # what has no place belongs to no municipality: it is left out of both sides
        placed = replace(asked.filters, municipalities=tuple(sorted(map(str, found["municipality"]))))
        beside += f"; в среднем по поселениям — {format.value(rate, asked.row('per_1000', filters=placed)['per_1000'])}"
    return Told("Где", sentence, beside, asked.records("records", {"municipality": top["municipality"]}))


_FEWEST = 20
"""Below it a rate of residents is a matter of a few letters."""


def _late(asked: Asked) -> Told | None:
    """The recipient with the most overdue records, beside its share of all that are open."""
    found = with_short_names(
        asked.by("recipient", "overdue_now", "open_now"), "recipient", members("recipient", asked.filters)
    )
    total = asked.whole
    if format.is_missing(total["overdue_now"]):
        return None
    top = _most(found, "overdue_now")
    if top is None:
        return Told("Кто опаздывает", "Просроченных записей нет.", f"В работе {_plain(total['open_now'])}", "")
    sentence = (
        f"{top['recipient_short']} — просрочено {_plain(top['overdue_now'])} из {_plain(top['open_now'])} в работе."
    )
    beside = f"Всего просрочено {_plain(total['overdue_now'])} из {_plain(total['open_now'])}"
    return Told("Кто опаздывает", sentence, beside, asked.records("overdue_now", {"recipient": top["recipient"]}))


def _yesterday(asked: Asked) -> Told | None:
    """The last day beside those of the same name before, and what has become overdue since the day before."""
    day, first = asked.as_of, asked.as_of - timedelta(weeks=_DAYS)
    one = _over(asked.filters, day, day)
    before = query(["records"], ["day"], _over(asked.filters, first, day - timedelta(days=1)), asked.scope)
    same = [n for on, n in zip(before["day"], before["records"], strict=True) if on.weekday() == day.weekday()]
    now, before_day = asked.whole["overdue_now"], replace(asked.filters, as_of=day - timedelta(days=1))
    was = asked.row("overdue_now", filters=before_day)["overdue_now"]
    told = asked.row("records", "answered", filters=one)
    came = nouns.agreeing(told["records"], "пришла", "пришли", "пришло")
    sentence = (
        f"{format.day(day)} {came} {format.records(told['records'])}, дано ответов {_plain(told['answered'])}; "
        f"просрочено {_plain(now)}, накануне {_plain(was)}."
    )
    usual = format.number(np.sum(same) / _DAYS, 1)
    return Told(
        "Что со вчера", sentence, f"Обычно по {_NAMES[day.weekday()]} — {usual}", asked.records("records", {}, one)
    )


def _week(asked: Asked) -> Told | None:
    """The last seven days beside the same days a year ago."""
    week = _over(asked.filters, asked.as_of - _WEEK, asked.as_of)
    years = season.known_years(week, asked.scope, asked.as_of)
    now = asked.row("records", filters=week)["records"]
    sentence = f"За неделю {format.period(*week.span(asked.as_of))} — {format.records(now)}."
    if not years:
        return Told("К той же неделе год назад", sentence, "Год назад данных нет", asked.records("records", {}, week))
    ago = asked.row("records", filters=years[0])["records"]
    change = format.change(METRICS["records"], now, ago)
    beside = f"Год назад за {format.period(*years[0].span(asked.as_of))} — {format.number(ago)}: {change.text}"
    return Told("К той же неделе год назад", sentence, beside, asked.records("records", {}, week))


def _today(asked: Asked) -> Told | None:
    """What can still be kept if somebody decides now, beside a week ago."""
    now = asked.whole["burning_now"]
    if format.is_missing(now):
        return None
    sentence = (
        f"В ближайшие три рабочих дня истекает срок: {format.records(now)}." if now else "Срок ни у кого не горит."
    )
    beside = "Ещё можно успеть ответить в срок"
    if asked.days_are_open:
        ago = asked.row("burning_now", filters=replace(asked.filters, as_of=asked.as_of - timedelta(weeks=1)))
        beside = f"Неделю назад горело {_plain(ago['burning_now'])}"
    return Told("Решить сегодня", sentence, beside, asked.records("burning_now", {}) if now else "")


def _family(asked: Asked, family: channels.Family) -> Told | None:
    """The own clock of Incident Management, the ratings of ПОС beside their target."""
    mine = channels.of_family(family, asked.filters, asked.scope)
    one_channel = mine is not None and (asked.days_are_open or len(mine.channels) == 1)
    if mine is None or not one_channel:
        return None
    told = asked.row(family.share, family.speed, "satisfied_share", filters=mine)
    if format.is_missing(told[family.share]) or is_few(told[f"{family.share}_n"]):
        return None
    share, speed = METRICS[family.share], METRICS[family.speed]
    over = format.over(told[f"{share.id}_n"], share)
    sentence = f"{_CLOCKS[family.code]} — {format.value(share, told[share.id])} {over}."
    beside = f"Обычно за {format.value(speed, told[speed.id])}; довольны {_satisfied(told)}"
    target = set_goals.sentence(set_goals.of("satisfied_share", family.prefix), asked.as_of)
    href = record_links.address(mine, asked.as_of, "records", {}) if asked.opens else ""
    return Told(family.label, sentence, "; ".join(filter(None, (beside, target))), href)


_CLOCKS = {"im": "Первый ответ в норматив", "pos": "Решено в срок"}


def _satisfied(told: Mapping[str, Any]) -> str:
    is_told = not is_few(told["satisfied_share_n"])
    return format.value(METRICS["satisfied_share"], told["satisfied_share"]) if is_told else "— мало оценок"


def _over(filters: Filters, first: date, last: date) -> Filters:
    return replace(filters, date_from=first, date_to=last)


def _most(found: pd.DataFrame, metric: str) -> pd.Series | None:
    known = found[found[metric].fillna(0) > 0]
    return None if known.empty else known.iloc[int(known[metric].astype(float).argmax())]


def _plain(value: Any) -> str:
    return format.number(value)
