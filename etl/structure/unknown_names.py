"""What the import would read in texts and names that wait for a person (`data.decisions.waiting_names.ImportReader`).

Keeps nothing between questions: a model learnt or a name mapped meanwhile counts at once.
"""

import logging
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from data.errors import InputError
from data.settings import current
from etl.structure.recipients.resolver import RecipientResolver
from etl.structure.topics import model_files
from etl.structure.topics.suggest import Suggestions, suggest

_LEAST = 0.3
"""What is less likely says nothing; the answer becomes a suggestion to a person, so it need not be sure."""


def topics_of(texts: Sequence[str]) -> list[str]:
    """For each masked text the code of its likeliest topic, '' where none is likely enough."""
    answers = _suggestions(texts).answers
    said = zip(answers.labels, answers.probabilities[:, 0].tolist(), strict=True)
    return [labels[0] if probability >= _LEAST else "" for labels, probability in said]


def recipients_like(connection: sa.Connection, source_code: str, names: Sequence[str]) -> list[dict[str, float]]:
    """For each name codes of the bodies it may mean with a likeness, 0–1."""
    resolver = RecipientResolver(connection, source_code)
    return [resolver.candidates(name) for name in names]


def recipients_meant(
    connection: sa.Connection, source_code: str, names: Sequence[tuple[str, date]]
) -> list[int | None]:
    """For each name and day of receipt the id of the body, nothing when none is known."""
    resolver = RecipientResolver(connection, source_code)
    return [resolver.resolve(name, on) for name, on in names]


def _suggestions(texts: Sequence[str]) -> Suggestions:
    try:
        return suggest(texts, model_files.newest(model_files.folder(current().var)))
    except InputError as error:  # a damaged model must not close the screen where its topics are mended
        logging.getLogger(__name__).warning("%s", error)
        return suggest(texts)
