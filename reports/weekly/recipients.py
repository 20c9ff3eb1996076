"""Recipients: who is late, how many, how soon and how fully they answer, and what is asked of them."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd

from answers import signals
from answers.frames import is_few
from data.metrics import METRICS, members
from reports.documents.blocks import Block, Paragraph, Runs, Table, joined, say
from reports.weekly import figures as fig
from reports.weekly.shortening import Listed, Part
from reports.weekly.week import LONG_WEEKS, Weekly
from words import format, names, nouns, texts

_MOST = 7
_MOST_DECISIONS, _MOST_ORDERS = 3, 3
_LATE_ENOUGH = 3
"""Overdue records from which a recipient stands before the Head."""
_NOT_OURS = ("utility", "republic")
"""Kinds of recipients that the Head of the district gives no orders to."""
_RATES = ("satisfied_share", "repeat_share")


def _now(of: Weekly) -> pd.DataFrame:
    """A row per recipient with a record of the week or open: who has most overdue first."""
    found = of.ask_by(["records", "open_now", "overdue_now", "burning_now"], ["recipient"]).dropna(subset=["recipient"])
    return found.sort_values(["overdue_now", "burning_now", "records"], ascending=False, kind="stable")


def _short(of: Weekly) -> dict[str, str]:
    known = members("recipient", of.filters())
    return dict(zip(known["code"], known["short_name"], strict=True))


def deadlines(of: Weekly) -> list[Part]:
    """Overdue and burning by recipient."""
    found = _now(of)
    late = found[(found["overdue_now"] > 0) | (found["burning_now"] > 0)]
    if late.empty:
        return [Paragraph(("Просроченных и истекающих в ближайшие три рабочих дня записей нет.",))]
    short, rows = _short(of), []
    for one in late.head(_MOST).to_dict("records"):
        code = one["recipient"]
        counts = (
            (fig.number(of, name, one[name], {"recipient": code}),)
            for name in ("overdue_now", "burning_now", "open_now")
        )
        rows.append(((short.get(code, code),), *counts))
    head = ("Получатель", "Просрочено", "Истекает за 3 раб. дня", "Всего в работе")

    def told(count: int) -> list[Block]:
        table = Table("У кого просрочено на конец недели", head, tuple(rows[:count]), (3.2, 1.2, 1.6, 1.4))
        return [table, *_rest(of, late.iloc[count:], "note")]

    return [Listed("deadlines", len(rows), 3, told)]


def _rest(of: Weekly, late: pd.DataFrame, style: Literal["item", "note"] = "item") -> list[Block]:
    """Recipients that are not told, with their overdue and burning records; they lead to them."""
    if late.empty:
        return []
    cell, whose = {"recipient": list(late["recipient"])}, nouns.counted(len(late), nouns.RECIPIENT, "genitive")
    together = of.of_all(["overdue_now", "burning_now"], "recipient", cell["recipient"])
    overdue, burning = int(together["overdue_now"]), int(together["burning_now"])
    n = fig.counted(of, "overdue_now", overdue, nouns.RECORD, cell=cell)
    soon = fig.counted(of, "burning_now", burning, nouns.RECORD, "genitive", cell=cell)
    said = f"И ещё у {whose}: просрочено {{n}}" if overdue else f"И ещё у {whose}:"
    said += f"{', ' if overdue else ' '}срок истекает у {{soon}}" if burning else ""
    return [Paragraph(say(f"{said}.", n=n, soon=soon), style)]


def decisions(of: Weekly) -> list[Part]:
    """Recipients with so many overdue records that the centre can't settle it alone; nothing where there is none."""
    found = _now(of)
    late = found[found["overdue_now"] >= _LATE_ENOUGH].assign(burning_now=0)
    made = []
    for one in late.head(_MOST_DECISIONS).to_dict("records"):
        code = one["recipient"]
        n = fig.number(of, "overdue_now", one["overdue_now"], {"recipient": code})
        whose = names.body(of.member("recipient", code), "genitive")
        share = f" из {nouns.counted(one['open_now'], nouns.RECORD, 'genitive')} в работе"
        asked = "Решить, что мешает ответить, и назначить день."
        made.append(Paragraph(say(f"У {_inside(whose)} просрочено {{n}}{share}. {asked}", n=n), "item"))
    return _listed("overdue_decisions", made, lambda count: _rest(of, late.iloc[count:]))


def _listed(key: str, told: list[Paragraph], rest: Callable[[int], list[Block]]) -> list[Part]:
    return [Listed(key, len(told), 1, lambda count: [*told[:count], *rest(count)])] if told else []


