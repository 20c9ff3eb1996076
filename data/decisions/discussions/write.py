"""What a category of another platform means here: a topic, for all its discussions at once; an edit like any other."""

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits
from data.decisions.edits import Edit
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store.tables import discussion_categories, discussions, sources, topics


def map_category(settings: Settings, who: str, source: str, category: str, topic: str) -> int:
    """Say what a category means, or say it otherwise; how many discussions have it. source, topic: codes.

    FilterError for what is none.
    """
    with edits.editing(settings, who) as editor:
        source_id = _key(editor.connection, sources, source, "Такого источника нет.")
        topic_id = _key(editor.connection, topics, topic, "Выберите тематику из списка.")
        d, c = discussions.c, discussion_categories.c
        mine = sa.and_(d.source_id == source_id, d.category == category)
        count = editor.connection.execute(sa.select(sa.func.count()).select_from(discussions).where(mine)).scalar_one()
        if not category or not count:
            raise FilterError("Обсуждений с такой категорией уже нет. Обновите страницу.")
        same = sa.and_(c.source_id == source_id, c.name == category)
        found = editor.connection.execute(sa.select(discussion_categories).where(same)).first()
        if found is None:
            editor.insert(discussion_categories, {"source_id": source_id, "name": category, "topic_id": topic_id})
        else:
            key, version = found.discussion_category_id, found.version
            editor.change(discussion_categories, key, version, {"topic_id": topic_id})
        return int(count)


def history(settings: Settings, most: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits: the edit, the category, what it changed."""
    with store.reading(settings) as connection:
        return [
            (one, (one.after or one.before or {})["name"], _differences(connection, one))
            for one in edits.recent(connection, [discussion_categories], most)
        ]


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    return edit_words.differences(connection, discussion_categories, edit.before, edit.after)


def _key(connection: sa.Connection, table: sa.Table, code: str, refusal: str) -> int:
    key = next(iter(table.primary_key.columns))
    found = connection.execute(sa.select(key).where(table.c.code == code)).scalar()
    if found is None:
        raise FilterError(refusal)
    return int(found)
