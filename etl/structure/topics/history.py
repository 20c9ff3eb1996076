"""The district's own labelled history: masked texts of questions whose topic came with a label or from a person."""

from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.store.tables import questions, topics
from etl.structure.topics import model, model_files

TRUSTED = ("label", "person")
"""What the program guessed itself is nothing to learn from."""
_MOST_TEXTS = 30_000


class Learnt(NamedTuple):
    """What was learnt: the file, how many texts and topics, the least sure probability."""

    path: Path
    texts: int
    topics: int
    sure: float


def labelled_texts(connection: sa.Connection) -> tuple[list[str], list[str]]:
    """Texts and their topic codes, newest first, no more than the newest 30 000."""
    query = (
        sa.select(questions.c.text, topics.c.code)
        .join(topics, topics.c.topic_id == questions.c.topic_id)
        .where(questions.c.topic_method.in_(TRUSTED), questions.c.text.is_not(None))
        .order_by(questions.c.question_id.desc())
        .limit(_MOST_TEXTS)
    )
    rows = connection.execute(query).all()
    return [row[0] for row in rows], [row[1] for row in rows]


def learn(settings: Settings) -> Learnt:
    """Learn from the store and save the model as the next version. Raises InputError when there is too little."""
    with store.reading(settings) as connection:
        texts, codes = labelled_texts(connection)
        names = {row.code: row.name for row in connection.execute(sa.select(topics.c.code, topics.c.name))}
    made = model.learn(texts, codes, names=names)
    path = model_files.save(made, model_files.folder(settings.var))
    return Learnt(path, len(texts), len(made.classes), made.sure)
