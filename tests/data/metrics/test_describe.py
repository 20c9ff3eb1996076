"""The written list of metrics is the declared one."""

from data.metrics import describe
from data.settings import ROOT


def test_the_document_of_metrics_is_made_from_the_declarations() -> None:
    written = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert written == describe.markdown(), "run: python -m data metrics --markdown > docs/metrics.md"
