"""A recommendation accepted or declined; what an accepted one has become is saved together with it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from data import store
from data.decisions import edit_words, edits, reasons
from data.decisions.edit_numbers import undo_of
from data.decisions.edits import Edit
from data.decisions.orders import write as orders
from data.decisions.orders.write import Form as Order
from data.decisions.orders.write import one_line
from data.errors import Difference, FilterError
from data.settings import Settings
from data.store import bulk
from data.store.tables import orders as orders_table
from data.store.tables import recipients, recommendation_decisions, recommendation_rules, topics
from data.store.tables.orders import RECOMMENDATION
from data.store.tables.recommendations import SIGNALS

_D = recommendation_decisions


@dataclass(frozen=True)
class Form:
    """What was recommended, as it was shown, and what the person has said of it. rule, topic, recipient: codes."""

    rule: str
    topic: str
    recipient: str
    text: str
    numbers: str
    link: str
    is_accepted: bool
    reason: str = ""
    became: str = ""


def decide(settings: Settings, who: str, form: Form, today: date, order: Order | None = None) -> str:
    """Write a decision down, with the order that it becomes; the order's number, or what the form says it became.

    FilterError: a refusal without a reason, what was decided meanwhile, what the lists do not know.
    """
    with edits.editing(settings, who, one_line(form.reason)) as editor:
        values = _checked(editor.connection, form, today)
        became = form.became
        if order is not None:  # it is given first, so that the decision is written once, with its number
            made = _with_source(order, bulk.next_id(editor.connection, _D))
            became = orders.put(editor, "", 0, made, today)
        editor.insert(_D, values | {"became": became})
        return became


def _with_source(order: Order, key: int) -> Order:
    return replace(order, source_kind=RECOMMENDATION, source_id=key)


def undo(settings: Settings, who: str, number: int) -> None:
    """Take a decision back with the order that came with it. FilterError for an edit of another table."""
    undo_of(settings, who, number, [_D, orders_table], "Эта правка не решения. Обновите страницу и выберите ещё раз.")


def history(settings: Settings, limit: int) -> list[tuple[Edit, str, list[Difference]]]:
    """The newest edits of decisions: the edit, what was recommended, what it changed."""
    with store.reading(settings) as connection:
        return [
            (one, str((one.after or one.before or {})["text"])[:80], _differences(connection, one))
            for one in edits.recent(connection, [_D], limit)
        ]


def _differences(connection: sa.Connection, edit: Edit) -> list[Difference]:
    return edit_words.differences(connection, _D, edit.before, edit.after)


def _checked(connection: sa.Connection, form: Form, today: date) -> dict[str, Any]:
    u = recommendation_rules.c
    rule = connection.execute(sa.select(u.rule_id, u.quiet_days, u.signal).where(u.code == form.rule)).first()
    keys = {
        "topic_id": _id(connection, topics, form.topic),
        "recipient_id": _id(connection, recipients, form.recipient),
    }
    reason = one_line(form.reason)
    if rule is None or None in keys.values() or rule.signal not in SIGNALS:
        raise FilterError("Такой рекомендации уже нет. Обновите страницу.")
    if not form.is_accepted and not reasons.says_something(reason):
        raise FilterError("Напишите, почему рекомендация отклонена: причина останется в истории.")
    _refuse_second(connection, {"rule_id": rule.rule_id, **keys}, rule.quiet_days, today)
    told = {name: getattr(form, name) for name in ("is_accepted", "text", "numbers", "link", "became")}
    return keys | told | {"rule_id": rule.rule_id, "reason": reason[:500], "decided_on": today}


def _refuse_second(connection: sa.Connection, keys: dict[str, Any], quiet_days: int, today: date) -> None:
    same = [_D.c[name] == value for name, value in keys.items()]
    last = connection.execute(sa.select(sa.func.max(_D.c.decided_on)).where(*same)).scalar()
    if last is not None and (today - last).days <= quiet_days:
        raise FilterError(f"Об этом уже решено {last:%d.%m.%Y}. Обновите страницу: решение показано в истории.")


def _id(connection: sa.Connection, table: sa.Table, code: str) -> Any:
    key = next(iter(table.primary_key.columns))
    return connection.execute(sa.select(key).where(table.c.code == code)).scalar()
