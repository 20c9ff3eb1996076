"""Which questions a reply leaves open, where a letter asks many."""

from typing import Any, ClassVar

from hypothesis import given
from hypothesis import strategies as st

from etl.structure.replies.matching import unanswered
from etl.structure.replies.questions import Ask
from etl.structure.replies.signals import read
from etl.structure.replies.statements import Statement

ROOTS = st.frozensets(st.sampled_from(["road", "light", "water", "gas", "urn"]), max_size=3)


class Watched(Ask):
    """A question that notes whenever its roots are looked at."""

    looks: ClassVar[list[str]] = []

    def __getattribute__(self, name: str) -> Any:
        if name == "about":
            Watched.looks.append(name)
        return super().__getattribute__(name)


def test_the_roots_of_a_question_are_not_looked_at_once_for_every_other() -> None:
    asks = [Watched("Когда?", "when", frozenset({"road", f"{number}"}), False) for number in range(100)]
    Watched.looks.clear()
    unanswered(asks, [Statement("Починим мост.")], is_formal=False)
    assert len(Watched.looks) <= 4 * len(asks)


@given(st.lists(ROOTS, min_size=2, max_size=6), ROOTS)
def test_a_question_is_answered_by_a_sentence_with_a_root_that_is_its_alone(
    about: list[frozenset[str]], shared
) -> None:
    asks = [Ask("Что?", "", one | shared, False) for one in about]
    told = read("", "Дорогу отремонтировали.").said
    left = unanswered(asks, told, is_formal=False)
    for place, ask in enumerate(asks):
        others = frozenset[str]().union(*(one.about for one in asks[:place] + asks[place + 1 :]))
        own = (ask.about - others) or ask.about
        assert (ask in left) == ("road" not in own)
