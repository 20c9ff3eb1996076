"""Hotspots of the last twelve weeks with how sure they are, and those of them that need a decision."""

from typing import Any

from answers.hotspots.list import HOTSPOT, WEEKS, hotspots, window
from reports.documents.blocks import Block, Number, Paragraph, Runs, joined, say
from reports.weekly.shortening import Listed, Part
from reports.weekly.week import LONG_WEEKS, Weekly
from words import format, names, nouns

_MOST = 3
_MOST_DECISIONS = 3
_MOST_PLACES = 3
_ASKS = ("new", "growing")
"""Classes that ask for something to be done now; a chronic one is no news."""
_SURE = {0.01: "случайность почти исключена", 0.05: "случайность маловероятна"}
_TENTHS_TO = 5
"""Times from which tenths say nothing."""
_TIMES = {2: "вдвое", 3: "втрое", 4: "вчетверо", 5: "впятеро"}


def section(of: Weekly) -> list[Part]:
    """What was found in twelve weeks, the living first."""
    rows = _rows(of)
    if not rows:
        return [Paragraph((f"За {LONG_WEEKS} недель скоплений больше случайных нет; мелкие так не видны.",))]
    told = [Paragraph(_sentence(of, row), "item") for row in rows[:_MOST]]
    return [Listed("hotspots", len(told), 1, lambda count: [*told[:count], *_more(of, len(rows) - count)])]


def decisions(of: Weekly) -> list[Part]:
    """What lives and is new or growing; nothing where there is no such hotspot."""
    asking = [row for row in _rows(of) if row["kind"] in _ASKS and not row["is_over"]]
    asked = " Решить, кто и до какого дня разбирается с причиной."
    told = [Paragraph(joined([*_sentence(of, row), asked]), "item") for row in asking[:_MOST_DECISIONS]]
    if not told:
        return []
    kinds = "новая или растущая", "новых или растущих"
    return [
        Listed(
            "hotspot_decisions", len(told), 1, lambda count: [*told[:count], *_more(of, len(asking) - count, *kinds)]
        )
    ]


def _more(of: Weekly, more: int, one: str = "", many: str = "") -> list[Block]:
    """How many hotspots are not told, leading to all over the same weeks and snapshot. one, many: of which kind."""
    if more <= 0:
        return []
    point = Number(nouns.counted(more, nouns.POINT), href=of.screen("/hotspots", of.long))
    kind = f" ({nouns.agreeing(more, one, many, many)})" if one else ""
    return [Paragraph(say(f"И ещё {{n}}{kind} — на экране «Проблемные точки».", n=point), "item")]


def _rows(of: Weekly) -> list[dict[str, Any]]:
    """Hotspots of the district, the living first; nothing for who sees rounded totals."""
    if of.scope.hides_small_cells or of.recipients:
        return []
    weeks = str(LONG_WEEKS)
    assert weeks in WEEKS
    filters = of.long
    found = hotspots(filters, of.scope, window(filters, of.week.last, weeks)).rows(HOTSPOT)
    return [{str(name): value for name, value in row.items()} for row in found.to_dict("records")]


def _sentence(of: Weekly, row: dict[str, Any]) -> Runs:
    """««Снег и наледь» в Луговой: 14 записей при ожидаемых 4,2 — втрое больше обычного, случайность маловероятна»"""
    cell = {"topic": row["topic"], "place": list(row["places"])}
    filters = of.filters(row["first"], row["last"])
    n = Number(
        nouns.counted(row["records"], nouns.RECORD), "records", float(row["records"]),
        of.href("records", row["records"], cell, filters),
    )  # fmt: skip
    ended = f", закончилось {format.day_and_month(row['last'])}" if row["is_over"] else ""
    return say(
        f"«{row['topic_label']}» {_places(of, row['places'])}: {{n}} с {format.day_and_month(row['first'])} "
        f"при ожидаемых {format.number(row['expected'], 1)} — {_times(row['ratio'])} обычного{_sure(row['q'])}{ended}.",
        n=n,
    )


def _times(ratio: float) -> str:
    whole = round(ratio)
    if abs(ratio - whole) < 0.25 and whole in _TIMES:
        return f"{_TIMES[whole]} больше"
    return f"в {nouns.counted(ratio if ratio < _TENTHS_TO else whole, nouns.TIME, 'accusative')} больше"


def _sure(doubt: float) -> str:
    said = next((words for limit, words in _SURE.items() if doubt <= limit), "может оказаться случайностью (до 10 %)")
    return f", {said}"


def _places(of: Weekly, codes: tuple[str, ...]) -> str:
    said = [names.territory(of.member("place", code), "prepositional") for code in codes[:_MOST_PLACES]]
    more = len(codes) - _MOST_PLACES
    if more > 0:
        return f"{', '.join(said)} и ещё в {nouns.counted(more, nouns.PLACE, 'prepositional')}"
    return " и ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0]
