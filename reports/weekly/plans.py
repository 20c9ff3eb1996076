"""Roadmaps with their stage and effect, polls with their results, and what to ask residents about next."""

from collections.abc import Sequence

from answers import note_plans
from answers.hotspots.list import window
from answers.note_plans import Told
from answers.polls import priorities
from reports.documents.blocks import Block, Number, Paragraph, joined, say
from reports.weekly.week import LONG_WEEKS, Weekly
from words import names, nouns

_MOST, _MOST_PROPOSED = 3, 2


def roadmaps(of: Weekly) -> list[Block]:
    """Living roadmaps."""
    found = note_plans.roadmaps(of.filters(), of.scope, of.settings, of.week.last)
    if not found:
        return [Paragraph(("Дорожных карт в работе нет.",))]
    return _items(found, nouns.ROADMAP, "Дорожные карты")


def polls(of: Weekly) -> list[Block]:
    """Polls that run or were decided lately, and the first candidates for the next."""
    found = note_plans.polls(of.scope, of.settings, of.week.last)
    told = _items(found, nouns.POLL, "Опросы") if found else [Paragraph(("Опросов за неделю не шло.",))]
    return [*told, *_proposals(of)]


def _items(found: Sequence[Told], noun: nouns.Noun, screen: str) -> list[Block]:
    shown, more = note_plans.first(found, _MOST)
    made: list[Block] = [
        Paragraph(joined([f"«{one.title}» (", Number(one.code, href=one.href), f"): {one.said}"]), "item")
        for one in shown
    ]
    if more:
        made.append(Paragraph((f"И ещё {nouns.counted(more, noun)} — на экране «{screen}».",)))
    return made


def _proposals(of: Weekly) -> list[Block]:
    """What residents should be asked about first, by the default weights of the screen «Опросы»."""
    if of.scope.hides_small_cells:
        return []
    asked = window(of.long, of.week.last, str(LONG_WEEKS))
    frame = priorities.candidates(of.long, of.scope, asked, priorities.DEFAULT_WEIGHTS)
    ranked = frame[frame["rank"].notna()].head(_MOST_PROPOSED).to_dict("records")
    made: list[Block] = []
    for row in ranked:
        cell = {"topic": row["topic"], "municipality": row["municipality"]}
        where = names.territory(of.member("municipality", row["municipality"]), "genitive")
        n = Number(
            nouns.counted(row["records"], nouns.RECORD), "records", float(row["records"]),
            of.href("records", row["records"], cell, of.long),
        )  # fmt: skip
        said = f"Предложение: спросить жителей {where} о теме «{row['topic_label']}» — {{n}} за {LONG_WEEKS} недель."
        made.append(Paragraph(say(said, n=n), "item"))
    return made
