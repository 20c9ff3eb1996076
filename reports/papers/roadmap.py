"""A roadmap on paper: what it is about, its scheme, measures and check points, and what has come of it."""

from datetime import date
from typing import Any

import pandas as pd

from answers.record_links import address
from answers.roadmaps import frames, sentences
from answers.roadmaps.ask import Told, told
from answers.roadmaps.counts import Subject, everything
from answers.roadmaps.kept import STAGES, Cause, Roadmap
from data.filters import Filters
from data.metrics import Stamp
from data.scope import Scope
from reports.documents.blocks import Block, Box, Document, Heading, Number, Paragraph, Scheme, Table
from reports.papers import sheet
from words import format

TITLE = "Дорожная карта"
_BEFORE = 6
"""Quarters before the start that are shown; the estimate looks at all."""


def document(one: Roadmap, of: Stamp, scope: Scope, day: date) -> Document:
    """The roadmap as it is on a day, its numbers of a snapshot as somebody may see them."""
    number, own_hash = of.address.split("-")
    filters = Filters(snapshot=int(number), snapshot_hash=own_hash)
    blocks: list[Block] = [
        sheet.facts("О чём", _facts(one, day)),
        Heading("Схема"),
        _scheme(one, day),
        *_measures(one, day),
        *_checks(one),
        Heading("Что вышло"),
        *_effect(one, filters, scope),
    ]
    approvals = ("Глава района ____________", "Куратор МЦУ ____________")
    return sheet.document(f"{TITLE} {one.code}", one.title, sheet.HEAD, approvals, blocks, of, day)


def _facts(one: Roadmap, day: date) -> list[tuple[str, str]]:
    late = len(one.overdue(day))
    burns = f", просрочено мероприятий: {late}" if late else ""
    target = [sentences.promised(one.target), sentences.baseline(one.target)] if one.target else []
    return [
        ("Проблема", f"№ {one.problem} «{one.problem_title}»" if one.problem else ""),
        ("Тематика", one.topic.name),
        ("Территория", one.territory.name),
        ("Стадия", f"{STAGES[one.stage]}{burns}"),
        ("Начало", sheet.day_or(one.starts_on, "не назначено")),
        ("Цель", "; ".join(filter(None, target)) or "не названа"),
        ("Когда названа цель", sentences.fixed(one)),
        ("Можно ли проверить", sentences.checkable(one.target) if one.target else ""),
    ]


def _scheme(one: Roadmap, day: date) -> Scheme:
    """From the problem to its causes, from these to what removes them; the target stands below."""
    root = Box(one.problem_title or one.title, "problem", one.territory.name, under=_under(one, None, day))
    boxes = [root]
    if one.target:
        boxes.append(Box(f"Цель: {sentences.promised(one.target)}", "target", sentences.was(one.target)))
    causes, measures = len(one.causes), len(one.measures)
    alt = f"Схема: проблема, причин {causes}, мероприятий {measures}; каждое мероприятие — под своей причиной"
    return Scheme("От проблемы к причинам и мероприятиям", tuple(boxes), alt)


def _under(one: Roadmap, cause: int | None, day: date) -> tuple[Box, ...]:
    """Measures that remove a cause and causes that explain it; without one, those of the problem itself."""
    known = {each.no for each in one.causes}
    late = one.overdue(day)
    steps = [
        Box(step.name, "measure", _note(step.done_on, step.due_on), step in late)
        for step in one.measures
        if (step.cause if step.cause in known else None) == cause
    ]
    deeper = [each for each in one.causes if _parent(each, known) == cause]
    return (*(Box(each.name, "cause", under=_under(one, each.no, day)) for each in deeper), *steps)


def _parent(cause: Cause, known: set[int]) -> int | None:
    return cause.parent if cause.parent in known and cause.parent != cause.no else None


def _note(done_on: date | None, due_on: date | None) -> str:
    if done_on:
        return f"выполнено {format.day(done_on)}"
    return f"срок {format.day(due_on)}" if due_on else "срок не назначен"


def _measures(one: Roadmap, day: date) -> list[Block]:
    heading = Heading("Мероприятия")
    if not one.measures:
        return [heading, Paragraph(("Мероприятий ещё нет.",))]
    rows = tuple(
        (
            (str(step["no"]),), (step["name"],), (step["who"],), (_days(step),), (_means(step),), (_stage(step),),
        )
        for step in frames.measures(one, day).to_dict("records")
    )  # fmt: skip
    head = ("№", "Мероприятие", "Ответственный", "Срок", "Ресурс, документ", "Стадия")
    return [heading, Table("Что, кто и когда", head, rows, (0.4, 2.1, 2.0, 1.4, 2.1, 2.0), words=tuple(range(6)))]


