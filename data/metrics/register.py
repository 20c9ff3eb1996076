"""Single records: a page of the register and one record's card. Order and limits come from the snapshot, texts
(masked) from
the store by key; identity is never read here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from data.errors import AccessError, FilterError
from data.filters import Filters
from data.metrics import counted, explain, newest, record_order, sql, store_texts
from data.metrics.declared import quality
from data.metrics.engine import query
from data.metrics.explain import Clock
from data.metrics.outcome import OUTCOMES, expression
from data.metrics.reader import Snapshot, open_snapshot
from data.order import Order, parse
from data.scope import Scope
from data.settings import current
from data.terms import competence
from data.terms.calendar import EPOCH
from data.terms.gaps import GAPS

MOST_ROWS = 50_000
"""Rows of one export; more are asked for by narrower filters."""
_MOST_BY_NUMBER = 100_000
"""Records that are sorted by their numbers at the source: the store has to be asked for each."""
BEHIND = tuple(declared.id for declared in quality.METRICS)
"""Shares of flaws, which the screen offers to narrow the list to."""
_LABELLED = ("source", "channel", "kind", "status", "topic", "municipality", "place", "recipient")
_LISTED = ", ".join((
    "record_id", "question_no", "questions", "received_day", "due_day", "resolved_day", "rating", "gap",
    *(f"{name}_id" for name in _LABELLED),
))  # fmt: skip
"""Columns of facts that a list is made of: all of them take three times as long to read."""


@dataclass(frozen=True)
class RegisterPage:
    """Rows of one page and how many there are in all; columns as in `page`."""

    total: int
    frame: pd.DataFrame


def page(
    filters: Filters,
    scope: Scope,
    *,
    page: int = 1,
    size: int = 50,
    sort: str = "received",
    descending: bool = True,
    behind: str = "",
    texts: bool = True,
) -> RegisterPage:
    """One page of the records received in the period, one row per record; or of those that one metric counts.

    Columns: record_id, external_id, received_on, due_on, resolved_on (dates or missing), rating, outcome (one of
    `data.metrics.outcome.OUTCOMES`), gap (why there is no term), topics (how many questions), `<dimension>` and
    `<dimension>_label` for source, channel, kind, status, topic, municipality, place, recipient, and text (masked
    excerpt). sort, descending: see `data.metrics.record_order`. behind: a metric, then those records that it counts for
    the same filters (`_share_condition`), placed in the period by its own date. Raises AccessError when the asker may
    not open records.
    """
    scope = _opened(scope)
    order = Order(parse(sort, record_order.SORTS).name, descending)
    page, size = max(page, 1), min(max(size, 1), MOST_ROWS)
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    source, where = counted.rows(snapshot, filters, scope, behind)
    total, first = _total(snapshot, source, filters, scope, behind), (page - 1) * size
    if order.name == record_order.NUMBER:
        ids = _by_number(snapshot, source, total, order)[first : first + size]
        return RegisterPage(total, rows_of(ids, filters, scope, texts=texts))
    columns = f"{_LISTED}, {where.at(expression())} AS outcome_then"
    in_order = where.at(record_order.expression(order, snapshot))
    is_newest = order == record_order.NEWEST and not behind
    day = newest.since(snapshot, filters, total, first + size) if is_newest else None
    raw = _cut(snapshot, source, columns, f"ORDER BY {in_order} LIMIT {size} OFFSET {first}", day)
    if len(raw) < min(size, total - first) and day is not None:  # they lie further back
        raw = _cut(snapshot, source, columns, f"ORDER BY {in_order} LIMIT {size} OFFSET {first}")
    return RegisterPage(total, _register_rows(raw, snapshot, where.as_of, texts=texts))


def newest_texts(filters: Filters, scope: Scope, most: int) -> tuple[int, list[tuple[int, str, str]]]:
    """How many records `page` would list, and of the newest of them id, number at the source and masked excerpt, in its
    order; of those that have a text.
    """
    scope = _opened(scope)
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    source, where = counted.rows(snapshot, filters, scope, "")
    total = _total(snapshot, source, filters, scope, "")
    in_order = where.at(record_order.expression(record_order.NEWEST, snapshot))
    day = newest.since(snapshot, filters, total, most)
    raw = _cut(snapshot, source, _OF_TEXTS, f"ORDER BY {in_order} LIMIT {most}", day)
    if len(raw) < min(most, total) and day is not None:
        raw = _cut(snapshot, source, _OF_TEXTS, f"ORDER BY {in_order} LIMIT {most}")
    asked = zip(raw["record_id"].tolist(), raw["question_no"].tolist(), strict=True)
    names = store_texts.numbers_of(current(), snapshot, raw)
    own = [(*key, name[0]) for key, name in zip(asked, names, strict=True) if name]
    texts = store_texts.texts(current(), [record_id for record_id, _, _ in own])
    told = ((record_id, name, texts.get((record_id, number), "")) for record_id, number, name in own)
    return total, [(record_id, name, store_texts.excerpt(text)) for record_id, name, text in told if text]


_OF_TEXTS = "record_id, question_no, source_id, received_day"


def _cut(snapshot: Snapshot, source: str, columns: str, cut: str, day: int | None = None) -> pd.DataFrame:
    """Columns of some of the rows of `source`. day: of receipt, from which on they are looked for."""
    return snapshot.cursor().execute(f"SELECT {columns} FROM {_since(source, day)} {cut}").df()


def _since(source: str, day: int | None) -> str:
    return source if day is None else f"{source} AND received_day >= {day}"


def count(filters: Filters, scope: Scope, behind: str = "") -> int:
    """How many records `page` has in all."""
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    scope = _opened(scope)
    return _total(snapshot, counted.rows(snapshot, filters, scope, behind)[0], filters, scope, behind)


def _total(snapshot: Snapshot, source: str, filters: Filters, scope: Scope, behind: str) -> int:
    if not behind and not filters.text:  # the same number, counted beforehand as a rule
        return int(query(["records"], (), filters, scope)["records"].iloc[0])
    found = snapshot.cursor().execute(f"SELECT count(*) FROM {source}").fetchone()
    return int(found[0]) if found else 0


def numbers(filters: Filters, scope: Scope) -> frozenset[int]:
    """The ids of all records that `page` would list."""
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    source, _ = counted.rows(snapshot, filters, _opened(scope), "")
    found = snapshot.cursor().execute(f"SELECT record_id FROM {source}").fetchnumpy()
    return frozenset(found["record_id"].tolist())


def _by_number(snapshot: Snapshot, source: str, total: int, order: Order) -> list[int]:
    """Ids of the records of `source` by their numbers at the source."""
    if total > _MOST_BY_NUMBER:
        said = f"Записей {total}: по номеру сортируется не больше {_MOST_BY_NUMBER}."
        raise FilterError(f"{said} Сузьте период или фильтры либо выберите другой порядок.")
    raw = snapshot.cursor().execute(f"SELECT record_id, source_id, received_day FROM {source}").df()
    same = store_texts.numbers_of(current(), snapshot, raw)
    told = zip(raw["record_id"].tolist(), same, strict=True)
    return record_order.by_number({number: known[0] if known else "" for number, known in told}, order)


def rows_of(record_ids: Sequence[int], filters: Filters, scope: Scope, *, texts: bool = True) -> pd.DataFrame:
    """The rows of these records in their order, as `page` gives them; those the asker may not see are left out."""
    scope = _opened(scope)
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    where = sql.where_of(snapshot, filters, scope)
    wanted = ", ".join(str(int(i)) for i in record_ids) or "0"
    rows = sql.rows(where, [], "received", f"record_id IN ({wanted})", snapshot)
    columns = f"{_LISTED}, {where.at(expression())} AS outcome_then"
    raw = snapshot.cursor().execute(f"SELECT {columns} FROM {rows.source} WHERE {rows.condition}").df()
    place = {record_id: i for i, record_id in enumerate(record_ids)}
    order = raw["record_id"].map(place).argsort(kind="stable")
    return _register_rows(raw.iloc[order].reset_index(drop=True), snapshot, where.as_of, texts=texts)


def card(record_id: int, filters: Filters, scope: Scope) -> dict[str, Any]:
    """One record without identity: the columns of `page` and those of its `questions` that the asker may see (number,
    topic, recipient, text, answer, and where another body is competent: better, its name, and why).

    Raises AccessError when the record does not exist or the asker may not see it: the two are not told apart.
    """
    snapshot, as_of, raw = _one(record_id, filters, scope)
    shown = _register_rows(raw, snapshot, as_of, texts=False)
    made = {str(k): v for k, v in shown.iloc[0].items()}
    is_own = store_texts.numbers_of(current(), snapshot, raw.head(1))[0] is not None
    texts = {row["question_no"]: row for row in store_texts.question_rows(current(), [record_id])} if is_own else {}
    made["questions"] = [
        {
            "number": number,
            "topic": shown.topic_label.iloc[i],
            "recipient": shown.recipient_label.iloc[i],
            "text": texts.get(number, {}).get("text"),
            "answer": texts.get(number, {}).get("answer"),
        }
        | _better(snapshot, raw.iloc[i])
        for i, number in enumerate(int(n) for n in raw["question_no"])
    ]
    made["clocks"] = _clocks(snapshot, as_of, raw)
    file_due = raw["file_due_day"].iloc[0]
    made["file_due_on"] = None if pd.isna(file_due) else EPOCH + timedelta(days=int(file_due))
    return made


def _better(snapshot: Snapshot, row: pd.Series) -> dict[str, Any]:
    """The better addressee of a question and why; nothing where the present one is competent."""
    if pd.isna(row["better_recipient_id"]):
        return {}
    topic = snapshot.by_id("topic")[int(row["topic_id"])]
    present, proposed = (snapshot.by_id("recipient")[int(row[f"{name}recipient_id"])] for name in ("", "better_"))
    reason = competence.why(topic.label, topic.extra["competence"], present.extra["kind"])
    return {"better": proposed.label, "why": reason}


def no_longer_open(filters: Filters, scope: Scope) -> int:
    """How many records of an older snapshot, open to the asker as they were then, are not any more."""
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    if scope.is_everything:
        return 0
    count = f"SELECT count(DISTINCT record_id) FROM facts WHERE ({sql.scope_condition(snapshot, scope)})"
    still = sql.where_of(snapshot, Filters(), scope).text()
    then, now = (snapshot.cursor().execute(q).fetchone() for q in (count, f"{count} AND ({still})"))
    return int(then[0]) - int(now[0]) if then and now else 0


def clocks(record_id: int, filters: Filters, scope: Scope) -> tuple[date, list[Clock]]:
    """The day of the report and the clocks of one record, each date explained; refused as `card` is."""
    snapshot, as_of, raw = _one(record_id, filters, scope)
    return EPOCH + timedelta(days=as_of), _clocks(snapshot, as_of, raw)


def _clocks(snapshot: Snapshot, as_of: int, raw: pd.DataFrame) -> list[Clock]:
    facts = {str(name): value for name, value in raw.iloc[0].items()}
    return explain.clocks(facts, snapshot.rules, EPOCH + timedelta(days=as_of))


def _one(record_id: int, filters: Filters, scope: Scope) -> tuple[Snapshot, int, pd.DataFrame]:
    """The questions of one record that the asker may see, and the day of the report."""
    scope = _opened(scope)
    snapshot = open_snapshot(filters.snapshot, filters.snapshot_hash)
    where = sql.where_of(snapshot, Filters(as_of=filters.as_of), scope)
    where.conditions.append(f"record_id = {int(record_id)}")
    columns = f"*, {where.at(expression())} AS outcome_then"
    source = snapshot.facts_on(where.as_of)
    statement = f"SELECT {columns} FROM {source} WHERE {where.text()} ORDER BY question_no"
    raw = snapshot.cursor().execute(statement).df()
    if raw.empty:
        raise AccessError(f"Записи № {record_id} нет в этом срезе или она вам не открыта. Вернитесь к реестру.")
    return snapshot, where.as_of, raw


def _opened(scope: Scope) -> Scope:
    """The part of the scope whose records may be shown one by one."""
    if not scope.may_open_records:
        raise AccessError("Отдельные записи вам не открыты: доступны только сводные показатели.")
    return scope.at_least("records")


def _register_rows(raw: pd.DataFrame, snapshot: Snapshot, as_of_day: int, *, texts: bool) -> pd.DataFrame:
    ids = [int(i) for i in raw["record_id"]]
    same = store_texts.numbers_of(current(), snapshot, raw)
    # On the day of the report nobody knew of a later end: the list must say of a record what the numbers count it for.
    seen = raw["resolved_day"].where(raw["resolved_day"] <= as_of_day)
    made: dict[str, Any] = {
        "record_id": ids,
        "external_id": [known[0] if known else "" for known in same],
        "received_on": _dates(raw["received_day"]),
        "due_on": _dates(raw["due_day"]),
        "resolved_on": _dates(seen),
        "rating": raw["rating"].astype("Float64"),
        "outcome": [OUTCOMES[code - 1] for code in raw["outcome_then"]],
        "gap": [GAPS[int(g)] for g in raw["gap"]],
        "topics": raw["questions"].astype("int64"),
    }
    for name in _LABELLED:
        known = snapshot.by_id(name)
        found = [None if pd.isna(v) else known[int(v)] for v in raw[f"{name}_id"]]
        made[name] = [None if m is None else m.code for m in found]
        made[f"{name}_label"] = ["не определено" if m is None else m.label for m in found]
    frame = pd.DataFrame(made)
    if texts:
        own = [record_id for record_id, known in zip(ids, same, strict=True) if known]
        known_texts = store_texts.texts(current(), own)
        shown = zip(ids, (int(n) for n in raw["question_no"]), strict=True)
        frame["text"] = [store_texts.excerpt(known_texts.get(key, "")) for key in shown]
    return frame


def _dates(days: pd.Series) -> list[date | None]:
    return [None if pd.isna(day) else EPOCH + timedelta(days=int(day)) for day in days]
