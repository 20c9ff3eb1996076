"""The written list of metrics is the declared one."""

import pytest

from data.errors import QueryError
from data.metrics import DERIVED, DIMENSIONS, METRICS, describe, metric
from data.settings import ROOT


def test_the_document_of_metrics_is_made_from_the_declarations() -> None:
    written = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert written == describe.markdown(), "run: python -m data metrics --markdown > docs/metrics.md"


def test_a_derived_metric_is_declared_and_the_door_says_what_to_ask_instead() -> None:
    assert set(DERIVED) == {"per_1000_smoothed", "growth"}
    assert not set(DERIVED) & set(METRICS)
    for one in DERIVED.values():
        with pytest.raises(QueryError, match=f"«{one.derived_from}»"):
            metric(one.id)


def test_no_metric_is_called_like_a_dimension() -> None:
    assert not set(METRICS) & set(DIMENSIONS), "both are columns of one answer"
