"""A dropped file comes as the browser encodes it, or is refused in words."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import upload
from data.errors import FilterError


@given(st.binary(max_size=200))
def test_what_was_dropped_comes_byte_for_byte(raw: bytes) -> None:
    assert upload.content(f"data:text/csv;base64,{base64.b64encode(raw).decode()}") == raw


@pytest.mark.parametrize("contents", ["data:text/csv;base64,@@@", "data:;base64,abc", "x,яяя="])
def test_what_no_browser_encodes_is_refused_in_words(contents: str) -> None:
    with pytest.raises(FilterError, match="Файл событий не прочитан: передайте его ещё раз"):
        upload.content(contents, "событий")
