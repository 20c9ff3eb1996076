"""Which topics the week was about, and what made those grow that grew beyond the usual."""

from typing import Any

import pandas as pd

from answers.usual import usual
from reports.documents.blocks import Block, Paragraph, Table, say
from reports.weekly import figures as fig
from reports.weekly.week import NORM_WEEKS, Weekly
from words import format, names, nouns, texts

_MOST = 5
_PLACES = 2


def section(of: Weekly) -> list[Block]:
    """The five topics with most records; nothing in a week without any."""
    now = of.ask_by(["records"], ["topic"]).dropna(subset=["topic"])
    if now.empty:
        return []
    top = now.sort_values("records", ascending=False, kind="stable").head(_MOST)
    before = of.usual_weeks(["records"], ["topic"]) if of.knows(of.before) else None
    year = of.ask_by(["records"], ["topic"], of.year_ago) if of.knows(of.year_ago) else None
    rows = []
    for one in top.to_dict("records"):
        norm = None if before is None else _of(before, one["topic"]) / NORM_WEEKS
        ago = None if year is None else _of(year, one["topic"])
        n = fig.number(of, "records", one["records"], {"topic": one["topic"]})
        rows.append(((one["topic_label"],), (n,), (_base(norm, 1),), (_base(ago, 0),)))
    return [
        Table("Пять самых частых тем", ("Тема", *fig.BASES), tuple(rows), fig.WIDTHS),
        *_grown(of, now, before),
    ]


def _of(frame: pd.DataFrame, topic: Any) -> float:
    return float(frame.loc[frame["topic"] == topic, "records"].sum())


def _base(value: float | None, digits: int) -> str:
    return texts.NO_DATA if value is None else format.number(value, digits)


def _grown(of: Weekly, now: pd.DataFrame, weeks: pd.DataFrame | None) -> list[Block]:
    """Topics beyond what eight weeks like these would bring, with the places that wrote most."""
    if weeks is None:
        return []
    told: list[Block] = []
    for one in now.sort_values("records", ascending=False, kind="stable").to_dict("records"):
        series = weeks.loc[weeks["topic"] == one["topic"], "records"].to_numpy(dtype=float)
        norm, high = series.sum() / NORM_WEEKS, usual(series)[1]
        if high is not None and one["records"] > high:
            n = fig.counted(of, "records", one["records"], nouns.RECORD, cell={"topic": one["topic"]})
            base = f"при норме {format.number(norm, 1)}"
            text = f"«{one['topic_label']}»: {{n}} {base}{_where(of, one['topic'])}."
            told.append(Paragraph(say(text, n=n), "item"))
    if not told:
        return [Paragraph(("Ни одна тема не вышла за то, что бывает обычно.",))]
    return [Paragraph(("Больше обычного:",)), *told]


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
