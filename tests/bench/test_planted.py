"""Generators of planted truth know nothing of the methods that are judged on them."""

from tests.test_import_graph import MODULES, imports_of_module

OURS = ("access", "analysis", "answers", "components", "data", "deeds", "etl", "geo", "pages", "reports", "words")


def test_generators_import_nothing_of_the_methods_they_judge() -> None:
    planted = [module for module in MODULES if module.split(".")[:2] == ["bench", "planted"]]
    assert "bench.planted" in planted
    ours = [(m, item.target) for m in planted for item in imports_of_module(m) if item.target.split(".")[0] in OURS]
    assert not ours
