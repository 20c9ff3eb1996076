"""The territories that no record has come from: in the map, its list and its file all the same."""

import numpy as np
import pandas as pd
import pytest

from answers.heat_map import numbers, territories
from answers.heat_map.measures import MODES, MapView
from data.filters import parse
from data.metrics import members, query, stamp
from data.scope import EVERYTHING, Grant, Scope
from tests.pages.conftest import filled, settings  # noqa: F401 fixtures of a published store

FEW = {"period": "12w", "group": "roads"}
"""Narrow enough to leave most municipalities silent."""
TOTALS = Scope((Grant(detail="totals"),))


@pytest.mark.parametrize("cells", ["municipality", "place"])
@pytest.mark.parametrize("measure", ["records", "per_1000", "overdue_share", "growth"])
@pytest.mark.parametrize("mode", MODES)
def test_every_territory_has_its_row(settings, mode: str, measure: str, cells: str) -> None:  # noqa: F811
    filters = parse(FEW)
    found = numbers.answer(MapView(mode=mode, measure=measure, cells=cells), filters, stamp().as_of, EVERYTHING)
    level = found.by[0]
    known = found.frame[found.frame[level].notna()]
    others = [d for d in found.by if d != level]
    sizes = known.groupby(others, dropna=False)[level].nunique() if others else pd.Series([known[level].nunique()])
    assert set(sizes) == {len(members(level))}
    assert not known.duplicated(list(found.by)).any()


def test_the_silent_have_a_zero_of_a_count_and_of_nothing_else(settings) -> None:  # noqa: F811
    filters = parse(FEW)
    told = query(["records"], ["municipality"], filters, EVERYTHING).set_index("municipality")["records"]
    for measure, is_zero in (("records", True), ("per_1000", True), ("satisfied_share", False)):
        found = numbers.answer(MapView(measure=measure), filters, stamp().as_of, EVERYTHING).frame
        silent = found[~found["municipality"].isin(told.index) & found["municipality"].notna()]
        assert 0 < len(silent) == 14 - told.index.dropna().size
        assert (silent["value"] == 0).all() if is_zero else silent["value"].isna().all()
    words = numbers.with_words(numbers.answer(MapView(measure="satisfied_share"), filters, stamp().as_of, EVERYTHING))
    assert "нет данных" in set(words["said"])


def test_what_is_hidden_does_not_become_a_zero(settings) -> None:  # noqa: F811
    found = numbers.answer(MapView(), parse({"period": "year"}), stamp().as_of, TOTALS).frame
    assert found.empty or found["value"].isna().any()
    assert not (found["value"] == 0).any()
    frame = query(["records"], ["municipality"], parse({"period": "all"}), TOTALS)
    assert territories.complete(frame, ["records"], "municipality", parse({}), TOTALS).equals(frame)


def test_a_table_by_municipalities_is_completed_within_filters_and_scope(settings) -> None:  # noqa: F811
    filters = parse(FEW)
    frame = query(["records", "on_time_share"], ["municipality"], filters, EVERYTHING, intervals=True)
    whole = territories.complete(frame, ["records", "on_time_share"], "municipality", filters, EVERYTHING)
    assert whole["municipality"].nunique() == 14
    assert whole["records"].sum() == frame["records"].sum()
    assert np.isnan(whole["on_time_share"].iloc[-1])
    named = frame[frame["municipality"].notna() & (frame["records"] > 0)]
    one = Scope((Grant(municipalities=(str(named["municipality"].iloc[0]),)),))
    own = query(["records"], ["municipality"], filters, one)
    assert len(territories.complete(own, ["records"], "municipality", filters, one)) == 1
