"""Who does a piece of work, told by the verb."""

import pytest

from etl.structure.replies.subjects import does_work


@pytest.mark.parametrize(
    "clause",
    [
        "спилит лесхоз",
        "заплатит молзавод",
        "пилят мчсники",
        "забор подняли родители",
        "машину дров завтра разгрузит у вас гортоп",
        "красит клуб",
    ],
)
def test_a_verb_of_work_has_somebody_for_its_subject(clause: str) -> None:
    assert does_work(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "яму засыпали",
        "трактор почистит в среду",
        "снег засыпал дорогу",
        "не спилит лесхоз",
        "если спилит лесхоз",
        "норматив составляет три куба",
        "трубы заменят",
    ],
)
def test_things_weather_machines_and_conditions_are_nobody(clause: str) -> None:
    assert not does_work(clause)