def _days(step: dict[Any, Any]) -> str:
    known = [sheet.day_or(None if format.is_missing(step[name]) else step[name]) for name in ("starts_on", "due_on")]
    return " – ".join(known)


def _means(step: dict[Any, Any]) -> str:
    return "; ".join(filter(None, (step["resource"], step["document"]))) or "—"


def _stage(step: dict[Any, Any]) -> str:
    done = "" if format.is_missing(step["done_on"]) else f" {format.day(step['done_on'])}"
    return f"{step['stage']}{done}{', просрочено' if step['is_overdue'] else ''}"


def _checks(one: Roadmap) -> list[Block]:
    if not one.checks:
        return []
    rows = tuple(
        ((format.day(row["on"]),), (row["name"],), (_fact(row),)) for row in frames.checks(one).to_dict("records")
    )
    head = ("Когда", "Что проверить", "Что увидели")
    return [Heading("Контрольные точки"), Table("Проверки", head, rows, (1, 2, 2.4), words=(0, 1, 2))]


def _fact(row: dict[Any, Any]) -> str:
    if not row["fact"]:
        return "ещё не смотрели"
    when = "" if format.is_missing(row["fact_on"]) else f" ({format.day(row['fact_on'])})"
    return f"{row['fact']}{when}"


def _effect(one: Roadmap, filters: Filters, scope: Scope) -> list[Block]:
    """The interval first, doubts beside it; or why nothing can be said yet."""
    if one.starts_on is None:
        return [Paragraph(("Карта не начата: изменение посчитается после её начала.",))]
    if not scope.sees_everything:
        return [Paragraph((sentences.NOT_SEEN,))]
    found = told(one, filters, scope)
    said = [sentences.measured(found.measured, one.target)] if found.measured and one.target else []
    if found.outcome is None:
        return [Paragraph((text,)) for text in (*said, sentences.NO_COMPARISON)]
    rows = tuple(
        ((row["when"],), (row["verdict"],), (row["words"],)) for row in frames.facts(found.outcome).to_dict("records")
    )
    table = Table("Факт через 3, 6 и 12 месяцев", ("Когда", "Вывод", "Что видно"), rows, (1.4, 1, 3), words=(0, 1, 2))
    return [
        *(Paragraph((text,)) for text in (*said, *_aim(one, found))),
        table,
        *_doubts(found),
        *_quarters(one, found, filters, scope),
        *_how(found),
    ]


def _aim(one: Roadmap, found: Told) -> list[str]:
    main = found.outcome.main if found.outcome else None
    if main is None or main.effect is None or one.target is None or one.target.kind != "records":
        return []
    return [sentences.aim_met(main.effect, one.target)]


def _doubts(found: Told) -> list[Block]:
    doubts = sentences.suspicion(found.others, found.silent)
    if not doubts:
        return []
    return [Paragraph((sentences.LESS_WRITTEN,), "lead"), *(Paragraph((one,), "item") for one in doubts)]


def _quarters(one: Roadmap, found: Told, filters: Filters, scope: Scope) -> list[Block]:
    """Records of whole quarters beside what other places would let expect."""
    if found.blocks.empty:
        return []
    before, after = (found.blocks[found.blocks["is_after"] == is_after] for is_after in (False, True))
    shown = [*before.tail(_BEFORE).to_dict("records"), *after.to_dict("records")]
    rows = tuple(_quarter(one, row, filters, scope) for row in shown)
    note = "Целые кварталы по 13 недель от недели начала; «ждали» — сколько было бы по другим местам."
    return [Table("До и после", ("Квартал", "Записей", "Ждали"), rows, (2.4, 1, 1), note)]


def _quarter(one: Roadmap, row: dict[Any, Any], filters: Filters, scope: Scope) -> tuple[Any, ...]:
    when = format.period(row["first"], row["last"])
    n = float(row["records"])
    number = Number(format.number(n), "records", n, _href(one, row, filters) if n and scope.may_open_records else "")
    expected = "—" if pd.isna(row["expected"]) else format.number(row["expected"], 1)
    return (f"{when}, {'после начала' if row['is_after'] else 'до начала'}",), (number,), (expected,)


def _href(one: Roadmap, row: dict[Any, Any], filters: Filters) -> str:
    subject = Subject(one.topic, one.territory)
    narrowed = subject.of_territory(subject.of_topic(everything(filters)))
    span = {"date_from": row["first"], "date_to": row["last"], "as_of": row["last"]}
    return address(Filters(**{**vars(narrowed), **span}), row["last"], "records", {})


def _how(found: Told) -> list[Block]:
    main = found.outcome.main if found.outcome else None
    if main is None or main.effect is None:
        return []
    return [Paragraph((text,), "note") for text in sentences.how_counted(main.effect)]
