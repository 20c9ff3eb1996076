"""Many tests at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analysis.multiple import q_values


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusted_p_are_those_of_statsmodels(p: list[float]) -> None:
    assert q_values(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


def test_a_missing_p_stays_missing_and_is_not_counted() -> None:
    assert q_values([0.01, np.nan, 0.04]).tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)


def test_no_tests_give_no_answers() -> None:
    assert q_values([]).tolist() == []
