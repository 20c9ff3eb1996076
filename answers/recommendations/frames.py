"""Recommendations and decisions as tables for files."""

from collections.abc import Sequence

import pandas as pd

from answers.recommendations.rules import Recommendation
from answers.recommendations.signals import Story
from answers.table import Column
from data.decisions.recommendations.read import SIGNALS, Decision

CONFIDENCE = {"H": "по документу", "M": "косвенно", "L": "проверьте"}
COLUMNS = (
    Column("signal", "Признак"),
    Column("topic", "Тематика"),
    Column("recipient", "Получатель"),
    Column("decision", "Что решить"),
    Column("numbers", "Почему"),
    Column("powers", "Чьё полномочие"),
    Column("source", "Основание"),
    Column("confidence", "Достоверность основания"),
    Column("rule", "Правило"),
)
DECIDED_COLUMNS = (
    Column("decided_on", "Решено", "date"),
    Column("verdict", "Решение"),
    Column("topic", "Тематика"),
    Column("recipient", "Получатель"),
    Column("text", "Что рекомендовано"),
    Column("numbers", "Почему"),
    Column("reason", "Причина"),
    Column("became", "Стала"),
)


def in_full(story: Story) -> str:
    """The sentence and how sure its numbers are, for a table that is taken away."""
    return f"{story.said} {story.figures}".strip()


def waiting(found: Sequence[Recommendation]) -> pd.DataFrame:
    """A recommendation a row, under COLUMNS."""
    rows = [
        (
            SIGNALS[one.finding.signal], one.finding.topic_label, one.finding.recipient_label, one.rule.decision,
            in_full(one.finding.story), one.rule.powers, one.rule.source, CONFIDENCE[one.rule.confidence],
            one.rule.code,
        )
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[column.name for column in COLUMNS])


def decided(found: Sequence[Decision]) -> pd.DataFrame:
    """A decision a row, under DECIDED_COLUMNS and `link`."""
    rows = [
        (
            one.decided_on, "принята" if one.is_accepted else "отклонена", one.topic_name, one.recipient_name,
            one.text, one.numbers, one.reason, one.became, one.link,
        )
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*(column.name for column in DECIDED_COLUMNS), "link"])


__all__ = ["COLUMNS", "CONFIDENCE", "DECIDED_COLUMNS", "SIGNALS", "decided", "waiting"]