def orders(of: Weekly) -> list[Part]:
    """Draft orders: to whom, what, until when. Who does not answer to the district is asked, not ordered."""
    found = _now(of)
    late = found[found["overdue_now"] > 0].assign(burning_now=0)
    until = format.day(of.answer_by)
    made = []
    for one in late.head(_MOST_ORDERS).to_dict("records"):
        n = fig.number(of, "overdue_now", one["overdue_now"], {"recipient": one["recipient"]})
        body = of.member("recipient", one["recipient"])
        noun = nouns.agreeing(one["overdue_now"], "просроченную запись", "просроченные записи", "просроченные записи")
        asked = f"ответить на {noun} ({{n}}) до {until}, о причинах доложить МЦУ."
        if body["kind"] in _NOT_OURS:
            asked = f"просить ответить на {noun} ({{n}}) до {until} и сообщить о причинах."
        made.append(Paragraph(say(f"{{whom}}: {asked}", whom=names.body(body, "dative"), n=n), "item"))
    return _listed("orders", made, lambda count: _rest(of, late.iloc[count:]))


def _inside(name: str) -> str:
    """A name in the middle of a sentence: «Отдела …» becomes «отдела …», a name of its own stays."""
    return name if name[:2].isupper() or name[1:2].isupper() else name[:1].lower() + name[1:]


def ranking(of: Weekly) -> list[Part]:
    """Count, deadlines, completeness side by side, over twelve weeks: a week is too short for shares."""
    asked = ("records", "due", "on_time_share", "completeness")
    found = of.ask_by(asked, ["recipient"], of.long, intervals=True).dropna(subset=["recipient"])
    found = found[found["records"] > 0].sort_values("records", ascending=False, kind="stable")
    if found.empty:
        return []
    short, rows = _short(of), []
    for one in found.head(_MOST).to_dict("records"):
        code = one["recipient"]
        n = fig.number(of, "records", one["records"], {"recipient": code}, of.long)
        shares = (_with_interval(of, name, one, {"recipient": code}) for name in asked[2:])
        rows.append(((short.get(code, code),), (n,), *shares))
    head = ("Получатель", "Записей", format.heading(METRICS["on_time_share"]), METRICS["completeness"].short_label)
    note = (
        f"За {LONG_WEEKS} недель: за одну неделю доли ничего не говорят. В скобках — где истинное значение в девяти "
        "случаях из десяти; места, которых по этим числам не различить, не названы."
    )

    def told(count: int) -> list[Block]:
        table = Table("Число, сроки и полнота ответов", head, tuple(rows[:count]), (2.6, 1, 2, 2), note)
        rest = found.iloc[count:]
        return [table, *([Paragraph(_of_others(of, rest), "note")] if len(rest) else [])]

    return [Listed("ranking", len(rows), 3, told)]


def _of_others(of: Weekly, found: pd.DataFrame) -> Runs:
    """«И ещё 12 получателей: 40 записей.»"""
    cell = {"recipient": list(found["recipient"])}
    records = of.of_all(["records"], "recipient", cell["recipient"], of.long)["records"]
    n = fig.counted(of, "records", int(records), nouns.RECORD, cell=cell, filters=of.long)
    return say(f"И ещё {nouns.counted(len(found), nouns.RECIPIENT)}: {{n}}.", n=n)


def _with_interval(of: Weekly, name: str, row: dict[Any, Any], cell: Mapping[str, Any]) -> Runs:
    declared, n = METRICS[name], row[f"{name}_n"]
    if format.is_missing(row[name]):
        return (texts.NO_DATA,)
    if is_few(n):
        return (fig.few(n),)
    span = format.interval(declared, row[f"{name}_low"], row[f"{name}_high"])
    return (fig.number(of, name, row[name], cell, of.long), f" ({span})")


def quality(of: Weekly) -> list[Block]:
    """Ratings, repeats and signals about answers over twelve weeks."""
    told = of.ask(_RATES, of.long, intervals=True)
    said: list[Block] = []
    for name in _RATES:
        n = told[f"{name}_n"]
        base = format.records(n) if not format.is_missing(n) else texts.NO_DATA
        value = _with_interval(of, name, told, {})
        said.append(Paragraph(joined([f"{METRICS[name].label}: ", *value, f"; основание — {base}."]), "item"))
    return [*said, *_signals(of)]


def _signals(of: Weekly) -> list[Block]:
    found = signals.overview(of.long, of.scope, of.settings)
    known = found[found["count"].fillna(0) > 0]
    lead = f"Сигналы об ответах за {LONG_WEEKS} недель (каждый нужно проверить человеку): "
    if known.empty:
        return [Paragraph((f"{lead}нет.",), "item")]
    parts = [f"{_inside(row['label'])} — {format.number(row['count'])}" for row in known.to_dict("records")]
    return [Paragraph((f"{lead}{'; '.join(parts)}.",), "item")]
