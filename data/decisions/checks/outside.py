"""An answer that no plan has drawn, read all the same: kept, and in no estimate, because chance did not choose it."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions.checks.marks import FIRST, Item, author, described, item_of, refuse_own, told_marks
from data.decisions.edits import editing
from data.decisions.flaws import within
from data.errors import AccessError, FilterError
from data.scope import Scope
from data.settings import Settings
from data.store.tables import answer_checks, channels, questions, recipients, records, topics

Answer = tuple[int, int]
"""Record and number of its question."""


def item(settings: Settings, scope: Scope, own: Collection[str], answer: Answer) -> Item:
    """The answer to be read; its item is 0. Raises AccessError for one that is not open, or is the reader's own,
    FilterError where nobody has answered yet.
    """
    with store.reading(settings) as connection:
        return _answered(_row(connection, scope, own, answer), settings)


def check(
    settings: Settings, scope: Scope, reader: str, own: Collection[str], answer: Answer, marks: Mapping[str, Any]
) -> int:
    """Write what was found in it; the number of the check. Refused as `item` is."""
    told = told_marks(marks)
    with editing(settings, reader) as editor:
        _answered(_row(editor.connection, scope, own, answer), settings)
        row = {"item_id": None, "record_id": answer[0], "question_no": answer[1], "reading": FIRST}
        return editor.insert(answer_checks, row | told | author(reader))


def _answered(row: Mapping[Any, Any], settings: Settings) -> Item:
    """FilterError for a mark that would be older than the answer it is of."""
    found = item_of(row, settings, 0, 0)
    if not found.answered_on and not found.answer:
        raise FilterError(f"На запись № {found.external_id} ещё не ответили: проверять нечего.")
    if found.answered_on and found.answered_on > store.today(settings):
        raise FilterError(
            f"Ответ датирован {found.answered_on:%d.%m.%Y}, этот день не наступил. Исправьте дату записи."
        )
    return found


def _row(connection: sa.Connection, scope: Scope, own: Collection[str], answer: Answer) -> Mapping[Any, Any]:
    r, q = records.c, questions.c
    joined = (
        records.join(questions, q.record_id == r.record_id)
        .outerjoin(recipients, recipients.c.recipient_id == q.recipient_id)
        .outerjoin(channels, channels.c.channel_id == r.channel_id)
        .outerjoin(topics, topics.c.topic_id == q.topic_id)
    )
    query = sa.select(*described(), recipients.c.code.label("recipient_code")).select_from(joined)
    is_it = sa.and_(q.record_id == answer[0], q.question_no == answer[1], within(scope))
    found = connection.execute(query.where(is_it)).mappings().first()
    if found is None:
        raise AccessError(f"Записи № {answer[0]} нет, или она вам не открыта.")
    refuse_own(found["recipient_code"], own)
    return dict(found)
