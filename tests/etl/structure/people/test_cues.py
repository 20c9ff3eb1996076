"""A cue is told by its last word exactly where its pattern finds it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.structure.people import name_context
from etl.structure.people.cues import Cue

CUES = [name_context.CUE, name_context.STRONG_CUE, name_context._OFFICE, name_context._PLACE_BEFORE]


@pytest.mark.parametrize("cue", CUES)
@given(data=st.data())
def test_whatever_a_cue_can_be_is_found_before_a_name(cue: Cue, data: st.DataObject) -> None:
    said = data.draw(st.from_regex(cue.pattern))
    assert cue.is_before(f"{said}Иванов", len(said)) == (cue.pattern.search(said[-30:]) is not None)


@pytest.mark.parametrize("cue", CUES)
@given(
    said=st.lists(
        st.sampled_from("врач сосед улица генерала ул. пр-к-т [телефон], моё имя : - , « ( Я, на ВРАЧА у".split(" ")),
        max_size=5,
    )
)
def test_other_words_are_none(cue: Cue, said: list[str]) -> None:
    for joint in (" ", ""):
        text = joint.join(said)
        assert cue.is_before(f"{text}Иванов", len(text)) == (cue.pattern.search(text[-30:]) is not None)
