"""The classifier as the queue of unknown topic names asks it: `data.topic_texts.Reader`."""

import logging
from collections.abc import Sequence

from data.errors import InputError
from data.settings import current
from etl.structure.classify import saved
from etl.structure.classify.suggest import Suggestions, suggest

_LEAST = 0.3
"""What is less likely says nothing; the answer becomes a suggestion to a person, so it need not be sure."""


def topics_of(texts: Sequence[str]) -> list[str]:
    """For each text the code of its likeliest topic, '' where none is likely enough."""
    answers = _suggested(texts).answers
    said = zip(answers.labels, answers.probabilities[:, 0].tolist(), strict=True)
    return [labels[0] if probability >= _LEAST else "" for labels, probability in said]


def _suggested(texts: Sequence[str]) -> Suggestions:
    try:
        return suggest(texts, saved.folder(current().var))
    except InputError as error:  # a damaged model must not close the screen where its topics are mended
        logging.getLogger(__name__).warning("%s", error)
        return suggest(texts)
