"""What the replies of the store say: read as they are written, and read again when the rules have changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import sqlalchemy as sa

from data import store
from data.settings import Settings
from data.snapshots import publish
from data.store import bulk
from data.store.reply_signals import RULES_VERSION
from data.store.tables import question_originals, questions, records, reply_readings
from etl.structure.replies import formal
from etl.structure.texts import ReadReply, read_reply
from etl.structure.topics import model_files

Text = tuple[int, str | None, str | None]
"""Number of a question, the letter, the reply."""
Progress = Callable[[int, int | None], None]
_COLUMNS = ("question_id", *ReadReply._fields, "rules_version")
_AT_ONCE = 2_000


def add(connection: sa.Connection, texts: Iterable[Text], judge: formal.Judge) -> None:
    """Read and write the replies of questions that have no reading."""
    write(connection, [(number, read_reply(letter, reply, judge)) for number, letter, reply in texts])


def write(connection: sa.Connection, replies: Iterable[tuple[int, ReadReply | None]]) -> None:
    """Write what replies to questions say, None where there is no reply."""
    rows = [(number, *said, RULES_VERSION) for number, said in replies if said]
    bulk.insert(connection, reply_readings, _COLUMNS, rows)


def earliest(connection: sa.Connection, record_ids: Sequence[int]) -> dict[str, int]:
    """Duplicate key of these records' replies → the earliest month of receipt of one that has it."""
    key, month = reply_readings.c.duplicate_key, sa.func.min(records.c.received_month)
    found: dict[str, int] = {}
    for part in bulk.parts(record_ids):
        query = sa.select(key, month).select_from(_WITH_RECORDS).group_by(key)
        query = query.where(records.c.record_id.in_(part), key.is_not(None))
        join(found, ((one, first) for one, first in connection.execute(query)))
    return found


def join(known: dict[str, int], more: Iterable[tuple[str, int]]) -> None:
    """Take over keys with their earliest month."""
    for key, month in more:
        known[key] = min(month, known.get(key, month))


def months_behind(connection: sa.Connection, keys: Mapping[str, int]) -> set[int]:
    """Months of later records with these replies: theirs may be repeats now, or no longer."""
    key, month = reply_readings.c.duplicate_key, records.c.received_month
    months: set[int] = set()
    for part in bulk.parts(sorted(keys)):
        query = sa.select(key, month).distinct().select_from(_WITH_RECORDS).where(key.in_(part))
        months |= {when for one, when in connection.execute(query) if when > keys[one]}
    return months


def records_with(connection: sa.Connection, keys: Iterable[str]) -> set[int]:
    """All records with these replies."""
    key, found = reply_readings.c.duplicate_key, set[int]()
    for part in bulk.parts(sorted(keys)):
        query = sa.select(records.c.record_id).select_from(_WITH_RECORDS).where(key.in_(part))
        found |= set(connection.execute(query).scalars())
    return found


_WITH_RECORDS = reply_readings.join(questions, questions.c.question_id == reply_readings.c.question_id).join(
    records, records.c.record_id == questions.c.record_id
)


def refresh(settings: Settings, progress: Progress | None = None) -> int:
    """Read all replies of the store again; how many they are. Those without a text any more keep what was read."""
    judge = formal.in_force(model_files.folder(settings.var))
    with store.writing(settings) as connection:
        publish.require_own(connection, settings)
        total = connection.execute(sa.select(sa.func.count()).where(questions.c.answer.is_not(None))).scalar_one()
        done, last = 0, 0
        while part := _texts_behind(connection, last):
            last = part[-1][0]
            connection.execute(
                sa.delete(reply_readings).where(reply_readings.c.question_id.in_([one[0] for one in part]))
            )
            add(connection, part, judge)
            done += len(part)
            if progress:
                progress(done, total)
        store.note_change(connection, "read_answers", _months_with_replies(connection))
    return done


def _texts_behind(connection: sa.Connection, last: int) -> list[Text]:
    """The next questions with a reply, as received where that is kept, else masked."""
    q, o = questions.c, question_originals.c
    query = sa.select(q.question_id, sa.func.coalesce(o.text, q.text), sa.func.coalesce(o.answer, q.answer))
    query = query.select_from(questions.outerjoin(question_originals, o.question_id == q.question_id))
    query = query.where(q.question_id > last, q.answer.is_not(None)).order_by(q.question_id).limit(_AT_ONCE)
    return [(number, letter, reply) for number, letter, reply in connection.execute(query)]


def _months_with_replies(connection: sa.Connection) -> set[int]:
    return set(connection.execute(sa.select(records.c.received_month).distinct().select_from(_WITH_RECORDS)).scalars())
