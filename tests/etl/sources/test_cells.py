"""A column is cleaned at once as its values are one by one."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from etl.sources import cells

_PLAIN = st.sampled_from(("", "-", "нет данных", "N/A", "12.03.2026 10:11", "Администрация Аскизского сельсовета"))
_SPACED = ("  x", "y ", "a  b", "nb\u00a0sp", "\t", "x\u200by", "a\u2028b", "—\n")
_ODD = st.sampled_from((*_SPACED, "'z", "<b>q</b>", "a&amp;b", "a|b", "| ", "'-"))


@given(st.lists(_PLAIN | _ODD, min_size=1, max_size=6) | st.lists(_PLAIN, min_size=1, max_size=6))
def test_labels_of_a_column_are_those_of_its_values(values: list[str]) -> None:
    assert cells.labels(pd.Series(values, dtype="str")).tolist() == [cells.label(one) for one in values]
