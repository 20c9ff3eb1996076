"""What comes next, and how the numbers were made."""

from dataclasses import replace
from datetime import timedelta

from answers import season
from answers.usual import usual
from data.filters import Filters
from data.metrics.enough import FEW_GENITIVE
from reports.documents.blocks import Block, Paragraph, say
from reports.weekly import figures as fig
from reports.weekly.week import LONG_WEEKS, NORM_WEEKS, Week, Weekly
from words import format, nouns

_MOST_SEASONAL = 3


def ahead(of: Weekly) -> list[Block]:
    """The next week: what falls due, and what a year ago was written about more than usual."""
    following = Week(of.week.first + timedelta(weeks=1))
    filters = of.filters(following.first, following.last)
    due = of.ask(["not_yet_due"], _seen_from(of, filters))["not_yet_due"]
    blocks: list[Block] = []
    if due:
        n = fig.counted(of, "not_yet_due", due, nouns.RECORD, "genitive", filters=_seen_from(of, filters))
        open_now = nouns.agreeing(due, "открытой", "открытых", "открытых")
        said = say(f"За неделю {following.words} срок истекает у {{n}}, {open_now} сейчас.", n=n)
        blocks.append(Paragraph(said, "item"))
    blocks += [Paragraph((_season(of),), "item")]
    return blocks


def _seen_from(of: Weekly, filters: Filters) -> Filters:
    return replace(filters, as_of=of.week.last)


def _season(of: Weekly) -> str:
    """Topics that were beyond the usual a year ago in the week that comes next."""
    ago = of.week.back(season.WEEKS - 1)
    before = of.filters(ago.back(NORM_WEEKS).first, ago.back(1).last)
    if not of.knows(before):
        return "Сезон: данных о такой же неделе год назад нет."
    weeks = of.usual_weeks(["records"], ["topic"], before)
    now = of.ask_by(["records"], ["topic"], of.filters(ago.first, ago.last)).dropna(subset=["topic"])
    told = []
    for one in now.sort_values("records", ascending=False, kind="stable").to_dict("records"):
        series = weeks.loc[weeks["topic"] == one["topic"], "records"].to_numpy(dtype=float)
        high = usual(series)[1]
        if high is not None and one["records"] > high:
            norm = format.number(series.sum() / NORM_WEEKS, 1)
            told.append(f"«{one['topic_label']}» ({nouns.counted(one['records'], nouns.RECORD)} при норме {norm})")
    if not told:
        return "Сезон: год назад на такой же неделе ни о чём не писали больше обычного."
    shown = told[:_MOST_SEASONAL]
    word = "по теме" if len(shown) == 1 else "по темам"
    return f"Сезон: год назад на такой же неделе больше обычного писали {word} {', '.join(shown)}."


def method(of: Weekly) -> list[Block]:
    """How to read the numbers, and what they rest on."""
    sources = "; ".join(f"{one.state.name} — по {format.day(one.state.last_day)}" for one in of.sources())
    said = (
        f"Полнота данных. {sources or 'источников с записями нет'}. Данные среза {of.stamp.address}.",
        f"Норма — среднее {NORM_WEEKS} предыдущих недель, у долей и медиан — значение за них вместе; «как обычно» — "
        "то, что бывает в девяти неделях из десяти при такой норме. Год назад — те же дни недели, 52 недели раньше.",
        f"Доли получателей, оценки и проблемные точки — за {LONG_WEEKS} недель: за одну неделю в сёлах "
        f"пишут слишком мало. Меньше {FEW_GENITIVE} наблюдений — «мало данных». Чувствительные темы по сёлам не "
        "называются.",
        of.left_out(),
        "Подчёркнутые числа открывают свои записи в программе тому, кому они открыты.",
        "Дорожные карты и опросы — как их ведут на день составления; изменение посчитано против других мест района.",
    )
    return [Paragraph((one,), "note") for one in said if one]
