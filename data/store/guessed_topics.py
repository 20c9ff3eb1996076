"""Questions whose topic was told from their text; by which rules: those of the import that wrote the record last."""

import sqlalchemy as sa

from data.store.tables import imports, questions, records

GUESSED = ("rule", "model")
"""Methods of a topic that no label and no person has given."""


def are_guessed() -> sa.ColumnElement[bool]:
    """Questions that were read for a topic, whether one was told or not; none that has its topic from a person."""
    q = questions.c
    is_unnamed = [sa.func.coalesce(one, "") == "" for one in (q.topic_raw, q.topic_group_raw)]
    is_untold = sa.and_(q.topic_method.is_(None), q.topic_id.is_(None), q.text.is_not(None), *is_unnamed)
    return sa.or_(q.topic_method.in_(GUESSED), is_untold)


def with_rules() -> sa.Join:
    """Questions with their records and the imports that wrote these last."""
    r = records.c
    joined = records.join(questions, questions.c.record_id == r.record_id)
    return joined.join(imports, imports.c.import_id == sa.func.coalesce(r.updated_import_id, r.import_id))
