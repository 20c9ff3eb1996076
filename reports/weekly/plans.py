"""Roadmaps with their stage and effect, polls with their results, and what to ask residents about next."""

from collections.abc import Sequence

from answers import note_plans
from answers.hotspots.list import window
from answers.note_plans import Told
from answers.polls import priorities
from reports.documents.blocks import Block, Number, Paragraph, joined, say
from reports.weekly.shortening import Listed, Part
from reports.weekly.week import LONG_WEEKS, Weekly
from words import names, nouns

_MOST, _MOST_PROPOSED = 3, 2


def roadmaps(of: Weekly) -> list[Part]:
    """Living roadmaps."""
    found = note_plans.roadmaps(of.filters(), of.scope, of.settings, of.week.last)
    if not found:
        return [Paragraph(("Дорожных карт в работе нет.",))]
    return [_listed("roadmaps", found, nouns.ROADMAP, "Дорожные карты")]


def polls(of: Weekly) -> list[Part]:
    """Polls that run or were decided lately, and the first candidates for the next."""
    found = note_plans.polls(of.scope, of.settings, of.week.last)
    none = Paragraph(("Опросов за неделю не шло.",))
    told = _listed("polls", found, nouns.POLL, "Опросы") if found else none
    proposed = _proposals(of)
    return [told, Listed("proposals", len(proposed), 1, lambda count: proposed[:count])]


def _listed(key: str, found: Sequence[Told], noun: nouns.Noun, screen: str) -> Listed:
    """A list of plans, under the key that is the address of their screen as well."""
    items: list[Block] = [
        Paragraph(joined([f"«{one.title}» (", Number(one.code, href=one.href), f"): {one.said}"]), "item")
        for one in found[:_MOST]
    ]

    def told(count: int) -> list[Block]:
        more = Number(nouns.counted(len(found) - count, noun), href=f"/{key}")
        rest = Paragraph(say(f"И ещё {{more}} — на экране «{screen}».", more=more), "item")
        return items if count == len(found) else [*items[:count], rest]

    return Listed(key, len(items), 1, told)


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
