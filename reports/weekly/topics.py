"""Which topics the week was about, and what made those grow that grew beyond the usual."""

from typing import Any, Literal

import pandas as pd

from answers.usual import usual
from reports.documents.blocks import Block, Paragraph, Table, say
from reports.weekly import figures as fig
from reports.weekly.shortening import Listed, Part
from reports.weekly.week import NORM_WEEKS, Weekly
from words import format, names, nouns, texts

_MOST, _MOST_GROWN = 5, 5
_PLACES = 2
_WIDTHS = (3.2, 1, 1.6, 1.7)


def section(of: Weekly) -> list[Part]:
    """The five topics with most records; nothing in a week without any."""
    found = of.ask_by(["records"], ["topic"]).dropna(subset=["topic"])
    if found.empty:
        return []
    now = found.sort_values("records", ascending=False, kind="stable")
    before = of.usual_weeks(["records"], ["topic"]) if of.knows(of.before) else None
    year = of.ask_by(["records"], ["topic"], of.year_ago) if of.knows(of.year_ago) else None
    rows = []
    for one in now.head(_MOST).to_dict("records"):
        norm = None if before is None else _of(before, one["topic"]) / NORM_WEEKS
        ago = None if year is None else _of(year, one["topic"])
        n = fig.number(of, "records", one["records"], {"topic": one["topic"]})
        rows.append(((one["topic_label"],), (n,), (_base(norm, 1),), (_base(ago, 0),)))

    def told(count: int) -> list[Block]:
        table = Table("Самые частые темы", ("Тема", *fig.BASES), tuple(rows[:count]), _WIDTHS)
        return [table, *_rest(of, now.iloc[count:], "note")]

    return [Listed("topics", len(rows), 3, told), *_grown(of, now, before)]


def _rest(of: Weekly, found: pd.DataFrame, style: Literal["item", "note"]) -> list[Block]:
    """«И ещё 12 тем: 40 записей.», leading to them."""
    if found.empty:
        return []
    topics = list(found["topic"])
    records = of.of_all(["records"], "topic", topics)["records"]
    n = fig.counted(of, "records", int(records), nouns.RECORD, cell={"topic": topics})
    return [Paragraph(say(f"И ещё {nouns.counted(len(found), nouns.TOPIC)}: {{n}}.", n=n), style)]


def _of(frame: pd.DataFrame, topic: Any) -> float:
    return float(frame.loc[frame["topic"] == topic, "records"].sum())


def _base(value: float | None, digits: int) -> str:
    return texts.NO_DATA if value is None else format.number(value, digits)


def _grown(of: Weekly, now: pd.DataFrame, weeks: pd.DataFrame | None) -> list[Part]:
    """Topics beyond what eight weeks like these would bring, with the places that wrote most."""
    if weeks is None:
        return []
    told: dict[str, Block] = {}
    for one in now.to_dict("records"):
        series = weeks.loc[weeks["topic"] == one["topic"], "records"].to_numpy(dtype=float)
        norm, high = series.sum() / NORM_WEEKS, usual(series)[1]
        if high is not None and one["records"] > high:
            n = fig.counted(of, "records", one["records"], nouns.RECORD, cell={"topic": one["topic"]})
            base = f"при норме {format.number(norm, 1)}"
            text = f"«{one['topic_label']}»: {{n}} {base}{_where(of, one['topic'])}."
            told[one["topic"]] = Paragraph(say(text, n=n), "item")
    if not told:
        return [Paragraph(("Ни одна тема не вышла за то, что бывает обычно.",))]
    grown, items = now[now["topic"].isin(told)], list(told.values())

    def shown(count: int) -> list[Block]:
        return [*items[:count], *_rest(of, grown.iloc[count:], "item")]

    return [Paragraph(("Больше обычного:",)), Listed("grown", min(len(items), _MOST_GROWN), 2, shown)]


def _where(of: Weekly, topic: str) -> str:
    """The places that wrote most of a topic, more than once each: never of a sensitive one."""
    if of.member("topic", topic)["is_sensitive"]:
        return ""
    by = of.ask_by(["records"], ["topic", "place"])
    own = by[(by["topic"] == topic) & by["place"].notna() & (by["records"] > 1)].sort_values(
        "records", ascending=False, kind="stable"
    )
    said = [
        f"{names.territory(of.member('place', code), 'prepositional')} — {nouns.counted(n, nouns.RECORD)}"
        for code, n in zip(own["place"].head(_PLACES), own["records"].head(_PLACES), strict=True)
    ]
    return f"; больше всего {', '.join(said)}" if said else ""
