"""The list of hotspots in sentences: what was found, what this window can't see, and why a list is empty."""

from typing import Any

import numpy as np

from analysis.hotspots import LABELS, LEAST, MOST_FALSE, detectable_ratio
from answers.events import names
from answers.hotspots.counts import WeeklyCounts
from answers.hotspots.list import HOTSPOT, HotspotList
from data.metrics.enough import FEW_GENITIVE
from words import format

SHORT_WEEKS = 4
FINE_BELOW = 5
"""Ratios below it are told with a decimal."""
FORMS = ("проблемная точка", "проблемные точки", "проблемных точек")
_PLURALS = {
    "new": "новых",
    "growing": "растущих",
    "chronic": "хронических",
    "seasonal": "сезонных",
    "fading": "затухающих",
    "unproved": "с недоказанным ростом",
}


def span(land: WeeklyCounts) -> str:
    """«12 недель, 01.09–23.11.2026»."""
    window = land.window
    weeks = format.plural(window.weeks, "неделя", "недели", "недель")
    return f"{weeks}, {format.period(window.first, window.last)}"


def headline(found: HotspotList) -> str:
    """How many hotspots, of which classes, and how many of them are over."""
    rows = found.rows(HOTSPOT)
    count = rows["kind"].value_counts()
    kinds = ", ".join(f"{_PLURALS[kind]} — {count[kind]}" for kind in LABELS if kind in count)
    more = f" из {format.number(found.everywhere)} в районе" if found.everywhere > len(rows) else ""
    over = int(rows["is_over"].astype(bool).sum())
    ended = f" Уже закончилось: {format.number(over)}." if over else ""
    return f"{format.plural(len(rows), *FORMS)}{more}: {kinds}.{ended}"


def certainty(found: HotspotList) -> str:
    """What was searched, and how many of the findings are false."""
    false = format.percent(MOST_FALSE, 0)
    words = [
        f"Окно: {span(found.ground)}.",
        f"Просмотрено тем: {format.number(found.searched)}; среди названных точек ложных в среднем до {false}.",
        *_limits(found),
    ]
    return " ".join(words)


def nothing(found: HotspotList) -> str:
    """Why no hotspot is listed."""
    when = span(found.ground)
    if not found.ground.window.weeks:
        return "Записей меньше чем за целую неделю: искать ещё не в чем."
    if not found.searched:
        said = (
            f"За окно ({when}) ни у одной темы нет {_of(LEAST)} записей на карте: даже тройной рост на таких числах не "
            "отличить от случая. Возьмите окно длиннее."
        )
    elif found.everywhere:
        here = format.plural(found.everywhere, *FORMS)
        return (
            f"Среди выбранных тем и мест точек нет; во всём районе за это окно — {here}. Снимите фильтр темы или места."
        )
    else:
        looked = format.plural(found.searched, "тема просмотрена", "темы просмотрены", "тем просмотрено")
        said = (
            f"{looked}, и ни одно скопление не больше того, что бывает случайно. Окно: {when}. Это не значит, что "
            "проблем нет: мелкие в таком окне не видны."
        )
    return " ".join([said, *_limits(found)])


def _limits(found: HotspotList) -> list[str]:
    """What the search could not take in."""
    few, out = len(found.ground.topics) - found.searched, found.ground.left_out
    topics = format.plural(few, "тема", "темы", "тем")
    barred = int(found.ground.topics["is_sensitive"].sum())
    private = format.plural(barred, "чувствительная тема", "чувствительные темы", "чувствительных тем")
    return [
        *([f"Меньше {_of(LEAST)} записей, поэтому «мало данных»: {topics}."] if few else []),
        *([f"По местам не называются {private}: здоровье, семья, соцподдержка, служба."] if barred else []),
        *([f"В норму не входят недели событий: {names(found.ground.events)}."] if found.ground.events else []),
        *([f"Без темы или без места на карте, поэтому не участвуют: {format.records(out)}."] if out else []),
    ]


def power(land: WeeklyCounts) -> str:
    """What rise this window shows: in a middling place and in the largest, for the topic with most records. Expected
    records are shared out by residents. Empty when no topic has enough records or nobody knows how many people live.
    """
    totals, people = land.totals, land.places["population"].to_numpy(dtype=float)
    if not totals.size or totals.max() < LEAST or not np.nansum(people) > 0:
        return ""
    topic, records = land.topics["label"].iloc[int(totals.argmax())], int(totals.max())
    share = people[people > 0] / np.nansum(people)
    middle, most = (float(pick(share)) * records for pick in (np.median, np.max))
    seen, seen_most = detectable_ratio([middle, most])
    largest = land.places["label"].iloc[int(np.nanargmax(people))]
    short = "Неделя и месяц — для оперативной работы, а не для выводов. " if land.window.weeks <= SHORT_WEEKS else ""
    return (
        f"{short}Даже по теме, о которой с мест пишут чаще всего («{topic}», {format.records(records)} с местом за "
        f"окно), в селе средней величины ждут "
        f"{format.number(middle, 1 if middle >= 0.1 else 2)}, и заметен лишь рост {_times(seen)}; в самом большом, "
        f"{largest}, ждут {format.number(most, 1)} — {_times(seen_most)}. Всё, что меньше, останется незамеченным."
    )


def _times(ratio: Any) -> str:
    if not np.isfinite(ratio):
        return "больше чем в 50 раз"
    whole = ratio >= FINE_BELOW
    times = format.plural(round(ratio) if whole else round(ratio, 1), "раз", "раза", "раз")
    return f"не меньше чем в {times}"


def _of(count: int) -> str:
    """A number in the genitive, as the sentences need it."""
    return {8: "восьми"}.get(count, format.number(count))


def few_note() -> str:
    """Why findings of few records are not called hotspots."""
    return (
        f"«Мало данных» — записей меньше {FEW_GENITIVE}, одно письмо решало бы всё. «Не доказано» — скопление заметно, "
        "но такие среди стольких тем и мест встречаются и случайно. Присматривайте за ними, но решений "
        "по ним не принимайте."
    )
